"""When she has used: begun in one act; each step written down later by anybody of her team, or left."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import ProgrammingError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access.policy import May
from alongside.care import actions, queries
from alongside.care.terms import AskSettled, Mode, UsedState, UsedStep
from alongside.consent import queries as consent
from alongside.consent.models import DutyReport
from alongside.pages.design.days import date_format
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.presented.used import LEADS, SAYS, choices, from_her_plan
from alongside.pages.worker.writing import finding
from alongside.pages.worker.writing.choices import colleagues, or_nothing
from alongside.pages.worker.writing.fields import choose, line, past_day, pick, today, words
from alongside.pages.worker.writing.handling import Given, confirm, handle, may_write, stamp, writing
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.terms import Category


class BeginForm(CalmForm):
    """She told us, or came. That is all that is needed."""

    met = choose(
        gettext_lazy("Is somebody with her?"),
        [
            (UsedState.DONE.value, gettext_lazy("I am, or was today")),
            (UsedState.OPEN.value, SAYS[UsedStep.MET][UsedState.OPEN]),
            (UsedState.LEAVE.value, SAYS[UsedStep.MET][UsedState.LEAVE]),
            (UsedState.NOT_NEEDED.value, SAYS[UsedStep.MET][UsedState.NOT_NEEDED]),
        ],
    )
    on = past_day(gettext_lazy("The day it is about"))
    her_words = words(gettext_lazy("What she wants people to know, in her words"))


@writing(May.WRITE_IN_FAMILY)
def used_begin(request: HttpRequest, family: uuid.UUID, woman: uuid.UUID) -> HttpResponse:
    """One act: that she told us, and whether somebody is with her. Everything else later, or never."""
    may_write(request, Category.SUD)
    found = finding.woman(family, woman)

    def do(given: Given) -> Any:
        told = {name: given[name] for name in ("met", "on", "her_words")}
        return actions.begin_used(woman=found, **told, **stamp(request))

    lead = _("Good that she told us. She is not in trouble, and nothing changes: no place, no service, no goal.")
    return handle(
        request, BeginForm(request.POST or None), do, file=family, subject=woman, about=found.person,
        heading=_("She told us she used"), lead=lead, done=lambda event: reverse("used", args=[family, event.pk]),
    )  # fmt: skip


class StepForm(CalmForm):
    """How it stands with one step. Only the first question is needed."""

    state = choose(gettext_lazy("How does it stand?"))
    colleague = pick(gettext_lazy("Who of us?"))
    on = past_day(gettext_lazy("The day"))
    place = line(gettext_lazy("Where?"))
    contact = pick(gettext_lazy("The note of it"))
    report = pick(gettext_lazy("The worry in which it is written"))
    words = words(gettext_lazy("In words; hers where you have them"))

    def __init__(self, *args: Any, step: UsedStep, **kwargs: Any) -> None:
        offered = {name: kwargs.pop(name, None) for name in ("colleague", "contact", "report")}
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = choices(step)
        for name, found in offered.items():
            if found is None:
                del self.fields[name]
            else:
                self.fields[name].choices = or_nothing(found)
        if step != UsedStep.MET:
            del self.fields["place"]


@writing(May.WRITE_IN_FAMILY)
def used_step(request: HttpRequest, family: uuid.UUID, event: uuid.UUID, step: str) -> HttpResponse:
    """What was written before stays; of two who write at once both are kept."""
    may_write(request, Category.SUD)
    if step not in UsedStep.values:
        raise Http404
    seen, here = queries.used(family, event), UsedStep(step)
    now = seen.now(here)
    first: dict[str, Any] = {"colleague": str(request.me.principal), "on": today()}  # type: ignore[attr-defined]
    if now is not None:
        first |= {
            "state": now.state if now.state != UsedState.OPEN else "", "words": now.words, "place": now.place,
            "contact": str(now.contact_id or ""), "report": str(now.report_id or ""),
            "colleague": str(now.colleague_id or request.me.principal),  # type: ignore[attr-defined]
        }  # fmt: skip
    form = StepForm(request.POST or None, step=here, initial=first, **_offered(seen, here))

    def do(given: Given) -> Any:
        named = {name: _id(given.get(name, "")) for name in ("colleague", "contact", "report")}
        if given["state"] != UsedState.DONE:
            named["colleague"] = named["contact"] = None
        return actions.answer_used(
            event=seen.event, step=step, state=given["state"], on=given["on"], words=given["words"],
            place=given.get("place", ""), **named, **stamp(request),
        )  # fmt: skip

    back = reverse("used", args=[family, event])
    heading = here.label
    shown = {"lead": LEADS[here], "own_words": _offer(seen, here), "back": back, "done": back}
    return handle(request, form, do, file=family, subject=seen.event.woman_id, heading=heading, **shown)


def _offered(seen: queries.UsedSeen, step: UsedStep) -> dict[str, Any]:
    """Who and what can be chosen at this step; ``None`` for a question that it does not have."""
    family, woman = seen.event.family_id, seen.event.woman_id
    if step == UsedStep.MET:
        notes = [
            (str(row.pk), f"{date_format(row.on)}, {Mode(row.mode).label}")
            for row in queries.met_since(family, woman, seen.event.on)
        ]
        return {"colleague": colleagues(), "contact": notes}
    if step == UsedStep.BESIDE:
        return {"colleague": colleagues()}
    if step == UsedStep.TELL:
        return {"report": [(str(row.pk), _of_report(row)) for row in consent.reports_of(family)]}
    return {}


def _of_report(row: DutyReport) -> str:
    name = row.child.person.name or _("No name given")
    return f"{name}, {date_format(row.recorded_at)}"


def _offer(seen: queries.UsedSeen, step: UsedStep) -> str:
    """Words of hers that may help here: her plan, or what helped at other times. Offered, never filled in."""
    family, woman = seen.event.family_id, seen.event.woman_id
    if step == UsedStep.CHILDREN:
        return "\n".join(f"{question}: {said}" for question, said in from_her_plan(queries.plans_of(family)))
    if step == UsedStep.HELPED:
        return "\n".join(each.words for each in queries.helped_before(family, woman, but=seen.event.pk))
    return ""


def _id(text: str) -> uuid.UUID | None:
    return uuid.UUID(text) if text else None


def weighed(request: HttpRequest, report: DutyReport) -> None:
    """A worry was written down because of what she told (``?used=``): linked there, as far as it is hers to write."""
    try:
        event = uuid.UUID(request.GET.get("used", ""))
    except ValueError:
        return
    try:
        with transaction.atomic():  # the worry itself is kept whatever becomes of the link
            seen = queries.used(report.family_id, event)
            actions.answer_used(
                event=seen.event,
                step=UsedStep.TELL,
                state=UsedState.MUST,
                on=today(),
                report=report.pk,
                **stamp(request),
            )
    except (ObjectDoesNotExist, ProgrammingError, Refused):
        return


@writing(May.WRITE_IN_FAMILY)
def asked_today_answer(request: HttpRequest, family: uuid.UUID, asked: uuid.UUID) -> HttpResponse:
    """She asked for somebody, and somebody was with her."""
    may_write(request, Category.SUD)
    row = queries.asked_today(family, asked)
    if row.settled_at is not None:
        raise Http404
    return confirm(
        request, lambda: actions.settle_ask(ask=row, settled_as=AskSettled.REACHED, **stamp(request)),
        heading=_("Was somebody with her?"), lead=_("Then nobody is reminded any more. She need not say what it was."),
        own_words=row.her_words, submit=_("Somebody was with her"), file=family, subject=row.woman_id,
    )  # fmt: skip

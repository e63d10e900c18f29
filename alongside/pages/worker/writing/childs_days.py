"""A child's day told, what helps this child, whom we asked, and a place on some days."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access.policy import May
from alongside.care import queries as care
from alongside.care.terms import PlanKind, PlanStep
from alongside.childcare import actions, queries
from alongside.childcare.models import HelpPlan, LogEntry
from alongside.childcare.rules import speaks_of
from alongside.childcare.terms import LogKind
from alongside.families import queries as families
from alongside.families.models import Child
from alongside.pages.design.days import date_format
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.presented.sessions import clock as times
from alongside.pages.worker.writing import finding
from alongside.pages.worker.writing.fields import choose, clock, day, line, past_day, several, today
from alongside.pages.worker.writing.fields import words as lines
from alongside.pages.worker.writing.handling import Given, handle, may_write, stamp, writing
from alongside.recordkeeping.actions import entry
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.terms import Category
from alongside.services import queries as services
from alongside.services.models import Session

AHEAD = timedelta(weeks=10)
CHILD_ALONE = gettext_lazy("About the child alone. Whoever decides for the child reads these very words today.")


class TellForm(CalmForm):
    """One thing of a child's day."""

    kind = choose(gettext_lazy("What is it about?"), LogKind.choices)
    words = lines(gettext_lazy("What you saw"), required=True, help_text=CHILD_ALONE)
    at_time = clock(gettext_lazy("About when"))
    done = lines(gettext_lazy("After a little accident: what was done"), rows=2)
    told = line(gettext_lazy("After a little accident: who was told, and when"))


class RightForm(TellForm):
    """The same, of what stood on the page."""

    versioned = True
    theirs: LogEntry | None = None  # what a colleague wrote meanwhile


class OnForm(TellForm):
    """And of which day."""

    on = past_day(gettext_lazy("Of which day"))


class HelpForm(CalmForm):
    """What we noticed, and what we change: we adapt, and not the child."""

    versioned = True
    theirs: HelpPlan | None = None  # what a colleague wrote meanwhile
    noticed = lines(gettext_lazy("What we noticed"), required=True, help_text=CHILD_ALONE)
    change = lines(gettext_lazy("What we do otherwise from now on"), required=True)
    on = past_day(gettext_lazy("Said together on"))
    again_on = day(gettext_lazy("When we look at it again"))


class ConsultForm(CalmForm):
    """Who was asked, and what they suggested."""

    asked = line(gettext_lazy("Who was asked, and as what"), required=True)
    question = lines(gettext_lazy("What we asked"), rows=2, help_text=CHILD_ALONE)
    suggested = lines(gettext_lazy("What they suggested"), required=True)
    on = past_day(gettext_lazy("The day"))


class PlacesForm(CalmForm):
    """Regular days, and single ones."""

    whys: ClassVar = {"days": gettext_lazy("A seat is kept for this child on each day that is chosen, or on none.")}
    weekly = several(gettext_lazy("Each week, from now on"))
    days = several(gettext_lazy("Single days"))

    def __init__(
        self, *args: Any, weekly: Sequence[tuple[str, Any]], days: Sequence[tuple[str, Any]], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        for name, choices in (("weekly", weekly), ("days", days)):
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not (given.get("weekly") or given.get("days")):
            raise forms.ValidationError(_("Please choose a day."))
        return given


@writing(May.WRITE_IN_FAMILY)
def day_tell(request: HttpRequest, family: uuid.UUID, child: uuid.UUID) -> HttpResponse:
    """Something of a child's day."""
    found = _child(request, family, child)
    form = OnForm(request.POST or None, initial=_on(request) | {"kind": request.GET.get("about", "")})

    def do(given: Given) -> Any:
        told = {name: given[name] for name in ("kind", "words", "at_time", "done", "told", "on")}
        return actions.tell(child=found, id=given["submission"], **told, **stamp(request))

    return _save(request, form, do, found, ("words", "done", "told"), heading=_("Something of this day"))


@writing(May.WRITE_IN_FAMILY)
def day_right(request: HttpRequest, family: uuid.UUID, child: uuid.UUID, told: uuid.UUID) -> HttpResponse:
    """It was written wrongly: a better row, and the first one stays in the record.

    Where a colleague was first she reads theirs, with what she typed below it, and what she saves then follows it.
    """
    found, row = _child(request, family, child), queries.as_it_stands(family, child, told)
    names = ("kind", "words", "at_time", "done", "told")
    form = RightForm(request.POST or None, initial={name: getattr(row, name) for name in names}, version=row.pk)

    def do(given: Given) -> Any:
        said = {name: given[name] for name in names}
        try:
            if (given["version"] or str(told)) != str(row.pk):
                raise Refused("said_meanwhile")
            return actions.correct_entry(row=row, id=given["submission"], **said, **stamp(request))
        except Refused as no:
            if no.because == "said_meanwhile":
                form.theirs = queries.as_it_stands(family, child, told)
                form.data["version"] = str(form.theirs.pk)  # type: ignore[index]
            raise

    shown = {"heading": _("Put it right"), "template": "worker/childcare/right.html"}
    return _save(request, form, do, found, ("words", "done", "told"), of=row.on, **shown)


@writing(May.WRITE_IN_FAMILY)
def help_say(request: HttpRequest, family: uuid.UUID, child: uuid.UUID) -> HttpResponse:
    """What helps this child, as it is now."""
    found, now = _child(request, family, child), queries.help_plan(family, child)
    first = {"noticed": now.noticed, "change": now.change} if now else {}
    form = HelpForm(request.POST or None, initial=first, version=now.number if now else 0)

    def do(given: Given) -> Any:
        number = int(given["version"]) if str(given.get("version", "")).isdecimal() else 0
        told = {name: given[name] for name in ("noticed", "change", "on", "again_on")}
        try:
            return actions.say_what_helps(child=found, number=number, id=given["submission"], **told, **stamp(request))
        except Refused as no:
            if no.because == "help_changed":  # she reads it now, and what she saves then follows it
                form.theirs = queries.help_plan(family, child)
                form.data["version"] = str(form.theirs.number if form.theirs else 0)  # type: ignore[index]
            raise

    shown = {
        "heading": _("What helps this child"),
        "lead": _("We adapt, and not the child. What stood before stays in the record."),
        "template": "worker/childcare/help.html",
    }
    return _save(request, form, do, found, ("noticed", "change"), **shown)


@writing(May.WRITE_IN_FAMILY)
def consult_add(request: HttpRequest, family: uuid.UUID, child: uuid.UUID) -> HttpResponse:
    """Somebody was asked what would help this child."""
    found = _child(request, family, child)
    form = ConsultForm(request.POST or None)

    def do(given: Given) -> Any:
        told = {name: given[name] for name in ("asked", "question", "suggested", "on")}
        return actions.note_consult(child=found, id=given["submission"], **told, **stamp(request))

    heading = _("Somebody was asked what helps")
    return _save(request, form, do, found, ("question", "suggested"), heading=heading)


@writing(May.WRITE_IN_FAMILY)
def places_give(request: HttpRequest, family: uuid.UUID, child: uuid.UUID) -> HttpResponse:
    """A place for this child, on regular days or on single ones."""
    may_write(request, Category.SERVICE_USE)
    found, now = _child(request, family, child), timezone.now()
    # Also what began today: a child is brought who had no place, and gets one.
    began = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    held = queries.sessions_of_day(began, now + AHEAD)
    series: dict[str, list[Session]] = {}
    for each in held:
        if each.series_id:
            series.setdefault(str(each.series_id), []).append(each)
    form = PlacesForm(
        request.POST or None,
        weekly=[(key, _weekly(rows[0])) for key, rows in series.items()],
        days=[(str(each.pk), _single(each)) for each in held],
    )

    def do(given: Given) -> Any:
        chosen = {each.pk: each for each in held if str(each.pk) in given["days"]}
        for key in given["weekly"]:
            rows = services.series_sessions(uuid.UUID(key), since=now)
            chosen |= {each.pk: each for each in rows if not each.off_at}
        wanted = sorted(chosen.values(), key=lambda each: each.during.lower)
        return actions.give_days(child=found, sessions=wanted, **stamp(request))

    return handle(
        request, form, do, file=family, subject=child, about=found.person, heading=_("A place on some days"),
        back=_back(family, child), done=reverse("family_sessions", args=[family]),
        template="worker/childcare/places.html", carers=_named_by_her(request, family),
        fetching=reverse("childs_fetching", args=[family, child]),
    )  # fmt: skip


def _named_by_her(request: HttpRequest, family: uuid.UUID) -> list[str]:
    """Who is with her children when she needs somebody, in the words of her plan; nothing for whoever reads none."""
    plans = [each for each in care.plans_of(family) if each.plan.kind == PlanKind.CHILD_CARE and not each.ended]
    steps = (PlanStep.CHILD_WHO, PlanStep.CHILD_REACH)
    found = [words for each in plans for step in steps if (words := each.words.said.get(step, ""))]
    if found:
        request.trail += [entry("looked at safety plans", family=family, subject=each.plan.subject) for each in plans]  # type: ignore[attr-defined]
    return found


def _child(request: HttpRequest, family: uuid.UUID, child: uuid.UUID) -> Child:
    may_write(request, Category.CHILD_HEALTH_DEV)
    return finding.child(family, child)


def _save(
    request: HttpRequest, form: CalmForm, do: Any, child: Child, texts: Sequence[str], *, of: date | None = None,
    **shown: Any,
) -> HttpResponse:  # fmt: skip
    """Words that seem to speak of somebody else are asked about, once. ``of``: the day, if the form asks for none."""
    family = child.family_id

    def look(given: Given) -> list[Any]:
        others = [each.name for each in families.people_of(family) if each.id != child.pk]
        found = next((word for name in texts if (word := speaks_of(given.get(name) or "", others))), "")
        if not found:
            return []
        ask = _("“%(word)s” stands here. This is the child’s own record. Are these words about the child alone?")
        return [ask % {"word": found}]

    on = of or (form.cleaned_data.get("on") if form.is_bound and form.is_valid() else None)
    back = _back(family, child.pk) + (f"?on={on.isoformat()}" if on and on != today() else "")
    return handle(
        request, form, do, look=look, file=family, subject=child.pk, about=child.person, back=back,
        seen_by=_("the child’s team, and whoever decides for the child"), **shown,
    )  # fmt: skip


def _on(request: HttpRequest) -> dict[str, Any]:
    try:
        asked = parse_date(request.GET.get("on", ""))
    except ValueError:
        asked = None
    return {"on": asked} if asked and asked <= today() else {}


def _back(family: uuid.UUID, child: uuid.UUID) -> str:
    return reverse("childs_days", args=[family, child])


def _weekly(row: Session) -> str:
    on = timezone.localdate(row.during.lower)
    return f"{capfirst(date_format(on, 'l'))}, {times(row.during.lower, row.during.upper)} · {_place(row)}"


def _single(row: Session) -> str:
    on = timezone.localdate(row.during.lower)
    return f"{capfirst(date_format(on, 'l, j F'))}, {times(row.during.lower, row.during.upper)} · {_place(row)}"


def _place(row: Session) -> str:
    return row.minding.name if row.minding else ""

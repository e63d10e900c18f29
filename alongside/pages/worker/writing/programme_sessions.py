"""A session that was held: by one thumb on a phone, with how it kept to its plan and what she said."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access.policy import May
from alongside.library import queries as library
from alongside.library.rules import Version
from alongside.library.terms import About
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.presented import library as in_words
from alongside.pages.worker.presented import programmes as present
from alongside.pages.worker.writing import programme_sessions_held as sessions_held
from alongside.pages.worker.writing.choices import colleagues
from alongside.pages.worker.writing.fields import Choices, choose, labelled, past_day, several, words
from alongside.pages.worker.writing.fields import number as count
from alongside.pages.worker.writing.handling import Given, handle, stamp, writing
from alongside.pages.worker.writing.programmes import about_delivery, find
from alongside.programmes import actions, queries, rules
from alongside.programmes.models import MOST_MINUTES, Delivery, SessionHeld
from alongside.programmes.queries import DeliverySeen
from alongside.programmes.terms import ForWhom, Kept, No, SeenBy, There
from alongside.services import queries as services
from alongside.services.terms import Mode, Setting

NONE = "none"
NOT_SAID = ("", gettext_lazy("Not said"))
SAID = ("on", "minutes", "mode", "setting", "there", "about", "did")


class HeldForm(CalmForm):
    """Which session, when, how long, who was there: what is put right later too."""

    number = forms.ChoiceField(label=gettext_lazy("Which session of the plan?"))
    on = past_day(gettext_lazy("On which day?"))
    there = several(gettext_lazy("Who took part?"), There.choices, required=True)
    minutes = count(gettext_lazy("How many minutes?"), least=1, most=MOST_MINUTES)
    setting = choose(gettext_lazy("Where?"), Setting.choices)
    mode = choose(gettext_lazy("How?"), Mode.choices, initial=Mode.IN_PERSON)
    led_by = several(gettext_lazy("Who of us led it?"), required=True)
    about = several(
        gettext_lazy("What was it about?"), About.choices, help_text=gettext_lazy("Left out: as the plan says.")
    )
    did = words(gettext_lazy("What you did"), help_text=gettext_lazy("She can read it too."))

    def __init__(self, *args: Any, numbers: Choices, workers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].choices = [*numbers, (NONE, _("None of the plan’s"))]
        self.fields["led_by"].choices = workers

    def said(self) -> dict[str, Any]:
        """What the verb is given."""
        given = self.cleaned_data
        chosen = given["number"]
        return {
            **{name: given[name] for name in SAID},
            "number": None if chosen == NONE else int(chosen),
            "led_by": [uuid.UUID(id) for id in given["led_by"]],
        }


class MarksForm(CalmForm):
    """The marks of the plan, one question each, and a note."""

    def __init__(self, *args: Any, version: Version, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.marks = [f"mark_{n}" for n, _mark in enumerate(rules.asked_of(version))]
        for name, mark in zip(self.marks, rules.asked_of(version), strict=True):
            self.fields[name] = forms.ChoiceField(
                label=present.mark_words(mark, version), required=False, choices=[NOT_SAID, *labelled(Kept.choices)],
                widget=forms.RadioSelect,
            )  # fmt: skip
            self.fields[name].why = ""  # type: ignore[attr-defined]
        if version.process is not None:
            self.fields["note"].help_text = in_words.said(version.process)

    def answers(self) -> list[str]:
        """What was said to each mark, in its order."""
        return [self.cleaned_data[name] for name in self.marks]


class HoldForm(HeldForm, MarksForm):
    """A session as it is written down the first time."""

    her_words = words(gettext_lazy("What she said afterwards, in her words"), rows=2)
    order_why = words(gettext_lazy("If strategies for behaviour came first: why now?"), rows=2)
    note = words(gettext_lazy("A note on how it kept to the plan"), rows=2)
    session = forms.UUIDField(required=False, widget=forms.HiddenInput)
    whys: ClassVar = {"note": gettext_lazy("About the work, for the team and for supervision. She does not read it.")}

    def __init__(self, *args: Any, numbers: Choices, workers: Choices, version: Version, **kwargs: Any) -> None:
        super().__init__(*args, numbers=numbers, workers=workers, version=version, **kwargs)
        first = ["number", "on", "there", "minutes", "setting", "mode", "led_by", "about", "did", "her_words"]
        self.order_fields([*first, "order_why", *self.marks, "note"])


class MarkForm(MarksForm):
    """How a session kept to its plan, as somebody saw it."""

    seen_by = choose(gettext_lazy("Who looked?"), SeenBy.choices, initial=SeenBy.OBSERVER)
    note = words(gettext_lazy("A note on how it kept to the plan"), rows=2)


@writing(May.WRITE_IN_FAMILY)
def session_hold(request: HttpRequest, family: uuid.UUID, delivery: uuid.UUID) -> HttpResponse:
    """A session was held: of the plan, again, or none of the plan's."""
    found, row = find(request, family, delivery), queries.delivery_of(family, delivery)
    me = request.me  # type: ignore[attr-defined]
    nobody = str(me.principal) if str(me.principal) in dict(workers := _workers(row)) else ""
    held = sessions_held.were_there(family, row, timezone.now()) if found.group_id is None else []
    form = HoldForm(
        request.POST or None,
        numbers=_numbers(row),
        workers=workers,
        version=row.version,
        initial={
            "number": request.GET.get("number", "") or _next(row),
            "setting": found.setting,
            "there": _usual(found),
            "led_by": [nobody] if nobody else [str(each.colleague_id) for each in row.workers],
            **sessions_held.taken_from(held, request.GET.get("from", "")),
        },
    )

    def look(given: Given) -> list[str]:
        said, asks = form.said(), []
        same = [each for each in row.held if each.own and (each.number, each.on) == (said["number"], said["on"])]
        if same:
            asks.append(str(No.HELD_MEANWHILE.label))
        earlier = [each.about for each in row.held if each.on <= said["on"]]
        about = said["about"] or [each.about for each in row.version.sessions if each.n == said["number"]]
        if not (given["order_why"].strip() or found.order_why) and rules.comes_too_early(about, earlier):
            asks.append(str(No.RELATIONSHIP_FIRST.label))
        return asks

    def do(given: Given) -> SessionHeld:
        sure = [No.RELATIONSHIP_FIRST, No.HELD_MEANWHILE] if request.POST.get("sure") == "yes" else []
        more = {name: given[name] for name in ("her_words", "order_why", "note")}
        session = services.session(given["session"]) if given["session"] else None
        return actions.hold_session(
            delivery=found, marks=form.answers(), sure=sure, session=session, **form.said(), **more, **stamp(request)
        )

    back = reverse("delivery", args=[family, delivery])
    shown: dict[str, Any] = {
        "heading": _("Write down a session"), "who": row.programme.name, "back": back, "done": back,
        "template": "worker/programmes/hold.html", "were_there": sessions_held.listed(held, request.path),
        "taken": sessions_held.named(held, str(form["session"].value() or "")), "afresh": request.path,
    }  # fmt: skip
    return handle(request, form, do, look=look, file=family, subject=found.subject, **shown)


@writing(May.WRITE_IN_FAMILY)
def held_change(request: HttpRequest, family: uuid.UUID, delivery: uuid.UUID, held: uuid.UUID) -> HttpResponse:
    """It was written down wrongly: a further row takes its place."""
    found, row = find(request, family, delivery), queries.delivery_of(family, delivery)
    now = queries.session_held(family, held, stands=request.method != "POST")  # nothing typed is lost
    initial = {name: getattr(now, name) for name in SAID} | {
        "number": NONE if now.number is None else str(now.number),
        "led_by": [str(id) for id in now.led_by],
    }
    form = HeldForm(request.POST or None, numbers=_numbers(row), workers=_workers(row, *now.led_by), initial=initial)

    def do(_given: Given) -> SessionHeld:
        return actions.put_session_right(held=now, **form.said(), **stamp(request))

    return about_delivery(request, form, do, found, heading=_("Put it right"))


@writing(May.WRITE_IN_FAMILY)
def held_mark(request: HttpRequest, family: uuid.UUID, delivery: uuid.UUID, held: uuid.UUID) -> HttpResponse:
    """How it kept to its plan, as those who led it saw it or somebody else did."""
    found = find(request, family, delivery)
    now = queries.session_held(family, held, stands=request.method != "POST")
    version = queries.delivery_of(family, delivery).version
    form = MarkForm(request.POST or None, version=version)
    form.order_fields(["seen_by", *form.marks, "note"])

    def do(given: Given) -> Any:
        more = {name: given[name] for name in ("seen_by", "note")}
        return actions.mark_session(held=now, answers=form.answers(), **more, **stamp(request))

    lead = _("About the work, to learn from. What was said before stays.")
    return about_delivery(request, form, do, found, heading=_("How it kept to the plan"), lead=lead)


def _numbers(row: DeliverySeen) -> list[tuple[str, str]]:
    """Each session of the plan as it was adapted, with where it stands; a plan without a number of them offers the
    numbers up to the next."""
    own = library.titles(row.delivery.programme).get(row.delivery.plan, {})
    steps = row.steps
    found = [
        (str(each.n), " · ".join(filter(None, [str(each.n), present.title_of(each, own), str(each.place.label)])))
        for each in steps
    ]
    if not row.version.sessions:
        after = max((each.n for each in steps), default=0) + 1
        found.append((str(after), str(after)))
    return found


def _next(row: DeliverySeen) -> str:
    """The first that is still to come."""
    coming = [str(each.n) for each in row.steps if each.place == "to_come"]
    numbers = _numbers(row) if not coming else []
    return coming[0] if coming else (numbers[-1][0] if numbers and not row.version.sessions else NONE)


def _workers(row: DeliverySeen, *more: uuid.UUID) -> list[tuple[str, str]]:
    """Those who give it first, then every colleague here."""
    first = [(str(each.colleague_id), each.colleague.name) for each in row.workers]
    known = {id for id, _name in first}
    return [*dict(first).items(), *(each for each in colleagues() if each[0] not in known)]


def _usual(found: Delivery) -> list[str]:
    return {
        ForWhom.WOMAN: [There.WOMAN.value],
        ForWhom.CHILD: [There.CHILD.value],
        ForWhom.DYAD: [There.WOMAN.value, There.CHILD.value],
    }[ForWhom(found.for_whom)]

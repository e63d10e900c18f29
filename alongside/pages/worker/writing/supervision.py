"""Beginning a supervision, planning when the two meet, saying what came of it, writing something down."""

from __future__ import annotations

import uuid
from datetime import time
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access.policy import May
from alongside.pages.design.days import date_format
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.presented.supervision import other
from alongside.pages.worker.writing.choices import Choice, colleagues, to_choose
from alongside.pages.worker.writing.fields import choose, clock, day, number, past_day, several, today, words
from alongside.pages.worker.writing.handling import Given, confirm, handle, stamp, writing
from alongside.services.rules import instant
from alongside.supervision import actions, queries
from alongside.supervision.models import Meeting, Supervision
from alongside.supervision.rules import MINUTES
from alongside.supervision.terms import ForWhom, Kind, Rhythm, Standing, Theme

I_SUPERVISE, I_AM_SUPERVISED = "supervisor", "colleague"
ROLES = (
    (I_AM_SUPERVISED, gettext_lazy("I am supervised")),
    (I_SUPERVISE, gettext_lazy("I supervise")),
)
USUAL_MINUTES = 60


class BeginForm(CalmForm):
    """With whom, as what, about how often."""

    other = forms.ChoiceField(label=gettext_lazy("With whom do you meet?"))
    i = choose(
        gettext_lazy("Which of the two are you?"), ROLES, initial=I_AM_SUPERVISED,
        help_text=gettext_lazy("Among peers it makes no difference."),
    )  # fmt: skip
    kind = choose(gettext_lazy("For what?"), Kind.choices, initial=Kind.REFLECTIVE)
    rhythm = choose(gettext_lazy("About how often?"), Rhythm.choices, initial=Rhythm.TWO_WEEKS)

    def __init__(self, *args: Any, colleagues: list[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].choices = to_choose(colleagues)


class WhenForm(CalmForm):
    """A day, a time, how long."""

    on = day(gettext_lazy("On which day?"), required=True, initial=today)
    at = clock(gettext_lazy("At what time?"))
    minutes = number(
        gettext_lazy("For how many minutes?"), least=MINUTES[0], most=MINUTES[1], required=True, initial=USUAL_MINUTES
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["at"].required = True

    def clean(self) -> dict[str, Any]:
        """The time must exist on that day: in spring one hour of the clock is left out."""
        given = super().clean() or self.cleaned_data
        if isinstance(given.get("at"), time) and given.get("on"):
            begins = instant(given["on"], given["at"], timezone.get_current_timezone())
            if begins.time() != given["at"]:
                self.add_error(
                    "at", _("The clocks change on that day, and this time does not exist. Please choose another.")
                )
            given["begins"] = begins
        return given


class SaidForm(CalmForm):
    """What came of a meeting. One that has not begun was not held."""

    versioned = True
    standing = choose(
        gettext_lazy("How was it?"),
        [(s.value, s.label) for s in (Standing.HELD, Standing.CALLED_OFF, Standing.PLANNED)],
    )

    def __init__(self, *args: Any, began: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not began:
            field = self.fields["standing"]
            field.choices = [each for each in field.choices if each[0] != Standing.HELD]


class ReflectionForm(CalmForm):
    """Something to keep, for oneself or for the two."""

    words = words(
        gettext_lazy("What would you like to keep?"), required=True, rows=8,
        help_text=gettext_lazy("Please write no names of families here: this is about you and your work."),
    )  # fmt: skip
    for_whom = choose(gettext_lazy("Who reads it?"), ForWhom.choices, initial=ForWhom.MINE)
    themes = several(gettext_lazy("What is it about?"), Theme.choices)
    on = past_day(gettext_lazy("When was it?"))


def _shown(request: HttpRequest, found: Supervision | None = None, **more: Any) -> dict[str, Any]:
    there = reverse("supervision")
    who = other(found, request.me.principal) if found else ""  # type: ignore[attr-defined]
    return {"back": there, "done": there, "who": who, **more}


@writing(May.MEET_TO_REFLECT)
def supervision_begin(request: HttpRequest) -> HttpResponse:
    """The two meet from today."""
    me = request.me.principal  # type: ignore[attr-defined]
    form = BeginForm(request.POST or None, colleagues=colleagues(but=[me]))

    def do(given: Given) -> Any:
        others = uuid.UUID(given["other"])
        supervisor, colleague = (me, others) if given["i"] == I_SUPERVISE else (others, me)
        return actions.begin(
            supervisor=supervisor, colleague=colleague, kind=given["kind"], rhythm=given["rhythm"],
            id=given["submission"], **stamp(request),
        )  # fmt: skip

    shown = _shown(request, heading=_("Begin a supervision"), lead=_("The other one sees it too. Nobody else does."))
    return handle(request, form, do, seen_by=_("the two of you"), **shown)


@writing(May.MEET_TO_REFLECT)
def supervision_end(request: HttpRequest, supervision: uuid.UUID) -> HttpResponse:
    """They do not meet for this any more."""
    found = queries.supervision(supervision)
    shown = _shown(
        request, found, heading=_("End this supervision?"), submit=_("End it"),
        lead=_("Meetings to come are called off. What was written stays, and is read by nobody else."),
    )  # fmt: skip
    return confirm(request, lambda: actions.end(supervision=found, at=timezone.now()), **shown)


@writing(May.MEET_TO_REFLECT)
def meeting_plan(request: HttpRequest, supervision: uuid.UUID) -> HttpResponse:
    """When the two meet, or met."""
    found = queries.supervision(supervision)

    def do(given: Given) -> Any:
        when = {"begins": given["begins"], "minutes": given["minutes"]}
        return actions.plan(supervision=found, **when, id=given["submission"], **stamp(request))

    shown = _shown(request, found, heading=_("When do you meet?"), lead=_("A time that is over counts as: we met."))
    return handle(request, WhenForm(request.POST or None), do, seen_by=_("the two of you"), **shown)


@writing(May.MEET_TO_REFLECT)
def meeting_move(request: HttpRequest, meeting: uuid.UUID) -> HttpResponse:
    """Another time in its place."""
    row = queries.meeting(meeting)
    before = timezone.localtime(row.during.lower)
    minutes = int((row.during.upper - row.during.lower).total_seconds() // 60)
    form = WhenForm(request.POST or None, initial={"on": before.date(), "at": before.time(), "minutes": minutes})

    def do(given: Given) -> Any:
        when = {"begins": given["begins"], "minutes": given["minutes"], "base": Standing.PLANNED}
        return actions.move(meeting=row, **when, id=given["submission"], **stamp(request))

    shown = _shown(request, row.supervision, heading=_("Another time"), lead=_when(row))
    return handle(request, form, do, seen_by=_("the two of you"), **shown)


@writing(May.MEET_TO_REFLECT)
def meeting_say(request: HttpRequest, meeting: uuid.UUID) -> HttpResponse:
    """Whether they met; put right the same way."""
    row = queries.meeting(meeting)
    began = row.during.lower <= timezone.now()
    likely = Standing.HELD if began else Standing.CALLED_OFF
    known = row.standing if row.standing != Standing.PLANNED else likely
    form = SaidForm(request.POST or None, initial={"standing": known}, version=row.standing, began=began)

    def do(given: Given) -> Any:
        base = str(given["version"] or row.standing)
        return actions.say(meeting=row, standing=given["standing"], base=base, at=timezone.now())

    shown = _shown(request, row.supervision, heading=_("How was it?"), lead=_when(row))
    return handle(request, form, do, seen_by=_("the two of you"), **shown)


@writing(May.MEET_TO_REFLECT)
def reflection_write(request: HttpRequest, supervision: uuid.UUID) -> HttpResponse:
    """Something to keep."""
    found = queries.supervision(supervision)

    def do(given: Given) -> Any:
        said = {name: given[name] for name in ("words", "for_whom", "themes", "on")}
        return actions.reflect(supervision=found, **said, id=given["submission"], **stamp(request))

    shown = _shown(
        request, found, heading=_("Write something down"),
        lead=_("It is in no family’s file and in no figure, and it is never counted for or against anybody."),
    )  # fmt: skip
    return handle(request, ReflectionForm(request.POST or None), do, seen_by=_("whom you choose below"), **shown)


def _when(row: Meeting) -> str:
    return date_format(timezone.localtime(row.during.lower), "DATETIME_FORMAT")

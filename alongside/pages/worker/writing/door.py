"""At the door, with one thumb: a child came, or left, and with whom. Who may not fetch is refused kindly."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access.policy import May
from alongside.assessment import queries as assessment
from alongside.childcare import actions, queries
from alongside.childcare.queries import Fetching, Noted, There
from alongside.childcare.terms import DoorKind, FetchAnswer
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.presented import childcare as present
from alongside.pages.worker.writing.fields import clock, line
from alongside.pages.worker.writing.handling import Given, handle, writing
from alongside.recordkeeping.rules import Refused
from alongside.services import queries as services
from alongside.services.models import Session
from alongside.services.rules import instant

SOMEBODY_ELSE = ""


class DoorForm(CalmForm):
    """With whom, and when."""

    who = forms.ChoiceField(label=gettext_lazy("With whom?"), required=False, widget=forms.RadioSelect)
    name = line(gettext_lazy("Or somebody else: the name"))
    at_time = clock(gettext_lazy("At what time?"))
    was = forms.CharField(required=False, widget=forms.HiddenInput)  # the note that was on the screen
    noted = ""  # what it says

    def __init__(self, *args: Any, choices: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = choices  # type: ignore[attr-defined]


class NotSoForm(CalmForm):
    """One button."""

    was = forms.CharField(required=False, widget=forms.HiddenInput)
    noted = ""


@writing(May.PLAN_SESSIONS)
def child_came(request: HttpRequest, session: uuid.UUID, booking: uuid.UUID) -> HttpResponse:
    """A child comes in."""
    return _door(request, session, booking, DoorKind.CAME)


@writing(May.PLAN_SESSIONS)
def child_left(request: HttpRequest, session: uuid.UUID, booking: uuid.UUID) -> HttpResponse:
    """A child leaves with somebody who may fetch it today."""
    return _door(request, session, booking, DoorKind.LEFT)


@writing(May.PLAN_SESSIONS)
def child_came_not(request: HttpRequest, session: uuid.UUID, booking: uuid.UUID) -> HttpResponse:
    """It was noted by mistake that a child came."""
    return _not_so(request, session, booking, DoorKind.CAME, _("Not here after all"))


@writing(May.PLAN_SESSIONS)
def child_left_not(request: HttpRequest, session: uuid.UUID, booking: uuid.UUID) -> HttpResponse:
    """It was noted by mistake that a child left."""
    return _not_so(request, session, booking, DoorKind.LEFT, _("Still here after all"))


def _not_so(
    request: HttpRequest, session: uuid.UUID, booking: uuid.UUID, what: DoorKind, heading: str
) -> HttpResponse:  # fmt: skip
    row, child = services.session(session), _there(session, booking)
    if child is None or row.off_at is not None:
        raise Http404
    noted = _noted(child, what)
    form = NotSoForm(request.POST or None, initial={"was": str(noted.id) if noted else ""})
    form.noted = present.noted(noted)

    def do(given: Given) -> Any:
        with _as_it_stands_now(form, session, booking, what):
            return actions.undo_door(session=row, booking=booking, what=what, was=_id(given["was"]), at=timezone.now())

    shown = {
        "heading": heading,
        "who": child.name or _("No name given"),
        "lead": _("What was noted by mistake stands no longer, and can be noted anew. It stays in the record."),
        "submit": _("It was not so"),
        "seen_by": _("those who are there, the child’s team, and whoever decides for the child"),
        "back": reverse("child_care_room", args=[session]),
    }
    return handle(request, form, do, template="worker/childcare/door.html", **shown)


def _door(request: HttpRequest, session: uuid.UUID, booking: uuid.UUID, what: DoorKind) -> HttpResponse:
    row, child = services.session(session), _there(session, booking)
    if child is None or row.off_at is not None:
        raise Http404
    came, now = what == DoorKind.CAME, timezone.now()
    on = timezone.localdate(row.during.lower)
    known = queries.fetching_there(session, booking, on)
    noted = _noted(child, what)
    form = DoorForm(
        request.POST or None,
        choices=_choices(known, came),
        initial={"at_time": timezone.localtime(min(now, row.during.upper)).strftime("%H:%M")}
        | {"was": str(noted.id) if noted else ""},
    )
    form.noted = present.noted(noted)

    def look(given: Given) -> list[Any]:
        return _looks(row, child, on, now) if came and child.came is None else []

    def do(given: Given) -> Any:
        at = now if given["at_time"] is None else instant(on, given["at_time"], timezone.get_current_timezone())
        with _as_it_stands_now(form, session, booking, what):
            return actions.note_door(
                session=row, booking=booking, what=what, at_time=min(at, now) if _same_minute(at, now) else at,
                person=_id(given["who"]), name="" if _id(given["who"]) else given["name"] or _name(known, given["who"]),
                was=_id(given["was"]), at=timezone.now(), id=given["submission"],
            )  # fmt: skip

    shown = {
        "heading": _("Came in") if came else _("Goes home"),
        "who": child.name or _("No name given"),
        "lead": "" if came else _("Whoever is not on the list stays a moment, until a colleague has looked."),
        "seen_by": _("those who are there, the child’s team, and whoever decides for the child"),
        "back": reverse("child_care_room", args=[session]),
        "allergies": present.child(child, session, notes=False).allergies,
        "fetches": not came,
        "on_duty": [] if came else _on_duty(request, now),
    }
    return handle(request, form, do, look=look, template="worker/childcare/door.html", **shown)


def _there(session: uuid.UUID, booking: uuid.UUID) -> There | None:
    return next((each for each in queries.children_there(session) if each.booking == booking), None)


def _noted(child: There | None, what: DoorKind) -> Noted | None:
    if child is None:
        return None
    return child.came if what == DoorKind.CAME else child.left


@contextmanager
def _as_it_stands_now(
    form: DoorForm | NotSoForm, session: uuid.UUID, booking: uuid.UUID, what: DoorKind
) -> Iterator[None]:
    """A colleague was quicker: her note is shown, and sent once more the form puts that one right."""
    try:
        yield
    except Refused as no:
        if no.because == "said_meanwhile":
            noted = _noted(_there(session, booking), what)
            form.noted = present.noted(noted)
            form.data["was"] = str(noted.id) if noted else ""  # type: ignore[index]
        raise


def _choices(known: Sequence[Fetching], came: bool) -> list[tuple[str, Any]]:
    """Everybody of whom something is said; whoever brings a child needs no answer."""
    found: list[tuple[str, Any]] = []
    for each in known:
        name = each.name or _("No name given")
        key = str(each.person or f"name:{each.name}")
        label = name if came else _("%(name)s: %(answer)s") % {"name": name, "answer": each.answer.answer.label}
        if came and each.answer.answer == FetchAnswer.NO:
            continue
        found.append((key, label))
    return [*found, (SOMEBODY_ELSE, _("Somebody else"))]


def _looks(row: Session, child: There, on: date, now: datetime) -> list[Any]:
    """Asked once, and nothing is held up: too few of us for one more; a child who was in hospital as far as we know."""
    stands = queries.room_now(row, now, but=child.booking, more=[child.months]).stands
    asked: list[Any] = []
    if not stands.fits:
        said = _("With %(name)s: %(said)s The child comes in all the same; please call a colleague.")
        asked.append(said % {"name": child.name or _("No name given"), "said": present.said_of_carers(stands)})
    if services.in_hospital([child.booking], on):
        ask = _("%(name)s was in hospital on that day, as far as we know. Is it right that she or he was here?")
        asked.append(ask % {"name": child.name or _("No name given")})
    return asked


def _on_duty(request: HttpRequest, now: datetime) -> list[str]:
    """Who can be asked right now: names, with until when."""
    rows = assessment.duties(request.me.agency, now)  # type: ignore[attr-defined]
    return [
        _("%(name)s, until %(time)s")
        % {"name": row.colleague.name, "time": time_format(timezone.localtime(row.during.upper), "TIME_FORMAT")}
        for row in rows
        if row.during.lower <= now
    ]


def _same_minute(one: datetime, other: datetime) -> bool:
    return abs((one - other).total_seconds()) < 60


def _id(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _name(known: Sequence[Fetching], key: str) -> str:
    return next((each.name for each in known if key == f"name:{each.name}"), "")

"""Arranging what takes place: a session or a series, who of us is there, calling it off with a reason."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access.policy import May
from alongside.accounts.terms import RoleName
from alongside.agencies import queries as agencies
from alongside.pages.design.days import date_format
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.presented import sessions as present
from alongside.pages.worker.writing import reasons
from alongside.pages.worker.writing.choices import by_id, offered, or_nothing, staff_with_parts, to_choose
from alongside.pages.worker.writing.fields import Choices, choose, clock, day, line, number, pick, several, words
from alongside.pages.worker.writing.handling import Given, handle, stamp, writing
from alongside.recordkeeping.rules import Refused
from alongside.services import actions, queries
from alongside.services.rules import LONGEST_WAY
from alongside.services.terms import Children, Mode, WhyOff

EVERY = [("", gettext_lazy("Once")), ("1", gettext_lazy("Every week")), ("2", gettext_lazy("Every two weeks"))]
STAFF = gettext_lazy("everybody who works with families here")
ON_PAGES_ONLY = gettext_lazy(
    "Those who come find it on their own page. It goes into no text message, e-mail or calendar."
)


def way_in_field() -> forms.CharField:
    """How somebody comes in by phone or online."""
    example = gettext_lazy("A link that begins with https://, or a number and what to press.")
    return line(gettext_lazy("By phone or online: the way in"), longest=LONGEST_WAY, help_text=example)


class SessionForm(CalmForm):
    """When, where, who of us. Nobody who comes is named here."""

    whys: ClassVar = {
        "called": gettext_lazy("Everybody here reads it, so please name nobody who comes."),
        "way_in": ON_PAGES_ONLY,
        "children": gettext_lazy("It is said before anybody comes: some grieve a child who is not with them."),
        "without_why": gettext_lazy(
            "A group has an addiction counsellor and a parent-infant therapist. Sometimes it goes on without one."
        ),
    }
    sections = (
        ("", "", ("service", "called", "on", "begins", "minutes", "every", "until_on")),
        (gettext_lazy("Where"), "", ("mode", "way_in", "place", "children", "minding")),
        (gettext_lazy("Who of us is there"), "", ("there", "without_why")),
    )
    service = pick(gettext_lazy("What is it?"), required=True)
    called = line(gettext_lazy("What it is called"), longest=200)
    on = day(gettext_lazy("First day"), required=True)
    begins = clock(gettext_lazy("Begins at"))
    minutes = number(gettext_lazy("How many minutes"), least=5, most=720, initial=60, required=True)
    every = choose(gettext_lazy("How often?"), lambda: EVERY, required=False, initial="")
    until_on = day(gettext_lazy("Last day, if it is more than once"))
    mode = choose(gettext_lazy("How?"), Mode.choices, initial=Mode.IN_PERSON)
    way_in = way_in_field()
    place = pick(gettext_lazy("Room"))
    children = choose(gettext_lazy("Children"), Children.choices, initial=Children.HERE)
    minding = pick(gettext_lazy("Where children are looked after, if next door"))
    there = several(gettext_lazy("Who is there, and as what"))
    without_why = line(gettext_lazy("If somebody is missing whom this needs: why it goes on"), longest=500)

    def __init__(
        self, *args: Any, services: Choices, rooms: Choices, seats: Choices, there: Choices, **kwargs: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["begins"].required = True
        self.fields["service"].choices = to_choose(services)
        self.fields["place"].choices, self.fields["minding"].choices = or_nothing(rooms), or_nothing(seats)
        self.fields["there"].choices = there

    def clean(self) -> dict[str, Any]:
        """A series has a last day."""
        given = super().clean() or self.cleaned_data
        if given.get("every") and not given.get("until_on") and "until_on" not in self.errors:
            self.add_error("until_on", _("Please give the last day, or choose “Once”."))
        return given


@writing(May.PLAN_SESSIONS)
def session_add(request: HttpRequest) -> HttpResponse:
    """A session, or a series of them at the same time on the clock."""
    services, rooms = queries.every_service(), queries.places()
    form = SessionForm(
        request.POST or None,
        services=[(each.code, each.name) for each in services if each.offered],
        rooms=[(str(each.pk), room(each)) for each in rooms if not each.seats],
        seats=[(str(each.pk), room(each)) for each in rooms if each.seats],
        there=staff_with_parts(),
    )

    def do(given: Given) -> Any:
        held = by_id(rooms)
        common = {
            "agency": agencies.agency(request.me.agency), "service": given["service"], "begins": given["begins"],  # type: ignore[attr-defined]
            "minutes": given["minutes"], "called": given["called"], "mode": given["mode"],
            "place": held.get(given["place"]), "children": given["children"], "minding": held.get(given["minding"]),
            "without_why": given["without_why"], "way_in": given["way_in"],
            "there": [_split(each) for each in given["there"]],
            "id": given["submission"], **stamp(request),
        }  # fmt: skip
        try:
            if not given["every"]:
                return actions.plan_session(on=given["on"], **common)
            days = {"first_on": given["on"], "until_on": given["until_on"], "every": int(given["every"])}
            return actions.plan_series(**days, **common)
        except Refused as no:
            _say_the_day(no)
            raise

    return handle(
        request, form, do, heading=_("Something new takes place"), back=reverse("sessions"), done=_to, seen_by=STAFF,
        lead=_("A time, perhaps a room, and who of us is there. Who comes is written on each family’s own page."),
    )  # fmt: skip


class OffForm(CalmForm):
    """Why, and what those who come are told."""

    why = choose(gettext_lazy("Why?"), WhyOff.choices)
    words = line(
        gettext_lazy("A few words for those who come"), longest=500, help_text=gettext_lazy("Please name nobody.")
    )


@writing(May.PLAN_SESSIONS)
def session_off(request: HttpRequest, session: uuid.UUID) -> HttpResponse:
    """It does not take place. Room and seats are free again."""
    row = queries.session(session)

    def do(given: Given) -> Any:
        return actions.call_off(session=row, why=given["why"], words=given["words"], **stamp(request))

    return _off(request, do, back=reverse("session", args=[session]), heading=_("Call it off"))


@writing(May.PLAN_SESSIONS)
def series_off(request: HttpRequest, series: uuid.UUID) -> HttpResponse:
    """Every session of the series that is still to come does not take place."""
    row = queries.series(series)

    def do(given: Given) -> Any:
        actions.call_off_series(series=row, why=given["why"], words=given["words"], **stamp(request))
        return row

    return _off(request, do, back=reverse("series", args=[series]), heading=_("Call off all that are still to come"))


def _off(request: HttpRequest, do: Any, *, back: str, heading: str) -> HttpResponse:
    told = _(
        "Rooms and seats are free again. A woman who had a message about it gets another one, if she wants messages."
        " Please tell everybody else who meant to come."
    )
    form = OffForm(request.POST or None)
    return handle(request, form, do, heading=heading, lead=told, back=back, seen_by=STAFF)


class ThereForm(CalmForm):
    """One more of us."""

    who = forms.ChoiceField(label=gettext_lazy("Who, and as what"))

    def __init__(self, *args: Any, there: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = to_choose(there)


@writing(May.PLAN_SESSIONS)
def session_there(request: HttpRequest, session: uuid.UUID) -> HttpResponse:
    """One more of us is there: said by those who have a say, for she then reads the names of those who come."""
    row = queries.session(session)
    held = {(str(worker.colleague_id), worker.part) for worker in row.there}  # type: ignore[attr-defined]
    form = ThereForm(
        request.POST or None, there=[each for each in staff_with_parts() if tuple(each[0].split(" ")) not in held]
    )

    def do(given: Given) -> Any:
        colleague, part = _split(given["who"])
        return actions.add_worker(session=row, colleague=colleague, part=part, **stamp(request))

    lead = _("Whoever is there reads the names of those who come, and nothing else of them.")
    back = reverse("session", args=[session])
    return handle(request, form, do, heading=_("One more of us is there"), lead=lead, back=back, seen_by=STAFF)


class EndForm(CalmForm):
    """Why it goes on without her, where she was needed."""

    without_why = words(gettext_lazy("If she is needed there: why it goes on without"), rows=2)


@writing(May.PLAN_SESSIONS)
def session_not_there(request: HttpRequest, session: uuid.UUID, worker: uuid.UUID) -> HttpResponse:
    """A colleague is not there after all."""
    row = queries.session(session)
    found = offered(row.there, str(worker))  # type: ignore[attr-defined]
    back = reverse("session", args=[session])
    if found is None:
        raise Http404

    def do(given: Given) -> Any:
        return actions.end_worker(worker=found, without_why=given["without_why"], **stamp(request))

    lead = f"{found.colleague.name} · {RoleName(found.part).label}"
    form = EndForm(request.POST or None)
    return handle(request, form, do, heading=_("Not there after all"), lead=lead, back=back, seen_by=STAFF)


def _to(thing: Any) -> str:
    return reverse("series" if hasattr(thing, "first_on") else "session", args=[thing.pk])


def _split(told: str) -> tuple[uuid.UUID, str]:
    colleague, part = told.split(" ")
    return uuid.UUID(colleague), part


def room(place: Any) -> str:
    """Its name and what is said of it."""
    labels = present.room_labels(place)
    return f"{place.name} ({labels})" if labels else place.name


def _say_the_day(no: Refused) -> None:
    """Beside the room: on which of many days it is taken."""
    if "day" in no.detail:
        on = date_format(no.detail["day"], "l, j F")  # type: ignore[arg-type]
        no.detail["said"] = _("%(sentence)s (%(day)s)") % {"sentence": reasons.sentence(no.because), "day": on}

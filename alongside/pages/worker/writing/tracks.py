"""A child's tracks: where the child lives, what the law says, who is involved, who may decide. Each day by day."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access.policy import May
from alongside.agencies import queries as agencies
from alongside.families import actions as families
from alongside.families import queries, rules
from alongside.families.terms import InvolvementKind, LegalKind, LivingKind, RightTopic
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.writing import finding
from alongside.pages.worker.writing.choices import offered, or_nothing, partners, people
from alongside.pages.worker.writing.expecting import second_look
from alongside.pages.worker.writing.fields import (
    HOW_WE_KNOW,
    Choices,
    choose,
    day,
    day_after,
    last_day,
    line,
    pick,
    tick,
    today,
    words,
)
from alongside.pages.worker.writing.handling import Given, handle, may_write, stamp, writing
from alongside.recordkeeping.terms import Source
from alongside.safekeeping.terms import Category

GIVING_WAY = ("ends_previous", "makes_room")


class TrackForm(CalmForm):
    """What every track asks: from when, until when, how we know."""

    who: ClassVar[tuple[str, ...]] = ()
    which: ClassVar[tuple[str, ...]] = ()
    from_on = day(
        gettext_lazy("From"),
        required=True,
        help_text=gettext_lazy("The first day on which it was so, as near as anybody knows."),
    )
    until_on = day(gettext_lazy("Last day"), help_text=gettext_lazy("Leave this empty if it goes on."))
    ends_previous = tick(gettext_lazy("What was so before ends on that day"), initial=True)
    makes_room = tick(
        gettext_lazy("We hear of it late: whatever else is written for these days gives way, and stays readable")
    )
    source = choose(gettext_lazy("How do we know"), HOW_WE_KNOW, initial=Source.STAFF)
    note = words(gettext_lazy("Note"))

    def __init__(
        self, *args: Any, people: Choices = (), agencies: Choices = (), correcting: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name in self.who:
            self.fields[name].choices = or_nothing(people)
        for name in self.which:
            self.fields[name].choices = or_nothing(agencies)
        if correcting:
            for name in GIVING_WAY:
                del self.fields[name]
        self.order_fields(
            [
                "kind",
                "topic",
                *self.who,
                *self.which,
                "day_to_day",
                "worker",
                "basis",
                "from_on",
                "until_on",
                "ends_previous",
                "makes_room",
                "source",
                "note",
            ]
        )


def one_of(label: Any) -> forms.ChoiceField:
    """A person or an agency, filled in for each family."""
    return forms.ChoiceField(label=label, choices=(), required=False)


class LivingForm(TrackForm):
    """Where and with whom. Children of one woman may live in different places."""

    who = ("carer",)
    kind = pick(gettext_lazy("Where the child lives"), LivingKind.choices, required=True)
    carer = one_of(gettext_lazy("With whom"))
    day_to_day = line(gettext_lazy("Who decides from day to day"))


class LegalForm(TrackForm):
    """What the law says about the child’s care."""

    kind = pick(gettext_lazy("What the law says"), LegalKind.choices, required=True)
    basis = line(gettext_lazy("Paper it rests on"), help_text=gettext_lazy("Order, agreement, court file."))


class InvolvementForm(TrackForm):
    """Which agency, and how."""

    which = ("agency",)
    kind = pick(gettext_lazy("How child welfare is involved"), InvolvementKind.choices, required=True)
    agency = one_of(gettext_lazy("Which agency"))
    worker = line(gettext_lazy("Their worker"))


class RightForm(TrackForm):
    """Who may decide this for the child."""

    who = ("holder",)
    which = ("holder_agency",)
    topic = pick(gettext_lazy("What is decided"), RightTopic.choices, required=True)
    holder = one_of(gettext_lazy("This person may decide"))
    holder_agency = one_of(gettext_lazy("Or this agency"))
    basis = line(gettext_lazy("Paper it rests on"))


TRACKS: dict[str, tuple[type[TrackForm], Category, Any]] = {
    "living": (LivingForm, Category.CHILD_HEALTH_DEV, gettext_lazy("Where the child lives")),
    "legal": (LegalForm, Category.CHILD_WELFARE_LEGAL, gettext_lazy("What the law says")),
    "involvement": (InvolvementForm, Category.CHILD_WELFARE_LEGAL, gettext_lazy("Child welfare")),
    "right": (RightForm, Category.CHILD_WELFARE_LEGAL, gettext_lazy("Who may decide")),
}
TOLD = {
    "living": ("kind", "carer", "day_to_day", "note"),
    "legal": ("kind", "basis", "note"),
    "involvement": ("kind", "agency", "worker", "note"),
    "right": ("topic", "holder", "holder_agency", "basis", "note"),
}


@writing(May.WRITE_IN_FAMILY)
def track_add(request: HttpRequest, family: uuid.UUID, child: uuid.UUID, track: str) -> HttpResponse:
    """From a day on it is so; what was before can end on that day, and stays readable."""
    return _track(request, family, child, track, None)


@writing(May.WRITE_IN_FAMILY)
def track_correct(
    request: HttpRequest, family: uuid.UUID, child: uuid.UUID, track: str, row: uuid.UUID
) -> HttpResponse:
    """What was written was not quite so: a better version beside it, the earlier one stays readable."""
    return _track(request, family, child, track, finding.track_row(family, child, track, row))


def _track(request: HttpRequest, family: uuid.UUID, child: uuid.UUID, track: str, row: Any) -> HttpResponse:
    if track not in TRACKS:
        raise Http404
    asked, category, heading = TRACKS[track]
    may_write(request, category)
    found = finding.child(family, child)
    form = asked(
        request.POST or None,
        people=people(family, but=child),
        agencies=partners() if asked.which else (),
        correcting=row is not None,
        initial=_before(row, track) if row else {"from_on": today()},
    )

    def do(given: Given) -> Any:
        told = {
            "during": (given["from_on"], day_after(given["until_on"])),
            "values": _values(given, track, family),
            "source": given["source"],
        }
        if row:
            return families.correct_track(row=row, **told, **stamp(request))
        return families.record_track(
            kind=track, child=found, **{k: given[k] for k in GIVING_WAY}, **told, **stamp(request)
        )

    def look(given: Given) -> list[Any]:
        days = (given["from_on"], day_after(given["until_on"]))
        return second_look(rules.check_track(track, days, born_on=found.person.born_on, on=today()))

    return handle(
        request,
        form,
        do,
        file=family,
        subject=child,
        heading=heading,
        about=found.person,
        look=look,
        lead=_("Her child stays her child, wherever the child lives. Nothing about her time with us ends with this."),
    )


def _before(row: Any, track: str) -> dict[str, Any]:
    told = {name: getattr(row, f"{name}_id", None) or getattr(row, name, "") for name in TOLD[track]}
    return told | {"from_on": row.during.lower, "until_on": last_day(row.during.upper), "source": row.source}


def _values(given: Given, track: str, family: uuid.UUID) -> dict[str, Any]:
    told = {name: given[name] for name in TOLD[track]}
    for name in ("carer", "holder"):
        if name in told:
            told[name] = offered(queries.people_of(family), told[name])
    for name in ("agency", "holder_agency"):
        if name in told:
            told[name] = offered(agencies.partners(), told[name])
    return told

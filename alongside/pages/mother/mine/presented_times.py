"""What she comes to, said to her: when and where, who of us is there, a place for her child meanwhile, the way here."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from alongside.calendars.queries import Told
from alongside.care import queries as care
from alongside.families.models import Person
from alongside.families.terms import PersonKind
from alongside.pages.design.days import date_format
from alongside.pages.mother.mine.programmes import place_of
from alongside.programmes.queries import delivery_of_series
from alongside.reminders import queries as reminders
from alongside.reminders.queries import OtherTime
from alongside.services import queries as services
from alongside.services.models import Booking, Session
from alongside.services.queries import Comes
from alongside.services.rules import is_link, opened_by
from alongside.services.terms import Children, Mode, Transport

# The way here, said to her; of her own way nothing need be said.
WAY: dict[Transport, Any] = {
    Transport.WE_DRIVE: gettext_lazy("We drive you."),
    Transport.TAXI: gettext_lazy("A taxi takes you. We pay for it."),
    Transport.FARE: gettext_lazy("We give you the fare."),
}
NOON, EVENING = 12, 17


@dataclass(frozen=True)
class TimeShown:
    """One time of hers. ``us``: who of us is there, by name; ``helps``: places for her children, ``ways``: here;
    ``ask``: of which thing she can say that she needs a different time, ("", "") for none; ``other``: what she said."""

    on: date
    begins: str
    ends: str
    part: str
    off: bool
    name: str
    where: str
    us: tuple[str, ...] = ()
    off_words: str = ""
    was: str = ""
    moved_words: str = ""
    way_in: str = ""  # by phone or online: what she presses, where that leads, and whether it is a link
    way_to: str = ""
    by_link: bool = False
    who: str = ""
    children: str = ""
    helps: tuple[str, ...] = ()
    seats: int = 0
    ways: tuple[str, ...] = ()
    mine: str = ""
    ask: tuple[str, str] = ("", "")
    other: OtherTime | None = None
    links: tuple[tuple[str, str], ...] = ()  # where a page of hers tells of it: (address, words)


@dataclass(frozen=True)
class Around:
    """What stands around times. ``there``: who of us is at which session; ``names``: those whom she knows by name."""

    herself: Person
    now: datetime
    there: Mapping[uuid.UUID, Sequence[uuid.UUID]] = field(default_factory=dict)
    names: Mapping[uuid.UUID, str] = field(default_factory=dict)
    others: Mapping[tuple[uuid.UUID, datetime], OtherTime] = field(default_factory=dict)
    called: Mapping[str, str] = field(default_factory=dict)
    programmes: Mapping[uuid.UUID, uuid.UUID] = field(default_factory=dict)  # {series: what she takes part in there}


def around(told: Sequence[Told], herself: Person, now: datetime, called: Mapping[str, str] | None = None) -> Around:
    """What stands around these times; four statements at most. A colleague's own record is not hers to read: names are
    asked for alone, of those who have to do with her file."""
    there = services.there_at({row.booking.session_id for each in told if isinstance(row := each.row, Comes)})
    ours = {id for ids in there.values() for id in ids} | {id for each in told if (id := _ours(each))}
    others = reminders.other_times_of(herself.id, now.replace(hour=0, minute=0, second=0, microsecond=0))
    series = {row.booking.session.series_id for each in told if isinstance(row := each.row, Comes)} - {None}
    given = delivery_of_series(herself.family_id, series) if series else {}
    return Around(herself, now, there, care.names_in_my_file(ours), others, called or {}, given)


def _ours(told: Told) -> uuid.UUID | None:
    """Who of us has to do with something that is no session."""
    if told.kind == "promise":
        return told.row.worker  # type: ignore[attr-defined,no-any-return]
    return told.row.goes_along_id if told.kind == "elsewhere" else None  # type: ignore[attr-defined,no-any-return]


def time(told: Told, seen: Around) -> TimeShown:
    """One time as she reads it."""
    entry, here = told.entry, timezone.localtime(told.entry.begins)
    given: dict[str, Any] = {
        "on": here.date(),
        "begins": "" if entry.whole_day else time_format(here, "TIME_FORMAT"),
        "ends": "" if told.kind == "promise" else time_format(timezone.localtime(entry.ends), "TIME_FORMAT"),
        "part": "" if entry.whole_day else part_of_day(here.hour),
        "off": entry.off,
        "name": entry.what,
        "where": entry.place,
        "us": _names([_ours(told)], seen),
    }
    thing = None
    if told.kind == "promise":
        thing = entry.id
    elif isinstance(told.row, Comes):
        thing = told.row.booking.session_id
        given |= _session(told, told.row, seen)
    elif told.row.recorded_by == seen.herself.id and not entry.off:  # type: ignore[attr-defined]
        given["mine"] = str(entry.id)
    if thing is not None and not entry.off:
        given["other"] = seen.others.get((thing, entry.begins))
        if (entry.ends if entry.whole_day else entry.begins) > seen.now:
            given["ask"] = (told.kind, str(thing))
    return TimeShown(**given)


def part_of_day(hour: int) -> str:
    """ "in the morning"."""
    if hour < NOON:
        return _("in the morning")
    return _("in the afternoon") if hour < EVENING else _("in the evening")


def _session(told: Told, row: Comes, seen: Around) -> dict[str, Any]:
    held = row.booking.session
    bookings = [each.booking for each in (row, *told.also) if isinstance(each, Comes)]
    others = ", ".join(each.person.name for each in bookings if each.person_id != seen.herself.id)
    with_her = _("you and %(who)s") % {"who": others} if others else ""
    in_person = held.mode == Mode.IN_PERSON
    place = held.place
    said = [] if place is None else [place.name] + ([_("quiet")] if place.quiet else [])
    seats = [each for each in bookings if each.minding is not None] if in_person else []
    ways = list(dict.fromkeys(str(WAY[Transport(each.transport)]) for each in bookings if each.transport in WAY))
    return {
        "name": held.called or seen.called.get(held.service, held.service),
        "who": with_her if any(each.person_id == seen.herself.id for each in bookings) else others,
        "where": ", ".join(said) if in_person else capfirst(Mode(held.mode).label),
        "children": capfirst(Children(held.children).label) if in_person else "",
        "us": _names(seen.there.get(held.pk, ()), seen),
        "helps": tuple(
            _("A place is kept for %(name)s: %(place)s.") % {"name": each.person.name, "place": each.minding.name}
            for each in seats
        ),
        "seats": len(seats),
        "ways": tuple(ways) if in_person else (),
        "off_words": held.off_words,
        "was": _was(row),
        "moved_words": held.moved_words,
        "way_in": held.way_in,
        "way_to": opened_by(held.way_in),
        "by_link": is_link(held.way_in),
        "links": () if told.entry.off else _links(held, bookings, seen),
    }


def _links(held: Session, bookings: Sequence[Booking], seen: Around) -> tuple[tuple[str, str], ...]:
    """What a page of hers tells of it: the programme it belongs to, her child's day with us."""
    found = []
    given = seen.programmes.get(held.series_id)
    if given:
        found.append((f"{reverse('my_programmes')}#{place_of(given)}", _("What we are doing together")))
    children = [each for each in bookings if each.person.kind == PersonKind.CHILD]
    if any(each.minding_id or held.service == "child_care" for each in children):
        found.append((reverse("my_childs_days"), _("My child’s day")))
    return tuple(found)


def _names(ids: Sequence[uuid.UUID | None], seen: Around) -> tuple[str, ...]:
    return tuple(sorted({seen.names[id] for id in ids if id in seen.names}))


def _was(row: Comes) -> str:
    """When it was to be before it was moved."""
    if not row.earlier:
        return ""
    before = timezone.localtime(row.earlier[-1].lower)
    return f"{date_format(before.date(), 'l, j F')}, {time_format(before, 'TIME_FORMAT')}"


@dataclass(frozen=True)
class NextShown:
    """The next thing as her first page says it: when, where and with whom, and no word of what it is."""

    day: str
    at: str
    part: str
    where: str
    us: str
    helps: tuple[str, ...]
    ask: tuple[str, str]
    other: OtherTime | None


def next_of(told: Sequence[Told], now: datetime) -> Told | None:
    """The next thing to which she comes or at which somebody is with her; a promise counts when it has an hour."""
    return next((t for t in told if not t.entry.off and not t.entry.whole_day and t.entry.ends > now), None)


def coming(told: Told, seen: Around) -> NextShown:
    """Nobody of her family is named, nor what it is: over her shoulder one reads a day, and who of us is there."""
    shown, today = time(told, seen), timezone.localdate(seen.now)
    ours = isinstance(told.row, Comes)  # where others want her may be a court or a clinic
    days = (shown.on - today).days
    seats = ngettext("A place is kept for your child.", "A place is kept for each child.", shown.seats)
    return NextShown(
        day={0: _("Today"), 1: _("Tomorrow")}.get(days) or capfirst(date_format(shown.on, "l, j F")),
        at=shown.begins,
        part=shown.part,
        where=shown.where if ours else "",
        us=", ".join(name.partition(",")[0] for name in shown.us),
        helps=(*([seats] if shown.seats else []), *shown.ways, *([shown.children] if shown.children and ours else [])),
        ask=shown.ask,
        other=shown.other,
    )

"""What takes place, as it is read: when, where, who of us is there, and what is said of it before anybody comes."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from alongside.accounts.terms import RoleName
from alongside.pages.design.days import date_format
from alongside.services.models import Place, Session, SessionWorker
from alongside.services.queries import Come, Comes, Offered
from alongside.services.rules import missing, rooms_of
from alongside.services.terms import Children, How, Item, Mode, Transport, WhyOff

Names = Mapping[str, str]


@dataclass(frozen=True)
class SessionShown:
    """One session, without anybody who comes."""

    id: uuid.UUID
    url: str
    name: str
    day: date
    time: str
    place: str
    children: str
    there: tuple[str, ...]
    off: str
    off_words: str
    earlier: str
    moved_words: str
    missing: str
    without_why: str
    over: bool


def names(services: Iterable[Offered]) -> dict[str, str]:
    """What each service is called here."""
    return {each.code: each.name for each in services}


def session(row: Session, called: Names, now: datetime) -> SessionShown:
    """One session with those who are there (``there``, as the room asks for it)."""
    there: list[SessionWorker] = getattr(row, "there", [])
    left = missing(row.needs, {worker.part for worker in there})
    return SessionShown(
        id=row.pk,
        url=reverse("session", args=[row.pk]),
        name=row.called or called.get(row.service, row.service),
        day=timezone.localdate(row.during.lower),
        time=clock(row.during.lower, row.during.upper),
        place=where(row),
        children=capfirst(Children(row.children).label),
        there=tuple(f"{worker.colleague.name} · {RoleName(worker.part).label}" for worker in there),
        off=str(WhyOff(row.off_why).label) if row.off_at else "",
        off_words=row.off_words,
        earlier=earlier(row.earlier, rooms_of(row.earlier, row.earlier_rooms)),
        moved_words=row.moved_words,
        missing=", ".join(str(RoleName(part).label) for part in left),
        without_why=row.without_why,
        over=row.during.upper <= now,
    )


def earlier(times: Sequence[Any], rooms: Sequence[str]) -> str:
    """When and in which room it was to be before it was moved, the last of several; nothing where it was not."""
    if not times:
        return ""
    on = date_format(timezone.localdate(times[-1].lower), "l, j F")
    said = f"{on}, {clock(times[-1].lower, times[-1].upper)}"
    return f"{said}, {rooms[-1]}" if rooms[-1] else said


def clock(begins: datetime, ends: datetime) -> str:
    """From when until when, on the programme's clock."""
    first, last = (time_format(timezone.localtime(each), "TIME_FORMAT") for each in (begins, ends))
    return f"{first}–{last}"


def where(row: Session) -> str:
    """The room and what is said of it; by phone or online; or that no room is named."""
    if row.mode != Mode.IN_PERSON:
        return str(capfirst(Mode(row.mode).label))
    if row.place is None:
        return ""
    labels = room_labels(row.place)
    return f"{row.place.name} ({labels})" if labels else row.place.name


def room_labels(place: Place) -> str:
    """What is said of a room before anybody comes (S-203)."""
    said = [_("no children in here")] if place.adults_only else []
    said += [_("quiet")] if place.quiet else []
    said += [seats_of(place)] if place.seats else []
    return ", ".join(said)


def seats_of(place: Place) -> str:
    """How many children can be looked after there at once."""
    return _("seats for children: %(n)d") % {"n": place.seats}


@dataclass(frozen=True)
class ComesShown:
    """Somebody of a family and a session: that she means to come, how it was, what was given."""

    who: str
    name: str
    url: str
    day: date
    time: str
    place: str
    how: str
    items: str
    transport: str
    seat: int | None
    ask: bool
    off: str
    earlier: str
    back_url: str


def comes(row: Comes, called: Names, *, now: datetime, writes: bool) -> ComesShown:
    """One line of a family's own page."""
    booking, held = row.booking, row.booking.session
    moved = row.moved_since  # known as it was before: the seats are those of now
    name = held.called or called.get(held.service, held.service)
    return ComesShown(
        who=booking.person.name or _("No name given"),
        name=name,
        url=reverse("session", args=[held.pk]),
        day=timezone.localdate(row.during.lower),
        time=clock(row.during.lower, row.during.upper),
        place=row.room if moved else where(held),
        how=str(How(row.presence.how).label) if row.presence else "",
        items=items(row.given.items) if row.given else "",
        transport=str(Transport(booking.transport).label) if booking.transport else "",
        seat=None if moved else booking.seat,
        ask=row.in_hospital,
        off=str(WhyOff(held.off_why).label) if row.off else "",
        earlier=earlier(row.earlier, rooms_of(held.earlier, held.earlier_rooms)[: len(row.earlier)]),
        back_url=_back(booking, now) if writes else "",
    )


def come(each: Come) -> dict[str, Any]:
    """One who means to come, by the name she or he goes by; how she gets here where somebody of us has a part in it."""
    ways = "" if each.transport in ("", Transport.OWN) else str(Transport(each.transport).label)
    return {"name": each.name, "seat": each.seat, "how": str(How(each.how).label) if each.how else "", "ways": ways}


def rides(coming: Iterable[Come]) -> list[str]:
    """Whom we drive, by the name each one goes by."""
    return [each.name or _("No name given") for each in coming if each.transport == Transport.WE_DRIVE]


def items(given: Iterable[str]) -> str:
    """What was given, in words."""
    return ", ".join(str(Item(each).label) for each in given)


def _back(booking: Any, now: datetime) -> str:
    if not booking.stands or booking.during.lower <= now:
        return ""
    return reverse("booking_back", args=[booking.family_id, booking.pk])

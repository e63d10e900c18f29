"""Who comes: for those who are there the name each one goes by, for her family's team what is in its file."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Exists, F, OuterRef, Q

from alongside.families.models import LivingArrangement, Person
from alongside.families.terms import LivingKind, PersonKind
from alongside.services.models import Booking, Given, Presence, Session
from alongside.services.rules import as_known, rooms_of
from alongside.services.terms import How

# How long after a session those who were there read names, and say how it was (``safekeeping.coming``).
NAMES_FOR = timedelta(days=30)
Times = tuple[DateTimeTZRange, list[DateTimeTZRange]]  # when it is, and when it was to be before


@dataclass(frozen=True)
class Come:
    """One who comes, as those who are there know it. ``together``: the same number for those who belong together."""

    booking: uuid.UUID
    kind: str
    name: str
    together: int
    seat: int | None
    transport: str
    presence: uuid.UUID | None
    how: str
    given: uuid.UUID | None
    items: tuple[str, ...]


@dataclass(frozen=True)
class Comes:
    """Somebody of a family means to come, and how it was, as far as the asker may read it.

    ``during``: when the session is, as it is known; ``earlier``: the times that it had before; ``room``: what the
    room is called that it has, or had, at that time ("" for none, or where that was not kept).
    """

    booking: Booking
    during: DateTimeTZRange
    earlier: Sequence[DateTimeTZRange] = ()
    presence: Presence | None = None
    given: Given | None = None
    in_hospital: bool = False
    off: bool = False
    room: str = ""

    @property
    def moved_since(self) -> bool:
        """It is known as it was before it was moved: to another time, or to another room alone."""
        held = self.booking.session
        return self.during != held.during or len(self.earlier) != len(held.earlier)


def who_comes(session: uuid.UUID) -> list[Come]:
    """Who comes to this session, for those of us who are there; nobody for anybody else. One statement, which leaves a
    line in each one's trail."""
    with connection.cursor() as cursor:
        cursor.execute("select * from safekeeping.who_comes(%s::uuid)", [session])
        return [
            Come(booking, kind, name, together, seat, transport, presence, how or "", given, tuple(items))
            for booking, kind, name, together, seat, transport, presence, how, given, items in cursor.fetchall()
        ]


def booking(family: uuid.UUID, id: uuid.UUID) -> Booking:
    """One booking that stands, with its session. Raises Booking.DoesNotExist for one hidden or taken back."""
    return Booking.objects.select_related("session", "person").get(family_id=family, pk=id, stands=True)


def coming_of(
    family: uuid.UUID, *, since: datetime | None = None, until: datetime | None = None, known_at: datetime | None = None
) -> list[Comes]:  # fmt: skip
    """Sessions to which somebody of this family comes or came, also those called off, as far as the asker may read.

    Four statements, one when nobody does.

    ``since``, ``until``: those that begin in this time. ``known_at``: as it was known by then: only what was recorded,
    and what was put right or called off later as it stood.
    """
    rows = Booking.objects.filter(family_id=family).select_related("session__place", "person", "minding")
    off = Q(session__off_at__isnull=False, ended_at=F("session__off_at"))
    rows = rows.filter(Q(stands=True) | off) if known_at is None else rows.filter(recorded_at__lte=known_at)
    moved = Q() if known_at is None else Q(session__moved_at__len__gt=0)  # it may have been in this time then
    if since is not None:
        rows = rows.filter(Q(during__startswith__gte=since) | moved)
    if until is not None:
        rows = rows.filter(Q(during__startswith__lt=until) | moved)
    stood = [row for row in rows.order_by("during", "id") if known_at is None or _stood(row, known_at)]
    when = {row.pk: _when(row, known_at) for row in stood}
    held = [row for row in stood if _in(when[row.pk][0].lower, since, until)]
    if not held:
        return []
    there = Presence.objects.filter(family_id=family, session_id__in={row.session_id for row in held})
    given = Given.objects.filter(family_id=family, session_id__in={row.session_id for row in held})
    noted = {(row.session_id, row.person_id): row for row in there if _known(row, known_at)}
    items = {(row.session_id, row.person_id): row for row in given if _known(row, known_at)}
    lived = LivingArrangement.objects.filter(family_id=family, kind=LivingKind.HOSPITAL)
    stays = [stay for stay in lived if _known(stay, known_at)]
    found = [
        _comes(row, when[row.pk], noted.get((row.session_id, row.person_id)), items, stays, known_at) for row in held
    ]
    return sorted(found, key=lambda each: (each.during.lower, each.during.upper, each.booking.pk))


def could_have_come(session: uuid.UUID, families: Collection[uuid.UUID]) -> list[Person]:
    """Women and children of these files who are not on the list of a session, those of one file together, the woman
    first; remembered children are not asked for. One statement."""
    listed = Booking.objects.filter(session_id=session, person=OuterRef("pk"), stands=True)
    people = Person.objects.filter(family_id__in=list(families), kind__in=[PersonKind.WOMAN, PersonKind.CHILD])
    rows = people.exclude(child__state="lost").filter(~Exists(listed), died_on=None)
    return sorted(rows, key=lambda each: (each.family_id, each.kind != PersonKind.WOMAN, each.sort_key, each.pk))


def children_in_hospital(children: Collection[uuid.UUID], on: date) -> set[uuid.UUID]:
    """Which of these children were in hospital on that day, as far as the asker may read; one statement."""
    stays = LivingArrangement.objects.filter(
        child_id__in=list(children), during__contains=on, kind=LivingKind.HOSPITAL, superseded_at=None
    )
    return set(stays.values_list("child_id", flat=True))


def in_hospital(bookings: Collection[uuid.UUID], on: date) -> set[uuid.UUID]:
    """Which of these bookings are of a child who was in hospital on that day, as far as the asker may read; two
    statements."""
    children = {row.person_id: row.pk for row in Booking.objects.filter(pk__in=list(bookings), person__kind="child")}
    return {children[child] for child in children_in_hospital(children, on)}


def taken_seats(sessions: Iterable[uuid.UUID]) -> dict[uuid.UUID, set[int]]:
    """Which seats next door are taken while each of these sessions lasts; one statement."""
    found: dict[uuid.UUID, set[int]] = {}
    with connection.cursor() as cursor:
        cursor.execute("select session, seat from safekeeping.taken_seats(%s::uuid[])", [list(sessions)])
        for session, seat in cursor.fetchall():
            found.setdefault(session, set()).add(seat)
    return found


def _when(row: Booking, known_at: datetime | None) -> Times:
    """When its session is, as it was known, and when it was to be before. A booking that ended keeps its time."""
    held = row.session
    if not held.moved_at or (known_at is None and row.during != held.during):
        return row.during, []
    return as_known(held.during, held.earlier, held.moved_at, known_at)


def _in(begins: datetime, since: datetime | None, until: datetime | None) -> bool:
    return (since is None or begins >= since) and (until is None or begins < until)


def _comes(
    row: Booking, when: Times, seen: Presence | None, items: dict[tuple[uuid.UUID, uuid.UUID], Given],
    stays: list[LivingArrangement], known_at: datetime | None,
) -> Comes:  # fmt: skip
    """With a question where a child was here while it lived in hospital, as far as the asker may read both."""
    here = seen is not None and seen.how == How.CAME
    away = here and any(stay.child_id == row.person_id and seen is not None and _holds(stay, seen.on) for stay in stays)
    off_at = row.session.off_at
    off = off_at is not None and (known_at is None or off_at <= known_at)
    given = items.get((row.session_id, row.person_id))
    return Comes(row, when[0], when[1], seen, given, away, off, _room(row.session, when))


def _room(held: Session, when: Times) -> str:
    """The name of its room as it was known: of two states at one hour the room was another."""
    during, before = when
    rooms = [*rooms_of(held.earlier, held.earlier_rooms), held.place.name if held.place else ""]
    times = [*held.earlier, held.during]
    if during == times[len(before)]:
        return rooms[len(before)]
    return dict(zip(((each.lower, each.upper) for each in times), rooms, strict=True)).get(
        (during.lower, during.upper), ""
    )  # a booking that ended keeps its time


def _holds(stay: LivingArrangement, on: date) -> bool:
    first, after = stay.during.lower, stay.during.upper
    return (first is None or first <= on) and (after is None or on < after)


def _stood(row: Booking, known_at: datetime) -> bool:
    """It stood then, or ended with its session: whoever meant to come reads that it was called off."""
    return row.ended_at is None or row.ended_at > known_at or row.ended_at == row.session.off_at


def _known(row: Presence | Given | LivingArrangement, known_at: datetime | None) -> bool:
    if known_at is None:
        return row.superseded_at is None
    return row.recorded_at <= known_at and (row.superseded_at is None or row.superseded_at > known_at)

"""Booking, taking back, and noting in one act how each one was there. Nothing here asks how somebody came before."""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from alongside.families.actions.insisting import one_of
from alongside.families.models import Family, Person
from alongside.families.terms import PersonKind
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.models import new_id
from alongside.recordkeeping.rules import Refused
from alongside.services.models import Booking, Session
from alongside.services.queries import NAMES_FOR, in_hospital, taken_seats
from alongside.services.terms import Children, How, Item, Mode, Transport

# How somebody is there who comes to a session of this kind.
HOW_HERE: dict[str, How] = {Mode.IN_PERSON: How.CAME, Mode.PHONE: How.BY_PHONE, Mode.ONLINE: How.ONLINE}


@dataclass(frozen=True)
class Noted:
    """What is said of one who was to come. ``was``, ``was_given``: the note, and what was given, on the screen."""

    booking: uuid.UUID
    how: str = ""
    items: tuple[str, ...] = ()
    was: uuid.UUID | None = None
    was_given: uuid.UUID | None = None


@dataclass(frozen=True)
class AlsoCame:
    """People who came though nobody had written them down, and who of us says so."""

    people: frozenset[uuid.UUID]
    by: uuid.UUID


@transaction.atomic
def book(
    *, sessions: Sequence[Session], family: Family, people: Collection[uuid.UUID], transport: str = "", by: uuid.UUID,
    at: datetime,
) -> list[Booking]:  # fmt: skip
    """These people of the family mean to come to each of these sessions; who is on the list already stays on it.

    Where children are looked after next door, each child gets a seat there. Raises ``Refused``: ``nobody_chosen``,
    ``another_family``, ``is_off``, ``no_children_then``, ``seat_taken``; ProgrammingError (42501) for whoever may not
    write in this file.
    """
    if transport:
        one_of(transport, Transport.values, "transport")
    wanted = list(Person.objects.filter(family=family, pk__in=set(people)).exclude(kind=PersonKind.OTHER))
    if len(wanted) != len(set(people)):
        raise Refused("another_family", field="people")
    if not wanted:
        raise Refused("nobody_chosen", field="people")
    if any(session.off_at is not None for session in sessions):  # the database looks again while it writes
        raise Refused("is_off")
    children = [person for person in wanted if person.kind == PersonKind.CHILD]
    if children and any(session.children == Children.NONE for session in sessions):
        raise Refused("no_children_then", field="people")
    ids = [session.pk for session in sessions]
    held = Booking.objects.filter(family=family, session_id__in=ids, stands=True)
    there = set(held.values_list("session_id", "person_id"))
    rows = _rows(sessions, wanted, there, family, transport, by, at)
    try:
        with transaction.atomic():
            Booking.objects.bulk_create(rows)
    except IntegrityError as no:  # somebody was quicker by a moment
        if "services_booking" not in str(no):
            raise
        because = {"_seat": "seat_taken", "_off": "is_off"}
        code = next((said for name, said in because.items() if f"services_booking{name}" in str(no)), "comes_already")
        raise Refused(code, field="people") from no
    lines = [entry("booked", family=family.pk, subject=row.person_id, session=row.session_id) for row in rows]
    write_trail(lines, by=by)
    return rows


@transaction.atomic
def take_back(*, booking: Booking, by: uuid.UUID, at: datetime) -> None:
    """She does not mean to come after all. No reason is asked; her seat is free again."""
    if Booking.objects.filter(pk=booking.pk, stands=True).update(stands=False, ended_at=at):
        line = entry(
            "booking taken back", family=booking.family_id, subject=booking.person_id, session=booking.session_id
        )
        write_trail([line], by=by)


@transaction.atomic
def note_who_came(
    *, session: Session, rows: Iterable[Noted], sure: Collection[uuid.UUID] = (), also: AlsoCame | None = None,
    at: datetime,
) -> list[uuid.UUID]:  # fmt: skip
    """How each one was there and what was given, in one act. Returns those of whom a colleague said something else
    since the form was opened: of these nothing is written.

    ``sure``: bookings, and people of ``also``, that were asked about already. Raises ``Refused``: ``not_begun``;
    ``is_off``; ``unknown_choice``; ``another_family``, ``too_long_ago``, ``comes_already`` for ``also``;
    ``in_hospital`` with ``bookings``, where a child is said to have come who was in hospital on that day, as far as the
    asker may read; ProgrammingError (42501) for whoever is not there. The trail is written by the wall itself.
    """
    said = list(rows)
    on = timezone.localdate(session.during.lower)
    if session.off_at is not None:
        raise Refused("is_off")
    if timezone.localdate(at) < on:
        raise Refused("not_begun")
    for row in said:
        one_of(row.how, ["", *How.values], "how")
        for item in row.items:
            one_of(item, Item.values, "items")
    if also is not None and also.people:
        if at - session.during.upper > NAMES_FOR:
            raise Refused("too_long_ago", field="also")
        here = _unbooked(session, also, at)
        said += [Noted(row.pk, HOW_HERE[session.mode]) for row in here]
        sure = {*sure, *(row.pk for row in here if row.person_id in set(sure))}
    came = {row.booking for row in said if row.how == How.CAME} - set(sure)
    if came and (ask := in_hospital(came, on)):
        raise Refused("in_hospital", bookings=ask)
    told = [
        {"booking": str(row.booking), "how": row.how, "items": sorted(set(row.items)), "was": str(row.was or ""),
         "was_given": str(row.was_given or "")}
        for row in said
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            "select booking, done from safekeeping.note_presences(%s::uuid, %s::jsonb, %s::timestamptz, %s::date)",
            [session.pk, json.dumps(told), at, on],
        )
        return [booking for booking, done in cursor.fetchall() if not done]


def _unbooked(session: Session, also: AlsoCame, at: datetime) -> list[Booking]:
    """Whoever came without being on the list is on it from now on, in six statements at most, however many they are.

    Nobody is sent away by a list: a child is written down also where none was to be, and without a seat next door where
    every seat is taken.
    """
    wanted = list(Person.objects.filter(pk__in=also.people).exclude(kind=PersonKind.OTHER))
    if len(wanted) != len(also.people):
        raise Refused("another_family", field="also")
    held = {row.person_id: row for row in Booking.objects.filter(session=session, person__in=wanted, stands=True)}
    minds = session.children == Children.NEXT_DOOR and any(person.kind == PersonKind.CHILD for person in wanted)
    seats = _free(session, taken_seats([session.pk]).get(session.pk, set())) if minds else []
    rows = []
    for person in (each for each in wanted if each.pk not in held):
        row = Booking(
            id=new_id(), family_id=person.family_id, person=person, session=session, during=session.during,
            recorded_by=also.by, recorded_at=at,
        )  # fmt: skip
        if person.kind == PersonKind.CHILD and seats:
            row.minding, row.seat = session.minding, seats.pop(0)
        rows.append(row)
    try:
        with transaction.atomic():
            Booking.objects.bulk_create(rows)
    except IntegrityError as no:  # somebody was quicker by a moment
        if "services_booking" not in str(no):
            raise
        raise Refused("comes_already", field="also") from no
    write_trail(
        [entry("booked", family=row.family_id, subject=row.person_id, session=session.pk) for row in rows], by=also.by
    )
    return [*held.values(), *rows]


def _rows(
    sessions: Sequence[Session], wanted: Sequence[Person], there: Collection[tuple[uuid.UUID, uuid.UUID]],
    family: Family, transport: str, by: uuid.UUID, at: datetime,
) -> list[Booking]:  # fmt: skip
    minded = [session.pk for session in sessions if session.children == Children.NEXT_DOOR]
    taken = taken_seats(minded) if minded else {}
    rows = []
    for session in sessions:
        seats = _free(session, taken.get(session.pk, set()))
        for person in wanted:
            if (session.pk, person.pk) in there:
                continue
            row = Booking(
                id=new_id(), family=family, person=person, session=session, during=session.during, transport=transport,
                recorded_by=by, recorded_at=at,
            )  # fmt: skip
            if person.kind == PersonKind.CHILD and session.minding is not None:
                if not seats:
                    raise Refused("seat_taken", field="people", day=timezone.localdate(session.during.lower))
                row.minding, row.seat = session.minding, seats.pop(0)
            rows.append(row)
    return rows


def _free(session: Session, taken: Collection[int]) -> list[int]:
    """Numbers of the seats next door that nobody has meanwhile."""
    if session.minding is None:
        return []
    return [seat for seat in range(1, session.minding.seats + 1) if seat not in taken]

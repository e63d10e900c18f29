"""Moving one session to another time: those who mean to come, their seats, reminders and calendars go along with it."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time

from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from alongside.enrolment.rules import require
from alongside.families.actions.insisting import one_of
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.rules import Refused
from alongside.services import rules
from alongside.services.actions.arranging import check_there, short
from alongside.services.models import Place, Session
from alongside.services.terms import WHY_MOVED

# What the wall says of it, and beside which field it is told.
_NO = {
    "is_off": "why", "begun_already": "on", "gone_by": "on", "changed_meanwhile": "on", "seat_taken": "minding",
    "unknown_choice": "place",
}  # fmt: skip


@transaction.atomic
def move_session(
    *, session: Session, on: date, begins: time, minutes: int, place: Place | None, minding: Place | None, why: str,
    words: str = "", by: uuid.UUID, at: datetime,
) -> Session:  # fmt: skip
    """It takes place at another time, of a series or alone; ``session`` as it stood when the form was opened.

    Everybody who meant to come is still on the list, at the new time; a child who is looked after next door keeps its
    seat, or has another one there. The time it had stays to be read. Whoever had a message about the earlier time is
    told by ``reminders``, as safely as everything else. Raises ``Refused``: ``unknown_choice``, ``too_long_a_time``,
    ``too_long``, ``not_her_part``, ``no_children_here``, ``no_seats``, ``room_needed_next_door``, ``room_for_minding``,
    ``place_taken``, ``seat_taken``, ``is_off``, ``begun_already``, ``gone_by``, ``changed_meanwhile``;
    ProgrammingError (42501) for whoever has no say about it.
    """
    one_of(why, WHY_MOVED, "why")
    told = short(words, "words")
    require(rules.check_minutes(minutes), field="minutes")
    if place is not None and place.seats:
        raise Refused("room_for_minding", field="place")
    seats = minding.seats if minding else None
    adults_only = bool(place and place.adults_only)
    fits = rules.check_children(session.children, adults_only=adults_only, seats_next_door=seats)
    require(fits, field="place" if fits.because == "no_children_here" else "minding")
    there = session.workers.filter(ended_at=None).values_list("colleague_id", "part")
    check_there(list(there), [on], field="on")
    during = DateTimeTZRange(*rules.stretch(on, begins, minutes, timezone.get_current_timezone()))
    room, next_door = place.pk if place else None, minding.pk if minding else None
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "select safekeeping.move_session(%s, %s, %s, %s::uuid, %s::uuid, %s, %s, %s)",
                [session.pk, session.during, during, room, next_door, why, told, at],
            )
            said = cursor.fetchone()[0]
    except IntegrityError as no:  # the room is taken then; or somebody was quicker by a moment and has the seat
        if "services_session_place" in str(no):
            raise Refused("place_taken", field="place") from no
        if "services_booking_seat" in str(no):
            raise Refused("seat_taken", field="minding") from no
        raise
    if said:
        raise Refused(said, field=_NO[said])
    times = {"was": session.during.lower.isoformat(), "now": during.lower.isoformat()}
    write_trail([entry("session moved", session=session.pk, why=why, **times)], by=by)
    session.refresh_from_db()
    return session

"""At the door: who brought a child, who fetched it, what was not so. The wall writes it, and asks once more who may."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from alongside.childcare.actions.texts import LINE, text
from alongside.childcare.terms import DoorKind
from alongside.families.actions.insisting import one_of
from alongside.recordkeeping.models import new_id
from alongside.recordkeeping.rules import Refused
from alongside.services.models import Session


@transaction.atomic
def note_door(
    *, session: Session, booking: uuid.UUID, what: str, at_time: datetime, person: uuid.UUID | None = None,
    name: str = "", was: uuid.UUID | None = None, at: datetime, id: uuid.UUID | None = None,
) -> None:  # fmt: skip
    """A child came or left, with somebody of the list (``person``) or with a ``name`` that was said.

    ``was``: the note that was on the screen, when this puts it right. The same ``id`` sent twice is one note. Raises
    ``Refused``: ``who_needed``; ``not_begun``; ``not_that_day``; ``fetch_no``, ``fetch_ask`` (also for a colleague with
    another page open: the database asks when it is written); ``not_come_yet``; ``left_before``; ``said_meanwhile``.
    ProgrammingError (42501) for whoever is not there.
    """
    one_of(what, DoorKind.values, "what")
    said = text(name, "name", longest=LINE)
    if person is None and not said:
        raise Refused("who_needed", field="who")
    on = timezone.localdate(at_time)
    if timezone.localdate(session.during.lower) > timezone.localdate(at):
        raise Refused("not_begun")
    if on not in (timezone.localdate(session.during.lower), timezone.localdate(session.during.upper)) or at_time > at:
        raise Refused("not_that_day", field="at_time")
    with connection.cursor() as cursor:
        cursor.execute(
            "select safekeeping.note_door(%s::uuid, %s::uuid, %s::uuid, %s::text, %s::timestamptz, %s::date, %s::uuid,"
            " %s::text, %s::uuid, %s::timestamptz)",
            [id or new_id(), session.pk, booking, what, at_time, on, person, said, was, at],
        )
        because = cursor.fetchone()[0]
    if because:
        raise Refused(because, field="at_time" if because == "left_before" else "who")


@transaction.atomic
def undo_door(*, session: Session, booking: uuid.UUID, what: str, was: uuid.UUID | None, at: datetime) -> None:
    """It was not so: the note that was on the screen (``was``) stands no longer, and can be made anew.

    Where none stands any more nothing is done. Raises ``Refused``: ``said_meanwhile`` where another one stands;
    ``left_since`` for a child that is noted as gone home. ProgrammingError (42501) for whoever is not there.
    """
    one_of(what, DoorKind.values, "what")
    with connection.cursor() as cursor:
        cursor.execute(
            "select safekeeping.undo_door(%s::uuid, %s::uuid, %s::text, %s::uuid, %s::timestamptz)",
            [session.pk, booking, what, was, at],
        )
        because = cursor.fetchone()[0]
    if because:
        raise Refused(because)

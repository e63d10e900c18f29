"""A place for a child: regular days of the week, or single ones. Seats are those of ``services``; none is given
twice."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from alongside.families.models import Child
from alongside.recordkeeping.rules import Refused
from alongside.services.actions import book
from alongside.services.models import Booking, Session


@transaction.atomic
def give_days(
    *, child: Child, sessions: Sequence[Session], transport: str = "", by: uuid.UUID, at: datetime
) -> list[Booking]:
    """A seat for this child on each of these days, or on none: where one day is full nothing is written.

    Raises ``Refused``: ``no_seats`` where no child is looked after; ``seat_taken`` with the first full ``day``; and
    what ``services.actions.book`` says.
    """
    if any(session.minding_id is None for session in sessions):
        raise Refused("no_seats", field="days")
    return book(sessions=sessions, family=child.person.family, people=[child.pk], transport=transport, by=by, at=at)

"""Closing something to everybody, and opening it again: one person closes, two open (docs/decisions/0023)."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import connection, transaction

from alongside.consent.models import Seal
from alongside.consent.terms import No, WhySealed
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.models import new_id
from alongside.recordkeeping.rules import Refused


@transaction.atomic
def seal(*, target: uuid.UUID, why: str, words: str = "", by: uuid.UUID, at: datetime) -> Seal:
    """Nobody reads it from the next statement on: somebody of a family, two together or one record, by number.

    Raises Refused: ``nothing_to_close`` (no such number in a file whose privacy she keeps, closed already, or an
    adoption of somebody who is no child), ``alert_waits``, ``words_missing``.
    """
    if not words.strip():
        raise Refused(No.WORDS_MISSING, field="words")
    id = new_id()
    said = _call("seal(%s::uuid, %s::uuid, %s, %s, %s::uuid)", id, target, WhySealed(why).value, words.strip(), by)
    if said is None:
        raise Refused(No.NOTHING_TO_CLOSE, field="target")
    if said == "alert":
        raise Refused(No.ALERT_WAITS, field="target")
    row = Seal.objects.get(pk=id)
    _told("sealed", row, by)
    return row


@transaction.atomic
def ask_to_open(*, seal: Seal, why: str, by: uuid.UUID, at: datetime) -> None:
    """It may be opened again: the first of two says so.

    Raises Refused (``words_missing``), ProgrammingError (42501).
    """
    if not why.strip():
        raise Refused(No.WORDS_MISSING, field="why")
    _call("ask_to_open(%s::uuid, %s)", seal.pk, why.strip())
    _told("opening asked for", seal, by)


@transaction.atomic
def leave_closed(*, seal: Seal, by: uuid.UUID, at: datetime) -> None:
    """It stays closed: whoever keeps privacy says so, the one who asked too. Raises ProgrammingError (42501)."""
    _call("leave_closed(%s::uuid)", seal.pk)
    _told("left sealed", seal, by)


@transaction.atomic
def open_seal(*, seal: Seal, by: uuid.UUID, at: datetime) -> None:
    """The second person agrees, and it is there again for whom it was.

    Raises ProgrammingError (42501) for the first.
    """
    _call("open_seal(%s::uuid)", seal.pk)
    _told("unsealed", seal, by)


def _call(verb: str, *given: uuid.UUID | str) -> str | None:
    with connection.cursor() as cursor:
        cursor.execute(f"select safekeeping.{verb}", given)
        said: str | None = cursor.fetchone()[0]
    return said or None


def _told(what: str, row: Seal, by: uuid.UUID) -> None:
    write_trail([entry(what, family=row.family_id, subject=row.target, seal=row.pk)], by=by)

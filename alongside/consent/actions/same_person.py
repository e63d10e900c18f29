"""Two records of the same woman or child: said by one, agreed to by a second, taken apart by two (docs/decisions/0021).

The verbs of the database decide: whoever may not, sees one of the files alone, or guesses a number, gets the same no.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import connection, transaction

from alongside.consent.models import SamePerson
from alongside.consent.terms import No
from alongside.families.models import Person
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.models import new_id
from alongside.recordkeeping.rules import Refused


@transaction.atomic
def say_same(*, person: Person, other: Person, why: str, by: uuid.UUID, at: datetime) -> uuid.UUID:
    """These two, of different files, are one. From now on the strictest of both records holds for either.

    Raises ``Refused`` (``words_missing``); ProgrammingError (42501) for whoever does not work with both files, for a
    woman and a child, for two of one file, and for what was said already.
    """
    if not why.strip():
        raise Refused(No.WORDS_MISSING, field="why")
    id = new_id()
    _do("say_same(%s::uuid, %s::uuid, %s::uuid, %s)", [id, person.pk, other.pk, why])
    lines = [entry("said to be the same", family=each.family_id, subject=each.pk) for each in (person, other)]
    write_trail(lines, by=by)
    return id


@transaction.atomic
def agree_same(*, same: SamePerson, by: uuid.UUID, at: datetime) -> None:
    """The second person says yes: another one, who keeps the wall. Raises ProgrammingError (42501)."""
    _settle("agree_same", same, "agreed to be the same", by)


@transaction.atomic
def drop_same(*, same: SamePerson, by: uuid.UUID, at: datetime) -> None:
    """They are two: said before anybody agreed, by whoever keeps the wall or had said it. Raises ProgrammingError."""
    _settle("drop_same", same, "said not to be the same", by)


@transaction.atomic
def say_apart(*, same: SamePerson, why: str, by: uuid.UUID, at: datetime) -> None:
    """They are two after all. Nothing opens by it; a second person agrees. Raises ``Refused`` (``words_missing``)."""
    if not why.strip():
        raise Refused(No.WORDS_MISSING, field="why")
    _settle("say_apart", same, "said to be two", by, why)


@transaction.atomic
def agree_apart(*, same: SamePerson, by: uuid.UUID, at: datetime) -> None:
    """The second person agrees that they are two: both files are as they were. Raises ProgrammingError (42501)."""
    _settle("agree_apart", same, "agreed to be two", by)


@transaction.atomic
def stay_same(*, same: SamePerson, by: uuid.UUID, at: datetime) -> None:
    """They stay one, said by whoever keeps the wall or had asked. Raises ProgrammingError (42501)."""
    _settle("stay_same", same, "stays the same", by)


def _settle(verb: str, same: SamePerson, code: str, by: uuid.UUID, *more: str) -> None:
    given = "".join(", %s" for _each in more)
    _do(f"{verb}(%s::uuid{given})", [same.pk, *more])
    # A line for each file, and neither names the other.
    both = ((same.family_id, same.person_id), (same.other_family_id, same.other_person_id))
    write_trail([entry(code, family=family, subject=person) for family, person in both], by=by)


def _do(call: str, values: list) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"select safekeeping.{call}", values)

"""Around a hand-over: a good-bye by the one who goes, a hello by the one who comes, or that there will be none."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from alongside.continuity import rules
from alongside.continuity.models import Farewell
from alongside.continuity.terms import FarewellKind
from alongside.families.actions.insisting import one_of
from alongside.families.rules import clean
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.models import new_id
from alongside.recordkeeping.rules import Refused

_IN_WORDS = (FarewellKind.GOODBYE, FarewellKind.HELLO)


@transaction.atomic
def say_farewell(
    *, family: uuid.UUID, hand_over: uuid.UUID, kind: str, words: str = "", by: uuid.UUID, at: datetime,
    id: uuid.UUID | None = None,
) -> Farewell:  # fmt: skip
    """Each says her own; a good-bye can be said weeks later too, and what was said before stays.

    The same ``id`` sent twice is one. Raises ``Refused``: ``words_needed``, ``too_long``, ``unknown_choice``;
    ProgrammingError (42501) for words that are somebody else's to say.
    """
    if id is not None and (known := Farewell.objects.filter(family_id=family, pk=id).first()) is not None:
        return known
    one_of(kind, FarewellKind.values, "kind")
    said = clean(words)
    if kind in _IN_WORDS and not said:
        raise Refused("words_needed", field="words")
    if len(said) > rules.SHORT_TEXT:
        raise Refused("too_long", field="words", limit=rules.SHORT_TEXT, length=len(said))
    row = Farewell(
        id=id or new_id(), family_id=family, hand_over_id=hand_over, kind=kind, words=said, recorded_by=by,
        recorded_at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    write_trail([entry("farewell said", family=family, kind=kind)], by=by)
    return row

"""How she wants us to reach out when we miss each other: said by herself, or written down by a worker with her."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from alongside.care.actions.contacts import check_texts
from alongside.care.models import ReachWish
from alongside.care.terms import HowOften, ReachOut
from alongside.families.terms import Channel
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.models import new_id


@transaction.atomic
def wish_reached(
    *, family: uuid.UUID, woman: uuid.UUID, wants: str, ways: Collection[str] = (), every_days: int | None = None,
    where: str = "", her_words: str = "", by: uuid.UUID, at: datetime, id: uuid.UUID | None = None,
) -> ReachWish:  # fmt: skip
    """What she wants from now on; what she said before stays. Of two who write at once both are kept, the newer counts.

    ``ways``: which of her safe ways, none for any of them. ``id``: the same sent twice is one. Raises ValueError for
    what is no choice, ``Refused("too_long")``, ProgrammingError (42501) where the file is not hers to write in.
    """
    if id is not None and (known := ReachWish.objects.filter(family_id=family, pk=id).first()) is not None:
        return known
    check_texts({"where": where, "her_words": her_words})
    wish = ReachWish(
        id=id or new_id(), family_id=family, woman_id=woman, wants=ReachOut(wants).value,
        ways=sorted({Channel(way).value for way in ways} - {Channel.NONE.value}),
        every_days=None if every_days is None else HowOften(every_days).value, where=where, her_words=her_words,
        recorded_by=by, recorded_at=at,
    )  # fmt: skip
    wish.save(force_insert=True)
    write_trail([entry("reach wish said", family=family, subject=woman, wish=wish.pk)], by=by)
    return wish

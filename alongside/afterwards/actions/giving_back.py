"""From woman to peer supporter, with her own file kept apart (S-063)."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, connection, transaction

from alongside.accounts.models import Colleague
from alongside.afterwards import queries, rules
from alongside.afterwards.actions.saying import insist
from alongside.afterwards.models import GivingBack
from alongside.afterwards.terms import Stage
from alongside.enrolment.actions import keep_out
from alongside.enrolment.models import KeptOut
from alongside.families.models import Family
from alongside.families.rules import clean
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.models import new_id
from alongside.recordkeeping.rules import Refused


@transaction.atomic
def say_giving_back(
    *, family: uuid.UUID, woman: uuid.UUID, stage: str, her_words: str = "", keep_apart: Collection[uuid.UUID] = (),
    by: uuid.UUID, at: datetime, id: uuid.UUID | None = None,
) -> GivingBack:  # fmt: skip
    """She thinks about it, says yes, or lets it rest; and whom of her colleagues to be she keeps out of her file.

    The same ``id`` sent twice is one. Raises ``Refused``: ``too_long``; ValueError for ``begun``, which is
    ``begin_giving_back``'s.
    """
    said = Stage(stage)
    if said == Stage.BEGUN:
        raise ValueError("begun is not said, it is done")
    if id is not None and (known := GivingBack.objects.filter(subject=woman, pk=id).first()) is not None:
        return known
    words = clean(her_words)
    insist(rules.check_text(words), "her_words")
    _one_after_the_other(woman)
    row = GivingBack(
        id=id or new_id(), family_id=family, subject=woman, stage=said.value, her_words=words,
        keep_out=list(dict.fromkeys(keep_apart)), recorded_by=by,
        recorded_at=_after(queries.giving_back_of(woman), at),
    )  # fmt: skip
    row.save(force_insert=True)
    write_trail([entry("giving back said", family=family, subject=woman)], by=by)
    return row


@transaction.atomic
def begin_giving_back(
    *, family: Family, woman: uuid.UUID, colleague: Colleague, why: str, by: uuid.UUID, at: datetime,
    id: uuid.UUID | None = None,
) -> GivingBack:  # fmt: skip
    """Her file is kept apart: from ``colleague``, who is she herself as one of us, and from each whom she named.

    ``why`` is what those who keep the wall read beside it. After this she reads it on her own page alone. The same
    ``id`` sent twice is one. Raises ``Refused``: ``her_yes_first_of_all``, also to a colleague whom she keeps out;
    ProgrammingError (42501) for whoever does not keep the wall of this file.
    """
    if id is not None and (known := GivingBack.objects.filter(subject=woman, pk=id).first()) is not None:
        return known
    _one_after_the_other(woman)
    said = queries.giving_back_of(woman)
    insist(rules.may_begin(said[0].stage if said else ""), "colleague")
    kept = set(KeptOut.objects.filter(family=family, lifted_at=None).values_list("colleague", flat=True))
    # Whoever does it is none of them: whom she keeps out reads nothing of it.
    for who in sorted({colleague.pk, *said[0].keep_out} - kept, key=str):
        keep_out(family=family, colleague=Colleague(id=who), why=why, by=by, at=at)
    row = GivingBack(
        id=id or new_id(), family_id=family.pk, subject=woman, stage=Stage.BEGUN.value, keep_out=said[0].keep_out,
        colleague=colleague, recorded_by=by, recorded_at=_after(said, at),
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as no:
        named = getattr(getattr(no.__cause__, "diag", None), "constraint_name", "")
        codes = {"afterwards_giving_apart": "not_kept_apart", "afterwards_giving_yes": "her_yes_first_of_all"}
        if named not in codes:
            raise
        raise Refused(codes[named], field="colleague") from no
    write_trail([entry("giving back begun", family=family.pk, subject=woman)], by=by)
    return row


def _one_after_the_other(woman: uuid.UUID) -> None:
    """Of two who say something of it, or begin, at one instant, the second sees what the first did."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(4722, hashtext(%s))", [str(woman)])


def _after(rows: Sequence[GivingBack], at: datetime) -> datetime:
    """``at``; or right after the newest of ``rows``, for whoever had to wait: what is said last counts last."""
    return max(at, rows[0].recorded_at + timedelta(microseconds=1)) if rows else at

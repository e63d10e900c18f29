"""What her team knows already: told once, said anew, known to whom she says, put away. She decides each of it."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from alongside.care.actions.contacts import check_texts
from alongside.care.models import Known, KnownVersion
from alongside.care.terms import KnownKind
from alongside.families.actions.insisting import one_of
from alongside.families.rules import clean
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.models import new_id
from alongside.recordkeeping.rules import Refused


@transaction.atomic
def tell_once(
    *, family: uuid.UUID, woman: uuid.UUID, kind: str, words: str, only: Collection[uuid.UUID] = (), agreed: bool,
    with_colleague: uuid.UUID | None = None, by: uuid.UUID, at: datetime, id: uuid.UUID | None = None,
) -> Known:  # fmt: skip
    """Something that she need not say again. ``only``: the colleagues who know it; none: all of her team.

    ``with_colleague``: who wrote it with her (who is then among those who know it); nobody where she wrote it herself.
    The same ``id`` sent twice is one. Raises ``Refused``: ``words_needed``, ``too_long``; ProgrammingError (42501)
    where it is not hers to write.
    """
    if id is not None and (held := Known.objects.filter(family_id=family, pk=id).first()) is not None:
        return held
    one_of(kind, KnownKind.values, "kind")
    said, who = _said(words), _who(only, with_colleague)
    row = Known(
        id=id or new_id(), family_id=family, woman_id=woman, kind=kind, only=who, recorded_by=by, recorded_at=at
    )
    row.save(force_insert=True)
    _version(row, 1, said, who, agreed, with_colleague, by, at)
    write_trail([entry("told once", family=family, subject=woman, known=row.pk)], by=by)
    return row


@transaction.atomic
def say_known_anew(
    *, known: Known, base_version: int, words: str, only: Collection[uuid.UUID] = (), agreed: bool,
    with_colleague: uuid.UUID | None = None, by: uuid.UUID, at: datetime,
) -> KnownVersion:  # fmt: skip
    """She says it differently, or to others; the version before stays with whoever knew it.

    Who knows it changes in the same transaction. ``base_version``: the number that the form showed. Raises ``Refused``
    like ``tell_once``, and ``known_anew_since`` when somebody was quicker: nothing is opened by a form that was old.
    """
    said, who = _said(words), _who(only, with_colleague)
    if not _stands(known, base_version):
        raise Refused("known_anew_since", field="words")
    try:
        with transaction.atomic():
            made = _version(known, base_version + 1, said, who, agreed, with_colleague, by, at)
    except IntegrityError as quicker:
        raise Refused("known_anew_since", field="words") from quicker
    Known.objects.filter(pk=known.pk).update(only=who)
    write_trail([_line("told anew", known)], by=by)
    return made


@transaction.atomic
def agree_known(*, known: Known, base_version: int, by: uuid.UUID, at: datetime) -> None:
    """She has read it, and it is right. ``base_version``: the number of the version that she read.

    Raises ``Refused("read_anew_first")`` when other words stand by now: she has not seen them.
    """
    if not _stands(known, base_version):
        raise Refused("read_anew_first")
    if KnownVersion.objects.filter(known=known, number=base_version, agreed_at=None).update(agreed_at=at):
        write_trail([_line("told agreed", known)], by=by)


@transaction.atomic
def put_known_away(*, known: Known, by: uuid.UUID, at: datetime) -> None:
    """It is no longer shown, to nobody, and nobody asks why; it stays in the record."""
    if Known.objects.filter(pk=known.pk, put_away_at=None).update(put_away_at=at):
        write_trail([_line("told put away", known)], by=by)


def _stands(known: Known, number: int) -> bool:
    """This version stands, and goes on standing until we are through: whoever says it anew waits."""
    held = Known.objects.select_for_update().filter(pk=known.pk, put_away_at=None).first()
    return held is not None and held.newest == number


def _said(words: str) -> str:
    said = clean(words)
    check_texts({"words": said})
    if not said:
        raise Refused("words_needed", field="words")
    return said


def _who(only: Collection[uuid.UUID], with_colleague: uuid.UUID | None) -> list[uuid.UUID]:
    named = set(only)
    return sorted(named | {with_colleague} if named and with_colleague else named)


def _version(
    row: Known, number: int, words: str, only: list[uuid.UUID], agreed: bool, colleague: uuid.UUID | None,
    by: uuid.UUID, at: datetime,
) -> KnownVersion:  # fmt: skip
    made = KnownVersion(
        id=new_id(), family_id=row.family_id, woman_id=row.woman_id, known=row, number=number,
        on=timezone.localdate(at), words=words, only=only, colleague_id=colleague, agreed_at=at if agreed else None,
        recorded_by=by, recorded_at=at,
    )  # fmt: skip
    made.save(force_insert=True)
    return made


def _line(verb: str, row: Known) -> dict[str, object]:
    return entry(verb, family=row.family_id, subject=row.woman_id)

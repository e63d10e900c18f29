"""Her own words beside what others wrote or sent: a correction, a disagreement, a comment. None is overwritten."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from alongside.consent.models import Disclosure, DisclosureStep, Statement
from alongside.consent.terms import Afterwards, No
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.models import new_id
from alongside.recordkeeping.rules import Refused

LONGEST = 20_000


@transaction.atomic
def record_statement(
    *, family: uuid.UUID, subject: uuid.UUID, category: int, about: str, target: uuid.UUID, words: str,
    asks_change: bool = False, by: uuid.UUID, at: datetime, id: uuid.UUID | None = None,
) -> Statement:  # fmt: skip
    """What she says to something written (D-93): it stands beside it wherever that is shown.

    ``about`` says what it is beside ("care.contact"), ``target`` which one, ``subject`` and ``category`` are those of
    what it is beside. ``asks_change``: she wants it put right. ``id``: of the form that was sent; the same one sent
    twice is kept once. Raises ``Refused`` (``words_missing``, ``words_too_long``).
    """
    own = _of_form(id, by, target)
    if (before := Statement.objects.filter(pk=own).first()) is not None:
        return before
    said = Statement.objects.create(
        id=own, family_id=family, subject=subject, category=category, about=about, target=target,
        words=_said(words), asks_change=asks_change, recorded_by=by, recorded_at=at,
    )  # fmt: skip
    write_trail([entry("her words beside it", family=family, subject=subject, target=target)], by=by)
    return said


@transaction.atomic
def add_comment(
    *, disclosure: Disclosure, words: str, by: uuid.UUID, at: datetime, id: uuid.UUID | None = None
) -> DisclosureStep:
    """What she says to something that left (D-91). ``id`` and ``Refused`` as for ``record_statement``."""
    own = _of_form(id, by, disclosure.pk)
    if (before := DisclosureStep.objects.filter(pk=own).first()) is not None:
        return before
    said = DisclosureStep.objects.create(
        id=own, family_id=disclosure.family_id, subject=disclosure.subject, disclosure=disclosure,
        kind=Afterwards.HER_COMMENT, words=_said(words), recorded_by=by, recorded_at=at,
    )  # fmt: skip
    about = {"family": disclosure.family_id, "subject": disclosure.subject}
    write_trail([entry("her words beside it", target=disclosure.pk, **about)], by=by)
    return said


def _of_form(id: uuid.UUID | None, by: uuid.UUID, target: uuid.UUID) -> uuid.UUID:
    """An id for what this person sent about this with one form: nobody else's row can have it."""
    return uuid.uuid5(id, f"{by} {target}") if id else new_id()


def _said(words: str) -> str:
    words = words.strip()
    if not words:
        raise Refused(No.WORDS_MISSING, field="words")
    if len(words) > LONGEST:
        raise Refused(No.WORDS_TOO_LONG, field="words")
    return words

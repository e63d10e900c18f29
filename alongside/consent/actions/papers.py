"""What a court ordered, as whoever keeps privacy writes it down; put right and taken back, and never overwritten."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from alongside.agencies.models import Agency
from alongside.consent.models import LegalBasis, PaperStep
from alongside.consent.terms import LegalKind, No, PaperAnswer, PaperTold, Purpose
from alongside.families.models import Family
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.models import new_id
from alongside.recordkeeping.rules import Refused

_DAY = timedelta(days=1)


@transaction.atomic
def record_legal_basis(
    *, family: Family, subject: uuid.UUID, kind: str, agency: Agency | None, recipient: str = "", purpose: str,
    categories: int, reference: str, from_on: date, last_day: date, issued_by: str = "", issued_on: date | None = None,
    told: str = "", note: str = "", replaces: LegalBasis | None = None, by: uuid.UUID, at: datetime,
) -> LegalBasis:  # fmt: skip
    """A court's paper, as it names whom, to whom, which parts and until when; written by whoever keeps privacy.

    It opens no reading: what it orders is disclosed once, part by part, and only to an agency that is known here.
    ``told``: one of ``PaperTold``. Raises Refused (``no_kind_chosen``, ``paper_to_whom``, ``paper_days``),
    ProgrammingError (42501) for others, and for somebody who is not of this family.
    """
    if not categories:
        raise Refused(No.NO_KIND_CHOSEN, field="categories")
    if agency is None and not recipient.strip():
        raise Refused(No.PAPER_TO_WHOM, field="agency")
    if last_day < from_on:
        raise Refused(No.PAPER_DAYS, field="last_day")
    kept = LegalBasis(
        id=new_id(), family=family, subject=subject, kind=LegalKind(kind).value, agency=agency,
        recipient=recipient.strip(), purpose=Purpose(purpose).value, categories=categories, reference=reference.strip(),
        issued_by=issued_by.strip(), issued_on=issued_on, told=PaperTold(told).value if told else "", note=note.strip(),
        during=DateRange(from_on, last_day + _DAY), replaces=replaces, recorded_by=by, recorded_at=at,
    )  # fmt: skip
    kept.save(force_insert=True)
    write_trail([entry("court paper recorded", family=family.pk, subject=subject, kind=kind)], by=by)
    return kept


@transaction.atomic
def take_back_legal_basis(*, basis: LegalBasis, why: str, by: uuid.UUID, at: datetime) -> LegalBasis:
    """From now on nothing rests on it, whatever day it names; it stays as it was written, with why.

    When is said by the server's clock: whoever is disclosing on it has committed by then, or finds it taken back.
    Raises Refused (``words_missing``; ``taken_back`` also for whoever may not take it back).
    """
    if not why.strip():
        raise Refused(No.WORDS_MISSING, field="why")
    # The wall lets it be taken back once: of two at the same moment one finds nothing to take back.
    given = {"withdrawn_at": at, "withdrawn_by": by, "withdrawn_why": why.strip()}
    if not LegalBasis.objects.filter(pk=basis.pk, withdrawn_at=None).update(**given):
        raise Refused(No.TAKEN_BACK)
    write_trail([entry("court paper taken back", family=basis.family_id, subject=basis.subject)], by=by)
    return LegalBasis.objects.get(pk=basis.pk)


@transaction.atomic
def correct_legal_basis(
    *, basis: LegalBasis, why: str, kind: str, agency: Agency | None, recipient: str = "", purpose: str,
    categories: int, reference: str, from_on: date, last_day: date, issued_by: str = "", issued_on: date | None = None,
    told: str = "", note: str = "", by: uuid.UUID, at: datetime,
) -> LegalBasis:  # fmt: skip
    """Another one about the same woman or child in its place; the earlier stays as it was written, taken back.

    Raises what ``record_legal_basis`` and ``take_back_legal_basis`` do.
    """
    take_back_legal_basis(basis=basis, why=why, by=by, at=at)
    return record_legal_basis(
        family=Family(pk=basis.family_id), subject=basis.subject, kind=kind, agency=agency, recipient=recipient,
        purpose=purpose, categories=categories, reference=reference, from_on=from_on, last_day=last_day,
        issued_by=issued_by, issued_on=issued_on, told=told, note=note, replaces=basis, by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def add_paper_step(
    *, basis: LegalBasis, kind: str, on: date, to_whom: str = "", words: str, by: uuid.UUID, at: datetime
) -> PaperStep:  # fmt: skip
    """What was done with it, also with one that lets nothing go: a no is written down, to whom and why.

    Raises Refused (``words_missing``; ``in_future`` for a day that has not come), ProgrammingError (42501) for others.
    """
    if not words.strip():
        raise Refused(No.WORDS_MISSING, field="words")
    if on > timezone.localdate(at):
        raise Refused("in_future", field="on")
    step = PaperStep(
        id=new_id(), family_id=basis.family_id, subject=basis.subject, legal_basis=basis, kind=PaperAnswer(kind).value,
        on=on, to_whom=to_whom.strip(), words=words.strip(), recorded_by=by, recorded_at=at,
    )  # fmt: skip
    step.save(force_insert=True)
    about = {"family": basis.family_id, "subject": basis.subject}
    write_trail([entry("court paper answered", kind=step.kind, **about)], by=by)
    return step

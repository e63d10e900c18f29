"""Taking back, standing in the place of another, lifting a no: what ends what was signed.

Nothing that was signed is changed: it says since when it does not count, and what stands in its place.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from alongside.consent import queries
from alongside.consent.actions.agreeing import OfStudy, Recipient, all_seen, draft, sign
from alongside.consent.models import Consent, ConsentLine
from alongside.consent.rules.agreeing import who_lifts
from alongside.consent.terms import Effect, No
from alongside.families.models import Person
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.rules import Refused


@transaction.atomic
def withdraw(
    *, consent: Consent, line: ConsentLine | None = None, by: uuid.UUID, at: datetime
) -> Consent | ConsentLine:  # fmt: skip
    """She takes back one line, or all of it; from the next statement on. The server's clock says when.

    Raises Refused: ``not_signed`` (a draft is put away), ``taken_back``, ``lift_is_signed`` (a no is not undone by
    taking it back).
    """
    held = Consent.objects.select_for_update(of=("self",)).get(pk=consent.pk)
    if held.signed_at is None:
        raise Refused(No.NOT_SIGNED)
    if held.effect == Effect.DENY:
        raise Refused(No.LIFT_IS_SIGNED)
    kept = held if line is None else ConsentLine.objects.select_for_update().get(pk=line.pk, consent=held)
    if held.withdrawn_at is not None or kept.withdrawn_at is not None:
        raise Refused(No.TAKEN_BACK)
    kept.withdrawn_at, kept.withdrawn_by = at, by
    kept.save(update_fields=["withdrawn_at", "withdrawn_by"])
    subject = held.giver_id if line is None else line.subject
    code = "agreement taken back" if line is None else "line taken back"
    write_trail([entry(code, family=held.family_id, subject=subject, agreement=held.pk)], by=by)
    return kept


@transaction.atomic
def replace(
    *, consent: Consent, language: str = "", giver: uuid.UUID | None = None, giver_agency: uuid.UUID | None = None,
    by: uuid.UUID, at: datetime,
) -> Consent:  # fmt: skip
    """A new draft with the same lines, to be changed and signed in place of this one, which stands until then.

    ``giver`` (with ``giver_agency``): who gives the new one, where somebody else decides by now.

    Raises Refused (``not_signed``, ``taken_back``, ``no_such_form``).
    """
    if consent.signed_at is None:
        raise Refused(No.NOT_SIGNED)
    if consent.withdrawn_at is not None:
        raise Refused(No.TAKEN_BACK)
    all_seen(consent)
    if giver is None:
        giver, giver_agency = consent.giver_id, consent.giver_agency_id
    made = draft(
        family=consent.family_id, giver=giver, giver_agency=giver_agency, kind=consent.form.kind,
        language=language or consent.form.language, purpose=consent.purpose, replaces=consent,
        recipient=Recipient(consent.agency_id, consent.colleague_id, consent.recipient_class),
        study=OfStudy(consent.study, consent.study_title) if consent.study else None, by=by, at=at,
    )  # fmt: skip
    ConsentLine.objects.bulk_create(
        ConsentLine(
            family_id=made.family_id, consent=made, subject=line.subject, category=line.category,
            recorded_by=by, recorded_at=at,
        )
        for line in ConsentLine.objects.filter(consent=consent, withdrawn_at=None)
    )  # fmt: skip
    return made


@transaction.atomic
def lift(
    *, consent: Consent, keep: Iterable[tuple[uuid.UUID, int]] = (), how: str, signature: str,
    witness: uuid.UUID | None = None, explained: str, signer_name: str = "", signer_role: str = "", language: str = "",
    by: uuid.UUID, at: datetime,
) -> Consent:  # fmt: skip
    """A no is lifted by a signed form that stands in its place and holds only what is still kept back (``keep``).

    Whoever decides today for everybody it is about gives that form, which need not be who signed the no.

    Raises Refused (any of ``terms.No``).
    """
    all_seen(consent)
    giver, agency = lifter(consent, timezone.localdate(at))
    made = replace(consent=consent, language=language, giver=giver, giver_agency=agency, by=by, at=at)
    kept = {(subject, int(category)) for subject, category in keep}
    for line in ConsentLine.objects.filter(consent=made):
        if (line.subject, line.category) not in kept:
            line.delete()
    return sign(
        consent=made, how=how, signature=signature, witness=witness, explained=explained, signer_name=signer_name,
        signer_role=signer_role, by=by, at=at,
    )  # fmt: skip


def lifter(consent: Consent, today: date) -> tuple[uuid.UUID, uuid.UUID | None]:
    """Who would give the form that lifts this no today (person, or child and agency): whoever decides now for everybody
    on it; where that is nobody, whoever gave it, and the rule then says why it cannot be signed. Two statements."""
    about = set(ConsentLine.objects.filter(consent=consent).values_list("subject", flat=True))
    people = Person.objects.filter(family_id=consent.family_id, pk__in=about)
    found: Any = who_lifts(about, queries.deciders(consent.family_id, today, people))
    return found or (consent.giver_id, consent.giver_agency_id)

"""A peer's contact: which domains, which forms of support, which help; a note about her, not about the peer."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from alongside.care.actions import record_contact
from alongside.care.terms import ForWhom, Reached
from alongside.families.models import Family
from alongside.families.rules import clean
from alongside.peers import rules
from alongside.peers.models import PEER_SUPPORT, PeerContact, PeerMatch
from alongside.peers.terms import Domain, Form, Help
from alongside.recordkeeping.models import new_id
from alongside.recordkeeping.rules import Refused


@transaction.atomic
def record_peer_contact(
    *, match: PeerMatch, domains: Collection[str], forms: Collection[str] = (), helped_with: Collection[str] = (),
    mode: str, on: date, reached: str = Reached.MET, minutes: int | None = None, note: str = "", by: uuid.UUID,
    at: datetime, id: uuid.UUID | None = None,
) -> PeerContact:  # fmt: skip
    """A contact of hers, kept as every contact is, and what it was in the four domains. The same ``id`` twice is one.

    Raises ``Refused``: ``domain_needed``, ``match_ended``, ``begins_later``, ``too_long``, and like
    ``care.record_contact``; ProgrammingError (42501) for anybody but this peer, and while it is paused.
    """
    if id is not None and (known := PeerContact.objects.filter(family=match.family_id, pk=id).first()) is not None:
        return known
    said = clean(note)
    if len(said) > rules.NOTE:
        raise Refused("too_long", field="note", limit=rules.NOTE, length=len(said))
    now = PeerMatch.objects.filter(pk=match.pk, ended_on=None).first()
    if now is None or now.begun_on is None:
        raise Refused("match_ended" if now is None else "begins_later")
    chosen = _in_order(domains, Domain.values)
    if not chosen:
        raise Refused("domain_needed", field="domains")
    contact = record_contact(
        family=Family(id=now.family_id), subject=now.subject, for_whom=ForWhom.WOMAN, category=PEER_SUPPORT, on=on,
        mode=mode, reached=reached, minutes=minutes, note=said,
        present=[now.subject] if reached == Reached.MET else [], by=by, at=at,
    )  # fmt: skip
    row = PeerContact(
        id=id or new_id(), contact=contact, colleague_id=by, family_id=now.family_id, subject=now.subject,
        domains=chosen, forms=_in_order(forms, Form.values), helped_with=_in_order(helped_with, Help.values),
        recorded_by=by, recorded_at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    return row


def _in_order(given: Collection[str], choices: list[str]) -> list[str]:
    """Those of ``given`` that are a choice, each once and in the order of the choices. KeyError for any other."""
    if unknown := set(given) - set(choices):
        raise KeyError(f"unknown values: {sorted(unknown)}")
    return [choice for choice in choices if choice in given]

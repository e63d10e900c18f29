"""Trying a draft: for the length of a block the world is as if it were signed, seen by somebody like the recipient."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models.functions import Now
from django.utils import timezone

from alongside.consent.models import Consent
from alongside.consent.terms import SignedHow
from alongside.safekeeping.actions import carry, hashed, new_token


@dataclass(frozen=True)
class Tried:
    """What the asker does not read herself and so is not shown, by person (a mask); ``token``: the recipient's."""

    beyond: Mapping[uuid.UUID, int]
    token: str


@contextmanager
def trying(
    *, consent: Consent, agency: uuid.UUID, like: uuid.UUID | None, reads: int, people: Mapping[uuid.UUID, str],
    by: uuid.UUID, at: datetime,
) -> Iterator[Tried]:  # fmt: skip
    """Inside the block whoever asks is somebody at ``agency`` and the draft is in force; nothing of it is left after.

    Parameters
    ----------
    like: somebody there who works with this family; ``None`` for anybody there whose part reads ``reads`` and who works
        with ``people`` (ids with the names they would be known by).

    Everything that is to be shown has to be read inside the block. Raises ProgrammingError (42501) for whoever may not
    sign this draft, or does not see every line of it. The database refuses to commit what is tried.
    """
    with transaction.atomic():
        try:
            _as_if_signed(consent, by, at)
            token = new_token()
            with connection.cursor() as cursor:
                cursor.execute(
                    "select subject, beyond from safekeeping.try_as("
                    "%s::uuid, %s, %s::uuid, %s::uuid, %s::int, %s::uuid[], %s::text[])",
                    [consent.family_id, hashed(token), agency, like, reads, list(people), list(people.values())],
                )
                beyond = dict(cursor.fetchall())
            carry(token)  # taken back with everything else
            yield Tried(beyond, token)
        finally:
            transaction.set_rollback(True)


def _as_if_signed(consent: Consent, by: uuid.UUID, at: datetime) -> None:
    """Sign it, as whoever asks, with a signature that no form holds; what it would replace ends."""
    if consent.signed_at is not None:
        return
    values: dict[str, Any] = {"signed_at": Now(), "signed_how": SignedHow.TYPED, "signature": "trial"}
    if consent.giver_agency_id is not None:
        values |= {"signed_how": SignedHow.PAPER, "signer_name": "trial", "signer_role": "trial", "witness_id": by}
    values["during"] = DateRange(timezone.localdate(at), consent.during.upper)
    Consent.objects.filter(pk=consent.pk).update(**values)
    if consent.replaces_id is not None:
        earlier = Consent.objects.filter(pk=consent.replaces_id, withdrawn_at=None, signed_at__isnull=False)
        earlier.update(withdrawn_at=at, withdrawn_by=by)

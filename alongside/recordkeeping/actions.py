"""Writing the trail, remembering sent forms, setting things aside. Every room's actions call these."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from alongside.recordkeeping.models import EarlierVersion, SetAside, Submission


def entry(
    verb: str, *, family: uuid.UUID | None = None, subject: uuid.UUID | None = None, **detail: Any
) -> dict[str, Any]:
    """One line of the trail. ``detail`` holds ids and codes, never words that anybody wrote."""
    return {
        "verb": verb,
        "family": str(family) if family else None,
        "subject": str(subject) if subject else None,
        "detail": {k: v if isinstance(v, (int, bool, type(None))) else str(v) for k, v in detail.items()},
    }


def write_trail(entries: Iterable[Mapping[str, Any]], *, by: uuid.UUID | None = None) -> None:
    """Write ``entries`` in one call, in the present transaction. ``by`` counts for the loader alone (no token)."""
    lines = list(entries)
    if lines:
        with connection.cursor() as cursor:
            cursor.execute("select safekeeping.write_trail(%s::jsonb, %s::uuid)", [json.dumps(lines), by])


@transaction.atomic
def claim(*, submission: uuid.UUID, by: uuid.UUID) -> Submission | None:
    """Claim a sent form. ``None``: it is new, go on; else the earlier sending, with where it led."""
    earlier, new = Submission.objects.get_or_create(id=submission, defaults={"principal": by})
    return None if new else earlier


def answered(*, submission: uuid.UUID, where: str) -> None:
    """Remember where a sent form led, for a second sending of the same form."""
    Submission.objects.filter(id=submission).update(answered_with=where)


def keep_version(
    *, family: uuid.UUID, subject: uuid.UUID, category: int, about: str, target: uuid.UUID, version: int,
    held: Mapping[str, Any], by: uuid.UUID, at: datetime,
) -> EarlierVersion:  # fmt: skip
    """Keep what stands now, before it is changed (call inside the transaction that changes it)."""
    return EarlierVersion.objects.create(
        family=family, subject=subject, category=category, about=about, target=target, version=version,
        held=dict(held), recorded_by=by, recorded_at=at,
    )  # fmt: skip


@transaction.atomic
def set_aside(
    *,
    family: uuid.UUID,
    subject: uuid.UUID,
    category: int,
    about: str,
    target: uuid.UUID,
    written: Mapping[str, Any],
    by: uuid.UUID,
    at: datetime,
) -> SetAside:
    """Keep what somebody wrote while a colleague changed the same thing."""
    kept = SetAside.objects.create(
        family=family, subject=subject, category=category, about=about, target=target,
        written=dict(written), recorded_by=by, recorded_at=at,
    )  # fmt: skip
    write_trail([entry("set aside", family=family, subject=subject, about=about, target=target)], by=by)
    return kept


@transaction.atomic
def settle(*, aside: SetAside, by: uuid.UUID, at: datetime | None = None) -> None:
    """A person has decided between two versions; what was set aside stays in the record."""
    SetAside.objects.filter(id=aside.id, settled_at=None).update(settled_at=at or timezone.now(), settled_by=by)
    write_trail([entry("settled", family=aside.family, subject=aside.subject, target=aside.target)], by=by)

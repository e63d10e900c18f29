"""What every verb of this room does first: insist on its rules, on known values, on the newest version."""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import F, Model
from django.utils import timezone

from alongside.families.terms import Because
from alongside.recordkeeping.actions import keep_version, set_aside
from alongside.recordkeeping.models import SetAside
from alongside.recordkeeping.rules import Decision, Refused


def day_of(at: datetime) -> date:
    """The programme's calendar day at this instant."""
    return timezone.localtime(at).date() if timezone.is_aware(at) else at.date()


def insist(answer: Decision) -> None:
    """Raise ``Refused`` when a rule said no."""
    if not answer:
        raise Refused(answer.because, field=getattr(answer, "field", ""))


def one_of(value: str, choices: Collection[str], field: str) -> None:
    """Raise ``Refused`` for a value that is on no list."""
    if value not in choices:
        raise Refused(Because.UNKNOWN_CHOICE, field=field)


def only(values: Mapping[str, Any], allowed: Collection[str]) -> None:
    """A value nobody knows is a fault of ours, not of whoever fills in a form: TypeError."""
    unknown = set(values) - set(allowed)
    if unknown:
        raise TypeError(f"unknown values: {', '.join(sorted(unknown))}")


def written(values: Mapping[str, Any]) -> dict[str, Any]:
    """``values`` as they can be kept in JSON (days as text, rows as their ids)."""
    plain = {k: v.pk if isinstance(v, Model) else v for k, v in values.items()}
    kept: dict[str, Any] = json.loads(json.dumps(plain, cls=DjangoJSONEncoder))
    return kept


def change_newest(
    row: Any, *, base_version: int, values: dict[str, Any], about: str, family: uuid.UUID, subject: uuid.UUID,
    category: int, by: uuid.UUID, at: datetime,
) -> SetAside | None:  # fmt: skip
    """Change ``row`` if it still is what the form showed; else keep what was written beside it (nothing is lost).

    ``None`` means that the change was made, or that exactly this already stands.
    """
    model = type(row)
    before = model._default_manager.filter(pk=row.pk, version=base_version).values(*values).first()
    changed = model._default_manager.filter(pk=row.pk, version=base_version).update(**values, version=F("version") + 1)
    if changed and before is not None:
        keep_version(
            family=family, subject=subject, category=category, about=about, target=row.pk, version=base_version,
            held=written(before), by=by, at=at,
        )  # fmt: skip
        return None
    now = model._default_manager.get(pk=row.pk)
    if all(getattr(now, name) == value for name, value in values.items()):
        return None
    return set_aside(
        family=family, subject=subject, category=category, about=about, target=row.pk, written=written(values),
        by=by, at=at,
    )  # fmt: skip

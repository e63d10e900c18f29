"""What people outside see, in words."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from alongside.consent.models import SentBack
from alongside.consent.queries import SharedWithMe
from alongside.families.terms import PersonKind
from alongside.pages.design.days import date_format


@dataclass(frozen=True)
class PersonShown:
    """Somebody, under the name she is known by at the reader's agency."""

    id: uuid.UUID
    name: str
    kind: str


@dataclass(frozen=True)
class SentShown:
    """What was sent back, and who has read it."""

    id: uuid.UUID
    kind: str
    on: datetime
    words: str
    document: str
    size: str
    receipts: tuple[str, ...]


def person(found: SharedWithMe) -> PersonShown:
    """A line of the list, or the heading of her page."""
    kind = _("child") if found.kind == PersonKind.CHILD else _("woman")
    return PersonShown(found.person, found.known_as, kind)


def sent(row: SentBack) -> SentShown:
    """What I sent. The receipts name nobody: her team, and she herself."""
    document = getattr(row, "document", None)
    return SentShown(
        row.id,
        str(row.get_kind_display()),
        row.recorded_at,
        row.words,
        document.name if document else "",
        _size(document.size) if document else "",
        tuple(_receipt(step.get_kind_display(), step.recorded_at) for step in row.steps.all()),
    )


def _receipt(who: str, at: datetime) -> str:
    return _("%(who)s, %(day)s") % {"who": who, "day": date_format(at, "DATE_FORMAT")}


def _size(size: int) -> str:
    return _("%(n)d KB") % {"n": max(1, round(size / 1000))}

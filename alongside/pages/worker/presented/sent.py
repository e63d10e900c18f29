"""What came from outside, in words."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from alongside.consent.models import SentBack
from alongside.consent.queries import Unread
from alongside.pages.design.days import date_format
from alongside.pages.design.kinds import KINDS
from alongside.pages.worker.presented.story import Names
from alongside.safekeeping.terms import Category


@dataclass(frozen=True)
class CameShown:
    """One thing that came: from whom, about whom, what kind of record, words, document, who knows it already."""

    id: uuid.UUID
    kind: str
    sender: str
    about: str
    what: str
    on: datetime
    words: str
    document: str
    receipts: tuple[str, ...]
    protected: bool


@dataclass(frozen=True)
class UnreadShown:
    """Something nobody here has read yet."""

    family: uuid.UUID
    words: str


def sent(row: SentBack, called: Names, until: datetime | None = None) -> CameShown:
    """One line of the list, with who had read it by ``until`` (None: by now)."""
    document = getattr(row, "document", None)
    knows = (
        _("%(who)s, %(day)s") % {"who": step.get_kind_display(), "day": date_format(step.recorded_at, "DATE_FORMAT")}
        for step in row.steps.all()
        if until is None or step.recorded_at <= until
    )
    return CameShown(
        row.id,
        str(row.get_kind_display()),
        row.sender,
        called.people.get(row.subject) or called.dyads.get(row.subject, ""),
        str(KINDS.get(Category(row.category), "")),
        row.recorded_at,
        row.words,
        document.name if document else "",
        tuple(knows),
        row.part2,
    )


def came_words(row: SentBack) -> str:
    """One thing that came, in a line: what, from whom, when; and whether 42 CFR Part 2 protects it."""
    day = date_format(row.recorded_at, "DATE_FORMAT")
    words = f"{capfirst(str(row.get_kind_display()))}, {row.sender}, {day}"
    return _("%(words)s (protected by 42 CFR Part 2)") % {"words": words} if row.part2 else words


def unread(rows: Sequence[Unread]) -> list[UnreadShown]:
    """Who sent something, and when."""
    return [
        UnreadShown(
            each.family,
            _("From %(agency)s, %(day)s") % {"agency": each.agency, "day": date_format(each.at, "DATE_FORMAT")},
        )
        for each in rows
    ]

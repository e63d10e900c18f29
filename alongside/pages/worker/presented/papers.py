"""Courts' papers in words: numbers of people, never names."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.consent.models import LegalBasis, PaperStep
from alongside.consent.rules import Profile
from alongside.consent.terms import LegalKind, PaperAnswer, PaperTold, Purpose
from alongside.pages.design.days import date_format
from alongside.pages.worker.presented.looks import short
from alongside.pages.worker.presented.privacy import kind_in_words
from alongside.safekeeping.terms import Category

# Where what the programme writes is under no 42 CFR Part 2, an order is still needed that was made for such records.
_MADE_FOR_IT = gettext_lazy("a court order made for records about using")


def kind_words(kind: str, law: Profile | None) -> Any:
    """What kind of paper, as the law of this place calls it."""
    if kind == LegalKind.PART2_ORDER and law is not None and not law.part2_own:
        return _MADE_FOR_IT
    return LegalKind(kind).label


@dataclass(frozen=True)
class PaperShown:
    """One paper. ``state``: whether something may rest on it today; ``newer_url``: what stands in its place."""

    url: str
    title: str
    number: str
    subject: uuid.UUID
    reference: str
    issued_by: str
    issued_on: date | None
    to: str
    purpose: str
    kinds: str
    from_on: date
    last_day: date | None
    told: str
    note: str
    at: datetime
    who: str
    state: str
    open: bool
    withdrawn_at: datetime | None
    withdrawn_who: str
    withdrawn_why: str
    newer_url: str
    older_url: str


def paper(
    row: LegalBasis, today: date, law: Profile | None, names: Mapping[uuid.UUID, str] | None = None
) -> PaperShown:  # fmt: skip
    """A paper; ``names`` of whoever wrote it down and took it back. Reads no row but this one."""
    called = names or {}
    upper = row.during.upper
    newer = getattr(row, "newer", None)
    to = ", ".join(filter(None, (row.agency.name if row.agency else "", row.recipient)))
    return PaperShown(
        reverse("paper", args=[row.pk]), capfirst(str(kind_words(row.kind, law))), short(row.subject), row.subject,
        row.reference, row.issued_by, row.issued_on, to,
        capfirst(str(Purpose(row.purpose).label)),
        ", ".join(str(kind_in_words(kind)) for kind in Category if row.categories >> kind & 1), row.during.lower,
        upper - timedelta(days=1) if upper else None, capfirst(str(PaperTold(row.told).label)) if row.told else "",
        row.note, row.recorded_at, called.get(row.recorded_by, ""), _state(row, today, newer is not None),
        row.withdrawn_at is None, row.withdrawn_at, called.get(row.withdrawn_by, "") if row.withdrawn_by else "",
        row.withdrawn_why, reverse("paper", args=[newer]) if newer else "",
        reverse("paper", args=[row.replaces_id]) if row.replaces_id else "",
    )  # fmt: skip


def _state(row: LegalBasis, today: date, replaced: bool) -> str:
    if row.withdrawn_at is not None:
        return _("put right") if replaced else _("was taken back")
    if row.during.lower > today:
        return _("not begun yet")
    return _("over") if row.during.upper and row.during.upper <= today else _("in force")


def in_short(row: LegalBasis) -> str:
    """Which paper, for whoever writes a letter: its number, its last day, and whether she may be told of it."""
    upper = row.during.upper
    said = _("number %(number)s") % {"number": row.reference}
    if upper:
        said = _("%(said)s, until %(day)s") % {"said": said, "day": date_format(upper - timedelta(days=1))}
    if row.told in (PaperTold.SEALED, PaperTold.NOT_YET):
        said = f"{said}; {PaperTold(row.told).label}"
    return said


@dataclass(frozen=True)
class StepShown:
    """What was done with a paper on a day."""

    on: date
    what: str
    to_whom: str
    words: str


def step(row: PaperStep) -> StepShown:
    """One step, in words."""
    return StepShown(row.on, capfirst(str(PaperAnswer(row.kind).label)), row.to_whom, row.words)

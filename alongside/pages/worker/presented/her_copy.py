"""The copy that a woman asked for, in words."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from alongside.pages.design.kinds import KINDS
from alongside.safekeeping.terms import Category
from alongside.stewardship.actions import APART
from alongside.stewardship.models import CopyGiven, CopyLeftOut, CopyPart, CopyRequest
from alongside.stewardship.queries import due_on
from alongside.stewardship.rules import her_copy as rules
from alongside.stewardship.terms import WhyOut

# Also kinds that no form offers; and as they are said to her.
_KINDS: dict[Category, Any] = {
    **KINDS,
    Category.CONTACT: gettext_lazy("Names and telephone numbers"),
    Category.MENTAL_HEALTH_TRAUMA: gettext_lazy("How you feel, hard things you lived through"),
    Category.RESEARCH: gettext_lazy("Research"),
}


def language_now() -> str:
    """The language in which it is prepared: that of the page."""
    return get_language() or "en"


def kind_words(category: int) -> Any:
    """A kind of record in words, as she reads it."""
    return _KINDS[Category(category)]


def kinds_of(mask: int) -> list[str]:
    """Kinds of record of a mask, in words."""
    return [str(kind_words(kind)) for kind in Category if mask >> kind & 1]


@dataclass(frozen=True)
class AskedShown:
    """One request: whose, since when, by when, and what was given."""

    name: str
    at: datetime
    how: str
    words: str
    due: date
    late: bool
    answer: str
    answered_on: date | None
    url: str
    given: list[tuple[datetime, str]]


def asked(row: CopyRequest, days: int, given: Iterable[CopyGiven], called: Mapping[uuid.UUID, str]) -> AskedShown:
    """A request as her team sees it."""
    due = due_on(row, days)
    return AskedShown(
        called.get(row.person_id, ""), row.recorded_at, row.get_how_display(), row.words, due,
        row.answered_on is None and timezone.localdate() > due, row.get_answer_display(), row.answered_on,
        reverse("her_copy_prepare", args=[row.family_id, row.pk]) if row.answered_on is None else "",
        [(each.recorded_at, reverse("her_copy_paper", args=[row.family_id, each.pk])) for each in given],
    )  # fmt: skip


@dataclass(frozen=True)
class RecordShown:
    """One record: what it is, its lines, names that stand in it, and where somebody says what becomes of it."""

    title: str
    on: date | None
    lines: tuple[rules.Line, ...]
    names: str
    url: str


def record(piece: rules.Piece, family: uuid.UUID, asked: uuid.UUID, around: rules.Around) -> RecordShown:
    """A record of hers, as whoever prepares the copy reads it."""
    names = rules.standing(piece, None, around).names
    url = reverse("her_copy_mark", args=[family, asked, piece.source, piece.id])
    return RecordShown(piece.title, piece.on, piece.lines, ", ".join(names), url)


@dataclass(frozen=True)
class SectionShown:
    """All records of one kind."""

    heading: str
    records: list[RecordShown]


def sections(copy: rules.Copy, family: uuid.UUID, asked: uuid.UUID, around: rules.Around) -> list[SectionShown]:
    """What goes along, kind by kind; what has to be read first stands above by itself."""
    first = {(piece.source, piece.id) for piece in copy.look}
    goes = sorted(
        (piece for piece in copy.pieces if (piece.source, piece.id) not in first), key=lambda each: each.category
    )
    return [
        SectionShown(str(kind_words(kind)), [record(piece, family, asked, around) for piece in pieces])
        for kind, pieces in groupby(goes, key=lambda each: each.category)
    ]


@dataclass(frozen=True)
class LeftShown:
    """Something that stays out, and why."""

    title: str
    on: date | None
    why: str
    part: bool


def left_out(rows: Iterable[rules.Left | CopyLeftOut]) -> list[LeftShown]:
    """What stays out, in words; the same thing is not said twice."""
    shown = [LeftShown(row.title, row.on, str(WhyOut(row.why).label), row.part) for row in rows]
    return list(dict.fromkeys(shown))


@dataclass(frozen=True)
class PartShown:
    """All of one kind as she was given it, record by record: the first line of each is its heading."""

    heading: str
    records: list[tuple[str, list[str]]]


def parts(rows: Iterable[CopyPart]) -> list[PartShown]:
    """Her copy, kind by kind, exactly as it was given."""
    return [
        PartShown(str(kind_words(row.category)), [_record(text) for text in row.snapshot.split(APART)]) for row in rows
    ]


def _record(text: str) -> tuple[str, list[str]]:
    heading, *lines = text.split("\n")
    return heading, lines


def reasons(counts: Mapping[str, int]) -> str:
    """How many things stayed out, and why, for whoever keeps privacy: no word of what they were."""
    return " ".join(_("%(why)s (%(n)s)") % {"why": WhyOut(why).label, "n": n} for why, n in sorted(counts.items()))

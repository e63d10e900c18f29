"""Reading results: one scale over time, and what may be said of a change. Plain Python, no clock.

What is compared is the same scale of the same version of a measure, in the same language, answered by the same kind of
person about the same woman, child or two. A change is judged after Jacobson and Truax (``instruments.rules.change``):
from the first time to the last, and from each time to the one after it. Nothing is predicted, added up or ranked.

A score exactly on a cut-off is on the side that the cut-off names: with ">=10" a 10 counts as 10 or more. (A peer
counts it to neither side; so a rule is stated.)
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from alongside.instruments.rules.change import CannotJudge, Change, Norm, judge
from alongside.instruments.rules.conditions import Check
from alongside.instruments.rules.definition import Definition, Scale, plain

VARIANT = "Jacobson–Truax"  # named with every judgement: variants class up to a third of people differently

# Why no change is judged.
UNKNOWN, STATIC, GROUPS_ONLY, ONCE, NO_NORM = "unknown", "static", "groups_only", "once", "no_norm"


@dataclass(frozen=True)
class Point:
    """One time. ``value`` is None when there is no score (``reason``, ``at_least``) or it was not asked (``state``).

    ``apart_from``: the day of the first answer, when they are from further apart than the measure looks back over.
    """

    on: date
    occasion: uuid.UUID
    value: float | None = None
    state: str = "done"
    source: str = "her_report"
    wave: str = ""
    at_least: float | None = None
    band: str = ""
    missing: int = 0
    prorated: bool = False
    reason: str = ""
    total_only: bool = False
    apart_from: date | None = None


@dataclass(frozen=True)
class Line:
    """One scale over time, the first time first. ``terms`` is None for a measure that is known here by name alone."""

    subject: uuid.UUID
    instrument: str
    scale: str
    points: tuple[Point, ...]
    definition: uuid.UUID | None = None
    terms: Definition | None = None
    norms: tuple[Norm, ...] = ()
    respondent: str = "herself"
    coding: int = 1

    @property
    def held(self) -> Scale | None:
        """How the scale is scored; None when its definition is not here."""
        return self.terms.every_scale.get(self.scale) if self.terms else None

    @property
    def scored(self) -> tuple[Point, ...]:
        """The times with a score."""
        return tuple(point for point in self.points if point.value is not None)

    @property
    def norm(self) -> Norm | None:
        """The norm to judge with: the site's own before the published one."""
        return self.norms[0] if self.norms else None

    @property
    def better(self) -> str:
        """ "lower", "higher" or "" """
        return self.held.better if self.held else ""


@dataclass(frozen=True)
class Move:
    """From one time to a later one; ``change`` is None when nothing can be judged, only the difference is known."""

    first: Point
    last: Point
    change: Change | None

    @property
    def points(self) -> float:
        """How many points it moved, below nought when it went down."""
        return round((self.last.value or 0) - (self.first.value or 0), 6)


@dataclass(frozen=True)
class Compared:
    """First and last, and each time with the one before it. ``because``: why no change is judged ("" when it is)."""

    because: str
    overall: Move | None
    steps: tuple[Move, ...]
    norm: Norm | None = None


def construct_of(terms: Definition | None, scale: str) -> str:
    """What a scale measures: its own construct where the measure names one for it (DASS-21), else the first."""
    if terms is None or not terms.constructs:
        return ""
    return scale if scale in terms.constructs else terms.constructs[0]


def scale_of_total(terms: Definition) -> str:
    """The scale of which a total brought over without its answers is: "total", else the only one, else ""."""
    if "total" in terms.every_scale:
        return "total"
    return terms.scales[0].code if len(terms.scales) == 1 else ""


def why_not_judged(line: Line) -> str:
    """Why no change of this line is judged; "" when it may be."""
    if line.terms is None or line.held is None:
        return UNKNOWN
    if line.terms.static:
        return STATIC
    if line.terms.groups_only:
        return GROUPS_ONLY
    if len(line.scored) < 2:
        return ONCE
    return NO_NORM if line.norm is None or line.norm.points is None else ""


def compare(line: Line) -> Compared:
    """What moved, and how far; judged where a norm is known and one person may be judged by it.

    What counts something that does not change (ACE) is never compared at all.
    """
    because, scored = why_not_judged(line), line.scored
    norm = None if because else line.norm
    if because in (STATIC, ONCE) or len(scored) < 2:
        return Compared(because or ONCE, None, ())
    steps = tuple(_move(before, after, norm) for before, after in pairwise(scored))
    return Compared(because, _move(scored[0], scored[-1], norm), steps, norm)


def _move(first: Point, last: Point, norm: Norm | None) -> Move:
    assert first.value is not None and last.value is not None
    if norm is None:
        return Move(first, last, None)
    try:
        return Move(first, last, judge(first.value, last.value, norm))
    except CannotJudge:  # an own norm that cannot be
        return Move(first, last, None)


def since_first(line: Line) -> dict[uuid.UUID, Move]:
    """{occasion: the move from the first time to it} of every later time whose change is judged."""
    compared, scored = compare(line), line.scored
    if compared.norm is None:
        return {}
    return {point.occasion: _move(scored[0], point, compared.norm) for point in scored[1:]}


@dataclass(frozen=True)
class Threshold:
    """A cut-off with its words and source; ``own``: this site's."""

    check: Check
    label: str = ""
    source: str = ""
    own: bool = False

    @property
    def key(self) -> str:
        """``>=10``"""
        return f"{self.check.op}{plain(self.check.value)}"


def thresholds(line: Line) -> tuple[Threshold, ...]:
    """Every cut-off of the scale with its source, the one a change is judged by first; each value once."""
    if line.terms is None or line.held is None:
        return ()
    found: list[Threshold] = []
    for norm in line.norms[:1]:
        if norm.caseness:
            own = bool(norm.about.get("own"))
            found.append(Threshold(norm.caseness, "", norm.source if own else norm.fixed_source, own))
    words = {cutoff.key: cutoff for cutoff in line.held.cutoffs}
    found = [
        Threshold(each.check, words[each.key].label, each.source, each.own) if each.key in words else each
        for each in found
    ]
    known = {each.key for each in found}
    rest = [
        Threshold(cutoff.check, cutoff.label, cutoff.source or line.terms.citation)
        for key, cutoff in words.items()
        if key not in known
    ]
    return (*found, *rest)


def band(line: Line) -> tuple[float, float] | None:
    """Around the first score: how far one can be from it without a reliable change. Within the scale's own range."""
    norm = line.norm if why_not_judged(line) in ("", ONCE) else None
    if norm is None or norm.points is None or not line.held or not line.scored:
        return None
    first, points = line.scored[0].value or 0.0, norm.points
    low, high = first - points, first + points
    if line.held.range:
        low, high = max(low, line.held.range[0]), min(high, line.held.range[1])
    return low, high


def in_order(lines: Iterable[Line]) -> list[Line]:
    """Strengths before concerns; then by what is measured. Never by how anybody scored."""
    order = {"higher": 0, "": 1, "lower": 2}
    return sorted(lines, key=lambda line: (order[line.better], construct_of(line.terms, line.scale), line.instrument))


# How a number is told to her: against what the measure itself may vary, without any word for it.
SAME, LESS, MORE, NUMBERS = "same", "less", "more", "numbers"


def told_plainly(move: Move) -> str:
    """``same`` when the change is within what the measure itself varies, else ``less`` or ``more``; ``numbers`` when
    nobody knows how much it varies, so that only the two numbers can be told."""
    if move.change is None:
        return SAME if move.points == 0 else NUMBERS
    if not move.change.reliable:
        return SAME
    return MORE if move.points > 0 else LESS


def spread(points: Sequence[Point], held: Scale | None) -> tuple[float, float]:
    """The ends of the picture: the scale's own range, else from nought to the highest score."""
    if held and held.range:
        return held.range
    values = [point.value for point in points if point.value is not None]
    return min([0.0, *values]), max([1.0, *values])

"""Is a change between two scores more than the measure's own unsteadiness? (Jacobson and Truax 1991)

S_diff = sqrt(2) SD sqrt(1 - r); RCI = (post - pre) / S_diff; reliable when it lies beyond 1.96 either way, not at it,
1.96 standing for the normal quantile Z95. Which r and SD were used, of which kind and from where, belongs to the
answer: with a test-retest r of .84 a PHQ-9 must move by 6.8, with alpha by 6.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from alongside.instruments.rules.conditions import Check
from alongside.instruments.rules.definition import Definition, plain
from alongside.instruments.rules.scoring import exactly, rounded

Z95 = 1.959963984540054  # the same in `evaluation`: its methods, its reports in the database and over sites


class CannotJudge(Exception):
    """No statement about change is possible; the text says what is missing."""


@dataclass(frozen=True)
class Norm:
    """What a judgement stands on. ``caseness``: who counts as clinical (>= 10). ``better``: "lower" or "higher"."""

    sd: float | None = None
    r: float | None = None
    r_type: str = ""
    source: str = ""
    caseness: Check | None = None
    fixed: float | None = None
    fixed_source: str = ""
    better: str = ""
    clinical: tuple[float, float] | None = None
    ordinary: tuple[float, float] | None = None
    about: Mapping[str, Any] = field(default_factory=dict)

    @property
    def s_diff(self) -> float | None:
        """Standard error of the difference of two scores, in points."""
        if self.sd is None or self.r is None:
            return None
        return math.sqrt(2) * self.sd * math.sqrt(1 - self.r)

    @property
    def points(self) -> float | None:
        """How many points a score must move to be reliable: 1.96 S_diff; the fixed rule where these are not known."""
        return Z95 * self.s_diff if self.s_diff else self.fixed

    @property
    def cutoff_c(self) -> float | None:
        """Where a score is as far from the clinical mean as from the ordinary one, each in its own spread."""
        if not self.clinical or not self.ordinary:
            return None
        (m_clin, sd_clin), (m_func, sd_func) = self.clinical, self.ordinary
        return (sd_clin * m_func + sd_func * m_clin) / (sd_clin + sd_func)


@dataclass(frozen=True)
class Change:
    """What can be said of a change. ``statement`` travels with it: r, its type, SD and where they come from."""

    change: int | float
    rci: float | None
    reliable: bool
    direction: str
    crossed_caseness: bool | None
    klass: str
    needed: float
    statement: Mapping[str, Any]

    def flat(self) -> dict[str, Any]:
        """One object in the keys of worked examples, with the statement behind them."""
        said = {
            "change": self.change, "RCI": self.rci, "reliable": self.reliable, "direction": self.direction,
            "crossed_caseness": self.crossed_caseness, "class": self.klass, "reliable_from": self.needed,
        }  # fmt: skip
        return {**said, **self.statement}


def norm_of(definition: Definition, scale: str) -> Norm:
    """The norm that comes with the instrument for a scale; empty where none is published. Raises KeyError (scale)."""
    asked = definition.scale(scale)
    row = next((n for n in definition.norms if n.get("scale") == scale and n.get("applies", True)), {})
    fixed = row.get("fixed") or {}
    steady = _reliability(definition, scale) if row.get("r") is None else row
    spread = {key: (row[f"M_{key}"], row[f"SD_{key}"]) for key in ("clin", "func") if row.get(f"SD_{key}") is not None
              and row.get(f"M_{key}") is not None}  # fmt: skip
    return Norm(
        sd=row.get("SD_ref"),
        r=steady.get("r"),
        r_type=str(steady.get("r_type") or steady.get("type") or ""),
        source=str(row.get("source") or row.get("clin") or row.get("func") or steady.get("source") or ""),
        caseness=caseness(fixed.get("caseness"), asked.better),
        fixed=fixed.get("reliable_change"),
        fixed_source=str(fixed.get("source") or ""),
        better=asked.better,
        clinical=spread.get("clin"),
        ordinary=spread.get("func"),
        about=row,
    )


def _reliability(definition: Definition, scale: str) -> Mapping[str, Any]:
    """The reliability published for a scale; of several, test-retest, for that is what a change is about."""
    rows = [row for row in definition.reliability if row.get("scale") == scale and row.get("applies", True)]
    rows.sort(key=lambda row: "retest" not in str(row.get("type", "")).casefold())
    return rows[0] if rows else {}


def caseness(value: Any, better: str) -> Check | None:
    """A caseness threshold: ``10`` (on the worse side of a scale) or ``"<=39"``."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        text = value.strip()
        for op in (">=", "<=", ">", "<"):
            if text.startswith(op):
                return Check(op, float(text.removeprefix(op)))
        value = float(text)
    return Check("<=" if better == "higher" else ">=", value)


def judge(pre: float, post: float, norm: Norm) -> Change:
    """What the move from ``pre`` to ``post`` is. Raises CannotJudge when neither SD and r nor a rule are known."""
    _check(norm)
    moved = exactly(post) - exactly(pre)
    s_diff, needed = norm.s_diff, norm.points
    if needed is None:
        raise CannotJudge(_missing(norm))
    rci = float(moved) / s_diff if s_diff else None
    reliable = abs(rci) > Z95 if rci is not None else abs(float(moved)) >= needed
    direction = _direction(float(moved), norm.better)
    crossed = None
    if norm.caseness:
        crossed = bool(norm.caseness.holds(pre)) and not norm.caseness.holds(post)
    return Change(
        change=rounded(moved, 2),
        rci=rounded(exactly(rci), 2) if rci is not None else None,
        reliable=reliable,
        direction=direction,
        crossed_caseness=crossed,
        klass=_class(reliable, direction, crossed),
        needed=rounded(exactly(needed), 2),
        statement=_statement(norm, float(moved)),
    )


def _check(norm: Norm) -> None:
    if norm.sd is not None and not (math.isfinite(norm.sd) and norm.sd > 0):
        raise CannotJudge("SD must be above nought.")
    if norm.r is not None and not 0 <= norm.r < 1:
        raise CannotJudge("r must be from 0 to below 1.")


def _missing(norm: Norm) -> str:
    lacking = [name for name, value in (("SD", norm.sd), ("r", norm.r)) if value is None]
    said = f"No norm is known for this scale: {' and '.join(lacking)} missing."
    if norm.r is not None:
        said += f" Known: r = {norm.r} ({norm.r_type or 'kind not named'})."
    rules = {key: value for key, value in (norm.about.get("fixed") or {}).items() if key not in ("caseness", "source")}
    if rules:
        told = ", ".join(f"{key.replace('_', ' ')} {value}" for key, value in rules.items())
        said += f" Published rules, which are not of reliable change: {told} ({norm.fixed_source or 'no source'})."
    return f"{said} Give your own, and where it comes from."


def _direction(moved: float, better: str) -> str:
    if not moved:
        return "none"
    if not better:
        return "up" if moved > 0 else "down"
    return "improved" if (moved > 0) == (better == "higher") else "deteriorated"


def _class(reliable: bool, direction: str, crossed: bool | None) -> str:
    if reliable and direction == "deteriorated":
        return "reliably deteriorated"
    if reliable and crossed:
        return "recovered (reliable and below caseness)"
    if reliable:
        return "reliably improved" if direction == "improved" else "reliably changed (no direction is better)"
    return "below caseness but not reliable" if crossed else "unchanged"


def _statement(norm: Norm, moved: float) -> dict[str, Any]:
    """What must stand beside the judgement."""
    said: dict[str, Any] = {
        "r": norm.r, "r_type": norm.r_type or None, "SD": norm.sd, "source": norm.source or norm.fixed_source or None,
        "method": "1.96 S_diff" if norm.s_diff else "fixed rule",
    }  # fmt: skip
    if norm.caseness:
        said["caseness"] = f"{norm.caseness.op}{plain(norm.caseness.value)}"
    if norm.cutoff_c is not None:
        said["cutoff_c"] = rounded(exactly(norm.cutoff_c), 2)
    if norm.fixed is not None:
        reached = abs(moved) >= norm.fixed
        said["fixed_rule"] = {"points": norm.fixed, "reached": reached, "source": norm.fixed_source or None}
    return said

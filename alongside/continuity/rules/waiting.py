"""How a wait stands, out of what happened. Days are counted to the end of the wait or to today: a figure about us."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from alongside.continuity.terms import Standing, StepKind
from alongside.recordkeeping.rules import Decision

SHORT_TEXT = 2_000  # characters
OVER = frozenset({Standing.BEGAN.value, Standing.NO_LONGER.value})
# Steps of going along to another agency: a warm hand-over, or none when nobody there answers (S-064).
ELSEWHERE_ONLY = frozenset({StepKind.CALLED, StepKind.ASKED, StepKind.NO_ANSWER, StepKind.ANSWERED})
# What a step makes of the wait; the others leave it as it stands.
_MAKES = {
    StepKind.NO_ANSWER.value: Standing.NO_ANSWER,
    StepKind.ANSWERED.value: Standing.WAITS,
    StepKind.OFFERED.value: Standing.OFFERED,
    StepKind.NOT_THIS.value: Standing.WAITS,
    StepKind.BEGAN.value: Standing.BEGAN,
    StepKind.NO_LONGER.value: Standing.NO_LONGER,
    StepKind.GOES_ON.value: Standing.WAITS,
}
TURNS = frozenset(_MAKES)


@dataclass(frozen=True)
class Stood:
    """How a wait stands, since when, and its days until it was over or until today."""

    standing: Standing
    since: date
    days: int

    @property
    def waits(self) -> bool:
        """It is not over."""
        return self.standing.value not in OVER


def stands(asked_on: date, steps: Iterable[tuple[date, str]], today: date) -> Stood:
    """``steps``: (day, kind) in the order in which they happened; what came after ``today`` has not come yet.

    >>> stands(date(2026, 3, 1), [(date(2026, 3, 9), "began")], date(2026, 4, 1))
    Stood(standing=Standing.BEGAN, since=datetime.date(2026, 3, 9), days=8)
    """
    now, since = Standing.WAITS, asked_on
    for on, kind in steps:
        if kind in _MAKES and on <= today:
            now, since = _MAKES[kind], on
    until = since if now.value in OVER else today
    return Stood(now, since, max(0, (until - asked_on).days))


def check_step(stood: Stood, kind: str, *, elsewhere: bool) -> Decision:
    """May this be said of the wait now? Whatever ended can go on after all; nothing else follows an end."""
    if kind == StepKind.GOES_ON:
        return Decision(False, "still_waits") if stood.waits else Decision(True)
    if not stood.waits:
        return Decision(False, "wait_is_over")
    if kind in ELSEWHERE_ONLY and not elsewhere:
        return Decision(False, "asked_elsewhere")
    return Decision(True)


def check_turn(stood: Stood, kind: str, on: date) -> Decision:
    """Does this turn the wait? Where something turned it on a later day, an earlier turn would change nothing.

    >>> check_turn(Stood(Standing.OFFERED, date(2026, 3, 9), 8), "began", date(2026, 3, 5)).because
    'before_turn'
    """
    return Decision(False, "before_turn") if kind in TURNS and on < stood.since else Decision(True)

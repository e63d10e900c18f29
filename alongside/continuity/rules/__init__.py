"""Rules of staying: how a wait stands, who has not been met for how long. Plain Python."""

from alongside.continuity.rules.away import Days, check_leave, last_day, uncovered, within, without
from alongside.continuity.rules.meeting import Rhythm, not_met_since
from alongside.continuity.rules.waiting import (
    ELSEWHERE_ONLY,
    OVER,
    SHORT_TEXT,
    TURNS,
    Stood,
    check_step,
    check_turn,
    stands,
)

__all__ = [
    "ELSEWHERE_ONLY", "OVER", "SHORT_TEXT", "TURNS", "Days", "Rhythm", "Stood", "check_leave", "check_step",
    "check_turn", "last_day", "not_met_since", "stands", "uncovered", "within", "without",
]  # fmt: skip

"""Rules of programmes that are given: where a plan stands, how much it was, how it kept to it, what was asked. Plain
Python."""

from alongside.programmes.rules.checking import (
    FITTING,
    LONGEST_TEXT,
    OF_GROUP,
    ON_HER_PAGE,
    check_begins,
    check_category,
    check_day,
    check_marks,
    check_minutes,
    check_number,
    check_turn,
    next_number,
    too_long,
    usual_category,
)
from alongside.programmes.rules.dose import TOGETHER, Delivered, delivered, met
from alongside.programmes.rules.fidelity import FEWEST_FOR_A_SHARE, MARKS, Share, asked_of, features_of, shares
from alongside.programmes.rules.order import comes_too_early
from alongside.programmes.rules.outcomes import WINDOW, Seen, Time, at_times, times
from alongside.programmes.rules.standing import HeldRow, Stands, Step, TurnRow, adapted, stands, steps

__all__ = [
    "ADAPTING",
    "FEWEST_FOR_A_SHARE",
    "FITTING",
    "LONGEST_TEXT",
    "MARKS",
    "OF_GROUP",
    "ON_HER_PAGE",
    "TOGETHER",
    "WINDOW",
    "Delivered",
    "HeldRow",
    "Seen",
    "Share",
    "Stands",
    "Step",
    "Time",
    "TurnRow",
    "adapted",
    "asked_of",
    "at_times",
    "check_begins",
    "check_category",
    "check_day",
    "check_marks",
    "check_minutes",
    "check_number",
    "check_turn",
    "comes_too_early",
    "delivered",
    "features_of",
    "met",
    "next_number",
    "shares",
    "stands",
    "steps",
    "times",
    "too_long",
    "usual_category",
]  # fmt: skip

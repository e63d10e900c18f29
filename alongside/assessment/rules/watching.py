"""Answers of which somebody is told at once, and who is there for them: plain Python, no database, no clock."""

from __future__ import annotations

from datetime import datetime, timedelta

from alongside.instruments.rules import Definition, fires
from alongside.recordkeeping.rules import Decision

LONGEST_DUTY = timedelta(days=92)
# How long an alert may be silent: until it is taken, until something was done, until it is closed or more is said.
# Past it the next person is told; whoever has it already is asked first.
USUAL_MINUTES_TO_ANSWER = 15
FEWEST_MINUTES, MOST_MINUTES = 5, 240
USUAL_HOURS_TO_FOLLOW_UP = 4
USUAL_HOURS_TO_CLOSE = 48
FEWEST_HOURS, MOST_HOURS = 1, 14 * 24


def watched(definition: Definition, item: str) -> bool:
    """Somebody is told of some answers to this question."""
    return any(critical.item == item for critical in definition.critical)


def tells(definition: Definition, item: str, answer: object) -> bool:
    """Somebody is told of this very answer (in the form of ``raw``), whatever else was answered or not."""
    return answer is not None and fires(definition, item, answer) is not None


def check_duty(begins: datetime, ends: datetime, now: datetime) -> Decision:
    """Whether a duty may be planned so. Codes: ``duty_backwards``, ``duty_over``, ``duty_too_long``."""
    if ends <= begins:
        return Decision(False, "duty_backwards")
    if ends <= now:
        return Decision(False, "duty_over")
    if ends - begins > LONGEST_DUTY:
        return Decision(False, "duty_too_long")
    return Decision(True)


def check_protocol(
    told_before: str, steps: str, minutes: int, hours_to_follow_up: int, hours_to_close: int
) -> tuple[Decision, str]:
    """Whether a protocol says what is needed, and which question to look at if not.

    Codes: ``told_before_needed``, ``steps_needed``, ``minutes_odd``, ``hours_odd``.
    """
    if not told_before.strip():
        return Decision(False, "told_before_needed"), "told_before"
    if not steps.strip():
        return Decision(False, "steps_needed"), "steps"
    if not FEWEST_MINUTES <= minutes <= MOST_MINUTES:
        return Decision(False, "minutes_odd"), "minutes"
    for field, hours in (("hours_to_follow_up", hours_to_follow_up), ("hours_to_close", hours_to_close)):
        if not FEWEST_HOURS <= hours <= MOST_HOURS:
            return Decision(False, "hours_odd"), field
    return Decision(True), ""

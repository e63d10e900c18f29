"""What may be recorded and asked, in plain Python."""

from alongside.assessment.rules.asking import (
    ITEM_LEVEL,
    TOTAL_ONLY,
    USUAL_MINUTES,
    Proposal,
    after_first_meeting,
    asked_how,
    first_open,
    fits_age,
    items_to_ask,
    may_be_hard,
    minutes_left,
    minutes_of,
    neighbours,
    propose,
    raw,
    state_after,
)
from alongside.assessment.rules.letters import plain_enough, telling
from alongside.assessment.rules.occasions import LARGEST, PLACES, check_occasion, read_total

__all__ = [
    "ITEM_LEVEL",
    "LARGEST",
    "PLACES",
    "TOTAL_ONLY",
    "USUAL_MINUTES",
    "Proposal",
    "after_first_meeting",
    "asked_how",
    "check_occasion",
    "first_open",
    "fits_age",
    "items_to_ask",
    "may_be_hard",
    "minutes_left",
    "minutes_of",
    "neighbours",
    "plain_enough",
    "propose",
    "raw",
    "read_total",
    "state_after",
    "telling",
]

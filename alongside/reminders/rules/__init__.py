"""Rules of reminders: what may go, when, with which words; what an answer means. Plain Python."""

from alongside.reminders.rules.deciding import Facts, Plan, ToHand, Way, Wish, facts_of, may_hand_over, next_try
from alongside.reminders.rules.hearing import LONGEST, meanings
from alongside.reminders.rules.wishes import check_wish
from alongside.reminders.rules.words import LANGUAGES, LEVELS, parts, render, telling, template, title, when

__all__ = [
    "LANGUAGES",
    "LEVELS",
    "LONGEST",
    "Facts",
    "Plan",
    "ToHand",
    "Way",
    "Wish",
    "check_wish",
    "facts_of",
    "may_hand_over",
    "meanings",
    "next_try",
    "parts",
    "render",
    "telling",
    "template",
    "title",
    "when",
]

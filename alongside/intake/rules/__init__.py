"""What can be said about getting to know each other. Plain Python: values and a day in, answer out.

No rule here asks how somebody lives, uses or comes, and none says whether she fits: there is nothing to fit.
"""

from alongside.intake.rules.parts import ON_HER_PAGE, Choice, Part, Question, Words, problems, read
from alongside.intake.rules.telling import (
    LONGEST_TEXT,
    SHORT_TEXT,
    Card,
    How,
    check_day,
    check_said,
    check_texts,
    newest,
    stands,
)
from alongside.intake.rules.waiting import FULL, Wait, answer_now, wait

__all__ = [
    "FULL", "LONGEST_TEXT", "ON_HER_PAGE", "SHORT_TEXT", "Card", "Choice", "How", "Part", "Question", "Wait", "Words",
    "answer_now", "check_day", "check_said", "check_texts", "newest", "problems", "read", "stands", "wait",
]  # fmt: skip

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
from alongside.intake.rules.waiting import Wait, wait

__all__ = [
    "LONGEST_TEXT", "ON_HER_PAGE", "SHORT_TEXT", "Card", "Choice", "How", "Part", "Question", "Wait", "Words",
    "check_day", "check_said", "check_texts", "newest", "problems", "read", "stands", "wait",
]  # fmt: skip

"""Rules of instruments: what a definition says, what its answers come to. Plain Python, no database, no clock.

`many` (many rows at once) is not read here: it needs NumPy, and pages do not.
"""

from alongside.instruments.rules.answers import check_answer, counted, fires, shown
from alongside.instruments.rules.definition import NOT_APPLICABLE, PREFER_NOT, Definition
from alongside.instruments.rules.noting import Problem
from alongside.instruments.rules.reading import Unreadable, read
from alongside.instruments.rules.recall import recall_days
from alongside.instruments.rules.scoring import ScaleScore, Scores, score

__all__ = [
    "NOT_APPLICABLE", "PREFER_NOT", "Definition", "Problem", "ScaleScore", "Scores", "Unreadable", "check_answer",
    "counted", "fires", "read", "recall_days", "score", "shown",
]  # fmt: skip

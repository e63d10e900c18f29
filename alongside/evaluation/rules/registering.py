"""What a study has to say of itself before anything is brought in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from alongside.evaluation.terms import Design, No
from alongside.recordkeeping.rules import Decision

# Names of columns: a measure and a wave are joined by a point, so that neither holds one.
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
MOST = 40  # arms, waves, measures: of each


@dataclass(frozen=True)
class Shape:
    """What a study compares and measures: codes of arms (the first is compared with), waves in order, measures."""

    arms: tuple[str, ...]
    waves: tuple[str, ...]
    measures: tuple[str, ...]

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Every measure at every wave, as its column is called: "bdi.8m"."""
        return tuple(f"{measure}.{wave}" for measure in self.measures for wave in self.waves)


def lines(text: str) -> tuple[str, ...]:
    """What stands on each line (or between commas), without what is empty.

    >>> lines("pre, 2m\\n8m\\n")
    ('pre', '2m', '8m')
    """
    return tuple(each.strip() for each in re.split(r"[\n,;]", text) if each.strip())


def check_study(
    *, title: str, question: str, design: str, shape: Shape, primary: Sequence[str], secondary: Sequence[str]
) -> tuple[Decision, str]:
    """May the study be registered like this? The answer, and the field it is about."""
    missing = {
        "title": (No.TITLE_NEEDED, not title.strip()), "question": (No.QUESTION_NEEDED, not question.strip()),
        "arms": (No.ARMS_NEEDED, not shape.arms or (design != Design.ONE_GROUP and len(shape.arms) < 2)),
        "waves": (No.WAVES_NEEDED, not shape.waves), "measures": (No.MEASURES_NEEDED, not shape.measures),
        "primary": (No.PRIMARY_NEEDED, not primary),
    }  # fmt: skip
    for field, (because, wrong) in missing.items():
        if wrong:
            return Decision(False, because), field
    if design == Design.ONE_GROUP and len(shape.arms) > 1:
        return Decision(False, No.ONE_ARM), "arms"
    for field in ("arms", "waves", "measures"):
        codes = getattr(shape, field)
        once = len({code.casefold() for code in codes}) == len(codes) <= MOST
        if not once or not all(CODE.fullmatch(code) for code in codes):
            return Decision(False, No.CODES_ONLY), field
    for field, outcomes in (("primary", primary), ("secondary", secondary)):
        if any(outcome not in shape.outcomes for outcome in outcomes):
            return Decision(False, No.OUTCOME_UNKNOWN), field
    if set(primary) & set(secondary):
        return Decision(False, No.OUTCOME_TWICE), "secondary"
    return Decision(True), ""

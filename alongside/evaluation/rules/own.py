"""Our own programme as an arm: which record here answers which measure of the study, and in which months."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from alongside.evaluation.rules.registering import Shape, lines
from alongside.evaluation.terms import OF_A_CHILD, No, Unit
from alongside.recordkeeping.rules import Decision

# Of our own women nothing is read before so many of them said yes: one alone would be known by her answers.
LEAST_WOMEN = 5
# The code of the mother, where each row is about a child: methods that reckon with brothers and sisters need it.
CLUSTER = "cluster"
AGE_BANDS = ("under 20", "20-24", "25-29", "30-34", "35 and over")
LATEST_MONTH = 600
# Of a column each is the answer of one participant.
ENDS = ("smallest", "largest")


@dataclass(frozen=True)
class Answers:
    """A measure of the study and what answers it here: an instrument's code, and a scale ("": its main value)."""

    measure: str
    instrument: str
    scale: str = ""


@dataclass(frozen=True)
class Window:
    """A wave of the study: from which month since she first came until before which its first answer counts."""

    wave: str
    since: int
    until: int


def is_cluster(name: str) -> bool:
    """A column holds the code of the mother: our own arm's, or one of this name in a file that was brought in."""
    return name.casefold() == CLUSTER


def read_answers(text: str, shape: Shape) -> tuple[Answers, ...] | None:
    """Lines such as "mood = PHQ-9" or "closeness = CPRS closeness"; ``None``: one of them cannot be read.

    A measure stands once, and the measures are the study's.
    """
    found = []
    for line in lines(text):
        measure, equals, rest = (part.strip() for part in line.partition("="))
        words = rest.split()
        if not equals or measure not in shape.measures or len(words) not in (1, 2):
            return None
        found.append(Answers(measure, words[0], words[1] if len(words) == 2 else ""))
    return tuple(found) if found and len({each.measure for each in found}) == len(found) else None


def read_windows(text: str, shape: Shape) -> tuple[Window, ...] | None:
    """Lines such as "year = 10-14": months since she first came, the last one not counted in; ``None`` as above."""
    found = []
    for line in lines(text):
        wave, equals, rest = (part.strip() for part in line.partition("="))
        months = re.fullmatch(r"(\d{1,3})\s*[-–]\s*(\d{1,3})", rest)
        if not equals or wave not in shape.waves or months is None:
            return None
        since, until = int(months[1]), int(months[2])
        if not since < until <= LATEST_MONTH:
            return None
        found.append(Window(wave, since, until))
    return tuple(found) if found and len({each.wave for each in found}) == len(found) else None


def check_own(
    *, arm: str, unit: str, shape: Shape, answers: Sequence[Answers] | None, windows: Sequence[Window] | None,
    columns: Collection[str], known: Collection[str],
) -> tuple[Decision, str]:  # fmt: skip
    """May our own programme be an arm like this? The answer, and the field it is about. ``known``: instruments here."""
    if arm not in shape.arms:
        return Decision(False, No.ARM_UNKNOWN), "arm"
    if answers is None:
        return Decision(False, No.MEASURE_UNKNOWN), "measures"
    if any(each.instrument not in known for each in answers):
        return Decision(False, No.INSTRUMENT_UNKNOWN), "measures"
    if windows is None:
        return Decision(False, No.WINDOW_UNREADABLE), "waves"
    if unit != Unit.CHILD and any(column in OF_A_CHILD for column in columns):
        return Decision(False, No.OF_EACH_CHILD), "columns"
    return Decision(True), ""


def without_ends(told: Any) -> Any:
    """What an analysis told without smallest and largest: neither as a key, nor as a column of a table.

    >>> without_ends({"columns": ["arm", "mean", "largest"], "rows": [["here", 4, 9]]})
    {'columns': ['arm', 'mean'], 'rows': [['here', 4]]}
    >>> without_ends([{"n": 7, "smallest": 1}])
    [{'n': 7}]
    """
    if isinstance(told, list):
        return [without_ends(each) for each in told]
    if not isinstance(told, dict):
        return told
    if isinstance(told.get("columns"), list) and isinstance(told.get("rows"), list):
        kept = [place for place, name in enumerate(told["columns"]) if name not in ENDS]
        rows = [[row[place] for place in kept] for row in told["rows"]]
        return {**told, "columns": [told["columns"][place] for place in kept], "rows": rows}
    return {key: without_ends(value) for key, value in told.items() if key not in ENDS}

"""What of a study may be shown to the women, and what has to be said with it.

Groups alone, of five women or more: a mean of fewer could be read as the answer of somebody. Where a row is about a
child, what the mother said stands beside each of her children: women are counted, not rows. Nor is a group shown in
which (nearly) everybody said the same: whoever knows that a woman was in it would read her answer. How many they were
is not shown beside a mean, since two numbers that differ by one woman would tell hers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean
from typing import Any

from alongside.evaluation.rules.framing import ARM, Frame
from alongside.evaluation.rules.leaving import LEAST, families_of
from alongside.evaluation.terms import No
from alongside.recordkeeping.rules import Decision

OK = Decision(True)
# As the drawing says it; the page has it in her language.
HOW_TO_READ = "Each mark is the middle of a group. The line through it shows how sure we are: a long line, less sure."

# So near to the least or the most that was answered (as a part of what is between) a mean says what nearly all said.
AT_AN_END = 0.01

Drawing = Mapping[str, Any]


@dataclass(frozen=True)
class Text:
    """What stands in one language: a title, plain words, and what is not known."""

    title: str = ""
    words: str = ""
    unknown: str = ""

    @property
    def there(self) -> bool:
        """Anything of it is written."""
        return bool(self.title or self.words or self.unknown)

    @property
    def whole(self) -> bool:
        """It can stand by itself."""
        return bool(self.title and self.words and self.unknown)


@dataclass(frozen=True)
class Said:
    """Everything that is written for the women."""

    en: Text
    fr: Text
    names: Sequence[tuple[str, str, str]] = ()
    drawings: Sequence[Drawing] = field(default_factory=list)
    one_language: bool = False


def behind_means(frame: Frame) -> dict[str, dict[str, dict[str, Any]]]:
    """{outcome: {arm: {"women": whose answers the mean rests on, "apart": their answers are not (nearly) all one}}}."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    rows = list(zip(frame.column(ARM), families_of(frame), strict=True))
    for name in frame.outcomes:
        answers: dict[str, list[float]] = defaultdict(list)
        women: dict[str, set[Any]] = defaultdict(set)
        for (arm, woman), cell in zip(rows, frame.column(name), strict=True):
            if isinstance(cell, float):
                answers[str(arm)].append(cell)
                women[str(arm)].add(woman)
        found[name] = {
            arm: {"women": len(women[arm]), "apart": _apart(numbers)} for arm, numbers in answers.items()
        }  # fmt: skip
    return found


def _apart(numbers: Sequence[float]) -> bool:
    least, most, mean = min(numbers), max(numbers), fmean(numbers)
    return min(mean - least, most - mean) > AT_AN_END * (most - least)


def measures_to_show(outcomes: Mapping[str, Any] | None, least: int = LEAST) -> list[str]:
    """Measures whose means are all of ``least`` women or more who did not all say the same.

    What nobody answered is not drawn. Outcomes that do not say who is behind a mean (``behind_means``) show nothing.
    """
    series = _series(outcomes)
    behind = (outcomes or {}).get("behind") or {}
    found: dict[str, bool] = {}
    for one in series:
        found[one["panel"]] = found.get(one["panel"], True) and _may_be_drawn(one, behind, least)
    drawn = {one["panel"] for one in series if any(one.get("n", ()))}
    return [measure for measure, enough in found.items() if enough and measure in drawn]


def _may_be_drawn(one: Mapping[str, Any], behind: Mapping[str, Any], least: int) -> bool:
    if len(one.get("n", ())) != len(one["x"]):
        return False
    for wave, count, low, high in zip(one["x"], one["n"], one["low"], one["high"], strict=True):
        group = behind.get(f"{one['panel']}.{wave}", {}).get(one["name"], {})
        known = low is not None and high is not None and low < high and group.get("apart")
        if count and not (known and min(count, group["women"]) >= least):
            return False
    return True


def drawing_for_women(outcomes: Mapping[str, Any] | None, measure: str) -> dict[str, Any]:
    """One measure as it may be shown. Raises KeyError for one that is not among ``measures_to_show``."""
    if measure not in measures_to_show(outcomes):
        raise KeyError(measure)
    series = []
    for one in _series(outcomes):
        there = [k for k, count in enumerate(one["n"]) if count and one["panel"] == measure]
        if there:
            rows = {name: [one[name][k] for k in there] for name in ("x", "y", "low", "high")}
            series.append({"name": one["name"], "panel": measure, **rows})
    return {"kind": "panels", "title": measure, "series": series, "x_label": "", "y_label": HOW_TO_READ}


def said_anew(before: Mapping[Any, Any], of: Any) -> set[Any]:
    """Whatever tells the same as ``of``, earlier or anew: all that goes back to the same first one, without itself.

    ``before``: {one: what it takes the place of, or None}.
    """

    def first(each: Any) -> Any:
        while before.get(each) is not None:
            each = before[each]
        return each

    return {each for each in before if each != of and first(each) == first(of)}


def codes_in(drawings: Sequence[Drawing]) -> list[str]:
    """What the drawings call by a code: measures, arms and waves."""
    found: dict[str, None] = {}
    for drawing in drawings:
        for one in drawing["series"]:
            found |= dict.fromkeys([one["panel"], one["name"]])
    for drawing in drawings:
        for one in drawing["series"]:
            found |= dict.fromkeys(str(x) for x in one["x"])
    return list(found)


def read_names(text: str) -> list[tuple[str, str, str]]:
    """``code = English = French``, one on each line; one name stands for both languages where one is given."""
    found = []
    for line in text.splitlines():
        code, *said = [part.strip() for part in line.split("=")]
        if code and said and any(said):
            en = said[0] or said[1]
            found.append((code, en, said[1] if len(said) > 1 and said[1] else en))
    return found


def write_names(names: Sequence[Sequence[str]]) -> str:
    """The same as text, for the form."""
    return "\n".join(" = ".join(each) for each in names)


def check_words(said: Said) -> tuple[Decision, str]:
    """May it be put before a second person? And the field that is to be looked at."""
    if not (said.en.whole or said.fr.whole):
        if (said.en.title and said.en.words) or (said.fr.title and said.fr.words):
            return Decision(False, No.UNKNOWN_NEEDED), "unknown_en" if said.en.title else "unknown_fr"
        return Decision(False, No.WORDS_NEEDED), "words_en"
    for text, last in ((said.en, "en"), (said.fr, "fr")):
        if text.there and not text.whole:
            return Decision(False, No.UNKNOWN_NEEDED if not text.unknown else No.WORDS_NEEDED), f"unknown_{last}"
    if not (said.en.whole and said.fr.whole) and not said.one_language:
        return Decision(False, No.BOTH_LANGUAGES), "one_language"
    named = {code for code, _en, _fr in said.names}
    if any(code not in named for code in codes_in(said.drawings)):
        return Decision(False, No.NAMES_NEEDED), "names"
    return OK, ""


def _series(outcomes: Mapping[str, Any] | None) -> Sequence[Mapping[str, Any]]:
    found: Sequence[Mapping[str, Any]] = ((outcomes or {}).get("drawing") or {}).get("series", [])
    return found

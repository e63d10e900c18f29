"""What of a study may be shown to the women, and what has to be said with it.

Groups alone, of five or more: a mean of fewer could be read as the answer of somebody. How many they were is not shown
beside a mean, since two numbers that differ by one woman would tell hers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from alongside.evaluation.rules.leaving import LEAST
from alongside.evaluation.terms import No
from alongside.recordkeeping.rules import Decision

OK = Decision(True)
# As the drawing says it; the page has it in her language.
HOW_TO_READ = "Each mark is the middle of a group. The line through it shows how sure we are: a long line, less sure."

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


def measures_to_show(outcomes: Mapping[str, Any] | None, least: int = LEAST) -> list[str]:
    """Measures whose means are all of ``least`` or more; what nobody answered is not drawn."""
    series = _series(outcomes)
    found: dict[str, bool] = {}
    for one in series:
        counts = [count for count in one.get("n", ()) if count]
        whole = len(one.get("n", ())) == len(one["x"]) and all(count >= least for count in counts)
        found[one["panel"]] = found.get(one["panel"], True) and whole
    drawn = {one["panel"] for one in series if any(one.get("n", ()))}
    return [measure for measure, enough in found.items() if enough and measure in drawn]


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

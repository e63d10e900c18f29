"""What methods say, so that it can be said in another language: our own words, with places for numbers and names.

``Sentence("{left} of {rows} rows lack something.", left=3, rows=90)`` is a text (a ``str``, in English): the command
line prints it, JSON holds it, a table shows it. It also knows what it was made of, so that a page can say it in the
language of its reader. `alongside messages` finds the templates where they stand in the code, so each is written out
there: never put together from parts. Whatever is a plain ``str`` is said as it is.
"""

from __future__ import annotations

import dataclasses
import math
import re
import string
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from alongside.evaluation.analyse.printing import figure_of

Say = Callable[[str], str]
Made = dict[str, Any]  # {"template": as it stands in the code, "values": {place: number, text, list or Made}}


def as_it_stands(words: str) -> str:
    """English."""
    return words


def short(v: float) -> str:
    """Three figures, but whole numbers from 1,000 on."""
    return f"{v:,.0f}" if abs(v) >= 1000 else f"{v:.3g}"


def p_words(p: float) -> str:
    """ "p < .001", "p = .202"."""
    return "p < .001" if p < 0.001 else f"p = {p:.3f}".replace("0.", ".", 1)


# What may stand after the colon of a place beside Python's own: {p:p}, {gain:short}, {cost:figure}; of a list what
# stands between its parts (BETWEEN): {names:;}.
HOW: dict[str, Callable[[Any], str]] = {"short": short, "p": p_words, "figure": figure_of}


class Sentence(str):
    """A text of ours in English that knows its template and its values (numbers, names, lists, other sentences)."""

    __slots__ = ("template", "values")
    template: str
    values: dict[str, Any]

    def __new__(cls, template: str, /, **values: Any) -> Sentence:
        """``template``: written out where it is said. A number without a form of its own is written as Python does."""
        made = super().__new__(cls, say(template, values))
        made.template, made.values = template, values
        return made

    def __deepcopy__(self, memo: Any) -> Sentence:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (self.template, self.values)


def _again(template: str, values: dict[str, Any]) -> Sentence:
    return Sentence(template, **values)


def say(template: str, values: Mapping[str, Any], words: Say = as_it_stands, *, comma: bool = False) -> str:
    """The template with its places filled. ``words`` says sentences and joining words within it in another language;
    ``comma`` writes numbers as French does."""
    return _Teller(words, comma).vformat(template, (), values)


class _Teller(string.Formatter):
    def __init__(self, words: Say, comma: bool) -> None:
        self.words, self.comma = words, comma

    def get_field(self, field_name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        return kwargs[field_name], field_name  # a name of a place and nothing else: no attributes, no items

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, Sentence):
            value = {"template": value.template, "values": value.values}
        if isinstance(value, Mapping):
            return say(self.words(value["template"]), value["values"], self.words, comma=self.comma)
        if isinstance(value, list | tuple):
            between = self.words(BETWEEN[format_spec])
            between = between.replace(";", "\u00a0;") if self.comma else between
            return between.join(self.format_field(each, "") for each in value)
        if value is None:
            return "–"
        told = HOW[format_spec](value) if format_spec in HOW else format(value, format_spec)
        return in_french(told) if self.comma and not isinstance(value, str) else told


BETWEEN: dict[str, str] = {"": ", ", ";": "; ", "on": " ", "and": Sentence(" and "), "quoted": Sentence("”, “")}


def in_french(told: str) -> str:
    """A number as French writes it: 1 234,5, 0,05 and 95 % for 1,234.5, .05 and 95%, with spaces that do not break."""
    told = re.sub(r"(?<=\d),(?=\d{3})", "\u00a0", told)
    told = re.sub(r"(?<![\d.])\.(?=\d)", "0,", told)
    return re.sub(r"(?<=\d)\.(?=\d)", ",", told).replace("%", "\u00a0%")


def sentences_in(*found: Any) -> dict[str, Made]:
    """{text: what it was made of} of every ``Sentence`` within outcomes, tables, drawings and lists; ready for JSON."""
    made: dict[str, Made] = {}
    for one in found:
        if isinstance(one, Sentence):
            made[str.__str__(one)] = _made(one)
        elif isinstance(one, str):
            continue
        elif isinstance(one, Mapping):
            made |= sentences_in(*one, *one.values())
        elif isinstance(one, list | tuple):
            made |= sentences_in(*one)
        elif dataclasses.is_dataclass(one):
            made |= sentences_in(*(getattr(one, each.name) for each in dataclasses.fields(one)))
    return made


def _made(value: Any) -> Any:
    if isinstance(value, Sentence):
        return {"template": value.template, "values": {name: _made(each) for name, each in value.values.items()}}
    if isinstance(value, list | tuple):
        return [_made(each) for each in value]
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value if value is None or isinstance(value, str | bool | int | float) else str(value)

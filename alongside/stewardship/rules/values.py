"""What a cell says: text in, value out, or a problem that names the column. Nothing is guessed and nothing is computed.

A cell that looks like a formula is text. A day is written year-month-day; any other way is asked about, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from typing import Any

from alongside.stewardship.rules.problems import nearest, shown
from alongside.stewardship.rules.schema import Column

DAY = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
OTHER_DAY = re.compile(r"([0-9]{1,2})[/.\- ]([0-9]{1,2})[/.\- ]([0-9]{4})")
YEAR_FIRST = re.compile(r"([0-9]{4})[/. ]([0-9]{1,2})[/. ]([0-9]{1,2})")
CLOCK = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::[0-9]{2})?")
WEEKS = re.compile(r"([0-9]{2})(?:\+([0-6]))?")
WHOLE = re.compile(r"-?[0-9]{1,9}(?:\.0+)?")
NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
MOST_TOTAL = Decimal(10) ** 8  # what assessment.Occasion.total holds: 12 digits, 4 of them after the point
YES, NO = {"yes", "true", "1", "oui", "y"}, {"no", "false", "0", "non", "n"}


class Unclear(Exception):
    """A cell that cannot be understood: the code and values of a ``Problem``."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code, self.values = code, values


def read_cell(column: Column, raw: str) -> Any:
    """The value of one cell; ``None`` (for text: the empty text) when it is empty. Raises Unclear."""
    if "\x00" in raw:
        raise Unclear("nul", column=column.name)
    text = raw.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not text:
        if column.required:
            raise Unclear("needed", column=column.name)
        return "" if column.type == "string" else None
    if len(text) > column.longest:
        raise Unclear("too_long", column=column.name, length=len(text), limit=column.longest)
    if column.choices:
        return _choice(column, text)
    return _READERS[column.type](column, text) if column.type in _READERS else text


def _choice(column: Column, text: str) -> str:
    word = "_".join(text.casefold().replace("-", " ").replace("_", " ").split())
    if word not in column.choices:
        hint = nearest(word, column.choices)
        raise Unclear(
            "unknown_choice", column=column.name, value=shown(text), hint=hint, choices=", ".join(column.choices)
        )
    return word


def read_day(column: str, text: str) -> date:
    """A day written year-month-day (a midnight after it is ignored). Raises Unclear."""
    if found := DAY.fullmatch(text):
        return _day(column, text, int(found[1]), int(found[2]), int(found[3]))
    if found := YEAR_FIRST.fullmatch(text):
        return _ask(column, text, [_maybe(int(found[1]), int(found[2]), int(found[3]))])
    if found := OTHER_DAY.fullmatch(text):
        a, b, year = int(found[1]), int(found[2]), int(found[3])
        return _ask(column, text, [_maybe(year, b, a), _maybe(year, a, b)])
    return _ask(column, text, [])


def _maybe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _day(column: str, text: str, year: int, month: int, day: int) -> date:
    found = _maybe(year, month, day)
    if found is None:
        raise Unclear("no_such_day", column=column, value=shown(text))
    return found


def _ask(column: str, text: str, could_be: list[date | None]) -> date:
    days = list(dict.fromkeys(d for d in could_be if d))
    if len(days) == 2:
        raise Unclear("date_either", column=column, value=shown(text), one=days[0], other=days[1])
    form = str(days[0]) if days else "such as 2023-05-01"
    raise Unclear("date_form", column=column, value=shown(text), form=form)


def _date(column: Column, text: str) -> date:
    return read_day(column.name, text)


def _time(column: Column, text: str) -> time:
    found = CLOCK.fullmatch(text)
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise Unclear("time_form", column=column.name, value=shown(text))
    return time(int(found[1]), int(found[2]))


def _whole(column: Column, text: str) -> int:
    if not WHOLE.fullmatch(text):
        raise Unclear("number_form", column=column.name, value=shown(text))
    number = int(text.split(".")[0])
    if (column.least is not None and number < column.least) or (column.most is not None and number > column.most):
        raise Unclear("out_of_bounds", column=column.name, value=number, least=column.least, most=column.most)
    return number


def _yes_no(column: Column, text: str) -> bool:
    word = text.casefold()
    if word not in YES | NO:
        raise Unclear("yes_no", column=column.name, value=shown(text))
    return word in YES


_READERS: dict[str, Callable[[Column, str], Any]] = {
    "date": _date,
    "time": _time,
    "integer": _whole,
    "boolean": _yes_no,
}


def gestation_days(column: str, text: str) -> int | None:
    """Completed days from weeks such as 36 or 36+4; ``None`` for an empty text. Raises Unclear."""
    if not text:
        return None
    found = WEEKS.fullmatch(text)
    if not found:
        raise Unclear("weeks_form", column=column, value=shown(text))
    return int(found[1]) * 7 + int(found[2] or 0)


def several(text: str) -> tuple[str, ...]:
    """The parts of a text with | between them."""
    return tuple(part.strip() for part in text.split("|") if part.strip())


def read_total(column: str, text: str) -> Decimal:
    """A total score. Raises Unclear; an empty or missing one is the caller's business and never nought."""
    if not NUMBER.fullmatch(text):
        raise Unclear("score_form", column=column, value=shown(text))
    total = Decimal(text)
    if abs(total) >= MOST_TOTAL or total != round(total, 4):
        raise Unclear("total_too_long", column=column, value=shown(text))
    return total

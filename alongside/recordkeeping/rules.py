"""What every room decides with: an answer of a rule, names folded for finding, months by the calendar. Plain Python."""

from __future__ import annotations

import calendar
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

# Letters that Unicode does not take apart into a base letter and a mark.
_LONE = str.maketrans(
    {
        "ø": "o",
        "Ø": "o",
        "ł": "l",
        "Ł": "l",
        "đ": "d",
        "Đ": "d",
        "œ": "oe",
        "Œ": "oe",
        "æ": "ae",
        "Æ": "ae",
        "ß": "ss",
        "ı": "i",
    }
)


@dataclass(frozen=True)
class Decision:
    """The answer of a rule: allowed or not, and why (a code from the room's ``terms.py`` that pages translate)."""

    allowed: bool
    because: str = ""

    def __bool__(self) -> bool:
        return self.allowed


@dataclass(frozen=True)
class Words:
    """A text of ours in both languages, as data files hold it."""

    en: str
    fr: str

    def said(self, language: str) -> str:
        """In the reader's language: French for "fr" and "fr-ca", else English."""
        return self.fr if language.split("-")[0].lower() == "fr" else self.en


class Refused(Exception):
    """A rule said no. ``because`` is a code from the room's ``terms.py``; ``field`` names the form's field, if any.

    ``detail`` holds what the page needs to explain it (such as the clashing row); it is shown, never logged.
    """

    def __init__(self, because: str, *, field: str = "", **detail: object) -> None:
        super().__init__(because)
        self.because, self.field, self.detail = because, field, detail


def fold(text: str) -> str:
    """``text`` without accents, case, or repeated white space, for sorting and finding: "Zoé  LÉGARÉ" -> "zoe legare".

    The database's collation is C.UTF-8, which sorts É after Z; a folded key sorts as people expect.
    """
    flat = unicodedata.normalize("NFKD", text.translate(_LONE).casefold())
    kept = "".join(c for c in flat if not unicodedata.combining(c))
    return " ".join(kept.replace("’", "'").split())


def add_months(day: date, months: int) -> date:
    """The same day of the month ``months`` later, or that month's last day when it is shorter.

    For days that are planned: one month after 31 March is 30 April (so Canada's Interpretation Act, s. 28, counts, and
    PostgreSQL's ``day + interval '1 month'``). For ages see ``completed_months``.
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def completed_months(born_on: date, on: date) -> int:
    """Completed calendar months of age: the one place where they are counted.

    One more on each day with the number of the birthday; where the month is too short to have it, on the first day
    after that month. Born on 29 February, twelve months are complete on 1 March of a year without one, and eleven on
    28 February. Raises ValueError before the birth.

    Source: the column subtraction with which tests of development work out an age (years, months and days; a month is
    borrowed when there are fewer days than at birth), as on the E-LAP's worksheet; PostgreSQL's ``age()`` gives the
    same months. Unverified: the manuals of SWYC and ASQ-3 themselves were not at hand, and no Canadian law that we
    found says when somebody born on 29 February is a year older.

    >>> completed_months(date(2024, 2, 29), date(2025, 2, 28)), completed_months(date(2024, 2, 29), date(2025, 3, 1))
    (11, 12)
    """
    if on < born_on:
        raise ValueError("not born yet on this day")
    return (on.year - born_on.year) * 12 + on.month - born_on.month - (on.day < born_on.day)


def comes_of_age(born_on: date, months: int) -> date:
    """The first day on which ``completed_months`` are ``months``.

    >>> comes_of_age(date(2024, 2, 29), 12), comes_of_age(date(2024, 1, 15), 1)
    (datetime.date(2025, 3, 1), datetime.date(2024, 2, 15))
    """
    day = add_months(born_on, months)
    return day + timedelta(days=day.day < born_on.day)

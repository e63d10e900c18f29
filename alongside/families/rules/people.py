"""People as they are entered: every name is optional, in any script; only days can be impossible."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from alongside.families.rules.answers import Checked, allow, check_year, refuse
from alongside.families.terms import Because, Safety
from alongside.recordkeeping.rules import fold

LONGEST_NAME = 300


@dataclass(frozen=True)
class NewPerson:
    """What may be known of somebody when she or he is first recorded. All of it is optional."""

    name: str = ""
    legal_name: str = ""
    other_names: tuple[str, ...] = ()
    is_alias: bool = False
    pronouns: str = ""
    born_on: date | None = None
    died_on: date | None = None
    languages: tuple[str, ...] = ()
    interpreter: str = ""
    her_why: str = ""
    sex: str = ""
    id: uuid.UUID | None = None


@dataclass(frozen=True)
class Birth:
    """One child's birth. ``child_id`` is the expected child who is now born; ``None`` for one nobody expected.

    ``weight_g`` in grams, ``gestation_days`` in completed days (found from the due date when left out), ``born_on``
    only when it differs from the others' (twins on either side of midnight).
    """

    child_id: uuid.UUID | None
    name: str = ""
    sex: str = ""
    weight_g: int | None = None
    gestation_days: int | None = None
    hospital_days: int | None = None
    withdrawal_care: str = ""
    feeding: str = ""
    born_on: date | None = None
    home_with_mother_on: date | None = None
    went_home_with_mother: bool | None = None


def clean(text: str) -> str:
    """``text`` without white space around it, and without what no database text may hold (NUL, half a character)."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8").strip()


def check_person(person: NewPerson, on: date) -> Checked:
    """Refuses a birth or death still to come, a death before the birth, a mistyped year, a name longer than a line."""
    names = [("name", person.name), ("legal_name", person.legal_name)]
    for where, name in [*names, *(("other_names", n) for n in person.other_names)]:
        if len(name) > LONGEST_NAME:
            return refuse(Because.TOO_LONG, where)
    for day, where in ((person.born_on, "born_on"), (person.died_on, "died_on")):
        year = check_year(day, where)
        if not year:
            return year
        if day is not None and day > on:
            return refuse(Because.NOT_YET, where)
    if person.born_on and person.died_on and person.died_on < person.born_on:
        return refuse(Because.DIED_BEFORE_BORN, "died_on")
    return allow()


def sort_key(name: str, legal_name: str = "") -> str:
    """The folded name under which lists sort this person; empty (first in the list) for nobody's name."""
    return fold(name) or fold(legal_name)


def name_keys(name: str, legal_name: str = "", other_names: tuple[str, ...] | list[str] = ()) -> list[str]:
    """Each name once, folded, in order; nothing for somebody without a name."""
    folded = (fold(n) for n in (name, legal_name, *other_names))
    return list(dict.fromkeys(key for key in folded if key))


def days_alike(a: date | None, b: date | None) -> float:
    """How near two days of birth are: 1 the same, 0.5 likely a slip, 0 far apart, 0.25 when one is not known.

    A slip is day and month exchanged, one part of three different, or less than a month between them.
    """
    if a is None or b is None:
        return 0.25
    if a == b:
        return 1.0
    exchanged = a.year == b.year and (a.month, a.day) == (b.day, b.month)
    parts = sum((a.year == b.year, a.month == b.month, a.day == b.day))
    return 0.5 if exchanged or parts == 2 or abs((a - b).days) < 31 else 0.0


def her_word(before: str | None, after: str, she_said: bool) -> Checked:
    """How safe somebody is changes only when she has said so, in either direction (D-07).

    ``before`` is what stands now (``None``: nobody was recorded yet, so "she has not said").
    """
    stands = before or Safety.UNKNOWN
    return allow() if she_said or after == stands else refuse(Because.HER_WORD, "safety")

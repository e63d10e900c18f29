"""What the rows of one family say about its people: who there is, whose children they are, which pregnancies.

The questions about days are those of ``families.rules``, so that a file is asked no more and no less than a form.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from alongside.families import rules as families
from alongside.recordkeeping.rules import fold
from alongside.stewardship.rules.caseload import Bundle, Row
from alongside.stewardship.rules.problems import Problem
from alongside.stewardship.rules.values import Unclear, gestation_days, several

FIRST_YEAR, LAST_YEAR = 1900, 2200
_CHECKED = {
    "not_yet": "still_to_come", "unlikely_year": "unlikely_year", "died_before_born": "death_before_birth",
    "weeks_at_birth": "weeks_at_birth", "too_long": "too_long", "ends_before_starts": "end_before_start",
}  # fmt: skip
_LOOKS = {"still_to_come": "days_to_come"}


@dataclass(frozen=True)
class Known:
    """What the programme already knows, as far as whoever imports may see it.

    ``colleagues`` and ``agencies`` go from folded name to ids and id; ``writes`` is the mask of categories she writes.
    """

    today: date
    colleagues: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    agencies: Mapping[str, Any] = field(default_factory=dict)
    writes: int = -1


@dataclass(frozen=True)
class Pair:
    """A woman and a child, by their keys, and since when."""

    woman: str
    child: str
    began: str
    began_on: date


@dataclass(frozen=True)
class Expecting:
    """One pregnancy: her key, the due date, the children's keys, and the day of birth if they are born."""

    woman: str
    due_on: date
    children: tuple[str, ...]
    born_on: date | None


@dataclass
class Draft:
    """One family, checked and ready to be written. Keys are the programme's own; ids come when it is written."""

    key: str
    family: Row
    people: dict[str, Row] = field(default_factory=dict)
    gestations: dict[str, int | None] = field(default_factory=dict)
    pairs: list[Pair] = field(default_factory=list)
    pregnancies: list[Expecting] = field(default_factory=list)
    states: dict[str, list[Row]] = field(default_factory=dict)
    tracks: list[Row] = field(default_factory=list)
    contacts: list[Row] = field(default_factory=list)
    team: list[Row] = field(default_factory=list)

    def of_kind(self, kind: str) -> list[str]:
        """Keys of the women, children or others."""
        return [key for key, row in self.people.items() if row["kind"] == kind]

    def mother_of(self, child: str) -> str:
        """The key of the (first) woman of this child, or an empty text."""
        return next((pair.woman for pair in self.pairs if pair.child == child), "")


class Checking:
    """One family while it is being checked: the draft, and what is found."""

    def __init__(self, bundle: Bundle, known: Known) -> None:
        self.bundle, self.known = bundle, known
        self.problems: list[Problem] = list(bundle.problems)
        self.looks: list[Problem] = []
        self.broken = {(p.file, p.line) for p in bundle.problems}
        self.draft = Draft(bundle.key, bundle.rows["families"][0] if bundle.rows["families"] else Row("", "", 0, {}))

    def say(self, code: str, row: Row, **values: Any) -> None:
        """Something to mend in this row."""
        self.problems.append(Problem(code, row.file, row.line, values, self.bundle.key))

    def look(self, code: str, row: Row, **values: Any) -> None:
        """Something to look at again; holds nothing up."""
        self.looks.append(Problem(code, row.file, row.line, values, self.bundle.key, second_look=True))

    def rows(self, table: str) -> list[Row]:
        """The rows of this table whose cells could all be read."""
        return [r for r in self.bundle.rows[table] if (r.file, r.line) not in self.broken]

    def person(self, row: Row, column: str, kind: str = "") -> bool:
        """The person named in ``column`` belongs to the family (and is a woman or a child, as ``kind`` says)."""
        found = self.draft.people.get(row[column])
        if found is None:
            if not any(p.code == "cells" for p in self.bundle.problems):  # perhaps it is the row that could not be read
                self.say("no_such_person", row, column=column)
        elif kind and found["kind"] != kind and (found.file, found.line) not in self.broken:
            self.say(f"not_a_{kind}", row, column=column)
        else:
            return True
        return False

    def day(self, row: Row, column: str, *, to_come: bool = False) -> bool:
        """The day in ``column`` is possible, and (unless ``to_come``) here."""
        day = row[column]
        if day is None:
            return True
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            self.say("unlikely_year", row, column=column, value=day)
        elif day > self.known.today and not to_come:
            self.say("still_to_come", row, column=column, value=day)
        else:
            return True
        return False

    def checked(self, answer: families.Checked, row: Row, column: str, **values: Any) -> None:
        """Turn the answer of a rule of families into problems and second looks."""
        if not answer:
            code, where = _CHECKED.get(answer.because, "unlikely_year"), answer.field or column
            at = row.values.get(where, row.values.get(column))
            self.say(code, row, **{"column": where, "value": at, **values})
        for warning in answer.warnings:
            self.look(_LOOKS.get(warning, warning), row)


def check_people(check: Checking) -> None:
    """Fill the draft with its people, pairs and pregnancies."""
    draft = check.draft
    if draft.family.values:
        check.day(draft.family, "opened_on")
    for row in check.bundle.rows["people"]:
        draft.people.setdefault(row["person_key"], row)
    for row in check.rows("people"):
        _check_person(check, row)
    unread = any(p.code in ("cells", "unknown_choice") for p in check.bundle.problems)
    if not draft.of_kind("woman") and not unread and draft.family.values:
        check.say("no_woman", draft.family)
    _pair_up(check)
    _gather_pregnancies(check)


def _check_person(check: Checking, row: Row) -> None:
    new = families.NewPerson(
        name=row["name"], legal_name=row["legal_name"], other_names=several(row["other_names"]), born_on=row["born_on"],
        died_on=row["died_on"],
    )  # fmt: skip
    answer = families.check_person(new, check.known.today)
    check.checked(answer, row, "born_on", first=row["born_on"], last=row["died_on"], length="more than 300", limit=300)
    for column in ("sex", "due_on", "gestation", "birth_weight_g"):
        if row[column] and row["kind"] != "child":
            check.say("not_with_kind", row, column=column, kind=row["kind"])
    if row["her_why"] and row["kind"] != "woman":
        check.say("not_with_kind", row, column="her_why", kind=row["kind"])
    if row["kind"] != "child":
        return
    days = None
    try:
        days = gestation_days("gestation", row["gestation"])
    except Unclear as why:
        check.say(why.code, row, **why.values)
    if row["due_on"] is not None and not row["born_on"]:
        check.checked(families.check_due(due_on=row["due_on"], on=check.known.today), row, "due_on")
    elif row["born_on"]:
        due = row["due_on"]
        if due and not FIRST_YEAR <= due.year <= LAST_YEAR:
            check.day(row, "due_on", to_come=True)
            return
        born = families.check_birth(born_on=row["born_on"], due_on=due, gestation_days=days, on=check.known.today)
        if born or answer:
            check.checked(born, row, "born_on")
        if days is None and due and 140 <= families.gestation_from(due_on=due, born_on=row["born_on"]) <= 315:
            days = families.gestation_from(due_on=due, born_on=row["born_on"])
    check.draft.gestations[row["person_key"]] = days


def _pair_up(check: Checking) -> None:
    """Whose child is whose: as dyads.csv says, else the one woman of the family."""
    draft, women = check.draft, check.draft.of_kind("woman")
    lines: dict[tuple[str, str], int] = {}
    for row in check.rows("dyads"):
        if not (check.person(row, "woman_key", "woman") & check.person(row, "child_key", "child")):
            continue
        pair = (row["woman_key"], row["child_key"])
        if pair in lines:
            check.say("same_dyad", row, line=lines[pair])
            continue
        lines[pair] = row.line
        if check.day(row, "began_on"):
            _add_pair(check, row, *pair, row["began"], row["began_on"])
    named = {row["child_key"] for row in check.bundle.rows["dyads"]}
    for key in draft.of_kind("child"):
        child = draft.people[key]
        if key in named or (child.file, child.line) in check.broken:
            continue
        if len(women) > 1:
            check.say("which_woman", child)
        elif women:
            _add_pair(check, child, women[0], key, "", None)


def _add_pair(check: Checking, row: Row, woman: str, child: str, began: str, began_on: date | None) -> None:
    about = check.draft.people[child]
    if (about.file, about.line) in check.broken:
        return
    born_on, due_on = about["born_on"], about["due_on"]
    began = began or ("birth" if born_on or not due_on else "conception")
    if began_on is None and began != "placement":
        began_on = (
            families.conceived_on(due_on=due_on) if due_on and (began == "conception" or not born_on) else born_on
        )
    if began_on is None:
        check.say("needed" if began == "placement" else "no_first_day", row, column="began_on")
        return
    check.draft.pairs.append(Pair(woman, child, began, began_on))


def _gather_pregnancies(check: Checking) -> None:
    together: dict[tuple[str, date], list[Row]] = {}
    for key in check.draft.of_kind("child"):
        row, mother = check.draft.people[key], check.draft.mother_of(key)
        if row["due_on"] and mother and (row.file, row.line) not in check.broken:
            together.setdefault((mother, row["due_on"]), []).append(row)
    for (mother, due_on), rows in together.items():
        born = [r["born_on"] for r in rows if r["born_on"]]
        if born and len(born) != len(rows):
            check.say("mixed_pregnancy", rows[0])
        elif len(rows) > 8:
            check.say("many_children", rows[8])
        else:
            keys = tuple(r["person_key"] for r in rows)
            check.draft.pregnancies.append(Expecting(mother, due_on, keys, min(born) if born else None))


def folded(name: str) -> str:
    """A name as ``Known`` keys it."""
    return fold(name)

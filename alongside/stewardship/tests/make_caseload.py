"""A made-up caseload of any size, from a seed: ``python -m alongside.stewardship.tests.make_caseload FOLDER 5000``.

Lifelike in shape (children 1–4, tracks, gaps, dozens of contacts), nobody is real. The files are in no order.
"""

from __future__ import annotations

import csv
import random
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from alongside.stewardship.rules.schema import TABLES, table

FIRST = ["Ana", "Zoé", "Léa", "O", "محبوبة", "小雨", "Wren 🌿", "Siobhán", "Marie-Ève", "Dorothea", "Inés", "Kaya", ""]
LAST = ["Alder", "Birch", "Côté", "D'Arcy", "Okafor", "Nguyễn", "Larivière", "Petrov", "=SUM(A1)", "Two Rivers"]
MODES = ["home", "in_person", "phone", "text", "street", "hospital", "court"]
NOTES = [
    "We had tea.",
    'She said "come back tomorrow", and laughed.',
    "Two lines\nof a note; with a semicolon",
    "Rode along, twice.",
]
FIRST_DAY, LAST_DAY = date(2019, 1, 7), date(2025, 12, 31)

Rows = dict[str, list[dict[str, Any]]]


def write_caseload(
    folder: Path, families: int, *, seed: int = 7, contacts: int = 20, colleague: str = "", separator: str = ","
) -> dict[str, int]:
    """Write the files into ``folder``; answers how many rows each has. ``colleague`` works with every third family."""
    chance = random.Random(seed)
    rows: Rows = {name: [] for name in TABLES}
    for number in range(1, families + 1):
        _family(rows, number, chance, contacts, colleague if number % 3 == 0 else "")
    folder.mkdir(parents=True, exist_ok=True)
    for name, found in rows.items():
        if name != "families":
            chance.shuffle(found)
        write_table(folder, name, found, separator=separator)
    return {name: len(found) for name, found in rows.items()}


def write_table(folder: Path, name: str, rows: list[dict[str, Any]], *, separator: str = ",") -> Path:
    """One file with the header of its schema; columns not given stay empty."""
    path = folder / f"{name}.csv"
    with path.open("w", encoding="utf-8", newline="") as handle:
        out = csv.DictWriter(handle, [c.name for c in table(name).columns], restval="", delimiter=separator)
        out.writeheader()
        out.writerows(rows)
    return path


def _day(chance: random.Random, first: date, last: date = LAST_DAY) -> date:
    return first + timedelta(days=chance.randrange(max(1, (last - first).days)))


def _family(rows: Rows, number: int, chance: random.Random, contacts: int, colleague: str) -> None:
    key, woman = f"F-{number:05}", f"P-{number:05}-0"
    opened = _day(chance, FIRST_DAY, date(2025, 6, 1))
    last = chance.choice(LAST)
    rows["families"].append({"family_key": key, "opened_on": opened})
    rows["people"].append({
        "family_key": key, "person_key": woman, "kind": "woman", "name": f"{chance.choice(FIRST)} {last}".strip(),
        "born_on": _day(chance, date(1978, 1, 1), date(2004, 1, 1)), "is_alias": chance.choice(["yes", "no", ""]),
    })  # fmt: skip
    first = {"family_key": key, "person_key": woman}
    rows["enrolment"].append({**first, "from_on": opened, "state": "getting_to_know"})
    rows["enrolment"].append({**first, "from_on": opened + timedelta(days=30), "state": "active"})
    children = [f"P-{number:05}-{n}" for n in range(1, chance.choice([1, 1, 2, 2, 3, 4]) + 1)]
    for child in children:
        _child(rows, key, child, last, chance)
    if chance.random() < 0.1:
        rows["people"].append({
            "family_key": key, "person_key": f"P-{number:05}-9", "kind": "child", "due_on": "2026-12-01",
        })  # fmt: skip
    for n in range(contacts):
        for_whom = chance.choice(["woman", "woman", "child", "dyad"])
        rows["contacts"].append({
            "family_key": key, "contact_key": f"C-{number:05}-{n}", "for_whom": for_whom,
            "person_key": woman if for_whom == "woman" else chance.choice(children), "on": _day(chance, opened),
            "mode": chance.choice(MODES), "minutes": chance.choice(["", 20, 50]), "note": chance.choice(NOTES),
            "reached": chance.choice(["met", "met", "tried", "did_not_meet_unknown"]),
        })  # fmt: skip
    if colleague:
        rows["team"].append({
            "family_key": key, "colleague": colleague, "role": "counsellor", "first_day": opened,
            "key_worker_for": woman,
        })  # fmt: skip


def _child(rows: Rows, family: str, key: str, last: str, chance: random.Random) -> None:
    born = _day(chance, date(2015, 1, 1), date(2024, 6, 1))
    rows["people"].append({
        "family_key": family, "person_key": key, "kind": "child", "name": f"{chance.choice(FIRST)} {last}".strip(),
        "born_on": born, "gestation": chance.choice(["", "39", "34+2"]),
    })  # fmt: skip
    away = born + timedelta(days=chance.randrange(30, 400))
    back = away + timedelta(days=chance.randrange(30, 300))
    track = {"family_key": family, "child_key": key, "track": "living"}
    rows["tracks"].append({**track, "kind": "mother", "first_day": born, "last_day": away - timedelta(days=1)})
    rows["tracks"].append({**track, "kind": chance.choice(["kin", "foster"]), "first_day": away, "last_day": back})
    rows["tracks"].append({**track, "kind": "mother", "first_day": back + timedelta(days=1)})
    legal = {"family_key": family, "child_key": key, "track": "legal"}
    rows["tracks"].append({**legal, "kind": "interim_care", "first_day": away, "last_day": back})


if __name__ == "__main__":
    who = sys.argv[3] if len(sys.argv) > 3 else ""
    sys.stdout.write(f"{write_caseload(Path(sys.argv[1]), int(sys.argv[2]), colleague=who)}\n")

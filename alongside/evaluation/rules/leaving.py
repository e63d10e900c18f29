"""What may be taken out of a study: nobody in it may be one of few who are alike, and a file says what it holds.

Two checks (k-anonymity, and few answers): everybody shares arm and all characteristics with at least ``LEAST - 1``
others, and in no arm does an outcome have so few answers that they could be told apart. Where a row is about a child,
brothers and sisters are one family: families are counted, not rows. The checks do not hide anybody from somebody who
knows her answers: the page says so.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass

from alongside.evaluation.rules.framing import ARM, CODE, FILE, Cell, Frame, as_csv
from alongside.evaluation.rules.own import is_cluster
from alongside.evaluation.terms import No

LEAST = 5
# A zip file holds a time for each of its files: the same for all, so that the same extract is the same file.
_WHEN = (2000, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Few:
    """Why an extract cannot leave: a code, the column, and how many participants it is about."""

    because: str
    column: str = ""
    count: int = 0


def families_of(frame: Frame) -> list[Hashable]:
    """Whose each row is: the mother's code where one stands beside (``own.CLUSTER``), else the row's own."""
    mothers = [frame.column(name) for name in frame.characteristics if is_cluster(name)]
    return [
        next((("mother", each) for each in said if each is not None), ("row", code))
        for code, *said in zip(frame.column(CODE), *mothers, strict=True)
    ]


def too_few(frame: Frame, least: int = LEAST, families: Sequence[Hashable] | None = None) -> list[Few]:
    """Everything for which ``frame`` cannot leave; of characteristics, each whose absence alone would help is named.

    ``families``: whose each row is, where the table does not say it itself (``families_of``).
    """
    found = []
    whose = families_of(frame) if families is None else families
    alone = _alone(frame, frame.characteristics, least, whose)
    if alone:
        helps = [
            name
            for name in frame.characteristics
            if not _alone(frame, [other for other in frame.characteristics if other != name], least, whose)
        ]
        found += [Few(No.TOO_FEW_ALIKE, name, alone) for name in helps or [""]]
    arms = frame.column(ARM)
    for name in frame.outcomes:
        said = zip(arms, whose, frame.column(name), strict=True)
        few = _of_few(((arm, family) for arm, family, cell in said if cell is not None), least)
        if few:
            found.append(Few(No.TOO_FEW_ANSWERS, name, few))
    return found


def _alone(frame: Frame, names: Sequence[str], least: int, families: Sequence[Hashable]) -> int:
    """How many share arm and ``names`` with fewer than ``least - 1`` other families; no answer is an answer here."""
    alike = zip(frame.column(ARM), *(frame.column(name) for name in names), strict=True)
    return _of_few(zip(alike, families, strict=True), least)


def _of_few(rows: Iterable[tuple[Hashable, Hashable]], least: int) -> int:
    """How many of ``rows`` (a group, a family) stand in a group of fewer than ``least`` families."""
    count: Counter[Hashable] = Counter()
    families: dict[Hashable, set[Hashable]] = defaultdict(set)
    for group, family in rows:
        count[group] += 1
        families[group].add(family)
    return sum(count[group] for group, of in families.items() if len(of) < least)


def with_new_codes(frame: Frame, shuffle: Callable[[list[int]], None]) -> Frame:
    """The same rows in another order under codes of their own, which lead back to nobody: P001, P002 …"""
    order = list(range(len(frame.rows)))
    shuffle(order)
    width = max(3, len(str(len(order))))
    rows = tuple((f"P{n:0{width}}", *frame.rows[place][1:]) for n, place in enumerate(order, start=1))
    return Frame(frame.names, frame.characteristics, rows)


def table_schema(frame: Frame, title: str) -> str:
    """The columns as a Table Schema (Frictionless Standards, tableschema), JSON."""
    fields = []
    for name in frame.names:
        cells = frame.column(name)
        field: dict[str, object] = {"name": name, "type": "number" if _numeric(cells) else "string"}
        if name == CODE:
            field["constraints"] = {"required": True, "unique": True}
        elif field["type"] == "string":
            field["constraints"] = {"enum": sorted({str(cell) for cell in cells if cell is not None})}
        fields.append(field)
    schema = {
        "$schema": "https://specs.frictionlessdata.io/schemas/table-schema.json", "title": title, "fields": fields,
        "missingValues": [""], "primaryKey": [CODE],
    }  # fmt: skip
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def codebook(frame: Frame, *, primary: Sequence[str] = (), secondary: Sequence[str] = ()) -> str:
    """A line for each column, CSV: what it is, whether it was registered as an outcome, its values, who has one."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["column", "what", "registered", "values", "answered", "missing"])
    for name in frame.names:
        cells = [cell for cell in frame.column(name) if cell is not None]
        what = {CODE: "participant, made for this extract", ARM: "arm"}.get(name) or (
            "characteristic at the start" if name in frame.characteristics else "measure.wave"
        )
        registered = "primary" if name in primary else "secondary" if name in secondary else ""
        writer.writerow([name, what, registered, _values(name, cells), len(cells), len(frame.rows) - len(cells)])
    return out.getvalue()


def _values(name: str, cells: Sequence[Cell]) -> str:
    if name == CODE:
        return ""
    # No lowest and highest number: each is the answer of one participant.
    return "number" if _numeric(cells) else "; ".join(sorted({str(cell) for cell in cells}))


def _numeric(cells: Sequence[Cell]) -> bool:
    there = [cell for cell in cells if cell is not None]
    return bool(there) and all(isinstance(cell, float) for cell in there)


def packed(frame: Frame, *, title: str, primary: Sequence[str], secondary: Sequence[str]) -> bytes:
    """The extract: a zip file with the table, its Table Schema and its codebook."""
    files = {
        FILE: as_csv(frame), "tableschema.json": table_schema(frame, title),
        "codebook.csv": codebook(frame, primary=primary, secondary=secondary),
    }  # fmt: skip
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, _WHEN), text, zipfile.ZIP_DEFLATED)
    return out.getvalue()

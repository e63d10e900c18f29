"""What a site's files hold: five tables, each a Parquet file in the site's own folder. No name, no day of the calendar.

A pool is a folder with a folder for each site. ``measures`` holds the register: what counts as above a cut-off, and
the measurement error that makes a change reliable. It is settled where the site keeps it, written down once, and never
worked out again by an engine. Columns are called as in the programme's own reports.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

VERSION = 1
TEXT, NUMBER, WHOLE, YES_NO = "string", "number", "integer", "boolean"  # as a Table Schema calls them
LOWER, HIGHER = "lower", "higher"
SIGNS = (">=", ">", "<=", "<")
LATEST = "latest"  # as a report calls her last score, so that no wave may be called so


@dataclass(frozen=True)
class Column:
    """A column. ``needed``: a value stands in every row. ``among``: the only values there are."""

    name: str
    type: str
    what: str
    needed: bool = True
    among: tuple[str, ...] = ()


@dataclass(frozen=True)
class Layout:
    """A table: its columns in their order, and those that together name a row."""

    name: str
    what: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)


SITE = Column("site", TEXT, "the site, as all files of the pool call it")
ARM = Column("arm", TEXT, "the arm of the study, or the kind of programme")
FAMILY = Column("family", TEXT, "a code of the family: nobody is counted twice, and few are few families")
PERSON = Column("person", TEXT, "a code of the woman, child or dyad; in a study of women alone the family's code")
INSTRUMENT = Column("instrument", TEXT, "the questionnaire, as all sites call it")
SCALE = Column("scale", TEXT, "its scale; an empty text where there is only one")

PEOPLE = Layout(
    "people", "Everybody who is in it, also those of whom nothing else is known.", (SITE, ARM, FAMILY, PERSON),
    ("site", "person"),
)  # fmt: skip
MEASURES = Layout(
    "measures",
    "The register of this site: for each scale its cut-off, and the norm that a change is judged by.",
    (
        SITE, INSTRUMENT, SCALE,
        Column("better", TEXT, "which way is better; nothing: neither", needed=False, among=(LOWER, HIGHER)),
        Column("cut_op", TEXT, "how a score must lie to the cut-off to be “above” it", needed=False, among=SIGNS),
        Column("cut_value", NUMBER, "the cut-off in points", needed=False),
        Column("sd", NUMBER, "SD of the registered norm, in points", needed=False),
        Column("r", NUMBER, "its reliability, from 0 to below 1", needed=False),
        Column("s_diff", NUMBER, "√2 · sd · √(1 − r): standard error of the difference of two scores", needed=False),
        Column("points", NUMBER, "a published rule of points; used only where s_diff is not known", needed=False),
        Column("judged", YES_NO, "whether a change may be judged (no: it cannot change, or only groups can be)"),
        Column("source", TEXT, "where the norm comes from", needed=False),
    ),
    ("site", "instrument", "scale"),
)  # fmt: skip
SCORES = Layout(
    "scores",
    "A row for each score that counts.",
    (
        SITE, ARM, FAMILY, PERSON, INSTRUMENT, SCALE,
        Column("wave", TEXT, "the planned time; an empty text outside of waves"),
        Column("place", WHOLE, "1 for her first score of this scale, 2 for the next, and so on"),
        Column("value", NUMBER, "the score in points"),
    ),
    ("site", "person", "instrument", "scale", "place"),
)  # fmt: skip
SERVICES = Layout(
    "services",
    "What each family used: a row for each quarter of the year in which there was a meeting.",
    (
        SITE, ARM, FAMILY,
        Column("quarter", TEXT, "the quarter's first day, 2026-01-01"),
        Column("contacts", WHOLE, "how many meetings"),
        Column("minutes", NUMBER, "how long in all, where it is known", needed=False),
        Column("months", WHOLE, "in how many of its months there was a meeting, 1 to 3"),
    ),
    ("site", "family", "quarter"),
)  # fmt: skip
RETENTION = Layout(
    "retention",
    "When each woman was there, in whole months from her own first day (month 0): a row for each time.",
    (
        SITE, ARM, FAMILY, PERSON,
        Column("from_month", WHOLE, "the first whole month at which she was there"),
        Column("to_month", WHOLE, "the last one"),
        Column("known_months", WHOLE, "how many whole months ago she began, when the file was made"),
    ),
    ("site", "person", "from_month"),
)  # fmt: skip
LAYOUTS: Mapping[str, Layout] = {each.name: each for each in (PEOPLE, MEASURES, SCORES, SERVICES, RETENTION)}
ALWAYS = ("people", "measures", "scores")  # the others are there when a site has them


def table_schema(layout: Layout) -> dict[str, Any]:
    """One table as a Table Schema (Frictionless Standards)."""
    fields = []
    for column in layout.columns:
        field: dict[str, Any] = {"name": column.name, "type": column.type, "description": column.what}
        limits: dict[str, Any] = {"required": True} if column.needed else {}
        if column.among:
            limits["enum"] = list(column.among)
        if limits:
            field["constraints"] = limits
        fields.append(field)
    found: dict[str, Any] = {"description": layout.what, "fields": fields, "primaryKey": list(layout.key)}
    if layout is not PEOPLE and ARM in layout.columns:
        whose = ["site", "arm", *(column.name for column in (FAMILY, PERSON) if column in layout.columns)]
        found["foreignKeys"] = [{"fields": whose, "reference": {"resource": "people", "fields": whose}}]
    return found


def package() -> str:
    """All tables as a Data Package without its data, JSON: what another programme needs to make such files."""
    resources = [
        {
            "name": layout.name, "path": f"{layout.name}.parquet", "format": "parquet",
            "schema": table_schema(layout),
        }
        for layout in LAYOUTS.values()
    ]  # fmt: skip
    return json.dumps({"name": "pool", "version": str(VERSION), "resources": resources}, indent=2) + "\n"

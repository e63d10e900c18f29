"""A world for tests of reports: places of the programme, large and small, with scores that are counted."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from random import Random

import psycopg

from tests.cast import CAST
from tests.cast.people import AGENCIES

WAVES = ("intake", "6-months", "yearly")
PLACES = {"LEAD": 40, "OTHER_SITE": 12, "A": 4, "B": 3, "C": 3, "D": 2, "E": 9}
Rows = list[tuple[str, uuid.UUID, str, date, int]]  # place, family (of one woman), wave, day, value


def place(key: str) -> uuid.UUID:
    """The agency of a place."""
    return CAST[key]


def phq_9(admin: psycopg.Connection) -> uuid.UUID:
    """The definition of the PHQ-9 in English."""
    [(phq,)] = admin.execute(
        "select id from instruments_definition where code = 'PHQ-9' and state = 'published' and language = 'en'"
    ).fetchall()
    return phq


def fill(admin: psycopg.Connection) -> Rows:
    """Seven places of the programme; women who answered one measure at up to three times, long before this month."""
    chance, rows = Random(6), []
    phq = phq_9(admin)
    for key, families in PLACES.items():
        agency = place(key)
        if key not in AGENCIES:
            admin.execute(
                "insert into agencies_agency (id, recorded_by, name, kind, reference) values (%s, %s, %s, 'comparison', '')",
                [agency, CAST["ADM"], f"Place {key}"],
            )
        for _ in range(families):
            family = uuid.uuid4()
            admin.execute(
                "insert into families_family (id, recorded_by, agency_id, name, opened_on, version) values (%s, %s, %s, '', %s, 1)",
                [family, CAST["ADM"], agency, date(2024, 1, 1)],
            )
            value = chance.randint(4, 27)
            for n, wave in enumerate(WAVES):
                if n and chance.random() < 0.2:
                    continue
                value = max(0, min(27, value + chance.randint(-11, 3) * (n > 0)))
                rows.append((key, family, wave, date(2024, 3, 1) + timedelta(days=180 * n), value))
                score(admin, family, family, wave, rows[-1][3], value, phq, CAST["ADM"])
    admin.execute("select safekeeping.derive_tallies()")
    return rows


def put(at: psycopg.Connection, table: str, **given: object) -> uuid.UUID:
    """A row with what is given, and nothing in every other column that asks for a value; answers its id."""
    empty = {"text": "", "boolean": False, "ARRAY": [], "integer": 1, "smallint": 4}
    asked = at.execute(
        "select column_name, data_type from information_schema.columns where table_name = %s and is_nullable = 'NO'"
        " and column_default is null", [table],
    ).fetchall()  # fmt: skip
    id = uuid.uuid4()
    row = {
        name: id if name == "id" else CAST["ADM"] if name in ("recorded_by", "worker") else empty.get(kind)
        for name, kind in asked
    } | given
    names = ", ".join(f'"{name}"' for name in row)
    at.execute(f"insert into {table} ({names}) values ({', '.join(['%s'] * len(row))})", list(row.values()))  # type: ignore[arg-type]
    return id


def score(
    at: psycopg.Connection, family: uuid.UUID, subject: uuid.UUID, wave: str, on: date, value: int, definition: uuid.UUID,
    by: uuid.UUID, recorded: str = "timestamptz '2025-06-01'",
) -> uuid.UUID:  # fmt: skip
    """An occasion with one score; answers its id."""
    occasion = uuid.uuid4()
    at.execute(
        "insert into assessment_occasion (id, recorded_at, recorded_by, family_id, subject, category, instrument, definition_id,"
        f" wave, \"on\", state, source, note) values (%s, {recorded}, %s, %s, %s, 4, 'PHQ-9', %s, %s, %s, 'done', 'her_report', '')",
        [occasion, by, family, subject, definition, wave, on],
    )
    add_score(at, occasion, family, subject, value, definition, by, recorded)
    return occasion


def add_score(
    at: psycopg.Connection, occasion: uuid.UUID, family: uuid.UUID, subject: uuid.UUID, value: int, definition: uuid.UUID,
    by: uuid.UUID, recorded: str,
) -> None:  # fmt: skip
    at.execute(
        "insert into assessment_score (id, recorded_at, recorded_by, family_id, subject, category, occasion_id, definition_id,"
        f" scale, value, band, met, missing, prorated, reason, engine) values (uuidv7(), {recorded}, %s, %s, %s, 4, %s, %s,"
        " 'total', %s, '', '{}', 0, false, '', '1')",
        [by, family, subject, occasion, definition, value],
    )

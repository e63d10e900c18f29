"""One command: what do agreements cost in the database, at 20,000 families and two million notes?

``python benchmarks/consent_wall.py`` (part of ``make bench``). The first run fills a database of its own: the practice
programme, notes until there are two million, agreements with nine families of twenty, refusals in two of a hundred. Later
runs measure only. Each statement is measured with the wall as the person would be, and the very same statement by a role
that row-level security does not bind, in turns; trust the ratios more than the milliseconds. The figures go into
``benchmarks/README.md`` between their markers.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.publishing import publish  # noqa: E402

NOTES = 2_000_000
AGREED, REFUSED = 20, 50  # of every so many families: nine have agreed with the partner; in one something is refused
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.project.settings")


def main() -> None:
    """Make the database when it is not there, measure in a fresh process, write the page."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--families", type=int, default=20_000)
    ask.add_argument("--notes", type=int, default=NOTES)
    ask.add_argument("--rounds", type=int, default=60)
    ask.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    given = ask.parse_args()
    if given.inside:
        print(json.dumps(measured(given.rounds, given.notes)))
        return
    from benchmarks.run import _home, _prepared

    # A folder of its own: what is added here must not be measured by the others.
    home = Path(f"{_home(given.families)}-consent")
    environment, _made = _prepared(home, given.families)
    done = subprocess.run(
        [sys.executable, str(Path(__file__)), "--inside", "--rounds", str(given.rounds), "--notes", str(given.notes)],
        env=environment, cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(done.stderr[-4000:])
    page = render(json.loads(done.stdout.strip().splitlines()[-1]))
    print(page)
    publish("consent wall", page)


# --- filling


def _fill(notes: int) -> None:
    """Notes up to so many, agreements, refusals; once."""
    from django.db import connections

    with connections["owner"].cursor() as owner, connections["loader"].cursor() as cursor:
        cursor.execute("select count(*) from consent_outsideworker where known_as = 'measured'")
        if cursor.fetchone()[0]:
            return
        # Compiled once at the end instead of once for each statement; no line of the trail for each row.
        for table in _FILLED:
            owner.execute(f"alter table {table} disable trigger user")
        cursor.execute("select count(*) from care_contact")
        there = cursor.fetchone()[0]
        while there < notes:
            cursor.execute(
                "insert into care_contact select n.* from (select c from care_contact c limit %s) o"
                " cross join lateral jsonb_populate_record(o.c, jsonb_build_object('id', uuidv7())) n", [notes - there],
            )  # fmt: skip
            there += cursor.rowcount
        cursor.execute("update care_contact set about = '{}', released_on = \"on\" where about is null")
        for statement in _AGREEMENTS:
            cursor.execute(statement.replace("%%", "%"))
        for table in _FILLED:
            owner.execute(f"alter table {table} enable trigger user")
        cursor.execute("select safekeeping.compile_family(f.id) from families_family f")
        owner.execute("vacuum analyze")


_FILLED = ("care_contact", "agencies_agency", "accounts_colleague", "safekeeping_principal", "safekeeping_capacity",
           "consent_form", "consent_outsideworker", "consent_consent", "consent_consentline")  # fmt: skip


_EVERY = "(hashtext(w.person_id::text) & 2147483647) %% {} < {}"
_FORM = "(select id from consent_form order by id limit 1)"
_AGREEMENTS = [
    "insert into agencies_agency (id, recorded_by, name, kind, reference) select gen_random_uuid(), gen_random_uuid(),"
    " 'Measured society', 'child_welfare', '' where not exists (select from agencies_agency where kind = 'child_welfare')",
    "insert into accounts_colleague (id, recorded_by, agency_id, name, about) select gen_random_uuid(), gen_random_uuid(), a.id,"
    " 'Measured worker', '' from agencies_agency a where a.kind = 'child_welfare' order by a.id limit 1",
    "insert into safekeeping_principal (id, agency, kind, name, active) select c.id, c.agency_id, 'partner', c.name, true"
    " from accounts_colleague c where c.name = 'Measured worker'",
    "insert into safekeeping_capacity (id, principal, abilities, categories, writes, valid) select gen_random_uuid(), c.id, 0,"
    " 16383, 0, tstzrange(null, null) from accounts_colleague c where c.name = 'Measured worker'",
    "insert into safekeeping_principal (id, person, kind, name, active) select w.person_id, w.person_id, 'herself', '', true"
    " from families_woman w on conflict do nothing",
    "insert into safekeeping_capacity (id, principal, abilities, categories, writes, valid) select gen_random_uuid(), w.person_id,"
    " 0, 1927, 0, tstzrange(null, null) from families_woman w",
    "insert into consent_form (id, recorded_by, kind, profile, language, version, text, sha256, source) select gen_random_uuid(),"
    " gen_random_uuid(), 'sharing', 'ontario', 'en', 9999, 'x', '', ''",
    "insert into consent_outsideworker (id, recorded_by, family_id, person_id, colleague_id, known_as, during)"
    " select gen_random_uuid(), w.person_id, w.family_id, w.person_id, c.id, 'measured', daterange(null, null)"
    f" from families_woman w, accounts_colleague c where c.name = 'Measured worker' and {_EVERY.format(AGREED, 9)}",
    "insert into consent_consent (id, recorded_by, family_id, giver_id, effect, form_id, recipient_kind, agency_id,"
    " recipient_class, purpose, during, explained, signed_at, signed_how, signature, copy_given, version)"
    f" select gen_random_uuid(), w.person_id, w.family_id, w.person_id, 'permit', {_FORM}, 'agency', c.agency_id, '',"
    " 'care_coordination', daterange(null, null), '', now() - interval '1 day', 'typed', 'x', '', 1"
    f" from families_woman w, accounts_colleague c where c.name = 'Measured worker' and {_EVERY.format(AGREED, 9)}",
    "insert into consent_consent (id, recorded_by, family_id, giver_id, effect, form_id, recipient_kind, recipient_class,"
    " purpose, during, explained, signed_at, signed_how, signature, copy_given, version)"
    f" select gen_random_uuid(), w.person_id, w.family_id, w.person_id, 'deny', {_FORM}, 'class', 'outside', 'care',"
    " daterange(null, null), '', now() - interval '1 day', 'typed', 'x', '', 1"
    f" from families_woman w where {_EVERY.format(REFUSED, 1)}",
    "insert into consent_consentline (id, recorded_by, family_id, consent_id, subject, category)"
    " select gen_random_uuid(), k.giver_id, k.family_id, k.id, k.giver_id, b.bit from consent_consent k"
    " cross join lateral unnest(case k.effect when 'permit' then array[0, 1, 2, 4, 8] else array[2, 4] end) b (bit)"
    " where k.signed_how = 'typed' and k.signature = 'x'",
]


# --- measuring


def measured(rounds: int, notes: int) -> dict[str, Any]:
    """All figures, as JSON-able values; times in milliseconds."""
    import django
    from django.db import connections

    django.setup()
    _fill(notes)
    with connections["owner"].cursor() as owner:
        # As a server that had time to tidy up: the last run's race compiled thousands of families anew.
        for table in ("safekeeping_cell", "safekeeping_bar"):
            owner.execute(f"vacuum (analyze) {table}")
    from benchmarks import page_statements
    from benchmarks.measure import _client, _page, _sizes, _world

    world = {**_world(), **_somebody()}
    boss = _client(world["supervisor"])
    page = _page(
        "family page, any family", boss, lambda c: c.get(f"/families/{world['busiest']}/"), "≤ 1.3", rounds=rounds
    )
    partner = _client(world["partner"])
    shared = _page("shared with a partner", partner, lambda c: c.get("/shared/"), "p95 ≤ 150 ms", rounds=rounds)
    return {
        **_sizes(), "notes": notes, "page": page, "shared": shared, "rows": [_statement(world, *each, rounds=rounds) for each in _statements(world)],
        "asked": page_statements.measured(world), "cells": _count("safekeeping_cell"), "bars": _count("safekeeping_bar"), "race": _race(),
    }  # fmt: skip


def _count(table: str) -> int:
    from django.db import connections

    with connections["loader"].cursor() as cursor:
        cursor.execute(f"select count(*) from {table}")
        return int(cursor.fetchone()[0])


def _somebody() -> dict[str, Any]:
    """The partner's worker, a mother with many notes, and notes to look up by their ids."""
    from django.db import connections

    with connections["loader"].cursor() as cursor:
        cursor.execute("select id from accounts_colleague where name = 'Measured worker'")
        partner = cursor.fetchone()[0]
        cursor.execute(
            "select family from safekeeping_cell where principal = %s and reach = 'outside' limit 400", [partner]
        )
        theirs = [row[0] for row in cursor.fetchall()]
        cursor.execute(
            "select w.person_id, w.family_id from families_woman w join care_contact c on c.subject = w.person_id"
            " group by 1, 2 order by count(*) desc limit 1"
        )
        mother, home = cursor.fetchone()
        cursor.execute("select id, family_id from care_contact where family_id = any(%s::uuid[]) limit 500", [theirs])
        keys = cursor.fetchall()
    return {"partner": partner, "theirs": theirs, "mother": mother, "home": home, "keys": keys}


TIMELINE = 'select id, "on", note from care_contact where family_id = %s order by "on" desc limit 50'
KEY = "select * from care_contact where id = %s and family_id = %s"
FEED = 'select id, "on", note from care_contact where family_id = any(%s::uuid[]) order by "on" desc limit 50'
LIST = "select id, name from families_person where family_id = any(%s::uuid[]) and kind = 'woman' order by sort_key limit 40"
RECENT = 'select count(*) from care_contact where "on" >= current_date - 90'
ALL = "select count(*) from care_contact"
FIND = "select person from safekeeping.find_people(%s, 30)"
BARE = (
    "select person_id from families_namekey where key %% %s or %s <%% key or key like '%%' || %s || '%%'"
    " group by 1 order by max(word_similarity(%s, key)) desc limit 30"
)
Row = tuple[str, str, str, str, str, Callable[[], list], str]


def _statements(w: dict[str, Any]) -> Iterator[Row]:
    """(what, who, shape, with the wall, without it, values, asked for)."""
    import random

    pick = random.Random(7).choice
    page = "≤ 3, ≤ 1 ms more"
    for who, families in (
        ("counsellor", w["caseload"]),
        ("supervisor", w["others"]),
        ("partner", w["theirs"]),
        ("mother", [w["home"]]),
    ):
        yield "timeline of one family", who, "", TIMELINE, TIMELINE, lambda f=families: [pick(f)], page
    for who in ("counsellor", "supervisor", "partner"):
        yield "one note by its key", who, "", KEY, KEY, lambda: list(pick(w["keys"])), page
    yield "her newest notes", "mother", "small", FEED, FEED, lambda: [[w["home"]]], page
    yield "newest of a caseload", "counsellor", "small", FEED, FEED, lambda: [w["caseload"]], "≤ 5"
    yield "newest of forty shared families", "partner", "", FEED, FEED, lambda: [w["theirs"][:40]], "≤ 5"
    yield "women of a caseload", "counsellor", "", LIST, LIST, lambda: [w["caseload"]], "≤ 5"
    for who in ("supervisor", "partner"):
        yield "count of ninety days", who, "report", RECENT, RECENT, list, "≤ 10"
        yield "count of all notes", who, "report", ALL, ALL, list, "≤ 10"
    yield "search by name", "supervisor", "", FIND, BARE, lambda: [pick(w["names"])], "≤ 2"


def _statement(
    w: dict[str, Any],
    what: str,
    who: str,
    role: str,
    on: str,
    off: str,
    values: Callable[[], list],
    asked: str,
    *,
    rounds: int,
) -> dict[str, Any]:
    """The same statement with the wall and without it, in turns; what counts everything less often.

    Planned anew each time, as it was when the bars were set, and prepared, as pages are after their first requests.
    """
    from benchmarks.measure import WARM, _shape

    rounds = WARM // 2 if what.startswith("count") else rounds
    anew, prepared = (
        _shape(what, w[who], on, off, values, asked, rounds=rounds, role=role, anew=each) for each in (True, False)
    )
    return {**anew, "what": what, "who": who, "shape": role or "app", "prepared": prepared}


def _race() -> dict[str, int]:
    """Disclosing against taking back, two thousand times; the forms are signed for this alone."""
    from django.conf import settings
    from django.db import connections

    from alongside.project import roles
    from benchmarks.measure import _client
    from tests.wall.race import race

    known = settings.DATABASES["default"]
    with connections["loader"].cursor() as cursor:
        cursor.execute(
            "with new as (insert into consent_consent (id, recorded_by, family_id, giver_id, effect, form_id, recipient_kind,"
            " agency_id, recipient_class, purpose, during, explained, signed_at, signed_how, signature, copy_given, version)"
            " select gen_random_uuid(), w.person_id, w.family_id, w.person_id, 'permit', k.form_id, 'agency', k.agency_id, '', 'care',"
            " daterange(null, null), '', now() - interval '1 day', 'typed', 'race', '', 1"
            " from (select * from families_woman order by person_id limit 2000) w,"
            " (select * from consent_consent where effect = 'permit' and agency_id is not null limit 1) k"
            " returning family_id, giver_id, id) select * from new"
        )
        forms = cursor.fetchall()
        cursor.execute("select c.id from accounts_colleague c join accounts_role r on r.colleague_id = c.id"
                       " where r.name = 'supervisor' limit 1")  # fmt: skip
        supervisor = cursor.fetchone()[0]
    token = next(iter(_client(supervisor).cookies.values())).value

    def connect() -> Any:
        import psycopg

        return psycopg.connect(
            host=known["HOST"], port=known["PORT"], dbname=known["NAME"], user=roles.APP, password=known["PASSWORD"]
        )

    started = time.perf_counter()
    outcome = race(connect, token, forms)
    return {"rounds": outcome.rounds, "disclosed": outcome.disclosed, "late": outcome.late,
            "seconds": int(time.perf_counter() - started)}  # fmt: skip


def missed(row: dict[str, Any]) -> str:
    """Said beside what was asked for, when it is not so."""
    times = float(row["asked"].split()[1].rstrip(","))
    more = row["on"] - row["off"]
    met = row["on"] <= times * row["off"] and (more <= 1 or "ms more" not in row["asked"])
    return "" if met else ": **missed**"


def render(found: dict[str, Any]) -> str:
    """The figures as a page."""
    from benchmarks import page_statements

    page, shared, race = found["page"], found["shared"], found["race"]
    lines = [
        f"{found['families']:,} families, {found['notes']:,} notes, {found['cells']:,} cells, {found['bars']:,} bars; PostgreSQL"
        f" {found['server']}, {os.cpu_count()} cores.",
        "",
        f"Whole family page: {page['median']:.1f} ms with the wall, {page['open']:.1f} ms without: ratio"
        f" {page['median'] / page['open']:.2f} (asked for: ≤ 1.3). A partner's list of"
        f" those who share: median {shared['median']:.1f} ms, p95 {shared['p95']:.1f} ms (asked for: p95 ≤ 150 ms).",
        "",
        "| statement | who | shape | wall on, ms | wall off, ms | ratio | more, ms | asked for | prepared: on, ms | off, ms |"
        " ratio |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for row in found["rows"]:
        lines.append(
            f"| {row['what']} | {row['who']} | {row['shape']} | {row['on']:.3f} | {row['off']:.3f} | {row['on'] / row['off']:.2f} |"
            f" {row['on'] - row['off']:.3f} | {row['asked']}{missed(row)} | {row['prepared']['on']:.3f} | {row['prepared']['off']:.3f} |"
            f" {row['prepared']['on'] / row['prepared']['off']:.2f} |"
        )
    lines += ["", *page_statements.render(found["asked"])]
    lines += [
        "",
        f"Taking back against disclosing, {race['rounds']:,} times in {race['seconds']} s: {race['disclosed']:,} disclosed before it was"
        f" taken back, {race['late']} after (asked for: 0).",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()

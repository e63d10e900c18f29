"""One command: reports over five million assessment rows in PostgreSQL, beside the best plain SQL.

``make bench-reports`` (or ``python benchmarks/evaluation_reports.py``). The first run fills a database of its own, set by set:
100 places of the programme, 12 measures (each a definition of its own), 4 times, 5,000,000 scores of 104,000 women and their
families; and one of a tenth of that. Then, each after the other and in turns, on one connection that keeps no plan (a plan that
is kept would ignore later settings of the planner):

* *change*: the outcome report over the rows, as a page asks it (``safekeeping.change_figures()``: whose place it is, the rules
  of scales, the site's own norms, what is kept back), as an evaluator behind the wall, against plain SQL that judges the same
  pairs as a superuser and keeps nothing back;
* *scores*: the same with ``safekeeping.score_figures()``, which reads the tallies, against plain SQL over the rows;
* how each grows from 0.5 to 5 million rows.

The figures of both are compared before anything is timed. They go into ``benchmarks/README.md`` between their markers.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import platform
import secrets as tokens
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.publishing import publish  # noqa: E402

PLACES, MEASURES, WAVES = 100, 12, 4
SIZES = (500_000, 5_000_000)
MOST_RATIO, MOST_MS = 1.5, 20.0
NAME = "alongside"

_BY = "md5('whoever wrote it')::uuid"
_PLACE, _FAMILY = "md5('place ' || {p})::uuid", "md5('family ' || {f})::uuid"
_SCORING = """json_build_object('format', 'x', 'questionnaire', json_build_object(), 'scoring', json_build_object(
    'code', 'M' || m, 'constructs', json_build_array('what M' || m || ' measures'),
    'scales', json_build_array(json_build_object('code', 'total', 'direction', 'higher_worse', 'cutoffs', json_build_array())),
    'norms', json_build_array(json_build_object('scale', 'total', 'SD_ref', 6, 'r', 0.84, 'r_type', 'test-retest',
      'source', 'made up for the benchmark', 'fixed', json_build_object('caseness', 10)))))::text"""
# Each woman answers every measure at every time; the last figures differ a little by place, so that no two cells are alike.
FILLING = (
    f"""insert into agencies_agency (id, recorded_by, name, kind, reference)
    select {_PLACE.format(p="p")}, {_BY}, 'Place ' || p, case when p = 1 then 'programme' else 'comparison' end, ''
      from generate_series(1, {PLACES}) p""",
    f"""insert into agencies_programme (id, recorded_by, agency_id, name, mode, jurisdiction, quiet_after_days, time_zone,
      implied_consent, leave_to, only_row)
    select gen_random_uuid(), {_BY}, {_PLACE.format(p="1")}, 'Programme', 'demo', 'ontario', 60, 'America/Toronto', false,
      'https://example.org/', true""",
    f"""insert into instruments_definition (id, recorded_by, code, version, language, title, state, pack, origin, document,
      checksum, published_at, published_by)
    select md5('measure ' || m)::uuid, {_BY}, 'M' || m, '1', 'en', 'Measure ' || m, 'published', 'site', 'site', d.document,
      encode(sha256(convert_to(d.document, 'UTF8')), 'hex'), now(), {_BY}
      from generate_series(1, {MEASURES}) m cross join lateral (select {_SCORING} as document) d""",
    f"""insert into families_family (id, recorded_by, agency_id, name, opened_on, version)
    select {_FAMILY.format(f="f")}, {_BY}, {_PLACE.format(p=f"(f % {PLACES}) + 1")}, '', date '2020-01-01', 1
      from generate_series(1, {{families}}) f""",
    f"""insert into assessment_occasion (id, recorded_at, recorded_by, family_id, subject, category, instrument, definition_id,
      wave, "on", state, source, note, total)
    select uuidv7(), timestamptz '2024-01-01', {_BY}, {_FAMILY.format(f="f")}, {_FAMILY.format(f="f")}, 4, 'M' || m,
      md5('measure ' || m)::uuid, 'w' || w, date '2021-01-01' + 180 * w, 'done', 'her_report', '',
      least(27, greatest(0, round(14 - w + (f % 7) + 9 * sin(f * 12.9898 + w * 78.233 + m * 37.719))))
      from generate_series(1, {{families}}) f, generate_series(1, {MEASURES}) m, generate_series(1, {WAVES}) w""",
)
# The same figures: families, pairs and classes, until the last score of each time, whatever the times are called.
PLAIN_CHANGE = """
with line as (
  select f.agency_id, f.id as family, o.instrument, o.wave, o.total, first_value(o.total) over who as pre,
         row_number() over who > 1 as later, lead(true) over who_then is null as last_of_wave
    from assessment_occasion o join families_family f on f.id = o.family_id where o.total is not null
  window who as (partition by o.subject, o.definition_id, o.respondent order by o."on", o.id),
         who_then as (partition by o.subject, o.definition_id, o.respondent, o.wave order by o."on", o.id)),
judged as (
  select agency_id, family, instrument, wave as until, pre >= 10 and total < 10 as crossed,
         (total - pre)::float8 / (sqrt(2.0::float8) * 6 * sqrt(0.16::float8)) as rci
    from line where later and last_of_wave),
of_family as (
  select agency_id, instrument, until, family, count(*) as n, count(*) filter (where rci < -1.959963984540054 and crossed) as recovered,
         count(*) filter (where rci < -1.959963984540054 and not crossed) as improved,
         count(*) filter (where abs(rci) <= 1.959963984540054 and crossed) as crossed,
         count(*) filter (where abs(rci) <= 1.959963984540054 and not crossed) as unchanged,
         count(*) filter (where rci > 1.959963984540054) as deteriorated
    from judged group by agency_id, instrument, until, family)
select agency_id, instrument, until, count(*)::int, sum(n)::int, sum(recovered)::int, sum(improved)::int, sum(crossed)::int,
       sum(unchanged)::int, sum(deteriorated)::int
  from of_family group by agency_id, instrument, until order by 1, 2, 3
"""
OUR_CHANGE = (
    "select agency, instrument, until, families, n, recovered, improved, crossed, unchanged, deteriorated"
    " from safekeeping.change_figures() order by 1, 2, 3"
)
PLAIN_SCORES = """
select f.agency_id, o.instrument, o.wave, count(*)::int, avg(o.total)::float8, stddev_samp(o.total)::float8,
       count(*) filter (where o.total >= 10)::int
  from assessment_occasion o join families_family f on f.id = o.family_id where o.total is not null
 group by f.agency_id, o.instrument, o.wave order by 1, 2, 3
"""
OUR_SCORES = "select agency, instrument, wave, n, mean, sd, above from safekeeping.score_figures() where not whole order by 1, 2, 3"
Ask = Callable[[str], list[tuple[Any, ...]]]


def main() -> None:
    """Make what is not there, compare, measure, write the page."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--rounds", type=int, default=5)
    ask.add_argument("--rows", type=int, nargs=2, default=SIZES, help="others are printed only")
    ask.add_argument("--fill", type=int, help=argparse.SUPPRESS)
    given = ask.parse_args()
    home = os.environ.get("ALONGSIDE_BENCH_HOME") or f"{tempfile.gettempdir()}/alongside-bench-reports-{os.getuid()}"
    if given.fill:
        filled(Path(home) / str(given.fill), given.fill)
        return
    found = {size: measured(Path(home) / str(size), size, given.rounds) for size in given.rows}
    page = render(found)
    print(page)
    if tuple(given.rows) == SIZES:
        publish("reports", page)


def measured(folder: Path, size: int, rounds: int) -> dict[str, float]:
    """{what: seconds, the middle one of ``rounds``} with so many rows."""
    import psycopg

    from alongside.project import roles
    from alongside.project.embedded import Embedded
    from alongside.project.home import Home, secrets

    if not (folder / "filled").exists():
        # Django is set up once in a process, for one server.
        subprocess.run([sys.executable, __file__, "--fill", str(size)], cwd=ROOT, check=True)
    home = Home(folder).make()
    server = Embedded(home, name="bench", durable=False)
    address = server.start()
    try:
        passwords = secrets(home)["passwords"]
        token = tokens.token_hex(16)
        with psycopg.connect(address.dsn(NAME), autocommit=True) as admin:
            _evaluator(admin, token)

        def asking(user: str, password: str) -> psycopg.Connection:
            held = psycopg.connect(
                host=address.host, port=address.port, user=user, password=password, dbname=NAME, autocommit=True,
                prepare_threshold=None,
            )  # fmt: skip
            # One core: the server's own helpers would hide what a statement costs.
            held.execute("set max_parallel_workers_per_gather = 0")
            held.execute("set jit = off")
            held.execute("set work_mem = '64MB'")
            held.execute("set statement_timeout = '10min'")  # a page is given one minute
            held.execute("select set_config('alongside.token', %s, false)", [token])
            return held

        with asking(roles.APP, passwords[roles.APP]) as page, asking(address.user, address.password) as plain:
            return _timed(lambda sql: page.execute(sql).fetchall(), lambda sql: plain.execute(sql).fetchall(), rounds)
    finally:
        server.stop()


def filled(folder: Path, size: int) -> None:
    """A database with so many rows; a mark at the end says that it is whole."""
    import psycopg

    from alongside.project import roles
    from alongside.project.commands import migrate_all, set_up_django
    from alongside.project.embedded import Embedded
    from alongside.project.home import Home, secrets

    home = Home(folder).make()
    server = Embedded(home, name="bench", durable=False)
    address = server.start()
    try:
        with psycopg.connect(address.dsn("postgres"), autocommit=True) as admin:
            admin.execute(f"drop database if exists {NAME} with (force)")
            roles.prepare(admin, secrets(home)["passwords"], NAME)
            admin.execute("alter system set shared_buffers = '512MB'")  # from the next start on
        with psycopg.connect(address.dsn(NAME), autocommit=True) as admin:
            roles.furnish(admin, NAME)
        set_up_django(home, address, "loader")
        migrate_all()
        with psycopg.connect(address.dsn(NAME), autocommit=True) as admin:
            roles.allow_connecting(admin, NAME)
            # Counted at the end, all at once.
            admin.execute("alter table assessment_occasion disable trigger user")
            for statement in FILLING:
                admin.execute(statement.replace("{families}", str(size // (MEASURES * WAVES))))
            admin.execute("alter table assessment_occasion enable trigger user")
            admin.execute("vacuum (analyze)")
            admin.execute("select safekeeping.derive_tallies()")
            admin.execute("vacuum (analyze) evaluation_scoretally")
    finally:
        server.stop()
    (folder / "filled").write_text("whole\n", "utf-8")


def _evaluator(admin: Any, token: str) -> None:
    """An evaluator of the programme who is signed in with this token."""
    from alongside.accounts.terms import PARTS, RoleName

    part = PARTS[RoleName.EVALUATOR]
    [(who,)] = admin.execute("select md5('evaluator ' || clock_timestamp())::uuid").fetchall()
    admin.execute(
        f"insert into safekeeping_principal (id, kind, name, active, agency) values (%s, 'staff', 'E', true, {_PLACE.format(p='1')})",
        [who],
    )
    admin.execute(
        "insert into safekeeping_capacity (id, principal, abilities, categories, writes, valid)"
        " values (%s, %s, %s, %s, %s, tstzrange(null, null))",
        [who, who, part.abilities, part.reads, part.writes],
    )
    admin.execute(
        "insert into safekeeping_session (token_hash, principal, idle_limit, expires_at, second_factor, purpose)"
        " values (%s, %s, interval '4 hours', clock_timestamp() + interval '4 hours', true, '')",
        [hashlib.sha256(token.encode()).digest(), who],
    )


def _timed(page: Ask, plain: Ask, rounds: int) -> dict[str, float]:
    _alike(page(OUR_CHANGE), plain(PLAIN_CHANGE), exact=True)
    _alike(page(OUR_SCORES), plain(PLAIN_SCORES), exact=False)
    pairs = {"change": (OUR_CHANGE, PLAIN_CHANGE), "scores": (OUR_SCORES, PLAIN_SCORES)}
    found: dict[str, list[float]] = {}
    for _ in range(rounds):
        for what, (ours, theirs) in pairs.items():
            for who, ask, sql in (("ours", page, ours), ("plain", plain, theirs)):
                began = time.perf_counter()
                ask(sql)
                found.setdefault(f"{what} {who}", []).append(time.perf_counter() - began)
    return {what: statistics.median(times) for what, times in found.items()}


def _alike(ours: list[tuple[Any, ...]], theirs: list[tuple[Any, ...]], *, exact: bool) -> None:
    """The same cells and, where ours are told, the same figures; at least half are told."""
    assert [row[:3] for row in ours] == [row[:3] for row in theirs], "other cells"
    told = 0
    for mine, other in zip(ours, theirs, strict=True):
        for a, b in zip(mine[3:], other[3:], strict=True):
            if a is not None:
                told += 1
                assert a == b if exact or isinstance(b, int) else abs(a - b) <= 1e-9 * max(1.0, abs(b)), (mine, other)
    assert told >= len(ours) * 3, "hardly anything is told"


def render(found: dict[int, dict[str, float]]) -> str:
    """The figures as Markdown."""
    (fewer, small), (more, large) = sorted(found.items())
    lines = [
        f"Measured on {platform.machine()}, {os.cpu_count()} cores, PostgreSQL on one of them (no parallel workers, no JIT,"
        " `shared_buffers` 512 MB, `work_mem` 64 MB); medians, turn by turn, no plan kept.",
        "",
        f"| report | {fewer:,} rows | {more:,} rows | growth (rows: × {more / fewer:.0f}) | asked for |",
        "|---|---|---|---|---|",
    ]
    for what, label in (("change", "reliable change, over the rows"), ("scores", "scores, from the tallies")):
        for who, of in (("ours", "as a page asks it"), ("plain", "plain SQL over the rows")):
            key = f"{what} {who}"
            asked = ""
            if key == "change ours":
                ratio = large[key] / large["change plain"]
                asked = f"≤ {MOST_RATIO} × plain: **{ratio:.2f} ×**; growth at most linear"
            if key == "scores ours":
                asked = f"≤ {MOST_MS:.0f} ms: **{large[key] * 1000:.1f} ms**"
            lines.append(
                f"| {label}: {of} | {_time(small[key])} | {_time(large[key])} | × {large[key] / small[key]:.1f} | {asked} |"
            )
    return "\n".join(lines)


def _time(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"


if __name__ == "__main__":
    main()

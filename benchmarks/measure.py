"""The measuring process of ``run.py``: whole pages and page-shaped statements, with the wall and without it."""

from __future__ import annotations

import os
import random
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any

from benchmarks import partners

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.project.settings")

APP, OPEN = "default", "loader"
SEED = 1995
WARM = 12  # executions after which the server keeps a statement's plan
ROUNDS = 6  # turns of many executions each


def measure(rounds: int) -> dict[str, Any]:
    """All figures, as JSON-able values; times in milliseconds."""
    import alongside.project.wsgi  # noqa: F401  as the web server loads it
    from benchmarks.answering import saved_answers

    random.seed(SEED)
    world = _world()
    return {
        **_sizes(),
        "pages": [_page(*row, rounds=rounds) for row in _pages(world)],
        "shapes": [_shape(*row, rounds=rounds) for row in _shapes(world)],
        "alike": _alike(world, rounds),
        "answers": saved_answers(world["caseload"][0], world["counsellor"], rounds),
    }


def _world() -> dict[str, Any]:
    """A supervisor (every file), a counsellor with about 25 families, a family with 700 events, a hundred others."""
    from django.db import connections

    with connections[OPEN].cursor() as cursor:

        def one(query: str, *values: object) -> Any:
            cursor.execute(query, values)
            return cursor.fetchone()

        supervisor = one(
            "select c.id from accounts_colleague c join accounts_role r on r.colleague_id = c.id"
            " where r.name = 'supervisor' limit 1"
        )[0]
        counsellor = one(
            "select colleague_id from enrolment_teammember where role = 'counsellor' and upper(during) is null"
            " group by 1 having count(*) between 15 and 40 order by count(*) desc limit 1"
        )[0]
        busiest = one("select family_id from care_contact group by 1 order by count(*) desc limit 1")[0]
        cursor.execute("select id from families_family order by md5(id::text) limit 200")
        others = [row[0] for row in cursor.fetchall()]
        cursor.execute(
            "select family_id from enrolment_teammember where colleague_id = %s and upper(during) is null", [counsellor]
        )
        caseload = [row[0] for row in cursor.fetchall()]
        cursor.execute("select key from families_namekey order by md5(key) limit 100")
        names = [row[0] for row in cursor.fetchall()]
        outside = partners.partner(cursor)
        hidden = one("select id from families_family where id <> all (%s) limit 1", caseload)[0]
    return {"supervisor": supervisor, "counsellor": counsellor, "busiest": busiest, "others": others,
            "caseload": caseload, "names": names, "hidden": hidden, "outside": outside}  # fmt: skip


def _pages(w: dict[str, Any]) -> Iterator[tuple[str, Any, Callable, str]]:
    boss, worker = _client(w["supervisor"]), _client(w["counsellor"])
    every = "≤ 12, p95 ≤ 150 ms, ratio ≤ 1.3"
    yield "home of a counsellor", worker, lambda c: c.get("/"), every
    yield "a worker's week", worker, lambda c: c.get("/calendar/"), every
    yield "a worker's day", worker, lambda c: c.get("/calendar/?show=day"), every
    yield "a family's calendar", worker, lambda c: c.get(f"/families/{random.choice(w['caseload'])}/calendar/"), every
    yield "families list, let into all", boss, lambda c: c.get("/families/"), every
    yield "families list, a caseload", worker, lambda c: c.get("/families/"), every
    yield "name search, let into all", boss, lambda c: c.post("/families/", {"words": random.choice(w["names"])}), every
    yield "name search, a caseload", worker, lambda c: c.post("/families/", {"words": random.choice(w["names"])}), every
    yield "family page, 700 events", boss, lambda c: c.get(f"/families/{w['busiest']}/"), every
    yield "family page, any family", boss, lambda c: c.get(f"/families/{random.choice(w['others'])}/"), every
    yield "family page, her own", worker, lambda c: c.get(f"/families/{random.choice(w['caseload'])}/"), every
    yield "questions that fit now, let into all", boss, lambda c: c.get("/due/"), every
    yield "questions that fit now, a caseload", worker, lambda c: c.get("/due/"), every
    yield "whom we have not met, let into all", boss, lambda c: c.get("/not-met/"), every
    yield "whom we have not met, a caseload", worker, lambda c: c.get("/not-met/"), every
    yield "who waits for a service, let into all", boss, lambda c: c.get("/waits/services/child_care/"), every
    yield "what a family waits for", worker, lambda c: c.get(f"/families/{random.choice(w['caseload'])}/waits/"), every
    elsewhere, shown = _client(partners.WORKER), "p95 ≤ 150 ms"
    yield f"a partner's list, {partners.PEOPLE:,} people", elsewhere, lambda c: c.get("/shared/"), shown
    yield "a partner's page of one", elsewhere, lambda c: c.get(f"/shared/{random.choice(w['outside'])}/"), shown
    day = "2024-06-15"
    yield (
        "timeline as of a day, 700 events",
        boss,
        lambda c: c.get(f"/families/{w['busiest']}/timeline/?on={day}"),
        every,
    )


def _client(principal: object) -> Any:
    from django.conf import settings
    from django.test import Client

    from alongside.accounts.actions import walk_in
    from alongside.safekeeping.actions import hashed, new_token

    token = new_token()
    walk_in(token_hash=hashed(token), principal=principal)  # type: ignore[arg-type]
    browser = Client(headers={"host": "localhost"})
    browser.cookies[settings.TOKEN_COOKIE] = token
    return browser


def _page(name: str, client: Any, ask: Callable, asked: str, *, rounds: int) -> dict[str, Any]:
    from tests.client import statements

    for _ in range(5):
        answer = ask(client)
        if answer.status_code != 200:
            raise SystemExit(f"{name}: {answer.status_code}")
    with statements() as made:
        ask(client)
    on, off = [], []
    with _two_connections() as walled:
        for walls in (True, False):  # both connections know their statements before anything is measured
            with walled(walls):
                for _ in range(8):
                    ask(client)
        for _ in range(rounds):
            for walls, times in ((True, on), (False, off)):
                with walled(walls):
                    times.append(_ms(lambda: ask(client)))
    return {"name": name, "statements": len(made), "median": statistics.median(on), "p95": _p95(on),
            "open": statistics.median(off), "asked": asked}  # fmt: skip


@contextmanager
def _two_connections() -> Iterator[Callable]:
    """Two open connections, one with the wall and one of a role that row-level security does not bind.

    Requests take turns between them, so that whatever else the machine does falls on both alike.
    """
    from django.db import connections

    connection, loader = connections[APP], connections[OPEN].settings_dict
    connection.ensure_connection()
    kept, mine = dict(connection.settings_dict), connection.connection
    connection.connection = None
    connection.settings_dict.update(USER=loader["USER"], PASSWORD=loader["PASSWORD"])
    connection.connect()
    raw = {True: mine, False: connection.connection}
    connection.settings_dict.update(kept)
    connection.connection = mine

    @contextmanager
    def walled(walls: bool) -> Iterator[None]:
        connection.connection = raw[walls]
        try:
            yield
        finally:
            connection.connection = mine

    try:
        yield walled
    finally:
        raw[False].close()


def _shapes(w: dict[str, Any]) -> Iterator[tuple[str, object, str, str, Callable[[], list], str]]:
    page = 'select id, "on", note from care_contact where family_id = %s order by "on" desc limit 50'
    yield (
        "contacts of one family",
        w["supervisor"],
        page,
        page,
        lambda: [random.choice(w["others"])],
        "≤ 3, ≤ 1 ms more",
    )
    key = "select * from families_person where id = %s and family_id = %s"
    pair = _pairs(w["others"])
    yield "one person by id", w["supervisor"], key, key, lambda: list(random.choice(pair)), "≤ 3, ≤ 1 ms more"
    tracks = "select * from families_livingarrangement where family_id = %s and superseded_at is null"
    yield (
        "where the children live",
        w["supervisor"],
        tracks,
        tracks,
        lambda: [random.choice(w["others"])],
        "≤ 3, ≤ 1 ms more",
    )
    caseload = "select id, name from families_person where family_id = any(%s::uuid[]) and kind = 'woman' order by sort_key limit 40"
    yield "a caseload's women", w["counsellor"], caseload, caseload, lambda: [w["caseload"]], "≤ 5"
    find = "select person from safekeeping.find_people(%s, 30)"
    bare = (
        "select person_id from families_namekey where key %% %s or %s <%% key or key like '%%' || %s || '%%'"
        " group by 1 order by max(word_similarity(%s, key)) desc limit 30"
    )
    yield "name search", w["supervisor"], find, bare, lambda: [random.choice(w["names"])], "≤ 2"


def _pairs(families: list) -> list[tuple]:
    from django.db import connections

    with connections[OPEN].cursor() as cursor:
        cursor.execute("select id, family_id from families_person where family_id = any(%s::uuid[])", [families])
        return cursor.fetchall()


def _shape(
    name: str,
    who: object,
    on: str,
    off: str,
    values: Callable[[], list],
    asked: str,
    *,
    rounds: int,
    role: str = "",
    anew: bool = False,
) -> dict[str, Any]:
    """One statement with the wall and without it, some rounds of many executions each, as the bars were measured; both are
    asked with the same values, and who asks first takes turns, for the first brings a family's rows to hand for the second.
    Times count once the server keeps a statement's plan.

    ``role``: the other role of the page's ("small", "report"), with which the same wall is asked in another way.
    ``anew``: planned anew each time, as the first statements of a connection are, instead of prepared.
    """
    from django.db import connections, transaction

    from alongside.safekeeping.actions import carry

    carried = next(iter(_client(who).cookies.values())).value
    with_wall, without = [], []
    with (
        transaction.atomic(APP),
        transaction.atomic(OPEN),
        connections[APP].cursor() as walled,
        connections[OPEN].cursor() as bare,
    ):
        carry(carried)
        for cursor in (walled, bare):
            cursor.connection.prepare_threshold = None if anew else 5
        if role:
            walled.execute(f"set local role alongside_{role}")
        if "<%" in off:
            bare.execute("set local pg_trgm.word_similarity_threshold = 0.5")
        with _on_one_core(walled, bare):
            for n in range(ROUNDS):
                several = [values() for _ in range(max(1, 3 * rounds // ROUNDS))]
                plain = [given * 4 for given in several] if "word_similarity" in off else several
                turns = [(walled, on, several, with_wall), (bare, off, plain, without)]
                for cursor, statement, asks, times in turns if n % 2 else reversed(turns):
                    cursor.execute("select 1")  # this server process is awake again
                    took = [_ms(partial(_rows, cursor, statement, given)) for given in asks]
                    times += took if n * len(asks) >= WARM else []
    return {"name": name, "on": statistics.median(with_wall), "off": statistics.median(without), "asked": asked}


@contextmanager
def _on_one_core(*cursors: Any) -> Iterator[None]:
    """Whoever asks and who answers, where the system lets us: which core a server process wakes up on takes as long as a
    short statement does, and stays so for the whole connection."""
    before: set[int] = set()
    with suppress(AttributeError, PermissionError):
        before = os.sched_getaffinity(0)
        for process in (*(cursor.connection.info.backend_pid for cursor in cursors), 0):
            os.sched_setaffinity(process, {max(before)})
    yield
    if before:
        os.sched_setaffinity(0, before)


def _rows(cursor: Any, statement: str, given: list) -> list:
    cursor.execute(statement, given)
    return cursor.fetchall()


def _alike(w: dict[str, Any], rounds: int) -> dict[str, Any]:
    """A hidden family and one that does not exist, asked for in turn by the same counsellor."""
    import uuid

    from tests.client import statements

    client = _client(w["counsellor"])
    times: dict[str, list[float]] = {"hidden": [], "absent": []}
    seen = set()
    for n in range(rounds * 2):
        for kind, family in (("hidden", w["hidden"]), ("absent", uuid.uuid4())):
            answers = []
            took = _ms(lambda family=family, answers=answers: answers.append(client.get(f"/families/{family}/")))
            if n > 5:
                times[kind].append(took)
            if n == 0:
                with statements() as made:
                    client.get(f"/families/{family}/")
                seen.add((answers[0].status_code, len(answers[0].content), len(made)))
    return {"n": rounds * 2, "hidden": statistics.median(times["hidden"]), "absent": statistics.median(times["absent"]),
            "same": "yes" if len(seen) == 1 else f"no: {sorted(seen)}"}  # fmt: skip


def _sizes() -> dict[str, Any]:
    from django.db import connections

    with connections[OPEN].cursor() as cursor:
        cursor.execute(
            "select coalesce(sum(pg_table_size(c.oid)), 0), coalesce(sum(pg_indexes_size(c.oid)), 0),"
            " coalesce(sum(greatest(c.reltuples, 0)), 0) from pg_class c join pg_namespace n on n.oid = c.relnamespace"
            " where n.nspname = 'public' and c.relkind = 'r'"
        )
        tables, indexes, rows = cursor.fetchone()
        cursor.execute("select count(*) from families_family")
        families = cursor.fetchone()[0]
        cursor.execute("show server_version")
        server = cursor.fetchone()[0]
    return {"tables": int(tables), "indexes": int(indexes), "rows": int(rows), "families": families, "server": server}


def _ms(do: Callable[[], Any]) -> float:
    started = time.perf_counter()
    do()
    return (time.perf_counter() - started) * 1000


def _p95(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)]

"""The statements that pages really ask, each with the wall and without it.

A page is opened once by whoever it is for, and each statement that reads a table is kept with its values. Then each is asked
again and again, prepared, as the pages ask after their first requests: by her, and by a role that the wall does not bind, in
turns and on one core. Statements that ask a definer function for an answer (search, a partner's list, the trail) have no
other half to compare with and are left out; whole pages, with everything, are measured beside this.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator
from typing import Any

ALIAS = {True: "default", False: "loader"}  # with the wall, without it
TURNS, EACH = 10, 12
_ASKS_A_FUNCTION = re.compile(r"\b(from|select|join)\s+safekeeping\.\w+\(", re.IGNORECASE)
ASKED = "≤ 3, ≤ 1 ms more"
LISTS = "≤ 5"


def pages(w: dict[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    """(page, for whom, address, asked for): the pages that are opened most."""
    from django.db import connections

    family, own = usual(w["others"]), usual(w["caseload"])
    yield "family page", "supervisor", f"/families/{family}/", ASKED
    yield "timeline", "supervisor", f"/families/{family}/timeline/", ASKED
    yield "family page", "counsellor", f"/families/{own}/", ASKED
    yield "timeline", "counsellor", f"/families/{own}/timeline/", ASKED
    yield "her first page", "mother", "/my/", ASKED
    yield "her file", "mother", "/my/file/", ASKED
    with connections[ALIAS[False]].cursor() as cursor:
        cursor.execute("select subject from safekeeping_cell where principal = %s and reach = 'outside' limit 1",
                       [w["partner"]])  # fmt: skip
        (person,) = cursor.fetchone()
    yield "one person's page", "partner", f"/shared/{person}/", ASKED
    yield "families list", "counsellor", "/families/", LISTS
    yield "home", "counsellor", "/", LISTS
    yield "families list", "supervisor", "/families/", LISTS


def usual(families: list) -> object:
    """The one of these families whose number of notes is nearest to the mean of all: a few have a thousand."""
    from django.db import connections

    with connections[ALIAS[False]].cursor() as cursor:
        cursor.execute(
            "select c.family_id from care_contact c where c.family_id = any(%s::uuid[]) group by 1 order by abs(count(*) -"
            " (select count(*) from care_contact) / (select count(*) from families_family)) limit 1", [families]
        )  # fmt: skip
        return cursor.fetchone()[0]


def measured(w: dict[str, Any]) -> list[dict[str, Any]]:
    """For each page: its statements' times in ms with the wall (``on``) and without it (``off``) and how many rows each
    gave (``rows``), in the order asked."""
    found = []
    for name, who, address, asked in pages(w):
        on, off, rows = _times(w[who], kept(w[who], address))
        found.append({"page": name, "who": who, "asked": asked, "on": on, "off": off, "rows": rows})
    return found


def kept(who: object, address: str) -> list[tuple[str, Any]]:
    """The statements of a page that read tables, with their values."""
    from django.db import connections

    from benchmarks.measure import _client

    browser, found = _client(who), []

    def keep(execute: Any, sql: str, params: Any, many: bool, context: dict) -> Any:
        if sql.lstrip().lower().startswith(("select", "with")) and not _ASKS_A_FUNCTION.search(sql):
            found.append((sql, params))
        return execute(sql, params, many, context)

    for _ in range(2):  # what is read once in a process has been read
        found.clear()
        with connections[ALIAS[True]].execute_wrapper(keep):
            answer = browser.get(address)
        if answer.status_code != 200:
            raise SystemExit(f"{address}: {answer.status_code}")
    return found


def _times(who: object, asked: list[tuple[str, Any]]) -> tuple[list[float], list[float], list[int]]:
    from django.db import connections, transaction

    from alongside.safekeeping.actions import carry
    from benchmarks.measure import _client, _ms, _on_one_core, _rows

    token = next(iter(_client(who).cookies.values())).value
    times: dict[bool, list[float]] = {True: [], False: []}
    rows = []
    with (
        transaction.atomic(ALIAS[True]),
        transaction.atomic(ALIAS[False]),
        connections[ALIAS[True]].cursor() as walled,
        connections[ALIAS[False]].cursor() as bare,
    ):
        carry(token)
        cursors = {True: walled, False: bare}
        for cursor in cursors.values():
            cursor.connection.prepare_threshold = 5
        with _on_one_core(walled, bare):
            for sql, params in asked:
                took: dict[bool, list[float]] = {True: [], False: []}
                for turn in range(TURNS):
                    for walls in (True, False) if turn % 2 else (False, True):
                        cursors[walls].execute("select 1")  # this server process is awake again
                        several = [_ms(lambda c=cursors[walls], s=sql, p=params: _rows(c, s, p)) for _ in range(EACH)]
                        took[walls] += several if turn > 1 else []  # by then the server keeps its plan
                for walls, each in took.items():
                    times[walls].append(statistics.median(each))
                rows.append(len(_rows(walled, sql, params)))
    return times[True], times[False], rows


def render(rows: list[dict[str, Any]]) -> list[str]:
    """The lines of a table."""
    lines = ["| page | who | statements | wall on, ms | wall off, ms | ratio | most more of one, ms | its rows | asked for |",
             "|---|---|---|---|---|---|---|---|---|"]  # fmt: skip
    for row in rows:
        on, off = sum(row["on"]), sum(row["off"])
        more, given = max((a - b, n) for a, b, n in zip(row["on"], row["off"], row["rows"], strict=True))
        met = on <= float(row["asked"].split()[1].rstrip(",")) * off and (more <= 1 or "ms more" not in row["asked"])
        lines.append(
            f"| {row['page']} | {row['who']} | {len(row['on'])} | {on:.2f} | {off:.2f} | {on / off:.2f} | {more:.2f} | {given:,} |"
            f" {row['asked']}{'' if met else ': **missed**'} |"
        )
    return lines

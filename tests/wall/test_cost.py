"""What the wall is asked, counted: never times, which depend on the machine (benchmarks measure those)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from alongside.project import roles
from tests.cast import CAST, token_of
from tests.databases import Cluster

NEWEST = 'select id, "on", note from care_contact where family_id = {} order by "on" desc limit 50'
MANY = 120


@pytest.fixture(scope="module")
def busy(cluster: Cluster, template: str) -> Iterator[str]:
    """A clone in which the Alders have many contacts, and many work with many families."""
    name = cluster.clone(template, f"alongside_test_cost_{os.getpid()}")
    with cluster.admin(name) as admin:
        admin.execute(
            "insert into care_contact select (jsonb_populate_record(c, jsonb_build_object("
            "  'id', uuidv7(), 'on', c.\"on\" - n))).* from care_contact c, generate_series(1, %s) n"
            " where c.note = 'SECRET visit'",
            [MANY],
        )
        admin.execute(
            "insert into care_contact select (jsonb_populate_record(c, jsonb_build_object("
            "  'id', uuidv7(), 'family_id', w.family_id, 'subject', w.person_id))).*"
            " from care_contact c, families_woman w where c.note = 'SECRET visit' and c.\"on\" = '2026-02-01'"
        )
        # Other families, so that one family is a small part of the whole, and others in the Alders' file.
        admin.execute(
            "insert into safekeeping_cell (principal, family, subject, reach, categories, writes, valid, basis)"
            " select gen_random_uuid(), case when n <= 40 then %s else gen_random_uuid() end, gen_random_uuid(), 'one', 1, 0,"
            "        tstzrange(null, null), gen_random_uuid() from generate_series(1, 5000) n",
            [CAST["ALDER"]],
        )
        admin.execute("analyze care_contact, safekeeping_cell")
    yield name
    cluster.drop(name)


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every node of a plan."""
    yield plan
    for inner in plan.get("Plans", ()):
        yield from nodes(inner)


@pytest.mark.parametrize("who", ["W1", "SUP"])
def test_the_newest_contacts_ask_the_wall_about_those_alone_and_look_up_her_own_cell(
    cluster: Cluster, busy: str, who: str
) -> None:
    with cluster.as_role(roles.APP, busy) as connection:
        connection.execute("select set_config('alongside.token', %s, true)", [token_of(who)])
        # As it is planned once and kept, for a family like any other.
        connection.execute("set local plan_cache_mode = force_generic_plan")
        connection.execute(f"prepare newest (uuid) as {NEWEST.format('$1')}")
        run = f"execute newest ('{CAST['ALDER']}')"
        assert len(connection.execute(run).fetchall()) == 50
        ((found,),) = connection.execute(f"explain (analyze, format json) {run}").fetchall()
    # Families in which something is kept from her are one hashed set, however many they are.
    [contacts] = [node for node in nodes(found[0]["Plan"]) if node.get("Relation Name") == "care_contact"]
    assert "hashed SubPlan" in contacts["Filter"]
    # Whoever else a note speaks of is asked about for notes that name somebody alone: none here.
    of_cells = [node for node in nodes(found[0]["Plan"]) if node.get("Relation Name") == "safekeeping_cell"]
    looked_up = [node for node in of_cells if node["Actual Loops"]]
    assert len(looked_up) == 1
    [cells] = looked_up
    assert cells["Actual Loops"] <= 50, "the wall is asked about contacts that are not shown"
    assert cells["Rows Removed by Filter"] <= 1, "cells of others are read to find hers"


def test_a_plan_that_is_kept_takes_no_notice_of_later_settings(cluster: Cluster, busy: str) -> None:
    """Trap 16: who measures with other settings keeps no plan, as the measurements of this programme do."""
    statement = "select * from numbered where n = 7"
    with cluster.admin(busy) as admin:
        admin.execute("create temporary table numbered as select n from generate_series(1, 10000) n")
        admin.execute("create index on numbered (n)")
        admin.execute("analyze numbered")
        admin.execute(f"prepare kept as {statement}")
        assert admin.execute("execute kept").fetchall() == [(7,)]
        for way in ("indexscan", "indexonlyscan", "bitmapscan"):
            admin.execute(f"set enable_{way} = off")
        kept, anew = (
            " ".join(line for (line,) in admin.execute(f"explain {each}").fetchall())
            for each in ("execute kept", statement)
        )
    assert "Index" in kept and "Seq Scan" not in kept
    assert "Seq Scan" in anew
    measured = (Path(__file__).parents[2] / "benchmarks" / "evaluation_reports.py").read_text()
    assert "prepare_threshold=None" in measured and "set max_parallel_workers_per_gather = 0" in measured


@pytest.fixture(scope="module")
def everywhere(cluster: Cluster, busy: str) -> str:
    """The same, where the supervisor is let into three thousand files and nearly everybody else into one."""
    with cluster.admin(busy) as admin:
        admin.execute(
            "insert into safekeeping_cell (principal, family, subject, reach, categories, writes, valid, basis)"
            " select %s, f, f, 'file', 1, 0, tstzrange(null, null), gen_random_uuid()"
            " from (select gen_random_uuid() as f from generate_series(1, 3000)) n",
            [CAST["SUP"]],
        )
        admin.execute("analyze safekeeping_cell")
    return busy


@pytest.mark.parametrize(
    "statement",
    [
        "select * from families_family where id = $1",
        "select * from enrolment_keyworker where family_id = $1",
        "select p.* from families_family f join families_person p on p.family_id = f.id where f.id = $1",
    ],
)
@pytest.mark.parametrize("planned", ["force_generic_plan", "force_custom_plan"])
def test_a_cover_is_looked_up_in_one_cell_by_whoever_has_thousands(
    cluster: Cluster, everywhere: str, statement: str, planned: str
) -> None:
    with cluster.as_role(roles.APP, everywhere) as connection:
        connection.execute("select set_config('alongside.token', %s, true)", [token_of("SUP")])
        connection.execute(f"set local plan_cache_mode = {planned}")
        connection.execute(f"prepare cover (uuid) as {statement}")
        run = f"execute cover ('{CAST['ALDER']}')"
        assert connection.execute(run).fetchall()
        ((found,),) = connection.execute(f"explain (analyze, format json) {run}").fetchall()
    read = [n["Actual Rows"] for n in nodes(found[0]["Plan"]) if n.get("Relation Name") == "safekeeping_cell"]
    assert read and max(read) <= 1, "all her cells are read for one row"

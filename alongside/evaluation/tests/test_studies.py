"""A study from its beginning to what is taken out: registered, brought in whole, planned, frozen, run, and never changed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from alongside.evaluation import actions, queries
from alongside.evaluation.actions.bringing import look_through, read_file
from alongside.evaluation.analyse.calling import call
from alongside.evaluation.analyse.version import code_version
from alongside.evaluation.models import AnalysisPlan, Participant, PlanRun, Study, StudyValue
from alongside.evaluation.rules.bringing import Columns
from alongside.evaluation.rules.for_women import measures_to_show
from alongside.evaluation.rules.registering import Shape
from alongside.evaluation.terms import No
from alongside.recordkeeping.rules import Refused
from tests.cast import CAST, T0, acting_as, ident
from tests.databases import ROOT, Cluster

DATA = (ROOT / "tests" / "data" / "hsaur3_BtheB_wide.csv").read_bytes()
BY: dict[str, Any] = {"by": CAST["EVAL"], "at": T0}
COLUMNS = Columns(code="id", arm="treatment")
# The same, as if all of them were children of four mothers.
OF_FOUR = b"\n".join(
    line + (f",M{n % 4}".encode() if n else b',"cluster"') for n, line in enumerate(DATA.strip().splitlines())
)
PLAN = """
title = "Beat the Blues"

[[analysis]]
name = "Who is there"
method = "describe"
options = { columns = ["bdi.pre", "bdi.8m"], arm = "arm" }

[[analysis]]
name = "Reliable change"
method = "change"

[analysis.options]
id = "code"
pre = "bdi.pre"
post = "bdi.8m"
group = "arm"
better = "lower"
reliability = 0.86
functional-mean = 7.69
functional-sd = 7.52

[[analysis]]
name = "What cannot be"
method = "describe"
options = { columns = ["bdi.9m"] }
"""


def begin(**more: Any) -> Study:
    shape = Shape(("TAU", "BtheB"), ("pre", "2m", "3m", "5m", "8m"), ("bdi",))
    given = {
        "agency": CAST["LEAD"], "title": "Beat the Blues", "question": "Does it help?", "design": "random", "shape": shape,
        "primary": ["bdi.8m"], **BY, **more,
    }  # fmt: skip
    return actions.begin_study(**given)


def bring(study: Study, content: bytes = DATA, **more: Any) -> Any:
    return actions.bring_in(study=study, content=content, name="btheb.csv", columns=COLUMNS, **BY, **more)


def frozen(study: Study, base: int = 0, toml: str = PLAN) -> AnalysisPlan:
    return actions.freeze_plan(plan=actions.write_plan(study=study, toml=toml, base=base, **BY), **BY)


@pytest.mark.django_db(databases=["default", "gate", "loader"])
class TestAtTheDesk:
    def test_a_file_comes_in_whole_or_not_at_all(self) -> None:
        with acting_as("EVAL"):
            study, sent = begin(id=uuid.uuid4()), uuid.uuid4()
            assert begin(id=study.pk).pk == study.pk
            counted = []
            for content in (DATA, DATA):
                with CaptureQueriesContext(connection) as asked:
                    row = bring(study, content, id=sent)
                counted.append(len(asked))
            assert row.columns == ["drug", "length"] and counted == [9, 3]
            assert queries.people_of(study) == {"BtheB": 52, "TAU": 48}
            assert StudyValue.objects.filter(participant__study=study).count() == 380 + 200
            # Sent again by another form: everybody is there already, and nobody comes in twice.
            with pytest.raises(Refused) as no:
                bring(study)
            assert no.value.because == No.KNOWN_CODE and Participant.objects.filter(study=study).count() == 100
            other = begin()
            for content, because in (
                (DATA.replace(b'"drug"', b'"first name"'), No.TELLS_WHO), (DATA + b'"No",">6m","TAU",1,1,1,1,1,7\n', No.ID_TWICE),
                (b"", No.FILE_UNREADABLE), (DATA.replace(b"29,2,2", b"29,two,2"), No.SCORE_NO_NUMBER),
            ):  # fmt: skip
                with pytest.raises(Refused) as no:
                    bring(other, content)
                assert no.value.because == because
            assert queries.people_of(other) == {} and queries.imports(other) == []
            seen = look_through(other, read_file(DATA, "x.csv"), COLUMNS)
            assert (len(seen.people), queries.people_of(other)) == (100, {})

    def test_the_table_is_three_statements_whatever_its_rows(self) -> None:
        with acting_as("EVAL"):
            study = begin()
            bring(study)
            for each, rows in ((study, 100), (queries.study(ident("study")), 12)):
                with CaptureQueriesContext(connection) as asked:
                    assert len(queries.frame(each).rows) == rows
                assert len(asked) == 3

    def test_a_plan_is_frozen_once_and_what_comes_later_says_so(self) -> None:
        with acting_as("EVAL"):
            study = begin()
            bring(study)
            with pytest.raises(Refused) as no:
                actions.write_plan(study=study, toml="nothing", base=0, **BY)
            assert no.value.because == No.PLAN_UNREADABLE
            plan = actions.write_plan(study=study, toml=PLAN.replace("\n", "\r\n"), base=0, **BY)
            with pytest.raises(Refused) as no:
                actions.write_plan(study=study, toml=PLAN, base=0, **BY)  # two wrote the first version
            assert no.value.because == No.PLAN_CHANGED
            with pytest.raises(Refused) as no:
                actions.ask_run(plan=plan, **BY)
            assert no.value.because == No.NOT_FROZEN
            with pytest.raises(IntegrityError), transaction.atomic():
                PlanRun.objects.create(plan=plan, steps=1, recorded_by=CAST["EVAL"])
            actions.freeze_plan(plan=plan, **BY)
            # The database's own clock, not the one it was told; and no results were there.
            assert (
                plan.frozen_at and plan.frozen_at > T0 and (plan.frozen_by, plan.after_results) == (CAST["EVAL"], False)
            )
            with pytest.raises(Refused) as no:
                actions.freeze_plan(plan=plan, **BY)
            assert no.value.because == No.PLAN_FROZEN
            run = actions.ask_run(plan=plan, **BY)
            assert actions.ask_run(plan=plan, **BY).pk == run.pk and run.steps == 3  # asked twice, run once
            # In the study of the cast there are results: whatever is frozen now says so.
            later = frozen(queries.study(ident("study")), base=1)
            assert later.after_results
            empty = frozen(begin())
            with pytest.raises(Refused) as no:
                actions.ask_run(plan=empty, **BY)
            assert no.value.because == No.NOBODY_IN

    def test_a_study_that_asks_a_community_waits_for_its_yes(self) -> None:
        with acting_as("EVAL"):
            study = begin(asks_steward=True)
            bring(study)
            plan = frozen(study)
            for verb in (
                lambda: actions.ask_run(plan=plan, **BY),
                lambda: actions.take_out(study=study, columns=["bdi.8m"], **BY),
            ):
                with pytest.raises(Refused) as no:
                    verb()
                assert no.value.because == No.STEWARD_FIRST
            with pytest.raises(IntegrityError), transaction.atomic():
                PlanRun.objects.create(plan=plan, steps=1, recorded_by=CAST["EVAL"])

    def test_an_extract_is_looked_at_before_it_leaves_and_written_down(self) -> None:
        with acting_as("EVAL"):
            study = begin()
            bring(study)
            for columns, because in (([], No.COLUMNS_NEEDED), (["bdi.9m"], No.COLUMNS_NEEDED)):
                with pytest.raises(Refused) as no:
                    actions.take_out(study=study, columns=columns, **BY)
                assert no.value.because == because
            taken = actions.take_out(study=study, columns=["drug", "length", "bdi.pre", "bdi.8m"], **BY)
            assert taken.rows == 100 and taken.content[:2] == b"PK"
            children = begin()
            bring(children, OF_FOUR)
            with pytest.raises(Refused) as no:
                actions.take_out(study=children, columns=["bdi.8m"], **BY)
            assert no.value.because == No.TOO_FEW_ALIKE
            small = queries.study(ident("study"))
            assert actions.take_out(study=small, columns=["bdi.t1"], **BY).rows == 12
            actions.count_flow(study=study, step="asked", count=120, **BY)
            actions.count_flow(study=study, step="asked", count=127, why="put right", **BY)
            assert queries.flow(study)["asked", ""].count == 127
            for step, arm, count, because in (("asked", "TAU", 1, "step_of_arm"), ("in_arm", "", 1, "step_of_arm"),
                                              ("in_arm", "TAU", None, "count_needed")):  # fmt: skip
                with pytest.raises(Refused) as no:
                    actions.count_flow(study=study, step=step, arm=arm, count=count, **BY)
                assert no.value.because == because


@pytest.fixture
def clone(cluster: Cluster, template: str) -> Iterator[str]:
    """A database of its own, in which the worker's process writes."""
    name = f"alongside_test_studies_{os.getpid()}"
    cluster.clone(template, name)
    yield name
    cluster.drop(name)


def process(cluster: Cluster, database: str, alias: str, code: str) -> str:
    """Run ``code`` in a process of its own with the role of ``alias`` and no other."""
    given = cluster.databases(database, (alias,))[alias]
    done = subprocess.run(
        [sys.executable, "-c", "import django; django.setup()\n" + code], capture_output=True, text=True, check=False,
        cwd=ROOT,
        env={**os.environ, "ALONGSIDE_PROCESS": alias, "ALONGSIDE_DATABASES": json.dumps({"default": given})},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


AT_THE_DESK = """
from alongside.evaluation import actions
from alongside.evaluation.tests.test_studies import OF_FOUR, begin, bring, frozen, BY
from tests.cast import acting_as
with acting_as("EVAL"):
    study = begin()
    bring(study, OF_FOUR)
    print(actions.ask_run(plan=frozen(study), **BY).pk)
"""
AT_WORK = """
from alongside.evaluation.jobs import run_plan
print(run_plan.func("{run}"), run_plan.func("{run}"))
"""


def test_the_worker_runs_the_plan_and_the_figures_are_those_of_the_command_line(cluster: Cluster, clone: str) -> None:
    run = process(cluster, clone, "default", AT_THE_DESK)
    assert process(cluster, clone, "worker", AT_WORK.format(run=run)) == "3 0"  # run again, nothing is told twice
    with cluster.admin(clone) as admin:
        queued = admin.execute("select args from procrastinate_jobs where task_name = 'evaluation.run_plan'").fetchall()
        [(steps, people, version, finished, outcomes)] = admin.execute(
            "select steps, participants, code_version, finished_at is not null, outcomes from evaluation_planrun"
            " where id = %s",
            [run],
        ).fetchall()
        told = admin.execute(
            "select name, told, unfit, recorded_at from evaluation_result where run_id = %s order by number", [run]
        ).fetchall()
        trail = {verb for (verb,) in admin.execute("select verb from recordkeeping_trail").fetchall()}
    assert queued == [({"run": run},)]  # ids and nothing else
    assert (steps, people, finished) == (3, 100, True) and version == code_version()
    # Each mean is of more than twenty children, and of four women: none of it is for women to read.
    assert min(n for one in outcomes["drawing"]["series"] for n in one["n"]) > 20 and not measures_to_show(outcomes)
    assert {group["women"] for arms in outcomes["behind"].values() for group in arms.values()} == {4}
    direct = call("describe", ROOT / "tests/data/hsaur3_BtheB_wide.csv", columns="bdi.pre,bdi.8m", arm="treatment")
    name, values, unfit, _at = told[0]
    expected = {(g["wave"], g["arm"]): g for g in direct.as_json()["values"]["groups"]}
    assert name == "Who is there" and unfit == "" and len(expected) == 4
    for group in values["values"]["groups"]:
        wanted = expected[group["wave"], group["arm"]]
        for key in wanted.keys() - {"wave", "arm"}:  # the rows stand in another order: a sum's last digit may differ
            assert group[key] == pytest.approx(wanted[key], rel=1e-12), key
    assert values["sentence"] and values["tables"] and values["used"]["rows"] == 100
    # Of nobody alone: as many of each arm in each class as the reference has, and no list of participants.
    [_name, change, _unfit, _at] = told[1]
    reference = json.loads((ROOT / "tests/data/evaluation/rci_BtheB_8m.json").read_text())["values"]["JT_c"]
    assert {(r["group"], r["category"]): r["n"] for r in change["values"]["summary"]} == {
        (r["group"], r["category"]): r["n"] for r in reference["summary"]
    }
    assert change["values"]["s_diff"] == pytest.approx(reference["s_diff"], abs=1e-9)
    assert (
        "each" not in change["values"]
        and "each"
        in call(
            "change",
            ROOT / "tests/data/hsaur3_BtheB_wide.csv",
            id="id",
            pre="bdi.pre",
            post="bdi.8m",
            group="treatment",
            better="lower",
            reliability=0.86,
            functional_mean=7.69,
            functional_sd=7.52,
        ).as_json()["values"]
    )
    assert told[2][1]["refused"]["code"] == "no_column" and "bdi.9m" in told[2][2]
    assert {"study begun", "study file brought in", "plan frozen", "plan run asked", "plan run"} <= trail


def test_nothing_that_is_frozen_or_told_is_changed_even_by_the_loader(cluster: Cluster, clone: str) -> None:
    plan, run = ident("plan"), ident("run")
    draft = (
        "insert into evaluation_analysisplan (id, recorded_by, study_id, number, toml, sha256, why, after_results, frozen_at)"
        " values (gen_random_uuid(), %(by)s, %(study)s, 2, 'x', encode(sha256('x'), 'hex'), '', false, %(at)s)"
    )
    result = (
        "insert into evaluation_result (id, recorded_by, run_id, number, name, method, seed, told, unfit)"
        " values (gen_random_uuid(), %(by)s, gen_random_uuid(), 1, 'x', 'x', 1, '{}', '')"
    )
    given = {"plan": plan, "run": run, "study": ident("study"), "by": CAST["EVAL"], "at": T0}
    for statement, kind in (
        ("update evaluation_analysisplan set toml = 'y', sha256 = encode(sha256('y'), 'hex') where id = %(plan)s", "23514"),
        ("update evaluation_analysisplan set frozen_at = null where id = %(plan)s", "23514"),
        ("update evaluation_analysisplan set frozen_at = now() where id = %(plan)s", "23514"),
        (draft, "23514"), (draft.replace("sha256('x')", "sha256('y')").replace("%(at)s", "null"), "23514"),
        (result, "23514"),
        ("insert into evaluation_planrun (id, recorded_by, plan_id, steps, code_version, frame_sha256)"
         " values (gen_random_uuid(), %(by)s, gen_random_uuid(), 1, '', '')", "23514"),
        ("update evaluation_participant set code = 'Ana' where study_id = %(study)s", "23514"),
    ):  # fmt: skip
        with (
            cluster.as_role("alongside_loader", clone) as loader,
            pytest.raises(psycopg.errors.CheckViolation) as refused,
        ):
            loader.execute(statement, given)
        assert refused.value.sqlstate == kind, statement

"""Studies are the evaluator's: nobody else reads a row or a count, and a comparison site reads its own arm alone."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest

from alongside.accounts.terms import PARTS, RoleName
from alongside.project import roles
from tests.cast import CAST, ident, token_of
from tests.cast.people import OUTSIDE, STAFF
from tests.databases import Cluster
from tests.newcomers import let_in

TABLES = (
    "study", "studyanswer", "studyimport", "participant", "studyvalue", "flowcount", "analysisplan", "planrun", "result",
    "ownarm", "siteasked",
)  # fmt: skip
COUNTS = dict(zip(TABLES, (2, 1, 2, 12, 24, 1, 1, 1, 1, 1, 1), strict=True))
EVAL, STUDY, WAITS = CAST["EVAL"], ident("study"), ident("study waits")
Asks = Callable[..., list[tuple]]


@pytest.fixture
def asks(cluster: Cluster, database: str) -> Iterator[Asks]:
    """Ask as somebody; each question in a transaction of its own. STEW speaks for a community, FAR evaluates elsewhere."""
    more = {"STEW": ("LEAD", RoleName.STEWARD), "FAR": ("OTHER_SITE", RoleName.EVALUATOR)}
    with cluster.admin(database) as admin:
        for key, (agency, role) in more.items():
            let_in(admin, key, agency, role)

    def ask(who: str | None, query: str, values: Any = None, *, role: str = roles.APP, token: str = "") -> list[tuple]:
        with cluster.as_role(role, database) as page:
            if who or token:
                page.execute("select set_config('alongside.token', %s, true)", [token or token_of(str(who))])
            try:
                done = page.execute(query, values)
                return done.fetchall() if done.description else []
            finally:
                page.rollback()

    yield ask
    with cluster.admin(database) as admin:
        for table, column in (("session", "principal"), ("capacity", "principal"), ("principal", "id")):
            ids = [uuid.uuid5(EVAL, key) for key in more]
            admin.execute(f"delete from safekeeping_{table} where {column} = any(%s)", [ids])


def counts(asks: Asks, who: str | None, **more: Any) -> dict[str, int]:
    query = "select " + ", ".join(f"(select count(*) from evaluation_{table})" for table in TABLES)
    return dict(zip(TABLES, asks(who, query, **more)[0], strict=True))


def test_only_the_evaluator_of_the_agency_reads_studies(asks: Asks) -> None:
    assert counts(asks, "EVAL") == COUNTS
    nobody = [None, "p_ana", "p_fin", "FAR", *OUTSIDE, *(key for key in STAFF if key not in ("EVAL", "SITE2"))]
    for who in nobody:
        assert counts(asks, who) == dict.fromkeys(TABLES, 0), who
    # Who has the part: the evaluator's alone, with no family's file, no category and no wide ability beside it.
    studies = [role for role in RoleName if PARTS[role].abilities >> 14 & 1]
    assert studies == [RoleName.EVALUATOR]
    assert (PARTS[RoleName.EVALUATOR].reads, PARTS[RoleName.EVALUATOR].wide) == (0, False)


def test_a_comparison_site_reads_what_its_own_arm_brought_and_nothing_beside(asks: Asks) -> None:
    own = {"studyimport": 1, "participant": 6, "studyvalue": 12}
    assert counts(asks, "SITE2") == dict.fromkeys(TABLES, 0) | own
    assert asks("SITE2", "select distinct arm from evaluation_participant") == [("sit",)]
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        add_participant(asks, "SITE2", ident("study file 0"))


def test_a_site_that_was_asked_brings_its_own_arm_alone_and_reads_no_more(
    asks: Asks, cluster: Cluster, database: str
) -> None:
    """What the evaluator's newest word lets it bring, after a community's yes: into its arm, in its own name."""
    know = "select study, title, arm, waves, measures from safekeeping.site_asked()"
    everybody = [None, "p_ana", "p_fin", "EVAL", "FAR", "STEW", *OUTSIDE, *(key for key in STAFF if key != "EVAL")]
    for who in everybody:  # the study of the cast waits for a community
        assert asks(who, know) == [], who
    file = (
        "insert into evaluation_studyimport (id, recorded_by, study_id, site_id, file, sha256, layout, columns)"
        " values (%(file)s, safekeeping.me(), %(study)s, %(site)s, 'x.csv', '', 'wide', '{}')"
    )
    person = (
        "insert into evaluation_participant (id, recorded_by, study_id, brought_id, code, arm)"
        " values (%(who)s, safekeeping.me(), %(study)s, %(in)s, %(code)s, %(arm)s)"
    )
    answer = (
        "insert into evaluation_studyvalue (id, recorded_by, participant_id, measure, wave, number, word)"
        " values (gen_random_uuid(), safekeeping.me(), %(of)s, 'bdi', 't1', 1, '')"
    )
    new, site = uuid.uuid4(), CAST["OTHER_SITE"]
    right = {"file": new, "study": STUDY, "site": site, "who": uuid.uuid4(), "in": new, "code": "sit-1", "arm": "sit"}
    right["of"] = right["who"]
    word = (
        "insert into evaluation_siteasked (id, recorded_by, recorded_at, study_id, site_id, arm, open)"
        " values (gen_random_uuid(), %s, now() + %s * interval '1 second', %s, %s, 'sit', %s)"
    )

    def brings(who: str, *more: dict[str, Any], open: bool = True, agency: uuid.UUID = site) -> list[Any]:
        """Bring in as the page would, everything thrown away afterwards; each of ``more`` is another participant."""
        with cluster.admin(database) as admin, admin.transaction(force_rollback=True):
            admin.execute(word, [EVAL, 1, STUDY, agency, True])
            admin.execute(word, [EVAL, 2, STUDY, agency, open])
            admin.execute("set local role alongside_app")
            admin.execute("select set_config('alongside.token', %s, true)", [token_of(who)])
            known = admin.execute(know).fetchall()
            for values in more:
                if "file" in values:
                    admin.execute(file, values)
                if "who" in values:
                    admin.execute(person, values)
                if "of" in values:
                    admin.execute(answer, values)
            tables = "select (select count(*) from evaluation_participant), (select count(*) from evaluation_study)"
            return [known, *admin.execute(tables).fetchall()]

    assert brings("SITE2", right) == [
        [(STUDY, "Two ways of being with families", "sit", ["t1", "t2"], ["bdi"])], (7, 0)
    ]  # fmt: skip
    assert brings("SITE2", open=False)[0] == brings("SITE2", agency=CAST["HOSP"])[0] == []
    for who in ("DIR", "W1", "PRIV", "STEW", "FAR"):
        assert brings(who)[0] == [], who
    theirs, hers = ident("study file 1"), ident("participant 0 0")
    for wrong in (
        {"site": CAST["LEAD"]}, {"site": None}, {"study": WAITS}, {"arm": "rfi", "code": "rfi-1"}, {"code": "S-10"},
        {"code": "rfi-1"}, {"in": theirs}, {"in": ident("study file 0")}, {"of": hers}, {"of": ident("participant 1 0")},
    ):  # fmt: skip
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            brings("SITE2", {**right, **wrong})
    for who, more in (("SITE2", {"open": False}), ("DIR", {}), ("W1", {}), ("FAR", {}), ("STEW", {})):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            brings(who, right, **more)
    for who in ("SITE2", "DIR", "FAR", "STEW"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            asks(who, word.replace("%s, now()", "safekeeping.me(), now()"), [1, STUDY, site, True])


def test_a_steward_reads_the_question_that_waits_for_her_and_answers_it(asks: Asks) -> None:
    assert counts(asks, "STEW") == dict.fromkeys(TABLES, 0) | {"study": 1, "studyanswer": 1}
    assert asks("STEW", "select id from evaluation_study") == [(WAITS,)]
    answer = (
        "insert into evaluation_studyanswer (id, recorded_by, study_id, agreed, words)"
        " values (gen_random_uuid(), safekeeping.me(), %s, true, '') returning agreed"
    )
    assert asks("STEW", answer, [WAITS]) == [(True,)]
    for who, study in (("STEW", STUDY), ("EVAL", WAITS), ("DIR", WAITS), ("FAR", WAITS)):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            asks(who, answer, [study])


def add_participant(asks: Asks, who: str, brought: uuid.UUID, *, by: str = "safekeeping.me()") -> None:
    asks(
        who,
        "insert into evaluation_participant (id, recorded_by, study_id, brought_id, code, arm)"
        f" values (gen_random_uuid(), {by}, %s, %s, 'X-1', 'sit')", [STUDY, brought],
    )  # fmt: skip


def test_nobody_writes_into_a_study_of_others_or_in_another_name_and_nothing_is_changed(asks: Asks) -> None:
    study = (
        "insert into evaluation_study (id, recorded_by, agency_id, title, question, design, arms, waves, measures, \"primary\","
        " secondary, eligibility, led_by, asks_steward) values (gen_random_uuid(), {by}, %s, 'x', 'x', 'random', '{{a,b}}',"
        " '{{t}}', '{{m}}', '{{m.t}}', '{{}}', '', '', false)"
    )  # fmt: skip
    me = "safekeeping.me()"
    asks("EVAL", study.format(by=me), [CAST["LEAD"]])  # the statement itself is right
    add_participant(asks, "EVAL", ident("study file 0"))
    run = (
        "insert into evaluation_planrun (id, recorded_by, plan_id, steps, code_version, frame_sha256)"
        " values (gen_random_uuid(), safekeeping.me(), %s, 1, '', '')"
    )
    result = (
        "insert into evaluation_result (id, recorded_by, run_id, number, name, method, seed, told, unfit)"
        " values (gen_random_uuid(), safekeeping.me(), %s, 9, 'x', 'x', 1, '{}', '')"
    )
    asks("EVAL", run, [ident("plan")])
    refused: list[tuple[str, str, list[Any]]] = [
        *((who, study.format(by=me), [CAST["LEAD"]]) for who in ("DIR", "W1", "FAR", "SITE2", "STEW", "PRIV", "p_ana")),
        ("EVAL", study.format(by=me), [CAST["OTHER_SITE"]]), ("EVAL", study.format(by=f"'{CAST['DIR']}'"), [CAST["LEAD"]]),
        ("DIR", run, [ident("plan")]), ("FAR", run, [ident("plan")]),
        ("EVAL", result, [ident("run")]), ("DIR", result, [ident("run")]),
        *(("EVAL", statement, []) for statement in (
            "update evaluation_study set title = 'y'", "update evaluation_participant set arm = 'rfi'",
            "update evaluation_studyvalue set number = 1", "update evaluation_result set unfit = 'y'",
            "update evaluation_analysisplan set toml = 'y'", "update evaluation_planrun set finished_at = now()",
            *(f"delete from evaluation_{table}" for table in TABLES),
        )),
    ]  # fmt: skip
    for who, statement, values in refused:
        # A plan that is hidden is, to a trigger, one that is not frozen.
        hidden = statement == run and who != "EVAL"
        with pytest.raises(psycopg.errors.CheckViolation if hidden else psycopg.errors.InsufficientPrivilege):
            asks(who, statement, values)
    for by in (f"'{CAST['DIR']}'", f"'{CAST['W1']}'"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            add_participant(asks, "EVAL", ident("study file 0"), by=by)


def test_the_worker_reads_a_study_while_its_run_goes_on_and_no_other_role_reads_at_all(
    asks: Asks, cluster: Cluster, database: str
) -> None:
    with cluster.admin(database) as admin:
        for role in (roles.GATE, roles.SMALL, roles.REPORT):
            for table in TABLES:
                asked = ["select has_table_privilege(%s, %s, 'select')", [role, f"evaluation_{table}"]]
                assert admin.execute(*asked).fetchone() == (False,), (role, table)  # type: ignore[arg-type]
    not_for_it = ("studyanswer", "flowcount", "ownarm", "siteasked")
    for table in not_for_it:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            asks(None, f"select count(*) from evaluation_{table}", role=roles.WORKER)
    for_it = tuple(table for table in TABLES if table not in not_for_it)
    query = "select " + ", ".join(f"(select count(*) from evaluation_{table})" for table in for_it)
    assert asks(None, query, role=roles.WORKER) == [(0,) * len(for_it)]
    with cluster.as_role(roles.WORKER, database) as worker:

        def seen(service: str) -> dict[str, int]:
            token = f"{service} {uuid.uuid4()}"
            digest = hashlib.sha256(token.encode()).digest()
            worker.execute("select safekeeping.open_service_session(%s, %s)", [digest, service])
            worker.execute("select set_config('alongside.token', %s, true)", [token])
            [row] = worker.execute(query).fetchall()
            return dict(zip(for_it, row, strict=True))

        assert seen("begun-notes") == dict.fromkeys(for_it, 0)
        # The run of the cast is over: of it stands that it was, and nothing of anybody.
        assert seen("studies") == dict.fromkeys(for_it, 0) | {"planrun": 1}
        worker.rollback()
    with cluster.admin(database) as admin, admin.transaction(force_rollback=True):
        admin.execute("update evaluation_planrun set finished_at = null")
        admin.execute("set local role alongside_worker")
        token = str(uuid.uuid4())
        admin.execute(
            "select safekeeping.open_service_session(%s, 'studies')", [hashlib.sha256(token.encode()).digest()]
        )
        admin.execute("select set_config('alongside.token', %s, true)", [token])
        [row] = admin.execute(query).fetchall()
        family = admin.execute("select count(*) from families_family").fetchone()
    expected = {table: COUNTS[table] for table in for_it} | {"study": 1}
    assert dict(zip(for_it, row, strict=True)) == expected and family == (0,)


def test_no_key_and_no_function_leads_from_a_study_to_a_family_or_back(cluster: Cluster, database: str) -> None:
    with cluster.admin(database) as admin:
        keys = admin.execute(
            "select conrelid::regclass::text, confrelid::regclass::text from pg_constraint where contype = 'f'"
        ).fetchall()
        sources = admin.execute(
            "select p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace"
            " where n.nspname = 'safekeeping' and p.prosrc like '%public.evaluation_%'"
            " and p.prosrc !~ 'evaluation_(scoretally|tallyshare|scalerule)'"  # reports: of no study
        ).fetchall()
        columns = admin.execute(
            "select column_name from information_schema.columns where table_name like 'evaluation_%'"
        ).fetchall()
    here = {f"evaluation_{table}" for table in (*TABLES, "wordsforwomen", "studykey")}
    assert {to for table, to in keys if table in here} <= {*here, "agencies_agency"}
    assert {table for table, to in keys if to in here} <= here
    # The triggers that see to what comes first, and what reads our own women of a study by code (test_own_women).
    assert {name for (name,) in sources} == {
        "plan_stays", "run_after_freezing", "result_after_freezing", "own_arm_before_freezing", "study_gets_key",
        "frames_for", "frame_rows", "studies_asking", "study_is_known", "site_asked",
    }  # fmt: skip
    assert not {name for (name,) in columns} & {
        "family",
        "family_id",
        "subject",
        "person_id",
        "woman_id",
        "child_id",
        "name_key",
    }

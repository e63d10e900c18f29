"""Loading into a real database: what is written, who is let in, and when it is refused."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime

import psycopg
import pytest

from alongside.stewardship.demonstration import NAMED, people, programme
from alongside.stewardship.demonstration import records as r
from tests.databases import ROOT, Cluster

FAMILIES = 60
LOADER, GATE, APP = "alongside_loader", "alongside_gate", "alongside_app"
TODAY = date(2026, 3, 2)
NAME = f"alongside_test_practice_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
LOAD = f"""
import datetime, django, sys
django.setup()
from alongside.recordkeeping.rules import Refused
from alongside.stewardship.actions import load_demonstration
try:
    day = datetime.date({TODAY.year}, {TODAY.month}, {TODAY.day})
    print(load_demonstration(families={FAMILIES}, seed=1995, today=day))
except Refused as no:
    sys.exit(no.because)
"""
BEGIN = """
import datetime, django, sys
django.setup()
from alongside.recordkeeping.rules import Refused
from alongside.stewardship.actions import begin_programme
try:
    begin_programme(name="Harbour", jurisdiction="ontario", admin_name="Alma Perera", admin_email="Alma@example.org",
                    password="long and of her own 27", at=datetime.datetime(2026, 3, 2, 15, tzinfo=datetime.UTC))
except Refused as no:
    sys.exit(no.because)
"""

AUDIT = """
import django
django.setup()
from alongside.project.commands import consent_family
from alongside.families.models import Family
from alongside.stewardship import queries
found, families = consent_family.look(), Family.objects.values_list("pk", flat=True)
rows = [row for family in families for row in consent_family.table(family)]
print(queries.lines_in_ledger(), len(found), len({row["who"] for row in rows}), any(row["categories"] for row in rows))
"""


def run(cluster: Cluster, database: str, code: str) -> subprocess.CompletedProcess[str]:
    """Run ``code`` in a process whose default alias is the loader, as the commands do."""
    given = cluster.databases(database)
    environment = {
        **os.environ,
        "ALONGSIDE_PROCESS": "loader",
        "ALONGSIDE_DATABASES": json.dumps(
            {"default": given["loader"], "owner": given["owner"], "loader": given["loader"]}
        ),
    }
    return subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def practice(cluster: Cluster, empty_template: str) -> Iterator[str]:
    """A database with a practice programme."""
    name = cluster.clone(empty_template, NAME)
    done = run(cluster, name, LOAD)
    assert done.returncode == 0, done.stderr
    yield name
    cluster.drop(name)


def ask(cluster: Cluster, database: str, query: str, role: str = LOADER) -> list[tuple]:
    with cluster.as_role(role, database) as connection:
        return connection.execute(query).fetchall()  # type: ignore[arg-type]


def seen_by(cluster: Cluster, database: str, part: str, number: int, query: str) -> list[tuple]:
    """What a page of this colleague would get: a session of hers, then the page's own role."""
    who = people.Crowd(1995).id(part, number)
    token = secrets.token_hex(16)
    with cluster.as_role(GATE, database) as gate:
        gate.execute("select safekeeping.walk_in(%s, %s::uuid)", [hashlib.sha256(token.encode()).digest(), who])
        gate.commit()
    with cluster.as_role(APP, database) as page:
        page.execute("select set_config('alongside.token', %s, true)", [token])
        return page.execute(query).fetchall()  # type: ignore[arg-type]


FILES = "select id from families_family"


# One occasion of actions/duty, four notes of the Elder in actions/culture.
BESIDE_THE_STORIES = {"assessment_occasion": 1, "care_contact": 4}


def test_everything_told_is_written(cluster: Cluster, practice: str) -> None:
    told = list(programme(FAMILIES, 1995, today=TODAY))
    care = (r.SafetyPlan, r.SafetyVersion, r.SafetyTurn, r.SafetyCopy, r.LaneVersion, r.LaneSignature)
    rooms = {"care": care, "peers": r.PEERS, "afterwards": r.AFTERWARDS}
    for table, kind in (("families_family", r.Family), ("families_person", r.Person), ("care_contact", r.Contact),
                        ("families_livingarrangement", r.Living), ("enrolment_statechange", r.StateChange),
                        ("assessment_occasion", r.Occasion), ("families_namekey", r.NameKey),
                        ("assessment_growth", r.Growth), ("assessment_developmentalassessment", r.Development),
                        ("assessment_developmentdomain", r.Side), ("assessment_clinicianrating", r.Rating),
                        ("assessment_observation", r.Play), ("assessment_reflection", r.Reflection),
                        ("goals_goal", r.Goal), ("goals_goalstep", r.GoalStep), ("goals_goalrating", r.GoalRating),
                        ("goals_goalstanding", r.GoalStanding), ("goals_goaltalk", r.GoalTalk),
                        *((f"{of}_{kind.__name__.lower()}", kind) for of in rooms for kind in rooms[of])):  # fmt: skip
        expected = sum(len(s.of(kind)) for s in told) + BESIDE_THE_STORIES.get(table, 0)
        assert ask(cluster, practice, f"select count(*) from {table}") == [(expected,)], table
    assert set(NAMED.values()) <= {name for (name,) in ask(cluster, practice, "select name from families_person")}
    assert ask(cluster, practice, "select count(distinct programme) from programmes_delivery") == [(4,)]


def test_occasions_carry_their_measure_and_what_they_came_to(cluster: Cluster, practice: str) -> None:
    told = [row for story in programme(FAMILIES, 1995, today=TODAY) for row in story.of(r.Occasion)]
    done = [row for row in told if row.total is not None and row.instrument in ("PHQ-9", "GAD-7")]
    assert len(done) > 60
    known = (
        "select count(*) from assessment_occasion o join instruments_definition d"
        " on d.id = o.definition_id and d.code = o.instrument"
    )
    assert ask(cluster, practice, known) == [(len(told) + 1,)]  # and that of actions/duty.py
    scores = ask(
        cluster, practice,
        "select s.value::float, s.band, s.met, d.code from assessment_score s"
        " join assessment_occasion o on o.id = s.occasion_id and o.total = s.value"
        "  and o.definition_id = s.definition_id"
        " join instruments_definition d on d.id = s.definition_id and d.code in ('PHQ-9', 'GAD-7')"
        " where s.scale = 'total' and s.superseded_at is null",
    )  # fmt: skip
    assert sorted(value for value, *_ in scores) == sorted(row.total for row in done)
    for value, band, met, code in scores:
        assert band and met == [
            each for each in (">=10", ">=8")[: 1 if code == "PHQ-9" else 2] if value >= int(each[2:])
        ]


def test_partners_and_agreements_of_the_reference_configuration(cluster: Cluster, practice: str) -> None:
    found = ask(cluster, practice, "select reference, kind from agencies_agency where reference <> '' order by 1")
    assert [ref for ref, _ in found] == ["S-001", *(f"S-{n:03d}" for n in range(5, 13))]
    assert [kind for ref, kind in found if ref in ("S-008", "S-009")] == ["child_welfare"] * 2
    agreed = "select count(*) from agencies_agreement g join agencies_agency a on a.id = g.partner_id"
    now = " where a.reference <> '' and g.during @> current_date"
    assert ask(cluster, practice, agreed + now) == [(8,)]
    made_up = ask(cluster, practice, "select name from agencies_agency where reference = '' order by 1")
    assert len(made_up) == 4 and all(name.endswith("(made up)") for (name,) in made_up)
    assert ask(cluster, practice, "select name, mode from agencies_programme") == [("Breaking the Cycle", "demo")]


def test_the_trail_is_whole(cluster: Cluster, practice: str) -> None:
    assert ask(cluster, practice, "select * from safekeeping.broken_links()") == []
    (loads,) = ask(
        cluster, practice, "select count(*) from recordkeeping_trail where verb = 'practice families loaded'"
    )
    assert loads == (1,)


def test_a_counsellor_sees_her_families_and_no_others(cluster: Cluster, practice: str) -> None:
    hers = {str(i).replace("-", "") for (i,) in seen_by(cluster, practice, "counsellor", 0, FILES)}
    others = {str(i).replace("-", "") for (i,) in seen_by(cluster, practice, "counsellor", 1, FILES)}
    mine = set()
    for story in programme(25, 1995, today=TODAY):
        on_team = [row for row in story.of(r.TeamMember) if row.role == "counsellor" and row.during.endswith(",)")]
        if any(row.colleague_id == people.Crowd(1995).id("counsellor", 0) for row in on_team):
            mine.add(story.id)
    assert hers == mine and len(mine) > 5
    assert others and not hers & others


def test_notes_stay_with_the_team(cluster: Cluster, practice: str) -> None:
    wren = next(programme(1, 1995, today=TODAY))
    query = f"select count(*) from care_contact where family_id = '{wren.id}'"
    assert seen_by(cluster, practice, "counsellor", 0, query) == [(len(wren.of(r.Contact)),)]
    assert seen_by(cluster, practice, "counsellor", 1, query) == [(0,)]


def test_child_care_sees_the_children_and_how_to_reach_her(cluster: Cluster, practice: str) -> None:
    story = list(programme(2, 1995, today=TODAY))[1]
    where = f"where family_id = '{story.id}'"
    assert seen_by(cluster, practice, "child_care", 0, f"select count(*) from families_livingarrangement {where}") != [
        (0,)
    ]
    assert seen_by(cluster, practice, "child_care", 0, f"select count(*) from families_safecontact {where}") == [(1,)]
    for table in ("enrolment_returntouse", "families_legalstatus", "families_pregnancy"):
        assert seen_by(cluster, practice, "child_care", 0, f"select count(*) from {table} {where}") == [(0,)], table
    herself = f"select count(*) from care_contact {where} and for_whom = 'woman'"
    assert seen_by(cluster, practice, "child_care", 0, herself) == [(0,)]


@pytest.mark.parametrize("part", ["supervisor", "manager"])
def test_those_with_every_file_see_every_file(cluster: Cluster, practice: str, part: str) -> None:
    assert len(seen_by(cluster, practice, part, 0, FILES)) == FAMILIES


def test_the_others_see_no_family(cluster: Cluster, practice: str) -> None:
    for part in (
        "evaluator", "administrator", "council", "prenatal_partner", "foster_carer", "partner", "privacy", "coder",
        "facilitator", "steward", "trainer", "funder", "peer_run", "comparison", "peer_supervisor",
    ):  # fmt: skip
        assert seen_by(cluster, practice, part, 0, FILES) == [], part
        assert seen_by(cluster, practice, part, 0, "select * from care_contact") == [], part


def test_what_left_is_told_with_its_days_and_what_came_after(cluster: Cluster, practice: str) -> None:
    kinds = dict(ask(cluster, practice, "select kind, count(*) from consent_disclosure group by 1"))
    assert kinds == {"view": 8, "conversation": 1, "report": 2}  # to child welfare, and a copy of how Théo grows
    copies = (
        "select d.basis, d.told_before, p.snapshot like 'How Théo is growing%What the child can do and enjoys%'"
        " from assessment_developmentrelease r join consent_disclosure d on d.id = r.disclosure_id"
        " join consent_disclosedpart p on p.disclosure_id = d.id"
    )
    assert ask(cluster, practice, copies) == [("consent", "with_her", True)]
    late = (
        "select count(*) from consent_disclosure d join consent_consent k on k.id = d.consent_id"
        " where not d.recorded_at <@ tstzrange(k.signed_at, k.withdrawn_at)"
    )
    assert ask(cluster, practice, late) == [(0,)]
    steps = dict(ask(cluster, practice, "select kind, count(*) from consent_disclosurestep group by 1"))
    assert steps == {"acknowledged": 5, "her_comment": 2}
    counts = ("k.withdrawn_at is not null", "k.effect = 'deny'", f"upper(k.during) <= '{TODAY}'")
    each = ", ".join(f"count(*) filter (where {rule})" for rule in counts)
    stand = ask(
        cluster,
        practice,
        f"select count(*), {each} from consent_consent k where k.signed_at is not null and k.study is null",
    )
    assert stand == [(10, 1, 1, 2)]
    assert ask(cluster, practice, "select count(*) from consent_consentline where withdrawn_at is not null") == [(1,)]
    assert ask(cluster, practice, "select count(*), count(reviewed_at) from consent_breakglass") == [(2, 1)]
    report = "select array_agg(step order by recorded_at) from consent_dutyreportstep"
    assert ask(cluster, practice, report) == [(["concern", "consulted", "told_her", "reported", "supported"],)]
    assert ask(cluster, practice, "select count(*) from consent_sentback") == [(3,)]
    herself = ask(cluster, practice, "select name from safekeeping_principal where kind = 'herself' order by 1")
    women = ("Amina Clarke", "Corinne Blake", "Joanne Petrov", "Marguerite Doyle")
    assert herself == [(f"{name} (herself)",) for name in women]


def test_what_left_would_have_been_let_go_and_each_family_has_its_table(cluster: Cluster, practice: str) -> None:
    """What `alongside consent audit` and `consent matrix` say of the practice programme."""
    said = run(cluster, practice, AUDIT)
    assert said.returncode == 0, said.stderr
    lines, forbidden, who, somebody_sees = said.stdout.split()[-4:]
    assert int(lines) >= 10 and int(who) > 10 and somebody_sees == "True"
    assert forbidden == "0", said.stdout


def test_whoever_is_kept_out_is_kept_out(cluster: Cluster, practice: str) -> None:
    ((family, who),) = ask(cluster, practice, "select family, principal from safekeeping_exclusion")
    assert ask(cluster, practice, "select family_id, colleague_id from enrolment_keptout") == [(family, who)]


def test_the_cast_stands_first_on_the_page(cluster: Cluster, practice: str) -> None:
    shown = [name for _, name, _ in ask(cluster, practice, "select * from safekeeping.cast_of_practice()", GATE)]
    assert shown[: len(people.CAST)] == [member.name for member in people.CAST]


def test_nobody_without_a_session_sees_anything(cluster: Cluster, practice: str) -> None:
    assert ask(cluster, practice, FILES, APP) == []


def test_loading_again_is_refused_and_changes_nothing(cluster: Cluster, practice: str) -> None:
    before = ask(cluster, practice, "select count(*) from care_contact")
    again = run(cluster, practice, LOAD)
    assert "already_loaded" in again.stderr and again.returncode == 1
    assert ask(cluster, practice, "select count(*) from care_contact") == before


def test_a_real_programme_begins_empty_and_takes_no_practice_families(cluster: Cluster, empty_template: str) -> None:
    name = cluster.clone(empty_template, NAME + "_real")
    try:
        begun = run(cluster, name, BEGIN)
        assert begun.returncode == 0, begun.stderr
        assert ask(cluster, name, "select name, mode, jurisdiction from agencies_programme") == [
            ("Harbour", "real", "ontario")
        ]
        assert ask(cluster, name, "select count(*) from families_family") == [(0,)]
        assert ask(cluster, name, "select email, must_have_second_factor from accounts_user") == [
            ("alma@example.org", True)
        ]
        ((account, colleague),) = ask(
            cluster,
            name,
            "select p.account, c.id from accounts_colleague c join safekeeping_principal p on p.id = c.id",
        )
        assert (account,) in ask(cluster, name, "select id from accounts_user")
        assert {role for (role,) in ask(cluster, name, "select name from accounts_role")} == {
            "administrator",
            "manager",
        }
        # Its instruments are here; what it uses them for, it says itself.
        assert ask(cluster, name, "select count(*) > 20 from instruments_definition where state = 'published'") == [
            (True,)
        ]
        assert ask(cluster, name, "select count(*) from instruments_siteuse") == [(0,)]
        assert "already_begun" in run(cluster, name, BEGIN).stderr
        assert "real_programme" in run(cluster, name, LOAD).stderr
        assert ask(cluster, name, "select count(*) from accounts_colleague") == [(1,)]
        with pytest.raises(psycopg.Error):  # and nobody walks in without a password
            with cluster.as_role(GATE, name) as gate:
                gate.execute("select safekeeping.walk_in(%s, %s)", [b"x" * 32, colleague])
    finally:
        cluster.drop(name)


def test_begin_refuses_a_practice_database(cluster: Cluster, practice: str) -> None:
    assert "already_begun" in run(cluster, practice, BEGIN).stderr
    assert ask(cluster, practice, "select count(*) from accounts_user") == [(0,)]


def test_today_of_the_tests_is_in_the_past() -> None:
    assert datetime.now(UTC).date() >= TODAY


def test_a_load_that_is_ended_in_the_middle_leaves_nothing(cluster: Cluster, empty_template: str) -> None:
    name = cluster.clone(empty_template, NAME + "_ended")
    try:
        ended = run(
            cluster, name, LOAD.replace("today=day)", "today=day, progress=lambda done, of: sys.exit('ended'))")
        )
        assert ended.stderr.strip() == "ended"
        tables = ("agencies_programme", "accounts_colleague", "families_family", "safekeeping_cell")
        for table in (*tables, "instruments_definition"):
            assert ask(cluster, name, f"select count(*) from {table}") == [(0,)], table
        assert run(cluster, name, LOAD).returncode == 0
    finally:
        cluster.drop(name)


def test_who_sees_counts_sees_how_steady_we_were_and_no_family(cluster: Cluster, practice: str) -> None:
    count = "select families, changed, changes from safekeeping.continuity() where part is null order by since desc"
    [newest, *_] = seen_by(cluster, practice, "evaluator", 0, count)
    assert newest[0] >= 5
    assert seen_by(cluster, practice, "evaluator", 0, "select 1 from families_person") == []
    for part in ("counsellor", "privacy", "administrator", "child_welfare"):
        assert seen_by(cluster, practice, part, 0, count) == []


def test_somebody_is_on_duty_and_one_story_of_it_is_told_and_closed(cluster: Cluster, practice: str) -> None:
    on_duty = ask(
        cluster, practice,
        "select c.name from assessment_dutyshift d join accounts_colleague c on c.id = d.colleague_id"
        " where d.during @> now() and d.ended_at is null",
    )  # fmt: skip
    listed = ask(cluster, practice, "select count(*) from assessment_escalationcontact where active")
    assert (on_duty, listed) == ([("Grace Kim",)], [(2,)])
    alerts = ask(
        cluster, practice,
        "select a.state, n.item, n.value::int, a.confirmed, count(s.*), count(s.*) filter (where s.words <> '')"
        " from assessment_alert a join assessment_answer n on n.id = a.answer_id"
        " join assessment_alertstep s on s.alert_id = a.id group by 1, 2, 3, 4",
    )  # fmt: skip
    assert alerts == [("closed", "9", 1, True, 6, 2)]
    assert ask(cluster, practice, "select count(*) from assessment_protocol where instrument = ''") == [(1,)]


def test_women_here_are_an_arm_of_a_study_by_their_own_yes_beside_another_sites(
    cluster: Cluster, practice: str
) -> None:
    """The evaluator reads them by code, and how many were asked; the other site's coordinator its own file alone."""
    study = "(select id from evaluation_study where asks_steward)"
    said = f"select asked, said_no, said_yes, stopped from safekeeping.frame_answers({study})"
    assert seen_by(cluster, practice, "evaluator", 0, said) == [(20, 6, 14, 0)]
    rows = (
        "select count(distinct code), count(*) filter (where wave = 'start'), count(*) filter (where wave = 'year')"
        f" from safekeeping.frame_rows({study}, null)"
    )
    [(women, start, year)] = seen_by(cluster, practice, "evaluator", 0, rows)
    assert women == 14 and start >= 5 and year >= 5
    assert seen_by(cluster, practice, "counsellor", 0, rows) == [(0, 0, 0)]
    named = f"select count(*), count(*) filter (where signed_at is not null) from consent_consent where study = {study}"
    assert ask(cluster, practice, named) == [(20, 14)]
    word = "select agreed from evaluation_studyanswer"
    assert seen_by(cluster, practice, "steward", 0, word) == [(True,)]
    files = "select count(*), count(distinct brought_id) from evaluation_participant"
    assert seen_by(cluster, practice, "comparison", 0, files) == [(34, 1)]
    assert seen_by(cluster, practice, "comparison", 0, "select id from evaluation_study") == []

"""What is sealed is there for nobody: not a row that names it, in no table, for no part, in no shape of the policies.

Asked of the tables themselves, whatever pages do: every column that holds a number is looked through.
"""

from __future__ import annotations

import hashlib
import os
import uuid
from collections.abc import Iterator

import psycopg
import pytest
from psycopg import errors

from alongside.project import roles
from tests.cast import CAST, STAFF, dyad, ident, token_of
from tests.cast.people import OUTSIDE
from tests.databases import Cluster
from tests.wall.sealed import columns, naming, seal, speaks, that_name

EVERYBODY = [*STAFF, *OUTSIDE, "p_ana", "p_fin"]
SHAPES = ["", roles.SMALL, roles.REPORT]
# Everybody asks in the first shape, one of each kind of people in all of them (that shapes agree is a test of its own).
WAYS = [(who, "") for who in EVERYBODY]
WAYS += [(who, shape) for shape in SHAPES[1:] for who in ("W1", "SUP", "CW1", "p_ana", "PRIV")]
ALDER, ANA, BEE, BO = (CAST[key] for key in ("ALDER", "ANA", "BEE", "BO"))
WITH_BEE = dyad("ANA", "BEE")


@pytest.fixture(scope="module")
def name(cluster: Cluster, template: str) -> Iterator[str]:
    made = cluster.clone(template, f"alongside_test_sealed_{os.getpid()}")
    with cluster.admin(made) as admin:
        # A second person who keeps privacy, and another account of hers.
        for key, account in (("PRIV2", uuid.uuid4()), ("PRIV3", None)):
            admin.execute(
                "insert into safekeeping_principal (id, account, agency, person, kind, name, active) select %s,"
                " coalesce(%s, p.account), p.agency, null, 'staff', '', true from safekeeping_principal p where p.id = %s",
                [ident(key), account, CAST["PRIV"]],
            )
            admin.execute(
                "insert into safekeeping_capacity (id, principal, abilities, categories, writes, valid) select"
                " gen_random_uuid(), %s, abilities, categories, writes, valid from safekeeping_capacity where principal = %s",
                [ident(key), CAST["PRIV"]],
            )
            admin.execute(
                "insert into safekeeping_cell (principal, family, subject, reach, categories, writes, valid, basis)"
                " select %s, family, subject, reach, categories, writes, valid, gen_random_uuid()"
                " from safekeeping_cell where principal = %s",
                [ident(key), CAST["PRIV"]],
            )
            admin.execute(
                "insert into safekeeping_session (token_hash, principal, idle_limit, expires_at, second_factor, purpose)"
                " values (%s, %s, interval '1 year', now() + interval '1 year', true, '')",
                [hashlib.sha256(token_of(key).encode()).digest(), ident(key)],
            )
        admin.execute(
            "update safekeeping_principal set account = gen_random_uuid() where id = %s and account is null",
            [CAST["PRIV"]],
        )
        admin.execute("update safekeeping_principal set account = (select account from safekeeping_principal where id = %s)"
                      " where id = %s", [CAST["PRIV"], ident("PRIV3")])  # fmt: skip
        admin.execute("update safekeeping_session set proved_at = now()")  # she has just shown her second factor
    yield made
    cluster.drop(made)


@pytest.fixture
def life(cluster: Cluster, name: str) -> Iterator[psycopg.Connection]:
    """One transaction of the web's role, rolled back: whoever speaks in it says so first."""
    with cluster.as_role(roles.APP, name) as connection:
        yield connection
        connection.rollback()


def test_nothing_that_names_a_sealed_child_is_there_for_anybody(
    life: psycopg.Connection, cluster: Cluster, name: str
) -> None:
    hers = [BEE, WITH_BEE]
    tables = that_name(life, cluster, name, hers)
    before = {}
    for who, shape in WAYS:
        speaks(life, who, shape)
        before[who, shape] = naming(life, tables, hers)
    for shape in SHAPES:
        assert len(before["W1", shape]) > 8 and before["SUP", shape]
    assert before["CHC", ""] and before["PIT", ""]
    assert seal(life, BEE)
    for who, shape in WAYS:
        speaks(life, who, shape)
        assert naming(life, tables, hers) == set(), (who, shape, before[who, shape])
    tables = columns(cluster, name)
    # What is about her mother and about her brother stays.
    for shape in SHAPES:
        speaks(life, "W1", shape)
        assert {"families_person", "care_contact"} <= naming(life, tables, [ANA])
        assert "families_person" in naming(life, tables, [BO])


def test_a_sealed_note_closes_with_all_that_hangs_on_it(life: psycopg.Connection, cluster: Cluster, name: str) -> None:
    note = ident("contact 0")
    tables = that_name(life, cluster, name, [note])
    speaks(life, "W1")
    row = life.execute("select note from care_contact where id = %s", [note]).fetchone()
    assert row and naming(life, tables, [note])
    before = life.execute("select count(*) from care_contact where family_id = %s", [ALDER]).fetchone()
    assert seal(life, note, "she_asks")
    for who, shape in WAYS:
        speaks(life, who, shape)
        assert naming(life, tables, [note]) == set(), (who, shape)
        left = life.execute("select snapshot from consent_disclosedpart").fetchall() if shape != roles.SMALL else []
        assert not [words for (words,) in left if row[0] in words], who
    speaks(life, "W1")
    after = life.execute("select count(*) from care_contact where family_id = %s", [ALDER]).fetchone()
    assert before and after and after[0] == before[0] - 1


def test_a_sealed_goal_closes_with_all_that_hangs_on_it_for_her_too(
    life: psycopg.Connection, cluster: Cluster, name: str
) -> None:
    """Also what stood there before, a goal's turn into it, and what was shown of it in the words of that day."""
    tables, goal, other = columns(cluster, name), ident("goal 0"), ident("goal 2")
    speaks(life, "W1")
    life.execute(
        "insert into recordkeeping_earlierversion (id, recorded_by, family, subject, category, about, target, version, held)"
        " values (gen_random_uuid(), safekeeping.me(), %s, %s, 2, 'goals.goal', %s, 1, '{\"her_words\": \"none on Mondays\"}')",
        [ALDER, ANA, goal],
    )
    life.execute(
        'insert into goals_goalstanding (id, recorded_by, family_id, subject, category, goal_id, state, "on", her_words,'
        " into_id) select gen_random_uuid(), safekeeping.me(), family_id, subject, category, id, 'changed', current_date,"
        " '', %s from goals_goal where id = %s", [goal, other],
    )  # fmt: skip
    line = uuid.uuid4()
    life.execute(
        "insert into consent_disclosure (id, recorded_by, family_id, subject, agency_id, recipient, kind, purpose, basis,"
        " consent_id, title, notice, sha256, told_before, why_not, hidden_why) values (%s, safekeeping.me(), %s, %s, %s, 'x',"
        " 'conversation', 'care_coordination', 'consent', %s, '', '', '', 'told', '', '')",
        [line, ALDER, ANA, CAST["CAS"], ident("C1")],
    )
    for words in ("A goal: none on Mondays", "A goal: a lamp"):
        life.execute(
            "insert into consent_disclosedpart (id, recorded_by, family_id, subject, category, disclosure_id, snapshot,"
            " sha256, about) values (gen_random_uuid(), safekeeping.me(), %s, %s, 1, %s, %s, '', '{}')",
            [ALDER, ANA, line, words],
        )
    left = "select snapshot from consent_disclosedpart where disclosure_id = %s order by snapshot"
    told = ["goals_goal", *(f"goals_goal{each}" for each in ("rating", "standing", "step", "talk"))]
    for who, shape in ((who, shape) for who in ("W1", "p_ana") for shape in SHAPES):
        speaks(life, who, shape)
        assert naming(life, tables, [goal]) >= {*told, "recordkeeping_earlierversion"}, (who, shape)
    closing = that_name(life, cluster, name, [goal])
    assert seal(life, goal, "she_asks")
    for who, shape in WAYS:
        speaks(life, who, shape)
        assert naming(life, closing, [goal]) == set(), (who, shape)
    speaks(life, "W1")
    assert life.execute(left, [line]).fetchall() == [("A goal: a lamp",)]
    assert naming(life, tables, [other]) == {"goals_goal"}  # as if it had not become that one


def test_words_that_left_about_her_mother_close_where_they_speak_of_a_sealed_child(life: psycopg.Connection) -> None:
    speaks(life, "W1")
    line, part = uuid.uuid4(), uuid.uuid4()
    life.execute(
        "insert into consent_disclosure (id, recorded_by, family_id, subject, agency_id, recipient, kind, purpose, basis,"
        " consent_id, title, notice, sha256, told_before, why_not, hidden_why) values (%s, safekeeping.me(), %s, %s, %s, 'x',"
        " 'conversation', 'care_coordination', 'consent', %s, '', '', '', 'told', '', '')",
        [line, ALDER, ANA, CAST["CAS"], ident("C1")],
    )
    life.execute(
        "insert into consent_disclosedpart (id, recorded_by, family_id, subject, category, disclosure_id, snapshot, sha256,"
        " about) values (%s, safekeeping.me(), %s, %s, 1, %s, 'Bee sleeps through', '', %s)", [part, ALDER, ANA, line, [BEE]],
    )  # fmt: skip
    told, kinds = (
        "select count(*) from consent_disclosedpart where id = %s",
        "select * from safekeeping.kinds_that_left(%s)",
    )
    assert life.execute(told, [part]).fetchone() == (1,)
    speaks(life, "PRIV")
    assert life.execute(kinds, [[line]]).fetchall() == [(line, [1])]
    assert seal(life, BEE)
    assert life.execute(kinds, [[line]]).fetchall() == []
    for who in EVERYBODY:
        speaks(life, who)
        assert life.execute(told, [part]).fetchone() == (0,), who


@pytest.mark.parametrize("target", ["sent ANA", "sitting ANA"])
def test_a_document_and_a_sitting_close_with_what_is_in_them(
    life: psycopg.Connection, cluster: Cluster, name: str, target: str
) -> None:
    tables = columns(cluster, name)
    with cluster.admin(name) as admin:
        table = "consent_sentback" if target.startswith("sent") else "assessment_sitting"
        row = admin.execute(f"select id from {table} where family_id = %s", [ALDER]).fetchone()
        assert row
        ids = [row[0]]
        if table == "assessment_sitting":
            ids += [id for (id,) in admin.execute("select id from assessment_occasion where sitting_id = %s", ids)]
            # An alert that waits keeps it open: nobody would see it.
            waits = admin.execute(
                "select exists (select from assessment_alert where closed_at is null and occasion_id = any(%s))", [ids]
            ).fetchone()
            assert waits == (False,)
    speaks(life, "W1")
    assert len(naming(life, tables, ids)) > 1
    tables = that_name(life, cluster, name, ids)
    assert seal(life, ids[0])
    for who in EVERYBODY:
        speaks(life, who)
        assert naming(life, tables, ids) == set(), who


def test_a_letter_closes_with_the_document_whose_words_it_holds(
    life: psycopg.Connection, cluster: Cluster, name: str
) -> None:
    """Also where the document closes because somebody is sealed of whom it speaks."""
    with cluster.admin(name) as admin:
        sent = admin.execute("select id, subject from consent_sentback where family_id = %s", [ALDER]).fetchone()
    assert sent
    speaks(life, "W1")
    letter, part, line = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
    life.execute(
        "insert into consent_letter (id, recorded_by, family_id, subject, about, draws_on, agency_id, for_whom, kind, purpose,"
        " language, title, told_before, why_not, comment, version) values (%s, safekeeping.me(), %s, %s, '{}', %s, %s, '',"
        " 'progress', 'care', 'en', '', '', '', '', 1)", [letter, ALDER, BO, [sent[0]], CAST["CAS"]],
    )  # fmt: skip
    life.execute(
        "insert into consent_letterpart (id, recorded_by, family_id, subject, category, letter_id, strengths, concerns,"
        " her_words) values (%s, safekeeping.me(), %s, %s, 1, %s, 'as they write', '', '')", [part, ALDER, BO, letter],
    )  # fmt: skip
    life.execute(
        "insert into consent_disclosure (id, recorded_by, family_id, subject, agency_id, recipient, kind, purpose, basis,"
        " consent_id, letter_id, title, notice, sha256, told_before, why_not, hidden_why) values (%s, safekeeping.me(), %s,"
        " %s, %s, 'x', 'letter', 'care_coordination', 'consent', %s, %s, '', '', '', 'told', '', '')",
        [line, ALDER, BO, CAST["CAS"], ident("C1"), letter],
    )  # fmt: skip
    ids = [letter, part, line]
    tables = that_name(life, cluster, name, ids)
    speaks(life, "W1")
    assert {"consent_letter", "consent_letterpart", "consent_disclosure"} <= naming(life, tables, ids)
    for target in sent:  # the document; whoever it is about
        with life.transaction() as tried:
            assert seal(life, target)
            for who, shape in WAYS:
                speaks(life, who, shape)
                assert naming(life, tables, ids) == set(), (target, who, shape)
            raise psycopg.Rollback(tried)


def test_no_function_and_no_emergency_goes_round_it(life: psycopg.Connection) -> None:
    speaks(life, "W1")
    assert life.execute("select count(*) from safekeeping.find_people('bee alder', 30)").fetchone() != (0,)
    assert life.execute("select count(*) from safekeeping.find_in_emergency('bee alder', '2024-02-10')").fetchone() == (
        1,
    )
    life.execute(
        'insert into consent_refusedask (id, recorded_by, family_id, subject, "on", asked_by, named, how, said)'
        " values (gen_random_uuid(), safekeeping.me(), %s, %s, current_date, 'visits', 'Cal', 'phone', 'x')", [ALDER, BEE],
    )  # fmt: skip
    speaks(life, "PRIV")
    asked_about = "select count(*) from safekeeping.asked_and_refused('-infinity') where subject = %s"
    assert life.execute(asked_about, [BEE]).fetchone() == (1,)
    assert seal(life, BEE)
    assert life.execute(asked_about, [BEE]).fetchone() == (0,)
    speaks(life, "W1")
    for asked in (
        f"select person from safekeeping.find_people('bee alder', 30) where person = '{BEE}'",
        "select * from safekeeping.find_in_emergency('bee alder', '2024-02-10')",
        f"select * from safekeeping.who_decides('{ALDER}', '2026-03-02') where child = '{BEE}'",
        f"select * from safekeeping.plays_to_code('{ALDER}') where subject = '{WITH_BEE}'",
    ):
        assert life.execute(asked).fetchall() == [], asked
    for person in (BEE, uuid.uuid4()):  # the same answer for what is not there
        with pytest.raises(errors.InsufficientPrivilege), life.transaction():
            life.execute(
                "select safekeeping.break_glass(%s, %s, 'she was brought in unconscious', 1)", [uuid.uuid4(), person]
            )
        with pytest.raises(errors.InsufficientPrivilege), life.transaction():
            life.execute(
                "insert into families_livingarrangement (id, family_id, child_id, kind, during, day_to_day, note, source,"
                " recorded_by) values (gen_random_uuid(), %s, %s, 'kin', '[2026-03-01,)', '', '', 'staff', %s)",
                [ALDER, person, CAST["W1"]],
            )
    speaks(life, "W1")
    kinds = "select safekeeping.kinds_about_her(%s, %s)"
    assert life.execute(kinds, [ALDER, ANA]).fetchone() != (0,)
    assert seal(life, ANA)
    speaks(life, "W1")
    assert life.execute(kinds, [ALDER, ANA]).fetchone() == (0,)
    speaks(life, "SUP")
    with pytest.raises(errors.InsufficientPrivilege), life.transaction():
        life.execute("select safekeeping.say_same(%s, %s, %s, 'x')", [uuid.uuid4(), ANA, CAST["GIA"]])
    speaks(life, "PRIV")
    for person in (BEE, uuid.uuid4()):
        assert life.execute("select safekeeping.subjects_of(%s)", [person]).fetchone() == ([],)


def test_only_the_desk_closes_and_only_what_is_there(life: psycopg.Connection) -> None:
    for who in EVERYBODY:
        if who != "PRIV":
            assert seal(life, BEE, who=who) is None, who
            assert life.execute("select count(*) from consent_seal").fetchone() == (0,), who
    # No such number; a file of another agency; an adoption of somebody who is no child.
    assert seal(life, uuid.uuid4()) is None
    assert seal(life, CAST["PIP"]) is None
    assert seal(life, ANA, "adoption") is None
    assert seal(life, BEE, "adoption")
    assert seal(life, BEE) is None  # closed already
    for who in EVERYBODY:
        speaks(life, who)
        assert life.execute("select count(*) from consent_seal").fetchone() == (int(who == "PRIV"),), who
    with pytest.raises(errors.InsufficientPrivilege), life.transaction():
        life.execute("update consent_seal set opened_at = now()")


def test_two_people_open_it_again(life: psycopg.Connection, cluster: Cluster, name: str) -> None:
    tables = columns(cluster, name)
    speaks(life, "W1")
    before = naming(life, tables, [BEE, WITH_BEE])
    id = seal(life, BEE)
    for verb in ("open_seal(%s)", "leave_closed(%s)"):  # nobody asked for it yet
        with pytest.raises(errors.InsufficientPrivilege), life.transaction():
            life.execute(f"select safekeeping.{verb}", [id])
    life.execute("select safekeeping.ask_to_open(%s, 'the order ended')", [id])
    for who in ("PRIV", "PRIV3", "SUP", "DIR", "ADM", "W1"):  # the first; another account of hers; not of the desk
        speaks(life, who)
        with pytest.raises(errors.InsufficientPrivilege), life.transaction():
            life.execute("select safekeeping.open_seal(%s)", [id])
    speaks(life, "W1")
    assert naming(life, tables, [BEE, WITH_BEE]) == set()
    speaks(life, "PRIV2")
    life.execute("select safekeeping.open_seal(%s)", [id])
    speaks(life, "W1")
    assert naming(life, tables, [BEE, WITH_BEE]) == before


def test_it_stays_closed_when_somebody_says_so(life: psycopg.Connection) -> None:
    id = seal(life, BEE)
    life.execute("select safekeeping.ask_to_open(%s, 'the order ended')", [id])
    life.execute("select safekeeping.leave_closed(%s)", [id])
    speaks(life, "PRIV2")
    with pytest.raises(errors.InsufficientPrivilege), life.transaction():
        life.execute("select safekeeping.open_seal(%s)", [id])
    speaks(life, "W1")
    assert life.execute("select count(*) from families_person where id = %s", [BEE]).fetchone() == (0,)

"""What women will read of a study: before it is released nobody but its writers and readers; then the women there alone."""

from __future__ import annotations

import psycopg
import pytest

from alongside.accounts.terms import PARTS, RoleName
from alongside.project import roles
from alongside.safekeeping.terms import Ability
from tests.cast import CAST, ident
from tests.cast.people import OUTSIDE, STAFF
from tests.databases import Cluster
from tests.wall.test_studies import Asks, asks

__all__ = ["asks"]

SAID, WAITING = ident("words for women"), ident("words for women waiting")
READ_FIRST = ("SUP", "PEER", "ELDER", "COUNCIL", "STEW")
SEEN = "select id from evaluation_wordsforwomen order by recorded_at, released nulls first"
RELEASE = (
    "update evaluation_wordsforwomen set answered_at = '2001-01-01', answered_by = {by}, released = {yes}, answer = 'x'"
    " where id = %s returning answered_by, answered_at > '2002-01-01'"
)
BACK = "update evaluation_wordsforwomen set taken_back_at = now(), taken_back_by = safekeeping.me() where id = %s returning id"
WRITE = (
    "insert into evaluation_wordsforwomen (id, recorded_by, agency_id, run_id, title_en, words_en, unknown_en, title_fr,"
    " words_fr, unknown_fr, names, drawings, answer) values (gen_random_uuid(), {by}, %s, %s, 'a', 'b', 'c', '', '', '',"
    " '[]', '[]', '') returning id"
)


def test_women_read_what_was_released_and_nobody_else_but_who_wrote_or_reads_it_first(asks: Asks) -> None:
    for who in ("EVAL", *READ_FIRST):
        assert asks(who, SEEN) == [(WAITING,), (SAID,)], who
    assert {role for role in RoleName if PARTS[role].abilities >> Ability.READ_FOR_WOMEN & 1} == {
        RoleName.SUPERVISOR, RoleName.PEER_SUPERVISOR, RoleName.PEER, RoleName.ELDER, RoleName.STEWARD, RoleName.COUNCIL,
    }  # fmt: skip
    # A woman here reads it whether she is in a study or not; one with another agency, a carer, a partner reads nothing.
    assert asks("p_ana", SEEN) == [(SAID,)]
    women = {"p_ana", *(key for key in OUTSIDE if asks(key, "select safekeeping.my_kind()") == [("herself",)])}
    for who in {None, "FAR", *OUTSIDE, *STAFF} - women - {"EVAL", *READ_FIRST}:
        seen = asks(who, "select count(*) from evaluation_wordsforwomen")
        parts = "safekeeping.can(14) or safekeeping.can(16)"
        here = (
            asks(who, f"select coalesce({parts}, false) and safekeeping.my_agency() = %s", [CAST["LEAD"]])
            if who
            else []
        )
        assert seen == [(2 if here == [(True,)] else 0,)], who
    # From it a woman reaches nothing of the study.
    for table in ("planrun", "result", "study", "participant"):
        assert asks("p_ana", f"select count(*) from evaluation_{table}") == [(0,)]


def test_a_second_person_answers_once_and_nobody_in_another_name(asks: Asks) -> None:
    me = "safekeeping.me()"
    for who in READ_FIRST:
        [(_by, by_the_clock)] = asks(who, RELEASE.format(by=me, yes="true"), [WAITING])
        assert by_the_clock, who
    refused = [
        ("EVAL", RELEASE.format(by=me, yes="true"), [WAITING]),
        ("EVAL", RELEASE.format(by=f"'{CAST['SUP']}'", yes="true"), [WAITING]),
        ("SUP", RELEASE.format(by=f"'{CAST['DIR']}'", yes="true"), [WAITING]),
        ("SUP", RELEASE.format(by="recorded_by", yes="true"), [WAITING]),
        ("SUP", RELEASE.format(by=me, yes="false"), [SAID]),
        ("SUP", BACK, [WAITING]),
        ("SUP", "update evaluation_wordsforwomen set words_en = 'y' where id = %s", [WAITING]),
        ("EVAL", "update evaluation_wordsforwomen set drawings = '[1]' where id = %s", [WAITING]),
        ("EVAL", "delete from evaluation_wordsforwomen where id = %s", [WAITING]),
        *((who, WRITE.format(by=me), [CAST["LEAD"], ident("run")]) for who in ("SUP", "PEER", "DIR", "FAR", "p_ana")),
        ("EVAL", WRITE.format(by=me), [CAST["OTHER_SITE"], ident("run")]),
        ("EVAL", WRITE.format(by=f"'{CAST['SUP']}'"), [CAST["LEAD"], ident("run")]),
        ("EVAL", "insert into evaluation_planrun (id, recorded_by, plan_id, steps, code_version, frame_sha256, outcomes)"
                 " values (gen_random_uuid(), safekeeping.me(), %s, 1, '', '', '{}')", [ident("plan")]),
    ]  # fmt: skip
    for who, statement, values in refused:
        with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.CheckViolation)):
            asks(who, statement, values)
    for who in ("p_ana", "FAR", "DIR"):
        assert asks(who, BACK, [SAID]) == [], who
    for who in ("EVAL", "SUP"):
        assert asks(who, BACK, [SAID]) == [(SAID,)], who
    assert len(asks("EVAL", WRITE.format(by=me), [CAST["LEAD"], ident("run")])) == 1


def test_whoever_wrote_it_and_has_the_part_beside_still_does_not_answer_it(
    asks: Asks, cluster: Cluster, database: str
) -> None:
    with cluster.admin(database) as admin, admin.transaction(force_rollback=True):
        with pytest.raises(psycopg.errors.CheckViolation, match="evaluation_second_person"):
            admin.execute(
                "update evaluation_wordsforwomen set answered_at = now(), answered_by = recorded_by, released = true"
                " where id = %s", [WAITING],
            )  # fmt: skip
    with cluster.admin(database) as admin:
        for role in (roles.GATE, roles.SMALL, roles.REPORT, roles.WORKER):
            asked = admin.execute("select has_table_privilege(%s, 'evaluation_wordsforwomen', 'select')", [role])
            assert asked.fetchone() == (False,), role

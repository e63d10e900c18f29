"""Our own women in a study: only by a yes that names it, only for its evaluator, by codes that lead back to nobody."""

from __future__ import annotations

import hashlib
import os
import re
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg
import pytest

from alongside.project import roles
from tests import own_women
from tests.cast import CAST, token_of
from tests.cast.people import OUTSIDE, STAFF
from tests.databases import Cluster
from tests.own_women import OFF, ON, OTHER, OUT, SEAL, STUDY, WOMEN, Change, keeps, who
from tests.wall.test_studies import asks as asks  # the same people, also STEW and FAR

Frame = dict[str, dict[str, Any]]
FRAME = "select code, arm, measure, wave, number, word from safekeeping.frame_rows(%s, %s)"
CODE = r"[WC](-[0-9a-f]{4}){4}"
WITHDRAW: Change = (
    "update consent_consent set withdrawn_at = now(), withdrawn_by = %s where id = %s",
    [CAST["ANA"], who(2, "form")],
)
AS_CHILDREN: Change = (
    "update evaluation_ownarm set unit = 'child', columns = columns || '{child_with_her}'::text[] where study_id = %s", [STUDY],
)  # fmt: skip


@pytest.fixture(scope="module")
def women(cluster: Cluster, template: str) -> Iterator[str]:
    """A database of its own with the six women."""
    name = f"alongside_test_own_women_{os.getpid()}"
    cluster.clone(template, name)
    own_women.write_in(cluster, name)
    yield name
    cluster.drop(name)


See = Callable[..., Frame]


@pytest.fixture
def see(cluster: Cluster, women: str) -> Iterator[See]:
    """The table as somebody reads it after some changes, of which nothing stays."""

    def seeing(*changes: Change, by: str = "EVAL", study: uuid.UUID = STUDY, on: date | None = None) -> Frame:
        with cluster.admin(women) as admin, admin.transaction(force_rollback=True):
            for statement, values in changes:
                assert admin.execute(statement, values).rowcount > 0, statement  # type: ignore[arg-type]
            admin.execute("set local role alongside_app")
            admin.execute("select set_config('alongside.token', %s, true)", [token_of(by)])
            found: Frame = {}
            for code, arm, measure, wave, number, word in admin.execute(FRAME, [study, on]).fetchall():
                mine = found.setdefault(code, {"arm": arm})
                mine[f"{measure}.{wave}" if wave else measure] = number if number is not None else word
            return found

    yield seeing


def starts(frame: Frame) -> list[float]:
    return sorted(each["mood.start"] for each in frame.values() if "mood.start" in each)


def test_the_evaluator_reads_numbers_by_code_and_nothing_that_names_anybody(see: See) -> None:
    frame = see()
    assert len(frame) == WOMEN
    assert all(re.fullmatch(CODE, code) for code in frame)
    first = next(each for each in frame.values() if each["mood.start"] == 20)
    assert first == {
        "arm": "here", "mood.start": 20.0, "mood.year": 10.0, "age_band": "20-24", "months_with_us": 13.0, "contacts": 1.0,
        "sessions": 0.0,
    }  # fmt: skip
    assert starts(frame) == [20.0 + n for n in range(WOMEN)]
    # They stay from one reading to the next, and are made of nothing that anybody knows.
    assert see() == frame
    digits = {code[2:].replace("-", "") for code in frame}
    for n in range(WOMEN):
        one, two = who(n).bytes, STUDY.bytes
        for known in (one, str(who(n)).encode(), one + two, two + one, two + one + two):
            assert hashlib.sha256(known).hexdigest()[:16] not in digits


def test_one_woman_has_another_code_in_another_study(cluster: Cluster, women: str, see: See) -> None:
    with cluster.admin(women) as admin:
        keys = admin.execute(
            "select distinct key from evaluation_studykey where study_id in (%s, %s)", [STUDY, OTHER]
        ).fetchall()
        [(one, two)] = admin.execute(
            "select a.code, b.code from (select safekeeping.study_code('W', key, %(w)s) as code from evaluation_studykey"
            " where study_id = %(s)s) a, (select safekeeping.study_code('W', key, %(w)s) as code from evaluation_studykey"
            " where study_id = %(o)s) b", {"w": who(0), "s": STUDY, "o": OTHER},
        ).fetchall()  # fmt: skip
    assert len(keys) == 2 and one != two and one in see()
    assert see(study=OTHER) == {}  # a yes to one study is none to another


def test_nobody_else_gets_a_row_or_a_count_and_nobody_at_all_a_key(
    asks: Any, cluster: Cluster, women: str, database: str, see: See
) -> None:
    others = [*OUTSIDE, "p_ana", *(key for key in STAFF if key != "EVAL")]
    for by in others:
        assert see(by=by) == {}, by
    with cluster.admin(women) as admin:
        admin.execute("set role alongside_app")
        answers = "select * from safekeeping.frame_answers(%s)"
        assert admin.execute(answers, [STUDY]).fetchall() == []
        for by in ("DIR", "W1", "SITE2", "PRIV", "SUP"):
            admin.execute("select set_config('alongside.token', %s, false)", [token_of(by)])
            assert admin.execute(answers, [STUDY]).fetchall() == []
            assert admin.execute("select safekeeping.frames_for(%s)", [STUDY]).fetchone() == (None,)
            assert admin.execute("select count(*) from evaluation_ownarm").fetchone() == (0,)
    # An evaluator of another agency, and a steward, in the database of the cast.
    for by in ("FAR", "STEW", None):
        assert asks(by, "select count(*) from safekeeping.frame_rows(%s, null)", [own_women.STUDY]) == [(0,)]
    with cluster.admin(women) as admin:
        for role in (roles.APP, roles.WORKER, roles.SMALL, roles.REPORT, roles.GATE):
            asked = [role, "evaluation_studykey"]
            assert admin.execute("select has_table_privilege(%s, %s, 'select')", asked).fetchone() == (False,), role
        for role in (roles.SMALL, roles.REPORT, roles.GATE):
            asked = [role, "safekeeping.frame_rows(uuid,date)"]
            assert admin.execute("select has_function_privilege(%s, %s, 'execute')", asked).fetchone() == (False,), role
        asked = [roles.APP, "safekeeping.study_code(text,bytea,uuid)"]
        assert admin.execute("select has_function_privilege(%s, %s, 'execute')", asked).fetchone() == (False,)


def test_the_worker_reads_them_while_a_run_of_the_study_goes_on(cluster: Cluster, women: str) -> None:
    plan = (
        "insert into evaluation_analysisplan (id, recorded_by, study_id, number, toml, sha256, why, after_results, frozen_at)"
        " values (%(id)s, %(by)s, %(study)s, 1, 'x', encode(sha256('x'), 'hex'), '', false, null)"
    )
    run = (
        "insert into evaluation_planrun (id, recorded_by, plan_id, steps, code_version, frame_sha256)"
        " values (%(id)s, %(by)s, %(id)s, 1, '', '')"
    )
    given = {"id": uuid.uuid4(), "by": CAST["EVAL"], "study": STUDY}
    for made, finished, expected in ((False, False, 0), (True, False, WOMEN), (True, True, 0)):
        with cluster.admin(women) as admin, admin.transaction(force_rollback=True):
            if made:
                admin.execute(plan, given)
                admin.execute(
                    "update evaluation_analysisplan set frozen_at = now(), frozen_by = %(by)s where id = %(id)s", given
                )
                admin.execute(run, given)
            if finished:
                admin.execute("update evaluation_planrun set finished_at = now()")
            token = str(uuid.uuid4())
            admin.execute("set local role alongside_worker")
            digest = hashlib.sha256(token.encode()).digest()
            admin.execute("select safekeeping.open_service_session(%s, 'studies')", [digest])
            admin.execute("select set_config('alongside.token', %s, true)", [token])
            [(count,)] = admin.execute(
                "select count(distinct code) from safekeeping.frame_rows(%s, null)", [STUDY]
            ).fetchall()
            [(other,)] = admin.execute("select count(*) from safekeeping.frame_rows(%s, null)", [OTHER]).fetchall()
            assert (count, other) == (expected, 0)


def test_she_is_in_it_by_her_own_live_yes_and_by_nothing_else(see: See) -> None:
    from alongside.safekeeping.terms import Category as C

    everybody = [20.0 + n for n in range(WOMEN)]
    without_third = [value for value in everybody if value != 22]
    without_first = everybody[1:]
    form = "update consent_consent set {} where id = %s"
    third = [who(2, "form")]
    assert starts(see(WITHDRAW)) == without_third
    line = (
        "update consent_consentline set withdrawn_at = now(), withdrawn_by = %s where consent_id = %s",
        [CAST["ANA"], *third],
    )
    assert starts(see(line)) == without_third
    for what in (
        "during = daterange(current_date - 90, current_date - 5)", "during = daterange(current_date + 5, null)", "signed_at = null",
        "study = null, study_title = ''", "purpose = 'research', agency_id = (select id from agencies_agency where kind = 'hospital')",
        "giver_agency_id = agency_id, signer_name = 'x', signer_role = 'x'",
    ):  # fmt: skip
        assert starts(see(OFF, (form.format(what), third), ON)) == without_third, what
    # What she keeps from everybody: that kind of record is not there, and with research she is not there herself.
    kept = see(*keeps(C.MENTAL_HEALTH_TRAUMA))
    assert len(kept) == WOMEN and starts(kept) == without_first
    assert starts(see(*keeps(C.RESEARCH))) == without_first and len(see(*keeps(C.RESEARCH))) == WOMEN - 1
    from_us = see(*keeps(C.RESEARCH, kind="agency", klass="", agency=CAST["LEAD"]))
    from_others = see(*keeps(C.RESEARCH, kind="agency", klass="", agency=CAST["HOSP"]))
    assert starts(from_us) == without_first and starts(from_others) == everybody
    # Sealed: she herself, or one sitting's answers alone.
    assert starts(see((SEAL, [who(0, "family"), who(0), who(0)]))) == without_first
    one = see((SEAL, [who(0, "family"), who(0, "occasion 10"), who(0)]))
    assert len(one) == WOMEN and starts(one) == [*without_first, 99.0]
    # An evaluator who is kept out of her file knows her: she stays out, whoever of the evaluators asks.
    assert starts(see((OUT, [CAST["EVAL"], who(0, "family")]))) == without_first
    assert starts(see((OUT, [CAST["W1"], who(0, "family")]))) == everybody


def test_with_fewer_than_five_nobody_is_there_and_before_a_communitys_yes_neither(see: See) -> None:
    more: Change = (
        "update consent_consent set withdrawn_at = now(), withdrawn_by = %s where id = %s",
        [CAST["ANA"], who(3, "form")],
    )
    assert len(see(WITHDRAW)) == 5 and see(WITHDRAW, more) == {}
    asks_first: Change = ("update evaluation_study set asks_steward = true where id = %s", [STUDY])
    answer = (
        "insert into evaluation_studyanswer (id, recorded_by, study_id, agreed, words, recorded_at)"
        " values (gen_random_uuid(), %s, %s, %s, '', now() + %s::interval)"
    )
    yes: Change = (answer, [CAST["EVAL"], STUDY, True, "1 second"])
    no: Change = (answer, [CAST["EVAL"], STUDY, False, "2 seconds"])
    assert see(asks_first) == {} and len(see(asks_first, yes)) == WOMEN and see(asks_first, yes, no) == {}


def test_what_she_keeps_of_her_time_with_us_is_missing_and_not_a_number(see: See) -> None:
    from alongside.safekeeping.terms import Category as C

    of_time = {"months_with_us", "contacts", "sessions"}
    first = next(each for each in see(*keeps(C.SERVICE_USE)).values() if each.get("mood.start") == 20)
    assert not of_time & set(first) and first["age_band"] == "20-24"
    # One record that is sealed alone: the state she is in, and that she came to one session.
    state = (
        "insert into safekeeping_bar (family, subject, categories, recipient_class, valid, basis) select family_id, id, -1,"
        " 'sealed', tstzrange(now() - interval '1 hour', null), id from enrolment_statechange where person_id = %s", [who(0)],
    )  # fmt: skip
    first = next(each for each in see(state).values() if each["mood.start"] == 20)
    assert "months_with_us" not in first and first["contacts"] == 1
    came = uuid.uuid4()
    there: Change = (
        'insert into services_presence (id, recorded_by, recorded_at, family_id, session_id, person_id, "on", how)'
        " values (%s, %s, now() - interval '9 days', %s, gen_random_uuid(), %s, current_date - 9, 'came')",
        [came, CAST["W1"], who(0, "family"), who(0)],
    )
    for more, times in (((), 1), (((SEAL, [who(0, "family"), came, who(0)]),), 0)):
        frame = see(OFF, there, ON, *more)
        assert sorted(each["sessions"] for each in frame.values()) == [0] * 5 + [times], times


def test_what_fewer_than_five_answered_or_are_stands_with_nobody(see: See) -> None:
    from alongside.safekeeping.terms import Category as C

    def without(n: int) -> Change:
        score = "update assessment_score set superseded_at = now() - interval '1 day' where occasion_id = %s"
        return score, [who(n, "occasion 340")]

    def years(frame: Frame) -> list[float]:
        assert starts(frame) == [20.0 + n for n in range(WOMEN)]
        return sorted(each["mood.year"] for each in frame.values() if "mood.year" in each)

    assert years(see(OFF, without(0), ON)) == [11.0, 12.0, 13.0, 14.0, 15.0]
    assert years(see(OFF, without(0), without(1), ON)) == []
    # A column of numbers likewise.
    assert sum("sessions" in each for each in see(*keeps(C.SERVICE_USE)).values()) == 5
    assert not any("sessions" in each for each in see(*keeps(C.SERVICE_USE), *keeps(C.SERVICE_USE, n=1)).values())
    # A word of one, and the word of all others, which would tell by its absence who she is. Nothing known of her: no word.
    born: Change = ("update families_person set born_on = born_on + interval '4 years' where id = %s", [who(0)])
    unknown: Change = ("update families_person set born_on = null where id = %s", [who(0)])
    assert not any("age_band" in each for each in see(OFF, born, ON).values())
    assert sum(each.get("age_band") == "20-24" for each in see(OFF, unknown, ON).values()) == 5


def test_a_child_is_in_it_by_her_mothers_yes_alone_and_beside_her_code(see: See) -> None:
    assert see(AS_CHILDREN) == {}  # two mothers are fewer than five
    # The other four come with a child each: the same child's form line, made for the test.
    made: list[Change] = [AS_CHILDREN]
    for n in range(2, WOMEN):
        child, family = uuid.uuid4(), who(n, "family")
        r = [CAST["W1"], family]
        made += [
            ("insert into families_person (id, recorded_by, family_id, kind, name, legal_name, other_names, is_alias, pronouns,"
             " languages, interpreter, sort_key, version) values (%s, %s, %s, 'child', '', '', '{}', false, '', '{}', '', '', 1)",
             [child, *r]),
            ("insert into families_child (person_id, family_id, state, birth_order, sex, withdrawal_care, feeding)"
             " values (%s, %s, 'born', 1, '', '', '')", [child, family]),
            ("insert into families_dyad (id, recorded_by, family_id, woman_id, child_id, began_on, began)"
             " values (gen_random_uuid(), %s, %s, %s, %s, current_date - 900, 'birth')", [*r, who(n), child]),
            ("insert into families_decisionright (id, recorded_by, family_id, child_id, topic, holder_id, during, source, note, basis)"
             " values (gen_random_uuid(), %s, %s, %s, 'release', %s, daterange(current_date - 900, null), '', '', '')", [*r, child, who(n)]),
            ("insert into consent_consentline (id, recorded_by, family_id, consent_id, subject, category)"
             " values (gen_random_uuid(), %s, %s, %s, %s, 13)", [*r, who(n, "form"), child]),
        ]  # fmt: skip
    where = [
        ("insert into families_livingarrangement (id, recorded_by, family_id, child_id, kind, day_to_day, during, source, note)"
         " select gen_random_uuid(), recorded_by, family_id, child_id, 'mother', '', daterange(current_date - 900, null), '', ''"
         " from families_decisionright where family_id = %s", [who(n, "family")]) for n in range(2, 5)
    ]  # fmt: skip
    assert not any("child_with_her" in each for each in see(*made, *where[:2]).values())  # known of four
    frame = see(*made, *where)
    assert len(frame) == WOMEN and all(code.startswith("C-") for code in frame)
    assert len({each["cluster"] for each in frame.values()}) == WOMEN
    assert next(each for each in frame.values() if each["mood.start"] == 20)["child_with_her"] == "yes"
    # Her second child has no yes; with one it stands beside the first, in the same cluster.
    second: Change = (
        "insert into consent_consentline (id, recorded_by, family_id, consent_id, subject, category)"
        " values (gen_random_uuid(), %s, %s, %s, %s, 13)",
        [CAST["W1"], who(1, "family"), who(1, "form"), who(1, "child 1")],
    )
    both = see(*made, second)
    assert len(both) == WOMEN + 1 and len({each["cluster"] for each in both.values()}) == WOMEN
    # Who else decides for the child now (a violent partner too) takes her word away and gives none of his.
    lost: Change = ("update families_decisionright set holder_id = %s where id = %s", [CAST["CAL"], who(0, "right 0")])
    assert 20.0 not in starts(see(*made, lost))
    # And without her own line a child is not there either.
    herself: Change = (
        "update consent_consentline set withdrawn_at = now(), withdrawn_by = %s where consent_id = %s and subject = %s",
        [CAST["W1"], who(0, "form"), who(0)],
    )
    assert 20.0 not in starts(see(*made, herself))


def test_as_of_a_day_it_is_what_was_known_and_agreed_to_then(see: See) -> None:
    today = datetime.now(UTC).date()
    before_any_yes = today - timedelta(own_women.SIGNED + 5)
    between = today - timedelta(100)
    assert see(on=before_any_yes) == {}
    then = see(on=between)
    assert len(then) == WOMEN and not any("mood.year" in each for each in then.values())
    assert {each["months_with_us"] for each in then.values()} < {9.0, 10.0}
    assert set(then) == set(see()) and see(on=today + timedelta(400)) == see()
    # Taken back today, she is not in the table of any day.
    assert len(see(WITHDRAW, on=between)) == WOMEN - 1


def test_a_form_names_a_study_that_asks_and_stays_about_it(cluster: Cluster, women: str) -> None:
    with cluster.admin(women) as admin:
        admin.execute("set role alongside_app")
        for by, titles in (("W1", 2), ("p_ana", 2), ("EVAL", 0), ("p_cal", 0), ("NUR", 0), ("SITE2", 0)):
            admin.execute("select set_config('alongside.token', %s, false)", [token_of(by)])
            assert len(admin.execute("select title from safekeeping.studies_asking()").fetchall()) == titles, by
        admin.execute("reset role")
        for change in ("study = null, study_title = ''", "study_title = 'another'", f"study = '{OTHER}'"):
            with pytest.raises(psycopg.errors.CheckViolation):
                admin.execute(f"update consent_consent set {change} where study is not null")
    draft = (
        "insert into consent_consent (id, recorded_by, family_id, giver_id, effect, form_id, recipient_kind, agency_id, recipient_class,"
        " purpose, during, explained, signed_how, signature, copy_given, version, study, study_title)"
        " select gen_random_uuid(), safekeeping.me(), %s, %s, 'permit', id, 'agency', %s, '', 'research',"
        " daterange(current_date, current_date + 9), '', '', '', '', 1, %s, %s from consent_form where kind = 'research' limit 1"
    )
    for study, title, agency, known in (
        (STUDY, own_women.TITLE, "LEAD", True), (STUDY, "Another name", "LEAD", False), (uuid.uuid4(), own_women.TITLE, "LEAD", False),
        (STUDY, own_women.TITLE, "HOSP", False),
    ):  # fmt: skip
        with cluster.as_role(roles.APP, women) as page:
            page.execute("select set_config('alongside.token', %s, true)", [token_of("W1")])
            values = [CAST["ALDER"], CAST["ANA"], CAST[agency], study, title]
            if known:
                page.execute(draft, values)
            else:
                with pytest.raises(psycopg.errors.CheckViolation):
                    page.execute(draft, values)
            page.rollback()


def test_what_they_answered_is_counted_only_when_nobody_is_one_of_few(cluster: Cluster, women: str) -> None:
    def counted(*changes: Change) -> list[tuple]:
        with cluster.admin(women) as admin, admin.transaction(force_rollback=True):
            for statement, values in changes:
                admin.execute(statement, values)  # type: ignore[arg-type]
            admin.execute("set local role alongside_app")
            admin.execute("select set_config('alongside.token', %s, true)", [token_of("EVAL")])
            return admin.execute("select * from safekeeping.frame_answers(%s)", [STUDY]).fetchall()

    assert counted() == []  # one said no
    gone: Change = ("update consent_consent set study = null, study_title = '' where id = %s", [who(WOMEN, "form")])
    assert counted(OFF, gone) == [(6, 0, 6, 0)]
    assert counted(OFF, gone, WITHDRAW) == []  # one stopped
    # What is sealed or kept, and who is kept out, cannot be told from a yes that was taken back: beside the number of rows too.
    from alongside.safekeeping.terms import Category as C

    family = who(0, "family")
    for hidden in (
        [(SEAL, [family, who(0), who(0)])], [(OUT, [CAST["EVAL"], family])], keeps(C.RESEARCH),
        keeps(C.RESEARCH, kind="agency", klass="", agency=CAST["LEAD"]),
    ):  # fmt: skip
        assert counted(OFF, gone, ON, *hidden) == []
    for seen in ([(OUT, [CAST["W1"], family])], keeps(C.RESEARCH, kind="agency", klass="", agency=CAST["HOSP"])):
        assert counted(OFF, gone, ON, *seen) == [(6, 0, 6, 0)]
    back = [(WITHDRAW[0], [CAST["ANA"], who(n, "form")]) for n in range(WOMEN)]
    out = [(OUT, [CAST["EVAL"], who(n, "family")]) for n in range(WOMEN)]
    assert counted(OFF, gone, ON, *back) == counted(OFF, gone, ON, *out) == [(6, 0, 0, 6)]

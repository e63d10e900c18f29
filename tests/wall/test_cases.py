"""The access cases that list the layer "db", each tried as somebody who holds the page's own database role.

``tests/data/access_cases.json`` (its source: tests/data/SOURCES.md). The same cases are decided by the rules in
``alongside/consent/tests/test_cases.py``; the other layers are tried where they are built.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator

import psycopg
import pytest
from psycopg import errors

from alongside.project import roles
from alongside.safekeeping.terms import Category as C
from tests.cast import CAST, dyad, ident, token_of
from tests.databases import ROOT, Cluster

EVERY = json.loads((ROOT / "tests" / "data" / "access_cases.json").read_text())["cases"]
CASES = [case["id"] for case in EVERY if "db" in case["layers"]]


class Life:
    """One transaction in which things happen, and in which anybody may look; taken back at the end."""

    def __init__(self, admin: psycopg.Connection) -> None:
        self.admin = admin

    def happens(self, statement: str, *values: object) -> int:
        """Something is so, whoever wrote it."""
        self.admin.execute("reset role")
        return self.admin.execute(statement, values).rowcount  # type: ignore[arg-type]

    def sees(self, who: str, query: str, *values: object) -> list[tuple]:
        """What she sees, the same in each shape of the policies."""
        found = []
        for shape in (roles.APP, roles.SMALL, roles.REPORT):
            self.become(who, shape)
            found.append(self.admin.execute(query, values).fetchall())  # type: ignore[arg-type]
        assert found[0] == found[1] == found[2]
        return found[0]

    def notes(self, who: str, family: str = "ALDER") -> list[str]:
        query = "select note from care_contact where note <> '' and family_id = %s order by 1"
        return [note for (note,) in self.sees(who, query, CAST[family])]

    def tries(self, who: str, statement: str, *values: object) -> int:
        """She tries to do it; how many rows it changed."""
        self.become(who, roles.APP)
        with self.admin.transaction():
            return self.admin.execute(statement, values).rowcount  # type: ignore[arg-type]

    def refused(self, who: str, statement: str, *values: object) -> None:
        with pytest.raises((errors.InsufficientPrivilege, errors.CheckViolation)):
            self.tries(who, statement, *values)

    def become(self, who: str, role: str) -> None:
        self.admin.execute("reset role")
        self.admin.execute("select set_config('alongside.token', %s, true)", [token_of(who)])
        self.admin.execute(f"set local role {role}")

    # --- things that happen often

    def note(self, subject: uuid.UUID, category: C, words: str, *, about: list[uuid.UUID] | None = None,
             family: str = "ALDER", released: bool = True) -> uuid.UUID:  # fmt: skip
        id = uuid.uuid4()
        self.happens(
            "insert into care_contact (id, recorded_by, family_id, subject, for_whom, category, \"on\", mode, reached, worker,"
            " present, also_present, purpose, note, her_words, between_you, believed, items_given, about, released_on)"
            " values (%s, %s, %s, %s, 'woman', %s, current_date, 'home', 'met', %s, '{}', '', '', %s, '', '', false, '', %s,"
            " case when %s then current_date end)",
            id, CAST["W1"], CAST[family], subject, category, CAST["W1"], words, about if about is not None else [], released,
        )  # fmt: skip
        return id

    def agreement(
        self, to: str, lines: dict[str, tuple[C, ...]], *, giver: str = "ANA", effect: str = "permit", purpose: str = "care",
        during: str = "[2026-01-01,)", signed: str | None = "2026-01-10T15:00:00Z", klass: str = "", family: str = "ALDER",
    ) -> uuid.UUID:  # fmt: skip
        id = uuid.uuid4()
        self.happens(
            "insert into consent_consent (id, recorded_by, family_id, giver_id, effect, form_id, recipient_kind, agency_id,"
            " recipient_class, purpose, during, explained, signed_at, signed_how, signature, copy_given, version)"
            " values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 'x', %s, %s, %s, '', 1)",
            id, CAST["W1"], CAST[family], CAST[giver], effect, ident("form sharing"), "class" if klass else "agency",
            None if klass else CAST[to], klass, purpose, during, signed, "typed" if signed else "", "x" if signed else "",
        )  # fmt: skip
        for subject, categories in lines.items():
            for category in categories:
                self.happens(
                    "insert into consent_consentline (id, recorded_by, family_id, consent_id, subject, category)"
                    " values (%s, %s, %s, %s, %s, %s)",
                    uuid.uuid4(), CAST["W1"], CAST[family], id, CAST[subject], category,
                )  # fmt: skip
        return id

    def works_with(self, colleague: str, person: str, family: str = "ALDER") -> None:
        self.happens(
            "insert into consent_outsideworker (id, recorded_by, family_id, person_id, colleague_id, known_as, during)"
            " values (%s, %s, %s, %s, %s, '', '[2026-01-01,)')",
            uuid.uuid4(), CAST["W1"], CAST[family], CAST[person], CAST[colleague],
        )  # fmt: skip

    def decides(self, child: str, holder: str, during: str = "[2024-01-01,)", family: str = "ALDER") -> None:
        self.happens(
            "update families_decisionright set superseded_at = statement_timestamp() where child_id = %s", CAST[child]
        )
        self.happens(
            "insert into families_decisionright (id, recorded_by, family_id, child_id, topic, holder_id, during, note, basis,"
            " source) values (%s, %s, %s, %s, 'release', %s, %s, '', '', 'staff')",
            uuid.uuid4(), CAST["W1"], CAST[family], CAST[child], CAST[holder], during,
        )  # fmt: skip


@pytest.fixture
def life(cluster: Cluster, database: str) -> Iterator[Life]:
    with cluster.admin(database) as admin, admin.transaction(force_rollback=True):
        yield Life(admin)


Story = Callable[[Life], None]
STORIES: dict[str, Story] = {}


def story(name: str) -> Callable[[Story], Story]:
    def keep(told: Story) -> Story:
        STORIES[name] = told
        return told

    return keep


@pytest.mark.parametrize("name", CASES)
def test_case(life: Life, name: str) -> None:
    STORIES[name](life)


@story("A08")
def future_dated_and_unsigned(life: Life) -> None:
    life.works_with("CW2", "ANA")
    seen = {"during": "[2026-01-01,)", "signed": "2026-01-10T15:00:00Z"}
    for change in ({"during": "[2999-01-01,)"}, {"signed": None}, {"signed": "2999-01-01T10:00:00Z"}, {}):
        life.happens(
            "update consent_consent set withdrawn_at = now() where agency_id = %s and withdrawn_at is null", CAST["CAS"]
        )
        life.agreement("CAS", {"ANA": (C.SERVICE_USE,)}, purpose="care_coordination", **{**seen, **change})
        assert life.notes("CW2") == ([] if change else ["SECRET visit"])


@story("A10")
def taking_back_is_not_retroactive(life: Life) -> None:
    life.happens("update consent_consent set withdrawn_at = now() where id = %s", ident("C1"))
    kept = "select recipient, purpose, consent_id, kind from consent_disclosure"
    assert life.sees("PRIV", kept) == [("Child-welfare society", "care_coordination", ident("C1"), "letter")]
    assert life.sees("p_ana", kept) == life.sees("PRIV", kept)
    life.refused("PRIV", "delete from consent_disclosure")
    life.refused("PRIV", "update consent_disclosure set title = 'unlawful'")


@story("A15")
def everyone_who_helps_me(life: Life) -> None:
    for who in ("PO", "CW2"):
        life.works_with(who, "ANA")
    agreed = life.notes("CW2")  # what C1 and C2 say to her society
    for purpose in ("care", "care_coordination"):
        life.agreement("", {"ANA": tuple(C)}, klass="treating_providers", purpose=purpose)
    assert life.notes("PO") == []
    assert life.notes("CW2") == agreed == ["SECRET between them", "SECRET visit"]


@story("B01")
def a_childs_consent_does_not_carry_the_mothers_words(life: Life) -> None:
    life.note(CAST["BEE"], C.CHILD_HEALTH_DEV, "SECRET mother relapsed in May", about=[CAST["ANA"]])
    life.note(CAST["BEE"], C.CHILD_HEALTH_DEV, "SECRET not said about whom")
    life.happens("update care_contact set about = null where note = 'SECRET not said about whom'")
    assert life.notes("NUR") == ["SECRET child note"]
    assert "SECRET mother relapsed in May" in life.notes("W1")


@story("B04")
def access_alone_decides_nothing(life: Life) -> None:
    for table in ("families_person", "care_contact", "consent_consent", "families_child"):
        assert life.sees("p_cal", f"select count(*) from {table}") == [(0,)]
    life.refused(
        "p_cal",
        "insert into consent_consent (id, recorded_by, family_id, giver_id, effect, form_id, recipient_kind, agency_id,"
        " recipient_class, purpose, during, explained, signed_how, signature, copy_given, version)"
        " values (gen_random_uuid(), safekeeping.me(), %s, %s, 'permit', %s, 'agency', %s, '', 'care', '[2026-01-01,)',"
        " '', '', '', '', 1)",
        CAST["ALDER"], CAST["CAL"], ident("form sharing"), CAST["HOSP"],
    )  # fmt: skip
    # Whoever writes it down for him: it opens nothing, because he may not decide for Bee.
    life.works_with("PO", "BEE")
    life.agreement("PROB", {"BEE": tuple(C)}, giver="CAL", purpose="care_coordination")
    assert life.notes("PO") == []


@story("B05")
def a_capable_childs_own_no(life: Life) -> None:
    life.note(CAST["FIN"], C.MENTAL_HEALTH_TRAUMA, "SECRET what Fin said", family="BIRCH")
    life.works_with("NUR", "FIN", "BIRCH")
    by_his_mother = {"giver": "EVE", "family": "BIRCH"}
    life.agreement("PHU", {"FIN": (C.MENTAL_HEALTH_TRAUMA,)}, **by_his_mother)
    assert life.notes("NUR", "BIRCH") == []
    life.agreement("PHU", {"FIN": (C.MENTAL_HEALTH_TRAUMA,)}, giver="FIN", family="BIRCH")
    assert life.notes("NUR", "BIRCH") == ["SECRET what Fin said"]


@story("B06")
def a_foster_carer_sees_what_the_child_needs(life: Life) -> None:
    life.note(CAST["BO"], C.CHILD_HEALTH_DEV, "no nuts; likes pears")
    life.note(CAST["BO"], C.CHILD_HEALTH_DEV, "SECRET his mother called", about=[CAST["ANA"]])
    life.note(CAST["BO"], C.SERVICE_USE, "SECRET which programme")
    assert life.notes("p_foster") == ["no nuts; likes pears"]
    assert life.sees("p_foster", "select name from families_person") == [("Bo Alder",)]
    for table in (
        "families_family", "families_woman", "families_child", "families_household", "families_safecontact",
        "families_livingarrangement", "families_relationship", "enrolment_teammember",
    ):  # fmt: skip
        assert life.sees("p_foster", f"select count(*) from {table}") == [(0,)], table


@story("B08")
def kin_carer_and_family_at_once(life: Life) -> None:
    life.happens(
        "update families_livingarrangement set carer_id = %s, kind = 'kin' where child_id = %s",
        CAST["DOT"],
        CAST["BEE"],
    )
    life.note(dyad("ANA", "BEE"), C.CHILD_HEALTH_DEV, "SECRET ratings of Ana")
    life.note(CAST["ANA"], C.IPV_SAFETY, "SECRET what Cal did")
    assert life.notes("p_dot") == ["SECRET child note"]
    assert life.sees("p_dot", "select name from families_person") == [("Bee Alder",)]


@story("B10")
def siblings_with_different_guardians(life: Life) -> None:
    """Bo is in care, and the society decides for him; Bee is with her mother."""
    life.note(CAST["BO"], C.CHILD_HEALTH_DEV, "about Bo")
    life.works_with("CW2", "BO")
    life.works_with("CW2", "BEE")
    life.decides("BO", "CAL")
    life.happens("update consent_consent set withdrawn_at = now() where id in (%s, %s)", ident("C1"), ident("C2"))
    life.agreement("CAS", {"BO": tuple(C), "BEE": tuple(C)}, giver="CAL", purpose="care_coordination")
    assert life.notes("CW2") == ["about Bo"]


@story("B12")
def a_child_comes_of_age(life: Life) -> None:
    life.decides("BEE", "ANA")
    life.happens("update care_contact set released_on = current_date where subject = %s", CAST["BEE"])
    life.happens(
        "update families_person set born_on = current_date - interval '16 years' + interval '2 days' where id = %s",
        CAST["BEE"],
    )
    assert "SECRET child note" in life.notes("p_ana") and "SECRET child note" in life.notes("NUR")
    life.happens(
        "update families_person set born_on = current_date - interval '16 years' - interval '1 day' where id = %s",
        CAST["BEE"],
    )
    assert "SECRET child note" not in life.notes("p_ana")
    assert life.notes("NUR") == []  # what her mother signed for her has ended, too


@story("C02")
def an_account_is_nobody_elses_number(life: Life) -> None:
    """Tried in full in ``tests.wall.test_her_page``: a name that is somebody else's number is held. Here: held opens nothing."""
    life.happens(
        "insert into accounts_herpage (person, family, state, why_off, few_traces) values (%s, %s, 'held', '', true)"
        " on conflict (person) do update set state = 'held'", CAST["ANA"], CAST["ALDER"],
    )  # fmt: skip
    life.admin.execute(f"set local role {roles.GATE}")
    with pytest.raises(errors.InvalidAuthorizationSpecification), life.admin.transaction():
        life.admin.execute(
            "select safekeeping.open_session('x', %s, interval '1 hour', interval '1 hour', true)", [CAST["ANA"]]
        )


@story("D03")
def staffs_own_record(life: Life) -> None:
    own = "select count(*) from families_person where id = %s"
    assert life.sees("PEER", own, CAST["GIA"]) == [(0,)]
    # Let in by mistake, she still does not find it: she is kept out of it.
    life.happens(
        "insert into safekeeping_cell (principal, family, subject, reach, categories, writes, valid, basis) values"
        " (%s, %s, %s, 'file', 16383, 16383, tstzrange(null, null), gen_random_uuid())",
        CAST["PEER"], CAST["CEDAR"], CAST["CEDAR"],
    )  # fmt: skip
    assert life.sees("PEER", own, CAST["GIA"]) == [(0,)]


@story("D04")
def a_peer_supporters_scope(life: Life) -> None:
    assert life.notes("PEER") == ["SECRET peer note", "SECRET visit"]
    for table in ("families_legalstatus", "families_exposure", "assessment_occasion", "assessment_score"):
        assert life.sees("PEER", f"select count(*) from {table} where family_id = %s", CAST["ALDER"]) == [(0,)]


@story("D05")
def a_supervisor_is_not_of_every_agency(life: Life) -> None:
    assert len(life.notes("SUP")) == 7
    assert life.sees("SUP", "select count(*) from families_family where id = %s", CAST["ELM"]) == [(0,)]


@story("D07")
def a_change_of_role_acts_at_once(life: Life) -> None:
    assert life.notes("W1")
    life.happens(
        "update safekeeping_cell set valid = tstzrange(lower(valid), statement_timestamp()) where principal = %s",
        CAST["W1"],
    )
    assert life.notes("W1") == []


@story("E01")
def a_duty_to_report_opens_no_reading(life: Life) -> None:
    before = life.notes("CW2")
    report = uuid.uuid4()
    life.tries(
        "W1", "insert into consent_dutyreport (id, recorded_by, family_id, child_id) values (%s, safekeeping.me(), %s, %s)",
        report, CAST["ALDER"], CAST["BEE"],
    )  # fmt: skip
    life.tries(
        "W1",
        "insert into consent_dutyreportstep (id, recorded_by, family_id, report_id, child_id, step, \"on\", words, with_whom,"
        " why_not) values (gen_random_uuid(), safekeeping.me(), %s, %s, %s, 'reported', current_date, 'what it rests on', 'CAS', '')",
        CAST["ALDER"], report, CAST["BEE"],
    )  # fmt: skip
    life.tries(
        "W1",
        "insert into consent_disclosure (id, recorded_by, family_id, subject, agency_id, recipient, kind, purpose, basis,"
        " report_id, title, notice, sha256, told_before, why_not, hidden_why) values (gen_random_uuid(), safekeeping.me(), %s, %s,"
        " %s, 'CAS', 'report', 'report', 'duty_to_report', %s, '', '', '', 'not_yet', 'not_safe', '')",
        CAST["ALDER"], CAST["BEE"], CAST["CAS"], report,
    )  # fmt: skip
    assert life.notes("CW2") == before == []
    for table in ("consent_dutyreport", "consent_dutyreportstep", "consent_disclosure"):
        assert life.sees("CW2", f"select count(*) from {table}") == [(0,)]
        assert life.sees("W2", f"select count(*) from {table}") == [(0,)]


@story("E02")
def after_a_report_the_record_stays_protected(life: Life) -> None:
    before = life.notes("CW1")
    a_duty_to_report_opens_no_reading(life)
    assert life.notes("CW1") == before
    assert "SECRET counselling" not in before and "SECRET use" not in before


@story("E05")
def an_order_opens_no_reading_and_is_read_by_few(life: Life) -> None:
    life.happens("update consent_legalbasis set during = '[2026-01-01,2999-01-01)', categories = 16383")
    assert "SECRET use" not in life.notes("CW1")
    reference = "select reference from consent_legalbasis"
    assert life.sees("PRIV", reference) == life.sees("W1", reference) == [("SECRET 12/345",)]
    for who in ("CW1", "W2", "PEER", "CHC", "p_ana", "p_cal"):
        assert life.sees(who, reference) == [], who
    for who in ("W1", "SUP", "DIR"):
        life.refused(
            who,
            "insert into consent_legalbasis (id, recorded_by, family_id, subject, kind, recipient, purpose, categories, reference,"
            " during) values (gen_random_uuid(), safekeeping.me(), %s, %s, 'court_order', '', 'civil', 1, 'x', '[2026-01-01,)')",
            CAST["ALDER"], CAST["ANA"],
        )  # fmt: skip


@story("E09")
def her_own_copy_leaves_others_out(life: Life) -> None:
    life.happens("update care_contact set released_on = current_date where subject = %s", CAST["ANA"])
    life.note(CAST["ANA"], C.SERVICE_USE, "SECRET what Cal said", about=[CAST["CAL"]])
    life.note(CAST["ANA"], C.SERVICE_USE, "SECRET what Dot said", about=[CAST["DOT"]])
    life.note(CAST["ANA"], C.SERVICE_USE, "with Bee", about=[CAST["BEE"]])
    life.note(CAST["ANA"], C.SERVICE_USE, "SECRET not released", released=False)
    assert life.notes("p_ana") == ["SECRET peer note", "SECRET use", "SECRET visit", "with Bee"]


@story("F03")
def finding_tells_nothing(life: Life) -> None:
    for who in ("CW1", "NUR", "p_foster", "p_cal", "p_ana", "PRIV"):
        life.become(who, roles.APP)
        for words in ("methadone", "alder", "ana", "bee alder"):
            assert life.admin.execute("select * from safekeeping.find_people(%s, 20)", [words]).fetchall() == []


@story("F11")
def a_key_that_is_taken_says_no_words(life: Life) -> None:
    # A draft with the id of a hidden form: refused by the policy before the key is looked at.
    life.become("CW1", roles.APP)
    with pytest.raises(errors.InsufficientPrivilege) as no, life.admin.transaction():
        life.admin.execute(
            "insert into care_contact (id, recorded_by, family_id, subject, for_whom, category, \"on\", mode, reached, worker,"
            " present, also_present, purpose, note, her_words, between_you, believed, items_given) values (%s, safekeeping.me(), %s,"
            " %s, 'woman', 1, current_date, 'home', 'met', safekeeping.me(), '{}', '', '', 'x', '', '', false, '')",
            [ident("contact 0"), CAST["ALDER"], CAST["ANA"]],
        )  # fmt: skip
    assert "SECRET" not in str(no.value) and "already exists" not in str(no.value)


@story("H01")
def nobody_writes_in_anothers_name(life: Life) -> None:
    insert = (
        'insert into care_contact (id, recorded_by, family_id, subject, for_whom, category, "on", mode, reached, worker, present,'
        " also_present, purpose, note, her_words, between_you, believed, items_given) values (gen_random_uuid(), %s, %s, %s, 'woman',"
        " 1, current_date, 'home', 'met', %s, '{}', '', '', 'x', '', '', false, '')"
    )
    life.refused("W1", insert, CAST["PIT"], CAST["ALDER"], CAST["ANA"], CAST["PIT"])
    assert life.tries("W1", insert, CAST["W1"], CAST["ALDER"], CAST["ANA"], CAST["W1"]) == 1

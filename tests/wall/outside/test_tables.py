"""What the tables themselves let through."""

from __future__ import annotations

import pytest
from psycopg import errors

from tests.cast import CAST, ident
from tests.databases import Cluster
from tests.pages.lives import appointment
from tests.wall.conftest import Ask
from tests.wall.outside.looking import as_app


def test_a_worker_outside_reads_what_is_shared_and_no_table_about_agreements(ask: Ask) -> None:
    notes = {note for (note,) in ask("CW1", "select note from care_contact where note <> ''")}
    assert notes == {"SECRET visit", "SECRET child note", "SECRET between them"}
    assert {note for (note,) in ask("NUR", "select note from care_contact where note <> ''")} == {"SECRET child note"}
    for table in ("consent_consent", "consent_consentline", "consent_outsideworker", "consent_disclosure",
                  "consent_disclosedpart", "consent_disclosurestep", "consent_breakglass", "consent_legalbasis",
                  "consent_dutyreport", "families_child", "families_woman", "families_household", "families_relationship",
                  "enrolment_teammember", "enrolment_statechange", "assessment_occasion", "recordkeeping_trail"):  # fmt: skip
        assert ask("CW1", f"select count(*) from {table}") == [(0,)], table


def test_a_worker_outside_writes_in_no_table(ask: Ask) -> None:
    row = "(id, recorded_by, family_id, subject, category, agency_id, colleague_id, sender, kind, words)"
    values = "(gen_random_uuid(), %(me)s, %(f)s, %(ana)s, 1, %(cas)s, %(me)s, 'x', 'hand_off', 'x')"
    said = {"me": CAST["CW1"], "f": CAST["ALDER"], "ana": CAST["ANA"], "cas": CAST["CAS"], "d": ident("D1")}
    tried = [
        f"insert into consent_sentback {row} values {values}",
        "insert into consent_disclosurestep (id, recorded_by, family_id, subject, disclosure_id, kind, words)"
        " values (gen_random_uuid(), %(me)s, %(f)s, %(ana)s, %(d)s, 'acknowledged', '')",
        "insert into consent_sentbackstep (id, recorded_by, family_id, subject, category, sent_back_id, kind)"
        " select gen_random_uuid(), %(me)s, family_id, subject, category, id, 'herself' from consent_sentback",
    ]
    for query in tried:
        with pytest.raises((errors.InsufficientPrivilege, errors.CheckViolation)):
            ask("CW1", query + " returning 1", said)
    for query in ("update care_contact set superseded_at = now()", "update care_careneed set taken_back_at = now()"):
        assert ask("CW1", f"{query} returning 1") == []


def test_her_words_stand_beside_a_note_for_whoever_reads_the_note(ask: Ask) -> None:
    assert ask("CW1", "select words from consent_statement") == [("SECRET I see it otherwise",)]
    assert ask("NUR", "select words from consent_statement") == []


def test_care_needs_are_for_whoever_looks_after_that_child(ask: Ask) -> None:
    every = "select words from care_careneed order by 1"
    assert ask("p_foster", every) == [("NEED no nuts for Bo",)]
    assert ask("CHC", every) == [("NEED no nuts for Bee",), ("NEED no nuts for Bo",)]
    assert ask("CW1", every) == ask("NUR", every) == ask("p_ana", every) == [("NEED no nuts for Bee",)]
    for who in ("CW2", "p_cal", "p_dot", "W2", "PRIV"):
        assert ask(who, every) == []
    with pytest.raises(errors.InsufficientPrivilege):
        ask("p_foster", "insert into care_careneed (id, recorded_by, family_id, child_id, kind, words) values"
            " (gen_random_uuid(), %s, %s, %s, 'other', 'x') returning 1", [CAST["p_foster"], CAST["ALDER"], CAST["BO"]])  # fmt: skip


def test_a_carer_sees_the_child_alone(ask: Ask) -> None:
    """D-I5, case B06: no woman, no address, no note of the programme, no word about using."""
    assert ask("p_foster", "select child from safekeeping.in_my_care()") == [(CAST["BO"],)]
    assert ask("p_foster", "select name from families_person") == [("Bo Alder",)]
    assert ask("p_foster", "select count(*) from care_contact") == [(0,)]
    for table in ("families_child", "families_woman", "families_dyad", "families_livingarrangement", "families_legalstatus",
                  "families_safecontact", "families_household", "families_family"):  # fmt: skip
        assert ask("p_foster", f"select count(*) from {table}") == [(0,)], table


def test_an_appointment_is_for_whoever_looks_after_that_child(cluster: Cluster, town: str) -> None:
    with cluster.admin(town) as admin:
        for child in ("BEE", "BO"):
            appointment(admin, child)
    for who, seen in {
        "p_foster": ["NEED eyes of Bo are looked at"], "p_dot": [], "p_cal": [], "CW2": [],
        "CHC": ["NEED eyes of Bee are looked at", "NEED eyes of Bo are looked at"],
    }.items():  # fmt: skip
        with as_app(cluster, town, who) as page:
            assert [what for (what,) in page.execute("select what from care_promise order by 1")] == seen, who

"""E: a duty to report, a court's order, her own copy."""

from __future__ import annotations

import uuid

from alongside.safekeeping.terms import Category as C
from tests.cast import CAST
from tests.wall.cases.life import Life, story


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

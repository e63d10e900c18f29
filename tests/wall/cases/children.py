"""B: children, whoever decides for them, and whoever looks after them."""

from __future__ import annotations

from alongside.safekeeping.terms import Category as C
from tests.cast import CAST, dyad, ident
from tests.wall.cases.life import Life, story


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

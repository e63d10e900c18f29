"""B: children, whoever decides for them, and whoever looks after them."""

from __future__ import annotations

from alongside.consent.rules.vocabulary import CATEGORIES
from alongside.consent.tests.cases.told import case, reads
from alongside.consent.tests.fixture_world import answer, asks, codes, decision, deny, fixture, permit


@case("B01")
def her_words_in_the_childs_note() -> None:
    note = asks("NUR", "BEE", "child_health_dev", purpose="care", about=["ANA/sud"])
    assert decision(note | {"about": []}) == "permit:consent"
    assert decision(note) == "deny:third_party"
    assert codes(answer(note)) == ["third_party", "recipient"]  # hers for this is with the hospital
    cut = answer(note | {"segmented": True})
    assert (cut.allowed, cut.without, cut.basis) == (True, ("ANA",), "C5")
    # Not even when the note is marked with her name alone.
    assert decision(note | {"about": ["ANA"]}) == "deny:third_party"


@case("B04")
def access_is_not_a_right_to_decide() -> None:
    for category in CATEGORIES:
        found = answer(asks("p_cal", "BEE", category))
        assert found.decision in ("deny:no_authority", "deny:portal_category")
        assert "no_authority" in codes(found) and "alert_supervisor" in found.obligations
    world = fixture()
    world["directives"].append(permit("X1", "BEE", "person:p_cal", "all", purposes=["portal"], signer="CAL"))
    assert decision(asks("p_cal", "BEE", "service_use"), world) == "deny:no_authority"
    world["directives"] = [permit("X2", "BEE", "FIRM", "all", signer="CAL")]
    world["assignments"].append({"actor": "LAW", "subject": "BEE"})
    assert decision(asks("LAW", "BEE", "service_use"), world) == "deny:no_authority"


@case("B05")
def a_capable_child_goes_before_a_parent() -> None:
    world = fixture()
    world["assignments"].append({"actor": "NUR", "subject": "FIN"})
    world["directives"] = [permit("P1", "FIN", "PHU", ["mental_health_trauma"], signer="EVE")]
    asked = asks("NUR", "FIN", "mental_health_trauma")
    assert decision(asked, world) == "permit:consent"
    world["capable_minors"] = [{"person": "FIN", "topic": "counselling", "by": "W2", "start": "2026-02-01"}]
    assert decision(asked, world) == "deny:capable_minor"
    world["directives"].append(deny("P2", "FIN", "PHU", signer="FIN", signed_at="2026-02-02T10:00:00Z"))
    assert decision(asked, world) == "deny:denied"


@case("B06")
def a_foster_carer_sees_care_needs() -> None:
    world = fixture()
    world["guardianships"] = [
        {"child": "BEE", "holder": "ANA", "kind": "custody", "start": "2024-02-10", "end": "2026-02-01"},
        {"child": "BEE", "holder": "CAS", "kind": "custody", "start": "2026-02-01"},
        {"child": "BEE", "holder": "p_foster", "kind": "care", "start": "2026-02-01"},
    ]
    assert reads("p_foster", world, "BEE") == set()
    grant = permit(
        "G1", "BEE", "person:p_foster", "all", purposes=["portal"], signer="CAS", signed_at="2026-02-01T15:00:00Z"
    )
    world["directives"].append(grant)
    assert reads("p_foster", world, "BEE") == {"contact", "service_use", "child_health_dev"}
    assert reads("p_foster", world, "ANA") == set()
    assert decision(asks("p_foster", "BEE", "child_health_dev", about=["ANA/sud"]), world) == "deny:third_party"
    assert decision(asks("p_foster", "BEE", "contact", secret_location=True), world) == "deny:role"
    world["guardianships"][2]["end"] = "2026-03-02"  # the placement ends
    assert reads("p_foster", world, "BEE") == set()


@case("B08")
def a_kin_carer_is_family_and_carer() -> None:
    world = fixture()
    world["guardianships"].append({"child": "BEE", "holder": "DOT", "kind": "care", "start": "2026-01-01"})
    world["directives"] += [
        permit("K1", "BEE", "person:DOT", "all", purposes=["portal"], signer="ANA"),
        deny("K2", "ANA", "person:DOT", categories=["ipv_safety", "sud"]),
    ]  # fmt: skip
    assert reads("p_dot", world, "BEE") == {"contact", "service_use", "child_health_dev"}
    assert decision(asks("p_dot", "ANA+BEE", "dyad_observation"), world).startswith("deny")
    assert decision(asks("p_dot", "BEE", "child_health_dev", about=["ANA/sud"]), world) == "deny:third_party"
    assert reads("p_dot", world, "ANA") == set()


@case("B10")
def sisters_with_different_guardians() -> None:
    world = fixture()
    world["families"]["ALDER"].append("BO")
    world["people"]["BO"] = {"born": "2020-09-01"}
    world["guardianships"] = [
        {"child": "BEE", "holder": "CAS", "kind": "custody", "start": "2025-06-01"},
        {"child": "BO", "holder": "ANA", "kind": "custody", "start": "2020-09-01"},
    ]
    world["directives"] = [
        permit("S1", "BEE", "CAS", ["child_health_dev"], signer="CAS"),
        permit("S2", "BO", "CAS", ["child_health_dev"], signer="CAS"),  # signed by somebody who may not
    ]
    assert reads("CW1", world, "BEE") == {"child_health_dev"}
    assert reads("CW1", world, "BO") == set()
    assert decision(asks("CW1", "BEE", "child_health_dev", about=["BO"]), world) == "deny:third_party"


@case("B12")
def coming_of_age() -> None:
    world = fixture()
    world["people"]["FIN"] = {"born": "2010-03-02"}
    asked = asks("p_eve", "FIN", "service_use")
    assert decision(asked | {"time": "2026-03-01T12:00:00Z"}, world) == "permit:portal_child"
    found = answer(asked | {"time": "2026-03-03T10:00:00Z"}, world)
    assert (found.decision, found.obligations) == ("deny:own_decision", ("log", "tell_subject_safely"))
    assert decision(asks("p_fin", "FIN", "service_use", time="2026-03-03T10:00:00Z"), world) == "permit:portal_self"

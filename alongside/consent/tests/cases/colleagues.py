"""D, F and H: what a part at work opens, when it ends, and what opens nothing."""

from __future__ import annotations

from alongside.consent.tests.cases.told import case, reads
from alongside.consent.tests.fixture_world import T0, answer, asks, decision, fixture


@case("D03")
def her_own_file_at_work() -> None:
    world = fixture()
    world["assignments"].append({"actor": "PEER", "subject": "GIA"})
    for purpose in ("care", "care_coordination", "portal"):
        found = answer(asks("PEER", "GIA", "service_use", purpose=purpose), world)
        assert (found.decision, "alert_privacy" in found.obligations) == ("deny:self", True)
    world["exclusions"] = [{"id": "E1", "actor": "PEER", "subject": "GIA", "kind": "self"}]
    assert decision(asks("PEER", "GIA", "service_use", person=None), world) == "deny:self"
    assert decision(asks("p_ana", "GIA", "service_use", person="GIA")) == "permit:portal_self"
    assert decision(asks("W1", "GIA", "service_use"), world) == "deny:not_assigned"


@case("D04")
def a_peer_supporter() -> None:
    assert reads("PEER", fixture(), "ANA") == {"contact", "service_use", "peer_support"}
    for category in ("sud_counselling_notes", "child_welfare_legal", "dyad_observation"):
        assert decision(asks("PEER", "ANA", category)) == "deny:role"


@case("D05")
def a_supervisor() -> None:
    assert decision(asks("SUP", "ANA", "sud")) == "permit:own_programme"
    assert decision(asks("SUP", "EVE", "sud")) == "deny:not_assigned"
    assert decision(asks("SUP", "ANA", "service_use", journal=True)) == "deny:journal"


@case("D06")
def an_administrator_is_not_a_reader() -> None:
    world = fixture()
    world["assignments"].append({"actor": "ADM", "family": "ALDER"})
    assert reads("ADM", world, "ANA") == reads("ADM", world, "BEE") == set()
    assert reads("PRIV", world, "ANA") == reads("EVAL", world, "ANA") == set()


@case("D07")
def an_assignment_ends() -> None:
    world = fixture()
    world["assignments"] = [{"actor": "W1", "family": "ALDER", "end": T0}]
    assert decision(asks("W1", "ANA", "sud", time="2026-03-02T09:59:59.999999Z"), world) == "permit:own_programme"
    assert decision(asks("W1", "ANA", "sud"), world) == "deny:not_assigned"


@case("F04")
def known_ids_open_nothing() -> None:
    for subject in ("ANA", "BEE", "ANA+BEE", "nobody at all"):
        assert reads("W2", fixture(), subject) == set()


@case("H04")
def written_offline_after_access_ended() -> None:
    world = fixture()
    world["assignments"] = [
        {"actor": "W1", "family": "ALDER", "end": "2026-03-03"},
        {"actor": "SUP", "family": "ALDER"},
    ]
    wednesday = asks("W1", "ANA", "service_use", time="2026-03-04T15:00:00Z", device_time="2026-03-02T15:00:00Z")
    for action in ("read", "write"):
        assert decision(wednesday | {"action": action}, world) == "deny:not_assigned"
    assert decision(asks("SUP", "ANA", "service_use", time="2026-03-04T15:00:00Z"), world) == "permit:own_programme"

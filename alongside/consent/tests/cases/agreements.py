"""A: what an agreement opens, from when, for whom, and what taking it back leaves."""

from __future__ import annotations

import pytest

from alongside.consent.rules.fields import NotUnderstood
from alongside.consent.tests.cases.told import TOMORROW, case, reads
from alongside.consent.tests.fixture_world import answer, asks, decision, fixture, permit


@case("A08")
def future_dated_and_unsigned() -> None:
    for changed, because in (
        ({"start": "2026-03-03"}, "not_yet"),
        ({"signed_at": None, "signed": False}, "unsigned"),
        ({"signed_at": None, "status": "draft"}, "unsigned"),
        ({"signed_at": TOMORROW}, "unsigned"),
    ):
        world = fixture()
        world["directives"][0] |= changed
        assert decision(asks("CW1", "ANA", "service_use"), world) == f"deny:{because}"
        assert reads("CW1", world, "ANA") == set()


@case("A10")
def revocation_is_not_retroactive() -> None:
    world = fixture()
    world["directives"][0]["revoked_at"] = "2026-03-01T09:30:00-05:00"
    then = answer(asks("CW1", "ANA", "service_use", time="2026-02-01T12:00:00Z", action="disclose"), world)
    assert (then.decision, then.basis) == ("permit:consent", "C1")
    assert decision(asks("CW1", "ANA", "service_use"), world) == "deny:revoked"


@case("A11")
def queued_before_withdrawn() -> None:
    world = fixture()
    world["directives"][0]["revoked_at"] = "2026-03-02T01:30:00-05:00"
    export = asks("CW1", "ANA", "service_use", action="export", assurance="step_up")
    assert decision({**export, "time": "2026-03-02T01:00:00-05:00"}, world) == "permit:consent"
    assert decision({**export, "time": "2026-03-02T02:00:00-05:00"}, world) == "deny:revoked"


@case("A15")
def everyone_who_helps_me() -> None:
    world = fixture()
    world["directives"] = [permit("C7", "ANA", "class:treating_providers", "all", purposes=["care"])]
    for agency in ("PROB", "CAS"):  # also when somebody ticked the wrong box for the agency
        world["agencies"][agency] = {
            "kind": {"PROB": "justice", "CAS": "child_welfare"}[agency],
            "classes": ["treating_providers"],
        }
    world["assignments"] += [{"actor": "PO", "subject": "ANA"}, {"actor": "DOC", "subject": "ANA"}]
    assert decision(asks("DOC", "ANA", "sud", purpose="care"), world) == "permit:consent"
    assert decision(asks("PO", "ANA", "sud", purpose="care"), world) == "deny:recipient"
    assert decision(asks("CW1", "ANA", "sud", purpose="care"), world) == "deny:recipient"


@case("A16")
def no_override_from_a_request() -> None:
    asked = asks("W1", "ANA", "sud", action="disclose", recipient="SHEL")
    assert decision(asked) == "deny:recipient"
    for extra in ({"consent_overridden": True}, {"consent_override": True}, {"answer": "permit"}, {"basis": "C1"}):
        with pytest.raises(NotUnderstood, match=next(iter(extra))):
            answer(asked | extra)

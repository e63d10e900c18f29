"""What the tables of flips share: a row changes a request and a world in single points, and says what then comes."""

from __future__ import annotations

from typing import Any

from alongside.consent.tests.fixture_world import answer, asks, codes, fixture, permit

Change = tuple[dict[str, Any], dict[str, Any], str]  # in the request, in the world, the decision
Rows = dict[str, Change]
C1 = permit("C1", "ANA", "CAS", ["service_use", "dyad_observation"])
PARTNER = asks("CW1", "ANA", "service_use")
OWN = asks("W1", "ANA", "mental_health_trauma", purpose="care")


def check(request: dict[str, Any], changed: Change) -> None:
    """The decision in the changed world is the one the row says; it is logged, and a yes is a yes."""
    in_request, in_world, expected = changed
    found = answer({**request, **in_request}, {**fixture(), **in_world})
    assert found.decision == expected, codes(found)
    assert "log" in found.obligations and found.allowed == expected.startswith("permit")

"""The access cases that the rules decide, each in the fixture world; every other one is about something else.

``tests/data/access_cases.json`` (its source: tests/data/SOURCES.md).
"""

from __future__ import annotations

import pytest

from alongside.consent.tests.cases import agreements, children, colleagues, duties
from alongside.consent.tests.cases.told import CASES, DECIDED, ELSEWHERE

TOLD_IN = (agreements, children, colleagues, duties)  # reading them is what keeps their stories


@pytest.mark.parametrize("name", sorted(DECIDED))
def test_case(name: str) -> None:
    assert name in CASES
    DECIDED[name]()


def test_every_case_is_decided_here_or_is_about_something_else() -> None:
    assert sorted([*DECIDED, *ELSEWHERE]) == sorted(CASES)

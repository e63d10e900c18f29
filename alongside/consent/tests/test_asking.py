"""What has to be written down when somebody asked and was given nothing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from alongside.consent.rules.asking import WARNS_FOR, may_write_down
from alongside.consent.terms import No

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("on", "said", "because"),
    [
        (TODAY, "He asked for her address; we said nothing.", ""),
        (TODAY - timedelta(400), "x", ""),
        (TODAY + timedelta(1), "x", "in_future"),
        (TODAY, " \n", "words_missing"),
        (TODAY, "x" * 4_000, ""),
        (TODAY, "x" * 4_001, "words_too_long"),
    ],
)
def test_a_day_that_has_come_and_words(on: date, said: str, because: str) -> None:
    decision = may_write_down(on, said, TODAY)
    assert (decision.allowed, decision.because) == (not because, because)
    assert because in {"", "in_future", *No.values}  # `in_future` is said for all rooms in the pages


def test_her_team_is_told_of_it_for_two_weeks() -> None:
    assert timedelta(weeks=2) == WARNS_FOR

"""Over how many days a measure asks: read from its own words, for every shipped one."""

from __future__ import annotations

import json
import re

import pytest

from alongside.instruments import catalogue
from alongside.instruments.rules import read, recall_days


@pytest.mark.parametrize(
    ("recall", "days"),
    [
        ("last 2 weeks", 14),
        ("past week", 7),
        ("past 7 days", 7),
        ("past 30 days (7-day form exists)", 30),
        ("past month (a past-week form exists: store as a different version)", 30),
        ("past month, after a lifetime gate question", 30),
        ("the past three months", 90),
        ("Past 12 months", 360),
        ("past year", 365),
        ("today", 1),
        ("right now", 1),
        ("in general", None),
        ("none (currently)", None),
        ("as on the form", None),
        ("before 18th birthday", None),
        ("", None),
    ],
)
def test_the_days_a_measure_looks_back_over(recall: str, days: int | None) -> None:
    assert recall_days(recall) == days


def test_every_shipped_measure_that_names_a_stretch_of_time_is_understood() -> None:
    terms = [read(json.loads(each.text())) for each in catalogue.shipped()]
    unread = [each.recall for each in terms if recall_days(each.recall) is None and each.code != "ACE-10"]
    assert [words for words in unread if re.search("day|week|month|year", words)] == []
    assert {each.code for each in terms if recall_days(each.recall) == 14} >= {"PHQ-9", "GAD-7", "BDI-II"}

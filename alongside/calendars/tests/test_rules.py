"""What lies too close together, how much is asked, and what a feed may say."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.calendars import rules
from alongside.calendars.rules import Entry

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
ANA, BEE = uuid.uuid4(), uuid.uuid4()


def at(begins: float, ends: float, **more: Any) -> Entry:
    return Entry(uuid.uuid4(), MONDAY + timedelta(hours=begins), MONDAY + timedelta(hours=ends), **more)


def found(*entries: Entry) -> list[tuple[int, bool]]:
    return [(each.short, each.same_time) for each in rules.too_close(entries)]


def test_two_at_once_are_said_and_by_how_many_minutes() -> None:
    assert found(at(9, 10), at(9.5, 11)) == [(30, True)]
    assert found(at(9.5, 11), at(9, 10)) == [(30, True)]
    assert found(at(9, 10), at(10, 11)) == []


def test_the_way_between_two_places_counts_and_one_place_has_none() -> None:
    court, clinic = {"place": "Court", "travel": 50}, {"place": "Clinic", "travel": 20}
    assert found(at(9, 10, **court), at(10.5, 11, **clinic)) == [(20, False)]
    assert found(at(9, 10, **clinic), at(10.5, 11, **court)) == [(20, False)]
    assert found(at(9, 10, **court), at(10.5, 11, place="COURT", travel=50)) == []
    assert found(at(9, 10, **court), at(10, 11, place="")) == []  # by phone, or nobody said where
    assert found(at(9, 10, place="Court"), at(10, 11, place="Clinic")) == []  # nobody said how long the way is


def test_other_people_what_is_off_and_a_whole_day_are_not_in_the_way() -> None:
    assert found(at(9, 10, who=frozenset({ANA})), at(9, 10, who=frozenset({BEE}))) == []
    assert found(at(9, 10, who=frozenset({ANA, BEE})), at(9, 10, who=frozenset({BEE}))) == [(60, True)]
    assert found(at(9, 10, off=True), at(9, 10)) == []
    assert found(at(0, 24, whole_day=True), at(9, 10)) == []


def test_a_long_one_reaches_past_those_between() -> None:
    assert found(at(8, 20), at(9, 10), at(15, 16)) == [(660, True), (300, True)]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # on a machine that does other things too
@given(st.lists(st.tuples(st.integers(0, 90), st.integers(1, 40), st.integers(0, 3), st.integers(0, 120)), max_size=9))
def test_every_pair_is_found_as_when_all_are_compared(drawn: list[tuple[int, int, int, int]]) -> None:
    entries = [at(b / 2, (b + n) / 2, place="ABC "[p].strip(), travel=way) for b, n, p, way in drawn]
    wanted = set()
    for one in entries:
        for other in entries:
            if one is other or (one.begins, one.ends, str(one.id)) > (other.begins, other.ends, str(other.id)):
                continue
            way = (
                max(one.travel or 0, other.travel or 0) if one.place and other.place and one.place != other.place else 0
            )
            if other.begins < one.ends + timedelta(minutes=way):
                wanted.add((one.id, other.id))
    assert {(each.first.id, each.then.id) for each in rules.too_close(entries)} == wanted


def test_how_much_is_asked_and_by_whom() -> None:
    load = rules.load([
        at(9, 10, asked_by="court", travel=30), at(11, 12, asked_by="court"),
        at(13, 13.5, asked_by="health", travel=10), at(15, 16, asked_by="health", off=True), at(0, 24, whole_day=True),
    ])  # fmt: skip
    assert (load.number, load.minutes, load.on_the_way) == (4, 150, 80)
    assert load.askers == (("court", 2), ("", 1), ("health", 1))


@pytest.mark.parametrize(
    ("hours", "days", "because"), [(1, 0, ""), (0, 0, "appointment_minutes"), (25, 0, "appointment_minutes"),
                                   (-1, 0, "appointment_minutes"), (1, 1200, "appointment_too_far")],
)  # fmt: skip
def test_an_appointment_has_a_time_that_a_calendar_can_show(hours: float, days: int, because: str) -> None:
    begins = MONDAY + timedelta(days=days)
    assert rules.check_time(begins, begins + timedelta(hours=hours), MONDAY).because == because


def test_what_a_feed_shows_is_short_chosen_and_tells_nothing() -> None:
    assert rules.check_heading("time", "", ["clinic"])
    assert rules.check_heading("words", "Coffee with Sam", [])
    assert rules.check_heading("words", "  ", []).because == "feed_words"
    assert rules.check_heading("words", "x" * 61, []).because == "appointment_too_long"
    assert rules.check_heading("words", "Clinic", ["clinic"]).because == "feed_words_tell"


def test_a_key_is_kept_as_a_hash_that_is_its_own() -> None:
    assert rules.key_hash("a") != rules.key_hash("b") and len(rules.key_hash("\udcff")) == 32

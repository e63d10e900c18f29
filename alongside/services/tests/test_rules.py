"""Clocks that are changed, whom a service needs, rooms without children, and a list of services that is whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from alongside.accounts.terms import RoleName
from alongside.services import rules
from alongside.services.catalogue import shipped, ways

HERE = ZoneInfo("America/Toronto")


@pytest.mark.parametrize(
    ("day", "at", "clock", "in_greenwich"),
    [
        (date(2026, 3, 1), time(10), time(10), time(15)),  # winter
        (date(2026, 3, 15), time(10), time(10), time(14)),  # a week after the clocks went forward: the same on the wall
        (date(2026, 3, 8), time(2, 30), time(3, 30), time(7, 30)),  # an hour that is not there
        (date(2026, 11, 1), time(1, 30), time(1, 30), time(5, 30)),  # an hour that is there twice: the first
    ],
)
def test_a_time_on_the_clock(day: date, at: time, clock: time, in_greenwich: time) -> None:
    found = rules.instant(day, at, HERE)
    assert (found.time(), found.astimezone(UTC).time()) == (clock, in_greenwich)


def test_a_session_lasts_as_long_as_it_lasts_on_the_night_the_clock_is_changed() -> None:
    for day in (date(2026, 3, 8), date(2026, 11, 1)):
        begins, ends = rules.stretch(day, time(0, 30), 120, HERE)
        assert ends.astimezone(UTC) - begins.astimezone(UTC) == timedelta(hours=2)


def test_days_of_a_series() -> None:
    weekly = rules.days_of(date(2026, 3, 2), date(2026, 3, 22))
    assert weekly == [date(2026, 3, n) for n in (2, 9, 16)]
    assert rules.days_of(date(2026, 3, 2), None) == [date(2026, 3, 2)]
    assert len(rules.days_of(date(2026, 1, 1), date(2026, 1, 1) + timedelta(weeks=59))) == rules.MOST_SESSIONS
    for until, because in ((date(2026, 3, 1), "ends_before_it_begins"), (date(2030, 1, 1), "too_many_sessions")):
        with pytest.raises(ValueError, match=because):
            rules.days_of(date(2026, 3, 2), until)


@pytest.mark.parametrize(
    ("needs", "parts", "why", "because"),
    [
        (["counsellor", "therapist"], {"counsellor", "therapist"}, "", ""),
        (["counsellor", "therapist"], {"counsellor"}, "", "both_needed"),
        (["counsellor", "therapist"], {"counsellor", "peer"}, "  ", "both_needed"),
        (["counsellor", "therapist"], {"counsellor"}, "she is at a birth", ""),
        (["counsellor", "therapist"], set(), "nobody can", "nobody_there"),
        ([], {"peer"}, "", ""),
        ([], set(), "", "nobody_there"),
    ],
)
def test_who_has_to_be_there(needs: list[str], parts: set[str], why: str, because: str) -> None:
    """T-15, D-I7."""
    assert rules.check_parts(needs, parts, why).because == because


@pytest.mark.parametrize(
    ("children", "adults_only", "seats", "because"),
    [
        ("here", False, None, ""),
        ("here", True, None, "no_children_here"),
        ("none", True, None, ""),
        ("next_door", True, 4, ""),
        ("next_door", False, 0, "no_seats"),
        ("next_door", False, None, "room_needed_next_door"),
    ],
)
def test_where_children_are(children: str, adults_only: bool, seats: int | None, because: str) -> None:
    assert rules.check_children(children, adults_only=adults_only, seats_next_door=seats).because == because


def test_every_item_of_the_reference_programme_is_a_service_or_a_way_of_working() -> None:
    told = {item for kind in shipped() for item in kind.items} | set(ways())
    assert {f"S-{n:03}" for n in range(23, 65)} - told == set()
    assert rules.problems(shipped(), RoleName.values) == []
    for kind in shipped():
        assert {kind.name.said("fr-ca"), kind.name.said("en")} == {kind.name.fr, kind.name.en}


def test_what_is_wrong_with_a_list_is_found() -> None:
    good = next(kind for kind in shipped() if kind.modality == "group")
    for wrong in (
        {"needs": ("counsellor",)}, {"needs": ("counsellor", "therapist", "x")}, {"settings": ()}, {"target": "case"},
    ):  # fmt: skip
        assert rules.problems([replace(good, **wrong)], RoleName.values)
    assert rules.problems([good, good], RoleName.values) == [f"{good.code}: twice"]

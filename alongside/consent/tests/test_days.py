"""Edges of days: the whole local day counts, on the days of 23 and 25 hours too, and only the server's clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.consent.rules.times import birthday, day_begins, day_is_over, within
from alongside.consent.tests.fixture_world import answer, asks, decision, fixture, permit

TORONTO = ZoneInfo("America/Toronto")
ASKED = asks("CW1", "ANA", "service_use")
MOMENT = timedelta(microseconds=1)


def lasting(start: str | None, end: str | None, zone: str = "America/Toronto") -> dict:
    """A world with one permission from a day to a day, signed long ago."""
    said = permit("C", "ANA", "CAS", ["service_use"], start=start, end=end, signed_at="2020-01-01T00:00:00Z")
    return fixture() | {"time_zone": zone, "directives": [said]}


def at(moment: datetime) -> dict:
    return ASKED | {"time": moment.isoformat()}


EDGES = {
    "an ordinary day": ("America/Toronto", date(2026, 3, 2), timedelta(hours=24)),
    "the day clocks go forward": ("America/Toronto", date(2026, 3, 8), timedelta(hours=23)),
    "the day clocks go back": ("America/Toronto", date(2026, 11, 1), timedelta(hours=25)),
    "a leap day": ("America/Toronto", date(2028, 2, 29), timedelta(hours=24)),
    "the last day of a year": ("America/Toronto", date(2026, 12, 31), timedelta(hours=24)),
    "half an hour off": ("America/St_Johns", date(2026, 11, 1), timedelta(hours=25)),
    "a day that begins at one o'clock": ("America/Havana", date(2026, 3, 8), timedelta(hours=23)),
    "a day with midnight twice": ("America/Havana", date(2026, 11, 1), timedelta(hours=25)),
    "far west": ("Pacific/Honolulu", date(2026, 3, 8), timedelta(hours=24)),
}


@pytest.mark.parametrize(("zone", "day", "long"), EDGES.values(), ids=EDGES)
def test_the_whole_local_day_counts(zone: str, day: date, long: timedelta) -> None:
    begins, over = day_begins(day, ZoneInfo(zone)), day_is_over(day, ZoneInfo(zone))
    assert over - begins == long
    world = lasting(day.isoformat(), day.isoformat(), zone)
    assert decision(at(begins - MOMENT), world) == "deny:not_yet"
    assert decision(at(begins), world) == "permit:consent"
    assert decision(at(over - MOMENT), world) == "permit:consent"
    assert decision(at(over), world) == "deny:expired"


def test_the_day_is_the_programmes_not_the_clocks() -> None:
    world = lasting(None, "2026-03-02")
    assert decision(at(datetime(2026, 3, 3, 4, 59, 59, tzinfo=UTC)), world) == "permit:consent"  # 23:59:59 in Toronto
    assert decision(at(datetime(2026, 3, 3, 5, 0, tzinfo=UTC)), world) == "deny:expired"
    tokyo = datetime(2026, 3, 3, 13, 59, 59, tzinfo=ZoneInfo("Asia/Tokyo"))  # the same moment as the first
    assert decision(at(tokyo), world) == "permit:consent"
    assert decision(at(tokyo), lasting(None, "2026-03-02", "Asia/Tokyo")) == "deny:expired"


def test_without_a_time_zone_it_is_the_profiles() -> None:
    world = lasting(None, "2026-03-02") | {"time_zone": None}
    assert decision(at(datetime(2026, 3, 3, 4, 59, 59, tzinfo=UTC)), world) == "permit:consent"
    assert decision(at(datetime(2026, 3, 3, 5, 0, tzinfo=UTC)), world) == "deny:expired"


def test_a_moment_as_an_end_is_that_moment() -> None:
    world = lasting("2026-03-02T09:00:00Z", "2026-03-02T11:00:00Z")
    edges = (
        ("08:59:59.999999", "deny:not_yet"),
        ("09:00:00", "permit:consent"),
        ("10:59:59.999999", "permit:consent"),
        ("11:00:00", "deny:expired"),
    )
    for clock, expected in edges:
        assert decision(ASKED | {"time": f"2026-03-02T{clock}Z"}, world) == expected


def test_only_the_servers_clock_counts() -> None:
    world = lasting(None, "2026-03-02T10:05:00Z")
    for device in ("2026-03-02T09:50:00Z", "2026-03-02T10:10:00Z", "1999-01-01T00:00:00Z", None):
        assert decision(ASKED | {"time": "2026-03-02T10:00:00Z", "device_time": device}, world) == "permit:consent"
        assert decision(ASKED | {"time": "2026-03-02T10:10:00Z", "device_time": device}, world) == "deny:expired"


def test_rights_and_assignments_end_when_their_day_begins() -> None:
    begins = day_begins(date(2026, 3, 2), TORONTO)
    world = fixture() | {
        "assignments": [{"actor": "CW1", "subject": "ANA", "start": "2026-03-01", "end": "2026-03-02"}]
    }
    assert decision(at(begins - MOMENT), world) == "permit:consent"
    assert decision(at(begins), world) == "deny:not_assigned"
    assert decision(at(day_begins(date(2026, 3, 1), TORONTO) - MOMENT), world) == "deny:not_assigned"
    world = fixture()
    world["guardianships"][0]["end"] = "2026-03-02"
    child = asks("p_ana", "BEE", "child_health_dev")
    assert decision(child | {"time": (begins - MOMENT).isoformat()}, world) == "permit:portal_child"
    assert decision(child | {"time": begins.isoformat()}, world) == "deny:no_authority"


def test_orders_and_exclusions_last_to_the_end_of_their_day() -> None:
    over = day_is_over(date(2026, 3, 2), TORONTO)
    order = {
        "id": "O",
        "kind": "court_order",
        "subject": "ANA",
        "categories": ["contact"],
        "recipient": "FIRM",
        "end": "2026-03-02",
    }
    world = fixture() | {"legal_bases": [order]}
    asked = asks("LAW", "ANA", "contact", action="disclose", purpose="civil")
    assert decision(asked | {"time": (over - MOMENT).isoformat()}, world) == "permit:court_order"
    assert decision(asked | {"time": over.isoformat()}, world) == "deny:not_assigned"
    world = fixture() | {"exclusions": [{"actor": "CW1", "subject": "ANA", "start": "2026-03-02", "end": "2026-03-02"}]}
    begins = day_begins(date(2026, 3, 2), TORONTO)
    assert [decision(at(moment), world) for moment in (begins - MOMENT, begins, over - MOMENT, over)] == [
        "permit:consent", "deny:excluded", "deny:excluded", "permit:consent",
    ]  # fmt: skip


def test_birthdays() -> None:
    assert birthday(date(2010, 3, 2), 16) == date(2026, 3, 2)
    assert birthday(date(2008, 2, 29), 16) == date(2024, 2, 29)
    assert birthday(date(2008, 2, 29), 18) == date(2026, 3, 1)
    begins = day_begins(date(2026, 3, 2), TORONTO)
    world = fixture()
    world["people"]["FIN"] = {"born": "2010-03-02"}
    asked = asks("p_eve", "FIN", "service_use")
    assert decision(asked | {"time": (begins - MOMENT).isoformat()}, world) == "permit:portal_child"
    assert decision(asked | {"time": begins.isoformat()}, world) == "deny:own_decision"
    assert decision(asked | {"time": begins.isoformat()}, world | {"profile": "US"}) == "permit:portal_child"


def test_the_hour_of_an_emergency_is_an_hour_also_when_clocks_change() -> None:
    asked = asks(
        "DRX", "ANA", "sud", purpose="emergency", assurance="step_up", reason="She is not breathing", clinician=True
    )
    for broken, later in (
        ("2026-03-08T01:30:00-05:00", "2026-03-08T03:29:59-04:00"), ("2026-11-01T01:30:00-04:00", "2026-11-01T01:29:59-05:00"),
    ):  # fmt: skip
        found = answer(asked | {"glass_broken_at": broken, "time": later})
        assert found.decision == "permit:emergency"
        assert found.until == datetime.fromisoformat(broken) + timedelta(hours=1)


@given(
    st.dates(date(1990, 1, 1), date(2090, 1, 1)),
    st.sampled_from(["America/Toronto", "America/Havana", "America/St_Johns", "Asia/Tokyo", "UTC"]),
)
def test_days_follow_each_other_without_a_gap(day: date, name: str) -> None:
    zone = ZoneInfo(name)
    begins, over = day_begins(day, zone), day_is_over(day, zone)
    assert over == day_begins(day + timedelta(days=1), zone)
    assert timedelta(hours=22) < over - begins < timedelta(hours=26)
    assert within(begins, begins, over) and not within(over, begins, over) and not within(begins - MOMENT, begins, over)
    assert begins.astimezone(zone).date() == day and (over - MOMENT).astimezone(zone).date() == day

"""May a message go out now? One story, then one detail flipped at a time."""

# ruff: noqa: DTZ001 - the rule takes the clock on her wall
from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.families import rules
from alongside.families.terms import Because


@dataclass(frozen=True)
class Plan:
    checked_on: date = date(2026, 2, 20)
    who_shares_the_phone: str = ""


@dataclass(frozen=True)
class Way:
    channel: str = "text"
    value: str = "+14165550123"
    content_level: int = 0
    from_hour: time | None = time(10)
    to_hour: time | None = time(16)
    days: str = "12345"
    voicemail: bool = False


MONDAY = datetime(2026, 3, 2, 12, 0)


def ask(
    plan: Any = Plan(), ways: Any = (Way(),), channel: str = "text", now: datetime = MONDAY, **more: Any
) -> rules.Sendable:
    return rules.safe_to_send(plan, ways, channel, now, **more)


def test_a_text_inside_her_hours_says_nothing_about_us() -> None:
    answer = ask()
    assert answer and answer.level == 0 and answer.way == Way()


FLIPS: list[tuple[str, dict[str, Any], str]] = [
    ("no plan", {"plan": None}, Because.NO_PLAN),
    ("no way", {"ways": ()}, Because.NO_PLAN),
    ("she will come to us", {"ways": (Way(), Way("none", ""))}, Because.SHE_COMES),
    ("31 days ago", {"plan": Plan(date(2026, 1, 30))}, Because.STALE),
    ("checked tomorrow", {"plan": Plan(date(2026, 3, 3))}, Because.STALE),
    ("another way", {"channel": "call"}, Because.NOT_THIS_WAY),
    ("a device that may not be safe", {"device_not_safe": True}, Because.UNSAFE_DEVICE),
    (
        "no letter by e-mail to it either",
        {"device_not_safe": True, "channel": "email", "ways": (Way("email", "a@example.org"),)},
        Because.UNSAFE_DEVICE,
    ),
    ("a way without a number", {"ways": (Way(value=""),)}, Because.NOT_THIS_WAY),
    ("a Sunday", {"now": MONDAY - timedelta(days=1)}, Because.NOT_THIS_DAY),
    ("too early", {"now": MONDAY.replace(hour=9, minute=59)}, Because.NOT_THIS_HOUR),
    ("the hour it ends", {"now": MONDAY.replace(hour=16)}, Because.NOT_THIS_HOUR),
    ("hours of no length", {"ways": (Way(from_hour=time(12), to_hour=time(12)),)}, Because.NOT_THIS_HOUR),
    ("the ex shares the phone", {"plan": Plan(who_shares_the_phone="me and cal"), "unsafe": ["Cal Ash"]},
     Because.UNSAFE_PERSON),
    ("through the ex", {"ways": (Way("through", "Çal, 555"),), "channel": "through", "unsafe": ["Cal"]},
     Because.UNSAFE_PERSON),
    ("no hours, late in the evening", {"ways": (Way(from_hour=None, to_hour=None),), "now": MONDAY.replace(hour=20)},
     Because.NOT_THIS_HOUR),
]  # fmt: skip


@pytest.mark.parametrize(("change", "because"), [(f[1], f[2]) for f in FLIPS], ids=[f[0] for f in FLIPS])
def test_change_one_detail_and_nothing_is_sent(change: dict[str, Any], because: str) -> None:
    answer = ask(**change)
    assert not answer and answer.because == because and answer.level == 0 and answer.way is None


STAYS: list[tuple[str, dict[str, Any]]] = [
    ("exactly 30 days ago", {"plan": Plan(date(2026, 1, 31))}),
    ("the hour it begins", {"now": MONDAY.replace(hour=10)}),
    ("every day", {"ways": (Way(days=""),), "now": MONDAY - timedelta(days=1)}),
    ("no hours, at noon", {"ways": (Way(from_hour=None, to_hour=None),)}),
    ("her sister shares the phone", {"plan": Plan(who_shares_the_phone="my sister"), "unsafe": ["Cal Ash"]}),
    ("a second number is open", {"ways": (Way(days="7"), Way(value="+1"))}),
]


@pytest.mark.parametrize("change", [s[1] for s in STAYS], ids=[s[0] for s in STAYS])
def test_these_details_do_not_stop_it(change: dict[str, Any]) -> None:
    assert ask(**change)


def test_hours_over_midnight_belong_to_the_day_on_which_they_begin() -> None:
    night = (Way(from_hour=time(22), to_hour=time(2), days="1"),)
    assert ask(ways=night, now=datetime(2026, 3, 2, 22, 0))
    assert ask(ways=night, now=datetime(2026, 3, 3, 1, 59))
    assert not ask(ways=night, now=datetime(2026, 3, 3, 2, 0))
    assert not ask(ways=night, now=datetime(2026, 3, 2, 1, 0))  # that night began on Sunday


@given(st.integers(-5, 9))
def test_the_level_is_hers_and_stays_between_nothing_and_her_words(level: int) -> None:
    answer = ask(ways=(Way(content_level=level),))
    assert answer.level == max(0, min(3, level))


@given(st.datetimes(datetime(2026, 2, 21), datetime(2026, 3, 21)))
def test_it_never_goes_out_outside_her_days_and_hours(now: datetime) -> None:
    if ask(now=now):
        assert time(10) <= now.time() < time(16) and now.isoweekday() <= 5


@pytest.mark.parametrize(
    ("change", "because"),
    [
        ({"channel": "pigeon"}, Because.UNKNOWN_CHOICE),
        ({"content_level": 4}, Because.UNKNOWN_CHOICE),
        ({"value": "  "}, Because.NO_VALUE),
        ({"to_hour": time(10)}, Because.HOURS),
        ({"days": "1280"}, Because.DAYS),
        ({"channel": "none", "value": ""}, ""),
        ({}, ""),
    ],
)
def test_a_way_as_it_is_entered(change: dict[str, Any], because: str) -> None:
    assert rules.check_way(replace(Way(), **change)).because == because

"""How it is safe to reach her: the newest plan in words, and whether it is time to ask her again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from alongside.families.models import SafeContact, SafeWay
from alongside.families.rules.contact import STALE_AFTER_DAYS
from alongside.families.terms import Channel


@dataclass(frozen=True)
class WayShown:
    """One way: what, to which number, when, and how much may be said."""

    channel: str
    value: str
    when: str
    says: str


@dataclass(frozen=True)
class ReachShown:
    """Her plan. ``she_comes``: nobody contacts her. ``ask_again``: it is a while since she said this is right."""

    we_are_called: str
    who_shares: str
    code_word: str
    note: str
    checked_on: date
    ask_again: bool
    she_comes: bool
    ways: list[WayShown]


def reaching(plan: SafeContact | None, today: date) -> ReachShown | None:
    """Her newest plan; None when she has not said yet."""
    if plan is None:
        return None
    ways = list(plan.ways.all())
    return ReachShown(
        plan.we_are_called, plan.who_shares_the_phone, plan.code_word, plan.note, plan.checked_on,
        (today - plan.checked_on).days > STALE_AFTER_DAYS, any(way.channel == Channel.NONE for way in ways),
        [_way(way) for way in ways if way.channel != Channel.NONE],
    )  # fmt: skip


def _way(way: SafeWay) -> WayShown:
    says = str(way.get_content_level_display())
    if way.voicemail:
        says = _("%(says)s; voicemail is fine") % {"says": says}
    return WayShown(str(way.get_channel_display()), way.value, _when(way), says)


def _when(way: SafeWay) -> str:
    hours = ""
    if way.from_hour and way.to_hour:
        hours = _("%(from)s to %(to)s") % {
            "from": time_format(way.from_hour, "H:i"),
            "to": time_format(way.to_hour, "H:i"),
        }
    elif way.from_hour:
        hours = _("from %(from)s") % {"from": time_format(way.from_hour, "H:i")}
    elif way.to_hour:
        hours = _("until %(to)s") % {"to": time_format(way.to_hour, "H:i")}
    days = ", ".join(str(WEEKDAYS_ABBR[int(day) - 1]) for day in sorted(set(way.days)) if day in "1234567")
    return ", ".join(filter(None, (days, hours)))

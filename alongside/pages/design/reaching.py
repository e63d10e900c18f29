"""Ways to reach somebody, in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from alongside.families.models import SafeContact, SafeWay
from alongside.families.terms import Channel


@dataclass(frozen=True)
class WayShown:
    """One way: what, to which number, when, and how much may be said."""

    channel: str
    value: str
    when: str
    says: str


def she_comes(plan: SafeContact) -> bool:
    """Nobody contacts her: she comes herself."""
    return any(way.channel == Channel.NONE for way in plan.ways.all())


def ways(plan: SafeContact) -> list[WayShown]:
    """Each way of a plan."""
    return [_way(way) for way in plan.ways.all() if way.channel != Channel.NONE]


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

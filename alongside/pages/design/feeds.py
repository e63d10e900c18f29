"""What everybody is asked who wants her times in a calendar of her own; and how a feed is written (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from uuid import NAMESPACE_OID, uuid5

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from icalendar import Calendar, Event

from alongside.calendars.queries import FeedTime
from alongside.calendars.rules import HEADING
from alongside.calendars.terms import No, Says
from alongside.pages.design.forms import CalmForm
from alongside.recordkeeping.rules import Refused
from alongside.reminders.rules import telling

# What stands in every feed: the name of no programme and of nobody.
NAME = "Notes"
BUSY = _("Busy")
EVERY = timedelta(hours=6)  # how often a calendar should look again


class FeedForm(CalmForm):
    """What each entry says besides its time."""

    says = forms.ChoiceField(
        label=_("What should each entry say?"), choices=Says.choices, widget=forms.RadioSelect, initial=Says.TIME
    )
    heading = forms.CharField(
        label=_("Your words"), required=False, max_length=HEADING,
        help_text=_("Something that could be anything. Others may see it on your screen."),
    )  # fmt: skip

    def say(self, no: Refused, found: Iterable[str]) -> None:
        """A reason beside its question."""
        label = str(No(no.because).label) if no.because in No.values else str(_("Please look at this again"))
        self.add_error(no.field if no.field in self.fields else None, label % {"words": ", ".join(found)}
                       if no.because == No.HEADING_TELLS else label)  # fmt: skip


def tells(heading: str) -> list[str]:
    """Words of ``heading`` that could tell somebody too much, each once."""
    return list(dict.fromkeys(telling(heading)))


def address_of(request: HttpRequest, key: str) -> str:
    """The address for a calendar. It is shown once; nobody can find it again."""
    return request.build_absolute_uri(reverse("feed", args=[key]))


def written(times: Iterable[FeedTime], heading: str, key: str) -> bytes:
    """A calendar that says times and one and the same ``heading``. RFC 5545, RFC 7986.

    ``key``: that of the feed. Names of entries are made with it: they stay the same in this feed, and nobody who has
    two feeds learns from them that two people were at the same thing.

    Each entry is written with its instant: none repeats, so that no calendar has to know our clock. What was called off
    stays as called off, or calendars would keep it. It is the same, byte for byte, while nothing changed.
    """
    calendar = Calendar()
    for name, value in (
        ("prodid", f"-//{NAME}//EN"),
        ("version", "2.0"),
        ("method", "PUBLISH"),
        ("x-wr-calname", NAME),
    ):
        calendar.add(name, value)
    calendar.add("refresh-interval", EVERY, parameters={"VALUE": "DURATION"})
    for time in times:
        calendar.add_component(_event(time, heading, key))
    return bytes(calendar.to_ical())


def _event(time: FeedTime, heading: str, key: str) -> Event:
    event = Event()
    event.add("uid", f"{uuid5(NAMESPACE_OID, f'{key} {time.thing}')}@notes.invalid")
    event.add("dtstamp", time.said_at.replace(microsecond=0))
    event.add("last-modified", time.said_at.replace(microsecond=0))
    event.add("sequence", int(time.said_at.timestamp()) - _SINCE)
    event.add("summary", heading)
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if time.off else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if time.off or time.whole_day else "OPAQUE")
    if time.whole_day:
        first = timezone.localdate(time.begins)
        event.add("dtstart", first)
        event.add("dtend", first + timedelta(days=1))
    else:
        event.add("dtstart", time.begins)
        event.add("dtend", time.ends)
    return event


# SEQUENCE holds 31 bits: seconds since the beginning of 2020 last until 2088.
_SINCE = 1_577_836_800

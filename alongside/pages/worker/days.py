"""Which day a page shows, and what was known when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date

from alongside.pages.design.forms import AsOfForm

YEARS = range(1900, 2201)  # a page shows no other: nobody's life, and no calendar of a picture, reaches there


@dataclass(frozen=True)
class Showing:
    """The day a page shows. ``past``: another day than today. ``known_at``: only what was recorded by then."""

    day: date
    today: date
    past: bool
    known_at: datetime | None
    form: AsOfForm

    @property
    def query(self) -> str:
        """What links from this page carry along, so that the next page shows the same day; "" for today."""
        return self.link()

    @property
    def known_then(self) -> str:
        """The same page with only what was known on that day."""
        return f"?on={self.day.isoformat()}&known={self.day.isoformat()}"

    @property
    def known_now(self) -> str:
        """The same day with everything known today."""
        return f"?on={self.day.isoformat()}"

    @property
    def written_by(self) -> datetime | None:
        """Until when something without a day of its own must have been written down to stand on this page."""
        if not self.past:
            return None
        end = _end_of(self.day)
        return min(end, self.known_at) if self.known_at else end

    def knew(self, row: Any) -> bool:
        """It was written down by when this page asks what was known."""
        return self.known_at is None or row.recorded_at <= self.known_at

    def had(self, row: Any, on: date | None = None) -> bool:
        """It had happened by that day (``on``), or was said by then when it has no day; and was known."""
        if on is not None:
            return (not self.past or on <= self.day) and self.knew(row)
        return self.written_by is None or row.recorded_at <= self.written_by

    def link(self, **more: object) -> str:
        """A query with this day and ``more``; "" when there is nothing to say."""
        asked: dict[str, object] = {}
        if self.past:
            asked["on"] = self.day.isoformat()
            if self.known_at:
                asked["known"] = timezone.localdate(self.known_at).isoformat()
        asked |= more
        return f"?{urlencode(asked)}" if asked else ""


def showing(request: HttpRequest) -> Showing:
    """Read ``?on=YYYY-MM-DD`` (or the three boxes of the bar) and ``?known=YYYY-MM-DD``; anything else means today."""
    asked = request.GET.copy()
    if "on" in asked and "as_of" not in asked:
        asked["as_of"] = asked["on"]
    form = AsOfForm(asked if _asks(asked) else None)
    today = timezone.localdate()
    day = form.day if form.is_bound else None
    past = day is not None and day != today and day.year in YEARS
    return Showing(day if past and day else today, today, past, _known_at(asked.get("known", "")), form)


def _asks(asked: QueryDict) -> bool:
    return any(name.startswith("as_of") for name in asked)


def _known_at(text: str) -> datetime | None:
    """The end of that day where the programme is; None for anything that is no day."""
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return _end_of(day) if day else None


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.max))


def number(text: str) -> int:
    """How many to pass over, from an address; 0 for anything that is no small number."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0

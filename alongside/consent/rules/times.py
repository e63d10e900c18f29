"""Days and moments. A day begins and ends where the programme is; a decision is made at one moment, the server's."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

BEGINNING = datetime.min.replace(tzinfo=UTC)


def day_begins(day: date, zone: ZoneInfo) -> datetime:
    """The first moment of a day in a time zone, in UTC; right also on the days of 23 and of 25 hours."""
    return datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC)


def day_is_over(day: date, zone: ZoneInfo) -> datetime:
    """The first moment after a day: up to it, the whole day counts."""
    return day_begins(day + timedelta(days=1), zone)


def birthday(born: date, years: int) -> date:
    """The day somebody turns `years`; who was born on 29 February does so on 1 March in other years."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def within(at: datetime, opens: datetime | None, closes: datetime | None) -> bool:
    """Is this moment in [opens, closes)? `None` is no limit."""
    return (opens is None or opens <= at) and (closes is None or at < closes)

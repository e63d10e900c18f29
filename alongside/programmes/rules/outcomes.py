"""What a plan would have asked, and when: which score stands at which of its times. One person's change says nothing of
whether a programme works; nothing here is added up or judged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from alongside.programmes.terms import Asked
from alongside.recordkeeping.rules import add_months

BEFORE, AFTER = "before", "after"
# How far from its time an answer still stands for it: our own choice. No source of a plan says one.
WINDOW = timedelta(days=60)


class Point(Protocol):
    """A time at which a measure was asked; ``value`` None when there is no score."""

    @property
    def on(self) -> date: ...
    @property
    def value(self) -> float | None: ...


@dataclass(frozen=True)
class Time:
    """One of the plan's times: "before", "after", "start+6", "end+3" (months). ``due`` None: not known yet."""

    when: str
    due: date | None


@dataclass(frozen=True)
class Seen:
    """What stands at one of the times."""

    time: Time
    asked: Asked
    point: Point | None = None


def times(when: Iterable[str], begins: date, ended: date | None) -> list[Time]:
    """On which days the plan would have it asked. What counts from the end has no day while it goes on.

    >>> [str(each.due) for each in times(["before", "start+6", "end+3"], date(2026, 1, 31), None)]
    ['2026-01-31', '2026-07-31', 'None']
    """
    return [Time(each, _due(each, begins, ended)) for each in when]


def _due(when: str, begins: date, ended: date | None) -> date | None:
    if when == BEFORE:
        return begins
    if when == AFTER:
        return ended
    start, months = when.split("+")
    day = begins if start == "start" else ended
    return add_months(day, int(months)) if day else None


def at_times(asked: Sequence[Time], points: Iterable[Point], begins: date, today: date) -> list[Seen]:
    """What stands at each time: before, the last one up to the beginning; else the nearest within ``WINDOW``, each
    answer at one time only."""
    held = sorted(points, key=lambda point: point.on)
    later = [time for time in asked if time.when != BEFORE and time.due is not None]
    at: dict[str, Point] = {}
    for point in held:
        if point.on <= begins:
            at[BEFORE] = point
            continue
        near = [time for time in later if time.due and abs(time.due - point.on) <= WINDOW]
        if near:
            best = min(near, key=lambda time: abs(_gap(time, point)))
            if best.when not in at or abs(_gap(best, point)) < abs(_gap(best, at[best.when])):
                at[best.when] = point
    return [_seen(time, at.get(time.when), today) for time in asked]


def _gap(time: Time, point: Point) -> timedelta:
    return (time.due or point.on) - point.on


def _seen(time: Time, point: Point | None, today: date) -> Seen:
    if point is not None:
        return Seen(time, Asked.FOUND if point.value is not None else Asked.NO_SCORE, point)
    still = time.due is None or today <= time.due + (WINDOW if time.when != BEFORE else timedelta())
    return Seen(time, Asked.NOT_YET if still and time.when != BEFORE else Asked.NOT_ASKED)

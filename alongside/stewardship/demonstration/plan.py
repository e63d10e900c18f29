"""When what happens in an ordinary family's years with us, decided before any of it is told; and working days."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from alongside.stewardship.demonstration.teller import Teller

SIX_YEARS = 2190
QUIET_AFTER = 60
WEEKEND = 5  # Saturday, as date.weekday() counts


@dataclass
class Plan:
    """When what happens, in day numbers, before it is told."""

    first: int
    met: int
    active: int
    finish: int | None = None
    gaps: list[tuple[int, int | None]] = field(default_factory=list)

    def spans(self, now: int) -> list[tuple[int, int]]:
        """Stretches in which we are in touch."""
        begin, found = self.active, []
        for since, until in self.gaps:
            found.append((begin, since))
            begin = until if until is not None else now
        found.append((begin, self.finish if self.finish is not None else now))
        return [(a, b) for a, b in found if b > a]


def make_plan(t: Teller) -> Plan:
    """When she comes, how long she stays, when it is quiet; by chance."""
    rng = t.rng
    first = t.now - rng.randint(12, SIX_YEARS)
    met = first + rng.randint(1, 20)
    plan = Plan(first, met, met + rng.randint(7, 60))
    length = 150 + int(rng.expovariate(1 / 1000))
    if plan.active + length < t.now - 20:
        plan.finish = plan.active + length
    at, end = plan.active + 100, plan.finish or t.now
    while at < end - 60:
        if rng.random() < 0.13:
            back = at + rng.randint(95, 330)
            if back >= end - 14:
                if plan.finish is None and end - at > QUIET_AFTER + 10:
                    plan.gaps.append((at, None))  # quiet now; nothing closes
                break
            plan.gaps.append((at, back))
            at = back
        at += 150
    return plan


def just_came(t: Teller) -> Plan:
    """She wrote or called a few days ago, and is being welcomed."""
    first = t.now - t.rng.randint(3, 8)
    return Plan(first, first + 2, t.now + t.rng.randint(7, 20))


def work_day(today: date, count: int) -> date:
    """The working day ``count`` working days after today, or before it; 0: today, or the next one after a weekend."""
    on, step = today, timedelta(days=-1 if count < 0 else 1)
    while count >= 0 and on.weekday() >= WEEKEND:
        on += step
    while count:
        on += step
        if on.weekday() < WEEKEND:
            count -= 1 if count > 0 else -1
    return on

"""How a file begins: the woman, her team, and the ways to reach her that are safe."""

from __future__ import annotations

from alongside.stewardship.demonstration import records as r
from alongside.stewardship.demonstration.teller import day
from alongside.stewardship.demonstration.telling import Telling

YEAR = 365


def begin(
    t: Telling, name: str, age: int, first: int, *, active: int, came_by: str, family: str = "", alias: bool = False
) -> str:
    """File, team, woman, states up to active; answers her enrolment."""
    t.join("intake", first, first + 45)
    counsellor = t.join("counsellor", first)
    t.join("therapist", active)
    t.open(family, first)
    t.herself(name, first - age * YEAR - 100, first, alias=alias)
    t.key_worker(t.woman, counsellor, first, None)
    enrolment = t.enrol(t.woman, first, came_by)
    t.state(enrolment, t.woman, "reaching_out", "first_contact", first)
    t.state(enrolment, t.woman, "getting_to_know", "we_met", first + 4)
    t.state(enrolment, t.woman, "active", "she_wanted", active)
    return enrolment


def plan_for_contact(t: Telling, on: int, *, called: str, shares: str, level: int, channel: str = "text") -> None:
    """The ways to reach her that she says are safe, written down on day ``on``."""
    plan, by = t.new_id(), t.worker("counsellor", on)
    t.add(r.SafeContact(plan, t.id, t.woman, 1, called, shares, day(t.now - 9), "", t.stamp(on), by))
    t.add(r.SafeWay(plan, t.id, t.woman, channel, "416-555-0142", level, "10:00", "16:00", "12345", False))

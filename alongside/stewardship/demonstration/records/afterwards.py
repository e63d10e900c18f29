"""Rows about endings and after: how things stood, a goodbye, staying in touch."""

from __future__ import annotations

from typing import NamedTuple

from alongside.stewardship.demonstration.records.family import Day, Id, Instant


class ClosingView(NamedTuple):
    id: Id
    family_id: Id
    subject: Id
    category: int
    ending_id: Id
    matter: str
    child_id: Id | None
    whose: str
    level: str
    words: str
    recorded_at: Instant
    recorded_by: Id


class Goodbye(NamedTuple):
    id: Id
    family_id: Id
    subject: Id
    on: Day
    takes_along: str
    leaves: str
    offered: bool
    we_say: str
    recorded_at: Instant
    recorded_by: Id


class StayInTouch(NamedTuple):
    id: Id
    family_id: Id
    subject: Id
    wanted: bool
    ways: str
    for_what: str
    how_often: str
    recorded_at: Instant
    recorded_by: Id

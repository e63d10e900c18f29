"""Rows about safety plans: the plan, its versions, what was said of it, how she has it."""

from __future__ import annotations

from typing import NamedTuple

from alongside.stewardship.demonstration.records.family import Day, Id, Instant


class SafetyPlan(NamedTuple):
    id: Id
    family_id: Id
    subject: Id
    kind: str
    category: int
    recorded_at: Instant
    recorded_by: Id


class SafetyVersion(NamedTuple):
    id: Id
    family_id: Id
    subject: Id
    category: int
    plan_id: Id
    number: int
    on: Day
    said: str
    colleague_id: Id
    also_with: str
    again_on: Day | None
    about: str | None
    superseded_at: Instant | None
    recorded_at: Instant
    recorded_by: Id


class SafetyTurn(NamedTuple):
    id: Id
    family_id: Id
    subject: Id
    category: int
    plan_id: Id
    what: str
    on: Day
    her_words: str
    again_on: Day | None
    recorded_at: Instant
    recorded_by: Id


class SafetyCopy(NamedTuple):
    id: Id
    family_id: Id
    subject: Id
    category: int
    plan_id: Id
    how: str
    heading: str
    steps: str
    recorded_at: Instant
    recorded_by: Id

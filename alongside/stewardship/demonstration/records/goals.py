"""Rows about what she wants: goals in her words, small steps, her number over time, how it stands."""

from __future__ import annotations

from typing import NamedTuple

from alongside.stewardship.demonstration.records.family import Day, Id, Instant


class Goal(NamedTuple):
    id: Id
    family_id: Id
    subject: Id
    for_whom: str
    category: int
    told_by: Id
    lane: str
    on: Day
    her_words: str
    why: str
    counts: str
    at_zero: str
    at_ten: str
    about: str | None
    recorded_at: Instant
    recorded_by: Id


class GoalStep(NamedTuple):
    id: Id
    family_id: Id
    subject: Id
    category: int
    goal_id: Id
    words: str
    helps: str
    colleague_id: Id | None
    helper: str
    by_on: Day | None
    settled_as: str
    settled_on: Day | None
    settled_at: Instant | None
    recorded_at: Instant
    recorded_by: Id


class GoalRating(NamedTuple):
    id: Id
    family_id: Id
    subject: Id
    category: int
    goal_id: Id
    on: Day
    value: int | None
    words: str
    recorded_at: Instant
    recorded_by: Id


class GoalStanding(NamedTuple):
    id: Id
    family_id: Id
    subject: Id
    category: int
    goal_id: Id
    state: str
    on: Day
    her_words: str
    into_id: Id | None
    recorded_at: Instant
    recorded_by: Id


class GoalTalk(NamedTuple):
    id: Id
    family_id: Id
    subject: Id
    category: int
    goal_id: Id
    on: Day
    her_words: str
    what_helped: str
    in_the_way: str
    as_parent: str
    again_on: Day | None
    recorded_at: Instant
    recorded_by: Id

"""Rows about the shared plan: what stood in a lane, and what she signed."""

from __future__ import annotations

from typing import NamedTuple

from alongside.stewardship.demonstration.records.family import Day, Id, Instant


class LaneVersion(NamedTuple):
    id: Id
    family_id: Id
    subject: Id
    category: int
    lane: str
    number: int
    on: Day
    leads: str
    her_words: str
    steps: str
    goals: str
    again_on: Day | None
    about: str | None
    superseded_at: Instant | None
    recorded_at: Instant
    recorded_by: Id


class LaneSignature(NamedTuple):
    id: Id
    family_id: Id
    subject: Id
    category: int
    version_id: Id
    how: str
    signature: str
    witness_id: Id | None
    recorded_at: Instant
    recorded_by: Id

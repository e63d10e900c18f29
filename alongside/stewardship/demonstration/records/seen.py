"""Rows about how a child grows and learns, and how the two are seen."""

from __future__ import annotations

from typing import NamedTuple

Id = str
Day = str
Instant = str


class Growth(NamedTuple):
    id: Id
    family_id: Id
    subject: Id
    category: int
    on: Day
    measured: str
    value: str
    position: str
    recorded_at: Instant
    recorded_by: Id


class Development(NamedTuple):
    id: Id
    family_id: Id
    subject: Id
    category: int
    on: Day
    examiner: str
    examiner_is: str
    months: int
    corrected_months: int | None
    strengths: str
    needs: str
    recommendations: str
    her_view: str
    told_on: Day | None
    told_how: str
    told_by: Id | None
    recorded_at: Instant
    recorded_by: Id


class Side(NamedTuple):
    """One side of a child's development."""

    id: Id
    family_id: Id
    subject: Id
    category: int
    assessment_id: Id
    domain: str
    tool: str
    strengths: str
    needs: str
    recorded_at: Instant
    recorded_by: Id


class Rating(NamedTuple):
    """What a clinician's view of the two rests on."""

    id: Id
    family_id: Id
    subject: Id
    category: int
    occasion_id: Id
    evidence: str
    seen: str
    recorded_at: Instant
    recorded_by: Id


class Play(NamedTuple):
    """A play that was watched and coded."""

    id: Id
    family_id: Id
    subject: Id
    category: int
    occasion_id: Id
    play: str
    filmed_on: Day
    minutes: int
    recording: str
    coder: Id
    certified_by: str
    blind: bool
    recorded_at: Instant
    recorded_by: Id


class Reflection(NamedTuple):
    id: Id
    family_id: Id
    subject: Id
    category: int
    on: Day
    words: str
    her_words: str
    recorded_at: Instant
    recorded_by: Id

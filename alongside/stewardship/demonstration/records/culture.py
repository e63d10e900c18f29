"""Rows about culture: what was offered or asked for, and what she said."""

from __future__ import annotations

from typing import NamedTuple

from alongside.stewardship.demonstration.records.family import Day, Id, Instant


class CulturalOffer(NamedTuple):
    id: Id
    family_id: Id
    subject: Id
    how: str
    what: str
    answer: str
    on: Day
    her_words: str
    recorded_at: Instant
    recorded_by: Id

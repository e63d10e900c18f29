"""Rows about peer support: the wish, what she answered, the match, what she allows, what was done."""

from __future__ import annotations

from typing import NamedTuple

from alongside.stewardship.demonstration.records.family import Day, Id, Instant


class PeerWish(NamedTuple):
    id: Id
    family_id: Id
    subject: Id
    how: str
    on: Day
    her_words: str
    closed_at: Instant | None
    recorded_at: Instant
    recorded_by: Id


class PeerAnswer(NamedTuple):
    id: Id
    family_id: Id
    subject: Id
    wish_id: Id
    colleague_id: Id
    answer: str
    on: Day
    recorded_at: Instant
    recorded_by: Id


class PeerMatch(NamedTuple):
    id: Id
    family_id: Id
    subject: Id
    wish_id: Id
    colleague_id: Id
    goes_by: str
    begun_on: Day | None
    member_id: Id | None
    ended_on: Day | None
    goodbye: bool
    recorded_at: Instant
    recorded_by: Id


class PeerAllowance(NamedTuple):
    id: Id
    family_id: Id
    subject: Id
    match_id: Id
    kinds: str
    recorded_at: Instant
    recorded_by: Id


class PeerContact(NamedTuple):
    id: Id
    family_id: Id
    subject: Id
    contact_id: Id
    colleague_id: Id
    domains: str
    forms: str
    helped_with: str
    recorded_at: Instant
    recorded_by: Id

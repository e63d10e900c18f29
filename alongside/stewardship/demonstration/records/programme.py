"""Rows about being with the programme: states, team, what happened, contacts."""

from __future__ import annotations

from typing import NamedTuple

Id = str
Day = str  # 2024-05-01
Days = str  # [2024-05-01,2024-06-01), open at the end: [2024-05-01,)
Instant = str


class Enrolment(NamedTuple):
    id: Id
    family_id: Id
    person_id: Id
    first_contact_on: Day
    came_by: str
    recorded_at: Instant
    recorded_by: Id


class StateChange(NamedTuple):
    id: Id
    family_id: Id
    person_id: Id
    enrolment_id: Id
    state: str
    because: str
    from_on: Day
    her_words: str
    recorded_at: Instant
    recorded_by: Id


class TeamMember(NamedTuple):
    id: Id
    family_id: Id
    colleague_id: Id
    role: str
    works_with: str
    child_id: Id | None
    during: Days
    recorded_at: Instant
    recorded_by: Id


class KeyWorker(NamedTuple):
    id: Id
    family_id: Id
    person_id: Id
    colleague_id: Id
    during: Days
    recorded_at: Instant
    recorded_by: Id


class HandOver(NamedTuple):
    id: Id
    family_id: Id
    from_colleague_id: Id
    to_colleague_id: Id
    on: Day
    why: str
    met_together: bool
    to_know: str
    her_words: str
    recorded_at: Instant
    recorded_by: Id


class ReturnToUse(NamedTuple):
    id: Id
    family_id: Id
    woman_id: Id
    kind: str
    on: Day
    substance: str
    her_words: str
    what_helped: str
    who_cared: str
    support: str
    told: str
    next_step: str
    recorded_at: Instant
    recorded_by: Id


class UsePattern(NamedTuple):
    id: Id
    family_id: Id
    woman_id: Id
    during: Days
    her_words: str
    what_it_does: str
    recorded_at: Instant
    recorded_by: Id


class WelcomeBack(NamedTuple):
    id: Id
    family_id: Id
    person_id: Id
    on: Day
    changed: str
    her_words: str
    recorded_at: Instant
    recorded_by: Id


class KeptOut(NamedTuple):
    id: Id
    family_id: Id
    colleague_id: Id
    why: str
    recorded_at: Instant
    recorded_by: Id


class Ending(NamedTuple):
    id: Id
    family_id: Id
    person_id: Id
    on: Day
    planned: bool | None
    goals: str
    children: str
    relationship: str
    her_words: str
    recorded_at: Instant
    recorded_by: Id


class Occasion(NamedTuple):
    id: Id
    family_id: Id
    subject: Id
    category: int
    instrument: str
    wave: str
    on: Day
    state: str
    total: int | None
    source: str
    note: str
    recorded_at: Instant
    recorded_by: Id


class Contact(NamedTuple):
    id: Id
    family_id: Id
    subject: Id
    for_whom: str
    category: int
    on: Day
    at_time: str | None
    minutes: int | None
    mode: str
    reached: str
    worker: Id
    present: str
    purpose: str
    note: str
    her_words: str
    between_you: str
    believed: bool
    items_given: str
    recorded_at: Instant
    recorded_by: Id
    purposes: str = "{}"
    given: str = "{}"
    helped: str = ""


class Mentioned(NamedTuple):
    id: Id
    family_id: Id
    subject: Id
    category: int
    contact_id: Id | None
    what: str
    on: Day
    recorded_at: Instant
    recorded_by: Id


class Known(NamedTuple):
    id: Id
    family_id: Id
    woman_id: Id
    kind: str
    only: str
    recorded_at: Instant
    recorded_by: Id


class KnownVersion(NamedTuple):
    id: Id
    family_id: Id
    woman_id: Id
    known_id: Id
    number: int
    on: Day
    words: str
    only: str
    colleague_id: Id | None
    agreed_at: Instant | None
    recorded_at: Instant
    recorded_by: Id


class UsedAnswer(NamedTuple):
    id: Id
    family_id: Id
    woman_id: Id
    event_id: Id
    step: str
    state: str
    number: int
    on: Day
    words: str
    place: str
    colleague_id: Id | None
    recorded_at: Instant
    recorded_by: Id


class AskedToday(NamedTuple):
    id: Id
    family_id: Id
    woman_id: Id
    wants: str
    on: Day
    her_words: str
    settled_as: str
    settled_at: Instant | None
    settled_by: Id | None
    recorded_at: Instant
    recorded_by: Id


class ReachWish(NamedTuple):
    id: Id
    family_id: Id
    woman_id: Id
    wants: str
    ways: str
    every_days: int | None
    where: str
    her_words: str
    recorded_at: Instant
    recorded_by: Id


class MentionedTurn(NamedTuple):
    id: Id
    family_id: Id
    subject: Id
    category: int
    mentioned_id: Id
    what: str
    on: Day
    her_words: str
    again_on: Day | None
    recorded_at: Instant
    recorded_by: Id


class Promise(NamedTuple):
    id: Id
    family_id: Id
    subject: Id
    category: int
    what: str
    on: Day
    at_time: str | None
    worker: Id
    state: str
    settled_on: Day | None
    recorded_at: Instant
    recorded_by: Id
    place: str = ""
    travel: int | None = None

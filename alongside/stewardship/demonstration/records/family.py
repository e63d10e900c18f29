"""Rows about people: who they are, where the children live, who is around them."""

from __future__ import annotations

from typing import NamedTuple

Id = str
Day = str  # 2024-05-01
Days = str  # [2024-05-01,2024-06-01), open at the end: [2024-05-01,)
Instant = str


class Family(NamedTuple):
    id: Id
    agency_id: Id
    name: str
    opened_on: Day
    recorded_at: Instant
    recorded_by: Id


class Person(NamedTuple):
    id: Id
    family_id: Id
    kind: str
    name: str
    other_names: str
    is_alias: bool
    pronouns: str
    born_on: Day | None
    languages: str
    sort_key: str
    recorded_at: Instant
    recorded_by: Id


class NameKey(NamedTuple):
    person_id: Id
    family_id: Id
    key: str


class Woman(NamedTuple):
    person_id: Id
    family_id: Id
    her_why: str


class Pregnancy(NamedTuple):
    id: Id
    family_id: Id
    woman_id: Id
    expected_children: int
    prenatal_provider: str
    birth_plan: str
    agonist_treatment: str
    outcome: str
    outcome_on: Day | None
    recorded_at: Instant
    recorded_by: Id


class DueDate(NamedTuple):
    id: Id
    family_id: Id
    pregnancy_id: Id
    woman_id: Id
    due_on: Day
    method: str
    recorded_at: Instant
    recorded_by: Id


class Exposure(NamedTuple):
    id: Id
    family_id: Id
    pregnancy_id: Id
    woman_id: Id
    substance: str
    period: str
    source: str
    certainty: str
    recorded_at: Instant
    recorded_by: Id


class Child(NamedTuple):
    person_id: Id
    family_id: Id
    state: str
    pregnancy_id: Id | None
    birth_order: int
    sex: str
    gestation_days: int | None
    birth_weight_g: int | None
    hospital_days: int | None
    feeding: str
    went_home_with_mother: bool | None


class Dyad(NamedTuple):
    id: Id
    family_id: Id
    woman_id: Id
    child_id: Id
    began_on: Day
    began: str
    recorded_at: Instant
    recorded_by: Id


class Identity(NamedTuple):
    id: Id
    family_id: Id
    person_id: Id
    her_words: str
    recorded_at: Instant
    recorded_by: Id


class EarlierChild(NamedTuple):
    id: Id
    family_id: Id
    woman_id: Id
    called: str
    born_in: int | None
    her_words: str
    recorded_at: Instant
    recorded_by: Id


class Living(NamedTuple):
    id: Id
    family_id: Id
    child_id: Id
    kind: str
    during: Days
    source: str
    note: str
    carer_id: Id | None
    superseded_at: Instant | None
    superseded_by: Id | None
    recorded_at: Instant
    recorded_by: Id


class Legal(NamedTuple):
    id: Id
    family_id: Id
    child_id: Id
    kind: str
    during: Days
    source: str
    note: str
    basis: str
    superseded_at: Instant | None
    superseded_by: Id | None
    recorded_at: Instant
    recorded_by: Id


class Involvement(NamedTuple):
    id: Id
    family_id: Id
    child_id: Id
    kind: str
    during: Days
    source: str
    note: str
    agency_id: str | None  # an item of the reference configuration such as S-008; its id is put in when written
    superseded_at: Instant | None
    superseded_by: Id | None
    recorded_at: Instant
    recorded_by: Id


class Right(NamedTuple):
    id: Id
    family_id: Id
    child_id: Id
    topic: str
    during: Days
    source: str
    holder_id: Id | None
    holder_agency_id: str | None  # as in Involvement
    basis: str
    recorded_at: Instant
    recorded_by: Id


class Relationship(NamedTuple):
    id: Id
    family_id: Id
    person_id: Id
    other_id: Id
    kind: str
    safety: str
    during: Days
    recorded_at: Instant
    recorded_by: Id


class Household(NamedTuple):
    id: Id
    family_id: Id
    name: str
    address: str
    secret: bool
    recorded_at: Instant
    recorded_by: Id


class Stay(NamedTuple):
    id: Id
    family_id: Id
    household_id: Id
    person_id: Id
    during: Days
    recorded_at: Instant
    recorded_by: Id


class SafeContact(NamedTuple):
    id: Id
    family_id: Id
    woman_id: Id
    version: int
    we_are_called: str
    who_shares_the_phone: str
    checked_on: Day
    note: str
    recorded_at: Instant
    recorded_by: Id


class SafeWay(NamedTuple):
    plan_id: Id
    family_id: Id
    woman_id: Id
    channel: str
    value: str
    content_level: int
    from_hour: str | None
    to_hour: str | None
    days: str
    voicemail: bool

"""The rows a story is told in. Each type names the columns of one table (``actions/writing.py`` says which).

Ids and instants are texts as PostgreSQL reads them; ranges of days are texts such as ``[2024-01-01,2024-02-01)``; a
list is a text such as ``{}``. So a row goes to the database as it stands, which is what makes 50,000 families quick.
"""

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


# In the order in which they can be written: what a row points at comes before it.
KINDS: tuple[type, ...] = (
    Family, Person, NameKey, Woman, Pregnancy, DueDate, Exposure, Child, Dyad, Identity, EarlierChild, Living, Legal,
    Involvement, Right, Relationship, Household, Stay, SafeContact, SafeWay, Enrolment, StateChange, TeamMember,
    KeyWorker, HandOver, ReturnToUse, UsePattern, WelcomeBack, KeptOut, Ending, Occasion, Contact, Promise,
)  # fmt: skip

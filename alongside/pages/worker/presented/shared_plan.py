"""The shared plan as it is read together: lane by lane, her words first, then what is done, by whom, about when."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from alongside.access.policy import May, decide
from alongside.care import rules
from alongside.care.models import LaneSignature, LaneVersion
from alongside.care.queries import LaneSeen, steps_of
from alongside.care.rules import LANES, LaneStep
from alongside.care.terms import Does
from alongside.consent.models import Statement
from alongside.consent.terms import SignedHow
from alongside.goals.models import Goal
from alongside.goals.terms import Lane, Leads
from alongside.pages.design.kinds import KINDS
from alongside.safekeeping.queries import Me

Workers = Mapping[uuid.UUID, str]


@dataclass(frozen=True)
class StepShown:
    """What is done, who does it, about when."""

    what: str
    who: str
    when: date | None


@dataclass(frozen=True)
class VersionShown:
    """What stood in a lane from a day on. ``goals``: (words, address) of those it points to and the asker reads."""

    id: uuid.UUID
    on: date
    her_words: str
    steps: list[StepShown]
    goals: list[tuple[str, str]]
    leads: str
    signed: str
    signed_at: datetime | None
    said: Sequence[Statement]


@dataclass(frozen=True)
class LaneShown:
    """One lane. ``now``: what stands (``None``: nothing yet); an address is "" where the asker does not write."""

    lane: str
    title: str
    kind: str
    now: VersionShown | None
    empty: bool
    earlier: list[VersionShown]
    again_on: date | None
    said_of_whom: bool
    write_url: str
    said_url: str


def lanes(
    rows: Iterable[LaneSeen], family: uuid.UUID, me: Me, workers: Workers, goals: Mapping[uuid.UUID, Goal],
    said: Mapping[uuid.UUID, Sequence[Statement]], *, today: bool,
) -> list[LaneShown]:  # fmt: skip
    """The lanes that the asker may read or begin, in their order; of any other one there is no sign."""
    held = {row.lane: row for row in rows}
    writes = {each: today and may_write(me, each) for each in LANES}
    return [
        _lane(each, held.get(each), family, writes[each], workers, goals, said)
        for each in LANES
        if each in held or writes[each]
    ]


def _lane(
    lane: Lane, row: LaneSeen | None, family: uuid.UUID, writes: bool, workers: Workers,
    goals: Mapping[uuid.UUID, Goal], said: Mapping[uuid.UUID, Sequence[Statement]],
) -> LaneShown:  # fmt: skip
    versions = [version(each, row, workers, goals, said) for each in row.versions] if row else []
    now = row.now if row else None
    return LaneShown(
        lane=lane.value,
        title=capfirst(str(lane.label)),
        kind=str(KINDS[rules.OF_LANE[lane]]),
        now=versions[-1] if versions else None,
        empty=row is None or row.empty,
        earlier=versions[-2::-1],
        again_on=now.again_on if now else None,
        said_of_whom=now is not None and now.about is not None and None not in now.about,
        write_url=reverse("lane_words", args=[family, lane.value]) if writes else "",
        said_url=reverse("lane_said", args=[family, now.pk]) if writes and now else "",
    )


def version(
    row: LaneVersion, lane: LaneSeen, workers: Workers, goals: Mapping[uuid.UUID, Goal],
    said: Mapping[uuid.UUID, Sequence[Statement]],
) -> VersionShown:  # fmt: skip
    """What stood in a lane, with her signature and what she says to it."""
    signature = lane.signatures.get(row.pk)
    pointed = [goals[id] for id in row.goals if id in goals]
    return VersionShown(
        id=row.pk,
        on=row.on,
        her_words=row.her_words,
        steps=[StepShown(step.what, who(step, workers), step.when) for step in steps_of(row)],
        goals=[(goal.her_words, reverse("goal", args=[goal.family_id, goal.pk])) for goal in pointed],
        leads=str(Leads(row.leads).label),
        signed=signed(signature),
        signed_at=signature.recorded_at if signature else None,
        said=said.get(row.pk, ()),
    )


def who(step: LaneStep, workers: Workers) -> str:
    """Who does it, by name."""
    if step.who == Does.COLLEAGUE and step.colleague:
        return workers.get(step.colleague, _("a colleague"))
    return step.name or str(Does(step.who).label)


def signed(row: LaneSignature | None) -> str:
    """How she signed; "" while she has not looked at it."""
    if row is None:
        return ""
    how = str(SignedHow(row.how).label)
    return _("%(how)s: %(name)s") % {"how": how, "name": row.witness.name} if row.witness else how


def may_write(me: Me, lane: Lane) -> bool:
    """The asker's part writes this kind of record."""
    return bool(decide(me, May.WRITE_IN_FAMILY)) and me.may_write(rules.OF_LANE[lane])


def to_sign(rows: Iterable[LaneSeen], me: Me) -> list[LaneSeen]:
    """Lanes that stand, that she has not signed, and that the asker may write."""
    return [row for row in rows if row.signed is None and not row.empty and may_write(me, row.lane)]


def people_in(rows: Iterable[LaneSeen]) -> set[uuid.UUID]:
    """Colleagues named in these lanes."""
    return {
        step.colleague for row in rows for each in row.versions for step in steps_of(each) if step.colleague
    }  # fmt: skip

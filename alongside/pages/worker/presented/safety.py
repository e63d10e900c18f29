"""Safety plans as her team reads them: her words step by step, who made it with her, how she has her copy."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from alongside.access.policy import May, decide
from alongside.care.models import LocalProtocol, SafetyPlan, SafetyVersion
from alongside.care.queries import PlanSeen
from alongside.care.rules import OF_KIND, STEPS, STEPS_FROM
from alongside.care.terms import HerCopy, PlanKind, PlanTurn
from alongside.library.rules import Source
from alongside.pages.worker.presented.doing import Doing
from alongside.safekeeping.queries import Me

Workers = Mapping[uuid.UUID, str]

# What a colleague asks, in her own words; what she writes is the woman's.
KINDS: dict[PlanKind, Any] = {
    PlanKind.VIOLENCE: gettext_lazy("Being safe from somebody"),
    PlanKind.OVERDOSE: gettext_lazy("An overdose"),
    PlanKind.SUICIDE: gettext_lazy("Thoughts of suicide"),
    PlanKind.CHILD_CARE: gettext_lazy("Who cares for my child if I use"),
}


@dataclass(frozen=True)
class VersionShown:
    """What stood in it from a day on."""

    number: int
    on: date
    steps: list[tuple[str, str]]
    made_with: str


@dataclass(frozen=True)
class TurnShown:
    """What was said of it afterwards."""

    on: date
    said: str
    her_words: str
    again_on: date | None


@dataclass(frozen=True)
class PlanShown:
    """One plan as of the day that is asked; ``kept`` says how she has it, ``ended`` that she needs it no longer."""

    id: uuid.UUID
    url: str
    kind: str
    ended: bool
    looked_on: date
    again_on: date | None
    now: VersionShown
    earlier: list[VersionShown]
    turns: list[TurnShown]
    kept: str
    heading: str
    said_of_whom: bool
    card_url: str


@dataclass(frozen=True)
class ProtocolShown:
    """What this place does, and where that comes from."""

    kind: str
    words: str
    source: str
    checked_on: date
    write_url: str = ""


def plan(row: PlanSeen, workers: Workers, me: Me, *, today: bool = True) -> PlanShown:
    """A plan with its versions, the newest first. ``today``: something can be done with it."""
    held, copy = row.plan, row.copy
    how = HerCopy(copy.how) if copy else HerCopy.NOTHING
    printed = today and how == HerCopy.CARD and not row.ended and may_write(me, held.kind)
    return PlanShown(
        id=held.pk,
        url=reverse("safety_plan", args=[held.family_id, held.pk]),
        kind=str(KINDS[PlanKind(held.kind)]),
        ended=row.ended,
        looked_on=row.looked_on,
        again_on=row.again_on,
        now=_version(held, row.words, workers),
        earlier=[_version(held, each, workers) for each in reversed(row.versions[:-1])],
        turns=[
            TurnShown(each.on, capfirst(PlanTurn(each.what).label), each.her_words, each.again_on)
            for each in reversed(row.turns)
        ],
        kept=capfirst(how.label),
        heading=copy.heading if copy else "",
        said_of_whom=row.words.about is not None and None not in row.words.about,
        card_url=reverse("safety_card", args=[held.family_id, held.pk]) if printed else "",
    )


def _version(held: SafetyPlan, row: SafetyVersion, workers: Workers) -> VersionShown:
    steps = [(str(step.label), row.said[step]) for step in STEPS[PlanKind(held.kind)] if step in row.said]
    others = [row.also_with] if row.also_with else []
    with_whom = [workers.get(row.colleague_id, _("a colleague"))] if row.colleague_id else []
    return VersionShown(row.number, row.on, steps, ", ".join([*with_whom, *others]) or _("she wrote it herself"))


def may_write(me: Me, kind: str) -> bool:
    """Her part writes plans of this kind."""
    return bool(decide(me, May.WRITE_IN_FAMILY)) and me.may_write(OF_KIND[PlanKind(kind)])


def to_make(family: uuid.UUID, me: Me) -> list[Doing]:
    """Plans that can be made with her, as far as it is the asker's part."""
    kinds = [kind for kind in PlanKind if may_write(me, kind)]
    return [
        Doing(reverse("safety_add", args=[family, kind.value]), _("Make one: %(kind)s") % {"kind": kind.label}, "write")
        for kind in kinds
    ]


def doing(row: PlanSeen, me: Me) -> list[Doing]:
    """What can be written down about a plan today."""
    held = row.plan
    if not may_write(me, held.kind):
        return []
    at = [held.family_id, held.pk]
    turn = Doing(reverse("safety_turn", args=at), _("Take it up again") if row.ended else _("Looked at it again"))
    if row.ended:
        return [turn]
    return [
        Doing(reverse("safety_words", args=at), _("She says it differently"), "write"),
        turn,
        Doing(reverse("safety_copy", args=at), _("How she has it")),
    ]


def sources(kind: str) -> list[tuple[str, str, bool]]:
    """(citation, address, whether we read it ourselves) of what the steps are laid out after."""
    return [(source.citation, source.url, _read(source)) for source in STEPS_FROM[PlanKind(kind)]]


def _read(source: Source) -> bool:
    return source.checked


def protocols(found: Mapping[PlanKind, LocalProtocol], *, writes: bool = False) -> list[ProtocolShown]:
    """What this place does for each kind of which somebody wrote it down, in the language of the page."""
    return [_protocol(kind, found[kind], writes) for kind in PlanKind if kind in found]


def _protocol(kind: PlanKind, row: LocalProtocol, writes: bool) -> ProtocolShown:
    french = (get_language() or "en").startswith("fr")
    words = (row.words_fr or row.words) if french else (row.words or row.words_fr)
    url = reverse("protocol_words", args=[kind.value]) if writes else ""
    return ProtocolShown(str(KINDS[kind]), words, row.source, row.checked_on, url)


def people_in(rows: Iterable[PlanSeen]) -> set[uuid.UUID]:
    """Colleagues named in these plans."""
    return {each.colleague_id for row in rows for each in row.versions if each.colleague_id}

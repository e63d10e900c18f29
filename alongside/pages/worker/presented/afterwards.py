"""Endings and after in words."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from alongside.access.scope import File, child_of
from alongside.afterwards.models import ClosingView, GivingBack, StayInTouch
from alongside.afterwards.queries import Listed
from alongside.afterwards.terms import ForWhat, Stage, Way, Whose
from alongside.enrolment.models import Ending
from alongside.families.terms import ChildState
from alongside.pages.design.closing import AMONG_US, Beside, side_by_side


@dataclass(frozen=True)
class EndingShown:
    """One ending: her words, what was written of it, both views, and where either is said."""

    on: date
    came: str
    her_words: str
    answers: tuple[tuple[str, str], ...]
    views: Sequence[Beside]
    hers_url: str
    ours_url: str


def children_of(found: File, called: Mapping[uuid.UUID, str]) -> list[tuple[uuid.UUID, str]]:
    """Her children as a form names them; a child she lost, or does not expect any more, is not among them (E-17)."""
    told = [(person, child_of(person)) for person in found.children]
    return [(person.id, str(called[person.id])) for person, child in told if child and child.state == ChildState.BORN]


def ending(
    row: Ending, views: Sequence[ClosingView], found: File, called: Mapping[uuid.UUID, str], *, writes: bool
) -> EndingShown:
    """One ending with what was said of it, hers beside ours."""
    came = {True: _("planned together"), False: _("not planned"), None: ""}[row.planned]
    told = (
        (_("What she reached"), row.goals),
        (_("The children"), row.children),
        (_("The relationship"), row.relationship),
    )
    names = {person.id: str(called[person.id]) for person in found.children}
    of_it = [view for view in views if view.ending_id == row.pk]
    urls = [reverse("closing_say", args=[row.family_id, row.pk, whose.value]) if writes else "" for whose in Whose]
    return EndingShown(
        row.on, came, row.her_words, tuple((title, text) for title, text in told if text),
        side_by_side(of_it, names, AMONG_US, {each: capfirst(each.label) for each in Whose}), urls[0], urls[1],
    )  # fmt: skip


@dataclass(frozen=True)
class TouchShown:
    """Whether, how, for what and how often at most."""

    wanted: bool
    ways: str
    for_what: str
    how_often: str
    her_words: str
    on: date


def touch(row: StayInTouch) -> TouchShown:
    """What she said last about staying in touch."""
    return TouchShown(
        row.wanted, ", ".join(str(Way(way).label) for way in row.ways),
        ", ".join(str(ForWhat(what).label) for what in row.for_what), str(row.get_how_often_display()), row.her_words,
        timezone.localdate(row.recorded_at),
    )  # fmt: skip


def listed(row: Listed) -> tuple[str, str, TouchShown]:
    """One line of the list: her name, where her file is, and how."""
    return (
        row.woman.name or _("No name given"),
        reverse("family_afterwards", args=[row.touch.family_id]),
        touch(row.touch),
    )


@dataclass(frozen=True)
class StepShown:
    """One step of the way to giving back."""

    said: str
    on: date
    her_words: str
    keep_out: str
    colleague: str
    agreement_url: str


def step(row: GivingBack, names: Mapping[uuid.UUID, Any]) -> StepShown:
    """What she said, or that it began."""
    begun = row.stage == Stage.BEGUN
    return StepShown(
        capfirst(str(row.get_stage_display())), timezone.localdate(row.recorded_at), row.her_words,
        ", ".join(str(names.get(id) or _("somebody who is no longer here")) for id in row.keep_out),
        str(names.get(row.colleague_id, "")) if row.colleague_id else "",
        reverse("peer_agreement", args=[row.colleague_id]) if begun and row.colleague_id else "",
    )  # fmt: skip

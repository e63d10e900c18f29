"""What whoever keeps privacy reads: numbers of files and people, never names, never the words that left."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from alongside.consent.models import BreakGlass
from alongside.consent.queries import REVIEWED_WITHIN, Asked, Line
from alongside.consent.terms import Afterwards, AskedBy, AskedHow, Basis, DisclosureKind
from alongside.pages.design.days import date_format
from alongside.pages.design.kinds import KINDS
from alongside.pages.worker.presented.emergency import kinds_of
from alongside.pages.worker.presented.leaving import told_words, went_to
from alongside.pages.worker.presented.looks import short
from alongside.safekeeping.terms import Category
from alongside.stewardship.models import Breach, BreachStep
from alongside.stewardship.terms import BreachKind


@dataclass(frozen=True)
class GlassLine:
    """An emergency: who opened what of which number, why, when, and until when it should be looked at."""

    id: uuid.UUID
    at: datetime
    who: str
    number: str
    kinds: str
    reason: str
    ended: datetime
    due: datetime
    late: bool
    own: bool
    url: str
    trail_url: str
    found: str
    reviewed_at: datetime | None
    told: str
    tell_url: str
    why_not: str
    last: date | None
    day_over: bool


def glass(row: BreakGlass, now: datetime, me: uuid.UUID) -> GlassLine:
    """A line of the desk."""
    due = row.recorded_at + REVIEWED_WITHIN
    told, last = _told(row), timezone.localdate(row.not_told_until) - timedelta(days=1) if row.not_told_until else None
    return GlassLine(
        row.pk, row.recorded_at, row.colleague.name, short(row.subject), kinds_of(row.categories), row.reason,
        row.closed_at or row.until, due, now > due, row.colleague_id == me, reverse("glass_review", args=[row.pk]),
        f"{reverse('trail')}?about={row.family_id}&who={row.colleague_id}", row.found, row.reviewed_at, told,
        reverse("glass_tell", args=[row.pk]), row.not_told_why, last,
        row.not_told_until is None or row.not_told_until <= now,
    )  # fmt: skip


def _told(row: BreakGlass) -> str:
    """Whether she knows; when she was told later, on which day and how."""
    if row.told_her_at and row.told_how:
        day = date_format(timezone.localdate(row.told_her_at))
        return _("She was told on %(day)s: %(how)s") % {"day": day, "how": row.told_how}
    if row.told_her_at:
        return _("She was told.")
    return _("She is not told yet, for her safety.") if row.reviewed_at else ""


@dataclass(frozen=True)
class AskedShown:
    """Somebody asked about this number and was given nothing; who and how in words, and never what was said."""

    on: date
    number: str
    asked_by: str
    how: str
    trail_url: str


def asked(row: Asked) -> AskedShown:
    """A line of the desk."""
    who, how = str(AskedBy(row.asked_by).label), str(AskedHow(row.how).label)
    return AskedShown(row.on, short(row.subject), capfirst(who), how, f"{reverse('trail')}?about={row.family}")


@dataclass(frozen=True)
class LeftLine:
    """A line of the ledger. ``told``: whether she knew before; ``after``: what came after, in words.

    ``agreement``: the number of the form it rests on; ``in_force``: it stood when this left. ``sender``: who sent it.
    """

    at: datetime
    to: str
    number: str
    about_url: str
    how: str
    purpose: str
    kinds: str
    basis: str
    told: str
    after: str
    title: str
    sender: str
    agreement: str
    in_force: bool


def left(line: Line, senders: Mapping[uuid.UUID, str] | None = None) -> LeftLine:
    """One thing that left, without its words. Of a look nobody is the sender: somebody outside opened it herself."""
    row, hers = line.row, line.row.basis == Basis.HER_REQUEST
    told = capfirst(told_words(row))
    return LeftLine(
        row.recorded_at, went_to(row), short(row.subject), f"?about={row.subject}",
        capfirst(row.get_kind_display()), capfirst(_("her own use") if hers else row.get_purpose_display()),
        ", ".join(str(kind_in_words(kind)) for kind in line.kinds), capfirst(row.get_basis_display()), told,
        ", ".join(str(Afterwards(code).label) for code in dict.fromkeys(line.after)), row.title,
        "" if row.kind == DisclosureKind.VIEW else (senders or {}).get(row.recorded_by, ""), short(row.consent_id),
        line.in_force,
    )  # fmt: skip


def kind_in_words(kind: Category) -> Any:
    """A kind of record, also the one that no note has."""
    return KINDS.get(kind) or (_("How to reach her") if kind == Category.CONTACT else _("Research"))


@dataclass(frozen=True)
class StepLine:
    """One step of a breach."""

    on: date
    kind: str
    whom: str
    words: str
    number: str
    url: str
    who: str


@dataclass(frozen=True)
class BreachShown:
    """What went where it should not have gone."""

    id: uuid.UUID
    number: str
    what: str
    happened_on: date
    found_on: date
    how_found: str
    closed: bool
    files: int
    told: int
    steps: tuple[StepLine, ...]
    url: str


def breach(row: Breach, names: Mapping[uuid.UUID, str]) -> BreachShown:
    """A breach with its steps in the order in which they came."""
    steps = sorted(row.steps.all(), key=lambda each: (each.on, each.recorded_at, each.pk))
    return BreachShown(
        row.pk, short(row.pk), row.what, row.happened_on, row.found_on, row.how_found,
        any(each.kind == BreachKind.CLOSED for each in steps),
        len({each.family_id for each in steps if each.family_id}),
        sum(each.kind == BreachKind.TOLD for each in steps),
        tuple(_step(each, names) for each in steps), reverse("breach", args=[row.pk]),
    )  # fmt: skip


def _step(row: BreachStep, names: Mapping[uuid.UUID, str]) -> StepLine:
    number = short(row.subject or row.family_id)
    url = f"{reverse('trail')}?about={row.subject or row.family_id}" if row.family_id else ""
    who = names.get(row.recorded_by, "")
    return StepLine(row.on, capfirst(row.get_kind_display()), row.whom, row.words, number, url, who)

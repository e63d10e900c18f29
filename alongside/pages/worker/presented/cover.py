"""Days away and who is there meanwhile, in words."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.continuity import rules
from alongside.continuity.models import Cover
from alongside.continuity.queries import Back, Gap, Leave, MyPart, ToCover
from alongside.continuity.rules import Days
from alongside.continuity.terms import CoverStanding
from alongside.pages.design.days import date_format
from alongside.pages.design.signs import colon

_DAY = timedelta(days=1)


def days_words(first: date, after: date) -> str:
    """From the first day to the last: one day, or two with a dash between them."""
    last = after - _DAY
    if first == last:
        return date_format(first)
    return _("%(first)s to %(last)s") % {"first": date_format(first), "last": date_format(last)}


def standing(row: Cover) -> CoverStanding:
    """How it stands between the two."""
    if row.her_no_at:
        return CoverStanding.HER_NO
    if row.cannot_at:
        return CoverStanding.CANNOT
    if row.ended_at:
        return CoverStanding.ENDED
    return CoverStanding.AGREED if row.agreed_at else CoverStanding.ASKED


@dataclass(frozen=True)
class CoverShown:
    """One who was asked: her name, on which days, how it stands, and what can be done about it."""

    name: str
    days: str
    stands: str
    not_url: str
    end_url: str


@dataclass(frozen=True)
class FamilyShown:
    """A family of the one who is away."""

    name: str
    url: str
    covers: tuple[CoverShown, ...]
    gap: str
    ask_url: str


@dataclass(frozen=True)
class LeaveShown:
    """Days away of a colleague, with her families."""

    id: uuid.UUID
    name: str
    days: str
    mine: bool
    families: tuple[FamilyShown, ...]
    gaps: str
    shorten_url: str
    stay_url: str


def leaves(rows: Iterable[Leave], me: uuid.UUID, *, arranges: bool) -> list[LeaveShown]:
    """Days away in their order; what can be changed where it is her own, or she arranges teams."""
    return [_leave(row, me, arranges) for row in rows]


def _leave(row: Leave, me: uuid.UUID, arranges: bool) -> LeaveShown:
    away, mine = row.away, row.away.colleague_id == me
    may = mine or arranges
    gaps = ngettext(
        "For %(n)s family nobody is there yet on some of these days.",
        "For %(n)s families nobody is there yet on some of these days.",
        row.gaps,
    )
    return LeaveShown(
        away.pk, away.colleague.name, days_words(away.during.lower, away.during.upper), mine,
        tuple(_family(row, each, may) for each in row.families), gaps % {"n": row.gaps} if row.gaps else "",
        reverse("away_shorten", args=[away.pk]) if may else "", reverse("away_stay", args=[away.pk]) if may else "",
    )  # fmt: skip


def _family(leave: Leave, row: ToCover, may: bool) -> FamilyShown:
    gap = _("Nobody is there yet: %(days)s") % {"days": _days(row.gaps)} if row.gaps else ""
    days = (leave.away.during.lower, leave.away.during.upper)
    return FamilyShown(
        row.name or _("No name given"), reverse("family", args=[row.family]),
        tuple(_cover(each, days, may) for each in row.covers), gap,
        reverse("cover_ask", args=[leave.away.pk, row.family]) if may and row.gaps else "",
    )  # fmt: skip


def _cover(row: Cover, leave: Days, may: bool) -> CoverShown:
    """On the days that are left of it: leave that was made shorter makes the cover shorter, or ends it."""
    asked = (row.during.lower, row.during.upper)
    days = rules.within(asked, leave)
    stands = standing(row) if days else CoverStanding.ENDED
    open_ = may and stands in (CoverStanding.ASKED, CoverStanding.AGREED)
    return CoverShown(
        row.colleague.name, days_words(*(days or asked)), str(stands.label),
        reverse("cover_not", args=[row.pk]) if open_ else "", reverse("cover_end", args=[row.pk]) if open_ else "",
    )  # fmt: skip


def _days(gaps: Sequence[Days]) -> str:
    """After a colon: in French they begin with a word."""
    return ", ".join(said[:1].lower() + said[1:] for said in (days_words(*gap) for gap in gaps))


@dataclass(frozen=True)
class MineShown:
    """Something of a cover of hers: for whom, in which family as far as she may know it, on which days."""

    for_whom: str
    family: str
    days: str
    url: str
    hand_back_url: str
    due: tuple[str, ...]


def mine(rows: Iterable[MyPart], today: date | None = None) -> list[MineShown]:
    """In their order. ``today``: she agreed to them, and is led to the family once they began."""
    return [_mine(row, begun=today is not None and row.first <= today) for row in rows]


def _mine(row: MyPart, *, begun: bool) -> MineShown:
    called = _("a family you do not know yet") if row.name is None else row.name or _("No name given")
    return MineShown(
        row.for_whom, called, days_words(row.first, row.until),
        reverse("family", args=[row.family]) if row.name is not None and begun else "",
        reverse("hand_back", args=[row.cover]) if begun else "",
        tuple(f"{date_format(on)}{colon()}{what}" for on, what in row.due),
    )  # fmt: skip


@dataclass(frozen=True)
class BackShown:
    """What was handed back: by whom, about whom, in which words, and where what happened can be read."""

    who: str
    family: str
    words: str
    on: Any
    url: str


def handed_back(rows: Iterable[Back]) -> list[BackShown]:
    """The newest first; a link where she is let into the file."""
    return [
        BackShown(
            row.who, _("No name given") if row.name == "" else row.name or _("a family you are let into no longer"),
            row.words, row.at, "" if row.name is None else reverse("timeline", args=[row.family]),
        )
        for row in rows
    ]  # fmt: skip


@dataclass(frozen=True)
class GapShown:
    """Days away on which nobody is there for some families: whose, which days, for how many, where to ask."""

    title: str
    days: str
    families: str
    url: str


def uncovered(rows: Iterable[Gap], me: uuid.UUID) -> list[GapShown]:
    """In their order, the next days first."""
    return [_uncovered(row, me) for row in rows]


def _uncovered(row: Gap, me: uuid.UUID) -> GapShown:
    title = _("You are away") if row.colleague == me else _("%(name)s is away") % {"name": row.who}
    said = ngettext(
        "For %(n)s family nobody is there yet on some of these days.",
        "For %(n)s families nobody is there yet on some of these days.",
        row.families,
    )
    url = f"{reverse('cover')}#away-{row.away}"
    return GapShown(title, days_words(row.first, row.until), said % {"n": row.families}, url)

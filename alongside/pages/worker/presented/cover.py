"""Days away and who is there meanwhile, in words."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.care.models import Promise
from alongside.continuity.models import Cover, HandBack
from alongside.continuity.queries import Leave, ToCover
from alongside.continuity.rules import Days
from alongside.continuity.terms import CoverStanding
from alongside.pages.design.days import date_format

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
        away.colleague.name, days_words(away.during.lower, away.during.upper), mine,
        tuple(_family(row, each, may) for each in row.families), gaps % {"n": row.gaps} if row.gaps else "",
        reverse("away_shorten", args=[away.pk]) if may else "", reverse("away_stay", args=[away.pk]) if may else "",
    )  # fmt: skip


def _family(leave: Leave, row: ToCover, may: bool) -> FamilyShown:
    gap = _("Nobody is there yet: %(days)s") % {"days": _days(row.gaps)} if row.gaps else ""
    return FamilyShown(
        row.name or _("No name given"), reverse("family", args=[row.family]),
        tuple(_cover(each, may) for each in row.covers), gap,
        reverse("cover_ask", args=[leave.away.pk, row.family]) if may and row.gaps else "",
    )  # fmt: skip


def _cover(row: Cover, may: bool) -> CoverShown:
    stands = standing(row)
    open_ = may and stands in (CoverStanding.ASKED, CoverStanding.AGREED)
    return CoverShown(
        row.colleague.name, days_words(row.during.lower, row.during.upper), str(stands.label),
        reverse("cover_not", args=[row.pk]) if open_ else "", reverse("cover_end", args=[row.pk]) if open_ else "",
    )  # fmt: skip


def _days(gaps: Sequence[Days]) -> str:
    return ", ".join(days_words(*gap) for gap in gaps)


@dataclass(frozen=True)
class MineShown:
    """Something of a cover of hers: for whom, in which family as far as she may know it, on which days."""

    for_whom: str
    family: str
    days: str
    url: str
    hand_back_url: str
    due: tuple[str, ...]


def mine(
    rows: Iterable[Cover], names: Mapping[uuid.UUID, str], promises: Sequence[Promise] = (), today: date | None = None
) -> list[MineShown]:  # fmt: skip
    """``names``: how the woman of each family is called that the asker may see."""
    return [_mine(row, names, promises, today) for row in rows]


def _mine(row: Cover, names: Mapping[uuid.UUID, str], promises: Sequence[Promise], today: date | None) -> MineShown:
    begun = today is not None and row.during.lower <= today
    due = tuple(f"{date_format(each.on)}: {each.what}" for each in promises if each.family_id == row.family_id)
    return MineShown(
        row.away.colleague.name, names.get(row.family_id) or _("a family you do not know yet"),
        days_words(row.during.lower, row.during.upper),
        reverse("family", args=[row.family_id]) if row.family_id in names and begun else "",
        reverse("hand_back", args=[row.pk]) if begun else "", due,
    )  # fmt: skip


@dataclass(frozen=True)
class BackShown:
    """What was handed back: by whom, about whom, in which words, and where what happened can be read."""

    who: str
    family: str
    words: str
    on: Any
    url: str


def handed_back(rows: Iterable[HandBack], names: Mapping[uuid.UUID, str]) -> list[BackShown]:
    """The newest first."""
    return [
        BackShown(
            row.cover.colleague.name, names.get(row.family_id) or _("No name given"), row.words, row.recorded_at,
            reverse("timeline", args=[row.family_id]),
        )
        for row in rows
    ]  # fmt: skip

"""Looks that stand out, in words: who, in which week, what; numbers of files in place of names."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.pages.worker.presented.looks import short
from alongside.stewardship.models import LookAnswer
from alongside.stewardship.queries import Look
from alongside.stewardship.terms import LookKind


@dataclass(frozen=True)
class LookShown:
    """One colleague, what she did in that week, how often; where her lines are and where it is answered."""

    who: str
    what: str
    how_often: str
    own: bool
    lines_url: str
    answer_url: str


@dataclass(frozen=True)
class WeekShown:
    """One week from its Monday."""

    week: date
    looks: tuple[LookShown, ...]


def by_week(found: Iterable[Look], me: uuid.UUID) -> list[WeekShown]:
    """Weeks in the order in which they come."""
    return [
        WeekShown(week, tuple(look(each, me) for each in rows))
        for week, rows in itertools.groupby(found, key=lambda each: each.week)
    ]


def look(each: Look, me: uuid.UUID) -> LookShown:
    """A line of the list."""
    about = {"about": each.family} if each.family else {}
    key = [each.week.isoformat(), each.colleague, each.kind, *([each.family] if each.family else [])]
    often = ngettext("%(n)s line", "%(n)s lines", each.looks) % {"n": each.looks}
    if each.kind == LookKind.MANY:
        families = ngettext("%(n)s family", "%(n)s families", each.files) % {"n": each.files}
        often = f"{families}, {often}"
    if each.family:
        number = _("Number")
        often = f"{number} {short(each.family)}, {often}"
    return LookShown(
        each.name, str(LookKind(each.kind).label), often, each.colleague == me,
        f"{reverse('trail')}?{urlencode({'who': each.colleague, **about})}", reverse("look_answer", args=key),
    )  # fmt: skip


@dataclass(frozen=True)
class AnsweredShown:
    """What one of them was."""

    week: date
    who: str
    what: str
    found: str
    words: str
    at: datetime


def answered(row: LookAnswer) -> AnsweredShown:
    """A line of what was asked."""
    return AnsweredShown(
        row.week,
        row.colleague.name,
        str(row.get_kind_display()),
        str(row.get_found_display()),
        row.words,
        row.recorded_at,
    )

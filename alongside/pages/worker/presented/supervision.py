"""Supervision in words: who the other one is, what is ahead, what was written by whom and for whom."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from alongside.supervision.models import Meeting, Reflection, Supervision
from alongside.supervision.queries import Together
from alongside.supervision.terms import ForWhom, Kind, Rhythm, Standing, Theme


@dataclass(frozen=True)
class MeetingShown:
    """One meeting; ``say_url`` where something can be said of it."""

    begins: datetime
    ends: datetime
    standing: str
    has_begun: bool
    say_url: str
    move_url: str


@dataclass(frozen=True)
class ReflectionShown:
    """What was written; ``whose`` says who wrote it and who reads it."""

    on: date
    words: str
    whose: str
    themes: str


@dataclass(frozen=True)
class TogetherShown:
    """One supervision as its page shows it."""

    name: str
    part: str
    kind: str
    rhythm: str
    since: date
    until: date | None
    over: bool
    ahead: list[MeetingShown]
    before: list[MeetingShown]
    reflections: list[ReflectionShown]
    urls: dict[str, str]


def together(row: Together, me: uuid.UUID, now: datetime) -> TogetherShown:
    """One supervision for whoever of the two is looking."""
    found = row.supervision
    over = row.over
    return TogetherShown(
        name=other(found, me),
        part=_part(found, me),
        kind=str(Kind(found.kind).label),
        rhythm=str(Rhythm(found.rhythm).label),
        since=found.during.lower,
        until=found.during.upper if over else None,
        over=over,
        ahead=[_meeting(each, now) for each in row.ahead],
        before=[_meeting(each, now) for each in row.before],
        reflections=[_reflection(each, me, other(found, me)) for each in row.reflections],
        urls={} if over else {name: reverse(name, args=[found.pk]) for name in
              ("meeting_plan", "reflection_write", "supervision_end")},
    )  # fmt: skip


def other(found: Supervision, me: uuid.UUID) -> str:
    """The name of the other one of the two."""
    return found.colleague.name if found.supervisor_id == me else found.supervisor.name


def _part(found: Supervision, me: uuid.UUID) -> str:
    if found.kind == Kind.PEER:
        return str(_("You meet as peers."))
    return str(_("You supervise.") if found.supervisor_id == me else _("You are supervised."))


def _meeting(row: Meeting, now: datetime) -> MeetingShown:
    begun = row.during.lower <= now
    planned = row.standing == Standing.PLANNED
    return MeetingShown(
        begins=row.during.lower, ends=row.during.upper, has_begun=begun,
        standing=str(Standing(row.standing).label),
        say_url=reverse("meeting_say", args=[row.pk]),
        move_url=reverse("meeting_move", args=[row.pk]) if planned else "",
    )  # fmt: skip


def _reflection(row: Reflection, me: uuid.UUID, name: str) -> ReflectionShown:
    mine = row.recorded_by == me
    if row.for_whom == ForWhom.MINE:
        whose = _("Only you read this.")
    else:
        whose = (
            _("You wrote it for the two of you.")
            if mine
            else _("%(name)s wrote it for the two of you.") % {"name": name}
        )
    return ReflectionShown(row.on, row.words, str(whose), ", ".join(str(Theme(theme).label) for theme in row.themes))

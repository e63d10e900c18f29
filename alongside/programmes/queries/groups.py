"""Programmes that are given to groups: which, which session of the plan each meeting was, and how it kept to it."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from alongside.library import queries as library
from alongside.library.rules import Dose, Programme, Version, dose
from alongside.programmes import rules
from alongside.programmes.models import GroupDelivery, GroupFidelity, GroupSession, GroupTurn
from alongside.services.models import Series, Session
from alongside.services.queries import series_sessions


@dataclass(frozen=True)
class Meeting:
    """One meeting of a group and which session of the plan it was. ``there``: nobody by name; filled where it is asked
    of a family."""

    id: uuid.UUID
    group: uuid.UUID
    number: int | None
    about: tuple[str, ...]
    session: Session
    row: GroupSession
    there: tuple[str, ...] = ()

    @property
    def on(self) -> date:
        """Its day on the programme's clock."""
        return timezone.localdate(self.session.during.lower)

    @property
    def minutes(self) -> int:
        """How long it was planned to be."""
        return round((self.session.during.upper - self.session.during.lower).total_seconds() / 60)


@dataclass(frozen=True)
class GroupSeen:
    """A programme that is given to a group, with its meetings and what was said to its marks."""

    group: GroupDelivery
    programme: Programme
    version: Version
    sessions: tuple[Session, ...]
    meetings: tuple[Meeting, ...]
    turns: tuple[GroupTurn, ...]
    fidelity: tuple[GroupFidelity, ...]

    @property
    def steps(self) -> list[rules.Step]:
        """Every session of the plan as it was adapted: done, still to come, left out."""
        return rules.steps(self.version, self.meetings, self.turns)

    @property
    def planned(self) -> Dose:
        """What its plan comes to."""
        return dose(self.version)

    @property
    def given(self) -> rules.Delivered:
        """What took place so far."""
        return rules.delivered(self.meetings)


def meetings_of(
    groups: Collection[uuid.UUID], *, until: date | None = None, known_at: datetime | None = None
) -> list[Meeting]:  # fmt: skip
    """Meetings of these groups where it was said which session of the plan they were, in order; one statement."""
    rows = GroupSession.objects.filter(group_id__in=groups, session__off_at=None).select_related("session")
    if known_at is None:
        rows = rows.filter(superseded_at=None)
    else:
        rows = rows.filter(Q(superseded_at=None) | Q(superseded_at__gt=known_at), recorded_at__lte=known_at)
    found = [
        Meeting(row.pk, row.group_id, row.number, tuple(row.about), row.session, row)
        for row in rows.order_by("session__during", "id")
    ]
    return [each for each in found if until is None or each.on <= until]


def group_turns(
    groups: Collection[uuid.UUID], *, until: date | None = None, known_at: datetime | None = None
) -> list[GroupTurn]:  # fmt: skip
    """What was done with the plans of these groups, in order; one statement."""
    rows = GroupTurn.objects.filter(group_id__in=groups)
    if until is not None:
        rows = rows.filter(on__lte=until)
    if known_at is not None:
        rows = rows.filter(recorded_at__lte=known_at)
    return list(rows.order_by("on", "recorded_at", "id"))


def open_groups(on: date) -> list[GroupDelivery]:
    """Programmes given to groups of the asker's agency that are not over on that day, the newest series first; one
    statement, without their meetings."""
    rows = GroupDelivery.objects.filter(series__until_on__gte=on, series__off_at=None).select_related("series")
    return list(rows.order_by("-series__first_on", "-id"))


def series_without_plan(on: date, *, after: uuid.UUID | None = None, size: int) -> list[Series]:
    """Series of the asker's agency that are not over on that day and follow no plan, those planned last first; one
    statement. ``after``: those that follow this one; ``size``: not more than so many."""
    rows = Series.objects.filter(until_on__gte=on, off_at=None).exclude(
        pk__in=GroupDelivery.objects.values("series_id")
    )
    if after is not None:
        rows = rows.filter(pk__lt=after)
    return list(rows.order_by("-id")[:size])


def group(id: uuid.UUID) -> GroupSeen:
    """One of them with all its sessions. Raises GroupDelivery.DoesNotExist for one of another agency or not there."""
    row = GroupDelivery.objects.select_related("series").get(pk=id)
    programme, version = library.programme(row.programme), library.version(row.programme, row.plan)
    if programme is None or version is None:
        raise GroupDelivery.DoesNotExist
    meetings = meetings_of([row.pk])
    # Marks stay where they were said; they are shown with what was said last of the same meeting.
    now = {each.session.pk: each.id for each in meetings}
    marks = list(GroupFidelity.objects.filter(held__group=row).select_related("held").order_by("recorded_at", "id"))
    for mark in marks:
        mark.held_id = now.get(mark.held.session_id, mark.held_id)
    return GroupSeen(
        row, programme, version, tuple(series_sessions(row.series_id)), tuple(meetings),
        tuple(group_turns([row.pk])), tuple(marks),
    )  # fmt: skip


def group_of_series(series: uuid.UUID) -> GroupDelivery | None:
    """The programme that a series follows; ``None`` when it follows none."""
    return GroupDelivery.objects.filter(series_id=series).first()

"""A child's days with us, and what helps this child, as far as the asker may read them."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, Q
from django.utils import timezone

from alongside.childcare.models import AtTheDoor, Consult, Fetcher, HelpPlan, LogEntry
from alongside.childcare.terms import DoorKind

MOST_DAYS = 14


@dataclass(frozen=True)
class DayTold:
    """One day: who brought and who fetched the child, and what was told, in order."""

    on: date
    doors: tuple[AtTheDoor, ...] = ()
    entries: tuple[LogEntry, ...] = ()


def day_of(family: uuid.UUID, child: uuid.UUID, on: date, known_at: datetime | None = None) -> DayTold:
    """One day of this child; two statements. ``known_at``: only what was recorded by then, as it stood then."""
    doors = AtTheDoor.objects.filter(_known(known_at), family_id=family, child_id=child, at__date=on)
    told = LogEntry.objects.filter(_known(known_at), family_id=family, child_id=child, on=on)
    return DayTold(on, tuple(doors.order_by("at", "id")), tuple(told.order_by("at_time", "recorded_at", "id")))


def days_told(family: uuid.UUID, child: uuid.UUID, until: date, *, most: int = MOST_DAYS) -> list[date]:
    """Days up to that one of which something is told or noted, the newest first; two statements."""
    told = LogEntry.objects.filter(family_id=family, child_id=child, superseded_at=None, on__lte=until)
    doors = AtTheDoor.objects.filter(family_id=family, child_id=child, superseded_at=None, at__date__lte=until)
    days = set(told.order_by("-on").values_list("on", flat=True).distinct()[:most])
    days |= set(doors.order_by("-at__date").values_list("at__date", flat=True).distinct()[:most])
    return sorted(days, reverse=True)[:most]


def as_it_stands(family: uuid.UUID, child: uuid.UUID, id: uuid.UUID) -> LogEntry:
    """One thing of a day as it stands: itself, or what was put in its place since. At most two statements.

    Raises LogEntry.DoesNotExist where what stands is hidden.
    """
    row = LogEntry.objects.get(family_id=family, child_id=child, pk=id)
    if row.superseded_at is None:
        return row
    instead = {each.corrects_id: each for each in LogEntry.objects.filter(family_id=family, child_id=child, on=row.on)}
    while row.superseded_at is not None:
        if row.pk not in instead:
            raise LogEntry.DoesNotExist
        row = instead[row.pk]
    return row


def entry_versions(family: uuid.UUID, child: uuid.UUID, on: date) -> list[LogEntry]:
    """What was told of a day and put right since, the newest first; one statement."""
    rows = LogEntry.objects.filter(family_id=family, child_id=child, on=on, superseded_at__isnull=False)
    return list(rows.order_by("-recorded_at", "-id"))


def door_of(family: uuid.UUID, child: uuid.UUID, on: date) -> list[AtTheDoor]:
    """Who brought and who fetched the child that day, put right included, in the order of writing; one statement."""
    rows = AtTheDoor.objects.filter(family_id=family, child_id=child, at__date=on)
    return list(rows.order_by("recorded_at", "id"))


def help_plan(family: uuid.UUID, child: uuid.UUID, known_at: datetime | None = None) -> HelpPlan | None:
    """What helps this child, as it stands (or stood then); one statement."""
    rows = HelpPlan.objects.filter(_known(known_at), family_id=family, child_id=child)
    return rows.order_by("-number").first()


def help_versions(family: uuid.UUID, child: uuid.UUID) -> list[HelpPlan]:
    """Every version, the newest first; one statement."""
    return list(HelpPlan.objects.filter(family_id=family, child_id=child).order_by("-number"))


def consults_of(family: uuid.UUID, child: uuid.UUID, known_at: datetime | None = None) -> list[Consult]:
    """Who was asked what would help this child, the newest first; one statement."""
    rows = Consult.objects.filter(family_id=family, child_id=child)
    if known_at is not None:
        rows = rows.filter(recorded_at__lte=known_at)
    return list(rows.order_by("-on", "-id"))


def _known(known_at: datetime | None) -> Q:
    if known_at is None:
        return Q(superseded_at=None)
    return Q(recorded_at__lte=known_at) & (Q(superseded_at=None) | Q(superseded_at__gt=known_at))


@dataclass(frozen=True)
class Shared:
    """What a woman reads on her own page of one child for whom she decides. ``days``: the newest first."""

    days: tuple[DayTold, ...] = ()
    fetchers: tuple[Fetcher, ...] = ()
    plan: HelpPlan | None = None
    consults: tuple[Consult, ...] = ()


def shared_days(family: uuid.UUID, since: date, today: date) -> dict[uuid.UUID, Shared]:
    """Of each child of the file what the asker may read: its days, who may fetch it today, what helps it.

    Five statements, whatever the number of children and rows.
    """
    of = {"family_id": family}
    told = LogEntry.objects.filter(superseded_at=None, on__gte=since, **of).order_by("at_time", "recorded_at", "id")
    doors = AtTheDoor.objects.filter(superseded_at=None, at__date__gte=since, **of).order_by("at", "id")
    fetchers = Fetcher.objects.filter(taken_back_at=None, during__contains=today, **of).order_by("name", "id")
    plans = {row.child_id: row for row in HelpPlan.objects.filter(superseded_at=None, **of).order_by("number")}
    asked = list(Consult.objects.filter(**of).order_by("-on", "-id"))
    days: dict[uuid.UUID, dict[date, tuple[list[AtTheDoor], list[LogEntry]]]] = {}
    for door in doors:
        days.setdefault(door.child_id, {}).setdefault(timezone.localdate(door.at), ([], []))[0].append(door)
    for one in told:
        days.setdefault(one.child_id, {}).setdefault(one.on, ([], []))[1].append(one)
    held = list(fetchers)
    children = {*days, *plans, *(row.child_id for row in held), *(row.child_id for row in asked)}
    return {
        child: Shared(
            days=tuple(
                DayTold(on, tuple(came), tuple(entries))
                for on, (came, entries) in sorted(days.get(child, {}).items(), reverse=True)
            ),
            fetchers=tuple(row for row in held if row.child_id == child),
            plan=plans.get(child),
            consults=tuple(row for row in asked if row.child_id == child),
        )
        for child in children
    }


def last_came(families: Collection[uuid.UUID], day: date) -> dict[uuid.UUID, date]:
    """When each child of these families last came to child care until ``day``; one statement."""
    rows = AtTheDoor.objects.filter(family_id__in=families, what=DoorKind.CAME, superseded_at=None)
    found = rows.filter(at__date__lte=day).values_list("child_id").annotate(last=Max("at__date"))
    return dict(found)

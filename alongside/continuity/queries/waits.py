"""Who waits for which service, and how it stands, in the order of asking: nobody goes before another."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery

from alongside.continuity import rules
from alongside.continuity.models import Wait, WaitStep

MOST = 60


@dataclass(frozen=True)
class WaitNow:
    """A wait with its steps, the oldest first, as it stands."""

    wait: Wait
    steps: tuple[WaitStep, ...]
    stood: rules.Stood

    @property
    def meanwhile(self) -> tuple[WaitStep, ...]:
        """What was offered meanwhile."""
        return tuple(each for each in self.steps if each.kind == "meanwhile")


def waits_of(family: uuid.UUID, day: date, *, known_at: datetime | None = None) -> list[WaitNow]:
    """Every wait of a family as it stood on ``day``, those that go on first, then by day; two statements."""
    found = _now(_with_steps(Wait.objects.filter(family_id=family, asked_on__lte=day), known_at), day)
    return sorted(found, key=lambda each: (not each.stood.waits, each.wait.asked_on, each.wait.id))


def wait(family: uuid.UUID, id: uuid.UUID) -> Wait:
    """One wait of a family. Raises Wait.DoesNotExist."""
    return Wait.objects.select_related("person").get(family_id=family, pk=id)


def stood(wait: Wait, day: date) -> rules.Stood:
    """How one wait stands; one statement."""
    steps = WaitStep.objects.filter(wait=wait).order_by("on", "recorded_at", "id")
    return rules.stands(wait.asked_on, steps.values_list("on", "kind"), day)


def waiting_for(
    service: str, day: date, *, elsewhere: bool, after: tuple[date, uuid.UUID] | None = None, size: int = MOST
) -> list[WaitNow]:
    """Who of those the asker may see waits for a service on ``day``, whoever asked first first; two statements.

    ``elsewhere``: at another agency. ``after``: the day and the id of the last one of the page before.
    """
    newest = WaitStep.objects.filter(wait=OuterRef("pk"), kind__in=rules.TURNS, on__lte=day)
    rows = Wait.objects.filter(service=service, asked_on__lte=day).annotate(
        now=Subquery(newest.order_by("-on", "-recorded_at", "-id").values("kind")[:1])
    )
    rows = rows.filter(Q(now=None) | ~Q(now__in=rules.OVER))
    rows = rows.exclude(elsewhere="") if elsewhere else rows.filter(elsewhere="")
    if after is not None:
        rows = rows.filter(Q(asked_on__gt=after[0]) | Q(asked_on=after[0], id__gt=after[1]))
    return _now(_with_steps(rows.order_by("asked_on", "id"), None)[:size], day)


def services_waited_for(day: date) -> list[tuple[str, bool]]:
    """Services for which somebody whom the asker may see has asked, here or (True) elsewhere; one statement."""
    rows = Wait.objects.filter(asked_on__lte=day).annotate(away=~Q(elsewhere=""))
    return list(rows.order_by("service", "away").values_list("service", "away").distinct())


def _with_steps(rows: QuerySet[Wait], known_at: datetime | None) -> QuerySet[Wait]:
    steps = WaitStep.objects.order_by("on", "recorded_at", "id")
    if known_at is not None:
        rows, steps = rows.filter(recorded_at__lte=known_at), steps.filter(recorded_at__lte=known_at)
    return rows.select_related("person").prefetch_related(Prefetch("steps", queryset=steps))


def _now(rows: Iterable[Wait], day: date) -> list[WaitNow]:
    found = []
    for row in rows:
        steps = tuple(each for each in row.steps.all() if each.on <= day)
        found.append(WaitNow(row, steps, rules.stands(row.asked_on, [(each.on, each.kind) for each in steps], day)))
    return found


@dataclass(frozen=True)
class ServiceWaits:
    """How long people wait for one service: a figure about us (P-11). ``None``: too few to be told.

    Each number is one of families; of a family's several waits the longest counts. On the last day of twelve months:
    ``waiting``, with the median of their days so far. In those twelve months: ``began``, with the median of the days it
    took; ``unanswered``: families whom an agency never answered.
    """

    since: date
    until: date  # the day after the last
    service: str
    elsewhere: bool
    waiting: int | None
    median: int | None
    began: int | None
    took: int | None
    unanswered: int | None


def service_waits() -> list[ServiceWaits]:
    """Three times twelve months up to the first of this month, newest first; one statement.

    Over every file of the asker's agency, by one definer function that names nobody, for whoever reports or arranges
    teams; for everybody else it answers nothing. The months are the database's own, as those of ``continuity``.
    """
    with connection.cursor() as cursor:
        cursor.execute("select * from safekeeping.service_waits()")
        return [ServiceWaits(*row) for row in cursor.fetchall()]

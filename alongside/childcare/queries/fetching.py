"""Who may fetch a child on a day: the answer, for whoever reads the child's record or looks after it right then."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Max, Q

from alongside.childcare.models import FetchBar, Fetcher, FetchToday, LogEntry
from alongside.childcare.rules import Answer, Facts, may_fetch, plain_name


@dataclass(frozen=True)
class Fetching:
    """Somebody of whom something is said for that day, and the answer. ``person``: None for a name alone."""

    person: uuid.UUID | None
    name: str
    answer: Answer

    def is_called(self, name: str) -> bool:
        """It is this name, as two people write it alike."""
        return plain_name(self.name) == plain_name(name)


def fetching_of(child: uuid.UUID, on: date) -> list[Fetching]:
    """For those who read the child's record; nobody for anybody else. One statement."""
    return _asked("select * from safekeeping.fetching_of(%s::uuid, %s::date)", [child, on])


def fetching_there(session: uuid.UUID, booking: uuid.UUID, on: date) -> list[Fetching]:
    """For those who look after the child in this session; nobody for anybody else. One statement."""
    return _asked("select * from safekeeping.fetching_there(%s::uuid, %s::uuid, %s::date)", [session, booking, on])


def may_say_today() -> bool:
    """The asker is on duty now, or arranges teams: her word counts for a day. One statement."""
    with connection.cursor() as cursor:
        cursor.execute("select safekeeping.may_say_today()")
        return bool(cursor.fetchone()[0])


def fetchers_of(family: uuid.UUID, child: uuid.UUID, on: date) -> list[Fetcher]:
    """Whom those who decide let fetch this child on that day or later, by name; one statement."""
    rows = Fetcher.objects.filter(_not_over(on), family_id=family, child_id=child, taken_back_at=None)
    return list(rows.order_by("name", "id"))


def fetcher(family: uuid.UUID, child: uuid.UUID, id: uuid.UUID) -> Fetcher:
    """One line of the list that still stands. Raises Fetcher.DoesNotExist for any other one."""
    return Fetcher.objects.get(family_id=family, child_id=child, pk=id, taken_back_at=None)


def decided_by_her() -> frozenset[uuid.UUID]:
    """The children for whom the asker, on her own page, decides today; one statement."""
    with connection.cursor() as cursor:
        cursor.execute("select safekeeping.i_decide_for()")
        return frozenset(cursor.fetchone()[0])  # type: ignore[index]


def near_her(family: uuid.UUID, since: date) -> bool:
    """Her own page may speak of a child: one for whom the asker decides lives with her (or nobody has said where), or a
    day was told, on or after ``since``, of one that lives elsewhere by then. Two statements.

    A child who is not with her, died or is not born is not brought up by us (E-17).
    """
    with connection.cursor() as cursor:
        cursor.execute("select child, away_since from safekeeping.where_i_decide()")
        away: dict[uuid.UUID, date | None] = dict(cursor.fetchall())
    told = LogEntry.objects.filter(family_id=family, superseded_at=None, on__gte=since).values_list("child_id")
    last: dict[uuid.UUID, date] = dict(told.annotate(Max("on")))
    return any(moved is None or (child in last and last[child] >= moved) for child, moved in away.items())


def said_by_her(family: uuid.UUID, woman: uuid.UUID, id: uuid.UUID) -> Fetcher | None:
    """One line that still stands and that she said herself; one statement."""
    return Fetcher.objects.filter(family_id=family, said_by_id=woman, pk=id, taken_back_at=None).first()


def bars_of(family: uuid.UUID, child: uuid.UUID, on: date) -> list[FetchBar]:
    """Who must not fetch this child on that day or later, for those who read what courts say; one statement."""
    rows = FetchBar.objects.filter(_not_over(on), family_id=family, child_id=child, taken_back_at=None)
    return list(rows.order_by("name", "id"))


def bar(family: uuid.UUID, child: uuid.UUID, id: uuid.UUID) -> FetchBar:
    """One bar that still stands. Raises FetchBar.DoesNotExist for any other one."""
    return FetchBar.objects.get(family_id=family, child_id=child, pk=id, taken_back_at=None)


def words_of_today(family: uuid.UUID, child: uuid.UUID, on: date) -> list[FetchToday]:
    """What a supervisor or who was on duty said for that day, in order; one statement."""
    return list(FetchToday.objects.filter(family_id=family, child_id=child, on=on).order_by("recorded_at", "id"))


def _not_over(on: date) -> Q:
    return Q(during__upper_inf=True) | Q(during__endswith__gt=on)


def _asked(statement: str, values: list[Any]) -> list[Fetching]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [Fetching(person, name, may_fetch(Facts(*facts))) for person, name, *facts in cursor.fetchall()]

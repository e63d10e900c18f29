"""Named questions about being with the programme. Each is a fixed number of SQL statements, whatever the row count.

Every question filters by family, person or principal first (leakproof), so that row-level security is the backstop and
never the filter. What the asker may not see is simply not there.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from alongside.enrolment.models import (
    Ending,
    Enrolment,
    HandOver,
    KeptOut,
    KeyWorker,
    ReturnToUse,
    StateChange,
    TeamMember,
    UsePattern,
    WelcomeBack,
)

# The families somebody works with: those whose team she is on, and those she opened and is still let into by that.
# "at" is an instant of the day, for a day that is not today; none for this very moment.
MINE = """
mine as (
  select m.family_id as family from enrolment_teammember m
   where m.colleague_id = %(who)s and m.during @> %(day)s::date
  union
  select c.family from safekeeping_cell c
   where c.principal = %(who)s and c.basis = c.family
     and c.valid @> coalesce(%(at)s::timestamptz, statement_timestamp()))
"""

# The woman of a family by name, her state on a day, how many children are with the file (not those who are remembered).
LATERALS = """
  left join lateral (
    select p.id, p.name, p.sort_key, p.is_alias from families_person p
     where p.family_id = mine.family and p.kind = 'woman' order by p.id limit 1) w on true
  left join lateral (
    select s.state, s.from_on from enrolment_statechange s
     where s.family_id = mine.family and s.person_id = w.id and s.from_on <= %(day)s::date
     order by s.from_on desc, s.recorded_at desc, s.id desc limit 1) s on true
  left join lateral (
    select count(*) as children from families_child c
     where c.family_id = mine.family and c.state <> 'lost') c on true
"""


@dataclass(frozen=True)
class MyFamily:
    """One line of a worker's own list. Empty where the asker may not know (a children's worker sees no state)."""

    family: uuid.UUID
    family_name: str
    woman: uuid.UUID | None
    name: str
    is_alias: bool
    sort_key: str
    state: str
    state_from: date | None
    children: int

    @property
    def key(self) -> tuple[str, uuid.UUID]:
        """Where the next page begins (give it as ``after``)."""
        return (self.sort_key, self.family)


def my_families(
    principal: uuid.UUID, day: date, after: tuple[str, uuid.UUID] | None = None, size: int = 25
) -> list[MyFamily]:
    """The families ``principal`` works with on ``day``, by name; one statement, keyset pages of ``size``."""
    sql = f"""
with {MINE}
select f.id, f.name, w.id, coalesce(w.name, ''), coalesce(w.is_alias, false), coalesce(w.sort_key, ''),
       coalesce(s.state, ''), s.from_on, c.children
  from mine join families_family f on f.id = mine.family
{LATERALS}
 where %(first)s::boolean or (coalesce(w.sort_key, ''), f.id) > (%(key)s::text, %(id)s::uuid)
 order by coalesce(w.sort_key, ''), f.id limit %(size)s
"""
    key, id = after or ("", uuid.UUID(int=0))
    values: dict[str, Any] = {
        "who": principal, "day": day, "at": None, "first": after is None, "key": key, "id": id, "size": size,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [MyFamily(*row) for row in cursor.fetchall()]


def latest_change(enrolment: uuid.UUID, *, until: date | None = None) -> StateChange | None:
    """The newest state of an enrolment (by day, then by record), or that of the day ``until``."""
    changes = StateChange.objects.filter(enrolment_id=enrolment)
    if until is not None:
        changes = changes.filter(from_on__lte=until)
    return changes.order_by("-from_on", "-recorded_at", "-id").first()


def state_on(person_ids: Iterable[uuid.UUID], day: date) -> dict[uuid.UUID, StateChange]:
    """The state of each person on ``day``, in one statement; people without one (or hidden) are left out."""
    changes = (
        StateChange.objects.filter(person_id__in=list(person_ids), from_on__lte=day)
        .order_by("person_id", "-from_on", "-recorded_at", "-id")
        .distinct("person_id")
    )
    return {change.person_id: change for change in changes}


def enrolments_of(family_id: uuid.UUID) -> QuerySet[Enrolment]:
    """Who of the family is with the programme, first come first."""
    return Enrolment.objects.filter(family_id=family_id).select_related("person").order_by("first_contact_on", "id")


def states_of(family_id: uuid.UUID) -> QuerySet[StateChange]:
    """Every state of everybody in the family, oldest first."""
    return StateChange.objects.filter(family_id=family_id).order_by("from_on", "recorded_at", "id")


def team_on(family_id: uuid.UUID, day: date) -> QuerySet[TeamMember]:
    """Who works with the family on ``day``, with names; those who came first are first."""
    return (
        TeamMember.objects.filter(family_id=family_id, during__contains=day)
        .select_related("colleague", "child__person")
        .order_by("during", "id")
    )


def team_history(family_id: uuid.UUID) -> QuerySet[TeamMember]:
    """Everybody who ever worked with the family, newest first."""
    return (
        TeamMember.objects.filter(family_id=family_id)
        .select_related("colleague", "child__person")
        .order_by("-during", "-id")
    )


def key_workers_on(family_id: uuid.UUID, day: date) -> QuerySet[KeyWorker]:
    """The one person to turn to, for her and for each child, on ``day``."""
    return KeyWorker.objects.filter(family_id=family_id, during__contains=day).select_related("colleague", "person")


def hand_overs(family_id: uuid.UUID) -> QuerySet[HandOver]:
    """Good-byes and hellos of the team, newest first."""
    return (
        HandOver.objects.filter(family_id=family_id)
        .select_related("from_colleague", "to_colleague")
        .order_by("-on", "-id")
    )


@dataclass(frozen=True)
class Continuity:
    """How steady the one person to turn to was in twelve months (S-060). A figure about us, not about a family.

    ``None`` stands for a number that would say something of a few families: with ``few``, there are fewer than five of
    them; without it, it is kept back because it could be worked out from the numbers beside it.
    """

    since: date
    until: date  # the day after the last
    part: str | None  # the part of the key worker (``RoleName``); "" not on a team, None all together
    families: int | None  # had a key worker of this part
    changed: int | None  # of these, had to get to know a new one
    changes: int | None  # how often altogether; a woman and her children who move on one day are one change
    few: bool
    few_changed: bool


def continuity() -> list[Continuity]:
    """``Continuity`` of the last ten times twelve months up to the first of this month, newest first.

    Counts over every file of the asker's agency, by one definer function that names no family, for whoever reports;
    for everybody else it answers nothing. One statement; all together stands before the parts. The months are the
    database's own, so that asking again with other days cannot single out somebody's change.
    """
    with connection.cursor() as cursor:
        cursor.execute("select * from safekeeping.continuity()")
        return [Continuity(*row) for row in cursor.fetchall()]


def returns_of(woman: uuid.UUID) -> QuerySet[ReturnToUse]:
    """Her returns, near returns and how she kept her child safe, newest first: to be read with her, by nothing else."""
    return ReturnToUse.objects.filter(woman_id=woman).order_by("-on", "-id")


def patterns_of(woman: uuid.UUID) -> QuerySet[UsePattern]:
    """How she described stretches of time, newest first: to be read with her, by nothing else."""
    return UsePattern.objects.filter(woman_id=woman).order_by("-during", "-id")


def welcomes_of(family_id: uuid.UUID) -> QuerySet[WelcomeBack]:
    """Each time somebody of the family came back, newest first."""
    return WelcomeBack.objects.filter(family_id=family_id).order_by("-on", "-id")


def endings_of(family_id: uuid.UUID) -> QuerySet[Ending]:
    """How times with the programme ended, newest first."""
    return Ending.objects.filter(family_id=family_id).order_by("-on", "-id")


def kept_out_of(family_id: uuid.UUID) -> QuerySet[KeptOut]:
    """Who is kept out of this file now; for those who keep the wall, empty for everybody else."""
    return KeptOut.objects.filter(family_id=family_id, lifted_at=None).order_by("recorded_at", "id")


def keeps_wall_of(family_id: uuid.UUID, principal: uuid.UUID) -> bool:
    """``principal`` is let into the whole of this file, whichever of it she reads, and is not kept out of it herself.

    For those who keep the wall: one of them (the privacy officer) reads no category, so that she sees no row of it.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select exists (select from safekeeping_cell c where c.principal = %(who)s and c.family = %(file)s"
            " and c.subject = c.family and c.valid @> statement_timestamp())"
            " and not exists (select from safekeeping_exclusion e"
            " where e.principal = %(who)s and e.family = %(file)s and e.lifted_at is null)",
            {"who": principal, "file": family_id},
        )
        return bool(cursor.fetchone()[0])

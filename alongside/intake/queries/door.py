"""For whom the programme usually is, and what somebody wrote on the page for everybody."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import QuerySet

from alongside.intake import rules
from alongside.intake.models import Door, Knock
from alongside.intake.terms import WhoFor


def usual_door() -> Door:
    """What is said before an agency says anything else (X-09), not saved."""
    return Door(who_for=list(WhoFor.values), recorded_by=uuid.UUID(int=0))


def door(using: str = "default") -> Door:
    """The newest word of the programme about its door; the usual one when it has said nothing. One statement.

    ``using`` "gate": for the page for everybody, where nobody is signed in.
    """
    return Door.objects.using(using).order_by("-recorded_at", "-id").first() or usual_door()


def knocks() -> QuerySet[Knock]:
    """What was written on the page for everybody and nobody has taken yet, in the order in which it came."""
    return Knock.objects.filter(taken_at=None).order_by("came_at", "id")


def knock(id: uuid.UUID) -> Knock:
    """One that waits. Raises Knock.DoesNotExist for one that is taken, hidden, or not there."""
    return knocks().get(pk=id)


@dataclass(frozen=True)
class AtTheDoor:
    """What whoever opens files hears of the page for everybody.

    ``waiting``: how many words nobody has taken; ``first``: when the oldest of them came; ``answer_days``: within how
    many days we say that somebody answers; ``full_at``: when so much last came within an hour, in these three days,
    that the page took nothing more and asked people to call.
    """

    waiting: int
    first: datetime | None
    answer_days: int
    full_at: datetime | None


def at_the_door() -> AtTheDoor:
    """How it stands now, as far as the asker may open files; one statement, which names nobody."""
    sql = """
select w.waiting, w.first,
       coalesce((select d.answer_days from intake_door d order by d.recorded_at desc, d.id desc limit 1), %(usual)s),
       (select max(l.came_at) from (
          select k.came_at,
                 count(*) over (order by k.came_at range between interval '1 hour' preceding and current row) as among
            from intake_knock k where k.came_at > statement_timestamp() - interval '73 hours') l
         where l.among >= %(full)s and l.came_at > statement_timestamp() - interval '72 hours')
  from (select count(*) as waiting, min(k.came_at) as first from intake_knock k where k.taken_at is null) w
"""
    with connection.cursor() as cursor:
        cursor.execute(sql, {"usual": usual_door().answer_days, "full": rules.FULL})
        return AtTheDoor(*cursor.fetchone())

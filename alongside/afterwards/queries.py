"""Named questions about endings and after. Each answers what the asker may see, and is empty for everybody else."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q, QuerySet

from alongside.afterwards.models import ClosingView, GivingBack, Goodbye, StayInTouch
from alongside.afterwards.terms import Whose
from alongside.enrolment.models import Ending
from alongside.families.models import Person

PART = 100  # of a list, at a time


@dataclass(frozen=True)
class Listed:
    """A woman who would like to hear from us, and how."""

    woman: Person
    touch: StayInTouch


def endings_of(woman: uuid.UUID) -> list[Ending]:
    """How her times with us ended, the newest first."""
    return list(Ending.objects.filter(person_id=woman).order_by("-on", "-recorded_at", "-id"))


def ending(id: uuid.UUID) -> Ending:
    """One ending. Raises Ending.DoesNotExist for one that is not the asker's to see."""
    return Ending.objects.get(pk=id)


def views_of(woman: uuid.UUID) -> list[ClosingView]:
    """Everything that was said of her endings, the oldest first."""
    return list(ClosingView.objects.filter(subject=woman).order_by("recorded_at", "id"))


def newest_view(ending_id: uuid.UUID, whose: Whose) -> ClosingView | None:
    """What was said last of this ending, by her or by us."""
    return (
        ClosingView.objects.filter(ending=ending_id, whose=whose.value)
        .order_by("-recorded_at", "-id")
        .first()
    )  # fmt: skip


def goodbyes_of(woman: uuid.UUID) -> QuerySet[Goodbye]:
    """What was said at goodbye, the newest first."""
    return Goodbye.objects.filter(subject=woman).order_by("-recorded_at", "-id")


def touch_of(woman: uuid.UUID) -> StayInTouch | None:
    """What she said last about staying in touch; ``None``: nothing, so we do not."""
    return StayInTouch.objects.filter(subject=woman).order_by("-recorded_at", "-id").first()


def giving_back_of(woman: uuid.UUID) -> list[GivingBack]:
    """The way to giving back, the newest first; for whoever keeps the wall of her file, and her."""
    return list(GivingBack.objects.filter(subject=woman).order_by("-recorded_at", "-id"))


def in_touch(*, after: uuid.UUID | None = None, size: int = PART) -> list[Listed]:
    """Women who would like to hear from us, in files the asker is let into, by name: the next ``size``; two statements.

    ``after``: the last woman of the part before (one statement more); one that the asker may not see begins nothing.
    """
    rows = StayInTouch.objects.order_by("subject", "-recorded_at", "-id").distinct("subject")
    wanted = {row.subject: row for row in rows if row.wanted}
    women = Person.objects.filter(pk__in=list(wanted), died_on=None).order_by("sort_key", "pk")
    if after is not None:
        last = Person.objects.filter(pk=after).values_list("sort_key", "pk").first()
        if last is None:
            return []
        women = women.filter(Q(sort_key__gt=last[0]) | Q(sort_key=last[0], pk__gt=last[1]))
    return [Listed(each, wanted[each.pk]) for each in women[:size]]


def left_for_others(*, past: int = 0, size: int = PART) -> list[str]:
    """What women offered to leave to others here: words alone, no name, no day, in an order that tells nothing.

    ``size`` of them, without the first ``past``; one statement.
    """
    with connection.cursor() as cursor:
        cursor.execute("select words from safekeeping.left_for_others() limit %s offset %s", [size, past])
        return [words for (words,) in cursor.fetchall()]

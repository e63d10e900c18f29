"""Supervision in the practice programme: the first counsellor and the supervisor meet, and so do two of the others."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from psycopg.types.range import DateRange, TimestamptzRange

from alongside.stewardship.demonstration.plan import work_day
from alongside.supervision.models import Meeting, Reflection, Supervision
from alongside.supervision.terms import ForWhom, Kind, Rhythm, Standing, Theme

HOUR = timedelta(hours=1)
SINCE, EVERY = 84, 14  # days
# Days from today, who reads it, about what, in the words of whoever is supervised.
WRITTEN = (
    (-29, ForWhom.BOTH, [Theme.WORDS], "We wrote “missed again” of a mother who had no bus fare. Let us look at it."),
    (-15, ForWhom.MINE, [Theme.STRAIN], "After the hearing I sat in the car for a long time. Say this next time."),
    (-1, ForWhom.BOTH, [Theme.WELL], "They laughed together today. I had forgotten to write such things down."),
)  # fmt: skip


def load_supervision(
    *, supervisor: uuid.UUID, counsellor: uuid.UUID, peers: tuple[uuid.UUID, uuid.UUID], others: Sequence[uuid.UUID],
    at: datetime,
) -> None:  # fmt: skip
    """Three months of meeting every two weeks, one of them moved, one ahead; two who meet as peers (as the loader).

    ``others`` meet the supervisor too: last week, and one after the other in the coming days.
    """
    today = timezone.localdate(at)
    first = today - timedelta(days=SINCE)
    met = _begin(supervisor, counsellor, Kind.REFLECTIVE, Rhythm.TWO_WEEKS, counsellor, first)
    last = work_day(today, 4)
    for n in range(SINCE // EVERY + 1):
        begins = timezone.make_aware(datetime.combine(last - timedelta(days=SINCE - EVERY * n), time(9)))
        standing = Standing.PLANNED if begins > at else Standing.MOVED if n == 2 else Standing.HELD
        _meeting(met, begins, standing, counsellor)
        if standing == Standing.MOVED:
            moved = datetime.combine(work_day(begins.date(), 1), time(9))
            _meeting(met, timezone.make_aware(moved), Standing.HELD, supervisor)
    for days, for_whom, themes, words in WRITTEN:
        on = today + timedelta(days=days)
        Reflection.objects.create(
            supervision=met, on=on, for_whom=for_whom, themes=themes, words=words, recorded_by=counsellor,
            recorded_at=timezone.make_aware(datetime.combine(on, time(17, 40))),
        )  # fmt: skip
    for n, other in enumerate(others):
        with_her = _begin(supervisor, other, Kind.REFLECTIVE, Rhythm.TWO_WEEKS, supervisor, first)
        for day, standing in ((work_day(today, -n - 4), Standing.HELD), (work_day(today, n + 1), Standing.PLANNED)):
            begins = timezone.make_aware(datetime.combine(day, time(15, 30)))
            _meeting(with_her, begins, standing, supervisor)
    one, other = peers
    two = _begin(one, other, Kind.PEER, Rhythm.WEEKLY, other, today - timedelta(days=20))
    _meeting(two, timezone.make_aware(datetime.combine(work_day(today, 2), time(12, 30))), Standing.PLANNED, other)


def coming(first: datetime) -> list[tuple[uuid.UUID, datetime, datetime]]:
    """Who meets somebody, from when until when, of what is planned from ``first`` on (as the loader)."""
    rows = Meeting.objects.filter(standing=Standing.PLANNED, during__startswith__gte=first)
    both = ("supervision__supervisor_id", "supervision__colleague_id", "during")
    return [(who, during.lower, during.upper) for one, other, during in rows.values_list(*both) for who in (one, other)]


def _begin(one: uuid.UUID, other: uuid.UUID, kind: Kind, rhythm: Rhythm, by: uuid.UUID, first: date) -> Supervision:
    return Supervision.objects.create(
        supervisor_id=one, colleague_id=other, kind=kind, rhythm=rhythm, during=DateRange(first, None), recorded_by=by
    )


def _meeting(of: Supervision, begins: datetime, standing: Standing, by: uuid.UUID) -> None:
    Meeting.objects.create(
        supervision=of, during=TimestamptzRange(begins, begins + HOUR), standing=standing, recorded_by=by
    )

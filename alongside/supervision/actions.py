"""Verbs of the two who meet. No line of these goes into a family's trail: what is here belongs to the two alone."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from psycopg.types.range import DateRange, TimestamptzRange

from alongside.accounts import queries as accounts
from alongside.recordkeeping.models import new_id
from alongside.recordkeeping.rules import Decision, Refused
from alongside.supervision import queries, rules
from alongside.supervision.models import Meeting, Reflection, Supervision
from alongside.supervision.terms import ForWhom, Kind, No, Rhythm, Standing, Theme


@transaction.atomic
def begin(
    *, supervisor: uuid.UUID, colleague: uuid.UUID, kind: str, rhythm: str, by: uuid.UUID, at: datetime,
    id: uuid.UUID | None = None,
) -> Supervision:  # fmt: skip
    """The two meet from today. ``by`` is one of them; both work here. The same ``id`` sent twice is one.

    Raises ``Refused``: ``not_yourself``, ``colleague_not_here``, ``already_meet``.
    """
    if id is not None and (known := Supervision.objects.filter(pk=id).first()) is not None:
        return known
    if supervisor == colleague:
        raise Refused(No.NOT_YOURSELF, field="other")
    day = timezone.localdate(at)
    if accounts.colleagues(day).filter(pk__in=(supervisor, colleague)).count() != 2:
        raise Refused(No.NOT_HERE, field="other")
    same = Supervision.objects.filter(supervisor_id=supervisor, colleague_id=colleague, kind=kind)
    if same.filter(during__contains=day).exists():
        raise Refused(No.ALREADY_MEET, field="other")
    return Supervision.objects.create(
        id=id or new_id(), supervisor_id=supervisor, colleague_id=colleague, kind=Kind(kind).value,
        rhythm=Rhythm(rhythm).value, during=DateRange(day, None), recorded_by=by, recorded_at=at,
    )  # fmt: skip


@transaction.atomic
def end(*, supervision: Supervision, at: datetime) -> None:
    """They do not meet for this any more, from today. Meetings to come are called off; what was written stays."""
    day = timezone.localdate(at)
    begun = supervision.during.lower
    upper = max(day, begun + timedelta(days=1))  # begun by mistake today: today alone
    Supervision.objects.filter(pk=supervision.pk, during__endswith=None).update(during=DateRange(begun, upper))
    to_come = Meeting.objects.filter(supervision=supervision, standing=Standing.PLANNED, during__startswith__gt=at)
    to_come.update(standing=Standing.CALLED_OFF)


@transaction.atomic
def plan(
    *,
    supervision: Supervision,
    begins: datetime,
    minutes: int,
    by: uuid.UUID,
    at: datetime,
    id: uuid.UUID | None = None,
) -> Meeting:
    """A meeting of the two. One that began already counts as held. The same ``id`` sent twice is one.

    Raises ``Refused``: ``supervision_over``, ``same_time``, ``too_far``.
    """
    if id is not None and (known := Meeting.objects.filter(pk=id).first()) is not None:
        return known
    if supervision.during.upper is not None:
        raise Refused(No.OVER, field="on")
    ends = begins + timedelta(minutes=minutes)
    _require(rules.check_time(begins, ends, at, queries.taken(supervision)), "on")
    return Meeting.objects.create(
        id=id or new_id(), supervision=supervision, during=TimestamptzRange(begins, ends),
        standing=Standing.HELD if begins <= at else Standing.PLANNED, recorded_by=by, recorded_at=at,
    )  # fmt: skip


@transaction.atomic
def say(*, meeting: Meeting, standing: str, base: str, at: datetime) -> None:
    """What came of it. ``base``: how it stood on the screen; when the other one was quicker, nothing is overwritten.

    Raises ``Refused``: ``not_yet_met``, ``meeting_changed``, ``same_time``.
    """
    _require(rules.check_said(standing, meeting.during.lower, at), "standing")
    if standing in (Standing.PLANNED, Standing.HELD):
        taken = queries.taken(meeting.supervision, but=meeting.pk)
        _require(rules.check_time(meeting.during.lower, meeting.during.upper, at, taken), "standing")
    changed = Meeting.objects.filter(pk=meeting.pk, standing=base).update(standing=Standing(standing).value)
    if not changed:
        raise Refused(No.CHANGED, field="standing")


@transaction.atomic
def move(
    *, meeting: Meeting, begins: datetime, minutes: int, base: str, by: uuid.UUID, at: datetime,
    id: uuid.UUID | None = None,
) -> Meeting:  # fmt: skip
    """Another time in its place. Raises ``Refused`` as ``say`` and ``plan`` do."""
    if id is not None and (known := Meeting.objects.filter(pk=id).first()) is not None:
        return known
    say(meeting=meeting, standing=Standing.MOVED, base=base, at=at)
    return plan(supervision=meeting.supervision, begins=begins, minutes=minutes, by=by, at=at, id=id)


@transaction.atomic
def reflect(
    *, supervision: Supervision, words: str, for_whom: str, on: date, themes: Sequence[str] = (), by: uuid.UUID,
    at: datetime, id: uuid.UUID | None = None,
) -> Reflection:  # fmt: skip
    """Something written down, for herself or for the two. The same ``id`` sent twice is one.

    Raises ``Refused``: ``reflection_needed``, ``too_long``, ``in_future``.
    """
    if id is not None and (known := Reflection.objects.filter(pk=id).first()) is not None:
        return known
    said = words.replace("\x00", "").strip()
    if not said:
        raise Refused(No.WORDS_NEEDED, field="words")
    if len(said) > rules.MOST_CHARACTERS:
        raise Refused("too_long", field="words")
    if on > timezone.localdate(at):
        raise Refused("in_future", field="on")
    return Reflection.objects.create(
        id=id or new_id(), supervision=supervision, on=on, for_whom=ForWhom(for_whom).value,
        themes=[Theme(theme).value for theme in dict.fromkeys(themes)], words=said, recorded_by=by, recorded_at=at,
    )  # fmt: skip


def _require(decision: Decision, field: str) -> None:
    if not decision:
        raise Refused(decision.because, field=field)

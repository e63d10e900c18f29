"""A wait, step by step; and the programme's own rhythm of meeting."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.db import connection, transaction
from django.utils import timezone

from alongside.agencies.models import Agency
from alongside.continuity import queries, rules
from alongside.continuity.models import MeetingRhythm, Wait, WaitStep
from alongside.continuity.terms import AskedBy, StepKind, WhyWaiting
from alongside.enrolment.rules import require
from alongside.families.actions.insisting import one_of
from alongside.families.models import Person
from alongside.families.rules import clean
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.models import new_id
from alongside.recordkeeping.rules import Decision, Refused
from alongside.services.queries import service as known_service


@transaction.atomic
def ask_for(
    *, person: Person, service: str = "", elsewhere: str = "", asked_on: date, asked_by: str, why: str,
    her_words: str = "", by: uuid.UUID, at: datetime, id: uuid.UUID | None = None,
) -> Wait:  # fmt: skip
    """``person``, a woman or a child, waits for a service from this day on. The same ``id`` sent twice is one.

    Of two who write the same wait at one instant the second is told. Raises ``Refused``: ``what_for``,
    ``no_such_service``, ``waits_already``, ``in_future``, ``unknown_choice``, ``too_long``.
    """
    if id is not None and (known := Wait.objects.filter(family_id=person.family_id, pk=id).first()) is not None:
        return known
    one_of(asked_by, AskedBy.values, "asked_by")
    one_of(why, WhyWaiting.values, "why")
    where, said = _text(elsewhere, "elsewhere"), _text(her_words, "her_words")
    if not service and not where:
        raise Refused("what_for", field="service")
    if service and known_service(service) is None:
        raise Refused("no_such_service", field="service")
    _in_turn(person.pk)
    today = timezone.localdate(at)
    require(Decision(True) if asked_on <= today else Decision(False, "in_future"), field="asked_on")
    for other in queries.waits_of(person.family_id, today):
        if other.stood.waits and (other.wait.person_id, other.wait.service, other.wait.elsewhere.casefold()) == (
            person.pk, service, where.casefold(),
        ):  # fmt: skip
            raise Refused("waits_already", field="service")
    row = Wait(
        id=id or new_id(), family_id=person.family_id, person_id=person.pk, service=service, elsewhere=where,
        asked_on=asked_on, asked_by=asked_by, why=why, her_words=said, recorded_by=by, recorded_at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    write_trail([entry("wait began", family=row.family_id, subject=row.person_id)], by=by)
    return row


@transaction.atomic
def step(
    *, wait: Wait, kind: str, on: date, words: str = "", place_on: date | None = None, instead: str = "",
    by: uuid.UUID, at: datetime, id: uuid.UUID | None = None,
) -> WaitStep:  # fmt: skip
    """Something happened while she, or the child, waits. The same ``id`` sent twice is one.

    Two who say something of one wait at the same time are both kept, one after the other. Raises ``Refused``:
    ``wait_is_over``, ``still_waits``, ``asked_elsewhere``, ``before_asked``, ``before_turn``, ``in_future``,
    ``no_such_service``, ``unknown_choice``, ``too_long``.
    """
    if id is not None and (known := WaitStep.objects.filter(wait=wait, pk=id).first()) is not None:
        return known
    one_of(kind, StepKind.values, "kind")
    said, today = _text(words, "words"), timezone.localdate(at)
    if instead and known_service(instead) is None:
        raise Refused("no_such_service", field="instead")
    require(Decision(True) if on <= today else Decision(False, "in_future"), field="on")
    require(Decision(True) if on >= wait.asked_on else Decision(False, "before_asked"), field="on")
    _in_turn(wait.person_id)
    stood = queries.stood(wait, today)
    require(rules.check_step(stood, kind, elsewhere=bool(wait.elsewhere)), field="kind")
    require(rules.check_turn(stood, kind, on), field="on")
    row = WaitStep(
        id=id or new_id(), family_id=wait.family_id, person_id=wait.person_id, wait=wait, kind=kind, on=on,
        place_on=place_on, instead=instead, words=said, recorded_by=by, recorded_at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    write_trail([entry("wait went on", family=row.family_id, subject=row.person_id, kind=kind)], by=by)
    return row


@transaction.atomic
def keep_rhythm(
    *, agency: Agency, woman_days: int, child_days: int, dyad_days: int, by: uuid.UUID, at: datetime
) -> MeetingRhythm:  # fmt: skip
    """After how many days the programme would like to have met, from now on. What it said before stays."""
    row = MeetingRhythm(
        id=new_id(), agency=agency, woman_days=woman_days, child_days=child_days, dyad_days=dyad_days, recorded_by=by,
        recorded_at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    write_trail([entry("rhythm kept")], by=by)
    return row


def _in_turn(person: uuid.UUID) -> None:
    """Of two who write about one person's waits at one instant the second sees what the first said."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(4716, hashtext(%s))", [str(person)])


def _text(text: str, field: str) -> str:
    said = clean(text)
    if len(said) > rules.SHORT_TEXT:
        raise Refused("too_long", field=field, limit=rules.SHORT_TEXT, length=len(said))
    return said

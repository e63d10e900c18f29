"""Writing down an appointment with somebody else, putting it right, calling it off; turning a feed on and off."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction

from alongside.calendars import rules
from alongside.calendars.models import Elsewhere, Feed
from alongside.calendars.terms import AskedBy, No, Says
from alongside.care.actions.contacts import check_people, check_subject
from alongside.care.terms import ForWhom
from alongside.enrolment.rules import require
from alongside.families.actions.insisting import one_of
from alongside.families.models import Family
from alongside.families.rules import clean
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.models import new_id
from alongside.recordkeeping.rules import Refused


@transaction.atomic
def write_down(
    *, family: Family, subject: uuid.UUID, for_whom: str, asked_by: str, what: str, begins: datetime, ends: datetime,
    place: str = "", travel: int | None = None, goes_along: uuid.UUID | None = None, category: int | None = None,
    about: Collection[uuid.UUID] | None = (), by: uuid.UUID, at: datetime, id: uuid.UUID | None = None,
) -> Elsewhere:  # fmt: skip
    """An appointment with somebody else. ``category``: the kind of record; what is usual for who asks when left out.

    ``about``: whom else the words name; ``None`` while nobody has said. The same ``id`` sent twice is one. Raises
    ``Refused`` with a code of ``terms.No`` and the field; ProgrammingError (42501) where the file or kind is not hers.
    """
    if id is not None and (known := Elsewhere.objects.filter(family=family, pk=id).first()) is not None:
        return known
    return _save(
        None, family=family, subject=subject, for_whom=for_whom, asked_by=asked_by, what=what, begins=begins, ends=ends,
        place=place, travel=travel, goes_along=goes_along, category=category, about=about, by=by, at=at, id=id,
    )  # fmt: skip


@transaction.atomic
def put_right(
    *, appointment: Elsewhere, by: uuid.UUID, at: datetime, id: uuid.UUID | None = None, **values: Any
) -> Elsewhere:
    """A further row in its place; ``values`` as of ``write_down``, but for whom it is about, which stays.

    Of two at once the second is told (``Refused``: ``appointment_changed``).
    """
    held = Elsewhere.objects.filter(family_id=appointment.family_id)
    if id is not None and (known := held.filter(pk=id).first()) is not None:
        return known
    if not Elsewhere.objects.filter(pk=appointment.pk, superseded_at=None, off_at=None).update(superseded_at=at):
        raise Refused(No.CHANGED)
    kept = {"family": appointment.family, "subject": appointment.subject, "for_whom": appointment.for_whom}
    return _save(appointment, **{**kept, **values}, by=by, at=at, id=id)


@transaction.atomic
def call_off(*, appointment: Elsewhere, by: uuid.UUID, at: datetime) -> None:
    """It does not take place. Nobody is asked why. Raises ``Refused``: ``appointment_over``."""
    if not Elsewhere.objects.filter(pk=appointment.pk, superseded_at=None, off_at=None).update(off_at=at):
        raise Refused(No.GONE)
    line = entry("appointment called off", family=appointment.family_id, subject=appointment.subject,
                 appointment=appointment.pk)  # fmt: skip
    write_trail([line], by=by)


@transaction.atomic
def turn_on(*, owner: uuid.UUID, says: str, heading: str = "", tells: Collection[str] = (), at: datetime) -> str:
    """A feed of one's own; returns the key for its address, which is kept nowhere. One that was on is turned off.

    ``heading``: what each entry shows. ``tells``: words found in it that could tell too much. Raises ``Refused``:
    ``feed_words``, ``appointment_too_long``, ``feed_words_tell``.
    """
    one_of(says, Says.values, "says")
    words = clean(heading) if says == Says.WORDS else ""
    require(rules.check_heading(says, words, list(tells)), field="heading")
    Feed.objects.filter(owner=owner, ended_at=None).update(ended_at=at)
    key = secrets.token_urlsafe(32)
    Feed.objects.create(
        owner=owner, key_hash=rules.key_hash(key), says=says, heading=words, recorded_by=owner, recorded_at=at
    )
    return key


def turn_off(*, owner: uuid.UUID, at: datetime) -> None:
    """From this moment the address tells nothing. What a calendar has already read stays on that device."""
    Feed.objects.filter(owner=owner, ended_at=None).update(ended_at=at)


def _save(
    corrects: Elsewhere | None, *, family: Family, subject: uuid.UUID, for_whom: str, asked_by: str, what: str,
    begins: datetime, ends: datetime, place: str = "", travel: int | None = None, goes_along: uuid.UUID | None = None,
    category: int | None = None, about: Collection[uuid.UUID] | None = (), by: uuid.UUID, at: datetime,
    id: uuid.UUID | None = None,
) -> Elsewhere:  # fmt: skip
    one_of(for_whom, ForWhom.values, "for_whom")
    one_of(asked_by, AskedBy.values, "asked_by")
    said = {"what": clean(what), "place": clean(place)}
    if not said["what"]:
        raise Refused(No.WHAT_NEEDED, field="what")
    for field, text in said.items():
        if len(text) > rules.SHORT_TEXT:
            raise Refused(No.TOO_LONG, field=field)
    require(rules.check_time(begins, ends, at), field="begins")
    require(rules.check_travel(travel), field="travel")
    check_subject(family.pk, for_whom, subject)
    others = None if about is None else [person for person in dict.fromkeys(about) if person != subject]
    check_people(family.pk, others or ())
    kind = rules.usual_category(asked_by, for_whom) if category is None else category
    if kind not in rules.FITTING:
        raise Refused("category_unfit", field="category")
    row = Elsewhere(
        id=id or new_id(), family=family, subject=subject, for_whom=for_whom, category=int(kind), asked_by=asked_by,
        during=(begins, ends), travel=travel, goes_along_id=goes_along, about=others, corrects=corrects, recorded_by=by,
        recorded_at=at, **said,
    )  # fmt: skip
    row.save(force_insert=True)
    verb = "appointment put right" if corrects else "appointment written down"
    write_trail([entry(verb, family=family.pk, subject=subject, appointment=row.pk)], by=by)
    return row

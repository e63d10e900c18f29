"""A note that is being written: kept with every pause, thrown away, forgotten after some days.

No line of the trail says what stands in it, and none is written for each pause: that somebody opened the form stands
there already, and what is recorded in the end writes its own.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.db import IntegrityError, connection, transaction
from django.db.models import F

from alongside.care import rules
from alongside.care.models import BegunNote, Contact
from alongside.enrolment.rules import require
from alongside.families.models import Family
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.models import new_id
from alongside.recordkeeping.rules import Refused


@transaction.atomic
def keep_begun(
    *, id: uuid.UUID, family: Family, category: int, typed: str, base_version: int, mark: uuid.UUID | None = None,
    contact: Contact | None = None, by: uuid.UUID, at: datetime,
) -> BegunNote:  # fmt: skip
    """What somebody has typed by now. ``id``: the form's own; ``base_version``: as she kept it last (0: new).

    ``mark``: of the page on which she types. Such a page writes over what it kept itself, also where the answer to that
    was lost on the way and it knows neither version nor id. Written on two devices at once both are kept: the second
    gets an id of its own, which the answer tells. Raises
    ``Refused``: ``too_long``, ``category_needed``, ``category_unfit``; ProgrammingError (42501) where the file or the
    kind is not hers to write in.
    """
    if len(typed) > rules.MOST_TYPED:
        raise Refused("too_long", field="note", limit=rules.MOST_TYPED, length=len(typed))
    require(rules.check_category(category), field="category")
    every = BegunNote.objects.filter(family=family, recorded_by=by)
    kept = {"typed": typed, "saved_at": at, "category": int(category), "mark": mark}
    if mark is not None and (own := every.filter(mark=mark).first()) is not None:
        every.filter(pk=own.pk).update(**kept, version=F("version") + 1)
        return every.get(pk=own.pk)
    mine = every.filter(pk=id)
    if mine.filter(version=base_version).update(**kept, version=base_version + 1):
        return mine.get()
    standing = mine.first()
    if standing is not None and standing.typed == typed:
        return standing  # the same once more: its answer was lost on the way
    made = BegunNote(
        id=new_id() if standing else id, family=family, contact=contact, recorded_by=by, recorded_at=at, **kept
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:  # an id that is somebody else's: nothing is said of that
        made.pk = new_id()
        made.save(force_insert=True)
    return made


@transaction.atomic
def throw_away_begun(*, begun: BegunNote, by: uuid.UUID) -> None:
    """She does not need it any more. Nobody else can throw it away."""
    if BegunNote.objects.filter(pk=begun.pk, recorded_by=by).delete()[0]:
        write_trail([entry("begun note thrown away", family=begun.family_id)], by=by)


def now_recorded(*, id: uuid.UUID, by: uuid.UUID) -> None:
    """The note is recorded: what was begun under the form's id is gone. In the transaction that records it."""
    BegunNote.objects.filter(pk=id, recorded_by=by).delete()


@transaction.atomic
def forget_begun(*, on: date, days: int, by: uuid.UUID) -> int:
    """Notes begun and not touched for ``days`` are gone; returns how many.

    Works for the service session "begun-notes" (``jobs.py``) and the loader; ProgrammingError (42501) for everybody
    else.
    """
    with connection.cursor() as cursor:
        cursor.execute("select safekeeping.forget_begun(%s)", [rules.days_kept(days)])
        count = int(cursor.fetchone()[0])
    if count:
        write_trail([entry("begun notes forgotten", count=count, on=on)], by=by)
    return count

"""Noting that a file has become quiet. It opens a gap on the timeline and does nothing else."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.db import connection, transaction

from alongside.recordkeeping.actions import entry, write_trail


@transaction.atomic
def note_quiet(*, on: date, by: uuid.UUID, at: datetime) -> int:
    """Everybody we have not met for the programme's number of days is "quiet for now"; returns how many were noted.

    One statement for all files, one line in the trail. Works for the service session "quiet-notice" (``jobs.py``) and
    for the loader; ProgrammingError (42501) for everybody else. Running it twice notes nobody twice.
    """
    with connection.cursor() as cursor:
        cursor.execute("select safekeeping.note_quiet(%s::date)", [on])
        count = int(cursor.fetchone()[0])
    if count:
        write_trail([entry("quiet noted", count=count, on=on)], by=by)
    return count

"""What this site says about the programmes it gives."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from alongside.library import queries
from alongside.library.models import SessionTitle
from alongside.library.terms import Because
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.rules import Refused


@transaction.atomic
def name_sessions(
    *, programme: str, plan: str, titles: Mapping[int, str], base: uuid.UUID | None, by: uuid.UUID, at: datetime
) -> list[SessionTitle]:
    """Say what this site calls sessions of a plan; an empty title takes one back. Only what is new is written.

    ``base``: the newest title when the form was opened. Raises ``Refused``: ``no_such_session``; ``nothing_new``;
    ``titled_meanwhile`` when somebody was quicker (``now`` holds what stands).
    """
    version = queries.version(programme, plan)
    if version is None or any(not 1 <= number <= version.most_sessions for number in titles):
        raise Refused(Because.NO_SUCH_SESSION)
    newest = queries.newest(programme, plan)
    held = queries.titles(programme).get(plan, {})
    if newest is not None and newest.id != base:
        raise Refused(Because.TITLED_MEANWHILE, now=newest, titles=held)
    changed = {n: title.strip() for n, title in titles.items() if title.strip() != held.get(n, "")}
    if not changed:
        raise Refused(Because.NOTHING_NEW)
    made = SessionTitle.objects.bulk_create(
        SessionTitle(programme=programme, plan=plan, number=n, title=title, recorded_by=by, recorded_at=at)
        for n, title in sorted(changed.items())
    )
    write_trail([entry("sessions named", programme=programme, plan=plan, sessions=len(made))], by=by)
    return made

"""What people at other agencies sent back about a family: read by the team, and by the woman herself."""

from __future__ import annotations

import uuid
from contextlib import suppress
from datetime import datetime

from django.db import ProgrammingError, transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from alongside.access import scope
from alongside.access.policy import May
from alongside.consent import actions as consent
from alongside.consent import queries
from alongside.consent.terms import Receipt
from alongside.pages.design.download import as_file
from alongside.pages.page import page
from alongside.pages.worker.days import showing
from alongside.pages.worker.presented import people
from alongside.pages.worker.presented import sent as present
from alongside.recordkeeping.actions import entry

SIZE = 30


@require_safe
@page(May.SEE_FAMILIES)
def sent_back(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """Newest first, or what had come by a day. Opening it is the receipt that the sender sees: her team has read it."""
    found, asked = scope.the_file(family), showing(request)
    before = _before(request.GET.get("before", ""))
    rows = queries.sent_back_to(family, SIZE + 1, before, until=asked.written_by)
    shown = rows[:SIZE]
    me = request.me
    for row in shown:
        if me.may_write(row.category) and not any(step.kind == Receipt.TEAM for step in row.steps.all()):
            # Somebody who only reads here (a peer supporter, as the woman allows it) has read it for nobody else.
            with suppress(ProgrammingError), transaction.atomic():
                consent.note_read(sent=row, receipt=Receipt.TEAM, by=me.principal, at=timezone.now())
    request.trail.append(entry("read what was sent back", family=family, subject=found.woman.id))
    called = people.names(found)
    context = {
        "family": family,
        "showing": asked,
        "name": called.people[found.woman.id],
        "sent": [present.sent(row, called, asked.written_by) for row in shown],
        "older": asked.link(before=shown[-1].recorded_at.isoformat()) if len(rows) > SIZE else "",
        "later_part": before is not None,
    }
    return TemplateResponse(request, "worker/sent.html", context)


def _before(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        return None
    return found if found.tzinfo else None


@require_safe
@page(May.SEE_FAMILIES)
def sent_document(request: HttpRequest, family: uuid.UUID, sent: uuid.UUID) -> HttpResponse:
    """A document that came along, to save."""
    held = queries.document(sent, family)
    request.trail.append(entry("took out a document", family=family, subject=held.subject, sent=sent))
    return as_file(held.name, held.media_type, bytes(held.content))

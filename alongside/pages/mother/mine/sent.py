"""What people at other agencies sent to her team: she can read all of it, and who knows it already."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from alongside.consent import actions as consent
from alongside.consent import queries
from alongside.consent.models import SentBack
from alongside.consent.terms import Receipt
from alongside.families.models import Person
from alongside.pages.design.days import date_format
from alongside.pages.design.download import as_file
from alongside.pages.mother.mine.around import hers, show, stamp
from alongside.recordkeeping.actions import entry


@require_safe
@hers
def sent(request: HttpRequest, herself: Person) -> HttpResponse:
    """Newest first. That she has read it is the receipt that whoever sent it sees."""
    rows = queries.sent_about_me()
    for row in rows:
        if not any(step.kind == Receipt.HERSELF for step in row.steps.all()):
            consent.note_read(sent=row, receipt=Receipt.HERSELF, **stamp(request))  # type: ignore[arg-type]
    return show(request, herself, "sent", {"sent": [_shown(row) for row in rows]})


def _shown(row: SentBack) -> dict[str, object]:
    document = getattr(row, "document", None)
    team = next((step for step in row.steps.all() if step.kind == Receipt.TEAM), None)
    knows = _("Your team has read it, %(day)s") % {"day": date_format(team.recorded_at, "DATE_FORMAT")} if team else ""
    return {
        "id": row.id,
        "sender": row.sender,
        "on": row.recorded_at,
        "words": row.words,
        "document": document.name if document else "",
        "knows": knows or _("Your team has not read it yet"),
    }


@require_safe
@hers
def document(request: HttpRequest, herself: Person, sent: uuid.UUID) -> HttpResponse:
    """A document that came along, to save if she wants to."""
    held = queries.my_document(sent)
    line = entry("took out a document", family=held.family_id, subject=held.subject, sent=sent)
    request.trail.append(line)  # type: ignore[attr-defined]
    return as_file(held.name, held.media_type, bytes(held.content))

"""What was written down about the times we were in touch: the words themselves, newest first."""

from __future__ import annotations

import re
import uuid
from dataclasses import replace
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from alongside.access import scope
from alongside.access.policy import May
from alongside.accounts import queries as accounts
from alongside.care import queries as care
from alongside.care.models import Contact
from alongside.consent import queries as consent
from alongside.pages.page import page
from alongside.pages.worker.days import showing
from alongside.pages.worker.presented import amendments, people
from alongside.pages.worker.presented import notes as present
from alongside.recordkeeping.actions import entry

SIZE = 30
_LAST = re.compile(r"(\d{4}-\d{2}-\d{2})_([0-9a-f-]{36})")


@require_safe
@page(May.SEE_FAMILIES)
def contacts(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """Contacts with their notes, ``SIZE`` at a time: as they stand now, or as of a day."""
    found, asked = scope.the_file(family), showing(request)
    after = _after(request.GET.get("after", ""))
    until = asked.day if asked.past else None
    rows = list(care.contacts_of(family, after, SIZE + 1, until=until, known_at=asked.known_at))
    shown = rows[:SIZE]
    workers = accounts.names({row.worker for row in shown} | {row.recorded_by for row in shown})
    called = people.names(found)
    hers = consent.statements(family, {row.id for row in shown})
    request.trail.append(entry("read notes", family=family, subject=found.woman.id))

    def note(row: Contact) -> present.NoteShown:
        beside = hers.get(row.id, ())
        return present.note(row, called, workers, request.me, beside, knows_her=found.knows_her)

    context = {
        "family": family,
        "showing": asked,
        "name": called.people[found.woman.id],
        "notes": [note(row) for row in shown],
        "older": asked.link(after=f"{shown[-1].on.isoformat()}_{shown[-1].id}") if len(rows) > SIZE else "",
        "later_part": "after" in request.GET,
    }
    return TemplateResponse(request, "worker/contacts.html", context)


@require_safe
@page(May.SEE_FAMILIES)
def contact(request: HttpRequest, family: uuid.UUID, contact: uuid.UUID) -> HttpResponse:
    """One contact with everything that was ever written about it: what was put right, and by whom."""
    found = scope.the_file(family)
    versions = care.versions_of(scope.contact(family, contact))
    workers = accounts.names({row.worker for row in versions} | {row.recorded_by for row in versions})
    called = people.names(found)
    request.trail.append(entry("read a note", family=family, subject=versions[0].subject, contact=contact))
    hers = consent.statements(family, {row.id for row in versions})
    changed = amendments.changes(versions, called)
    notes = [
        replace(
            present.note(row, called, workers, request.me, hers.get(row.id, ()), knows_her=found.knows_her),
            changes=changed.get(row.id, ()),
        )
        for row in reversed(versions)
    ]
    context = {
        "family": family,
        "stands": [note for note in notes if not note.put_right],
        "before": [note for note in notes if note.put_right],
    }
    return TemplateResponse(request, "worker/contact.html", context)


def _after(text: str) -> tuple[date, uuid.UUID] | None:
    """The day and number of the last contact on the page before, from an address; None for anything else."""
    last = _LAST.fullmatch(text)
    try:
        return (date.fromisoformat(last[1]), uuid.UUID(last[2])) if last else None
    except ValueError:
        return None

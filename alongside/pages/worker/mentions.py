"""Things she mentioned: what waits for somebody to ask her, and how it went."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from alongside.access import scope
from alongside.access.policy import May, decide
from alongside.accounts import queries as accounts
from alongside.care import queries as care
from alongside.pages.page import page
from alongside.pages.worker.days import showing
from alongside.pages.worker.presented import mentions as present
from alongside.pages.worker.presented import people
from alongside.recordkeeping.actions import entry


@require_safe
@page(May.SEE_FAMILIES)
def mentions(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """Everything she mentioned, today or as of a day; six statements, whatever their number."""
    me, asked = request.me, showing(request)  # type: ignore[attr-defined]
    found = scope.the_file(family, asked.known_at)
    rows = care.mentions_of(family, known_at=asked.written_by or asked.known_at)
    wrote = {each.row.recorded_by for each in rows} | {turn.recorded_by for each in rows for turn in each.turns}
    called = people.names(found)
    request.trail.append(entry("looked at mentions", family=family, subject=found.woman.id))  # type: ignore[attr-defined]
    shown = present.things(rows, called, accounts.names(wrote), me, today=not asked.past)
    writes = decide(me, May.WRITE_IN_FAMILY) and not asked.past
    context = {
        "family": family,
        "showing": asked,
        "name": called.people[found.woman.id],
        "open": shown["open"],
        "over": shown["over"],
        "add_url": reverse("mention_add", args=[family]) if writes else "",
    }
    return TemplateResponse(request, "worker/mentions.html", context)

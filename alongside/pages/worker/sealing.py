"""What is closed to everybody, at the desk of whoever keeps privacy: by its number alone."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from alongside.access.policy import May
from alongside.accounts import queries as accounts
from alongside.consent import queries
from alongside.pages.page import page
from alongside.pages.worker.presented import sealing as present
from alongside.recordkeeping.actions import entry


@require_safe
@page(May.READ_TRAIL)
def closed(request: HttpRequest) -> HttpResponse:
    """What waits for a second person first, then the newest."""
    rows = queries.seals()
    names = accounts.names({who for row in rows for who in (row.recorded_by, row.asked_by) if who})
    me = request.me.principal  # type: ignore[attr-defined]
    request.trail += [entry("looked at what is closed", family=row.family_id, subject=row.target) for row in rows]  # type: ignore[attr-defined]
    shown = {"closed": [present.closed(row, names, me) for row in rows]}
    return TemplateResponse(request, "worker/privacy/closed.html", shown)

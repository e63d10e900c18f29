"""Somebody's own supervision: with whom, when, and what only the two read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from alongside.access.policy import May
from alongside.pages.page import page
from alongside.pages.worker.presented import supervision as present
from alongside.supervision import queries


@require_safe
@page(May.MEET_TO_REFLECT)
def supervision(request: HttpRequest) -> HttpResponse:
    """Every supervision of whoever is signed in; three statements, whatever their number. No trail is written."""
    now = timezone.now()
    me = request.me.principal  # type: ignore[attr-defined]
    rows = [present.together(row, me, now) for row in queries.mine(now)]
    shown = {"going_on": [row for row in rows if not row.over], "over": [row for row in rows if row.over]}
    return TemplateResponse(request, "worker/supervision.html", shown)

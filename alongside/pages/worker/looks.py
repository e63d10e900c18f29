"""Looks that stand out, for whoever keeps privacy: each a question to ask a colleague."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from alongside.access.policy import May
from alongside.pages.page import page
from alongside.pages.worker.presented import standing_out as present
from alongside.recordkeeping.actions import entry
from alongside.stewardship import queries
from alongside.stewardship.queries import WEEKS
from alongside.stewardship.terms import MANY_EMPTY, MANY_FAMILIES

ANSWERED = 20


@require_safe
@page(May.READ_TRAIL)
def looks(request: HttpRequest) -> HttpResponse:
    """Week by week, the newest first; how often such a thing was simply work; what came of the last of them."""
    me = request.me.principal  # type: ignore[attr-defined]
    found = queries.looks()
    request.trail.append(entry("looked at what stands out", count=len(found.waiting)))  # type: ignore[attr-defined]
    shown = {
        "weeks": present.by_week(found.waiting, me),
        "answered": [present.answered(row) for row in found.answered[:ANSWERED]],
        "so_far": found.so_far,
        "many": {"weeks": WEEKS, "families": MANY_FAMILIES, "empty": MANY_EMPTY},
    }
    return TemplateResponse(request, "worker/privacy/looks.html", shown)

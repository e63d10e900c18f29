"""How often families had to get to know somebody new: a figure about us, for whoever reports."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from alongside.access import scope
from alongside.access.policy import May
from alongside.pages.page import page
from alongside.pages.worker.presented import colleagues as present
from alongside.recordkeeping.actions import entry


@require_safe
@page(May.SEE_CONTINUITY)
def continuity(request: HttpRequest) -> HttpResponse:
    """Changes of key worker in the twelve months up to today, counted in the files she may see."""
    today = timezone.localdate()
    first = today - timedelta(days=365)
    figures = present.continuity(scope.continuity(first, today))
    request.trail.append(entry("counted changes of key workers", families=figures.families))
    return TemplateResponse(request, "worker/continuity.html", {"continuity": figures, "first": first, "today": today})

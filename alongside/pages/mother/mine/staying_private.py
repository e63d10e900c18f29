"""What stays private here and what does not: readable by anybody, before any question and before signing in (E-03)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.agencies import queries as agencies
from alongside.agencies.terms import Jurisdiction
from alongside.pages.design.numbers import numbers
from alongside.pages.page import HERS_IN, public


@public
@require_safe
def private(request: HttpRequest) -> HttpResponse:
    """In plain words, with the limits that the law sets where the programme is; to read or to hear."""
    law = agencies.jurisdiction("gate")
    back = request.GET.get("at", "")
    shown = {
        "federal": law == Jurisdiction.UNITED_STATES,
        "lines": numbers(),
        "back": back if back.startswith(("/my/", "/notes/", "/families/", "/hello/")) else HERS_IN,
    }
    return render(request, "mine/private.html", shown)

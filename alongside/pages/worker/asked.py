"""Who asked about somebody of a family and was given nothing: what the team has to know to keep them safe."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from alongside.access import scope
from alongside.access.policy import May, decide
from alongside.accounts import queries as accounts
from alongside.consent import queries
from alongside.pages.page import page
from alongside.pages.worker.days import showing
from alongside.pages.worker.presented import people
from alongside.recordkeeping.actions import entry
from alongside.safekeeping.terms import Category


@require_safe
@page(May.SEE_FAMILIES)
def asked(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """The newest first; as of a day: what had been written by then."""
    found, day = scope.the_file(family), showing(request)
    rows = list(queries.asks_of(family, day.written_by))
    names, called = accounts.names({row.recorded_by for row in rows}), people.names(found)
    request.trail.append(entry("looked", family=family, page="asked"))  # type: ignore[attr-defined]
    me = request.me  # type: ignore[attr-defined]
    may = decide(me, May.WRITE_IN_FAMILY) and me.may_write(Category.SERVICE_USE)
    shown = {
        "family": family,
        "showing": day,
        "asks": [(row, called.people.get(row.subject, ""), names.get(row.recorded_by, "")) for row in rows],
        "add": reverse("asked_add", args=[family]) if may and not day.past else "",
    }
    return TemplateResponse(request, "worker/asked.html", shown)

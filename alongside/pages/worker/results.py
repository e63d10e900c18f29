"""Results over time: as the team reads them, and as they are read with her."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from alongside.access import scope
from alongside.access.policy import May
from alongside.assessment import queries as assessment
from alongside.assessment.rules.reading import Line
from alongside.pages.page import page
from alongside.pages.worker.days import Showing, showing
from alongside.pages.worker.presented import people, with_her
from alongside.pages.worker.presented import results as present
from alongside.recordkeeping.actions import entry


def _lines(family: uuid.UUID, asked: Showing) -> list[Line]:
    """Every scale up to the day, as it is known now or was known then, with the norms of that day."""
    return assessment.results(family, today=asked.day, until=asked.day, known_at=asked.known_at)


@require_safe
@page(May.SEE_FAMILIES)
def results(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """Small pictures of each scale over time, with what may be said of a change and on which figures that rests."""
    found, asked = scope.the_file(family), showing(request)
    called = people.names(found)
    request.trail.append(entry("looked at results", family=family, subject=found.woman.id))  # type: ignore[attr-defined]
    lines = _lines(family, asked)
    shown = {
        "family": family,
        "showing": asked,
        "name": called.people[found.woman.id],
        "about": present.about(lines, called, request.me),  # type: ignore[attr-defined]
        "hers": any(line.subject == found.woman.id or line.subject in called.dyads for line in lines),
        "wide": True,
    }
    return TemplateResponse(request, "worker/results.html", shown)


@require_safe
@page(May.SEE_FAMILIES)
def results_with_her(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """The same answers for her to look at, in plain words: hers first, then about her and each child."""
    found, asked = scope.the_file(family), showing(request)
    called = people.names(found)
    request.trail.append(entry("looked at results", family=family, subject=found.woman.id))  # type: ignore[attr-defined]
    lines = _lines(family, asked)
    hers = with_her.hers([line for line in lines if line.subject == found.woman.id])
    pairs = [(called.dyads[id], with_her.hers([line for line in lines if line.subject == id])) for id in called.dyads]
    shown = {
        "family": family,
        "showing": asked,
        "hers": hers,
        "pairs": [(title, rows) for title, rows in pairs if rows],
        "wide": True,
    }
    return TemplateResponse(request, "worker/results_with_her.html", shown)

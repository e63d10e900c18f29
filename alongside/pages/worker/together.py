"""The page of two who belong together. Whatever happens to either, it stays."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from alongside.access import scope
from alongside.access.policy import May
from alongside.care import queries as care
from alongside.pages.page import page
from alongside.pages.worker.days import showing
from alongside.pages.worker.presented import people, story
from alongside.recordkeeping.actions import entry
from alongside.safekeeping.terms import Category

NEWEST = 60  # what came before is on the family's timeline


@require_safe
@page(May.SEE_FAMILIES)
def together(request: HttpRequest, family: uuid.UUID, dyad: uuid.UUID) -> HttpResponse:
    """Since when, and what the two lived through together: contacts for both, what was seen between them."""
    day = showing(request)
    found = scope.the_file(family, day.known_at)
    pair = found.together(dyad)
    called = people.names(found)
    entries = care.timeline(family, until=day.day, known_at=day.known_at)
    request.trail.append(entry("looked at two together", family=family, subject=dyad))
    theirs = [each for each in entries if each.subject == dyad and each.kind != "together"]
    shown = {
        "showing": day,
        "family": family,
        "title": called.dyads[dyad],
        "pair": pair,
        "views": request.me.reads(Category.DYAD_OBSERVATION),
        "began": pair.get_began_display(),
        "years": story.by_year([story.told(each, called, family) for each in theirs[:NEWEST]]),
        "longer": len(theirs) > NEWEST,
    }
    return TemplateResponse(request, "worker/together.html", shown)

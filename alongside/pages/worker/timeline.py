"""The whole timeline of a family, a part at a time, as of any day."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from alongside.access import scope
from alongside.access.policy import May
from alongside.care import queries as care
from alongside.pages.page import page
from alongside.pages.worker.days import number, showing
from alongside.pages.worker.presented import people, story
from alongside.recordkeeping.actions import entry

SIZE = 60


@require_safe
@page(May.SEE_FAMILIES)
def timeline(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """Everything with a day, newest first, ``SIZE`` at a time; the picture shows all of it."""
    day, skip = showing(request), number(request.GET.get("from", ""))
    found = scope.the_file(family, day.known_at)
    called = people.names(found)
    entries = care.timeline(family, until=day.day, known_at=day.known_at)
    request.trail.append(entry("looked at a timeline", family=family, subject=found.woman.id))
    part = entries[skip : skip + SIZE]
    shown = {
        "showing": day,
        "family": family,
        "name": called.people[found.woman.id],
        "picture": "" if skip else story.picture(entries, called, day.day, today=day.today),
        "years": story.by_year([story.told(each, called, family) for each in part]),
        "newer": day.link(**{"from": max(0, skip - SIZE)}) if skip else "",
        "older": day.link(**{"from": skip + SIZE}) if len(entries) > skip + SIZE else "",
        "wide": True,
    }
    return TemplateResponse(request, "worker/timeline.html", shown)

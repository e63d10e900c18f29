"""The whole timeline of a family, a part at a time, as of any day."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from alongside.access import scope
from alongside.access.policy import May
from alongside.assessment import queries as assessment
from alongside.care import queries as care
from alongside.pages.page import page
from alongside.pages.worker.days import Showing, number, showing
from alongside.pages.worker.presented import people, results, story
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
    changes = _changes(family, day)
    shown = {
        "showing": day,
        "family": family,
        "name": called.people[found.woman.id],
        "picture": "" if skip else story.picture(entries, called, day.day, today=day.today),
        "years": story.by_year([story.told(each, called, family, changes) for each in part]),
        "newer": day.link(**{"from": max(0, skip - SIZE)}) if skip else "",
        "older": day.link(**{"from": skip + SIZE}) if len(entries) > skip + SIZE else "",
        "wide": True,
    }
    return TemplateResponse(request, "worker/timeline.html", shown)


def _changes(family: uuid.UUID, day: Showing) -> dict[uuid.UUID, str]:
    """What each occasion says of a change since the first time, with the figures it rests on."""
    found = assessment.results(family, today=day.day, until=day.day, known_at=day.known_at)
    return results.since_first(found)

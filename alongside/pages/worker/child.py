"""A child's own page: what is recorded about this child, by whom, and what was corrected. Nothing of the mother's."""

from __future__ import annotations

import uuid
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from alongside.access import scope
from alongside.access.policy import May
from alongside.accounts import queries as accounts
from alongside.care import queries as care
from alongside.enrolment import queries as enrolment
from alongside.families import queries as families
from alongside.pages.page import page
from alongside.pages.worker import earlier
from alongside.pages.worker.days import showing
from alongside.pages.worker.presented import doing, needs, people, tracks
from alongside.recordkeeping.actions import entry


@require_safe
@page(May.SEE_FAMILIES)
def child(request: HttpRequest, family: uuid.UUID, child: uuid.UUID) -> HttpResponse:
    """The three tracks and the rights to decide, each stretch with who recorded it, corrected ones too."""
    me, day = request.me, showing(request)
    found = scope.the_file(family, day.known_at)
    person = found.child(child)
    called = people.names(found)
    rows = families.versions_of(family, child)
    recorded = accounts.names({row.recorded_by for row in rows})
    stands = [row for row in rows if row.superseded_at is None and tracks.holds(row, day.day)]
    keys = enrolment.key_workers_on(family, day.day)
    correct = partial(doing.correct, me, family) if not day.past else lambda row: ""
    request.trail.append(entry("looked at a child", family=family, subject=child))
    shown = {
        "showing": day,
        "family": family,
        "child": next(c for c in people.children(found, stands, keys, called, day.day, whole=True) if c.id == child),
        "birth": tracks.birth(person),
        "tracks": tracks.tracks(rows, day.day, day.known_at, recorded, called.people, correct),
        "needs": [] if day.past else needs.needs(me, care.needs_of(family, child)),
        "versions": [] if day.past else earlier.of(family, person)[0],
        "doing": [] if day.past else doing.about_child(me, found, child),
        "together": [pair for pair in people.together(found, called, day.day) if pair.child == child],
    }
    return TemplateResponse(request, "worker/child.html", shown)

"""The two, seen from three sides: her own answers, a clinician's view, observed play."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from alongside.access import scope
from alongside.access.policy import May, decide
from alongside.accounts import queries as accounts
from alongside.assessment import queries
from alongside.pages.page import page
from alongside.pages.worker.days import showing
from alongside.pages.worker.presented import people
from alongside.pages.worker.presented import seeing as present
from alongside.recordkeeping.actions import entry
from alongside.safekeeping.terms import Category


@require_safe
@page(May.SEE_FAMILIES)
def three_views(request: HttpRequest, family: uuid.UUID, dyad: uuid.UUID) -> HttpResponse:
    """Each view in its own place, time by time; what differs; what people made of it."""
    me = request.me
    file, asked = scope.the_file(family), showing(request)
    pair = file.together(dyad)
    if not me.reads(Category.DYAD_OBSERVATION):
        raise type(pair).DoesNotExist
    called = people.names(file)
    seen = [each for each in queries.seen(family, dyad, pair.woman_id, asked.day) if asked.knew(each.occasion)]
    reflections = [row for row in queries.reflections(family, dyad) if asked.had(row, row.on)]
    anchors = queries.levels_meant(me.agency or uuid.UUID(int=0))
    waves = {wave.code: wave.name for wave, _measures in queries.cycle()}
    names = accounts.names(present.people_in(seen, reflections))
    request.trail.append(entry("looked at three views", family=family, subject=dyad))
    may_write = present.writes(me) and not asked.past
    shown = {
        "family": family,
        "dyad": dyad,
        "showing": asked,
        "title": called.dyads[dyad],
        "others": [(id, name) for id, name in called.dyads.items() if id != dyad],
        "times": present.times(seen, reflections, anchors, names, waves, me),
        "to_code": present.to_code(queries.plays_to_code(family, dyad), family, me) if may_write else [],
        "may_write": may_write,
        "anchors_missing": may_write and len(anchors) < 5,
        "anchors_url": reverse("rating_anchors") if decide(me, May.KEEP_INSTRUMENTS) else "",
        "wide": True,
    }
    return TemplateResponse(request, "worker/seeing/three.html", shown)

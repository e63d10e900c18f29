"""Which measures fit into these days, for everybody the asker is let into; and the cycle that says so."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from alongside.access import scope
from alongside.access.policy import May, decide
from alongside.assessment import queries as assessment
from alongside.instruments import queries as instruments
from alongside.pages.page import page
from alongside.pages.worker import paging
from alongside.pages.worker.presented import fitting as present
from alongside.recordkeeping.actions import entry

SIZE = 40


@require_safe
@page(May.SEE_FAMILIES)
def due(request: HttpRequest) -> HttpResponse:
    """What fits now, by the day it aims at. Nobody is late: when a window closes, nothing is held against anybody."""
    after = paging.place_asked(request)
    found = scope.fits_now(request.me, timezone.localdate(), after=after, size=SIZE)
    lines = present.fitting(found, instruments.titles(row.instrument for row in found.rows))
    request.trail += [entry("shown in a list", family=line.family, subject=line.woman) for line in lines]
    shown = {
        "lines": lines,
        "older": f"?after={found.further[0]}.{found.further[1]}" if found.further else "",
        "later_part": after is not None,
        "keeps": decide(request.me, May.KEEP_INSTRUMENTS),
    }
    return TemplateResponse(request, "worker/due.html", shown)


@require_safe
@page(May.SEE_INSTRUMENTS)
def cycle(request: HttpRequest) -> HttpResponse:
    """The programme's cycle of measures: what is offered when, about whom."""
    waves = assessment.cycle()
    titles = instruments.titles(measure.instrument for _wave, measures in waves for measure in measures)
    request.trail.append(entry("looked at the cycle of measures"))
    shown = {"points": present.cycle(waves, titles), "keeps": decide(request.me, May.KEEP_INSTRUMENTS)}
    return TemplateResponse(request, "worker/cycle.html", shown)

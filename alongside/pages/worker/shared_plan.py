"""The shared plan of a family: six lanes read together, and the same on paper."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from alongside.access import scope
from alongside.access.policy import May
from alongside.accounts import queries as accounts
from alongside.care import queries
from alongside.consent import queries as consent
from alongside.pages.page import page
from alongside.pages.worker.days import showing
from alongside.pages.worker.presented import people
from alongside.pages.worker.presented import shared_plan as present
from alongside.recordkeeping.actions import entry


@require_safe
@page(May.SEE_FAMILIES)
def shared_plan(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """What stands in each lane that the asker may read, today or as of a day; as many statements, whatever stands."""
    context = _plan(request, family)
    return TemplateResponse(request, "worker/shared_plan/plan.html", context)


@require_safe
@page(May.SEE_FAMILIES)
def plan_paper(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """The same to print, with what the asker reads of it; for her own hands, or for a talk around a table."""
    return render(request, "worker/shared_plan/paper.html", _plan(request, family))


def _plan(request: HttpRequest, family: uuid.UUID) -> dict[str, Any]:
    me, asked = request.me, showing(request)  # type: ignore[attr-defined]
    found = scope.the_file(family, asked.known_at)
    today = not asked.past
    rows = queries.shared_plan(family, until=None if today else asked.day, known_at=asked.known_at)
    request.trail.append(entry("looked at the plan", family=family, subject=found.woman.id))  # type: ignore[attr-defined]
    goals = queries.goals_pointed_to(family, rows)
    said = consent.statements(family, [each.pk for row in rows for each in row.versions])
    said = {id: [each for each in held if asked.had(each)] for id, held in said.items()}
    workers = accounts.names(present.people_in(rows))
    lanes = present.lanes(rows, family, me, workers, goals, said, today=today and found.knows_her)
    signs = present.to_sign(rows, me) if today and found.knows_her else []
    return {
        "family": family,
        "showing": asked,
        "name": people.names(found).people[found.woman.id],
        "lanes": lanes,
        "stands": any(each.now and not each.empty for each in lanes),
        "sign_url": reverse("plan_sign", args=[family]) if signs else "",
        "paper_url": reverse("plan_paper", args=[family]),
    }

"""Questions and answers of a family: what was offered, what lies open, what was answered."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from alongside.access import scope
from alongside.access.policy import May, decide
from alongside.assessment import queries as assessment
from alongside.assessment.models import Occasion
from alongside.instruments import queries as instruments
from alongside.pages.page import page
from alongside.pages.worker.days import showing
from alongside.pages.worker.presented import came_to, fitting, people, results
from alongside.pages.worker.presented import questions as present
from alongside.pages.worker.presented.story import Names
from alongside.recordkeeping.actions import entry
from alongside.safekeeping.terms import Category


@require_safe
@page(May.SEE_FAMILIES)
def questions(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """What lies open, what she chose, what was answered until today or a day; a fixed number of statements."""
    found, asked = scope.the_file(family), showing(request)
    called = people.names(found)
    request.trail.append(entry("looked at questions", family=family, subject=found.woman.id))
    titles = present.titles()
    answered = [row for row in assessment.answered(family) if asked.had(row, row.on)]
    shown = {
        "family": family,
        "showing": asked,
        "name": called.people[found.woman.id],
        "answered": [present.answered(row, called, titles) for row in answered],
    }
    if not asked.past:
        shown |= _today(request, found, called, titles, asked.today)
    return TemplateResponse(request, "worker/questions.html", shown)


def _today(
    request: HttpRequest, found: scope.File, called: Names, titles: dict[str, str], today: date
) -> dict[str, Any]:
    """What is for today alone: what lies open, what fits, what she wants to be asked, what can be written."""
    lying = list(assessment.open_occasions(found.id))
    writes = decide(request.me, May.WRITE_IN_FAMILY)
    return {
        "open": [present.lying_open(row, called, titles, request.me) for row in lying],
        "fits": fitting.for_one(assessment.due_of(found.id, today), called, titles, today, writes),
        "may_note_days": writes and found.knows_her and request.me.may_write(Category.SERVICE_USE),
        "going_on": present.going_on(lying),
        "she_would_like": present.she_would_like(assessment.she_would_like(found.id, timezone.now())),
        "choices": present.choices(assessment.choices_of(found.woman.id), titles) if found.knows_her else [],
        "doing": present.doing(request.me, found, bool(lying)),
    }


@require_safe
@page(May.SEE_FAMILIES)
def answers(request: HttpRequest, family: uuid.UUID, occasion: uuid.UUID) -> HttpResponse:
    """One occasion: her answers word for word, with what she later corrected, what they came to, what happened."""
    found = scope.the_file(family)
    row = assessment.occasion(family, occasion)
    request.trail.append(entry("looked at questions", family=family, subject=row.subject))
    shown = present.occasion(row, people.names(found), request.me) | {"family": family} | _came_to(row)
    return TemplateResponse(request, "worker/answers.html", shown)


def _came_to(row: Occasion) -> dict[str, Any]:
    """Its scores, why one is missing, and what moved since the first time; three statements more."""
    if row.definition_id is None:
        return {}
    terms = instruments.definition(row.definition_id)
    lines = assessment.results(row.family_id, subject=row.subject, today=timezone.localdate())
    return {
        "version": terms.version,
        "came_to": came_to.came_to(terms, row, assessment.scores_of(row.id)),
        "since_first": results.since_first(lines).get(row.id, ""),
    }

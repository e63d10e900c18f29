"""What she wants: all goals of a family by how they stand, and one goal over the years."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from alongside.access import scope
from alongside.access.policy import May
from alongside.accounts import queries as accounts
from alongside.goals import queries
from alongside.goals.models import Goal
from alongside.goals.queries import GoalSeen
from alongside.pages.page import page
from alongside.pages.worker import earlier
from alongside.pages.worker.days import Showing, showing
from alongside.pages.worker.presented import doing, people
from alongside.pages.worker.presented import goals as present
from alongside.recordkeeping.actions import entry

Stood = Mapping[uuid.UUID, Mapping[str, Any]]


@require_safe
@page(May.SEE_FAMILIES)
def goals(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """Every goal the asker may read, today or as of a day; ten statements, whatever their number."""
    me, asked = request.me, showing(request)  # type: ignore[attr-defined]
    found = scope.the_file(family, asked.known_at)
    rows = queries.goals_of(family, until=asked.day if asked.past else None, known_at=asked.known_at)
    called, stood = people.names(found), _stood(family, asked, rows)
    names = accounts.names(present.people_in(rows))
    request.trail.append(entry("looked at goals", family=family, subject=found.woman.id))  # type: ignore[attr-defined]
    shown = {
        row.goal.pk: present.goal(row, called, names, me, stood.get(row.goal.pk, {}), today=not asked.past)
        for row in rows
    }
    writes = doing.writes_here(me, found) and not asked.past
    context = {
        "family": family,
        "showing": asked,
        "name": called.people[found.woman.id],
        "her_why": "" if asked.past else getattr(getattr(found.woman, "woman", None), "her_why", ""),
        "parts": present.parts(rows, shown),
        "add_url": reverse("goal_add", args=[family]) if writes else "",
    }
    return TemplateResponse(request, "worker/goals.html", context)


@require_safe
@page(May.SEE_FAMILIES)
def goal(request: HttpRequest, family: uuid.UUID, goal: uuid.UUID) -> HttpResponse:
    """One goal: her words, her number drawn over time, steps, talks, how it stood, what she said before."""
    me, asked = request.me, showing(request)  # type: ignore[attr-defined]
    found, here = scope.the_file(family, asked.known_at), queries.goal(family, goal)
    request.trail.append(entry("looked at goals", family=family, subject=here.subject))  # type: ignore[attr-defined]
    called = people.names(found)
    context: dict[str, Any] = {"family": family, "showing": asked, "name": called.people[found.woman.id]}
    try:
        row = queries.goal_of(family, goal, until=asked.day if asked.past else None, known_at=asked.known_at)
    except Goal.DoesNotExist:  # it was not said yet on that day
        return TemplateResponse(request, "worker/goal.html", context)
    names, today = accounts.names(present.people_in([row])), not asked.past
    context |= {
        "goal": present.goal(row, called, names, me, _stood(family, asked, [row]).get(goal, {}), today=today),
        "picture": present.picture(row, uid="goal"),
        "ratings": present.ratings(row, names, me, today=today),
        "standings": present.standings(row),
        "talks": present.talks(row, names),
        "doing": present.doing(row.goal, me) if today else [],
        "versions": earlier.of(family, row.goal)[0] if today else [],
    }
    return TemplateResponse(request, "worker/goal.html", context)


def _stood(family: uuid.UUID, asked: Showing, rows: Sequence[GoalSeen]) -> Stood:
    """The words of each goal as they stood on the day asked; nothing for today."""
    if asked.written_by is None or not rows:
        return {}
    held = [row.goal for row in rows]
    then = earlier.stood(family, asked.written_by, *held)
    return {goal.pk: words for goal, words in zip(held, then, strict=True)}

"""Safety plans of a family, one plan with its versions, and what is done when something cannot wait."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from alongside.access import scope
from alongside.access.policy import May, decide
from alongside.accounts import queries as accounts
from alongside.care import queries
from alongside.care.models import SafetyPlan
from alongside.care.terms import PlanKind
from alongside.pages.design.numbers import numbers
from alongside.pages.page import page
from alongside.pages.worker.days import showing
from alongside.pages.worker.presented import people
from alongside.pages.worker.presented import safety as present
from alongside.recordkeeping.actions import entry


@require_safe
@page(May.SEE_FAMILIES)
def safety_plans(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """Every plan the asker may read, today or as of a day; as many statements, whatever their number."""
    me, asked = request.me, showing(request)  # type: ignore[attr-defined]
    found = scope.the_file(family, asked.known_at)
    rows = queries.plans_of(family, until=asked.day if asked.past else None, known_at=asked.known_at)
    request.trail.append(entry("looked at safety plans", family=family, subject=found.woman.id))  # type: ignore[attr-defined]
    workers = accounts.names(present.people_in(rows))
    context = {
        "family": family,
        "showing": asked,
        "name": people.names(found).people[found.woman.id],
        "plans": [present.plan(row, workers, me, today=not asked.past) for row in rows],
        "doing": present.to_make(family, me) if found.knows_her and not asked.past else [],
    }
    return TemplateResponse(request, "worker/safety/list.html", context)


@require_safe
@page(May.SEE_FAMILIES)
def safety_plan(request: HttpRequest, family: uuid.UUID, plan: uuid.UUID) -> HttpResponse:
    """One plan: her words, every version, how she has her copy; beside it what this place does, and whom to call."""
    me, asked = request.me, showing(request)  # type: ignore[attr-defined]
    found, here = scope.the_file(family, asked.known_at), queries.plan(family, plan)
    request.trail.append(entry("looked at safety plans", family=family, subject=here.subject))  # type: ignore[attr-defined]
    context: dict[str, Any] = {"family": family, "showing": asked, "name": people.names(found).people[found.woman.id]}
    try:
        row = queries.plan_of(family, plan, until=asked.day if asked.past else None, known_at=asked.known_at)
    except SafetyPlan.DoesNotExist:  # it was not made yet on that day, or its words are not for the asker
        queries.plan_of(family, plan)
        return TemplateResponse(request, "worker/safety/one.html", context)
    today, kind = not asked.past, PlanKind(row.plan.kind)
    local = queries.protocols(found.family.agency_id) if today else {}
    context |= {
        "plan": present.plan(row, accounts.names(present.people_in([row])), me, today=today),
        "doing": present.doing(row, me) if today else [],
        "left": today and queries.left_her_page(row, timezone.localdate()),
        "sources": present.sources(kind),
        "protocol": next(iter(present.protocols({kind: local[kind]} if kind in local else {})), None),
        "numbers": numbers() if today else [],
    }
    return TemplateResponse(request, "worker/safety/one.html", context)


@require_safe
@page(May.SEE_LIBRARY)
def cannot_wait(request: HttpRequest) -> HttpResponse:
    """Whom to call, and what this place does; about nobody, so that a device of ours may keep it."""
    me = request.me  # type: ignore[attr-defined]
    writes = bool(decide(me, May.KEEP_INSTRUMENTS))
    shown = present.protocols(queries.protocols(me.agency), writes=writes)
    context = {
        "numbers": numbers(),
        "protocols": shown,
        "to_write": [
            (str(title), reverse("protocol_words", args=[kind.value]))
            for kind, title in present.KINDS.items()
            if writes and str(title) not in {each.kind for each in shown}
        ],
    }
    return TemplateResponse(request, "worker/safety/cannot_wait.html", context)


@require_safe
@page(May.SEE_LIBRARY)
def cannot_wait_kept(request: HttpRequest) -> HttpResponse:
    """The same for a device without a connection: alike for everybody, no name, no form, nothing of anybody's file."""
    me = request.me  # type: ignore[attr-defined]
    context = {"numbers": numbers(), "protocols": present.protocols(queries.protocols(me.agency))}
    return render(request, "worker/safety/kept.html", context)


@require_safe
@page(May.SEE_LIBRARY)
def cannot_wait_keeper(request: HttpRequest) -> HttpResponse:
    """The script that keeps that one page on a device; such a script reaches only what lies under its own address."""
    return render(request, "worker/safety/keeper.js", content_type="text/javascript; charset=utf-8")

"""When she has used: one page for one event, with what her people think of and how each of it stands."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from alongside.access import scope
from alongside.access.policy import May, decide
from alongside.accounts import queries as accounts
from alongside.calendars import queries as calendars
from alongside.care import queries as care
from alongside.care.terms import UsedStep
from alongside.consent import queries as consent
from alongside.consent.models import DutyReport
from alongside.enrolment.models import ReturnToUse
from alongside.pages.page import page
from alongside.pages.worker.days import showing
from alongside.pages.worker.presented import her, people
from alongside.pages.worker.presented import used as present
from alongside.recordkeeping.actions import entry
from alongside.safekeeping.terms import Category

AHEAD = timedelta(days=120)  # how far visits are looked for


@require_safe
@page(May.SEE_FAMILIES)
def used(request: HttpRequest, family: uuid.UUID, event: uuid.UUID) -> HttpResponse:
    """One event, today or as of a day; as many statements, whatever was written. Nothing else changes by it."""
    me, asked = request.me, showing(request)  # type: ignore[attr-defined]
    found = scope.the_file(family, asked.known_at)
    request.trail.append(entry("looked at what she told us", family=family, subject=found.woman.id))  # type: ignore[attr-defined]
    context: dict[str, Any] = {"family": family, "showing": asked, "name": people.names(found).people[found.woman.id]}
    until = asked.day if asked.past else None
    try:
        seen = care.used(family, event, until=until, known_at=asked.known_at)
    except ReturnToUse.DoesNotExist:  # it had not happened yet on that day, or it is not for the asker
        care.used(family, event)
        return TemplateResponse(request, "worker/used.html", context)
    names = accounts.names(present.who(seen))
    context |= {
        "event": her.returned(seen.event),
        "steps": present.steps(seen, names, me, today=not asked.past),
        "helped": care.helped_before(family, seen.event.woman_id, but=event, until=until, known_at=asked.known_at),
        "telling": present.telling(_report(family, seen), asked),
    }
    return TemplateResponse(request, "worker/used.html", context | ({} if asked.past else _today(me, found, seen)))


def _report(family: uuid.UUID, seen: care.UsedSeen) -> DutyReport | None:
    """The worry that is linked, as far as it is for the asker."""
    now = seen.now(UsedStep.TELL)
    held = now.report if now else None
    return consent.report(family, held.pk) if held is not None else None


def _today(me: Any, found: scope.File, seen: care.UsedSeen) -> dict[str, Any]:
    """What is for today alone: her plan's words for the children, visits to come, where to go on."""
    writes = decide(me, May.WRITE_IN_FAMILY) and me.may_write(Category.SUD)
    begins = timezone.now() - timedelta(hours=12)
    rows = calendars.appointments(found.id, begins, begins + AHEAD)
    woman = found.woman.id
    note = f"{reverse('contact_add', args=[found.id])}?about={woman}&used=met"
    return {
        "from_plan": present.from_her_plan(care.plans_of(found.id)),
        "visits": present.visits(rows),
        "note_url": note if writes else "",
        "visit_url": f"{reverse('appointment_add', args=[found.id])}?about={woman}" if writes else "",
        "worries": [
            (f"{reverse('worry_add', args=[found.id, child.id])}?used={seen.event.pk}", child.name)
            for child in found.children
            if writes and scope.child_of(child) is not None
        ],
        "family_worries": reverse("worries", args=[found.id]),
    }

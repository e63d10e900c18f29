"""Who needs somebody now, and who is on duty. Titles and addresses tell nothing of anybody."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from alongside.access import scope
from alongside.access.policy import May, decide
from alongside.accounts import queries as accounts
from alongside.assessment import queries as assessment
from alongside.assessment.queries.watching import RECENT
from alongside.families import queries as families
from alongside.pages.page import page
from alongside.pages.worker.presented import watch as present
from alongside.recordkeeping.actions import entry
from alongside.reminders import queries as reminders
from alongside.reminders.terms import NoticeKind


@require_safe
@page(May.WATCH)
def watch(request: HttpRequest) -> HttpResponse:
    """What is open, hers first; who is on duty and who comes after; what is done then; what was closed lately."""
    me, now = request.me, timezone.now()
    agency = me.agency or uuid.UUID(int=0)
    alerts = list(assessment.open_alerts(me.principal))
    closed = list(assessment.closed_alerts(now - RECENT))
    hard = list(reminders.open_notices(me=me.principal).filter(kind=NoticeKind.HARD))
    women, names = scope.women_of([*alerts, *closed]), accounts.names(present.people_in([*alerts, *closed]))
    wrote = families.women_in(row.family_id for row in hard if row.family_id)
    request.trail += [entry("shown in a list", family=row.family_id, subject=row.subject) for row in (*alerts, *closed)]
    request.trail += [entry("shown in a list", family=family, subject=woman.id) for family, woman in wrote.items()]
    titles = present.watched_titles()
    duties = [present.duty(row, now, me) for row in assessment.duties(agency, now)]
    listed = [row.colleague.name for row in assessment.escalation_list(agency)]
    shown = {
        "open": [
            *(present.wrote(row, wrote, me) for row in hard),
            *(present.line(row, women, names, me) for row in alerts),
        ],
        "closed": [present.line(row, women, names, me) for row in closed],
        "duties": duties,
        "listed": listed,
        "nobody": not listed and not any(each.now for each in duties),
        "plans": decide(me, May.PLAN_DUTY),
        "protocols": [present.protocol(row, titles, me) for row in assessment.protocols(agency)],
        "writes_protocol": decide(me, May.KEEP_INSTRUMENTS),
        "wide": True,
    }
    return TemplateResponse(request, "worker/watch/list.html", shown)


@require_safe
@page(May.WATCH)
def alert(request: HttpRequest, alert: uuid.UUID) -> HttpResponse:
    """One of them: who she is, how to reach her, what she answered, what is done here, what was done so far."""
    me, today = request.me, timezone.localdate()
    row = assessment.alert(alert)
    rows = list(assessment.alert_steps([row.id]))
    answer = assessment.alert_answer(row.id)
    names = accounts.names(present.people_in([row], rows))
    protocol = assessment.protocol_for(row.agency, answer.instrument if answer else "")
    request.trail.append(entry("looked at who needs somebody", family=row.family_id, subject=row.subject, alert=row.id))
    shown = {
        "alert": row,
        "state": present.state(row, names, me),
        "asked_again": present.asked_again(row, me),
        "confirmed": present.confirmed(row),
        "her": present.her(scope.reached(row, today), today),
        "answer": present.answer(answer),
        "protocol": protocol,
        "steps": present.steps(rows, names),
        "may": present.may_do(row, me),
        "submission": uuid.uuid4(),
        "follow_url": reverse("alert_follow_up", args=[row.id]),
        "close_url": reverse("alert_close", args=[row.id]),
        "pass_url": reverse("alert_pass_on", args=[row.id]),
        "wide": True,
    }
    return TemplateResponse(request, "worker/watch/one.html", shown)

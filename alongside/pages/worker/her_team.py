"""Who worked with this family, from when until when; good-byes and hellos; who is kept out."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from alongside.access import scope
from alongside.access.policy import May, decide
from alongside.enrolment import queries as enrolment
from alongside.pages.page import page
from alongside.pages.worker.presented import colleagues as present
from alongside.pages.worker.presented import doing, people
from alongside.recordkeeping.actions import entry


@require_safe
@page(May.SEE_FAMILIES)
def her_team(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """Today's team, everybody before, each hand-over; for those who keep the wall: who is kept out, and why."""
    me, today = request.me, timezone.localdate()
    found = scope.the_file(family)
    called = people.names(found)
    history = list(enrolment.team_history(family))
    now = [member for member in history if present.is_on(member, today)]
    keys = list(enrolment.key_workers_on(family, today))
    kept_out = enrolment.kept_out_of(family) if decide(me, May.KEEP_OUT) else ()
    request.trail.append(entry("looked at a team", family=family, subject=found.woman.id))
    shown = {
        "family": family,
        "name": called.people[found.woman.id],
        "team": people.team(now, keys, called),
        "before": [present.was_there(member) for member in history if member not in now],
        "hand_overs": enrolment.hand_overs(family),
        "kept_out": scope.named(kept_out),
        "may_let_back": decide(me, May.KEEP_OUT),
        "doing": doing.team(me, found, now),
    }
    return TemplateResponse(request, "worker/her_team.html", shown)

"""Who worked with this family, from when until when; good-byes and hellos; who is kept out."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from alongside.access import scope
from alongside.access.policy import May, decide
from alongside.accounts import queries as accounts
from alongside.care import queries as care
from alongside.consent import queries as consent
from alongside.continuity import queries as continuity
from alongside.enrolment import queries as enrolment
from alongside.pages.page import page
from alongside.pages.worker.days import showing
from alongside.pages.worker.presented import colleagues as present
from alongside.pages.worker.presented import doing, people
from alongside.pages.worker.presented import farewells as staying
from alongside.pages.worker.presented import known as knowing
from alongside.recordkeeping.actions import entry
from alongside.safekeeping.queries import Me
from alongside.safekeeping.terms import Category


@require_safe
@page(May.SEE_FAMILIES)
def her_team(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """The team of a day, what they know already, everybody before, each hand-over until then, and
    who works with them elsewhere.

    For those who keep the wall: who is kept out today, and why.
    """
    me, asked = request.me, showing(request)
    found, day = scope.the_file(family, along=continuity.with_covers_alone), asked.day
    called = people.names(found)
    history = [member for member in enrolment.team_history(family) if not asked.past or member.during.lower <= day]
    now = [member for member in history if present.is_on(member, day)]
    keys = list(enrolment.key_workers_on(family, day))
    kept_out = enrolment.kept_out_of(family) if decide(me, May.KEEP_OUT) and not asked.past else ()
    known = care.known_of(family, until=day if asked.past else None, written_by=asked.written_by)
    request.trail.append(entry("looked at a team", family=family, subject=found.woman.id))
    shown = {
        "family": family,
        "showing": asked,
        "name": called.people[found.woman.id],
        "team": people.team(now, keys, called),
        "known": knowing.known(known, accounts.names(care.who_in(known)), me, today=not asked.past),
        "known_add_url": _known_add(me, found) if not asked.past else "",
        "before": [present.was_there(member) for member in history if member not in now],
        "hand_overs": staying.hand_overs(
            [row for row in enrolment.hand_overs(family) if not asked.past or row.on <= day],
            continuity.farewells_of(family, until=asked.written_by),
            me.principal,
            today=not asked.past,
            arranges=not continuity.is_covering_alone(found.woman),
        ),
        "elsewhere": present.elsewhere(consent.outside_workers(family, day), called.people),
        "names_them": not asked.past and decide(me, May.WRITE_IN_FAMILY) and me.may_write(Category.SERVICE_USE),
        "kept_out": scope.named(kept_out),
        "may_let_back": decide(me, May.KEEP_OUT),
        "doing": () if asked.past else doing.team(me, found, now),
    }
    return TemplateResponse(request, "worker/her_team.html", shown)


def _known_add(me: Me, found: scope.File) -> str:
    """The form for something that she need not say twice; "" for whoever does not write it."""
    return reverse("known_add", args=[found.id, found.woman.id]) if found.knows_her and knowing.writes(me) else ""

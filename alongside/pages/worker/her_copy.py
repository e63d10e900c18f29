"""The copy that a woman asked for, at the side of whoever may read her notes: preparing it, and the paper she gets."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from alongside.access import scope
from alongside.access.policy import May
from alongside.accounts import queries as accounts
from alongside.agencies import queries as agencies
from alongside.consent.queries import asker_of
from alongside.pages.page import page
from alongside.pages.worker.presented import doing, people
from alongside.pages.worker.presented import her_copy as present
from alongside.recordkeeping.actions import entry
from alongside.stewardship import actions as stewardship
from alongside.stewardship import queries


@require_safe
@page(May.SEE_FAMILIES)
def her_copies(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """Who of this file asked for a copy, by when it is due, and what was given."""
    found = scope.the_file(family)
    called = people.names(found)
    asked, days = queries.asked_in(family), queries.days_for_a_copy()
    given = queries.given_for(asked)
    request.trail.append(entry("looked at a request for a copy", family=family, subject=found.woman.id))  # type: ignore[attr-defined]
    shown = {
        "family": family,
        "name": called.people[found.woman.id],
        "asked": [present.asked(row, days, given.get(row.pk, ()), called.people) for row in asked],
        "may": bool(doing.letter(request.me, found)) and found.knows_her,  # type: ignore[attr-defined]
    }
    return TemplateResponse(request, "worker/copy/asked.html", shown)


@require_safe
@page(May.WRITE_IN_FAMILY)
def her_copy_prepare(request: HttpRequest, family: uuid.UUID, asked: uuid.UUID) -> HttpResponse:
    """Every record of hers as it would go along, what stays out and why, and what somebody has to read first."""
    found = scope.the_file(family)
    row = queries.asked_one(family, asked)
    file, copy = stewardship.prepared(
        row, asker=asker_of(request.me), language=present.language_now(), at=timezone.now()  # type: ignore[attr-defined]
    )  # fmt: skip
    request.trail.append(entry("read notes", family=family, subject=row.person_id))  # type: ignore[attr-defined]
    shown = {
        "family": family,
        "asked": row.pk,
        "open": row.answered_on is None,
        "name": people.names(found).people.get(row.person_id, ""),
        "look": [present.record(piece, family, row.pk, file.around) for piece in copy.look],
        "sections": present.sections(copy, family, row.pk, file.around),
        "left": present.left_out(copy.left),
        "unread": present.kinds_of(file.unread),
        "records": len(copy.pieces),
    }
    return TemplateResponse(request, "worker/copy/prepare.html", shown)


@require_safe
@page(May.SEE_FAMILIES)
def her_copy_paper(request: HttpRequest, family: uuid.UUID, given: uuid.UUID) -> HttpResponse:
    """What she was given, exactly: to print, or (``?file=1``) as one file that opens anywhere."""
    scope.the_file(family)
    row, parts, left = queries.given_copy(family, given)
    request.trail.append(entry("printed her copy", family=family, subject=row.person_id, copy=row.pk))  # type: ignore[attr-defined]
    programme = agencies.programme()
    as_file = request.GET.get("file") == "1"
    with translation.override(row.language):
        shown = {
            "family": family,
            "asked": row.asked_id,
            "given": row,
            "about": row.person.name,
            "from": programme.agency.name if programme else "",
            "writer": accounts.names({row.recorded_by}).get(row.recorded_by, ""),
            "parts": present.parts(parts),
            "left": present.left_out(left),
            "unread": present.kinds_of(row.unread),
            "as_file": as_file,
            "language": row.language,
        }
        response = HttpResponse(render_to_string("worker/copy/paper.html", shown, request))
    kind = "attachment" if as_file else "inline"
    response["Content-Disposition"] = f'{kind}; filename="copy.html"'
    return response

"""Two records that are of the same woman or child: those of which the asker knows both files, who waits first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from alongside.access.policy import May
from alongside.accounts import queries as accounts
from alongside.consent import queries
from alongside.pages.page import page
from alongside.pages.worker.presented import same as present
from alongside.recordkeeping.actions import entry

MOST = 60


@require_safe
@page(May.SEE_FAMILIES)
def same(request: HttpRequest) -> HttpResponse:
    """What waits for a second person, then what was agreed to."""
    me = request.me  # type: ignore[attr-defined]
    rows = sorted(queries.same_persons()[:MOST], key=lambda row: not present.waits_for(row, me))
    names = accounts.names({row.recorded_by for row in rows})
    request.trail += [  # type: ignore[attr-defined]
        entry("shown in a list", family=person.family_id, subject=person.pk)
        for row in rows
        for person in (row.person, row.other_person)
    ]
    return TemplateResponse(request, "worker/same/list.html", {"rows": [present.shown(row, names, me) for row in rows]})

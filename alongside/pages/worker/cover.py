"""Days away and who is there meanwhile: her own, what she was asked, for whom she is there, what was handed back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from alongside.access.policy import May, decide
from alongside.continuity import queries
from alongside.pages.page import page
from alongside.pages.worker.presented import cover as present
from alongside.recordkeeping.actions import entry
from alongside.safekeeping.queries import Me


def meanwhile(me: Me) -> dict[str, Any]:
    """What a first page says of staying: asked, for whom she is there, handed back, gaps, good-byes; one statement."""
    today = timezone.localdate()
    found = queries.meanwhile(me.principal, today, arranges=bool(decide(me, May.KEEP_RHYTHM)))
    return {
        "cover_asked": [(row.cover, shown) for row, shown in zip(found.asked, present.mine(found.asked), strict=True)],
        "covering": present.mine(found.covering, today),
        "handed_back": present.handed_back(found.back),
        "goodbyes": found.goodbyes,
        "uncovered": present.uncovered(found.gaps, me.principal),
    }


@require_safe
@page(May.SEE_FAMILIES)
def cover(request: HttpRequest) -> HttpResponse:
    """Her days away, with who is there for each of her families; and everybody's, for whoever arranges teams."""
    me, today = request.me, timezone.localdate()  # type: ignore[attr-defined]
    arranges = bool(decide(me, May.KEEP_RHYTHM))
    rows = queries.leaves(today, of=None if arranges else me.principal)
    request.trail += [  # type: ignore[attr-defined]
        entry("shown in a list", family=family) for family in {each.family for row in rows for each in row.families}
    ]
    shown = {"leaves": present.leaves(rows, me.principal, arranges=arranges), "arranges": arranges, **meanwhile(me)}
    return TemplateResponse(request, "worker/staying/cover.html", shown)

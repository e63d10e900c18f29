"""What is offered here and whom it needs, and the rooms."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from alongside.access.policy import May, decide
from alongside.accounts.terms import RoleName
from alongside.pages.page import page
from alongside.pages.worker.presented.sessions import room_labels
from alongside.services import queries
from alongside.services.queries import Offered
from alongside.services.terms import Modality, Sector, Setting, Target


@require_safe
@page(May.SEE_SESSIONS)
def offers(request: HttpRequest) -> HttpResponse:
    """Every service, those that are not offered here last; and every room. Two statements."""
    keeps = decide(request.me, May.KEEP_SERVICES)  # type: ignore[attr-defined]
    every = [_shown(each) for each in queries.every_service()]
    context = {
        "offered": [each for each in every if each["offered"]],
        "not_offered": [each for each in every if not each["offered"]],
        "places": [(place, room_labels(place)) for place in queries.places(all_of_them=bool(keeps))],
        "keeps": keeps,
    }
    return TemplateResponse(request, "worker/offers/list.html", context)


def _shown(each: Offered) -> dict[str, Any]:
    return {
        "code": each.code,
        "name": each.name,
        "about": each.about,
        "offered": each.offered,
        "kind": Modality(each.modality).label,
        "for_whom": Target(each.target).label,
        "settings": ", ".join(str(Setting(one).label) for one in each.settings),
        "sectors": ", ".join(str(Sector(one).label) for one in each.sectors),
        "relationship": each.relationship,
        "needs": ", ".join(str(RoleName(one).label) for one in each.needs),
    }

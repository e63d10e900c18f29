"""What is shared: every form of hers, those in force first."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from alongside.consent import queries
from alongside.consent.terms import FormKind
from alongside.pages.mother.agreements import presented
from alongside.pages.mother.agreements.door import Door
from alongside.pages.mother.mine.around import surrounded

OTHERS = [
    FormKind.MESSAGES,
    FormKind.VIDEO_THERAPY,
    FormKind.VIDEO_TRAINING,
    FormKind.VIDEO_RESEARCH,
    FormKind.RESEARCH,
]


@require_safe
def agreements(request: HttpRequest, door: Door) -> HttpResponse:
    """Who may see what, until when; who may not; what is not signed yet; what has ended."""
    now, deciders = timezone.now(), door.deciders()
    every = queries.agreements_of(door.family)
    forms = [presented.shown(door, each, deciders, now) for each in every if not door.hers or door.gave(each)]
    # What an agency agreed to for her child, as far as she sees the child (beside her it stands among the others).
    for_child = [each for each in every if door.hers and each.giver_agency_id and each.signed_at]
    in_force = [each for each in forms if each.state in ("live", "not_yet")]
    shown = {
        "yes": [each for each in in_force if not each.no],
        "no": [each for each in in_force if each.no and each.people],
        "drafts": [each for each in forms if each.state == "draft"],
        "over": [each for each in forms if each.state in ("withdrawn", "replaced", "ended", "stopped")],
        "for_child": [presented.shown(door, each, deciders, now) for each in for_child],
        "others": [(presented.called_to(door, kind), door.to("agreement_new", kind.value)) for kind in OTHERS],
        "to": {name: door.to("agreement_new", name) for name in (FormKind.SHARING, FormKind.KEEPING_FROM)},
        "seen_by": "" if door.hers else _("the team, as far as it is their part"),
    }
    return show(request, door, "list", shown)


def show(request: HttpRequest, door: Door, template: str, shown: dict, *, status: int = 200) -> HttpResponse:
    """One of these pages, with the way back."""
    around: dict[str, Any] = {"door": door, "hers": door.hers, "list_url": door.to("agreements")}
    around |= {"back": door.to("agreements"), "base": "mine/base.html" if door.hers else "design/base.html"}
    if door.hers:
        around |= surrounded(request, door.woman)
    return render(request, f"mother/agreements/{template}.html", around | shown, status=status)

"""For what she and her children wait, and what there is until then, on her own page."""

from __future__ import annotations

import uuid
from contextlib import suppress
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from alongside.continuity import actions, queries
from alongside.continuity.models import Wait, WaitStep
from alongside.continuity.queries import WaitNow
from alongside.continuity.terms import Standing, StepKind
from alongside.families.models import Person
from alongside.pages.design.days import date_format
from alongside.pages.mother.mine.around import hers, show, stamp
from alongside.recordkeeping.rules import Refused
from alongside.services.queries import every_service

STANDS: dict[Standing, Any] = {
    Standing.WAITS: gettext_lazy("There is no place yet."),
    Standing.NO_ANSWER: gettext_lazy("They have not answered us. We go on asking."),
    Standing.OFFERED: gettext_lazy("There is a place for you."),
    Standing.BEGAN: gettext_lazy("It has begun."),
    Standing.NO_LONGER: gettext_lazy("You no longer want it. You can change your mind."),
}


@require_safe
@hers
def my_waits(request: HttpRequest, herself: Person) -> HttpResponse:
    """Each wait: since when, how it stands, what there is meanwhile; and she may change her mind."""
    called = {each.code: each.name for each in every_service()}
    rows = queries.waits_of(herself.family_id, timezone.localdate())
    return show(request, herself, "waits", {"waits": [_shown(row, called, herself) for row in rows]})


@require_POST
@hers
def my_wait_turn(request: HttpRequest, herself: Person, id: uuid.UUID) -> HttpResponse:
    """She no longer wants it, or after all she does."""
    try:
        found = queries.wait(herself.family_id, id)
    except Wait.DoesNotExist:
        raise Http404 from None
    kind = StepKind.NO_LONGER if request.POST.get("wants") == "no" else StepKind.GOES_ON
    who: dict[str, Any] = dict(stamp(request))
    with suppress(Refused):  # it stands so already: that is what she wants
        actions.step(wait=found, kind=kind.value, on=timezone.localdate(), **who)
    return redirect("my_waits")


def _shown(row: WaitNow, called: dict[str, str], herself: Person) -> dict[str, Any]:
    what = " · ".join(each for each in (called.get(row.wait.service, ""), row.wait.elsewhere) if each)
    offers = [each.place_on for each in row.steps if each.kind == StepKind.OFFERED and each.place_on]
    place = offers[-1] if offers else None
    so_far = row.stood.days
    days = ngettext("%(n)s day so far. That is not up to you.", "%(n)s days so far. That is not up to you.", so_far)
    return {
        "id": row.wait.id,
        "name": what or _("Something you asked for"),
        "who": "" if row.wait.person_id == herself.id else row.wait.person.name,
        "asked": _("You asked for this on %(day)s.") % {"day": date_format(row.wait.asked_on)},
        "days": days % {"n": row.stood.days} if row.stood.waits else "",
        "stands": STANDS[row.stood.standing],
        "place": date_format(place) if place and row.stood.standing == Standing.OFFERED else "",
        "meanwhile": [_meanwhile(each, called) for each in row.meanwhile] if row.stood.waits else [],
        "waits": row.stood.waits,
        "again": row.stood.standing == Standing.NO_LONGER,
        "words": row.wait.her_words,
    }


def _meanwhile(step: WaitStep, called: dict[str, str]) -> str:
    return called.get(step.instead, "") or step.words or _("Something your worker told you about")

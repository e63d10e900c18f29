"""For what she and her children wait, and what there is until then, on her own page, as it is."""

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

from alongside.continuity import actions, queries, rules
from alongside.continuity.models import Wait, WaitStep
from alongside.continuity.queries import WaitNow
from alongside.continuity.terms import AskedBy, Standing, StepKind, WhyWaiting
from alongside.families.models import Person
from alongside.pages.design.days import date_format
from alongside.pages.mother.mine.around import hers, show, stamp
from alongside.recordkeeping.rules import Refused
from alongside.services.queries import every_service

ASKED: dict[str, Any] = {
    AskedBy.HERSELF: gettext_lazy("You asked for this on %(day)s."),
    AskedBy.US: gettext_lazy("We asked for this with you on %(day)s."),
    AskedBy.PARTNER: gettext_lazy("People at another place asked for this on %(day)s."),
}
# Why there is no place yet: it is never she.
WHY: dict[str, Any] = {
    WhyWaiting.NO_PLACE: gettext_lazy("There is no place yet."),
    WhyWaiting.BEGINS_LATER: gettext_lazy("It begins on a later day."),
    WhyWaiting.AGENCY: gettext_lazy("People at another place decide about it."),
    WhyWaiting.NOBODY: gettext_lazy("Somebody is missing here who could do it."),
    WhyWaiting.PAPERS: gettext_lazy("A paper is needed first. Ask us about it."),
    WhyWaiting.UNKNOWN: gettext_lazy("Nobody has told us why it takes time."),
}
# What the newest turn of it was, where that says more than how it stands.
AFTER: dict[str, Any] = {
    StepKind.ANSWERED: gettext_lazy("They have answered us. Ask us what they said."),
    StepKind.NOT_THIS: gettext_lazy("The place that was offered did not fit. It goes on."),
}
STANDS: dict[Standing, Any] = {
    Standing.WAITS: gettext_lazy("There is no place yet."),
    Standing.OFFERED: gettext_lazy("There is a place for you."),
    Standing.NO_ANSWER: gettext_lazy("They have not answered us. We can ask again."),
    Standing.BEGAN: gettext_lazy("It has begun."),
    Standing.NO_LONGER: gettext_lazy("It is no longer wanted. You can change your mind."),
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
    who = "" if row.wait.person_id == herself.id else row.wait.person.name or _("your child")
    stood, still = row.stood, row.stood.standing in (Standing.WAITS, Standing.NO_ANSWER)
    days = ngettext("%(n)s day so far. That is not up to you.", "%(n)s days so far. That is not up to you.", stood.days)
    return {
        "id": row.wait.id,
        "name": what or _("Something we wrote down"),
        "who": who,
        "asked": ASKED[row.wait.asked_by] % {"day": date_format(row.wait.asked_on)},
        "days": days % {"n": stood.days} if still and stood.days else "",
        "stands": _stands(row, who),
        "meanwhile": [_meanwhile(each, called) for each in row.meanwhile] if stood.waits else [],
        "ask": still,
        "waits": stood.waits,
        "again": stood.standing == Standing.NO_LONGER,
        "words": row.wait.her_words,
    }


def _stands(row: WaitNow, who: str) -> Any:
    """How it stands in one or two sentences; of a place, the one that was offered last."""
    turn = next((each for each in reversed(row.steps) if each.kind in rules.TURNS), None)
    if row.stood.standing == Standing.OFFERED:
        said = _("There is a place for %(who)s.") % {"who": who} if who else str(STANDS[Standing.OFFERED])
        if turn is not None and turn.place_on:
            said += " " + _("It is there from %(day)s on.") % {"day": date_format(turn.place_on)}
        return said
    if row.stood.standing == Standing.WAITS:
        return AFTER.get(turn.kind if turn else "", WHY[row.wait.why])
    return STANDS[row.stood.standing]


def _meanwhile(step: WaitStep, called: dict[str, str]) -> str:
    return called.get(step.instead, "") or step.words or _("Something your worker told you about")

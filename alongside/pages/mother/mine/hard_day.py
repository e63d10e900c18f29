"""When a day is hard, whatever the reason: she may ask for somebody today; what helped her before is hers."""

from __future__ import annotations

import uuid
from contextlib import suppress
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from alongside.care import actions, queries
from alongside.care.terms import AskedFor, AskSettled, No
from alongside.continuity import queries as continuity
from alongside.enrolment import queries as enrolment
from alongside.families import queries as families
from alongside.families.models import Person, Woman
from alongside.families.terms import Channel
from alongside.pages.design.forms import CalmForm
from alongside.pages.design.numbers import numbers
from alongside.pages.mother.mine.around import hers, show, stamp, tried
from alongside.pages.mother.mine.people import gaps
from alongside.recordkeeping.rules import Refused

# The same choices in words said to her.
WANTS: dict[AskedFor, Any] = {
    AskedFor.CALL: gettext_lazy("Please call me"),
    AskedFor.MEET: gettext_lazy("Please come and meet me"),
    AskedFor.EITHER: gettext_lazy("One or the other"),
}


class Ask(CalmForm):
    """Only the first is needed."""

    wants = forms.ChoiceField(
        label=gettext_lazy("What would be good today?"),
        choices=[(each.value, words) for each, words in WANTS.items()],
        widget=forms.RadioSelect,
    )
    her_words = forms.CharField(
        label=gettext_lazy("How, when or where is it safe today?"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off", "spellcheck": "false"}),
        help_text=gettext_lazy("Say it your way, or leave it empty."),
    )  # fmt: skip


@require_safe
@hers
def my_hard_day(request: HttpRequest, herself: Person) -> HttpResponse:
    """What is so, who is there, what helped, and asking for somebody."""
    return _page(request, herself)


def _page(request: HttpRequest, herself: Person, form: Ask | None = None) -> HttpResponse:
    today = timezone.localdate()
    plan = families.safe_contact_of(Woman(person_id=herself.id, family_id=herself.family_id))
    ways = {way.channel for way in plan.ways.all()} - {Channel.NONE.value} if plan else set()
    shown = {
        "team": _team(herself, today),
        "gaps": [each for each in gaps() if each["now"]],
        "asks": [(each, WANTS[AskedFor(each.wants)]) for each in queries.asks_of(herself.family_id, herself.id)],
        "helped": queries.helped_before(herself.family_id, herself.id),
        "knows_a_way": bool(ways),
        "form": form or Ask(),
        "lines": numbers(),
    }
    return show(request, herself, "hard_day", shown, status=422 if form else 200)


def _team(herself: Person, today: Any) -> list[tuple[str, bool]]:
    """(name, the one she turns to first) of whoever of her team is there today; what they do here, nobody need read."""
    first = enrolment.key_workers_on(herself.family_id, today).filter(person_id=herself.id)
    keys = set(first.values_list("colleague_id", flat=True))
    members = set(enrolment.team_on(herself.family_id, today).values_list("colleague_id", flat=True))
    # A colleague's own record is not hers to read: names are asked for alone.
    named = queries.names_in_my_file(members - continuity.my_team_not_there().keys())
    return sorted(((name, id in keys) for id, name in named.items()), key=lambda each: not each[1])


@require_POST
@hers
def my_hard_day_ask(request: HttpRequest, herself: Person) -> HttpResponse:
    """She asks; whoever works with her sees it on the first page. Nothing calls by itself."""
    form = Ask(request.POST)
    if form.is_valid():
        given = form.cleaned_data

        def do() -> Any:
            return actions.ask_today(
                woman=herself.id, family=herself.family_id, wants=given["wants"], her_words=given["her_words"],
                id=uuid.uuid5(given["submission"], str(herself.id)), **stamp(request),  # type: ignore[arg-type]
            )  # fmt: skip

        if tried(form, do, No) is not None:
            messages.success(request, _("Kept. Your team sees it now."))
            return redirect("my_hard_day")
    return _page(request, herself, form)


@require_POST
@hers
def my_hard_day_back(request: HttpRequest, herself: Person, id: uuid.UUID) -> HttpResponse:
    """She takes it back, and nobody asks why."""
    row = queries.asked_today(herself.family_id, id)
    with suppress(Refused):  # somebody was with her, or she pressed twice: it is settled
        actions.settle_ask(ask=row, settled_as=AskSettled.TAKEN_BACK, **stamp(request))  # type: ignore[arg-type]
    return redirect("my_hard_day")

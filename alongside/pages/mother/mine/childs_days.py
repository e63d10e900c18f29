"""How the day was with us, for each child for whom she decides; who may fetch it, as she says; what helps it."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside.childcare import actions, queries
from alongside.childcare.actions import Somebody
from alongside.childcare.models import Fetcher
from alongside.childcare.queries import DayTold, Shared
from alongside.childcare.terms import No
from alongside.families import queries as families
from alongside.families.models import Child, Person
from alongside.pages.design.forms import CalmForm
from alongside.pages.mother.mine.around import hers, show, stamp, tried

DAYS = timedelta(days=14)


def since() -> date:
    """The first of the days that are told."""
    return timezone.localdate() - DAYS


@require_safe
@hers
def my_childs_days(request: HttpRequest, herself: Person) -> HttpResponse:
    """Two weeks of each child, the newest day first; read the same day."""
    today = timezone.localdate()
    found = queries.shared_days(herself.family_id, since(), today)
    decided = queries.decided_by_her()
    found = {**dict.fromkeys(decided, Shared()), **found}
    names = families.names_of(list(found))
    children = [
        {
            "id": child,
            "asked": child in decided,
            "name": names[child],
            "days": [_day(each) for each in shared.days],
            "fetchers": [
                {"name": row.name, "mine": str(row.pk) if row.said_by_id == herself.id else ""}
                for row in shared.fetchers
            ],
            "plan": shared.plan,
            "consults": shared.consults,
        }
        for child, shared in found.items()
        if child in names
    ]
    return show(request, herself, "childs_days", {"children": sorted(children, key=lambda each: each["name"])})


class FetcherForm(CalmForm):
    """Who may fetch her child: a name is enough."""

    name = forms.CharField(label=gettext_lazy("Who may fetch your child?"), max_length=200)
    known_by = forms.CharField(
        label=gettext_lazy("How will we know this person?"), required=False, max_length=300,
        help_text=gettext_lazy("For example: a card with a photo, or somebody we met with you."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@hers
def my_fetcher_new(request: HttpRequest, herself: Person, child: uuid.UUID) -> HttpResponse:
    """She puts somebody on the list of a child for whom she decides; from today on."""
    if child not in queries.decided_by_her():
        raise Http404
    form = FetcherForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data

        def add() -> Fetcher:
            return actions.let_fetch(
                child=Child(person_id=child, family_id=herself.family_id), who=Somebody(name=given["name"]),
                said_by=herself.id, known_by=given["known_by"], from_on=timezone.localdate(), until_on=None,
                id=uuid.uuid5(given["submission"], str(child)), **stamp(request),
            )  # fmt: skip

        if tried(form, add, No) is not None:
            return redirect("my_childs_days")
    name = families.names_of([child]).get(child, "")
    return show(request, herself, "fetcher_new", {"form": form, "name": name}, status=400 if form.is_bound else 200)


@require_POST
@hers
def my_fetcher_end(request: HttpRequest, herself: Person, id: uuid.UUID) -> HttpResponse:
    """Somebody whom she put on the list is not on it any more."""
    row = queries.said_by_her(herself.family_id, herself.id, id)
    if row is None:
        raise Http404
    actions.end_fetcher(fetcher=row, **stamp(request))
    return redirect("my_childs_days")


def _day(each: DayTold) -> dict[str, Any]:
    return {
        "on": each.on,
        "doors": [
            {"what": row.what, "at": time_format(timezone.localtime(row.at), "TIME_FORMAT"), "name": row.name}
            for row in each.doors
        ],
        "told": [
            {
                "kind": capfirst(row.get_kind_display()),
                "at": time_format(row.at_time, "TIME_FORMAT") if row.at_time else "",
                "words": row.words,
                "done": row.done,
                "told": row.told,
            }
            for row in each.entries
        ],
    }

"""Lists that she chose to have here: under words that could be anybody's, and gone the moment she says so."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside.care import actions, queries
from alongside.care.models import SafetyVersion
from alongside.care.queries import PlanSeen
from alongside.care.rules import STEPS
from alongside.care.terms import No, PlanKind, PlanStep
from alongside.families.models import Person
from alongside.pages.design.forms import CalmForm
from alongside.pages.design.numbers import numbers
from alongside.pages.mother.mine.around import hers, show, stamp, tried
from alongside.pages.mother.mine.forms_lists import Turn, Words
from alongside.recordkeeping import queries as recordkeeping
from alongside.recordkeeping.actions import settle


@require_safe
@hers
def my_lists(request: HttpRequest, herself: Person) -> HttpResponse:
    """By the words that she chose for them; a list that she needs no longer is not among them."""
    rows = [row for row in queries.plans_of(herself.family_id) if not row.ended]
    return show(request, herself, "lists", {"lists": [(row.plan.pk, heading(row)) for row in rows]})


def heading(row: PlanSeen) -> str:
    """What stands above it; it never says what it is for."""
    return (row.copy.heading if row.copy else "") or _("My list")


@require_safe
@hers
def my_list(request: HttpRequest, herself: Person, id: uuid.UUID) -> HttpResponse:
    """One of them."""
    return _page(request, herself, queries.plan_of(herself.family_id, id))


def steps_here(row: PlanSeen) -> list[PlanStep]:
    """The steps that she chose to have here; every step of such a list where she did not choose among them."""
    chosen = row.copy.steps if row.copy else []
    return [step for step in STEPS[PlanKind(row.plan.kind)] if not chosen or step.value in chosen]


def _said(row: PlanSeen) -> list[tuple[Any, str]]:
    """(question, her words) of what is here."""
    return [(step.label, row.words.said[step.value]) for step in steps_here(row) if step.value in row.words.said]


def _page(request: HttpRequest, herself: Person, row: PlanSeen, form: CalmForm | None = None) -> HttpResponse:
    shown = {
        "plan": row.plan,
        "heading": heading(row),
        "steps": _said(row),
        "on": row.looked_on,
        "ended": row.ended,
        "turn": form or Turn(),
        "form": form,
        "lines": numbers(),
    }
    return show(request, herself, "list", shown, status=422 if form else 200)


@require_POST
@hers
def my_list_turn(request: HttpRequest, herself: Person, id: uuid.UUID) -> HttpResponse:
    """It is still right, or she does not need it any more."""
    row, form = queries.plan_of(herself.family_id, id), Turn(request.POST)
    if form.is_valid():
        given = form.cleaned_data

        def do() -> Any:
            return actions.turn_plan(
                plan=row.plan, what=given["what"], her_words=given["her_words"], on=timezone.localdate(),
                id=uuid.uuid5(given["submission"], str(herself.id)), **stamp(request),  # type: ignore[arg-type]
            )  # fmt: skip

        if tried(form, do, No) is not None:
            return redirect(
                "my_lists" if given["what"] == "ended" else "my_list", *([] if given["what"] == "ended" else [id])
            )
    return _page(request, herself, row, form)


@require_POST
@hers
def my_list_away(request: HttpRequest, herself: Person, id: uuid.UUID) -> HttpResponse:
    """Off this page, at once, and nobody asks why. Her team still has it."""
    actions.take_off_her_page(plan=queries.plan(herself.family_id, id), **stamp(request))  # type: ignore[arg-type]
    return redirect("my_lists")


@require_http_methods(["GET", "POST"])
@hers
def my_list_words(request: HttpRequest, herself: Person, id: uuid.UUID) -> HttpResponse:
    """She says it differently now. When somebody wrote meanwhile, she sees both and decides what stands."""
    row = queries.plan_of(herself.family_id, id)
    here, now = steps_here(row), row.words
    form = Words(request.POST or None, steps=here, initial=now.said, version=now.number)
    meanwhile: list[tuple[Any, str]] = []
    if request.method == "POST" and form.is_valid():
        given, who = form.cleaned_data, dict(stamp(request))
        told = str(given["version"])
        base = int(told) if told.isdecimal() and len(told) < 10 else now.number
        said = {**now.said, **{step.value: given[step.value] for step in here}}

        def do() -> Any:
            return actions.say_plan_anew(
                plan=row.plan, base_version=base, said=said, on=timezone.localdate(), again_on=None,
                id=uuid.uuid5(given["submission"], str(herself.id)), **who,  # type: ignore[arg-type]
            )  # fmt: skip

        saved = tried(form, do, No)
        if isinstance(saved, SafetyVersion):
            for aside in recordkeeping.set_aside_in(herself.family_id).filter(
                target=row.plan.pk, recorded_by=who["by"]
            ):
                settle(aside=aside, **who)  # type: ignore[arg-type]
            return redirect("my_list", id)
        if saved is not None:  # both are kept; what she keeps now stands
            form, meanwhile = Words(steps=here, initial=said, version=now.number), _said(row)
    shown = {"plan": row.plan, "heading": heading(row), "form": form, "meanwhile": meanwhile}
    return show(request, herself, "list_words", shown, status=422 if form.errors else 200)

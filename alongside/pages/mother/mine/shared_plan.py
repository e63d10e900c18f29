"""Our plan, on her own page: read in plain words, signed if she likes, and "this is not right" in hers."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from alongside.care import actions, queries
from alongside.care.models import LaneVersion
from alongside.care.queries import LaneSeen, steps_of
from alongside.care.rules import LaneStep
from alongside.care.terms import Does
from alongside.care.terms import No as NoHere
from alongside.consent import actions as consent
from alongside.consent import queries as statements
from alongside.consent.models import Statement
from alongside.consent.terms import No, SignedHow
from alongside.families.models import Person
from alongside.goals.terms import Lane, Leads
from alongside.pages.design.signature import SignatureForm
from alongside.pages.mother.mine.around import hers, show, stamp, tried
from alongside.pages.mother.mine.forms import HerWords
from alongside.pages.mother.mine.forms_goals import LANES
from alongside.recordkeeping.rules import Refused

# From which side help comes first, said to her.
BESIDE_YOU: dict[Leads, Any] = {
    Leads.ADDICTION: gettext_lazy("Beside you: those who are there for you"),
    Leads.CHILD_WELFARE: gettext_lazy("Beside you: those who are there for families"),
    Leads.BOTH: gettext_lazy("Beside you: both together"),
    Leads.HER: gettext_lazy("Beside you: whoever you ask"),
}


@dataclass(frozen=True)
class StepShown:
    """What is done, who does it, about when."""

    what: str
    who: str
    when: date | None


@dataclass(frozen=True)
class LaneShown:
    """One lane, as it is said to her. ``goals``: (number, words) of what she wants that belongs here.

    ``said``: her words beside it; ``before``: those beside what stood there earlier.
    """

    id: uuid.UUID
    title: str
    on: date
    words: str
    steps: list[StepShown]
    goals: list[tuple[uuid.UUID, str]]
    beside: str
    again_on: date | None
    signed_on: date | None
    said: Sequence[Statement]
    before: Sequence[Statement]


@require_safe
@hers
def my_plan(request: HttpRequest, herself: Person) -> HttpResponse:
    """What stands, lane by lane; whatever was emptied is not here."""
    rows = _rows(herself)
    shown = {"lanes": _shown(herself, rows), "to_sign": any(row.signed is None for row in rows)}
    return show(request, herself, "our_plan", shown)


@require_http_methods(["GET", "POST"])
@hers
def my_plan_say(request: HttpRequest, herself: Person, id: uuid.UUID) -> HttpResponse:
    """Something of it is not right. Her words stand beside it from then on, wherever it is read.

    When it was said anew while she wrote, they stand beside the words that she read.
    """
    held = queries.lane_version(herself.family_id, id)
    if held.subject != herself.id:
        raise Http404
    row = next((each for each in _rows(herself) if each.now.pk == id), None)
    if row is None and request.method != "POST":
        return redirect("my_plan")
    form = HerWords(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data

        def say() -> Any:
            return consent.record_statement(
                family=held.family_id, subject=held.subject, category=held.category, about="care.laneversion",
                target=held.pk, words=given["words"], asks_change=given["asks_change"], id=given["submission"],
                **stamp(request),  # type: ignore[arg-type]
            )  # fmt: skip

        if tried(form, say, No) is not None:
            return redirect("my_plan")
    shown = {"lane": _shown(herself, [row or LaneSeen(Lane(held.lane), (held,))])[0], "form": form}
    return show(request, herself, "our_plan_say", shown, status=422 if form.errors else 200)


class SignForm(SignatureForm):
    """Her signature under what she read here."""

    shown = forms.CharField(widget=forms.HiddenInput, required=False)


@require_http_methods(["GET", "POST"])
@hers
def my_plan_sign(request: HttpRequest, herself: Person) -> HttpResponse:
    """She signs what she reads here, with her name or a drawing. Nothing waits for it."""
    rows = [row for row in _rows(herself) if row.signed is None]
    if not rows:
        return redirect("my_plan")
    form = SignForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.sign_plan(
                family=herself.family_id, woman=herself.id, versions=_ids(form.cleaned_data["shown"]), how=form.way,
                signature=form.signature, **stamp(request),  # type: ignore[arg-type]
            )  # fmt: skip
        except Refused as no:
            said = NoHere(no.because) if no.because in NoHere.values else No(no.because)
            form.add_error(None, said.label)
        else:
            return redirect("my_plan")
    shown = {
        "lanes": _shown(herself, rows),
        "shown": " ".join(str(row.now.pk) for row in rows),
        "form": form,
        "ways": SignedHow,
        "hers": True,
        "drawn": request.POST.get("drawn", ""),
    }
    return show(request, herself, "our_plan_sign", shown, status=422 if form.errors else 200)


def _ids(text: str) -> list[uuid.UUID]:
    try:
        return [uuid.UUID(id) for id in text.split()]
    except ValueError:
        return []


def _rows(herself: Person) -> list[LaneSeen]:
    """What stands about herself."""
    return [row for row in queries.shared_plan(herself.family_id) if row.now.subject == herself.id and not row.empty]


def _shown(herself: Person, rows: Sequence[LaneSeen]) -> list[LaneShown]:
    """Lanes with everything that stands beside them; three statements, whatever their number."""
    family = herself.family_id
    said = statements.statements(family, [each.pk for row in rows for each in row.versions])
    goals = queries.goals_pointed_to(family, rows)
    workers = queries.names_in_my_file({step.colleague for row in rows for step in steps_of(row.now) if step.colleague})
    return [_lane(row, row.now, workers, goals, said) for row in rows]


def _lane(
    row: LaneSeen, held: LaneVersion, workers: Mapping[uuid.UUID, str], goals: Mapping[uuid.UUID, Any],
    said: Mapping[uuid.UUID, Sequence[Statement]],
) -> LaneShown:  # fmt: skip
    return LaneShown(
        id=held.pk,
        title=str(LANES[Lane(row.lane)]),
        on=held.on,
        words=held.her_words,
        steps=[StepShown(step.what, _who(step, workers), step.when) for step in steps_of(held)],
        goals=[(id, goals[id].her_words) for id in held.goals if id in goals],
        beside=str(BESIDE_YOU[Leads(held.leads)]),
        again_on=held.again_on,
        signed_on=timezone.localdate(row.signed.recorded_at) if row.signed else None,
        said=said.get(held.pk, ()),
        before=[each for version in row.versions[:-1] for each in said.get(version.pk, ())],
    )


def _who(step: LaneStep, workers: Mapping[uuid.UUID, str]) -> str:
    if step.who == Does.HERSELF:
        return _("you")
    if step.who == Does.COLLEAGUE and step.colleague:
        return workers.get(step.colleague, _("somebody of your team"))
    return step.name

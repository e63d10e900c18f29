"""What she wants, on her own page: told, looked at over time, with her own number, small steps and how it stands."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside.access import own_page
from alongside.access.scope import child_of
from alongside.care import queries as care
from alongside.families import queries as families
from alongside.families.models import Family, Person
from alongside.families.terms import ChildState
from alongside.goals import actions, queries
from alongside.goals.models import Goal
from alongside.goals.queries import GoalSeen
from alongside.goals.terms import Lane, No, Settled
from alongside.pages.design.forms import CalmForm
from alongside.pages.mother.mine import presented_goals as present
from alongside.pages.mother.mine.around import hers, show, stamp, tried
from alongside.pages.mother.mine.forms_goals import NewGoal, Stands, Step, Today, Words
from alongside.recordkeeping import queries as recordkeeping
from alongside.recordkeeping.actions import settle
from alongside.recordkeeping.models import SetAside
from alongside.recordkeeping.rules import Refused

WORDS = ("her_words", "why", "at_zero", "at_ten")


@require_safe
@hers
def my_goals(request: HttpRequest, herself: Person) -> HttpResponse:
    """Everything she said she wants; what goes on first."""
    rows = queries.goals_of(herself.family_id)
    names = own_page.my_people(herself)
    shown = [present.goal(row, names, {}, herself.id) for row in rows]
    return show(request, herself, "goals", {"goals": present.by_standing(shown)})


@require_http_methods(["GET", "POST"])
@hers
def my_goal_new(request: HttpRequest, herself: Person) -> HttpResponse:
    """Something she wants. It needs no more than her words."""
    form = NewGoal(request.POST or None, whom=_whom(herself))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        for_whom, _colon, subject = given["whom"].partition(":")

        def tell() -> Goal:
            return actions.tell_goal(
                family=Family(id=herself.family_id), subject=uuid.UUID(subject), for_whom=for_whom, told_by=herself.id,
                lane=given["lane"] or Lane.OWN, her_words=given["her_words"], why=given["why"],
                on=timezone.localdate(), id=_of_form(given, herself.id), **stamp(request),  # type: ignore[arg-type]
            )  # fmt: skip

        told = tried(form, tell, No)
        if told is not None:
            return redirect("my_goal", told.pk)
    return show(request, herself, "goal_new", {"form": form}, status=422 if form.errors else 200)


def _whom(herself: Person) -> list[tuple[str, str]]:
    """Whom her goal can be about: herself, her and each child she reads about here, such a child alone, all of them.

    A child she lost is not among what a form offers (E-17); she can say so in her own words.
    """
    people = families.people_of(herself.family_id).select_related("child")
    children = {p.id: p for p in people if (child := child_of(p)) and child.state != ChildState.LOST}
    found = [(f"woman:{herself.id}", _("Me"))]
    for dyad in families.dyads_of(herself.family_id):
        if dyad.woman_id == herself.id and dyad.child_id in children:
            name = children[dyad.child_id].name or _("my child")
            found.append((f"dyad:{dyad.id}", _("%(child)s and me together") % {"child": name}))
            found.append((f"child:{dyad.child_id}", name))
    return [*found, (f"family:{herself.id}", _("All of us"))]


@require_safe
@hers
def my_goal(request: HttpRequest, herself: Person, id: uuid.UUID) -> HttpResponse:
    """One of them: how it was over time, and what she can say to it."""
    return _page(request, herself, queries.goal_of(herself.family_id, id))


def _page(
    request: HttpRequest, herself: Person, row: GoalSeen, status: int = 200, **forms: CalmForm
) -> HttpResponse:  # fmt: skip
    """One goal with its small forms; ``forms``: those with something to look at again."""
    names = own_page.my_people(herself)
    workers = care.names_in_my_file({step.colleague_id for step in row.steps if step.colleague_id})
    shown = {
        "goal": present.goal(row, names, workers, herself.id),
        "picture": present.picture(row),
        "today": Today(prefix="today"),
        "step": Step(prefix="step"),
        "stands": Stands(prefix="stands", initial={"state": row.stands.state}),
        **forms,
    }
    shown["form"] = next(iter(forms.values()), None)
    return show(request, herself, "goal", shown, status=status)


@require_POST
@hers
def my_goal_today(request: HttpRequest, herself: Person, id: uuid.UUID) -> HttpResponse:
    """Where she is with it today."""
    return _said(request, herself, id, "today", Today(request.POST, prefix="today"), _rate)


@require_POST
@hers
def my_goal_step(request: HttpRequest, herself: Person, id: uuid.UUID) -> HttpResponse:
    """A small step, and who helps."""
    return _said(request, herself, id, "step", Step(request.POST, prefix="step"), _add_step)


@require_POST
@hers
def my_goal_stands(request: HttpRequest, herself: Person, id: uuid.UUID) -> HttpResponse:
    """It goes on, rests, is good enough for now, or is put away."""
    return _said(request, herself, id, "stands", Stands(request.POST, prefix="stands"), _stand)


Do = Callable[[Goal, dict[str, Any], dict[str, Any]], Any]


def _said(
    request: HttpRequest, herself: Person, id: uuid.UUID, name: str, form: CalmForm, do: Do
) -> HttpResponse:  # fmt: skip
    """One small form of a goal: kept, and back to the goal; or the goal again with what to look at."""
    row = queries.goal_of(herself.family_id, id)
    if form.is_valid():
        who: dict[str, Any] = dict(stamp(request))
        given = {**form.cleaned_data, "id": _of_form(form.cleaned_data, herself.id)}
        if tried(form, lambda: do(row.goal, given, who), No) is not None:
            return redirect("my_goal", id)
    return _page(request, herself, row, 422, **{name: form})


def _rate(goal: Goal, given: dict[str, Any], who: dict[str, Any]) -> Any:
    value = int(given["value"]) if given["value"] else None
    return actions.rate_goal(
        goal=goal, on=timezone.localdate(), value=value, words=given["words"], id=given["id"], **who
    )  # fmt: skip


def _add_step(goal: Goal, given: dict[str, Any], who: dict[str, Any]) -> Any:
    helper = given["helper"].strip()
    return actions.add_step(
        goal=goal, words=given["words"], helps="somebody" if helper else "herself", helper=helper, id=given["id"], **who
    )


def _stand(goal: Goal, given: dict[str, Any], who: dict[str, Any]) -> Any:
    return actions.say_standing(
        goal=goal, state=given["state"], her_words=given["her_words"], on=timezone.localdate(), id=given["id"], **who
    )


@require_POST
@hers
def my_step_done(request: HttpRequest, herself: Person, step: uuid.UUID) -> HttpResponse:
    """A step is done, or let go; somebody else may have said so already."""
    found = queries.step(herself.family_id, step)
    settled = Settled.LET_GO if request.POST.get("as") == Settled.LET_GO else Settled.DONE
    with suppress(Refused):
        actions.settle_step(step=found, settled_as=settled, on=timezone.localdate(), **stamp(request))  # type: ignore[arg-type]
    return redirect("my_goal", found.goal_id)


@require_http_methods(["GET", "POST"])
@hers
def my_goal_words(request: HttpRequest, herself: Person, id: uuid.UUID) -> HttpResponse:
    """She says it differently now. When somebody wrote meanwhile, she sees both and decides which stands."""
    goal = queries.goal(herself.family_id, id)
    if goal.told_by != herself.id:  # somebody else's words about her or her child
        raise Http404
    now = {name: getattr(goal, name) for name in WORDS}
    form, meanwhile = Words(request.POST or None, initial=now, version=goal.version), False
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        told = str(given["version"])
        base = int(told) if told.isdecimal() and len(told) < 10 else goal.version
        values = {name: given[name] for name in WORDS}
        said = _anew(form, goal, base, values, dict(stamp(request)))
        if isinstance(said, Goal):
            return redirect("my_goal", id)
        if said is not None:  # both are kept; she decides, and what she keeps now stands
            goal.refresh_from_db()
            form, meanwhile = Words(initial=values, version=goal.version), True
    shown = {"form": form, "goal": goal, "meanwhile": meanwhile}
    return show(request, herself, "goal_words", shown, status=422 if form.errors else 200)


def _anew(form: CalmForm, goal: Goal, base: int, values: dict[str, Any], who: dict[str, Any]) -> Goal | SetAside | None:
    """Her words as she says them now; what she wrote was kept beside it when somebody was quicker, and is no longer
    open when she decides herself."""
    said = tried(form, lambda: actions.say_anew(goal=goal, base_version=base, values=values, **who), No)
    if isinstance(said, Goal):
        for aside in recordkeeping.set_aside_in(goal.family_id).filter(target=goal.pk, recorded_by=who["by"]):
            settle(aside=aside, **who)
    return said  # type: ignore[no-any-return]


def _of_form(given: dict[str, Any], by: uuid.UUID) -> uuid.UUID:
    """An id for what she sent with one form, so that sending it twice keeps it once."""
    return uuid.uuid5(given["submission"], str(by))

"""When she goes, and after: how it was, a goodbye, staying in touch, giving something back. All of it hers to say."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from alongside.afterwards import actions, queries
from alongside.afterwards.terms import ForWhat, HowOften, Level, Matter, No, Stage, Way, Whose
from alongside.enrolment.models import Ending
from alongside.families import queries as families
from alongside.families.models import Person
from alongside.pages.design.closing import ClosingForm, Speaks, side_by_side, stands_of
from alongside.pages.design.forms import CalmForm
from alongside.pages.mother.mine.around import hers, show, stamp, tried

_PLAIN = {"autocomplete": "off", "spellcheck": "false"}
# The same questions and words, said to her.
MATTERS: dict[Matter, Any] = {
    Matter.HOW: gettext_lazy("How did your time with us end?"),
    Matter.GOALS: gettext_lazy("Did you get what you wanted from us?"),
    Matter.CUSTODY: gettext_lazy("Who is your child with?"),
    Matter.SUBSTANCE_USE: gettext_lazy("How is it with using, all in all?"),
    Matter.RELATIONSHIP: gettext_lazy("How is it between you and your children?"),
    Matter.CHILD_DEVELOPMENT: gettext_lazy("How is your child growing and learning?"),
}
LEVELS: dict[Level, Any] = {
    **{level: level.label for level in Level},
    Level.MOST: gettext_lazy("most of what I wanted"),
    Level.SOME: gettext_lazy("some of what I wanted"),
    Level.WITH_HER: gettext_lazy("with me"),
    Level.SHARED: gettext_lazy("with me and somebody else"),
    Level.EASIER: gettext_lazy("easier than when I came"),
    Level.SAME: gettext_lazy("much as when I came"),
    Level.HARDER: gettext_lazy("harder than when I came"),
    Level.RATHER_NOT: gettext_lazy("I would rather not say"),
    Level.NOT_KNOWN: gettext_lazy("I do not know"),
}
TO_HER = Speaks(MATTERS, LEVELS, gettext_lazy("In your words"))
WHOSE: dict[Whose, Any] = {Whose.HERS: gettext_lazy("You"), Whose.OURS: gettext_lazy("Your team")}
STAGES: dict[Stage, Any] = {
    Stage.THINKING: gettext_lazy("I am thinking about it"),
    Stage.YES: gettext_lazy("Yes, I would like that"),
    Stage.BEGUN: gettext_lazy("It has begun"),
    Stage.RESTS: gettext_lazy("Not now"),
}


def _words(label: Any, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, widget=forms.Textarea(attrs={"rows": 2, **_PLAIN}), **more)


class Goodbye(CalmForm):
    """As much or as little as she likes."""

    takes_along = _words(gettext_lazy("What do you take along?"))
    leaves = _words(
        gettext_lazy("Is there something you want to leave to others here?"),
        help_text=gettext_lazy("Leave out names and places."),
    )
    offered = forms.BooleanField(label=gettext_lazy("Others may hear it, without my name"), required=False)


class Touch(CalmForm):
    """Nothing is ticked before she ticks it."""

    wanted = forms.ChoiceField(
        label=gettext_lazy("May we get in touch?"), widget=forms.RadioSelect,
        choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))],
    )  # fmt: skip
    ways = forms.MultipleChoiceField(
        label=gettext_lazy("How"), required=False, choices=Way.choices, widget=forms.CheckboxSelectMultiple
    )
    for_what = forms.MultipleChoiceField(
        label=gettext_lazy("What for"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[
            *((each.value, each.label) for each in ForWhat if each != ForWhat.HOW_ARE_YOU),
            (ForWhat.HOW_ARE_YOU.value, gettext_lazy("asking how I am")),
        ],
    )  # fmt: skip
    how_often = forms.ChoiceField(
        label=gettext_lazy("How often at most"), choices=HowOften.choices, widget=forms.RadioSelect
    )
    her_words = _words(gettext_lazy("Anything else"))


class Giving(CalmForm):
    """At her own pace, or not at all."""

    stage = forms.ChoiceField(
        label=gettext_lazy("Would you like to walk beside others one day?"), widget=forms.RadioSelect,
        choices=[(each.value, words) for each, words in STAGES.items() if each != Stage.BEGUN],
    )  # fmt: skip
    her_words = _words(gettext_lazy("In your words"))


@require_safe
@hers
def my_after(request: HttpRequest, herself: Person) -> HttpResponse:
    """All of it on one page."""
    return _page(request, herself)


def _children(herself: Person) -> list[tuple[uuid.UUID, str]]:
    """Her children whom she reads about here; one she lost is not among what a form offers (E-17)."""
    people = {p.id: p for p in families.people_of(herself.family_id)}
    return [
        (dyad.child_id, people[dyad.child_id].name or _("my child"))
        for dyad in families.dyads_of(herself.family_id)
        if dyad.woman_id == herself.id and dyad.child_id in people and not people[dyad.child_id].died_on
    ]


def _page(request: HttpRequest, herself: Person, **forms_again: CalmForm) -> HttpResponse:
    """``forms_again``: one to look at again, by its name."""
    views, endings = queries.views_of(herself.id), queries.endings_of(herself.id)
    touch, giving = queries.touch_of(herself.id), queries.giving_back_of(herself.id)
    children = _children(herself)
    touched = {}
    if touch:
        touched = {name: getattr(touch, name) for name in ("ways", "for_what", "how_often", "her_words")}
        touched["wanted"] = "yes" if touch.wanted else "no"
    shown: dict[str, Any] = {
        "endings": [
            (row, side_by_side([v for v in views if v.ending_id == row.pk], dict(children), TO_HER, WHOSE))
            for row in endings
        ],
        "goodbyes": list(queries.goodbyes_of(herself.id)[:10]),
        "goodbye": Goodbye(prefix="goodbye"),
        "touch": Touch(prefix="touch", initial=touched or {"how_often": HowOften.YEAR}),
        "giving": Giving(prefix="giving", initial={"stage": giving[0].stage} if giving else {}),
        "begun": bool(giving) and giving[0].stage == Stage.BEGUN,
        "stage": STAGES[Stage(giving[0].stage)] if giving else "",
        **forms_again,
        "form": next(iter(forms_again.values()), None),
    }
    return show(request, herself, "after", shown, status=422 if forms_again else 200)


@require_http_methods(["GET", "POST"])
@hers
def my_after_view(request: HttpRequest, herself: Person, ending: uuid.UUID) -> HttpResponse:
    """How it was, as she sees it; said anew whenever she likes."""
    row = queries.ending(ending)
    if row.person_id != herself.id:
        raise Ending.DoesNotExist
    rows = [view for view in queries.views_of(herself.id) if view.ending_id == row.pk]
    newest = queries.newest_view(row.pk, Whose.HERS)
    form = ClosingForm(
        request.POST or None, speaks=TO_HER, children=_children(herself), stands=stands_of(rows, Whose.HERS),
        version=str(newest.pk) if newest else "",
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():

        def say() -> Any:
            return actions.say_closing(
                ending=row,
                whose=Whose.HERS,
                answers=form.said(),
                base=form.base(),
                **stamp(request),  # type: ignore[arg-type]
            )

        if tried(form, say, No) is not None:
            return redirect("my_after")
    return show(request, herself, "after_view", {"form": form, "ending": row}, status=422 if form.errors else 200)


def _said(request: HttpRequest, herself: Person, name: str, form: CalmForm, do: Callable[[Any], Any]) -> HttpResponse:
    """Keep it, and back to the page; or the page with what to look at again."""
    if request.method != "POST":
        raise Http404
    if form.is_valid():
        given = form.cleaned_data
        given["id"] = uuid.uuid5(given["submission"], str(herself.id))
        if tried(form, lambda: do(given), No) is not None:
            return redirect("my_after")
    return _page(request, herself, **{name: form})


@require_http_methods(["POST"])
@hers
def my_after_goodbye(request: HttpRequest, herself: Person) -> HttpResponse:
    """What she takes along, and what she leaves."""

    def do(given: Any) -> Any:
        told = {name: given[name] for name in ("takes_along", "leaves", "offered", "id")}
        return actions.say_goodbye(
            family=herself.family_id,
            woman=herself.id,
            on=timezone.localdate(),
            **told,
            **stamp(request),  # type: ignore[arg-type]
        )

    return _said(request, herself, "goodbye", Goodbye(request.POST, prefix="goodbye"), do)


@require_http_methods(["POST"])
@hers
def my_after_touch(request: HttpRequest, herself: Person) -> HttpResponse:
    """Whether and how we stay in touch. It holds from this moment."""

    def do(given: Any) -> Any:
        told = {name: given[name] for name in ("ways", "for_what", "how_often", "her_words", "id")}
        return actions.say_touch(
            family=herself.family_id,
            woman=herself.id,
            wanted=given["wanted"] == "yes",
            **told,
            **stamp(request),  # type: ignore[arg-type]
        )

    return _said(request, herself, "touch", Touch(request.POST, prefix="touch"), do)


@require_http_methods(["POST"])
@hers
def my_after_giving(request: HttpRequest, herself: Person) -> HttpResponse:
    """She thinks about it, says yes, or not now. Whom she named before stays named."""
    before = queries.giving_back_of(herself.id)

    def do(given: Any) -> Any:
        told = {name: given[name] for name in ("stage", "her_words", "id")}
        return actions.say_giving_back(
            family=herself.family_id, woman=herself.id, keep_apart=before[0].keep_out if before else (), **told,
            **stamp(request),  # type: ignore[arg-type]
        )  # fmt: skip

    return _said(request, herself, "giving", Giving(request.POST, prefix="giving"), do)

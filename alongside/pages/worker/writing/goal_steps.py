"""What happens with a goal: her number, a small step, how it stands, talking it over. At her word, all of it."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access.policy import May
from alongside.goals import actions, queries
from alongside.goals.rules import HIGHEST, LOWEST
from alongside.goals.terms import Helps, Settled, Standing
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.writing.choices import colleagues, offered, or_nothing
from alongside.pages.worker.writing.fields import (
    Choices,
    choose,
    day,
    line,
    number,
    past_day,
    pick,
    words,
)
from alongside.pages.worker.writing.goals import about_goal, find, to_goal
from alongside.pages.worker.writing.handling import Given, confirm, may_write, stamp, writing
from alongside.safekeeping.terms import Category


def _of_ten(label: Any, **more: Any) -> forms.IntegerField:
    return number(label, least=LOWEST, most=HIGHEST, **more)


class RatingForm(CalmForm):
    """A number, words, or both."""

    whys: ClassVar = {
        "value": gettext_lazy("It is hers: it is compared with nobody’s, decides nothing, and may be left out.")
    }
    value = _of_ten(gettext_lazy("Where is she with this today, from 0 to 10?"))
    words = words(gettext_lazy("Or in her words"))
    on = past_day(gettext_lazy("The day she said it"))


@writing(May.WRITE_IN_FAMILY)
def goal_rate(request: HttpRequest, family: uuid.UUID, goal: uuid.UUID) -> HttpResponse:
    """Where she is with it today."""
    found = find(request, family, goal)
    lead = _said_ends(found)

    def do(given: Given) -> Any:
        return actions.rate_goal(goal=found, **_answers(given, RatingForm), **stamp(request))

    shown = {"heading": _("Where is she with this today?"), "lead": lead}
    return about_goal(request, RatingForm(request.POST or None), do, found, **shown)


@writing(May.WRITE_IN_FAMILY)
def goal_rating_right(request: HttpRequest, family: uuid.UUID, rating: uuid.UUID) -> HttpResponse:
    """It was written wrongly: a better row, and the first one stays in the record."""
    found = queries.rating(family, rating)
    may_write(request, Category(found.category))
    before = {"value": found.value, "words": found.words, "on": found.on}

    def do(given: Given) -> Any:
        return actions.put_rating_right(rating=found, **_answers(given, RatingForm), **stamp(request))

    form = RatingForm(request.POST or None, initial=before)
    return about_goal(request, form, do, found.goal, heading=_("Put it right"))


def _said_ends(goal: Any) -> str:
    """What 0 and 10 mean to her, when she said so."""
    ends = [f"{n}: “{text}”" for n, text in ((LOWEST, goal.at_zero), (HIGHEST, goal.at_ten)) if text]
    return " · ".join(ends)


def _answers(given: Given, form: type[CalmForm]) -> dict[str, Any]:
    """What was answered, by the names of the form's own questions."""
    return {name: given[name] for name in form.declared_fields if name != "submission"}  # type: ignore[attr-defined]


class StepForm(CalmForm):
    """Something small enough to do soon, and who helps."""

    words = line(
        gettext_lazy("A small step"),
        required=True,
        longest=2000,
        help_text=gettext_lazy("For example “Go and look at the playgroup with Sam”."),
    )
    helps = choose(gettext_lazy("Who helps?"), Helps.choices, initial=Helps.HERSELF)
    colleague = pick(gettext_lazy("Which colleague"))
    helper = line(gettext_lazy("Or who else, as she calls them"), longest=2000)
    by_on = day(gettext_lazy("About when"))

    def __init__(self, *args: Any, colleagues: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["colleague"].choices = or_nothing(colleagues)


@writing(May.WRITE_IN_FAMILY)
def goal_step_add(request: HttpRequest, family: uuid.UUID, goal: uuid.UUID) -> HttpResponse:
    """A small step. Its day reminds nobody and makes nothing late."""
    found = find(request, family, goal)
    form = StepForm(request.POST or None, colleagues=colleagues())

    def do(given: Given) -> Any:
        told = _answers(given, StepForm) | {"colleague": uuid.UUID(given["colleague"]) if given["colleague"] else None}
        return actions.add_step(goal=found, **told, **stamp(request))

    return about_goal(request, form, do, found, heading=_("A small step"))


class DoneForm(CalmForm):
    """When it happened."""

    on = past_day(gettext_lazy("The day it happened"))


@writing(May.WRITE_IN_FAMILY)
def goal_step_done(request: HttpRequest, family: uuid.UUID, step: uuid.UUID) -> HttpResponse:
    """It is done."""
    found = queries.step(family, step)
    may_write(request, Category(found.category))

    def do(given: Given) -> Any:
        return actions.settle_step(step=found, settled_as=Settled.DONE, on=given["on"], **stamp(request))

    form = DoneForm(request.POST or None)
    return about_goal(request, form, do, found.goal, heading=_("Done"), own_words=found.words)


@writing(May.WRITE_IN_FAMILY)
def goal_step_let_go(request: HttpRequest, family: uuid.UUID, step: uuid.UUID) -> HttpResponse:
    """No longer wanted or possible; no reason is asked."""
    found = queries.step(family, step)
    may_write(request, Category(found.category))
    back = to_goal(found.goal)
    today = timezone.localdate()
    return confirm(
        request,
        lambda: actions.settle_step(step=found, settled_as=Settled.LET_GO, on=today, **stamp(request)),
        file=family,
        subject=found.subject,
        back=back,
        done=back,
        heading=_("Let this go?"),
        own_words=found.words,
        lead=_("No reason is needed."),
        submit=_("Let it go"),
    )


class StandsForm(CalmForm):
    """How it stands, at her word."""

    state = choose(gettext_lazy("How does it stand, as she says?"), Standing.choices)
    into = pick(gettext_lazy("The goal it became"))
    her_words = words(gettext_lazy("In her words"))
    on = past_day(gettext_lazy("Since when"))

    def __init__(self, *args: Any, goals: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].choices = or_nothing(goals)


@writing(May.WRITE_IN_FAMILY)
def goal_stands(request: HttpRequest, family: uuid.UUID, goal: uuid.UUID) -> HttpResponse:
    """It goes on, rests, is good enough, became another, or is put away. Each can follow each."""
    found = find(request, family, goal)
    others = [row.goal for row in queries.goals_of(family) if row.goal.pk != goal]
    form = StandsForm(request.POST or None, goals=[(str(each.pk), each.her_words[:80]) for each in others])

    def do(given: Given) -> Any:
        told = _answers(given, StandsForm) | {"into": offered(others, given["into"])}
        return actions.say_standing(goal=found, **told, **stamp(request))

    lead = _("No reason is asked, nothing runs out, and she can take it up again on any day.")
    return about_goal(request, form, do, found, heading=_("It stands differently now"), lead=lead)


class TalkForm(CalmForm):
    """What was said when it was looked at together."""

    whys: ClassVar = {
        "as_parent": gettext_lazy(
            "Being a parent is part of it, also when a child lives elsewhere. Only if she would like to speak of it."
        ),
        "again_on": gettext_lazy("It reminds nobody by itself, and nothing happens when the day has passed."),
    }
    on = past_day(gettext_lazy("The day"))
    her_words = words(gettext_lazy("What she says about it"), rows=4)
    value = _of_ten(gettext_lazy("Where is she with this today, from 0 to 10?"))
    what_helped = words(gettext_lazy("What helped"))
    in_the_way = words(gettext_lazy("What gets in the way"))
    as_parent = words(gettext_lazy("Being a parent just now, as she says"))
    again_on = day(gettext_lazy("When would she like to look at it again?"))


@writing(May.WRITE_IN_FAMILY)
def goal_talk(request: HttpRequest, family: uuid.UUID, goal: uuid.UUID) -> HttpResponse:
    """It was looked at together."""
    found = find(request, family, goal)

    def do(given: Given) -> Any:
        return actions.talk_over(goal=found, **_answers(given, TalkForm), **stamp(request))

    return about_goal(request, TalkForm(request.POST or None), do, found, heading=_("We talked it over"))

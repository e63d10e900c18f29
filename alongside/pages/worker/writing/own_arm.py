"""Our own programme becomes an arm of a study, and a frozen plan is run as of a day."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access.policy import May
from alongside.evaluation import actions, queries
from alongside.evaluation.terms import OwnColumn, Unit
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.writing.fields import choose, day, several, today, words
from alongside.pages.worker.writing.handling import Given, handle, stamp, writing

SEEN_BY = gettext_lazy("evaluators of our agency")


class OwnArmForm(CalmForm):
    """Which arm, whom a row is about, what answers each measure, and when."""

    arm = choose(gettext_lazy("Which arm is our own programme?"))
    unit = choose(gettext_lazy("Whom is each row about?"), Unit.choices, initial=Unit.WOMAN)
    measures = words(
        gettext_lazy("What answers each measure here, one on each line"), required=True,
        help_text=gettext_lazy(
            "A measure of the study, =, the code of a measure here, and its scale if it has several: mood = PHQ-9"
        ),
    )  # fmt: skip
    waves = words(
        gettext_lazy("When each wave is, one on each line"), required=True,
        help_text=gettext_lazy("A wave, =, months after she first came: year = 10-14. Her first answer there counts."),
    )  # fmt: skip
    columns = several(gettext_lazy("What else stands in each row?"), OwnColumn.choices)

    def __init__(self, *args: Any, arms: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["arm"].choices = [(arm, arm) for arm in arms]


class RunForm(CalmForm):
    """As of which day."""

    as_of = day(gettext_lazy("Our own programme as it stood on this day"), initial=today)


@writing(May.KEEP_STUDIES)
def study_own(request: HttpRequest, study: uuid.UUID) -> HttpResponse:
    """Said once, before a plan is frozen: how our own programme is an arm."""
    row = queries.study(study)

    def do(given: Given) -> Any:
        said = {name: given[name] for name in ("arm", "unit", "measures", "waves", "columns")}
        return actions.add_own_arm(study=row, **said, id=given["submission"], **stamp(request))

    there = reverse("study", args=[row.pk])
    lead = _("Nobody comes in by this. Women are asked one by one, on a form that names this study; each may say no and"
             " take a yes back, and nothing in her care depends on it.")  # fmt: skip
    return handle(
        request, OwnArmForm(request.POST or None, arms=row.arms), do, heading=_("Our own programme as an arm"),
        back=there, done=there, seen_by=SEEN_BY, lead=lead,
    )  # fmt: skip


@writing(May.KEEP_STUDIES)
def study_plan_run(request: HttpRequest, plan: uuid.UUID) -> HttpResponse:
    """The worker runs it; the page of the run says how far it is."""
    row = queries.plan(plan)
    own = queries.own_arm(row.study) is not None
    form = RunForm(request.POST or None) if own else CalmForm(request.POST or None)
    lead = _("It runs on everybody who is in the study now. You can go on working meanwhile.")

    def do(given: Given) -> Any:
        return actions.ask_run(plan=row, as_of=given.get("as_of"), **stamp(request))

    return handle(
        request, form, do, heading=_("Run this plan?"), back=reverse("study_plan", args=[row.pk]), submit=_("Run it"),
        said=_("It is being run."), lead=lead, done=lambda run: reverse("study_run", args=[run.pk]),
    )  # fmt: skip

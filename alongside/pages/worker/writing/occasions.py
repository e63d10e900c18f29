"""A measure on a day: its name and total, as an answer of that day and never as a score on a person."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access import scope
from alongside.access.policy import May
from alongside.assessment import actions as assessment
from alongside.assessment.terms import OccasionState, ScoreSource
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.writing import finding
from alongside.pages.worker.writing.about import asked_for, category_of, subjects, whom
from alongside.pages.worker.writing.choices import kinds
from alongside.pages.worker.writing.fields import Choices, choose, day, line, today, words
from alongside.pages.worker.writing.handling import Given, handle, stamp, writing


class OccasionForm(CalmForm):
    """The name of the measure and the day are needed; a total only when it was done."""

    whys: ClassVar = {"state": gettext_lazy("A time when nobody could ask is “not available”. Nobody refused.")}
    about = forms.ChoiceField(label=gettext_lazy("Whom is it about?"), widget=forms.RadioSelect)
    instrument = line(gettext_lazy("Name of the measure"), required=True, longest=200)
    on = day(gettext_lazy("The day"), required=True, initial=today)
    state = choose(gettext_lazy("What happened"), OccasionState.choices, initial=OccasionState.DONE)
    total = line(gettext_lazy("Total"), longest=40)
    source = choose(gettext_lazy("Whose answers"), ScoreSource.choices, initial=ScoreSource.HER_REPORT)
    wave = line(gettext_lazy("Which time"), longest=100, help_text=gettext_lazy("For example “6 months”."))
    category = forms.ChoiceField(label=gettext_lazy("What this is about"), required=False)
    note = words(gettext_lazy("Note"))

    def __init__(self, *args: Any, about: Choices = (), kinds: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].choices, self.fields["category"].choices = about, kinds

    def clean_total(self) -> str:
        """A comma is a decimal point too."""
        return str(self.cleaned_data["total"]).replace(",", ".").replace(" ", "")


@writing(May.WRITE_IN_FAMILY)
def occasion_add(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """Something was measured on a day, or was not."""
    about = subjects(scope.the_file(family))
    form = OccasionForm(
        request.POST or None,
        about=about,
        kinds=kinds(request),
        initial={"about": asked_for(about, request.GET.get("about", "")) or about[0][0]},
    )

    def do(given: Given) -> Any:
        for_whom, subject = whom(given["about"])
        category = category_of(given["category"], for_whom, request.me)  # type: ignore[attr-defined]
        told = {k: given[k] for k in ("instrument", "on", "state", "total", "source", "wave", "note")}
        return assessment.record_occasion(
            family=finding.family(family), subject=subject, category=category, **told, **stamp(request)
        )

    return handle(request, form, do, file=family, heading=_("A measure on a day"))

"""Writing down that somebody asked about a woman or a child and was given nothing (B04)."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access import scope
from alongside.access.policy import May
from alongside.consent import actions as consent
from alongside.consent.terms import AskedBy, AskedHow
from alongside.families.terms import PersonKind
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.writing.fields import Choices, line, past_day, pick, words
from alongside.pages.worker.writing.handling import Given, handle, may_write, stamp, writing
from alongside.safekeeping.terms import Category


class AskedForm(CalmForm):
    """About whom, who it was, how, when, and what was said."""

    subject = forms.ChoiceField(label=gettext_lazy("About whom?"), widget=forms.RadioSelect)
    asked_by = pick(gettext_lazy("Who asked?"), AskedBy.choices, required=True)
    named = line(gettext_lazy("Who it was, as she or he said"))
    how = pick(gettext_lazy("How?"), AskedHow.choices, required=True)
    on = past_day(gettext_lazy("When was it?"))
    said = words(
        gettext_lazy("What did they ask for, and what did you say?"),
        required=True,
        help_text=gettext_lazy("Also what did not feel right, so that the next colleague is ready."),
    )

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subject"].choices = people


@writing(May.WRITE_IN_FAMILY)
def asked_add(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """Keep it. Whoever asked is told nothing by it, now or later."""
    may_write(request, Category.SERVICE_USE)
    file = scope.the_file(family)
    people = [
        (str(person.id), person.name or _("No name given"))
        for person in file.people
        if person.kind == PersonKind.CHILD or (person.id == file.woman.id and file.knows_her)
    ]

    def do(given: Given) -> Any:
        return consent.refuse_ask(
            family=family, subject=uuid.UUID(given["subject"]), on=given["on"], asked_by=given["asked_by"],
            named=given["named"], how=given["how"], said=given["said"], **stamp(request),
        )  # fmt: skip

    return handle(
        request, AskedForm(request.POST or None, people=people), do, file=family,
        heading=_("Somebody asked and was given nothing"),
        lead=_(
            "To whoever has no right to know, say neither yes nor no: “I cannot tell you whether we know anybody of "
            "that name.” The team is warned by what you write here, and whoever keeps privacy hears that it happened."
        ),
        done=reverse("asked", args=[family]), back=reverse("asked", args=[family]),
    )  # fmt: skip

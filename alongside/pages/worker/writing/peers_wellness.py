"""A peer's own wellness plan, and what she learns: she writes them, and nobody does it for her."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access.policy import May
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.writing.choices import Choice, colleagues
from alongside.pages.worker.writing.fields import labelled, several, tick
from alongside.pages.worker.writing.fields import words as a_text
from alongside.pages.worker.writing.handling import Given, handle, writing
from alongside.pages.worker.writing.peers_own import back, own_peer
from alongside.peers import actions, queries
from alongside.peers.actions.own import WELLNESS
from alongside.peers.terms import TOPICS, Learn, Says

NOT_SAID = ("", gettext_lazy("Not said"))


class WellnessForm(CalmForm):
    """What keeps her well. Nothing is needed."""

    well = a_text(gettext_lazy("What keeps you well"), rows=3)
    signs = a_text(gettext_lazy("How you notice that it is too much"), rows=3)
    helps = a_text(gettext_lazy("What helps you then"), rows=3)
    asks = a_text(gettext_lazy("What others can do, and what they had better not"), rows=3)
    shown_to = several(
        gettext_lazy("Who may read it?"),
        help_text=gettext_lazy("Nobody, if you tick nobody. You can change it on any day, and it counts at once."),
    )

    def __init__(self, *args: Any, colleagues: list[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shown_to"].choices = colleagues


@writing(May.SEE_PEERS)
def peer_wellness(request: HttpRequest) -> HttpResponse:
    """Her own wellness plan, and to whom she shows it."""
    me = own_peer(request)
    row, known = queries.wellness(me), queries.supervisors()
    offered = [each for each in colleagues(but=[me]) if uuid.UUID(each[0]) in known]
    now = {**{name: getattr(row, name) for name in WELLNESS}, "shown_to": [str(id) for id in row.shown_to]}
    form = WellnessForm(request.POST or None, initial=now, colleagues=offered)

    def do(given: Given) -> Any:
        told = {name: given[name] for name in WELLNESS}
        return actions.say_wellness(colleague=me, shown_to=[uuid.UUID(id) for id in given["shown_to"]], **told)

    shown = back(
        heading=_("Your own wellness plan"),
        lead=_(
            "It is for you. No earlier version is kept, nobody counts it, nothing depends on it. Empty, it is gone."
        ),
    )
    return handle(request, form, do, seen_by=_("nobody but you, and those whom you tick"), **shown)


class LearningForm(CalmForm):
    """One question for each topic and each thing of her own list."""

    sections = (
        (gettext_lazy("What trainings for peers often leave out"), "", tuple(f"on_{each.value}" for each in TOPICS)),
        (
            gettext_lazy("What walking beside somebody asks of you"), "",
            tuple(f"on_{each.value}" for each in Learn if each not in TOPICS),
        ),
        (gettext_lazy("If you like"), "", ("words", "shown")),
    )  # fmt: skip
    words = a_text(gettext_lazy("Which training it was, and how you learn best"), rows=3)
    shown = tick(gettext_lazy("Whoever looks after peer supporters here may read this"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in Learn:
            name = f"on_{each.value}"
            choices = [NOT_SAID, *labelled(Says.choices)]
            self.fields[name] = forms.ChoiceField(
                label=capfirst(each.label), required=False, choices=choices, widget=forms.RadioSelect
            )
            self.fields[name].why = ""  # type: ignore[attr-defined]

    def says(self) -> dict[str, list[str]]:
        """What she said, by ``Says``."""
        given = self.cleaned_data
        return {how.value: [each.value for each in Learn if given[f"on_{each.value}"] == how] for how in Says}


@writing(May.SEE_PEERS)
def peer_learning(request: HttpRequest) -> HttpResponse:
    """What she had a training on, is at home in, or would like to learn."""
    me = own_peer(request)
    row = queries.learning(me)
    said = {f"on_{code}": how.value for how in Says for code in getattr(row, how.value)}
    form = LearningForm(request.POST or None, initial={**said, "words": row.words, "shown": row.shown})

    def do(given: Given) -> Any:
        return actions.say_learning(colleague=me, says=form.says(), words=given["words"], shown=given["shown"])

    shown = back(
        heading=_("What you learn"),
        lead=_("Say what you like. It is no test: what is not said is not said, and nobody is matched by it."),
    )
    return handle(request, form, do, seen_by=_("nobody but you, until you say so"), **shown)

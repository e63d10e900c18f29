"""Things she mentioned: one written down by itself, asked about, kept for later, let go."""

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
from alongside.care import actions as care
from alongside.care import queries
from alongside.care.terms import MentionTurn
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.writing import finding
from alongside.pages.worker.writing.about import asked_for, category_of, subjects, whom
from alongside.pages.worker.writing.choices import kinds
from alongside.pages.worker.writing.fields import Choices, day, line, past_day, today, words
from alongside.pages.worker.writing.handling import Given, confirm, handle, stamp, writing


class MentionForm(CalmForm):
    """What, and about when."""

    what = line(
        gettext_lazy("What she mentioned"),
        required=True,
        longest=2000,
        help_text=gettext_lazy("For example “her sister’s birthday”."),
    )
    on = day(gettext_lazy("About when"), required=True, help_text=gettext_lazy("Roughly is fine."))
    about = forms.ChoiceField(label=gettext_lazy("Whom is it about?"), widget=forms.RadioSelect)
    category = forms.ChoiceField(label=gettext_lazy("What this is about"), required=False)

    def __init__(self, *args: Any, about: Choices = (), kinds: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].choices, self.fields["category"].choices = about, kinds


class AskedForm(CalmForm):
    """How it went; nothing but the day is needed."""

    on = past_day(gettext_lazy("When we asked her"))
    her_words = words(gettext_lazy("How it went, in her words"))


class LaterForm(CalmForm):
    """About when to ask her."""

    again_on = day(gettext_lazy("About when to ask her"), required=True)


@writing(May.WRITE_IN_FAMILY)
def mention_add(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """Something she mentioned, without a note of its own."""
    about = subjects(scope.the_file(family))
    asked = asked_for(about, request.GET.get("about", "")) or about[0][0]
    form = MentionForm(request.POST or None, about=about, kinds=kinds(request), initial={"about": asked})

    def do(given: Given) -> Any:
        for_whom, subject = whom(given["about"])
        category = category_of(given["category"], for_whom, request.me)  # type: ignore[attr-defined]
        told = {"what": given["what"], "on": given["on"], "subject": subject, "category": category}
        return care.mention(family=finding.family(family), **told, **stamp(request))

    return handle(request, form, do, file=family, heading=_("Something she mentioned"), **_to(family))


@writing(May.WRITE_IN_FAMILY)
def mention_asked(request: HttpRequest, family: uuid.UUID, mentioned: uuid.UUID) -> HttpResponse:
    """Somebody asked her how it went."""
    form = AskedForm(request.POST or None)
    return _answer(request, form, family, mentioned, MentionTurn.ASKED, _("How did it go?"))


@writing(May.WRITE_IN_FAMILY)
def mention_later(request: HttpRequest, family: uuid.UUID, mentioned: uuid.UUID) -> HttpResponse:
    """Not now; it comes back on another day."""
    return _answer(request, LaterForm(request.POST or None), family, mentioned, MentionTurn.LATER, _("Ask her later"))


@writing(May.WRITE_IN_FAMILY)
def mention_let_go(request: HttpRequest, family: uuid.UUID, mentioned: uuid.UUID) -> HttpResponse:
    """Nobody has to ask; no reason is needed."""
    found, now = queries.mentioned(family, mentioned), today()
    return confirm(
        request,
        lambda: care.answer_mention(mentioned=found, what=MentionTurn.LET_GO, on=now, **stamp(request)),
        file=family,
        subject=found.subject,
        heading=_("Let this go?"),
        own_words=found.what,
        lead=_("No reason is needed."),
        submit=_("Let it go"),
    )


def _answer(
    request: HttpRequest, form: CalmForm, family: uuid.UUID, id: uuid.UUID, what: MentionTurn, heading: str
) -> HttpResponse:
    found = queries.mentioned(family, id)

    def do(given: Given) -> Any:
        told = {name: given[name] for name in form.fields if name != "submission"}
        return care.answer_mention(mentioned=found, what=what, **{"on": today(), **told}, **stamp(request))

    shown = {"file": family, "subject": found.subject, "own_words": found.what}
    return handle(request, form, do, heading=heading, **shown)


def _to(family: uuid.UUID) -> dict[str, str]:
    """To the list of what she mentioned, before and after."""
    address = reverse("mentions", args=[family])
    return {"done": address, "back": address}

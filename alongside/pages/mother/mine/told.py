"""What she told so far, on her own page: she goes on with parts she likes, and takes a part back."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside.families.models import Person, Woman
from alongside.intake import actions, queries
from alongside.intake.actions import Said
from alongside.intake.catalogue import part as part_of
from alongside.intake.catalogue import shipped
from alongside.intake.queries import GettingToKnow
from alongside.intake.rules import How, Part, Wait, stands
from alongside.intake.terms import No, Standing
from alongside.pages.design.forms import CalmForm
from alongside.pages.mother.mine.around import hers, show, stamp
from alongside.recordkeeping.rules import Refused

_PLAIN = {"autocomplete": "off", "spellcheck": "false"}
STANDS: dict[How, Any] = {
    How.TALKED: _("you told something"),
    How.KNOWN: _("you told something"),
    How.NOT_NOW: _("not now"),
    How.NEVER: _("we do not ask"),
    How.OPEN: _("not yet"),
}


class Talk(CalmForm):
    """Every question can be left out."""

    def __init__(self, *args: Any, part: Part, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.part = part
        language = get_language() or "en"
        for question in part.questions:
            if question.fact:  # kept in its own place; she says it to her worker
                continue
            asks, why = question.asks.said(language), question.why.said(language)
            if question.choices:
                choices = [(each.code, each.words.said(language)) for each in question.choices]
                self.fields[f"pick_{question.code}"] = forms.MultipleChoiceField(
                    label=asks, choices=choices, required=False, widget=forms.CheckboxSelectMultiple, help_text=why
                )
            label = _("In your words") if question.choices else asks
            self.fields[f"words_{question.code}"] = forms.CharField(
                label=label, required=False, widget=forms.Textarea(attrs={"rows": 2, **_PLAIN}),
                help_text="" if question.choices else why,
            )  # fmt: skip

    def said(self) -> list[Said]:
        """What she wrote or ticked; nothing for what she left out."""
        given = self.cleaned_data
        return [
            Said(each.code, Standing.SAID, words, tuple(ticks))
            for each in self.part.questions
            if (words := given.get(f"words_{each.code}", "")) or given.get(f"pick_{each.code}")
            for ticks in [given.get(f"pick_{each.code}", ())]
        ]


def _woman(herself: Person) -> Woman:
    return Woman(person_id=herself.id, family_id=herself.family_id)


def _words(part: Part, found: GettingToKnow) -> list[dict[str, Any]]:
    """Her newest words to each question of a part."""
    language, shown = get_language() or "en", []
    for question in part.questions:
        rows = [row for row in found.of(part.code) if row.question == question.code and row.standing == Standing.SAID]
        if rows:
            ticks = [each.words.said(language) for each in question.choices if each.code in rows[0].picked]
            shown.append(
                {"asks": question.asks.said(language), "on": rows[0].on, "words": rows[0].words, "ticks": ticks}
            )
    return shown


def _waited(wait: Wait | None) -> str:
    """Her wait in plain words; "" once she was welcomed, or when nothing says since when."""
    if wait is None or not wait.waits:
        return ""
    told = ngettext(
        "You got in touch %(n)s day ago, and have not been welcomed yet. That is up to us, not to you.",
        "You got in touch %(n)s days ago, and have not been welcomed yet. That is up to us, not to you.",
        wait.to_welcome,
    )
    return told % {"n": wait.to_welcome}


@require_safe
@hers
def my_told(request: HttpRequest, herself: Person) -> HttpResponse:
    """All of it, part by part; how long she has waited; what was offered meanwhile."""
    family, language = herself.family_id, get_language() or "en"
    found = queries.getting_to_know(family, herself.id)
    wait, welcome = queries.wait_of(family, herself.id, timezone.localdate())
    parts = [
        {
            "code": part.code, "name": part.name.said(language), "about": part.about.said(language),
            "stands": STANDS[stands(part, found.told).how], "words": _words(part, found),
        }
        for part in shipped()[1]
        if part.on_her_page
    ]  # fmt: skip
    shown = {
        "parts": parts, "waited": _waited(wait), "welcome": welcome, "offers": list(queries.offers_of(family)),
        "talks": len({row.on for row in found.conversations}),
    }  # fmt: skip
    return show(request, herself, "told", shown)


def _mine(code: str) -> Part:
    part = part_of(code)
    if part is None or not part.on_her_page:
        raise Http404
    return part


@require_http_methods(["GET", "POST"])
@hers
def my_told_part(request: HttpRequest, herself: Person, part: str) -> HttpResponse:
    """She goes on with it herself."""
    about, language = _mine(part), get_language() or "en"
    form = Talk(request.POST or None, part=about)
    if request.method == "POST" and form.is_valid():
        try:
            if said := form.said():
                id = uuid.uuid5(form.cleaned_data["submission"], str(herself.id))
                who: dict[str, Any] = dict(stamp(request))
                actions.say(woman=_woman(herself), part=part, said=said, id=id, **who)
            return redirect("my_told")
        except Refused as no:
            field = f"words_{no.field}" if f"words_{no.field}" in form.fields else None
            form.add_error(field, No(no.because).label if no.because in No.values else _("Please look at this again"))
    found = queries.getting_to_know(herself.family_id, herself.id)
    shown = {
        "form": form, "part": about, "heading": about.name.said(language), "about": about.about.said(language),
        "words": _words(about, found), "any": bool(found.of(part)),
    }  # fmt: skip
    return show(request, herself, "told_part", shown, status=422 if form.errors else 200)


@require_POST
@hers
def my_told_back(request: HttpRequest, herself: Person, part: str) -> HttpResponse:
    """She takes it back; nobody is shown it any more."""
    _mine(part)
    who: dict[str, Any] = dict(stamp(request))
    actions.take_back(woman=_woman(herself), part=part, **who)
    return redirect("my_told")

"""Culture on her own page: she asks, says not to be asked again, and ends it when she likes."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from alongside.culture import actions, queries, rules
from alongside.culture.models import ElderBeside
from alongside.culture.terms import Answer, How, No, What
from alongside.families.models import Person
from alongside.pages.design.forms import CalmForm
from alongside.pages.mother.mine.around import hers, show, stamp, tried

WHAT: dict[What, Any] = {
    **{what: what.label for what in What},
    What.LINEAGE: gettext_lazy("my family, where I come from"),
    What.OTHER: gettext_lazy("something else, in my words"),
}


class Ask(CalmForm):
    """What she would like."""

    what = forms.ChoiceField(
        label=gettext_lazy("What would you like?"), widget=forms.RadioSelect,
        choices=[(each.value, words) for each, words in WHAT.items()],
    )  # fmt: skip
    her_words = forms.CharField(
        label=gettext_lazy("In your words"), required=False,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip


@require_safe
@hers
def my_culture(request: HttpRequest, herself: Person) -> HttpResponse:
    """What she asked for, and who is beside her."""
    return _page(request, herself)


def _page(request: HttpRequest, herself: Person, form: CalmForm | None = None) -> HttpResponse:
    offers, names = queries.offers_of(herself.id), queries.names_of_mine()
    shown = {
        "asked": [(row, WHAT[What(row.what)]) for row in offers if row.how == How.ASKED and row.what][:10],
        "never": rules.newest(offers) == Answer.NEVER,
        "beside": [(row, names.get(row.pk, "")) for row in queries.beside(herself.id) if row.ended_on is None],
        "ask": form or Ask(prefix="ask"),
        "form": form,
    }
    return show(request, herself, "culture", shown, status=422 if form else 200)


@require_POST
@hers
def my_culture_ask(request: HttpRequest, herself: Person) -> HttpResponse:
    """She asks for it herself."""
    form = Ask(request.POST, prefix="ask")
    if form.is_valid():
        given = form.cleaned_data

        def do() -> Any:
            return actions.offer(
                family=herself.family_id, woman=herself.id, how=How.ASKED, answer=Answer.YES, what=given["what"],
                her_words=given["her_words"], on=timezone.localdate(),
                id=uuid.uuid5(given["submission"], str(herself.id)), **stamp(request),  # type: ignore[arg-type]
            )  # fmt: skip

        if tried(form, do, No) is not None:
            return redirect("my_culture")
    return _page(request, herself, form)


@require_POST
@hers
def my_culture_never(request: HttpRequest, herself: Person) -> HttpResponse:
    """Please do not ask me again. No reason."""
    if queries.last_said(herself.id) != Answer.NEVER:
        actions.offer(
            family=herself.family_id, woman=herself.id, how=How.ASKED, answer=Answer.NEVER, on=timezone.localdate(),
            **stamp(request),  # type: ignore[arg-type]
        )  # fmt: skip
    return redirect("my_culture")


@require_POST
@hers
def my_culture_end(request: HttpRequest, herself: Person, beside: uuid.UUID) -> HttpResponse:
    """It ends here; nobody asks why."""
    row = queries.one_beside(beside)
    if row.subject != herself.id:
        raise ElderBeside.DoesNotExist
    if row.ended_on is None:
        actions.end_beside(beside=row, on=timezone.localdate(), **stamp(request))  # type: ignore[arg-type]
    return redirect("my_culture")

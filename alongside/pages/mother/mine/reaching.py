"""When we miss each other: what she wants, said by herself."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from alongside.care import actions, queries
from alongside.care.terms import HowOften, ReachOut
from alongside.families.models import Person
from alongside.families.terms import Channel
from alongside.pages.design.forms import CalmForm
from alongside.pages.mother.mine.around import hers, show, stamp

_PLAIN = {"autocomplete": "off", "spellcheck": "false"}
# The same choices in words said to her.
WANTS: dict[ReachOut, Any] = {
    ReachOut.PLEASE: gettext_lazy("Please get in touch with me"),
    ReachOut.LOOK: gettext_lazy("Get in touch, and come looking for me too"),
    ReachOut.LEAVE: gettext_lazy("Leave it to me. I come when I come."),
}
WAYS: list[tuple[str, Any]] = [
    *((each.value, each.label) for each in (Channel.TEXT, Channel.CALL, Channel.EMAIL, Channel.VISIT, Channel.POST)),
    (Channel.THROUGH.value, gettext_lazy("Through somebody I trust")),
]
OFTEN: dict[HowOften, Any] = {
    HowOften.EACH_DAY: gettext_lazy("Each day"),
    HowOften.FEW_DAYS: gettext_lazy("Every few days"),
    HowOften.WEEK: gettext_lazy("About once a week"),
    HowOften.TWO_WEEKS: gettext_lazy("About every two weeks"),
    HowOften.MONTH: gettext_lazy("About once a month"),
}


class Reaching(CalmForm):
    """Only the first is needed."""

    wants = forms.ChoiceField(
        label=gettext_lazy("When we miss each other"),
        choices=[(each.value, words) for each, words in WANTS.items()],
        widget=forms.RadioSelect,
    )
    ways = forms.MultipleChoiceField(
        label=gettext_lazy("How"),
        choices=WAYS,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    every_days = forms.TypedChoiceField(
        label=gettext_lazy("How often"),
        choices=[("", gettext_lazy("You decide")), *((each.value, words) for each, words in OFTEN.items())],
        coerce=int,
        empty_value=None,
        required=False,
    )
    where = forms.CharField(
        label=gettext_lazy("Where to look for me"),
        widget=forms.TextInput(attrs=_PLAIN),
        required=False,
        max_length=2000,
    )
    her_words = forms.CharField(
        label=gettext_lazy("Anything else"), widget=forms.Textarea(attrs={"rows": 3, **_PLAIN}), required=False,
        max_length=2000,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@hers
def my_reaching(request: HttpRequest, herself: Person) -> HttpResponse:
    """What she said last, and saying it anew. It holds from this moment."""
    newest = next(iter(queries.reach_wishes(herself.family_id, herself.id)), None)
    before = {name: getattr(newest, name) for name in Reaching.base_fields if hasattr(newest, name)}
    form = Reaching(request.POST or None, initial=before or {"wants": ReachOut.PLEASE})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        said = {name: given[name] for name in ("wants", "ways", "every_days", "where", "her_words")}
        actions.wish_reached(
            family=herself.family_id,
            woman=herself.id,
            **said,
            id=given["submission"],
            **stamp(request),  # type: ignore[arg-type]
        )
        messages.success(request, _("Kept. It holds from now on."))
        return redirect("my_reaching")
    shown = {"form": form, "said_on": newest.recorded_at if newest else None}
    return show(request, herself, "reaching", shown, status=422 if form.errors else 200)

"""Putting a text to the council, saying what the council thought, paying its members."""

from __future__ import annotations

import uuid

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access import scope
from alongside.access.policy import May
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.writing.fields import Choices, day, line, past_day, today, words
from alongside.pages.worker.writing.handling import handle, stamp, writing
from alongside.wording import actions, queries
from alongside.wording.terms import Audience, ReviewForm, ReviewStatus


class TextForm(CalmForm):
    """A text, for whom it is, in which language."""

    title = line(gettext_lazy("What is it?"), required=True, help_text=gettext_lazy("For example “Welcome letter”."))
    key = forms.SlugField(
        label=gettext_lazy("A short name"), max_length=80, allow_unicode=True,
        help_text=gettext_lazy("The same for every version and language, such as welcome-letter."),
    )  # fmt: skip
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)
    audience = forms.ChoiceField(label=gettext_lazy("For whom is it written?"), choices=Audience.choices)
    body = words(gettext_lazy("The text"), rows=8, required=True)


class ReviewTextForm(CalmForm):
    """What the council thought of it."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("What did the council say?"), widget=forms.RadioSelect,
        choices=[(s.value, s.label) for s in (ReviewStatus.AGREED, ReviewStatus.SENT_BACK)],
    )  # fmt: skip
    said = words(gettext_lazy("In the council's words"))
    form = forms.ChoiceField(
        label=gettext_lazy("How was it looked at?"), widget=forms.RadioSelect, choices=ReviewForm.choices,
        help_text=gettext_lazy("A drop-in conversation counts."),
    )  # fmt: skip
    on = past_day(gettext_lazy("When"))


class PayForm(CalmForm):
    """A member's hours."""

    member = forms.ChoiceField(label=gettext_lazy("Who"))
    on = past_day(gettext_lazy("When"))
    hours = forms.DecimalField(label=gettext_lazy("Hours"), max_digits=5, decimal_places=2, localize=True)
    amount = forms.DecimalField(label=gettext_lazy("Amount"), max_digits=8, decimal_places=2, localize=True)
    paid_on = day(gettext_lazy("Paid on"))

    def __init__(self, *args: object, members: Choices = (), **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].choices = members


@writing(May.PUT_WORDS)
def text_put(request: HttpRequest) -> HttpResponse:
    """A text, or a new version of one, is put to the council."""
    initial = {}
    if request.GET.get("again"):
        old = queries.text(uuid.UUID(request.GET["again"]))
        initial = {k: getattr(old, k) for k in ("title", "key", "language", "audience", "body")}
    form = TextForm(request.POST or None, initial=initial)
    keys = ("title", "key", "language", "audience", "body")
    return handle(
        request,
        form,
        lambda given: actions.put_to_council(**{k: given[k] for k in keys}, **stamp(request)),
        heading=_("Put a text to the council"),
        back=reverse("words"),
        done=lambda text: reverse("text", args=[text.id]),
        said=_("It is with the council now."),
        seen_by=_("everybody who works here, and the council"),
    )


@writing(May.REVIEW_WORDS)
def text_review(request: HttpRequest, text: uuid.UUID) -> HttpResponse:
    """What the council said. A text that goes back is not used."""
    found = queries.text(text)
    form = ReviewTextForm(request.POST or None, initial={"on": today(), "form": ReviewForm.MEETING})
    keys = ("outcome", "said", "form", "on")
    return handle(
        request,
        form,
        lambda given: actions.record_review(
            text=found,
            **{k: given[k] for k in keys},
            members=[request.me.principal],
            **stamp(request),  # type: ignore[attr-defined]
        ),
        heading=_("What the council said"),
        lead=found.title,
        back=reverse("text", args=[found.id]),
    )


@writing(May.KEEP_ACCOUNTS)
def pay_add(request: HttpRequest) -> HttpResponse:
    """Members of the council are paid for their time."""
    members = [(str(each.id), each.name) for each in scope.council_members(today())]
    form = PayForm(request.POST or None, members=members)
    keys = ("on", "hours", "amount", "paid_on")
    return handle(
        request,
        form,
        lambda given: actions.record_pay(
            member=uuid.UUID(given["member"]), **{k: given[k] for k in keys}, **stamp(request)
        ),
        heading=_("Time with the council"),
        back=reverse("words"),
    )

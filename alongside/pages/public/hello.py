"""The page for everybody: a few words to us, without signing in or a script, and without a trace that says what for.

It says first what happens next and what stays private. Nothing is asked that she need answer but how to reach her, and
that can be nothing.
"""

from __future__ import annotations

import re
from typing import Any

from allauth.core.internal import ratelimit
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from alongside.intake import actions, queries
from alongside.intake.models import Door
from alongside.intake.terms import No, Reply, WhoFor
from alongside.pages.design.forms import CalmForm
from alongside.pages.design.numbers import numbers
from alongside.pages.page import public
from alongside.recordkeeping.rules import Refused

APP = "alongside.hello"
_PLAIN = {"autocomplete": "off", "spellcheck": "false"}
WAIT = _("A lot was sent from here. Please wait a little, or call us.")
FULL = _("We cannot take more words just now. Please call us, or come by.")
SAID: dict[WhoFor, Any] = {
    WhoFor.PREGNANT: _("You are expecting a child."),
    WhoFor.YOUNG_CHILD: _("You have a child younger than %(years)s."),
    WhoFor.APART: _("Your children live somewhere else."),
    WhoFor.USES: _("You use something, or used to."),
    WhoFor.WANTS: _("You would like somebody beside you."),
}


def _line(label: Any, longest: int = 200, **more: Any) -> forms.CharField:
    more.setdefault("required", False)
    return forms.CharField(label=label, max_length=longest, widget=forms.TextInput(attrs=_PLAIN), **more)


class Hello(CalmForm):
    """How to reach her safely, first. The rest only if she likes."""

    longest_text = 4_000
    by = forms.ChoiceField(
        label=_("How may we answer you?"), choices=Reply.choices, widget=forms.RadioSelect, initial=Reply.TEXT
    )
    value = _line(_("Your number or address"), help_text=_("We use it only to answer you."))
    good_times = _line(_("When is it safe?"), 500, help_text=_("For example: mornings, never on Sunday."))
    we_are_called = _line(
        _("Who should we say we are?"), help_text=_("For example “Sam from the library”. We say nothing else.")
    )
    voicemail = forms.BooleanField(label=_("You may leave me a voice message"), required=False)
    called = _line(_("What may we call you?"), help_text=_("Any name will do. It need not be yours."))
    words = forms.CharField(
        label=_("What would you like to tell us?"), required=False,
        widget=forms.Textarea(attrs={"rows": 4, **_PLAIN}), help_text=_("You can leave this empty."),
    )  # fmt: skip


@public
@require_http_methods(["GET", "POST"])
def hello(request: HttpRequest) -> HttpResponse:
    """A few words to us. Sent twice they are kept once; too many from one place, and she is asked to wait."""
    form, status = Hello(request.POST or None), 200
    if request.method == "POST":
        if not form.is_valid():
            status = 422
        elif not ratelimit.consume(request, app=APP, action="hello", config=settings.HER_RATE_LIMITS, limit_get=True):
            form.add_error(None, WAIT)
            status = 429
        elif _left(request, form):
            return redirect("hello_thanks")
        else:
            status = 422
    now = queries.door("gate")
    shown = {"form": form, "who_for": who_for(now), "days": now.answer_days, "more": _more(now), "lines": numbers()}
    return render(request, "public/hello.html", shown, status=status)


def _left(request: HttpRequest, form: Hello) -> bool:
    """It was kept; else the form says what to look at."""
    given = form.cleaned_data
    source = re.sub(r"[^\w-]", "", request.GET.get("from", ""))[:40]
    said = {
        name: given[name] for name in ("by", "value", "good_times", "we_are_called", "voicemail", "called", "words")
    }
    try:
        if actions.leave_word(id=given["submission"], language=get_language() or "", source=source, **said):
            return True
        form.add_error(None, FULL)
    except Refused as no:
        field = no.field if no.field in form.fields else None
        form.add_error(field, No(no.because).label if no.because in No.values else _("Please look at this again"))
    return False


def who_for(now: Door) -> list[str]:
    """For whom we usually are, said to her. It asks nothing of her."""
    return [str(SAID[WhoFor(code)]) % {"years": now.child_under} for code in now.who_for]


def _more(now: Door) -> str:
    french = (get_language() or "").startswith("fr")
    return now.words_fr or now.words if french else now.words or now.words_fr


@public
@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """What happens next. It says nothing of what she wrote, and is the same for everybody."""
    return render(request, "public/hello_thanks.html", {"days": queries.door("gate").answer_days, "lines": numbers()})

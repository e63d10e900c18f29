"""Her device: few traces, turning her page off, how she signs in."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside.accounts import actions as accounts
from alongside.families.models import Person
from alongside.pages import tokens
from alongside.pages.design.numbers import numbers
from alongside.pages.mother.mine.around import her_page, hers, show, stamp
from alongside.pages.mother.mine.entering import WAIT, forget_what_was_said, tries_left
from alongside.pages.mother.mine.forms import SayWords
from alongside.pages.mother.mine.setting_up import begin_changing


@require_safe
@hers
def device(request: HttpRequest, herself: Person) -> HttpResponse:
    """What she can do to be safe here, and what this page cannot do for her."""
    account: uuid.UUID | None = request.me.account  # type: ignore[attr-defined]
    return show(
        request, herself, "device", {"signs_in": account is not None, "leave_to": settings.LEAVE_TO, "lines": numbers()}
    )


@require_POST
@hers
def traces(request: HttpRequest, herself: Person) -> HttpResponse:
    """Whether a visit is one entry of the browser's history."""
    page = her_page(request, herself)
    accounts.choose_traces(page=page, few=request.POST.get("few") == "yes", **stamp(request))  # type: ignore[arg-type]
    return redirect("my_device")


@require_POST
@hers
def not_safe(request: HttpRequest, herself: Person) -> HttpResponse:
    """Her device may not be safe: her page is off, and what is on the screen is something anybody might be reading.

    No word of confirmation, here or anywhere: only her worker is told, in the programme's own language.
    """
    with translation.override(settings.LANGUAGE_CODE):
        words = _(
            "Her page is off: she says that a device may not be safe. Please find a safe moment to talk with her."
        )
    page = her_page(request, herself)
    accounts.device_not_safe(page=page, words=words, on=timezone.localdate(), **stamp(request))  # type: ignore[arg-type]
    request.trail = []  # type: ignore[attr-defined]  # she is out; the action wrote its own line
    response = render(request, "design/leave.html", {"leave_to": settings.LEAVE_TO})
    return tokens.forget(response, cookies=True)


@require_http_methods(["GET", "POST"])
@hers
def signing_in(request: HttpRequest, herself: Person) -> HttpResponse:
    """She says her words once more, and may then change how she signs in."""
    form, status = SayWords(request.POST or None), 200
    account = request.me.account  # type: ignore[attr-defined]
    if account is None:
        return redirect("my_device")
    if request.method == "POST" and form.is_valid():
        if not tries_left(request, "sign_in", str(account)):
            form.add_error("words", WAIT)
            status = 429
        elif accounts.words_fit(account=account, words=form.cleaned_data["words"]):
            begin_changing(request, account)
            return redirect("my_keys")
        else:
            form.add_error("words", _("This did not fit. Please look again."))
    forget_what_was_said(form)
    return show(request, herself, "say_words", {"form": form}, status=status)


@require_safe
@hers
def still_here(request: HttpRequest, herself: Person) -> HttpResponse:
    """She is writing something long: the quiet clock starts anew."""
    request.trail = []  # type: ignore[attr-defined]
    return HttpResponse(status=204)

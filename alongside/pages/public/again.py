"""Showing one's second factor again, before something that asks for it: the gate looks at it and says so to the wall.

Under the sign-in pages' own path, because a passkey's question is kept in their session. Nobody is signed in there: who
she is says the token, as on every page.
"""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth as webauthn
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from alongside.access.policy import May
from alongside.accounts import actions as accounts
from alongside.accounts import queries
from alongside.accounts.models import User
from alongside.agencies.queries import mode
from alongside.agencies.terms import Mode
from alongside.consent.queries import PROVED_WITHIN
from alongside.pages.page import nothing_here, page
from alongside.pages.public.forms import GiveCode, GivePasskey
from alongside.recordkeeping.actions import entry
from alongside.safekeeping.actions import hashed

GATE = "gate"


@require_http_methods(["GET", "POST"])
@page(May.BREAK_GLASS)
def again(request: HttpRequest) -> HttpResponse:
    """A code or a passkey, once more, then on. In a practice programme a button stands for it."""
    me = request.me  # type: ignore[attr-defined]
    user = queries.sign_in_of(me.account)
    practice = user is None and mode(GATE) == Mode.DEMO
    if user is None and not practice:
        return nothing_here(request)
    code: Any = None if practice else GiveCode(user=user)
    passkey: Any = None if practice else GivePasskey(user=user)
    if request.method == "POST":
        with transaction.atomic(using=GATE):
            given = None
            if user is not None and "code" in request.POST:
                given = code = GiveCode(user=user, data=request.POST)
            elif user is not None:
                given = passkey = GivePasskey(user=user, data=request.POST)
            if given is None or given.is_valid():
                if given is not None:
                    _factor(given).record_usage()
                if not accounts.prove(token_hash=hashed(request.COOKIES.get(settings.TOKEN_COOKIE, ""))):
                    return nothing_here(request)
                request.session.flush()
                request.trail.append(entry("second factor shown again"))  # type: ignore[attr-defined]
                return redirect("emergency")
    shown = {
        "form": code,
        "passkey": passkey,
        "js_data": {"request_options": _question(user)} if user is not None else {},
        "minutes": int(PROVED_WITHIN.total_seconds() // 60),
    }
    return TemplateResponse(request, "public/again.html", shown)


def _factor(given: Any) -> Authenticator:
    return given.authenticator if isinstance(given, GiveCode) else given.cleaned_data["credential"]


def _question(user: User) -> dict[str, Any]:
    """What a device with a passkey is asked; empty for somebody who has none."""
    question = webauthn.begin_authentication(user) if webauthn.get_credentials(user) else {}
    return question

"""Her way in: her name, her words and a code, or a key that her device keeps. One answer for all that does not fit."""

from __future__ import annotations

import json
import uuid
from typing import Any

from allauth.core.internal import ratelimit
from allauth.mfa.webauthn.internal import auth as webauthn
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from alongside.accounts import actions as accounts
from alongside.accounts import queries
from alongside.pages import tokens
from alongside.pages.design.forms import CalmForm
from alongside.pages.mother.mine.forms import SignIn
from alongside.pages.page import HERS_IN, public
from alongside.recordkeeping.rules import fold
from alongside.safekeeping import actions as safekeeping
from alongside.safekeeping.terms import Kind

NOT_TOGETHER = _("These three do not fit together. Please look again. Your worker can help you, in person.")
WAIT = _("That was a lot of tries. Please wait five minutes and try again.")
KEY_STOPPED = _("That did not work. You can try again, or sign in with your code.")


@public
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The page that could be anybody's. Wrong words, a name nobody has and a page that is off are answered alike."""
    form, status = SignIn(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        key = fold(given["called"])
        if not tries_left(request, "sign_in", key):
            form.add_error(None, WAIT)
            status = 429
        else:
            account = accounts.who_comes_in(called=given["called"], words=given["words"], code=given["code"])
            response = come_in(request, account) if account else None
            if response:
                ratelimit.clear(request, app=APP, action="sign_in", config=settings.HER_RATE_LIMITS, key=key)
                return response
            form.add_error(None, NOT_TOGETHER)
    forget_what_was_said(form)
    return render(request, "mine/sign_in.html", {"form": form, "stopped": KEY_STOPPED}, status=status)


APP = "alongside.her_page"


def tries_left(request: HttpRequest, action: str, key: str = "") -> bool:
    """Counts this try; false when there were too many, from there or for that name."""
    limits = settings.HER_RATE_LIMITS
    return bool(ratelimit.consume(request, app=APP, action=action, config=limits, key=key or None, limit_get=True))


def forget_what_was_said(form: CalmForm) -> None:
    """Her words and a code are never sent back to the browser, also when something has to be written once more."""
    if form.is_bound:
        form.data = form.data.copy()
        for name in {"words", "again", "code"} & set(form.fields):
            form.data[name] = ""


def come_in(request: HttpRequest, account: uuid.UUID, *, set_up: bool = False) -> HttpResponse | None:
    """A fresh session behind the wall and its token, to her first page; ``None`` while her page is not open.

    Whoever was in with this browser before is out, and nothing is left of the way in.
    """
    principals = [id for id, kind, _name in queries.principals_of(account) if kind == Kind.HERSELF]
    if not principals:
        return None
    tokens.end(request)
    token = safekeeping.new_token()
    accounts.open_session(token_hash=safekeeping.hashed(token), principal=principals[0], second_factor=True)
    with safekeeping.acting(token):
        page = queries.her_page(principals[0])
        if page:
            accounts.note_sign_in(page=page, set_up=set_up)
    request.session.flush()
    return tokens.give(redirect("mine"), token)


@public
@require_http_methods(["GET", "POST"])
def key(request: HttpRequest) -> HttpResponse:
    """A key that her device keeps: it asks for a fingerprint, face or PIN. GET gives the question, POST its answer."""
    left = tries_left(request, "key")
    if request.method == "GET":
        if not left:
            return JsonResponse({}, status=429)
        return JsonResponse({"request_options": webauthn.begin_authentication(user=None)})
    response = _with_key(request) if left else None
    if response is None:
        return redirect(f"{HERS_IN}?stopped=1")
    return response


def _with_key(request: HttpRequest) -> HttpResponse | None:
    try:
        credential: dict[str, Any] = json.loads(request.POST.get("credential", ""))
        with transaction.atomic(using="gate"):
            user = webauthn.extract_user_from_response(credential)
            if user.email is not None:  # a colleague's key belongs to the colleagues' door
                return None
            authenticator = webauthn.complete_authentication(user, credential)
            authenticator.record_usage()
    except (ValidationError, ValueError, AttributeError, TypeError, KeyError):
        return None
    return come_in(request, user.pk)


@public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Out; the next page says nothing about who was here."""
    tokens.end(request)
    return tokens.forget(redirect(HERS_IN), cookies=True)

"""Setting her page up, with the code that her worker gave her in person; and changing later how she signs in.

These pages lie under the sign-in pages' own path: what she is in the middle of is kept there for a quarter of an hour,
in a session that leaving ends. Nothing of it is on her device but that session's number.
"""

from __future__ import annotations

import functools
import json
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlencode

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.webauthn.internal import auth as webauthn
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from alongside.accounts import actions as accounts
from alongside.accounts import queries
from alongside.pages.mother.mine.entering import KEY_STOPPED, WAIT, come_in, forget_what_was_said, tries_left
from alongside.pages.mother.mine.forms import AppCode, NameAndWords, NewWords, SetUpCode
from alongside.pages.page import HERS_IN, her_name, public
from alongside.safekeeping import actions as safekeeping
from alongside.safekeeping.queries import whoami

HELD = "mine"
NO_SUCH_CODE = _("This code does not open anything. Codes last half an hour and work once. Please ask for a new one.")
Step = Callable[..., HttpResponse]


@public
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """First the code that her worker gave her."""
    form, status = SetUpCode(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        hash = accounts.hashed_code(form.cleaned_data["code"])
        if not tries_left(request, "start"):
            form.add_error("code", WAIT)
            status = 429
        elif accounts.her_code_fits(hash):
            request.session.flush()
            request.session[HELD] = {"code": hash.hex()}
            return redirect("my_words")
        else:
            form.add_error("code", NO_SUCH_CODE)
    forget_what_was_said(form)
    return render(request, "mine/start.html", {"form": form}, status=status)


@public
@require_http_methods(["GET", "POST"])
def words(request: HttpRequest) -> HttpResponse:
    """Then a name and words of her own. The page is hers from here on, or held until her worker has talked with her."""
    held = request.session.get(HELD, {})
    hash = bytes.fromhex(held.get("code", ""))
    if not hash or not accounts.her_code_fits(hash):
        return redirect("my_start")
    form = NameAndWords(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        done = accounts.set_up_her_page(hash=hash, called=given["called"], words=given["words"])
        if done is None:
            return redirect("my_start")
        request.session.flush()
        if done.held:
            return render(request, "mine/held.html", {})
        request.session[HELD] = {"account": str(done.account)}
        return redirect("my_keys")
    forget_what_was_said(form)
    return render(request, "mine/words.html", {"form": form})


def _mine(view: Step) -> Step:
    """A page for whoever just set hers up, or said her words once more in a session that is live still."""

    @public
    @functools.wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        held = request.session.get(HELD, {})
        if "account" not in held:
            return redirect(HERS_IN)
        account = uuid.UUID(held["account"])
        if held.get("inside") and not _still_in(request, account):
            request.session.flush()
            return redirect(HERS_IN)
        return view(request, account, *args, **kwargs)

    return opened


def _still_in(request: HttpRequest, account: uuid.UUID) -> bool:
    with safekeeping.acting(request.COOKIES.get(settings.TOKEN_COOKIE, "")):
        me = whoami()
    return me is not None and me.account == account


def begin_changing(request: HttpRequest, account: uuid.UUID) -> None:
    """She said her words once more: for a quarter of an hour she may change how she signs in."""
    request.session.flush()
    request.session[HELD] = {"account": str(account), "inside": True}


@_mine
@require_http_methods(["GET", "POST"])
def keys(request: HttpRequest, account: uuid.UUID) -> HttpResponse:
    """What comes beside her words: a key on her device, an app, codes on paper, or a code from her worker each time."""
    inside = bool(request.session[HELD].get("inside"))
    if request.method == "POST":
        kind = request.POST.get("away", "")
        if kind in Authenticator.Type.values:
            accounts.take_away(account=account, kind=kind)
            return redirect("my_keys")
        if inside:
            request.session.flush()
            return redirect("my_device")
        return come_in(request, account, set_up=True) or redirect(HERS_IN)
    shown = {"has": queries.her_factors(account), "changing": inside, "stopped": KEY_STOPPED}
    return render(request, "mine/keys.html", shown)


@_mine
@require_http_methods(["GET", "POST"])
def key_add(request: HttpRequest, account: uuid.UUID) -> HttpResponse:
    """A key that this device keeps. GET gives the question for the device, POST brings its answer."""
    user = queries.account(account)
    if request.method == "GET":
        return JsonResponse({"creation_options": webauthn.begin_registration(user, passwordless=True)})
    try:
        credential = json.loads(request.POST.get("credential", ""))
        with transaction.atomic(using="gate"):
            webauthn.complete_registration(webauthn.parse_registration_response(credential))
            webauthn.WebAuthn.add(user, str(_("Key")), credential)
    except (ValidationError, ValueError, AttributeError, TypeError, KeyError):
        return redirect("/account/my/keys/?stopped=1")
    return redirect("my_keys")


@_mine
@require_http_methods(["GET", "POST"])
def app_add(request: HttpRequest, account: uuid.UUID) -> HttpResponse:
    """An app that shows a new code each half minute. It knows these pages by their neutral name."""
    form, user = AppCode(request.POST or None), queries.account(account)
    secret = totp.get_totp_secret(regenerate=request.method == "GET" and totp.SECRET_SESSION_KEY not in request.session)
    if request.method == "POST" and form.is_valid():
        if totp.validate_totp_code(secret, form.cleaned_data["code"]):
            accounts.take_away(account=account, kind=Authenticator.Type.TOTP)
            totp.TOTP.activate(user, secret)
            totp.clear_totp_secret(request)
            return redirect("my_keys")
        form.add_error("code", _("This did not fit. Please wait for the next code of the app, and write that."))
    forget_what_was_said(form)
    name = her_name()
    address = f"otpauth://totp/{quote(name)}?{urlencode({'secret': secret, 'issuer': name}, quote_via=quote)}"
    grouped = " ".join(secret[n : n + 4] for n in range(0, len(secret), 4))
    return render(request, "mine/app.html", {"form": form, "secret": grouped, "address": address})


@_mine
@require_http_methods(["GET", "POST"])
def paper(request: HttpRequest, account: uuid.UUID) -> HttpResponse:
    """Ten codes to write down, as if they were anything. POST makes new ones; the old ones open nothing then."""
    if request.method == "POST" or not queries.her_factors(account).get(Authenticator.Type.RECOVERY_CODES):
        accounts.take_away(account=account, kind=Authenticator.Type.RECOVERY_CODES)
    codes = RecoveryCodes.activate(queries.account(account)).get_unused_codes()
    return render(request, "mine/paper.html", {"codes": [f"{code[:4]} {code[4:]}" for code in codes]})


@_mine
@require_http_methods(["GET", "POST"])
def words_change(request: HttpRequest, account: uuid.UUID) -> HttpResponse:
    """Other words. Whoever is in with the old ones is out, and she is in anew."""
    form = NewWords(request.POST or None)
    if request.method == "POST" and form.is_valid():
        accounts.choose_words(account=account, words=form.cleaned_data["words"])
        return come_in(request, account) or redirect(HERS_IN)
    forget_what_was_said(form)
    return render(request, "mine/words.html", {"form": form, "changing": True})

"""Setting up a sign-in with a code that was told in person: the code, the password, then the second factor.

The second factor is never passed by: a new one is set up before anything opens (ASVS 6.4.3). Whoever was given a code
to sign in anew without a new password needs the password that she has.
"""

from __future__ import annotations

import uuid
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.stagekit import unstash_login
from allauth.core import ratelimit
from allauth.mfa.utils import is_mfa_enabled
from django import forms
from django.contrib.auth import logout
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from alongside.accounts import actions as accounts
from alongside.accounts.models import ColleagueCode, User
from alongside.agencies.queries import mode
from alongside.agencies.terms import Mode
from alongside.pages.design.forms import CalmForm
from alongside.pages.page import public

MARK, DONE = "set_up", "was_set_up"  # in the session of the sign-in pages: which code was given, that it is used up
HIDDEN = {"autocomplete": "new-password"}


class CodeForm(CalmForm):
    """The address and the code, nothing else: whether both fit is said in one sentence."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"), widget=forms.EmailInput({"autocomplete": "username"})
    )
    code = forms.CharField(
        label=gettext_lazy("The code you were told"), max_length=60,
        widget=forms.TextInput({"autocapitalize": "characters", "spellcheck": "false", "class": "input--code"}),
        help_text=gettext_lazy("Twelve letters and numbers. Small or large letters do not matter."),
    )  # fmt: skip


class ChooseForm(CalmForm):
    """A password of her own, twice."""

    password = forms.CharField(
        label=gettext_lazy("A new password"), strip=False, widget=forms.PasswordInput(HIDDEN),
        help_text=gettext_lazy("At least 12 letters. A few words in a row are easy to keep in mind."),
    )  # fmt: skip
    again = forms.CharField(
        label=gettext_lazy("The same once more"), strip=False, widget=forms.PasswordInput(HIDDEN)
    )  # fmt: skip

    def clean_password(self) -> str:
        """A password worth the name."""
        validate_password(self.cleaned_data["password"])
        return str(self.cleaned_data["password"])

    def clean_again(self) -> str:
        """The same as above."""
        if "password" in self.cleaned_data and self.cleaned_data["again"] != self.cleaned_data["password"]:
            raise ValidationError(_("The two are not the same. Please type both once more."))
        return str(self.cleaned_data["again"])


class PasswordForm(CalmForm):
    """The password that she has."""

    password = forms.CharField(
        label=gettext_lazy("Your password"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )


@public
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    """The code."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"].strip().lower()
        if not ratelimit.consume(request, action="set_up", key=email):
            form.add_error(None, get_adapter().error_messages["too_many_login_attempts"])
        elif code := accounts.try_code(email=email, typed=form.cleaned_data["code"]):
            logout(request)
            request.session[MARK] = str(code.id)
            return redirect("set_up_password")
        else:
            form.add_error(None, _("The address and the code do not fit together. A code is good for 24 hours, opens"
                                   " once, and is over after five wrong ones. Please look at both again."))  # fmt: skip
    return render(request, "public/set_up.html", {"form": form})


@public
@require_http_methods(["GET", "HEAD", "POST"])
def set_up_password(request: HttpRequest) -> HttpResponse:
    """A password of her own, or the one she has; then she is signed in as far as setting up her second factor."""
    code = given_here(request)
    user = accounts.account_of(code) if code else None
    if code is None or user is None:
        return redirect("set_up")
    form: CalmForm = (ChooseForm if code.new_password else PasswordForm)(request.POST or None)
    if request.method == "POST" and form.is_valid() and _password_fits(request, form, code, user):
        record_authentication(request, user, "password")
        get_adapter().login(request, user)
        request.session[MARK] = str(code.id)
        return redirect("enter" if mode("gate") == Mode.DEMO else "mfa_activate_totp")
    return render(request, "public/set_up_password.html", {"form": form, "chooses": code.new_password})


def _password_fits(request: HttpRequest, form: Any, code: ColleagueCode, user: User) -> bool:
    password = form.cleaned_data["password"]
    if code.new_password:
        accounts.choose_password(user=user, password=password)
        return True
    if not ratelimit.consume(request, action="login_failed", key=user.email):
        form.add_error(None, get_adapter().error_messages["too_many_login_attempts"])
        return False
    if user.check_password(password):
        return True
    form.add_error("password", get_adapter().error_messages["incorrect_password"])
    return False


def given_here(request: HttpRequest) -> ColleagueCode | None:
    """The code that was given in this browser a moment ago and is not used up."""
    try:
        return accounts.given_code(uuid.UUID(request.session.get(MARK, "")))
    except ValueError:
        return None


def may_go_on(request: HttpRequest) -> bool:
    """Whoever is signed in here does not wait for a code, or has given it in this browser."""
    user = request.user
    if not user.is_authenticated or not user.awaits_code:  # type: ignore[union-attr]
        return True
    code = given_here(request)
    return code is not None and code.account == user.pk


def finished(request: HttpRequest) -> bool:
    """Everything is set up: her account opens again, if it waited for this. False when the code fits no more."""
    user = request.user
    if not user.awaits_code:  # type: ignore[union-attr]
        return True
    code = given_here(request)
    if code is None or not accounts.finish_set_up(id=code.id, account=user.pk):
        return False
    request.session[DONE] = True
    return True


def just_finished(request: HttpRequest) -> bool:
    """She set up her sign-in in this very session."""
    return bool(request.session.get(DONE))


def nothing_to_give(request: HttpRequest) -> bool:
    """She gave her password a moment ago, and the second factor she was then asked for has been taken away since.

    The sign-in library would send her browser to and fro for ever.
    """
    if request.resolver_match is None or request.resolver_match.url_name != "mfa_authenticate":
        return False
    halfway = unstash_login(request, peek=True)
    return halfway is not None and halfway.user is not None and not is_mfa_enabled(halfway.user)

"""How allauth is told about this house."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alongside.accounts.actions import end_sessions
from alongside.accounts.models import User
from alongside.accounts.terms import AGENCY_DOOR
from alongside.pages.page import her_name
from alongside.project.agency_sign_in import refused


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs herself up: accounts are made by the programme."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("The address and the password do not fit together. Please look at both again."),
        "enter_current_password": _("This is not your password of today. Please type it once more."),
        "incorrect_password": _("This is not your password of today. Please type it once more."),
        "too_many_login_attempts": _(
            "There were many attempts to sign in. Please wait a few minutes, or ask whoever looks after accounts."
        ),
        "rate_limited": _("That was very quick. Please wait a moment and try once more."),
        "account_inactive": _("This sign-in is switched off. Whoever looks after accounts at your place knows more."),
        "same_as_current": _("Please choose another one: this is the one you have."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def set_password(self, user: User, password: str) -> None:
        """A changed password ends every session that the old one opened, on all devices."""
        super().set_password(user, password)
        end_sessions(account=user.pk)

    def pre_login(self, request: HttpRequest, user: User, **how: Any) -> HttpResponse | None:
        """Whoever is registered to sign in at her agency comes in through that door alone: her agency can close it."""
        login = (how.get("signal_kwargs") or {}).get("sociallogin")
        request.session.pop(AGENCY_DOOR, None)
        if login is not None:
            request.session[AGENCY_DOOR] = {"door": login.account.provider, "two_factors": login.two_factors}
        elif not user.has_usable_password():
            return refused(request, "-", "registered_elsewhere")
        return super().pre_login(request, user, **how)

    def is_reauthentication_required(self, *, app: str) -> bool:
        """The sign-in session lives for minutes and ends on entering: whoever is in it has just signed in."""
        return False


class SecondFactorAdapter(DefaultMFAAdapter):
    """Names shown in authenticator apps and for passkeys: neutral, so that a phone's screen says nothing."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _(
            "This did not fit. The app shows a new code every 30 seconds, and each opens once: please wait for the next"
            " one and type that."
        ),
    }

    def get_totp_label(self, user: Any) -> str:
        return _called(user)

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        """A passkey to which she gave no name."""
        return gettext("Passkey")

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Shown by the device while it asks for a fingerprint. One name for everybody: it must say nothing to hers."""
        return {**super().get_public_key_credential_rp_entity(), "name": her_name()}

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        name = _called(user)
        return {**super().get_public_key_credential_user_entity(user), "name": name, "display_name": name}


def _called(user: Any) -> str:
    """What an app or a device calls a sign-in: the programme for colleagues, anybody's words for a woman."""
    return "Alongside" if user.email else her_name()

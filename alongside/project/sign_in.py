"""How allauth is told about this house."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from alongside.accounts.actions import end_sessions
from alongside.accounts.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs herself up: accounts are made by the programme."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def set_password(self, user: User, password: str) -> None:
        """A changed password ends every session that the old one opened, on all devices."""
        super().set_password(user, password)
        end_sessions(account=user.pk)

    def is_reauthentication_required(self, *, app: str) -> bool:
        """The sign-in session lives for minutes and ends on entering: whoever is in it has just signed in."""
        return False


class SecondFactorAdapter(DefaultMFAAdapter):
    """Names shown in authenticator apps: neutral, so that a phone's screen says nothing."""

    def get_totp_label(self, user: object) -> str:
        return "Alongside"

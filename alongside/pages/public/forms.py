"""Forms of the sign-in library, asked in our words."""

from __future__ import annotations

import ipaddress
from typing import Any
from urllib.parse import SplitResult, urlsplit

from allauth.account.forms import ChangePasswordForm, LoginForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm, EditWebAuthnForm, LoginWebAuthnForm
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from alongside.pages.design.kindness import KindWords

# Six digits, typed by somebody who looks at her phone: the number keys, and no help from the browser's memory.
CODE = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}


def _ask_for_code(form: forms.Form, label: Any) -> None:
    form.fields["code"].label = label
    form.fields["code"].widget = forms.TextInput(attrs=CODE)
    form.fields["code"].error_messages["required"] = _("Please type the code.")
    form.label_suffix = ""


class GiveCode(KindWords, AuthenticateForm):
    """The second step of signing in: a code from the app, or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_code(self, _("Code from your app, or a recovery code"))


class UseApp(KindWords, ActivateTOTPForm):
    """The first code of a new app shows that it was set up right."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_code(self, _("The six digits"))


class GivePasskey(KindWords, AuthenticateWebAuthnForm):
    """The second step of signing in, with a passkey."""


class PasskeyAlone(KindWords, LoginWebAuthnForm):
    """Signing in with a passkey and nothing else."""


class AddPasskey(KindWords, AddWebAuthnForm):
    """A new passkey. One that signs in alone asks for a fingerprint, a face or a PIN: it is both factors in one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.fields["name"].label = _("A name for it, such as “my phone”")
        self.fields["name"].required = False
        self.initial["name"] = ""
        self.fields["passwordless"].label = _("Sign in with this passkey alone, without a password")
        self.fields["passwordless"].help_text = _("Without the tick it comes after your password, as the second step.")
        self.initial.setdefault("passwordless", True)

    @property
    def by_number(self) -> bool:
        """Browsers refuse passkeys for a page that was opened by an address in numbers."""
        try:
            ipaddress.ip_address(self._address.hostname or "")
        except ValueError:
            return False
        return True

    @property
    def by_name(self) -> str:
        """The same address with a name, for this very machine; "" where only the programme knows its name."""
        here = self._address
        return f"http://localhost:{here.port}/" if here.hostname in ("127.0.0.1", "::1") and here.port else ""

    @property
    def _address(self) -> SplitResult:
        return urlsplit(f"//{context.request.get_host()}")


class NamePasskey(KindWords, EditWebAuthnForm):
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.fields["name"].label = _("A name for it, such as “my phone”")
        self.fields["name"].error_messages["required"] = _("Please give it a name.")


class SignIn(KindWords, LoginForm):
    """The address and the password. Whoever forgot it asks a person; no page of ours sends anything by e-mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_in_our_words(self, {"login": _("E-mail address"), "password": _("Password")})

    @property
    def elsewhere(self) -> bool:
        """Some agencies have a sign-in of their own."""
        return bool(settings.AGENCY_DOORS)


class ChangePassword(KindWords, ChangePasswordForm):
    """The password of today, and a new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        again = _("The new one again")
        _ask_in_our_words(
            self, {"oldpassword": _("Your password now"), "password1": _("A new one"), "password2": again}
        )


def _ask_in_our_words(form: forms.Form, labels: dict[str, Any]) -> None:
    form.label_suffix = ""
    for name, label in labels.items():
        field = form.fields[name]
        field.label, field.help_text = label, ""
        field.widget.attrs.pop("placeholder", None)

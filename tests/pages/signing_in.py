"""What it takes to sign in as one of the cast: a password, an app's code, and whether a token then opens anything."""

from __future__ import annotations

import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.db import connections, transaction

from alongside.accounts.models import User
from tests.cast import ident

PASSWORD = "seven calm horses by the lake"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def signed_in(token: str, alias: str = "default") -> int:
    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        cursor.execute("select set_config('alongside.token', %s, true)", [token])
        cursor.execute("select safekeeping.me() is not null")
        return cursor.fetchone()[0]


def account_of(who: str) -> User:
    """A sign-in for somebody of the cast. (What one connection wrote in a test, another one does not see.)"""
    return User.objects.db_manager("gate").create_user(f"{who.lower()}@example.org", PASSWORD, id=ident(f"user {who}"))


def code(secret: str) -> str:
    """The code of this moment; near its end the next one is waited for."""
    while time.time() % 30 > 25:
        time.sleep(0.2)
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))

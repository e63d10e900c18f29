"""Two agencies' own sign-in, and somebody on her way through it, as a browser goes."""

from __future__ import annotations

import html
import re
from urllib.parse import urlsplit

import pytest
import requests
from django.conf import settings
from django.db import connections, transaction
from django.http import HttpResponse
from django.test import Client

from alongside.accounts.models import User
from tests.cast import ident
from tests.databases import Cluster
from tests.pages.agency_sign_in.conftest import CORA

here = pytest.mark.django_db(databases=["default", "gate", "loader"])


def registered(who: str = "CW1", email: str = CORA, password: str | None = None) -> User:
    """Somebody of the cast who signs in at her agency (or, with a password, here)."""
    return User.objects.db_manager("gate").create_user(email, password, id=ident(f"user {who}"))


def off(browser: Client, door: str = "society") -> str:
    """Press the button of an agency; the address of its own sign-in."""
    page = browser.post(f"/account/agency/{door}/")
    assert page.status_code == 200
    return html.unescape(re.search(r'content="0;url=([^"]+)"', page.text)[1])


def choose(address: str, sub: str) -> str:
    """Be somebody at the agency; the address at which one comes back, without the host."""
    there = requests.post(address, data={"sub": sub}, allow_redirects=False, timeout=10)
    assert there.status_code == 302, there.text
    back = urlsplit(there.headers["Location"])
    return f"{back.path}?{back.query}"


def come(browser: Client, sub: str = "cora", door: str = "society") -> HttpResponse:
    """There and back."""
    return browser.get(choose(off(browser, door), sub), follow=True)


def came_in(browser: Client) -> str:
    """As whom, by the database's own word; "" for nobody."""
    token = browser.cookies[settings.TOKEN_COOKIE].value if settings.TOKEN_COOKIE in browser.cookies else ""
    with transaction.atomic(using="gate"), connections["gate"].cursor() as cursor:
        cursor.execute("select set_config('alongside.token', %s, true)", [token])
        cursor.execute("select principal, second_factor from safekeeping.whoami()")
        row = cursor.fetchone()
    return f"{row[0]} {row[1]}" if row else ""


def is_refused(page: HttpResponse, browser: Client) -> bool:
    return (
        page.status_code == 403
        and "opened nothing here" in page.text
        and settings.TOKEN_COOKIE not in browser.cookies
        and "_auth_user_id" not in browser.session
    )


def written_for_good(cluster: Cluster, name: str, email: str = CORA, password: str = "!") -> None:
    """The same, so that every connection sees it."""
    with cluster.admin(name) as admin:
        admin.execute(
            "insert into accounts_user (id, email, password, is_active, must_have_second_factor)"
            " values (%s, %s, %s, true, true)",
            [ident("user CW1"), email, password],
        )

"""Signing in outside a practice programme, in a real browser: a password, a passkey, codes from an app."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.hashers import make_password
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.cast import ident
from tests.databases import Cluster
from tests.journeys.conftest import DESK, PHONE, Site, look, opened, running
from tests.journeys.steps import with_authenticator

failed: list[str] = []  # what a page of the present test could not do
PASSWORD = "seven calm horses by the lake"
KEPT = {"W1": "wanda@example.org", "W2": "willa@example.org", "PIT": "pilar@example.org"}


@pytest.fixture(scope="module")
def real(cluster: Cluster, template: str) -> Iterator[Site]:
    """The cast in a programme that is no practice one: staff sign in with a password and a second factor."""
    name = cluster.clone(template, f"alongside_journey_{os.getpid()}_real")
    with cluster.admin(name) as admin:
        # A trigger keeps the mode for ever; this clone is dropped, and only an administrator can pass by a trigger.
        admin.execute("set session_replication_role = replica")
        admin.execute("update agencies_programme set mode = 'real'")
        admin.execute("set session_replication_role = origin")
        for who, email in KEPT.items():
            admin.execute(
                "insert into accounts_user (id, email, password, is_active, must_have_second_factor)"
                " values (%s, %s, %s, true, true)",
                [ident(f"user {who}"), email, make_password(PASSWORD)],
            )
    with running(cluster, name, mode="real") as site:
        # Browsers know no passkey for an address in numbers.
        yield replace(site, address=site.address.replace("127.0.0.1", "localhost"))


def give_password(page: Page, who: str) -> None:
    page.goto("/account/login/")
    page.locator("[name=login]").fill(KEPT[who])
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/account/login/")


def window(chromium: Browser, real: Site, **kind: object) -> tuple[BrowserContext, Page]:
    context = opened(chromium, real, **kind)  # type: ignore[arg-type]
    page = context.new_page()
    page.on("response", lambda answer: failed.append(answer.url) if answer.status >= 500 else None)
    page.on("console", lambda message: failed.append(message.text) if message.type == "error" else None)
    return context, page


@pytest.fixture(autouse=True)
def nothing_fails() -> Iterator[None]:
    failed.clear()
    yield
    assert failed == []


def test_a_passkey_from_its_adding_to_signing_in_with_nothing_else(chromium: Browser, real: Site, width: int) -> None:
    who = {PHONE: "W1", DESK: "W2"}[width]
    context, page = window(chromium, real, width=width)
    devices = with_authenticator(context, page)
    give_password(page, who)
    page.wait_for_url("**/2fa/totp/activate/")
    look(page, f"factor-set-up-{width}")
    page.get_by_role("link", name="Add a passkey").click()
    look(page, f"passkey-add-{width}")
    page.get_by_label("A name for it").fill("my phone")
    page.get_by_role("button", name="Add a passkey").click()
    page.wait_for_url("**/2fa/recovery-codes/")
    look(page, f"recovery-codes-{width}")
    page.goto("/account/2fa/webauthn/")
    expect(page.get_by_text("my phone", exact=True)).to_be_visible()
    look(page, f"passkey-list-{width}")
    page.goto("/account/2fa/")
    look(page, f"ways-to-sign-in-{width}")
    page.goto("/account/password/change/")
    look(page, f"password-change-{width}")
    page.goto("/account/2fa/recovery-codes/generate/")
    before = page.locator("main").inner_text()
    assert "open nothing any more" in before
    page.get_by_role("button", name="Make new codes").click()
    page.wait_for_url("**/2fa/recovery-codes/")
    page.goto("/account/enter/")
    page.wait_for_url(real.address + "/")
    sign_out(page)
    # The passkey alone: no address, no password.
    page.goto("/account/login/")
    look(page, f"sign-in-{width}")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(real.address + "/")
    expect(page.get_by_text("Signed in as")).to_contain_text(who.replace("W1", "Wanda").replace("W2", "Willa"))
    sign_out(page)
    # And as the second step after the password.
    give_password(page, who)
    page.wait_for_url("**/2fa/authenticate/")
    look(page, f"second-step-{width}")
    page.get_by_role("button", name="Use your passkey").click()
    page.wait_for_url(real.address + "/")
    sign_out(page)
    # Somebody who does not show that it is her does not come in, and is told kindly.
    devices.send("WebAuthn.setUserVerified", {"authenticatorId": devices.made, "isUserVerified": False})  # type: ignore[attr-defined]
    page.goto("/account/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("nothing has changed")
    look(page, f"passkey-stopped-{width}")
    page.goto("/")
    page.wait_for_url("**/account/login/")
    context.close()


def test_without_scripts_the_pages_say_what_works(chromium: Browser, real: Site) -> None:
    eyes = opened(chromium, real)
    context, page = window(chromium, real, javascript=False, width=PHONE)
    page.goto("/account/login/")
    expect(page.get_by_text("Passkeys need JavaScript")).to_be_visible()
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_have_count(0)
    look(page, "sign-in-without-scripts", eyes=eyes)
    give_password(page, "PIT")
    page.wait_for_url("**/2fa/totp/activate/")
    page.goto("/account/2fa/webauthn/add/")
    expect(page.get_by_text("Passkeys need JavaScript")).to_be_visible()
    expect(page.get_by_role("link", name="Use codes from an app instead")).to_be_visible()
    context.close()
    eyes.close()


def test_an_address_in_numbers_says_where_passkeys_work(chromium: Browser, real: Site) -> None:
    context, page = window(chromium, replace(real, address=real.address.replace("localhost", "127.0.0.1")))
    give_password(page, "PIT")
    page.wait_for_url("**/2fa/totp/activate/")
    page.goto("/account/2fa/webauthn/add/")
    expect(page.get_by_role("link", name="http://localhost:")).to_be_visible()
    context.close()


def code(secret: str, *, after: str = "") -> str:
    """The code of this moment, with some seconds left to type it; with ``after``, one that differs from it."""
    while True:
        now = time.time()
        found = format_hotp_value(hotp_value(secret, int(now) // 30))
        if found != after and now % 30 < 25:
            return found
        time.sleep(0.5)


def test_codes_from_an_app_from_setting_up_to_the_next_day(chromium: Browser, real: Site) -> None:
    context, page = window(chromium, real, width=PHONE, javascript=False)  # this way needs no scripts
    give_password(page, "PIT")
    page.wait_for_url("**/2fa/totp/activate/")
    secret = page.locator(".key code").inner_text()
    page.get_by_label("The six digits").fill("000000")
    page.get_by_role("button", name="Use this app").click()
    expect(page.get_by_text("This did not fit").first).to_be_visible()
    assert page.locator(".key code").inner_text() == secret  # a slip does not ask her to scan again
    page.get_by_label("The six digits").fill(code(secret))
    page.get_by_role("button", name="Use this app").click()
    page.wait_for_url("**/2fa/recovery-codes/")
    recovery = page.locator(".codes code").first.inner_text()
    page.get_by_role("link", name="Go on to Alongside").click()
    page.wait_for_url(real.address + "/")
    sign_out(page)

    give_password(page, "PIT")
    page.wait_for_url("**/2fa/authenticate/")
    page.goto("/account/enter/")  # the password alone opens nothing
    page.wait_for_url("**/2fa/authenticate/")
    page.get_by_label("Code from your app").fill("123")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text("This did not fit").first).to_be_visible()
    used = code(secret)
    page.get_by_label("Code from your app").fill(used)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(real.address + "/")
    sign_out(page)

    for given, comes_in in ((used, False), (recovery, True), (recovery, False), (code(secret, after=used), True)):
        give_password(page, "PIT")
        page.wait_for_url("**/2fa/authenticate/")
        page.get_by_label("Code from your app").fill(given)
        page.get_by_role("button", name="Sign in", exact=True).click()
        if comes_in:
            page.wait_for_url(real.address + "/")
            sign_out(page)
        else:
            expect(page.get_by_text("This did not fit").first).to_be_visible()
            page.get_by_role("button", name="Begin again").click()
            page.wait_for_url("**/account/login/")
    context.close()

"""The gallery in a real browser: no accessibility fault at three widths, no sideways scrolling, and leaving quickly.

The gallery asks no database, so this runs on a bare server of its own.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import override_settings
from django.urls import include, path
from playwright.sync_api import Browser, Page, expect

from tests.journeys.looks import faults

ELSEWHERE = "https://weather.example/"
LEFT: list[str] = []


def leave(request: HttpRequest) -> HttpResponse:
    """Stands in for the page that signs out: notes that it was asked with a token that holds."""
    LEFT.append(request.method or "")
    return render(request, "design/leave.html", {"leave_to": ELSEWHERE})


urlpatterns = [path("design/", include("alongside.pages.design.urls")), path("leave/", leave)]


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with override_settings(ROOT_URLCONF=__name__, LEAVE_TO=ELSEWHERE, MODE="demo", ALLOWED_HOSTS=["127.0.0.1"]):
        server = make_server("127.0.0.1", 0, WSGIHandler(), handler_class=_Quiet)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def opened(chromium: Browser, width: int, **options: object) -> Page:
    context = chromium.new_context(viewport={"width": width, "height": 844}, **options)  # type: ignore[arg-type]
    context.route(
        f"{ELSEWHERE}**", lambda route: route.fulfill(body="<title>Weather</title>", content_type="text/html")
    )
    page = context.new_page()
    page.on("console", lambda message: pytest.fail(message.text) if message.type == "error" else None)
    return page


def sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


@pytest.mark.parametrize("locale", ["en-CA", "fr-CA"])
@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("query", ["", "?check=1"])
def test_no_accessibility_fault(chromium: Browser, address: str, width: int, query: str, locale: str) -> None:
    page = opened(chromium, width, locale=locale)
    page.goto(f"{address}/design/{query}")
    assert faults(page) == []
    assert not sideways(page)
    page.context.close()


def test_axe_does_find_a_fault(chromium: Browser, address: str) -> None:
    page = opened(chromium, 390)
    page.goto(f"{address}/design/")
    page.evaluate("document.querySelector('main').append(document.createElement('input'))")
    assert [name for name, _html in faults(page)] == ["label"]
    page.context.close()


def test_large_letters_and_wide_spacing_do_not_push_anything_out(chromium: Browser, address: str) -> None:
    page = opened(chromium, 390)
    page.goto(f"{address}/design/?check=1")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert not sideways(page)
    page.evaluate(
        """() => { document.documentElement.style.fontSize = '';
        for (const { style } of document.querySelectorAll('body *')) {
        style.lineHeight = '1.5'; style.letterSpacing = '.12em'; style.wordSpacing = '.16em'; } }"""
    )
    assert not sideways(page)
    page.context.close()


@pytest.mark.parametrize("javascript", [True, False])
def test_what_to_check_is_on_top_and_links_to_the_box(chromium: Browser, address: str, javascript: bool) -> None:
    page = opened(chromium, 390, java_script_enabled=javascript)
    page.goto(f"{address}/design/?check=1")
    expect(page).to_have_title("Please check: Design · Alongside")
    if javascript:
        expect(page.locator(".errorsummary")).to_be_focused()
    page.get_by_role("link", name="There is no 31 February 2024").click()
    expect(page.locator("#id_on_0")).to_be_focused()
    page.context.close()


def test_leaving_by_button_without_script(chromium: Browser, address: str) -> None:
    LEFT.clear()
    page = opened(chromium, 390, java_script_enabled=False)
    page.goto(f"{address}/design/")
    page.get_by_role("button", name="Leave this page").click()
    page.wait_for_url(ELSEWHERE)
    assert LEFT == ["POST"]
    page.context.close()


@pytest.mark.parametrize("way", ["button", "shift"])
def test_leaving_with_script_signs_out_and_replaces_the_page(chromium: Browser, address: str, way: str) -> None:
    LEFT.clear()
    page = opened(chromium, 390)
    page.goto("about:blank")
    page.goto(f"{address}/design/")
    length = page.evaluate("history.length")
    if way == "button":
        page.get_by_role("button", name="Leave this page").click()
    else:
        page.keyboard.press("Shift")
        expect(page.locator("[data-leave-says]")).to_have_text("Press Shift two more times to leave this page.")
        page.keyboard.press("Shift")
        page.keyboard.press("Shift")
    page.wait_for_url(ELSEWHERE)
    assert page.evaluate("history.length") == length, "the page was replaced, not followed"
    assert LEFT == ["POST"], "signed out by a beacon that carries the token"
    page.context.close()


def test_other_keys_between_shifts_start_again(chromium: Browser, address: str) -> None:
    page = opened(chromium, 390)
    page.goto(f"{address}/design/")
    for key in ("Shift", "Shift", "a", "Shift", "Shift"):
        page.keyboard.press(key)
    assert page.url.endswith("/design/")
    page.context.close()


def test_the_skip_link_comes_first(chromium: Browser, address: str) -> None:
    page = opened(chromium, 1280)
    page.goto(f"{address}/design/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Go to the main part")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.context.close()


def test_one_press_is_enough(chromium: Browser, address: str) -> None:
    page = opened(chromium, 390)
    page.goto(f"{address}/design/")
    sent = page.evaluate(
        """() => { const form = document.querySelector('form.form'); let sent = 0;
        form.addEventListener('submit', () => {}, {});
        window.addEventListener('submit', (e) => { if (!e.defaultPrevented) sent += 1; e.preventDefault(); });
        form.requestSubmit(); form.requestSubmit(); form.requestSubmit(); return sent; }"""
    )
    assert sent == 1
    page.context.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_each_width_has_its_own_drawing(chromium: Browser, address: str, width: int) -> None:
    page = opened(chromium, width)
    page.goto(f"{address}/design/")
    figure = page.locator("#timeline .figure").first
    shown = ".viz--narrow" if width == 390 else ".viz--wide"
    hidden = ".viz--wide" if width == 390 else ".viz--narrow"
    expect(figure.locator(shown)).to_be_visible()
    expect(figure.locator(hidden)).to_be_hidden()
    page.context.close()

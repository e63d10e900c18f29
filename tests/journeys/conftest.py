"""A running programme for the journeys: the real web server on a clone of the template, a real browser, axe."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.databases import ROOT, Cluster, one_at_a_time, test_home
from tests.journeys.looks import LOOKS
from tests.ports import free_port

PHONE, DESK = 390, 1280
SHOTS = os.environ.get("ALONGSIDE_SCREENSHOTS", "")
# Walked in each of their ways in every run: the days of each role, what others are built of, doors; and those whose
# second way goes on from the first.
IN_EVERY_WAY = {"test_how_to", "test_gallery", "test_looks", "test_looks_again", "test_signing_in", "test_watch"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Every other journey is walked in one of its ways, half of them in English at a desk, half in French without scripts.

    Which one, the name of its module decides, so that it is the same in each run. ``make journeys`` walks all of them
    in every way.
    """
    if os.environ.get("ALONGSIDE_EVERY_WAY"):
        return
    ways: dict[str, list[pytest.Item]] = {}
    for item in items:
        if (
            item.path.parent == Path(__file__).parent
            and item.path.stem not in IN_EVERY_WAY
            and hasattr(item, "callspec")
        ):
            ways.setdefault(item.nodeid.split("[")[0], []).append(item)
    walked = {id(found[crc32(found[0].path.stem.encode()) % len(found)]) for found in ways.values()}
    left = [item for found in ways.values() for item in found if id(item) not in walked]
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if item not in left]


@pytest.fixture(autouse=True)
def nothing_takes_for_ever() -> Iterator[None]:
    """A browser that does not come back fails the journey instead of holding up everything."""

    def too_long(*_: object) -> None:
        raise TimeoutError("this journey took more than four minutes")

    before = signal.signal(signal.SIGALRM, too_long)
    signal.alarm(int(os.environ.get("ALONGSIDE_PATIENCE", "240")))
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@dataclass(frozen=True)
class Site:
    """A running web server and the database behind it."""

    address: str
    database: str


def attempts_of(database: str) -> Path:
    """Where the web server on ``database`` counts attempts to sign in."""
    folder = test_home() / f"attempts-{database}"
    folder.mkdir(exist_ok=True)
    return folder


def collected(environment: dict[str, str]) -> None:
    """The static files of this state of the programme, gathered once in a run for all its servers."""
    done, run = test_home() / "collected", os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    with one_at_a_time(test_home() / "collecting"):
        if done.exists() and done.read_text() == run:
            return
        subprocess.run(
            [sys.executable, "-m", "django", "collectstatic", "--noinput", "-v", "0"],
            env=environment, cwd=ROOT, check=True, capture_output=True,
        )  # fmt: skip
        done.write_text(run)


def serving(cluster: Cluster, database: str, *, port: int, mode: str = "demo") -> subprocess.Popen:
    """The web server as ``alongside up`` starts it: only the page's role and the gate's."""
    import json

    static = test_home() / "static-journeys"
    environment = {
        **os.environ,
        "ALONGSIDE_PROCESS": "web",
        "ALONGSIDE_MODE": mode,
        "ALONGSIDE_STATIC": str(static),
        "ALONGSIDE_DATABASES": json.dumps(cluster.databases(database, ("default", "gate"))),
        "ALONGSIDE_LEAVE_TO": "https://weather.example/",
        "ALONGSIDE_ATTEMPTS": str(attempts_of(database)),
    }
    collected(environment)
    return subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--threads", "4", "--workers", "1",
         "--log-level", "warning", "alongside.project.wsgi:application"],
        env=environment, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=(static.parent / f"web-{port}.log").open("w"),
    )  # fmt: skip


@contextmanager
def running(cluster: Cluster, name: str, *, mode: str = "demo", port: int = 0) -> Iterator[Site]:
    """The web server on the clone ``name``, which is dropped at the end."""
    port = port or free_port()
    process = serving(cluster, name, port=port, mode=mode)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(100):
            try:
                urllib.request.urlopen(f"{address}/alive/", timeout=2).read()
                break
            except OSError:
                if process.poll() is not None:
                    raise RuntimeError((test_home() / f"web-{port}.log").read_text()) from None
                time.sleep(0.2)
        yield Site(address, name)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)
        cluster.drop(name)
        shutil.rmtree(attempts_of(name))


@pytest.fixture(scope="module")
def site(cluster: Cluster, template: str, request: pytest.FixtureRequest) -> Iterator[Site]:
    """A clone for this module alone: journeys write, and the trail cannot be emptied."""
    name = cluster.clone(template, f"alongside_journey_{os.getpid()}_{abs(hash(request.module.__name__)) % 10000}")
    with running(cluster, name) as site:
        yield site


@pytest.fixture(autouse=True)
def nobody_tried_before(request: pytest.FixtureRequest) -> None:
    """Each journey is on an hour of its own: on a fast machine those of one module are more tries than one minute allows."""
    if "site" in request.fixturenames:
        for tried in attempts_of(request.getfixturevalue("site").database).iterdir():
            tried.unlink()


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def width(request: pytest.FixtureRequest) -> int:
    """On a phone, and at a desk."""
    return int(request.param)


def opened(
    chromium: Browser, site: Site, *, width: int = DESK, language: str = "en", javascript: bool = True
) -> BrowserContext:
    """A browser window of one kind of person: her screen, her language, with or without JavaScript."""
    context = chromium.new_context(
        viewport={"width": width, "height": 900}, java_script_enabled=javascript, base_url=site.address,
        locale="fr-CA" if language == "fr-ca" else "en-CA",
    )  # fmt: skip
    context.add_cookies([{"name": "django_language", "value": language, "url": site.address}])
    context.set_default_timeout(15_000)
    context.route(
        "https://weather.example/**", lambda r: r.fulfill(body="<title>Weather</title>", content_type="text/html")
    )
    return context


@pytest.fixture
def window(chromium: Browser, site: Site, width: int) -> Iterator[BrowserContext]:
    """A window on a phone, and one at a desk."""
    context = opened(chromium, site, width=width)
    yield context
    context.close()


def walk_in(page: Page, name: str) -> None:
    """Through the practice programme's door as one of the cast."""
    page.goto("/walk-in/")
    with page.expect_navigation():  # what is counted on the page after it is there
        page.locator("button", has_text=name).first.click()


def look(page: Page, name: str, *, eyes: BrowserContext | None = None) -> None:
    """Every step of a journey: no accessibility fault, no sideways scrolling; a picture if wanted.

    axe is JavaScript: what a browser without it shows is looked at in a second window (``eyes``) that has it. A page that is
    built like one without a fault is not looked at again (looks.py); sideways scrolling depends on the words, and is.
    """
    # A link that was just pressed: the page may be there before its style is.
    page.wait_for_load_state("load")
    # From its top: what the bar that stays has half covered is not small.
    page.evaluate("scrollTo(0, 0)")
    LOOKS.steps += 1
    shown = LOOKS.structure(page, plain=bool(eyes))
    if LOOKS.known(shown) and not SHOTS:
        assert not sideways(page), name
        return
    seen = _the_same_in(eyes, page) if eyes else page
    structure = LOOKS.structure(seen) if eyes else shown
    if not LOOKS.known(structure):
        assert LOOKS.faults(seen) == [], f"{name}: {page.url}"
    assert not sideways(seen), name
    LOOKS.remember(shown, structure)
    if SHOTS:
        folder = Path(SHOTS)
        folder.mkdir(parents=True, exist_ok=True)
        seen.screenshot(path=folder / f"{name}.png", full_page=True)
    if eyes:
        seen.close()


def sideways(page: Page) -> bool:
    """Must one scroll to the side to read it?"""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def _the_same_in(eyes: BrowserContext, page: Page) -> Page:
    """The very bytes that ``page`` shows, at the same address, in a window that runs scripts."""
    window = eyes.new_page()
    address, shown = page.url.split("#")[0], page.content()
    window.route(address, lambda route: route.fulfill(body=shown, content_type="text/html; charset=utf-8"))
    window.goto(address)
    return window


# What was not looked at is said at the end of a run, however many processes it had.


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker tells the run how often it asked axe."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["looks"] = [LOOKS.steps, LOOKS.asked]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """The run hears it."""
    steps, asked = getattr(node, "workeroutput", {}).get("looks", (0, 0))
    LOOKS.steps, LOOKS.asked = LOOKS.steps + steps, LOOKS.asked + asked


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line: steps that were looked at, and how many of them were new to axe."""
    if LOOKS.steps:
        terminalreporter.write_line(
            f"{LOOKS.steps} steps were looked at; axe was asked about {LOOKS.asked},"
            " the others are built like one without a fault."
        )

"""Pages that are read: who gets them, what they ask the database, what they never say."""

from __future__ import annotations

import re
import uuid
from collections import Counter
from collections.abc import Iterator

import pytest
from django.db import connections
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.cast import CAST, TODAY, acting_as, dyad, ident
from tests.client import client_as, statements
from tests.pages.lives import a_full_life, contacts
from tests.pages.reading import NAMES, PAGES, WRONG, address, without_her_own_name, without_tokens

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])


@pytest.mark.parametrize("page", PAGES)
def test_her_counsellor_sees_every_page(page: str) -> None:
    """What follows could pass with everything closed; this could not."""
    answer = client_as("W1").get(address(page))
    assert answer.status_code == 200
    assert "Bee Alder" in answer.text or page in (
        "contacts",
        "contact",
        "her",
        "her_team",
        "goal",
        "deliveries",
        "shared_plan",
        "getting_to_know",
        "plan_paper",
        "safety_plans",
        "mentions",
        "safety_plan",
        "messages",
        "family_calendar",
        "family_peers",
        "family_afterwards",
        "family_culture",
    )


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", WRONG)
def test_the_wrong_people_get_the_same_nothing(who: str, page: str) -> None:
    browser = client_as(who)
    with statements() as hidden:
        answer = browser.get(address(page))
    nowhere = {name: uuid.uuid4() for name in PAGES[page]}
    with statements() as absent:
        other = browser.get(reverse(page, kwargs=nowhere))
    assert answer.status_code == other.status_code == 404
    assert len(answer.content) == len(other.content)
    assert without_tokens(answer.text) == without_tokens(other.text)
    assert len(hidden) == len(absent)
    assert [re.sub(r"'[^']*'", "?", s) for s in hidden] == [re.sub(r"'[^']*'", "?", s) for s in absent]
    assert not any(name in without_her_own_name(answer.text) for name in NAMES)


@pytest.mark.parametrize("page", PAGES)
def test_without_a_session_there_is_only_the_door(page: str) -> None:
    answer = client_as(None).get(address(page))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/login/")


@pytest.mark.parametrize("page", [*PAGES, "home", "families", "team"])
def test_headers_and_titles_give_nothing_away(page: str) -> None:
    answer = client_as("W1").get(address(page) if page in PAGES else reverse(page))
    assert answer["Cache-Control"] == "no-store, max-age=0"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    title = re.search(r"<title>(.*?)</title>", answer.text, re.S)
    assert title and not any(name.strip() in title[1] for name in NAMES)
    assert " style=" not in answer.text
    assert "<script>" not in answer.text


@pytest.mark.parametrize(
    ("page", "foreign"),
    [
        ("child", {"child": CAST["FIN"]}),
        ("child", {"child": CAST["ANA"]}),
        ("child", {"family": CAST["BIRCH"]}),
        ("together", {"dyad": dyad("EVE", "FIN")}),
        ("together", {"family": CAST["BIRCH"]}),
        ("contact", {"family": CAST["BIRCH"]}),
        ("contact", {"contact": CAST["ANA"]}),
    ],
)
def test_what_belongs_to_another_family_is_not_found_through_mine(page: str, foreign: dict[str, uuid.UUID]) -> None:
    """Suki may see both families; an address that mixes them still leads nowhere."""
    assert client_as("SUP").get(address(page)).status_code == 200
    assert client_as("SUP").get(address(page, **foreign)).status_code == 404


def patterns(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry, before + str(entry.pattern))
        else:
            yield before + str(entry.pattern), entry


GUESSED = [
    (route, entry)
    for door in ("worker", "mother")
    for route, entry in patterns(get_resolver(f"alongside.pages.{door}.urls"))
    if hasattr(entry.callback, "may") and "family" in route
]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("who", ["W2", "p_cal", "CW1"])
def test_guessing_addresses_finds_nothing(who: str, method: str) -> None:
    """Every address with a family in it, filled with real ids: nothing here, and not a name."""
    real = {
        "family": CAST["ALDER"], "child": CAST["BEE"], "person": CAST["ANA"], "woman": CAST["ANA"],
        "dyad": dyad("ANA", "BEE"), "contact": ident("contact 0"), "promise": ident("promise 1"),
        "pregnancy": ident("pregnancy ANA"), "row": ident("relation CAL"), "member": ident("team ALDER W1"),
        "aside": uuid.uuid4(), "welcome": uuid.uuid4(), "track": "living", "assessment": uuid.uuid4(),
        "release": uuid.uuid4(), "domain": "movement",
        "occasion": ident("occasion 1"), "item": "1", "sitting": ident("sitting ANA"), "definition": uuid.uuid4(),
    }  # fmt: skip
    browser = client_as(who)
    assert len(GUESSED) > 30
    for route, _entry in GUESSED:
        names = re.findall(r"<\w+:(\w+)>", route)
        url = "/" + re.sub(r"<\w+:(\w+)>", "{\\1}", route).format(
            **{name: real.get(name, uuid.uuid4()) for name in names}
        )
        answer = getattr(browser, method)(url)
        assert answer.status_code in (404, 405), (who, url)
        assert not any(name in without_her_own_name(answer.text) for name in NAMES), (who, url)


@pytest.mark.parametrize(
    ("page", "most"), [("family", 13), ("timeline", 12), ("contacts", 12), ("child", 12), ("her", 15)]
)
def test_pages_ask_the_same_number_of_questions_whatever_happened(page: str, most: int) -> None:
    with statements() as few:
        assert client_as("W1").get(address(page)).status_code == 200
    with acting_as("W1"), connections["default"].cursor() as cursor:
        contacts(cursor, 300)
    with statements() as many:
        answer = client_as("W1").get(address(page))
    assert answer.status_code == 200
    assert len(few) == len(many) <= most


MOST_WAYS = {"W1": 4}  # in which one kind of page is asked for: of other records, of other weeks; by others once


@pytest.mark.parametrize("who", ["W1", "SUP", "DIR", "PIT", "PEER", "CHC", "INT"])
def test_every_link_leads_somewhere(who: str) -> None:
    """Whatever a page offers to this person can be opened by this person."""
    with acting_as("W1"), connections["default"].cursor() as cursor:
        a_full_life(cursor, TODAY)
    browser = client_as(who)
    todo, seen, ways = ["/"], set(), MOST_WAYS.get(who, 1)
    asked: Counter[str] = Counter()
    while todo:
        url = todo.pop().split("#")[0]
        path = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "ID", url.split("?")[0])
        if url in seen or not url.startswith("/") or url.startswith(("/static", "/words")) or asked[path] == ways:
            continue
        seen.add(url)
        asked[path] += 1
        answer = browser.get(url)
        if url == "/emergency/":  # behind the second factor, once more
            assert (answer.status_code, answer.url) == (302, "/account/again/"), (who, answer.url)
            continue
        assert answer.status_code == 200, (who, url)
        if not answer["Content-Type"].startswith("text/html"):  # a file to take along
            continue
        if len(url.split("/")) <= 5 or "/children/" in url:
            todo += re.findall(r'href="(/[^"]*)"', answer.text)
    assert who == "INT" or len(seen) > 10

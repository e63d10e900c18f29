"""Home, the list of families, and finding somebody by name."""

from __future__ import annotations

import re

import pytest

from tests.cast import CAST
from tests.client import client_as, statements
from tests.pages.reading import NAMES, without_her_own_name, without_tokens

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])


def test_lists_ask_few_questions() -> None:
    # A home asks what she has to hear besides: who asked about a family of hers; what a colleague opened; and what women
    # mentioned about which somebody may ask them; whom we missed; what came back by message; who wrote on the page for
    # everybody; and, in one, all of staying: cover, gaps, good-byes.
    for browser, url, most in (
        (client_as("SUP"), "/families/", 5),
        (client_as("W2"), "/", 12),
        (client_as("SUP"), "/", 12),
    ):
        with statements() as asked:
            assert browser.get(url).status_code == 200
        assert len(asked) <= most, url
    with statements() as asked:
        assert "Ana Alder" in client_as("SUP").post("/families/", {"words": "alder"}).text
    assert len(asked) <= 6  # one of them asks whether somebody is needed


def test_a_search_never_stands_in_an_address_and_finds_only_what_is_hers() -> None:
    """Willa looks for Alder: Gia Alder is hers, Ana Alder is not, and nothing says that there is somebody else."""
    page = client_as("W2").post("/families/", {"words": "alder"})
    assert "Gia Alder" in page.text and "Ana" not in page.text
    assert 'method="post"' in page.text
    assert "Ana" not in client_as("W2").get("/families/?words=ana").text
    assert "Fin" in client_as("W2").post("/families/", {"words": "fin"}).text
    for odd in ("", "%", "\x00", "_" * 80, "x" * 500, "عائشة", "🙂"):
        assert client_as("W2").post("/families/", {"words": odd}).status_code == 200


def test_the_list_goes_on_page_by_page(monkeypatch: pytest.MonkeyPatch) -> None:
    from alongside.pages.worker import families

    monkeypatch.setattr(families, "SIZE", 2)
    seen, url = [], "/families/"
    while url:
        text = client_as("W2").get(url).text
        seen += re.findall(r'listing__title"><a href="[^"]*">([^<]*)', text)
        found = re.search(r'href="(\?after=[^"]*)"', text)
        url = f"/families/{found[1]}" if found else ""
    assert seen == ["Ève Birch", "Gia Alder", "Mira (alias)"]
    assert client_as("W2").get(f"/families/?after={CAST['ANA']}").status_code == 200
    assert client_as("W2").get("/families/?after=nonsense").status_code == 200


def test_whoever_is_with_her_and_is_let_into_nothing_gets_one_quiet_page() -> None:
    answer = client_as("p_cal").get("/")
    assert answer.status_code == 200
    assert "There is nothing here for you yet" in answer.text
    assert without_tokens(answer.text).replace("\n", "").count("<h1>") == 1
    assert not any(name in without_her_own_name(answer.text) for name in NAMES)


@pytest.mark.parametrize(
    ("who", "where"),
    [("p_foster", "/caring/"), ("p_dot", "/caring/"), ("CW1", "/shared/"), ("NUR", "/shared/"), ("PO", "/shared/")],
)
def test_people_outside_are_shown_to_their_own_door(who: str, where: str) -> None:
    answer = client_as(who).get("/")
    assert (answer.status_code, answer["location"]) == (302, where)


@pytest.mark.parametrize("who", ["p_dot", "PO"])
def test_behind_their_door_is_one_quiet_page_while_nothing_is_shared(who: str) -> None:
    answer = client_as(who).get("/", follow=True)
    assert answer.status_code == 200
    assert "There is nothing here to see" in answer.text
    assert without_tokens(answer.text).replace("\n", "").count("<h1>") == 1
    assert not any(name in without_her_own_name(answer.text) for name in NAMES)


def test_staff_without_families_are_told_where_to_go() -> None:
    assert "/trail/" in client_as("PRIV").get("/").text
    assert "/words/" in client_as("COUNCIL").get("/").text
    for who in ("EVAL", "ADM", "PRIV", "COUNCIL"):
        text = client_as(who).get("/").text
        assert "Ana " not in text and "Alder" not in text  # with its space: a token may hold any three letters
        assert client_as(who).get("/families/").status_code == 404


def test_whoever_sees_every_file_and_is_on_no_team_is_shown_the_way() -> None:
    home = client_as("DIR").get("/").text
    assert "No families here yet" not in home and "You are on no family’s team at the moment" in home


def test_she_is_shown_to_her_own_page() -> None:
    answer = client_as("p_ana").get("/")
    assert (answer.status_code, answer["location"]) == (302, "/my/")

"""Access cases F01 and F03: no number and no search tells of anybody whom the asker may not see."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from alongside.agencies.models import Agency
from alongside.care import actions as care
from alongside.consent import queries
from alongside.families import actions as families
from alongside.families.models import Family
from alongside.families.rules import NewPerson
from alongside.pages.partner import shared
from alongside.pages.worker import families as list_of_families
from alongside.safekeeping.terms import Category as C
from tests.cast import CAST, acting_as
from tests.client import client_as, statements
from tests.pages.reading import without_tokens

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
HIDDEN = "Methadonia"  # a name, and a word in a note, of files that the askers below may not see


def hide(files: int) -> None:
    """Files of Wanda's with a woman and a note in each: nobody else is on their teams."""
    with acting_as("W1"):
        stamp: dict[str, Any] = {"by": CAST["W1"], "at": datetime.now(UTC)}
        for number in range(files):
            file = families.open_family(
                agency=Agency.objects.get(id=CAST["LEAD"]), woman=NewPerson(name=f"{HIDDEN} {number}"),
                opened_on=date(2026, 2, 2), **stamp,
            )  # fmt: skip
            [woman] = file.people.values_list("id", flat=True)
            care.record_contact(
                family=file, for_whom="woman", subject=woman, category=C.SERVICE_USE, on=date(2026, 2, 3),
                mode="phone", reached="met", note=f"{HIDDEN} was talked about", **stamp,
            )  # fmt: skip


def names(page: str) -> list[str]:
    return re.findall(r'listing__title"><a href="[^"]*">([^<]*)', page)


def page_by_page(browser: Client, url: str) -> list[str]:
    """The names of a list, from its first page to its last."""
    found: list[str] = []
    here = url
    while here:
        text = browser.get(here).text
        found += names(text)
        more = re.search(r'href="(?:/shared/)?(\?after=[^"]*)"', text)
        here = url + more[1].replace("&amp;", "&") if more else ""
    return found


# --- F01 --------------------------------------------------------------------------------------------------------------


def test_f01_tile_list_pages_and_what_the_database_opens_are_one_number(monkeypatch: pytest.MonkeyPatch) -> None:
    hide(3)
    browser = client_as("CW1")
    whole = names(browser.get("/", follow=True).text)
    with acting_as("CW1"):
        open_to_her = queries.shared_with_me(200)
    assert len(whole) == len(open_to_her) == 2
    monkeypatch.setattr(shared, "SIZE", 1)
    assert page_by_page(browser, "/shared/") == whole
    mine = names(client_as("W2").get("/families/").text)
    monkeypatch.setattr(list_of_families, "SIZE", 1)
    assert page_by_page(client_as("W2"), "/families/") == mine
    home = client_as("W2").get("/").text
    assert all(name in home for name in mine) and HIDDEN not in home


@pytest.mark.parametrize(("who", "urls"), [
    ("CW1", ["/shared/", "/shared/?after=a&id=00000000-0000-0000-0000-000000000000", "/families/", "/sharing/"]),
    ("W2", ["/", "/families/", "/sharing/", "/trail/"]),
    ("NUR", ["/shared/"]),
])  # fmt: skip
def test_f01_what_is_hidden_changes_no_byte_so_no_true_total_stands_anywhere(who: str, urls: list[str]) -> None:
    browser = client_as(who)
    before = [without_tokens(browser.get(url).text) for url in urls]
    hide(4)
    assert [without_tokens(browser.get(url).text) for url in urls] == before


def test_f01_nobody_gets_rows_as_a_file_or_by_an_interface() -> None:
    """Were there a file of rows or an interface, its number would have to be tried above."""
    for who in ("CW1", "W2"):
        browser = client_as(who)
        for url in (
            "/shared/?format=csv",
            "/shared.csv",
            "/families/?format=csv",
            "/families.csv",
            "/api/",
            "/api/families/",
        ):
            answer = browser.get(url, headers={"accept": "text/csv, application/json"})
            assert answer["Content-Type"].startswith("text/html"), url


# --- F03 --------------------------------------------------------------------------------------------------------------


def searched(browser: Client, words: str) -> str:
    """The page after a search, without the words that were looked for (they stand in the box again)."""
    page = browser.post("/families/", {"words": words})
    return without_tokens(page.text).replace(words, "WORDS")


def test_f03_a_hidden_word_finds_suggests_and_sorts_nothing() -> None:
    hide(3)
    browser, nobody = client_as("W2"), "Zzyzzyvara"
    assert searched(browser, HIDDEN) == searched(browser, nobody)
    assert searched(browser, HIDDEN[:4]) == searched(browser, nobody[:4])  # while she is still typing
    assert searched(browser, "Metadonja") == searched(browser, nobody)  # no "did you mean"
    # Sorting by what is hidden, asking for a snippet: a list has no such door, and its order stays.
    usual = without_tokens(browser.get("/families/").text)
    for asked in ("?sort=note", "?order=-contacts", "?q=Methadonia", "?highlight=1"):
        assert without_tokens(browser.get(f"/families/{asked}").text).replace(asked, "") == usual
    # Of words in notes there is no search at all: what she wrote herself is not found by them.
    with acting_as("W2"):
        care.record_contact(
            family=Family.objects.get(id=CAST["BIRCH"]), for_whom="woman", subject=CAST["EVE"], category=C.SERVICE_USE,
            on=date(2026, 2, 3), mode="phone", reached="met", note="methadone", by=CAST["W2"], at=datetime.now(UTC),
        )  # fmt: skip
    assert names(browser.post("/families/", {"words": "methadone"}).text) == []


def test_f03_somebody_outside_has_no_search() -> None:
    hide(1)
    browser = client_as("CW1")
    answers = [browser.post("/families/", {"words": words}) for words in (HIDDEN, "Zzyzzyvara", "Ana")]
    assert {answer.status_code for answer in answers} == {404}
    assert len({without_tokens(answer.text) for answer in answers}) == 1


def test_f03_as_many_statements_and_as_much_work_whether_something_hidden_is_called_so() -> None:
    """Counted, not timed: a machine that has other things to do changes no count.

    Of what is hidden one entry each is read in the index of names, whoever asks, and then nothing more: nobody's file.
    """
    files = 12
    hide(files)
    as_in_a_large_programme()
    browser = client_as("W2")
    found: list[tuple[Counter[str], Counter[str]]] = []
    for _ in range(6):
        with statements() as hit:
            hidden = rows_read(browser, HIDDEN)
        with statements() as miss:
            nothing = rows_read(browser, "Zzyzzyvara")
        assert len(hit) == len(miss)
        found.append((hidden - nothing, nothing - hidden))
    # The server chooses at the fifth time which plan it keeps, and another plan reads other rows, once. What is given away
    # would be read more each time.
    assert any(more.keys() <= {"families_namekey"} and more.total() <= files and not less for more, less in found), (
        found
    )
    # Whoever may see them reads more than that: the count would show it.
    hers = client_as("W1")
    assert (rows_read(hers, HIDDEN) - rows_read(hers, "Zzyzzyvara")).keys() >= {"families_person", "safekeeping_cell"}


def as_in_a_large_programme() -> None:
    """Indexes are gone by, as where there are thousands of files.

    Of the few rows here the server reads a whole table as soon as its statistics, which are renewed at any time, say that
    there are few: those of everybody, once for each name that was found.
    """
    with connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
        cursor.execute("discard plans")


def rows_read(browser: Client, words: str) -> Counter[str]:
    """How many rows of each of our tables a search reads, those that are then left out too.

    Not of the sessions, where every page looks who it is: once or twice, as the statement is planned.
    """
    before = _read_so_far()
    searched(browser, words)
    return _read_so_far() - before


def _read_so_far() -> Counter[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname, seq_tup_read + coalesce(idx_tup_fetch, 0) from pg_stat_xact_user_tables"
            " where relname <> 'safekeeping_session'"
        )
        return Counter(dict(cursor.fetchall()))

"""A worker she names, or who is family, cannot find her at all: not by name, in a list, in a count, on a page or in time.

Two ways: whoever keeps the wall keeps a colleague out of the file; and she herself says no to one person, on a form of
her own. Wanda is on her team in both, so that nothing else would hide her.
"""

from __future__ import annotations

import re
import uuid

import pytest
from django.utils import timezone

from alongside.consent import actions as consent
from alongside.families import queries as families
from alongside.safekeeping.terms import Category
from tests.cast import CAST, acting_as, dyad
from tests.client import client_as
from tests.pages.writing import send, url

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
ALDER, ANA, BEE = (CAST[key] for key in ("ALDER", "ANA", "BEE"))
OF_HERS = ("Ana", "Bee Alder", "SECRET", str(ANA), str(BEE))
LISTS = ("/", "/families/", "/due/", "/watch/", "/team/", "/team/continuity/")
PAGES = (
    ("family", ALDER), ("timeline", ALDER), ("her", ALDER), ("her_team", ALDER), ("contacts", ALDER), ("questions", ALDER),
    ("results", ALDER), ("sent_back", ALDER), ("child", ALDER, BEE), ("together", ALDER, dyad("ANA", "BEE")),
    ("contact_add", ALDER), ("promise_add", ALDER), ("safe_contact", ALDER, ANA),
)  # fmt: skip


def keep_wanda_out() -> None:
    form = {"colleague": str(CAST["W1"]), "why": "her partner's sister"}
    assert send("SUP", url("keep_out", ALDER), form).status_code == 302


def she_says_no_to_wanda() -> None:
    """In every kind of record, about herself and the child for whom she may decide."""
    at = timezone.now()
    with acting_as("p_ana"):
        stamp = {"by": CAST["ANA"], "at": at}
        form = consent.draft(
            family=ALDER, giver=ANA, kind="keeping_from", language="en",
            recipient=consent.Recipient(colleague=CAST["W1"]), **stamp,
        )  # fmt: skip
        for person in (ANA, BEE):  # of Bo somebody else decides today
            form.refresh_from_db()
            consent.choose(consent=form, base_version=form.version, subject=person, categories=list(Category), **stamp)
        form.refresh_from_db()
        consent.sign(consent=form, how="typed", signature="Ana", explained="read aloud", **stamp)


@pytest.fixture(params=[keep_wanda_out, she_says_no_to_wanda], ids=["kept out", "she said no"])
def hidden(request: pytest.FixtureRequest) -> None:
    page = client_as("W1").get(url("family", ALDER)).text
    assert "Ana Alder" in page  # until now she worked with her
    request.param()


def test_no_list_and_no_count_knows_her(hidden: None) -> None:
    browser = client_as("W1")
    for address in LISTS:
        page = browser.get(address)
        assert page.status_code in (200, 404), address
        shown = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page.text)  # chance may spell a name in it
        assert not [word for word in OF_HERS if word in shown], address


def test_no_search_finds_her(hidden: None) -> None:
    browser = client_as("W1")
    for words in ("Ana Alder", "ana", "Bee"):
        page = browser.post("/families/", {"words": words})
        assert page.status_code == 200 and "0 families found" in page.text, words
        assert not [word for word in OF_HERS if f"{word}<" in page.text], words
    with acting_as("W1"):
        assert not families.find_people("Ana Alder", 30)


def test_no_page_of_hers_opens_and_all_say_the_same(hidden: None) -> None:
    browser = client_as("W1")
    for name, family, *args in PAGES:
        page, nothing = browser.get(url(name, family, *args)), browser.get(url(name, uuid.uuid4(), *args))
        assert page.status_code == 404, name
        assert len(page.content) == len(nothing.content), name


def test_nothing_can_be_written_about_her(hidden: None) -> None:
    form = {
        "about": f"woman:{ANA}",
        "mode": "phone",
        "reached": "met",
        "note": "x",
        "on_day": "2",
        "on_month": "2",
        "on_year": "2026",
    }
    assert send("W1", url("contact_add", ALDER), form).status_code == 404


def test_the_trail_is_not_a_way_round(hidden: None) -> None:
    assert client_as("W1").get(f"/trail/?about={ALDER}").status_code == 404
    assert client_as("W1").get("/privacy/ledger/").status_code == 404


def test_others_of_her_team_go_on_as_before(hidden: None) -> None:
    assert "Ana Alder" in client_as("PIT").get(url("family", ALDER)).text

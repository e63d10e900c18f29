"""Whom somebody outside finds in the list, and who finds no list."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

from tests.cast import ident, token_of
from tests.client import client_as, statements
from tests.pages.partner.shared import bare, here, main, one

NOBODY = ["CW2", "DRX", "PO", "W1", "SUP", "PRIV", "ADM", "p_cal", "p_dot", "p_foster", "p_ana", "EVAL"]


@here
def test_home_leads_to_whom_is_shared() -> None:
    page = client_as("CW1").get("/")
    assert page.status_code == 302 and page["Location"] == "/shared/"
    page = client_as("CW1").get("/shared/")
    assert "Ana A." in main(page) and "Bee A." in main(page) and "Alder" not in page.text
    assert "Bee Alder" in main(client_as("NUR").get("/shared/"))
    assert client_as("p_foster").get("/")["Location"] == "/caring/"


@here
@pytest.mark.parametrize("who", ["CW2", "DRX", "PO"])
def test_other_workers_outside_find_an_empty_page_and_no_count(who: str) -> None:
    """Not assigned, locked out, an agency with which nothing is shared: the very same page."""
    page = client_as(who).get("/shared/")
    assert page.status_code == 200 and "There is nothing here to see" in page.text
    names = {"CW2": b"Colin, child-welfare worker", "DRX": b"Dr X", "PO": b"Pat, probation"}
    others = [bare(client_as(other).get("/shared/")).replace(names[other], b"") for other in names]
    assert bare(page).replace(names[who], b"") == others[0] == others[1] == others[2]


@here
@pytest.mark.parametrize("who", [w for w in NOBODY if w not in ("CW2", "DRX", "PO")])
def test_these_pages_are_for_people_outside(who: str) -> None:
    for path in ("/shared/", one("ANA"), f"{one('ANA')}send/", f"{one('ANA')}sent/{ident('sent ANA')}/"):
        assert client_as(who).get(path).status_code == 404
    assert client_as(who).post(f"{one('ANA')}have-it/").status_code == 404


@here
def test_the_list_takes_as_many_statements_for_two_as_for_one() -> None:
    """Bee alone is shared with the nurse, Ana and Bee with the society."""
    with statements() as for_one:
        client_as("NUR").get("/shared/")
    with statements() as for_two:
        client_as("CW1").get("/shared/")
    assert len(for_one) == len(for_two) <= 2


@here
def test_a_token_alone_is_not_enough_without_a_part() -> None:
    browser = Client()
    browser.cookies[settings.TOKEN_COOKIE] = token_of("nobody")
    assert browser.get("/shared/").status_code == 302

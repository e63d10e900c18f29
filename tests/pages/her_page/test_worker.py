"""What her worker does for her page: a code that is shown once, numbers of others, the trail of it."""

from __future__ import annotations

import re
import uuid

import pytest
from django.conf import settings
from django.test import Client

from alongside.safekeeping.actions import acting
from tests.cast import CAST
from tests.client import client_as
from tests.pages.her_page.steps import ALDER, inside, numbers, own_page, set_up

pytestmark = pytest.mark.usefixtures("committing", "no_tries_before")


def test_a_worker_makes_a_code_that_is_shown_once() -> None:
    worker = client_as("W1")
    assert "/own-page/" in worker.get(f"/families/{ALDER}/").text
    sent = {"submission": str(uuid.uuid4()), "make": "set_up"}
    page = worker.post(own_page(), sent)
    code = re.findall(r"<code>([A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4})</code>", page.text)[0]
    assert page["Cache-Control"] == "no-store, max-age=0"
    again = worker.post(own_page(), sent, follow=True)
    assert code not in again.text and "shown once" in again.text
    assert Client().post("/account/my/start/", {"code": code}).status_code == 302
    assert code not in worker.get(own_page()).text


def test_a_code_that_could_not_be_made_yet_is_made_when_it_can() -> None:
    """What was asked for before her page was open is no second asking: the same form makes the code afterwards."""
    worker, sent = client_as("W1"), {"submission": str(uuid.uuid4()), "make": "sign_in"}
    set_up(Client(), f"blue door {next(numbers)}")
    assert worker.post(own_page("off/"), {"submission": str(uuid.uuid4())}).status_code == 302
    page = worker.post(own_page(), sent)
    assert "Please set it up with her first" in page.text and sent["submission"] in page.text
    set_up(Client(), f"blue door {next(numbers)}")
    assert "<code>" in worker.post(own_page(), sent).text
    assert "<code>" not in worker.post(own_page(), sent, follow=True).text


@pytest.mark.parametrize("who", ["W2", "W3", "CHC", "p_ana", "p_cal", "PRIV", "ADM", "EVAL", "CW1"])
def test_nobody_else_makes_one(who: str) -> None:
    for page in (
        client_as(who).get(own_page()),
        client_as(who).post(own_page(), {"submission": str(uuid.uuid4()), "make": "set_up"}),
        client_as(who).post(own_page("off/"), {"submission": str(uuid.uuid4())}),
    ):
        assert page.status_code == 404 or page["Location"] == "/account/login/"  # her own session ended above


def test_a_hand_made_form_makes_no_other_code() -> None:
    page = client_as("W1").post(own_page(), {"submission": str(uuid.uuid4()), "make": "everything"})
    assert page.status_code == 404
    for person in ("CAL", "BEE", "EVE"):
        assert client_as("W1").get(own_page(person=CAST[person])).status_code == 404


def test_numbers_of_others_are_written_down_and_taken_back() -> None:
    worker, cal = client_as("W1"), CAST["CAL"]
    page = worker.post(f"/families/{ALDER}/people/{cal}/reached-at/add/",
                       {"submission": str(uuid.uuid4()), "value": "416 555 7777"})  # fmt: skip
    assert page.status_code == 302
    page = worker.get(page["Location"])
    assert "416 555 7777" in page.text
    away = re.findall(rf"/families/{ALDER}/people/{cal}/reached-at/[0-9a-f-]+/take-back/", page.text)[0]
    worker.post(away, {"submission": str(uuid.uuid4())})
    assert "416 555 7777" not in worker.get(f"/families/{ALDER}/people/{cal}/change/").text
    assert client_as("W2").get(f"/families/{ALDER}/people/{cal}/reached-at/add/").status_code == 404


def test_each_step_is_in_the_trail_and_she_can_read_it(called: str) -> None:
    from alongside.recordkeeping.models import Trail

    browser = inside(called)
    with acting(browser.cookies[settings.TOKEN_COOKIE].value):
        verbs = set(Trail.objects.values_list("verb", flat=True))
    assert {"code to set up her page", "signed in to her page", "code to sign in"} <= verbs

"""What is closed to everybody looks like what is not there; the desk closes it by its number, and two people open it."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator

import pytest
from django.utils import timezone

from alongside.accounts import actions as accounts
from alongside.accounts import queries as colleagues
from alongside.accounts.models import Colleague
from alongside.care import actions as care
from alongside.care.models import Contact
from alongside.consent import queries
from alongside.consent.models import Seal
from tests.cast import CAST, acting_as, dyad, ident
from tests.client import client_as, statements
from tests.pages.writing import count, errors, send, url

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
ALDER, ANA, BEE, BO = (CAST[key] for key in ("ALDER", "ANA", "BEE", "BO"))
OTHERS = ["W1", "SUP", "DIR", "EVAL", "ADM", "CW1", "p_ana", "p_cal", "SITE2"]
OF_BEE = ("Bee", str(BEE), str(dyad("ANA", "BEE")))
LOOKED_AT = (
    ("/", ()), ("/families/", ()), ("/due/", ()), ("/watch/", ()), ("family", (ALDER,)), ("timeline", (ALDER,)),
    ("her", (ALDER,)), ("her_team", (ALDER,)), ("contacts", (ALDER,)), ("questions", (ALDER,)), ("results", (ALDER,)),
    ("sent_back", (ALDER,)), ("leaving", (ALDER,)), ("worries", (ALDER,)), ("contact_add", (ALDER,)),
    ("child", (ALDER, BO)),
)  # fmt: skip


def close(target: uuid.UUID, why: str = "court_order", who: str = "PRIV") -> uuid.UUID:
    answer = send(who, url("seal_add"), {"target": str(target), "why": why, "words": "order no. 7"})
    assert answer.status_code == 302, errors(answer)
    with acting_as(who):
        return Seal.objects.get(target=target, opened_at=None).pk


def address(name: str, args: tuple[object, ...]) -> str:
    return name if name.startswith("/") else url(name, *args)


def test_the_desk_alone_knows_of_it() -> None:
    seal = close(BEE, "adoption")
    page = client_as("PRIV").get(url("closed")).text
    assert str(BEE)[-8:] in page and "A child was adopted" in page and "order no. 7" in page and "Bee" not in page
    for who in OTHERS:
        for name, args in (("closed", ()), ("seal_add", ()), ("opening_ask", (seal,)), ("opening_agree", (seal,))):
            assert client_as(who).get(url(name, *args)).status_code == 404, (who, name)


@pytest.mark.parametrize("who", ["W1", "CHC", "SUP"])
def test_a_sealed_child_is_on_no_page(who: str) -> None:
    browser = client_as(who)
    known = [name for name, args in LOOKED_AT if any(word in browser.get(address(name, args)).text for word in OF_BEE)]
    assert "family" in known
    if who == "W1":  # she was there when something else was talked about
        with acting_as("W1"):
            care.record_contact(**somebody_was_there())
    close(BEE)
    for name, args in LOOKED_AT:
        page = browser.get(address(name, args))
        assert page.status_code in (200, 404), name
        assert not [word for word in OF_BEE if word in page.text], name
    for name, *args in (("child", BEE), ("together", dyad("ANA", "BEE")), ("safe_contact", BEE)):
        page, nothing = browser.get(url(name, ALDER, *args)), browser.get(url(name, ALDER, uuid.uuid4()))
        assert (page.status_code, len(page.content)) == (404, len(nothing.content)), name
    assert f"{BEE}" not in browser.post("/families/", {"words": "Bee Alder"}).text


def somebody_was_there() -> dict[str, object]:
    seen = Contact.objects.get(pk=ident("contact 0"))
    return {
        "family": seen.family, "subject": ANA, "for_whom": "woman", "category": 1, "on": timezone.localdate(),
        "mode": "home", "present": [ANA, BEE], "note": "a talk", "by": CAST["W1"], "at": timezone.now(),
    }  # fmt: skip


def test_looking_for_what_is_sealed_asks_as_much_as_looking_for_nothing() -> None:
    browser, nobody = client_as("W1"), uuid.uuid4()
    close(BEE)
    for name in ("child", "together"):
        with statements() as asked:
            browser.get(url(name, ALDER, BEE))
        with statements() as of_nobody:
            browser.get(url(name, ALDER, nobody))
        assert len(asked) == len(of_nobody), name


def test_the_family_page_asks_no_more_for_it() -> None:
    browser = client_as("W1")
    browser.get(url("family", ALDER))
    with statements() as before:
        browser.get(url("family", ALDER))
    close(ident("contact 0"), "she_asks")
    with statements() as after:
        assert browser.get(url("family", ALDER)).status_code == 200
    assert len(after) <= len(before) <= 12


def test_a_note_she_wants_closed_is_closed_on_her_own_page_too() -> None:
    with acting_as("W1"):
        care.share_contact(
            contact=Contact.objects.get(pk=ident("contact 0")), about=(), hers=(ANA, BEE), show=True, by=CAST["W1"],
            at=timezone.now(),
        )  # fmt: skip
    hers = client_as("p_ana")
    assert "SECRET visit" in hers.get(url("my_file")).text
    close(ident("contact 0"), "she_asks")
    assert "SECRET visit" not in hers.get(url("my_file")).text
    assert "SECRET visit" not in client_as("W1").get(url("contacts", ALDER)).text


def test_what_is_not_there_cannot_be_closed() -> None:
    for target, why in ((uuid.uuid4(), "court_order"), (ANA, "adoption"), (CAST["PIP"], "court_order")):
        answer = send("PRIV", url("seal_add"), {"target": str(target), "why": why, "words": "x"})
        assert answer.status_code == 200 and "target" in errors(answer), target
    answer = send("PRIV", url("seal_add"), {"target": str(BEE), "why": "court_order", "words": " "})
    assert "words" in errors(answer)


@pytest.fixture
def second() -> Iterator[str]:
    """Willa keeps privacy too: one who keeps accounts proposes it, another agrees."""
    now = timezone.now()
    with acting_as("DIR"):
        accounts.propose_role(
            colleague=Colleague.objects.get(pk=CAST["W2"]),
            role="privacy",
            from_on=timezone.localdate(),
            by=CAST["DIR"],
            at=now,
        )
    with acting_as("ADM"):
        accounts.agree_role(proposed=colleagues.waiting().get(), by=CAST["ADM"], at=now)
    yield "W2"


def test_two_people_open_it_again(second: str) -> None:
    seal = close(BEE)
    assert send("PRIV", url("opening_agree", seal), {}).status_code == 404  # nobody asked
    assert "why" in errors(send("PRIV", url("opening_ask", seal), {"why": ""}))
    assert send("PRIV", url("opening_ask", seal), {"why": "the order ended"}).status_code == 302
    desk = client_as("PRIV").get("/privacy/").text
    assert "1 waits for a second person." in desk
    own = client_as("PRIV").get(url("closed")).text
    assert "You asked to open it." in own and "Agree to open it" not in own
    assert client_as("PRIV").get(url("opening_agree", seal)).status_code == 404
    assert send("PRIV", url("opening_agree", seal), {}).status_code == 404
    assert count("families.Person", id=BEE) == 0
    theirs = client_as(second).get(url("closed")).text
    assert "the order ended" in theirs and re.search(r"Priya.* asked on", theirs)
    assert send(second, url("opening_agree", seal), {}).status_code == 302
    assert count("families.Person", id=BEE) == 1
    assert "Bee Alder" in client_as("W1").get(url("family", ALDER)).text
    assert "Nothing is closed" in client_as("PRIV").get(url("closed")).text


def test_what_waits_for_a_second_person_is_never_behind_what_does_not() -> None:
    waits = close(BEE)
    close(BO)
    assert send("PRIV", url("opening_ask", waits), {"why": "the order ended"}).status_code == 302
    with acting_as("PRIV"):
        assert [row.pk for row in queries.seals(1)] == [waits]


def test_it_may_stay_closed(second: str) -> None:
    seal = close(BEE)
    send("PRIV", url("opening_ask", seal), {"why": "the order ended"})
    assert send(second, url("opening_leave", seal), {}).status_code == 302
    assert send(second, url("opening_agree", seal), {}).status_code == 404
    assert count("families.Person", id=BEE) == 0

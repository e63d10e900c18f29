"""What her team knows already, on her team's page and on her own: told once, limited by her, kept for whoever she says."""

from __future__ import annotations

import uuid

import pytest

from tests.cast import CAST, ident
from tests.client import client_as, statements
from tests.pages.writing import ALDER, ANA, NOBODY, count, errors, newest, send, url

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
TEAM, ADD = url("her_team", ALDER), url("known_add", ALDER, ANA)
ALL, SOME = ident("known all"), ident("known some")


def text(address: str, who: str = "W1") -> str:
    page = client_as(who).get(address)
    assert page.status_code == 200
    return page.text


def test_mothers_and_childs_workers_read_it_on_her_teams_page_and_the_limited_only_those_named() -> None:
    hers = text(TEAM)
    assert "SECRET helps" in hers and "SECRET never" in hers and "known to all of her team" in hers and ADD in hers
    for who in ("CHC", "PIT"):
        page = text(TEAM, who)
        assert "SECRET helps" in page and "SECRET never" not in page
    assert ADD not in text(TEAM, "CHC")  # who works with the children reads it, and writes nothing of hers
    for who in [*NOBODY, "PEER", "PRIV"]:
        assert "SECRET" not in client_as(who).get(TEAM, follow=True).text
        for address in (ADD, *(url(f"known_{what}", ALDER, ALL) for what in ("anew", "agreed", "away"))):
            assert client_as(who).get(address).status_code == 404, (who, address)
    assert client_as("PIT").get(url("known_anew", ALDER, SOME)).status_code == 404


def test_written_with_her_said_anew_to_fewer_agreed_and_put_away() -> None:
    pit = str(CAST["PIT"])
    form = {"submission": str(uuid.uuid4()), "kind": "talk", "words": "Slowly, <please>."}
    before = count("care.Known")
    for _ in range(2):
        assert client_as("W1").post(ADD, form).status_code == 302
    made = newest("care.Known")
    assert count("care.Known") == before + 1 and "Slowly, &lt;please&gt;." in text(TEAM, "CHC")
    assert "she has not read it yet" in text(TEAM)
    anew = url("known_anew", ALDER, made.pk)
    page = client_as("W1").get(anew)
    assert page.context["form"]["words"].value() == "Slowly, <please>." and page.context["form"]["version"].value() == 1
    assert send("W1", anew, {"words": "Slowly.", "only": [pit], "version": "1"}).status_code == 302
    assert "Slowly" not in text(TEAM, "CHC") and "Slowly." in text(TEAM, "PIT") and "Slowly, &lt;" in text(TEAM, "PIT")
    # A form from before she limited it opens nothing again, and what was typed is still there.
    late = send("W1", anew, {"words": "Kept <b>", "version": "1"})
    assert "words" in errors(late) and "Kept &lt;b&gt;" in late.text and "Slowly" not in text(TEAM, "CHC")
    # She agrees to the words that were on screen: others are shown, and it is asked anew.
    agreed = url("known_agreed", ALDER, made.pk)
    assert client_as("W1").get(agreed).context["form"]["version"].value() == 2
    for old in ("1", ""):
        page = send("W1", agreed, {"version": old})
        assert errors(page) and "Slowly." in page.text and page.context["form"]["version"].value() == "2"
    assert newest("care.KnownVersion").agreed_at is None
    assert send("W1", agreed, {"version": "2"}).status_code == 302
    assert newest("care.KnownVersion").agreed_at is not None
    assert send("W1", url("known_away", ALDER, made.pk), {}).status_code == 302
    assert "Slowly" not in text(TEAM) and client_as("W1").get(anew).status_code == 404
    assert list(errors(send("W1", ADD, {"kind": "x", "words": " ", "only": [str(uuid.uuid4())]}))) == [
        "kind",
        "words",
        "only",
    ]


def test_as_of_a_day_and_as_many_statements_whatever_is_known() -> None:
    assert "SECRET helps" not in text(TEAM + "?on=2026-01-01")
    then = text(TEAM + "?on=2026-12-31&known=2026-12-31")
    assert "SECRET helps" in then and ADD not in then
    counted = []
    for n in range(2):
        browser = client_as("W1")
        with statements() as made:
            browser.get(TEAM)
        counted.append(len(made))
        for m in range(3):
            send("W1", ADD, {"kind": "other", "words": f"{n} {m}"})
    assert counted[0] == counted[1]

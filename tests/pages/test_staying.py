"""Whom we have not met for a while, and waits: what stands on the pages, in how many statements, and for whom."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from alongside.accounts.models import Colleague
from alongside.agencies.models import Agency
from alongside.care.actions import wish_reached
from alongside.continuity import actions, queries
from alongside.families.actions import open_family
from alongside.families.models import Person
from alongside.families.rules import NewPerson
from alongside.pages.worker import staying
from tests.cast import CAST, acting_as, ident
from tests.client import client_as, statements
from tests.pages.lives import contact
from tests.pages.writing import ALDER, ANA, BEE, count, day, errors, newest, send, url

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
WAITS = url("family_waits", ALDER)


def main_of(who: str, address: str) -> str:
    page = client_as(who).get(address)
    assert page.status_code == 200, (who, address)
    return page.content.decode().split("<main")[1]


def stamp(who: str = "W1") -> dict[str, Any]:
    return {"by": CAST[who], "at": timezone.now()}


def ago(days: int) -> Any:
    return timezone.localdate() - timedelta(days=days)


def test_not_met_names_each_of_them_with_her_wish_and_the_next_step() -> None:
    page = main_of("W1", url("not_met"))
    assert "Ana Alder and Bee Alder, the two together" in page and page.count("We met last on") == 3
    assert "Her wish" in page and f"{url('promise_add', ALDER)}?about={ANA}" in page
    with acting_as("W1"):
        wish_reached(family=ALDER, woman=ANA, wants="leave", her_words="I come by myself.", **stamp())
    page = main_of("W1", url("not_met"))
    assert "leave it to me" in page and "I come by myself." in page and f"?about={ANA}" not in page
    assert f"?about={BEE}" in page  # a child is still somebody to meet
    # Warm words: nothing ranks, nothing warns.
    for cold in ("overdue", "late", "urgent", "priority", "alert", "risk"):
        assert cold not in re.sub(r"<[^>]+>", " ", page).lower().replace("translate", ""), cold


def test_not_met_is_her_own_families_and_a_supervisors_choice() -> None:
    for who in ("W2", "W3", "INT"):
        assert "Ana" not in main_of(who, url("not_met")), who
        # Nobody looks at a colleague's families but whoever arranges teams.
        assert "Ana" not in main_of(who, f"{url('not_met')}?whose={CAST['W1']}"), who
    sup = url("not_met")
    assert "Ana Alder" in main_of("SUP", sup) and "Ana Alder" in main_of("SUP", f"{sup}?whose={CAST['W1']}")
    assert "Ana Alder" not in main_of("SUP", f"{sup}?whose={CAST['W2']}")
    for odd in ("nobody", str(uuid.uuid4()), ""):
        assert client_as("SUP").get(f"{sup}?whose={odd}").status_code == 200
    for odd in ("x", str(uuid.uuid4())):
        assert client_as("W1").get(f"{sup}?after={odd}").status_code == 200
    # The children's worker is told of the children, and of nothing that is the mother's alone.
    page = main_of("CHC", sup)
    assert "Bee Alder" in page and f"?about={ANA}" not in page and "Her wish" not in page.split("the two together")[0]
    for who in ("p_ana", "EVAL", "NUR", "PRIV", "ADM", None):
        assert client_as(who).get(sup).status_code != 200, who


def test_not_met_takes_as_many_statements_whatever_there_is() -> None:
    for who in ("W1", "SUP"):
        with statements() as few:
            main_of(who, url("not_met"))
        with acting_as("W1"), connection.cursor() as cursor:
            for n in range(30):
                contact(cursor, 700 + n + 50 * len(who), ago(40 + n), reached="tried" if n % 2 else "met")
        with statements() as many:
            main_of(who, url("not_met"))
        assert len(few) == len(many) <= 16, who


def test_the_programme_says_its_own_days() -> None:
    page = send("SUP", url("rhythm"), {"woman_days": "400", "child_days": "0", "dyad_days": "x"})
    assert page.status_code == 200 and set(errors(page)) == {"woman_days", "child_days", "dyad_days"}
    assert send("SUP", url("rhythm"), {"woman_days": "9", "child_days": "365", "dyad_days": "365"}).status_code == 302
    with acting_as("W1"), connection.cursor() as cursor:
        contact(cursor, 800, ago(8), reached="met")
    page = main_of("W1", url("not_met"))
    assert "Ana Alder</bdi></h3>" not in page
    assert client_as("W1").get(url("rhythm")).status_code == 404 or send("W1", url("rhythm"), {}).status_code != 302


def test_a_wait_is_written_down_goes_on_and_stands_for_her_team_and_her() -> None:
    form = {
        "who": str(BEE),
        "service": "daycare_entry",
        "elsewhere": "Sunny House",
        "asked_by": "herself",
        "why": "agency",
    }
    bad = send("W1", url("wait_add", ALDER), {**form, "service": "", "elsewhere": "", **day("asked_on", "2026-02-01")})
    assert set(errors(bad)) == {"service"} and "agency" in bad.content.decode()
    assert send("W1", url("wait_add", ALDER), {**form, **day("asked_on", "2026-02-01")}).status_code == 302
    wait = newest("continuity.Wait")
    step = url("wait_step", ALDER, wait.pk)
    for kind, more in (("went", {}), ("no_answer", {}), ("meanwhile", {"instead": "play_group"})):
        assert send("W1", step, {"kind": kind, **day("on", "2026-02-10"), **more}).status_code == 302, kind
    page = main_of("W1", WAITS)
    for words in ("Sunny House", "Waits; the agency never answered", "Somebody went along", "Play group"):
        assert words in page, words
    assert "Sunny House" not in main_of("W1", f"{WAITS}?on=2026-01-20") and "Sunny House" in main_of("CHC", WAITS)
    mine = main_of("p_ana", url("my_waits"))
    assert "You asked for this on 12 January 2026" in mine and "Until then there is:" in mine
    # Of each service its names, whoever asked first first; for nobody who may not see the file.
    names = url("service_waiting", "daycare_entry") + "?at=elsewhere"
    assert main_of("W1", names).count("Bee Alder") >= 2
    assert "Bee" not in main_of("W2", names) and client_as("EVAL").get(names).status_code != 200
    assert client_as("W1").get(url("service_waiting", "nothing")).status_code == 404
    with statements() as asked:
        client_as("W1").get(WAITS)
    assert len(asked) <= 14


def test_she_changes_her_mind_on_her_own_page_and_only_there() -> None:
    mine = url("my_wait_turn", ident("wait ANA"))
    her = client_as("p_ana")
    for wants, words in (("no", "I want it after all"), ("no", "I want it after all"), ("yes", "I no longer want it")):
        assert her.post(mine, {"wants": wants}).status_code == 302
        assert words in main_of("p_ana", url("my_waits"))
    assert count("continuity.WaitStep", wait=ident("wait ANA")) == 3
    for who in ("p_fin", "W1", "p_cal", "p_foster", None):
        assert client_as(who).post(mine, {"wants": "no"}).status_code in (302, 403, 404), who
    assert count("continuity.WaitStep", wait=ident("wait ANA")) == 3


def test_how_long_people_wait_is_told_of_five_families_on_and_names_nobody() -> None:
    """Six waits of one family are one: numbers count families, and of a family's waits its longest."""
    month = timezone.localdate().replace(day=1)

    def told() -> list[Any]:
        rows = queries.service_waits()
        return [(r.waiting, r.median, r.began, r.took) for r in rows if r.until == month and not r.service]

    with acting_as("SUP"):
        lead = Agency.objects.get(pk=CAST["LEAD"])
        women = [Person.objects.get(pk=ANA)]
        for _ in range(4):
            new = NewPerson(name="Somebody")
            file = open_family(agency=lead, woman=new, opened_on=month - timedelta(days=99), **stamp("SUP"))
            women.append(Person.objects.get(family=file))
        rows = []
        for n, person in enumerate(women):
            for m in range(6 if n == 0 else 1):
                row = actions.ask_for(
                    person=person, service="", elsewhere=f"Place {m}", asked_by="us", why="agency",
                    asked_on=month - timedelta(days=10 * n + 10 + m), **stamp("SUP"),
                )  # fmt: skip
                rows.append(row)
            assert told() == [(5, 30, None, None) if n == 4 else (None,) * 4], n
        # One of Ana's six begins, and she still waits; then one of each, and four are too few again.
        for row, left in ((rows[0], 5), (rows[6], None)):
            actions.step(wait=row, kind="began", on=row.asked_on, **stamp("SUP"))
            assert told() == [(left, 30 if left else None, None, None)]
        for row in rows[7:]:
            actions.step(wait=row, kind="began", on=row.asked_on + timedelta(days=4), **stamp("SUP"))
        assert told() == [(None, None, 5, 4)]
    for who in ("SUP", "DIR", "EVAL"):
        page = main_of(who, url("service_waits"))
        assert "fewer than five" in page and "Ana" not in page and "Place 1" not in page, who
    assert client_as("p_ana").get(url("service_waits")).status_code != 200


def test_each_sentence_of_her_own_waits_is_true_as_it_stands() -> None:
    """Who asked, why, a place that was declined, a child's place, what was said last: never another state's words."""

    def card(row: Any) -> str:
        page = main_of("p_ana", url("my_waits")).split(f'id="w{row.pk}"')[1]
        return " ".join(re.sub(r"<[^>]+>", " ", page.split("</article>")[0]).split())

    with acting_as("W1"):
        ana, bee = Person.objects.get(pk=ANA), Person.objects.get(pk=BEE)
        first = {"asked_on": ago(30), "service": "play_group", "elsewhere": "Sunny House"}
        row = actions.ask_for(person=bee, asked_by="partner", why="begins_later", **first, **stamp())
        mine = actions.ask_for(person=ana, asked_by="us", why="papers", **first, **stamp())
    assert "We asked for this with you on" in card(mine) and "A paper is needed first." in card(mine)
    assert "People at another place asked for this on" in card(row) and "It begins on a later day." in card(row)
    place = timezone.localdate() + timedelta(days=8)
    for kind, more, there, gone in (
        (
            "offered",
            {"place_on": place},
            ["There is a place for Bee Alder.", "It is there from"],
            ["for you", "so far"],
        ),
        ("not_this", {}, ["did not fit", "30 days so far", "Ask us what there is until then."], ["It is there from"]),
        ("offered", {}, ["There is a place for Bee Alder."], ["It is there from", "until then"]),
        ("meanwhile", {"instead": "mothers_group"}, ["Until then there is:"], ["you can have"]),
        ("no_answer", {}, ["They have not answered us."], ["There is a place"]),
        ("answered", {}, ["Ask us what they said."], ["There is no place yet", "It begins on a later day"]),
        ("no_longer", {}, ["no longer wanted", "I want it after all"], ["so far", "Until then", "You no longer"]),
        ("goes_on", {}, ["It begins on a later day.", "I no longer want it"], ["no longer wanted"]),
        ("began", {}, ["It has begun."], ["so far", "Until then", "It begins", "I no longer want it"]),
    ):
        with acting_as("W1"):
            actions.step(wait=row, kind=kind, on=ago(0), **more, **stamp())
        said = card(row)
        assert all(words in said for words in there) and not any(words in said for words in gone), (kind, said)


def test_a_turn_before_the_newest_one_is_refused_and_what_was_typed_stays() -> None:
    """It would be written and change nothing. What turns nothing can be added for any day."""
    step = url("wait_step", ALDER, ident("wait BEE"))  # the agency never answered, as of 2 February
    for kind in ("offered", "began", "no_longer", "answered"):
        page = send("W1", step, {"kind": kind, **day("on", "2026-01-30"), "words": "She told me later."})
        assert set(errors(page)) == {"on"} and "She told me later." in page.content.decode(), kind
    assert count("continuity.WaitStep", wait=ident("wait BEE")) == 1
    for kind, on in (("went", "2026-01-30"), ("offered", "2026-02-02"), ("began", "2026-02-02")):
        assert send("W1", step, {"kind": kind, **day("on", on)}).status_code == 302, kind
    assert "Has begun" in main_of("W1", WAITS)


def test_of_many_colleagues_a_name_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """A list of thousands would be most of the page: a part of the name narrows it, and it stands in no address."""
    few = main_of("SUP", url("not_met"))
    assert str(CAST["W1"]) in few and "Find colleagues" not in few
    monkeypatch.setattr(staying, "FEW", 3)
    many = main_of("SUP", url("not_met"))
    assert str(CAST["W1"]) not in many and "too many to choose from" in many
    with acting_as("SUP"):
        name = Colleague.objects.get(id=CAST["W1"]).name
    found = client_as("SUP").post(url("not_met"), {"called": name[1:4]}).text
    assert f'value="{CAST["W1"]}"' in found and str(CAST["W2"]) not in found
    assert "Nobody here is called that" in client_as("SUP").post(url("not_met"), {"called": "zzz"}).text
    chosen = main_of("SUP", f"{url('not_met')}?whose={CAST['W1']}")
    assert f'value="{CAST["W1"]}" selected' in chosen and "Ana Alder" in chosen
    assert client_as("W2").post(url("not_met"), {"called": name[1:4]}).text.count(str(CAST["W1"])) == 0

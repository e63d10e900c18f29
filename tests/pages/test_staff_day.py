"""What staff find on their first page: what is for today before what is old, of whichever family; who wrote to us."""

from __future__ import annotations

import re
import uuid
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.utils import timezone

from alongside.agencies.models import Agency
from alongside.calendars.actions import write_down
from alongside.care.actions import mention, promise
from alongside.families.models import Family
from alongside.intake.actions import leave_word, put_aside
from alongside.intake.models import Knock
from alongside.intake.rules import FULL
from alongside.pages.worker import home
from alongside.safekeeping.terms import Category
from alongside.services.actions import book, call_off, plan_session
from alongside.services.models import Session
from alongside.services.rules import instant
from tests.cast import CAST, acting_as
from tests.client import client_as, statements
from tests.pages.writing import ALDER, ANA, BEE, url

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])


def on(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def by(who: str = "W1") -> dict[str, Any]:
    return {"by": CAST[who], "at": timezone.now()}


def main_of(who: str, address: str) -> str:
    page = client_as(who).get(address)
    assert page.status_code == 200, (who, address)
    return " ".join(page.text.split("<main")[1].split())


def part(page: str, id: str) -> str:
    """One headed part of a page."""
    return page.split(f'id="{id}"')[1].split("<section")[0]


def group(day: date, called: str, **more: Any) -> Session:
    """One at which W1 is, and W2."""
    return plan_session(
        agency=Agency(id=CAST["LEAD"]), service="mothers_group", called=called, on=day, begins=time(0, 5), minutes=60,
        there=[(CAST["W1"], "counsellor"), (CAST["PIT"], "therapist")], children="here", **by(), **more,
    )  # fmt: skip


def test_what_is_new_stands_before_what_is_old_and_costs_no_statement_more() -> None:
    main_of("W1", url("home"))
    with statements() as few:
        assert "Wednesday group" not in main_of("W1", url("home"))
    hers: dict[str, Any] = {"family": Family(id=ALDER), "subject": ANA, "category": int(Category.SERVICE_USE), **by()}
    with acting_as("W1"):
        for n in range(14):
            promise(what=f"old {n}.", on=on(-20 - n), worker=CAST["W1"], **hers)
            mention(what=f"once {n}.", on=on(-30 - n), **hers)
        promise(what="bring the book", on=on(1), worker=CAST["W1"], **hers)
        mention(what="the party", on=on(0), **hers)
        group(on(0), "Wednesday group")
        call_off(session=group(on(1), "Not after all"), why="weather", **by())
        group(on(2), "The day after")
        begins = instant(on(1), time(10), timezone.get_current_timezone())
        write_down(
            family=Family(id=ALDER), subject=ANA, for_whom="woman", asked_by="court", what="the judge", begins=begins,
            ends=begins + timedelta(hours=1), goes_along=CAST["W1"], **by(),
        )  # fmt: skip
    with statements() as many:
        page = main_of("W1", url("home"))
    assert len(many) == len(few) <= 12
    coming, ask = part(page, "next"), part(page, "to-ask")
    order = [coming.index(said) for said in ("Wednesday group", "the judge", "bring the book", "old 0.", "old 1.")]
    assert order == sorted(order) and "You go along" in coming and "old 12." not in coming
    assert "Not after all" not in coming and "The day after" not in coming
    assert f'href="{url("family_calendar", ALDER)}?from={on(1)}#{on(1)}"' in coming
    assert ask.index("the party") < ask.index("once 0.") < ask.index("once 13.")
    assert "the judge" not in part(main_of("W2", url("home")), "next")


def test_what_is_asked_of_her_is_found_beyond_the_families_that_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(home, "LINES", 1)
    with acting_as("W2"):
        mention(family=Family(id=CAST["MAPLE"]), subject=CAST["MIRA"], category=int(Category.SERVICE_USE),
                what="the exam", on=on(0), **by("W2"))  # fmt: skip
    address, listed = url("home"), []
    while address:
        answer = client_as("W2").get(address)
        page = " ".join(answer.text.split())
        assert "the exam" in part(page, "to-ask")
        mine = part(page, "mine")
        listed += [uuid.UUID(family) for family in re.findall(r'href="/families/([^/]+)/"', mine)]
        # Her trail tells who was named on this page, and nobody else.
        assert {line["family"] for line in answer.wsgi_request.trail} == {str(listed[-1]), str(CAST["MAPLE"])}
        older = re.search(r'href="(\?after=\d+)" rel="next"', mine)
        address = url("home") + older[1] if older else ""
    assert len(listed) == 3 and set(listed) == {CAST["MAPLE"], CAST["BIRCH"], CAST["CEDAR"]}


def test_who_wrote_on_the_page_for_everybody_is_said_to_whoever_opens_files() -> None:
    def word() -> bool:
        return leave_word(id=uuid.uuid4(), by="text", value="416 555 0100", called="Wren")

    with acting_as("W1"):
        [knock] = Knock.objects.filter(taken_at=None)
    page = main_of("W1", url("home"))
    assert "1 person wrote on the page for everybody" in page and "please take it up now" in page
    with acting_as("W1"):
        put_aside(knock=knock, **by())
    with statements() as few:
        assert "Somebody wrote to us" not in main_of("W1", url("home"))
    with acting_as("W1"):
        assert word()
    page = main_of("W1", url("home"))
    assert "1 person wrote" in page and "please take it up now" not in page and "Wren" not in page
    assert f'href="{url("waits")}#knocks"' in page and "Wren" in main_of("W1", url("waits"))
    assert "Somebody wrote to us" not in main_of("CHC", url("home"))
    assert "takes nothing at the moment" not in main_of("W1", url("waits"))
    with acting_as("W1"):
        assert [word() for _n in range(FULL)] == [True] * (FULL - 1) + [False]
    with statements() as many:
        page = main_of("W1", url("home"))
    assert f"{FULL} people wrote" in page and len(many) == len(few) <= 12
    assert all("takes nothing at the moment" in each for each in (page, main_of("W1", url("waits"))))


def test_whoever_is_at_a_session_reads_who_needs_a_ride() -> None:
    with acting_as("W1"):
        session = group(on(0), "Wednesday group")
        for whom, way in ((ANA, "we_drive"), (BEE, "own")):
            book(sessions=[session], family=Family(id=ALDER), people=[whom], transport=way, **by())
    page = main_of("W1", url("session", session.pk))
    needs = page.split("Who needs a ride with us")[1].split("<ul")[0]
    assert "Ana" in needs and "Bee" not in needs and "we drive" in page and "on her own way" not in page
    assert "ride with us" not in main_of("W2", url("session", session.pk))  # not there: reads nobody

"""A community's yes at the desk: written down, ended; and a letter about culture that waits for it."""

from __future__ import annotations

import uuid
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.utils import timezone

from alongside.consent import actions as consent
from alongside.consent.actions import Recipient
from alongside.consent.models import CollectivePermission, Consent
from alongside.safekeeping.terms import Category as C
from tests.cast import CAST, acting_as
from tests.client import client_as, statements
from tests.pages.test_leaving import at, begun, on, see
from tests.pages.writing import ALDER, ANA, count, day, send

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
DESK, NEW = "/privacy/communities/", "/privacy/communities/new/"
CAS = CAST["CAS"]


def form(**more: Any) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "about": str(ANA), "given_by": "The council, by its speaker", "reference": "letter of March", "agency": str(CAS),
        **day("from_on", str(today)), **day("last_day", str(today + timedelta(days=20))), **more,
    }  # fmt: skip


def rows() -> list[CollectivePermission]:
    with acting_as("PRIV"):
        return list(CollectivePermission.objects.order_by("-recorded_at"))


def agreed() -> None:
    """Ana lets the society have what is about her culture."""
    now = {"by": CAST["W1"], "at": timezone.now()}
    with acting_as("W1"):
        draft = consent.draft(
            family=ALDER, giver=ANA, kind="sharing", language="en", recipient=Recipient(agency=CAS),
            purpose="care_coordination", last_day=timezone.localdate() + timedelta(60), **now,
        )  # fmt: skip
        chosen = consent.choose(consent=draft, base_version=1, subject=ANA, categories=[C.CULTURAL], **now)
        assert isinstance(chosen, Consent)
        consent.sign(consent=chosen, how="typed", signature="Ana", explained="read aloud", **now)


def written(made: uuid.UUID) -> bool:
    """Can a part about her culture be written into this letter now?"""
    with_part = {"submission": str(uuid.uuid4()), "version": "1", "strengths": "STRONG she drums with her aunties"}
    answer = client_as("W1").post(at("write", made, int(C.CULTURAL)), with_part)
    assert answer.status_code in (200, 302)
    return answer.status_code == 302


def test_a_letter_about_culture_waits_for_both() -> None:
    made = begun(kind="progress", to=f"agency:{CAS}", purpose="care_coordination")
    assert not written(made)
    agreed()
    assert not written(made)  # hers alone
    assert send("PRIV", NEW, form()).status_code == 302
    assert written(made)
    on("W1", at("with_her", made), title="x", told_before="told")
    on("W1", at("send", made))
    assert count("consent.Disclosure", letter=made) == 1
    # Ended between writing and sending: the letter says why it cannot go.
    again = begun(kind="progress", to=f"agency:{CAS}", purpose="care_coordination")
    assert written(again)
    on("W1", at("with_her", again), title="x", told_before="told")
    [permission] = rows()
    end = f"{DESK}{permission.pk}/end/"
    assert send("PRIV", end, {"why": " "}).status_code in (200, 422)
    assert send("PRIV", end, {"why": "the council asked for it"}).status_code == 302
    assert client_as("PRIV").get(end).status_code == 404
    assert "no yes of the community" in see("W1", at("letter", again))
    answer = client_as("W1").post(at("send", again), {"submission": str(uuid.uuid4())})
    assert answer.status_code == 200 and "This is not covered" in unescape(answer.content.decode())
    assert count("consent.Disclosure", letter=again) == 0
    shown = see("PRIV", DESK)
    assert "ended" in shown and "the council asked for it" in shown and "Ana" not in shown


def test_it_is_written_down_at_the_desk() -> None:
    assert "None is written down here" in see("PRIV", DESK) and DESK in see("PRIV", "/privacy/")
    assert send("PRIV", NEW, form()).status_code == 302
    [row] = rows()
    assert (row.subject, row.family_id, row.agency_id) == (ANA, ALDER, CAS)
    assert row.recorded_by == CAST["PRIV"]
    shown = see("PRIV", DESK)
    assert "The council, by its speaker" in shown and "in force" in shown and "letter of March" in shown
    assert "Ana" not in shown


@pytest.mark.parametrize(
    "change",
    [
        {"about": str(uuid.uuid4())}, {"about": "Ana"}, {"about": str(CAST["OLA"])}, {"given_by": " "}, {"agency": ""},
        {"agency": str(CAST["LEAD"])}, {"agency": str(uuid.uuid4())},
        day("last_day", str(timezone.localdate() - timedelta(days=2))),
    ],
)  # fmt: skip
def test_what_is_not_right_is_asked_again(change: dict[str, Any]) -> None:
    answer = send("PRIV", NEW, form(**change))
    assert answer.status_code in (200, 422) and "letter of March" in unescape(answer.content.decode())
    assert rows() == []


@pytest.mark.parametrize("who", ["W1", "SUP", "DIR", "EVAL", "ADM", "CW1", "p_ana", "p_cal", None])
def test_it_is_for_whoever_keeps_privacy_alone(who: str | None) -> None:
    assert send("PRIV", NEW, form()).status_code == 302
    end = f"{DESK}{rows()[0].pk}/end/"
    browser = client_as(who)
    wanted = 404 if who else 302
    for address in (DESK, NEW, end):
        assert browser.get(address).status_code == wanted, address
    for address, sent in ((NEW, form()), (end, {"why": "x"})):
        answer = browser.post(address, {"submission": str(uuid.uuid4()), **sent})
        assert answer.status_code == wanted, address
    assert [row.ended_at for row in rows()] == [None]


def test_the_number_of_statements_is_fixed() -> None:
    send("PRIV", NEW, form())
    with statements() as one:
        client_as("PRIV").get(DESK)
    for _ in range(3):
        send("PRIV", NEW, form())
    with statements() as four:
        client_as("PRIV").get(DESK)
    assert len(one) == len(four)

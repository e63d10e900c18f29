"""What a woman has not been told yet comes back on the page of whoever works with her, until she is told."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.utils import timezone

from alongside.agencies.models import Agency
from alongside.consent import actions as consent
from alongside.consent import queries
from alongside.consent.models import Disclosure, DutyReport
from alongside.consent.rules.leaving import Told
from alongside.families.models import Child
from alongside.pages.worker import home as pages_home
from alongside.safekeeping.queries import whoami
from alongside.safekeeping.terms import Category as C
from tests.cast import CAST, acting_as
from tests.client import client_as, statements
from tests.pages.writing import ALDER, ANA, BEE, url

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])


def stamp() -> dict[str, Any]:
    return {"by": CAST["W1"], "at": datetime.now(UTC)}


def left(told: Told, words: str = "She comes every week.") -> Disclosure:
    with acting_as("W1"):
        me = whoami()
        assert me is not None
        [line] = consent.disclose(
            family=ALDER, subject=ANA, to=consent.To(Agency.objects.get(pk=CAST["CAS"])), kind="conversation",
            purpose="care_coordination", parts={C.SERVICE_USE: words}, told=told, asker=queries.asker_of(me), **stamp(),
        )  # fmt: skip
    return line


def worry(again_on: date) -> DutyReport:
    with acting_as("W1"):
        held = consent.begin_report(child=Child.objects.get(pk=BEE), on=date(2026, 3, 1), words="left alone", **stamp())
        consent.add_report_step(
            report=held, step="not_told", on=date(2026, 3, 1), words="he is there", why_not="not_safe",
            again_on=again_on, **stamp(),
        )  # fmt: skip
    return held


def home(who: str = "W1") -> str:
    return unescape(client_as(who).get("/").text)


def test_nothing_is_asked_where_she_knows() -> None:
    left(Told("with_her", True))
    assert "To tell her" not in home()


def test_what_left_without_her_comes_back_until_she_is_told() -> None:
    line = left(Told("not_yet", None, "not_reached"))
    where = url("leaving_line", ALDER, line.pk)
    assert where in home() and "she has not been told yet." in home()
    with acting_as("W1"):
        consent.add_step(disclosure=line, kind="acknowledged", **stamp())
    assert where in home()  # that they have it does not say that she knows
    with acting_as("W1"):
        consent.add_step(disclosure=line, kind="told_her", words="On the phone.", **stamp())
    assert where not in home()


def test_what_waits_for_her_safety_comes_by_its_day() -> None:
    until = datetime.now(UTC) + timedelta(days=5)
    late = left(Told("not_yet", None, "not_safe", until, "he reads along"), "late")
    soon = left(Told("not_yet", None, "not_safe", until - timedelta(days=3), "he reads along"), "soon")
    page = home()
    places = [page.index(url("leaving_line", ALDER, each.pk)) for each in (soon, late)]
    assert places == sorted(places) and "Looked at again on" in page and "That day has come" not in page


def test_a_worry_of_which_she_was_not_told_comes_back_on_its_day_until_she_is() -> None:
    today = timezone.localdate()
    held = worry(today)
    where = url("worry", ALDER, held.pk)
    page = home()
    assert where in page and "That day has come" in page
    with acting_as("W1"):
        consent.add_report_step(
            report=held, step="told_her", on=date(2026, 3, 2), words="with her, at the park", **stamp()
        )
    assert where not in home()
    with acting_as("W1"):  # and again not: the last word counts
        consent.add_report_step(
            report=held, step="not_told", on=date(2026, 3, 3), words="new", why_not="not_safe",
            again_on=today + timedelta(days=9), **stamp(),
        )  # fmt: skip
    page = home()
    assert where in page and "That day has come" not in page


def test_a_look_is_not_in_it_and_nobody_else_sees_any() -> None:
    client_as("p_foster").get(f"/caring/{CAST['BO']}/")
    assert "To tell her" not in home()
    left(Told("not_yet", None, "not_reached"))
    for who in ("W2", "CHC"):
        assert "To tell her" not in home(who), who


def test_more_than_twelve_are_said_and_all_of_them_can_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    soon = datetime.now(UTC) + timedelta(days=3)
    lines = [left(Told("not_yet", None, "not_safe", soon, "he reads along"), f"words {n}") for n in range(9)]
    worries = [worry(timezone.localdate() + timedelta(days=n)) for n in range(6)]
    whole = {url("leaving_line", ALDER, each.pk) for each in lines} | {url("worry", ALDER, each.pk) for each in worries}

    def told(page: str) -> set[str]:
        return {each for each in whole if f'href="{each}"' in page}

    page = home()
    assert len(told(page)) == 12 and "3 more, and all of them" in page and 'href="/to-tell/"' in page
    assert told(unescape(client_as("W1").get("/to-tell/").text)) == whole
    # In pages, nothing is left out and nothing comes twice.
    monkeypatch.setattr(pages_home, "TO_TELL", 4)
    seen: list[str] = []
    for after in (0, 4, 8, 12):
        page = unescape(client_as("W1").get(f"/to-tell/?after={after}").text)
        assert (f"?after={after + 4}" in page) == (after < 12)
        seen += told(page)
    assert len(seen) == 15 and set(seen) == whole
    for who in ("W2", "CHC"):
        assert not told(client_as(who).get("/to-tell/").text), who
    for guess in ("x", "-1", "99999", "1e9"):
        assert client_as("W1").get(f"/to-tell/?after={guess}").status_code == 200


def test_as_many_statements_whatever_waits() -> None:
    browser = client_as("W1")
    browser.get("/")
    with statements() as few:
        browser.get("/")
    for number in range(4):
        left(Told("not_yet", None, "not_reached"), f"words {number}")
        worry(timezone.localdate())
    with statements() as many:
        browser.get("/")
    assert len(many) == len(few), many[-6:]

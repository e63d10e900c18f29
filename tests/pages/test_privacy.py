"""The desk of whoever keeps privacy: reviews, the ledger, an accounting, breaches; for her alone, with no name or note."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, connections, transaction
from django.utils import timezone

from alongside.consent.models import BreakGlass, DisclosedPart, Disclosure
from alongside.safekeeping.terms import Category
from alongside.stewardship import actions, queries
from alongside.stewardship.models import Breach, BreachStep
from tests.cast import CAST, acting_as, ident
from tests.client import client_as, statements
from tests.pages.writing import day, send

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
ALDER, ANA, BEE = CAST["ALDER"], CAST["ANA"], CAST["BEE"]
DESK, LEDGER, BREACHES = "/privacy/", "/privacy/ledger/", "/privacy/breaches/"
OTHERS = ["W1", "SUP", "DIR", "EVAL", "ADM", "CW1", "p_ana", "p_cal", "SITE2"]


def test_it_is_for_whoever_keeps_privacy_alone() -> None:
    for who in OTHERS:
        for address in (DESK, LEDGER, BREACHES, f"{BREACHES}new/", f"/privacy/accounting/{ANA}/",
                        f"/privacy/emergencies/{ident('glass ANA')}/"):  # fmt: skip
            assert client_as(who).get(address).status_code == 404, (who, address)


def test_the_ledger_says_what_left_without_names_and_words() -> None:
    page = client_as("PRIV").get(LEDGER).text
    assert "Child-welfare society" in page and "Everyday matters" in page and "She agreed" in page
    assert "SECRET" not in page and "Ana" not in page and "Alder" not in page
    assert str(ANA)[-8:] in page


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        (f"about={ANA}", True),
        (f"about={ALDER}", True),
        (f"about={BEE}", False),
        (f"about={CAST['OLA']}", False),
        (f"agency={CAST['CAS']}", True),
        (f"agency={CAST['HOSP']}", False),
        ("since_day=1&since_month=2&since_year=2026", True),
        ("since_day=2&since_month=2&since_year=2026", False),
        ("until_day=1&until_month=2&until_year=2026", True),
        ("until_day=31&until_month=1&until_year=2026", False),
        ("about=x&before=y", True),
    ],
)
def test_the_ledger_by_file_person_agency_and_day(asked: str, shown: bool) -> None:
    page = client_as("PRIV").get(f"{LEDGER}?{asked}")
    assert page.status_code == 200 and ("Everyday matters" in page.text) is shown


def leave(n: int, **more: Any) -> None:
    """``n`` talks with the society about Ana, as her counsellor writes them down."""
    with acting_as("W1"):
        for i in range(n):
            at = datetime(2026, 2, 3, 12, i % 60, tzinfo=UTC)
            row = Disclosure.objects.create(
                family_id=ALDER, subject=ANA, agency_id=CAST["CAS"], recipient=f"Society {i}", kind="conversation",
                purpose="care_coordination", basis="consent", consent_id=ident("C1"), told_before="told",
                recorded_by=CAST["W1"], recorded_at=at, **more,
            )  # fmt: skip
            DisclosedPart.objects.create(
                family_id=ALDER, subject=ANA, disclosure=row, category=Category.SUD, snapshot="SECRET", sha256="-",
                recorded_by=CAST["W1"], recorded_at=at,
            )  # fmt: skip


def test_it_goes_on_page_by_page_in_as_many_statements() -> None:
    browser = client_as("PRIV")
    with statements() as few:
        browser.get(LEDGER)
    leave(60)
    with statements() as many:
        first = browser.get(f"{LEDGER}?about={ANA}").text
    assert len(few) == len(many) <= 6, many
    older = re.search(r'href="(\?about=[^"]*before=[^"]*)"', first)[1].replace("&amp;", "&")
    second = browser.get(LEDGER + older).text
    found = [set(re.findall(r"Society \d+", page)) for page in (first, second)]
    assert len(found[0]) == 50 and len(found[0] | found[1]) == 60 and not found[0] & found[1]


def test_an_accounting_for_one_person() -> None:
    page = client_as("PRIV").get(f"/privacy/accounting/{ANA}/").text
    text = " ".join(page.split())
    for said in (
        "1 February 2026",
        "Child-welfare society",
        "A letter: Everyday matters",
        "She agreed",
        "It was done with her",
    ):
        assert said in text, said
    assert "SECRET" not in page and "Alder" not in page
    none = client_as("PRIV").get(f"/privacy/accounting/{ANA}/?until_day=1&until_month=1&until_year=2026").text
    assert "Nothing went to others in this time." in none
    assert client_as("PRIV").get(f"/privacy/accounting/{CAST['OLA']}/").status_code == 404  # of another agency
    assert client_as("PRIV").get(f"/privacy/accounting/{uuid.uuid4()}/").status_code == 404


def test_what_waits_for_her_safety_is_not_on_her_paper() -> None:
    leave(1, hidden_until=timezone.now() + timedelta(days=3), hidden_why="he reads her mail")
    page = client_as("PRIV").get(f"/privacy/accounting/{ANA}/").text
    assert "Society 0" not in page and "1 line waits for its day" in page
    assert "Society 0" in client_as("PRIV").get(LEDGER).text


def test_breaches_step_by_step() -> None:
    browser = client_as("PRIV")
    form = {
        "what": "A letter went to an old address",
        **day("happened_on", "2026-02-01"),
        **day("found_on", "2026-02-03"),
    }
    one = send(browser, f"{BREACHES}new/", form)["Location"]
    for step in (
        {"kind": "whose", "family": str(ALDER), "subject": str(ANA)},
        {"kind": "told", "whom": "She herself, by phone"},
        {"kind": "measure", "words": "Addresses are asked at each visit"},
        {"kind": "closed", "words": "Nothing is left to do"},
    ):
        assert send(browser, f"{one}add/", {**step, **day("on", "2026-02-04")})["Location"] == one
    page = browser.get(one).text
    assert "A letter went to an old address" in page and "She herself, by phone" in page and str(ANA)[-8:] in page
    assert "Write down what came of it" not in page and browser.get(f"{one}add/").status_code == 404
    assert "closed" in browser.get(BREACHES).text
    for who in OTHERS:
        assert client_as(who).get(one).status_code == client_as(who).get(f"{one}add/").status_code == 404


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"what": " "}, "write"),
        (
            {"what": "x", **day("happened_on", "2026-02-05"), **day("found_on", "2026-02-03")},
            "found before it happened",
        ),
    ],
)
def test_a_breach_that_cannot_be_so(form: dict[str, Any], said: str) -> None:
    page = send(
        "PRIV", f"{BREACHES}new/", {**day("happened_on", "2026-02-01"), **day("found_on", "2026-02-03"), **form}
    )
    assert page.status_code == 200 and page.context["form"].errors


def record(who: str = "PRIV", agency: str = "LEAD") -> Breach:
    return actions.record_breach(
        agency=CAST[agency], what="seen", happened_on=date(2026, 2, 1), found_on=date(2026, 2, 1),
        by=CAST[who], at=timezone.now(),
    )  # fmt: skip


def test_the_wall_around_breaches() -> None:
    with acting_as("PRIV"):
        made = record()
        step = actions.add_breach_step(
            breach=made, kind="whose", on=made.found_on, family=ALDER, by=CAST["PRIV"], at=timezone.now()
        )
        # Not of another agency, not about its files, not in somebody else's name, and never changed.
        for wrong in (
            lambda: record(agency="OTHER_SITE"),
            lambda: actions.add_breach_step(
                breach=made, kind="whose", on=made.found_on, family=CAST["ELM"], by=CAST["PRIV"], at=timezone.now()
            ),
            lambda: record(who="W1"),
            lambda: Breach.objects.filter(pk=made.pk).update(what="nothing"),
            lambda: BreachStep.objects.filter(pk=step.pk).delete(),
        ):
            with pytest.raises(ProgrammingError), transaction.atomic():
                wrong()
    for who in [*OTHERS, None]:
        with acting_as(who):
            assert queries.breaches() == [] and not BreachStep.objects.exists(), who
            with pytest.raises(ProgrammingError), transaction.atomic():
                record(who=who or "PRIV")


def test_nobody_else_asks_what_left() -> None:
    for who in [*OTHERS, None]:
        with acting_as(who), connections["default"].cursor() as cursor:
            cursor.execute("select * from safekeeping.kinds_that_left(%s)", [[ident("D1")]])
            assert cursor.fetchall() == [], who
            cursor.execute("select safekeeping.subjects_of(%s)", [ANA])
            assert cursor.fetchone() == ([],), who
    with acting_as("PRIV"):
        assert not DisclosedPart.objects.exists()  # never the words


def test_an_emergency_that_was_looked_at_stays_so() -> None:
    assert client_as("PRIV").get(f"/privacy/emergencies/{ident('glass ANA')}/").status_code == 404
    page = client_as("PRIV").get(DESK).text
    assert "as it should be" in page and "Willa, counsellor" in page and "Ana" not in page
    with acting_as("PRIV"):
        assert BreakGlass.objects.count() == 1

"""Access case E07: the accounting of what left about one person is complete and exact, whichever way it left."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, date, datetime
from typing import Any

import pytest

from alongside.accounts.models import Colleague
from alongside.agencies.models import Agency
from alongside.consent import actions, queries
from alongside.consent.actions import To
from alongside.consent.models import Consent, DisclosedPart, Disclosure
from alongside.consent.rules.leaving import Told
from alongside.consent.terms import DisclosureKind
from alongside.families.models import Child
from alongside.pages.worker.privacy import years_before
from alongside.safekeeping.queries import whoami
from alongside.safekeeping.terms import Category as C
from tests.cast import CAST, acting_as, dyad, ident
from tests.client import client_as, statements

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
ALDER, ANA, BEE = CAST["ALDER"], CAST["ANA"], CAST["BEE"]
TOLD = Told("with_her", True)
Lines = set[uuid.UUID]


def told(agency: str, kind: str, purpose: str, words: str, subject: uuid.UUID = ANA) -> Lines:
    """Wanda tells an agency something that was agreed to, and writes it down: a fax or a letter is one like a talk."""
    with acting_as("W1"):
        me = whoami()
        assert me is not None
        lines = actions.disclose(
            family=ALDER, subject=subject, to=To(Agency.objects.get(id=CAST[agency])), kind=kind, purpose=purpose,
            parts={C.SERVICE_USE: words}, told=TOLD, asker=queries.asker_of(me), by=CAST["W1"], at=datetime.now(UTC),
        )  # fmt: skip
    return {line.pk for line in lines}


def looked(who: str, address: str) -> Lines:
    """Somebody outside looks at a page that is shared with her."""
    before = ledger()
    assert client_as(who).get(address).status_code == 200
    return ledger() - before


def reported() -> Lines:
    """A worry about Bee, reported: a line about Bee."""
    with acting_as("W1"):
        me = whoami()
        assert me is not None
        stamp: dict[str, Any] = {"by": CAST["W1"], "at": datetime.now(UTC)}
        child = Child.objects.get(pk=BEE)
        worry = actions.begin_report(child=child, on=date(2026, 3, 1), words="left alone", **stamp)
        actions.add_report_step(report=worry, step="told_her", on=date(2026, 3, 1), words="with her", **stamp)
        line = actions.send_report(
            report=worry, to=To(Agency.objects.get(id=CAST["CAS"])), words="left alone", category=C.CHILD_HEALTH_DEV,
            present=True, asker=queries.asker_of(me), **stamp,
        )  # fmt: skip
    return {line.pk}


def written(who: str, family: str, subject: uuid.UUID, at: datetime) -> Lines:
    """A talk of long ago, as the ledger keeps it."""
    with acting_as(who):
        held = {"family_id": CAST[family], "subject": subject, "recorded_by": CAST[who], "recorded_at": at}
        row = Disclosure.objects.create(
            agency_id=CAST["CAS"], recipient="A society", kind="conversation", purpose="care_coordination",
            basis="implied", told_before="told", **held,
        )  # fmt: skip
        DisclosedPart.objects.create(disclosure=row, category=C.SERVICE_USE, snapshot="SECRET", sha256="-", **held)
    return {row.pk}


def ledger() -> Lines:
    """Every line of the whole programme."""
    with acting_as("PRIV"):
        return set(Disclosure.objects.values_list("pk", flat=True))


def about(lines: Lines, subject: uuid.UUID) -> Lines:
    with acting_as("PRIV"):
        return set(Disclosure.objects.filter(pk__in=lines, subject=subject).values_list("pk", flat=True))


def accounted(person: uuid.UUID, since: date, until: date) -> Lines:
    """The lines of the accounting, as whoever keeps privacy asks for it."""
    with acting_as("PRIV"):
        found = queries.accounting(person, since=since, until=until, at=datetime.now(UTC))
    assert found.waiting == 0
    return {line.row.pk for line in found.lines}


def rows(page: str) -> int:
    return len(re.findall(r"<tr\b", page)) - 1  # the first holds the words above the columns


def test_thirty_of_thirty_whichever_way_they_left_and_nobody_elses() -> None:
    hers: Lines = {ident("D1")}
    shown = looked("CW1", f"/shared/{ANA}/") | looked("CW1", f"/shared/{BEE}/")
    together = about(shown, dyad("ANA", "BEE"))
    assert about(shown, ANA) and together, "a look is a line, also one at the two together"
    hers |= about(shown, ANA) | together
    for number, kind in enumerate([kind for kind in DisclosureKind if kind != DisclosureKind.VIEW] * 6):
        if len(hers) == 30:
            break
        agency, purpose = (("CAS", "care_coordination"), ("HOSP", "care"))[number % 2]
        hers |= told(agency, kind, purpose, f"told {number}")
    assert len(hers) == 30
    # Of Bee alone, and of another woman: none of it is hers.
    bees = about(shown, BEE) | looked("NUR", f"/shared/{BEE}/") | reported()
    bos = looked("p_foster", f"/caring/{CAST['BO']}/")
    eves = written("W2", "BIRCH", CAST["EVE"], datetime.now(UTC))
    assert len(bees) >= 3 and len(bos) == 1

    today = datetime.now(UTC).date()
    since = years_before(today, 3)
    assert accounted(ANA, since, today) == hers
    assert accounted(CAST["EVE"], since, today) == eves and accounted(CAST["BO"], since, today) == bos
    assert accounted(BEE, since, today) == bees | together
    page = client_as("PRIV").get(f"/privacy/accounting/{ANA}/").text
    assert rows(page) == 30 and "told 0" not in page
    for kind in DisclosureKind:
        assert str(kind.label).capitalize() in page, kind


def test_what_left_before_she_took_it_back_is_marked_as_made_while_it_was_in_force() -> None:
    """Access case A10: with the form, who sent it, to whom, what and what for; and nothing calls it wrong afterwards."""

    def line() -> str:
        page = client_as("PRIV").get(f"/privacy/accounting/{ANA}/").text
        found = re.findall(r"<tr\b.*?</tr>", page, re.S)
        return next(each for each in found if "Child-welfare society" in each)

    for_which = f"Agreement …{str(ident('C1'))[-8:]}"
    with acting_as("PRIV"):
        sender = Disclosure.objects.get(pk=ident("D1")).recorded_by
    with acting_as("W1"):
        name = Colleague.objects.get(pk=sender).name
    before = line()
    for said in (for_which, "Made while it was in force", name, "A letter", "Working together"):
        assert said in before, said
    with acting_as("W1"):
        actions.withdraw(consent=Consent.objects.get(pk=ident("C1")), by=CAST["W1"], at=datetime.now(UTC))
    assert line() == before
    # The mark is looked up, not printed: the same line, had it left after that, has none.
    with acting_as("W1"):
        late = Disclosure.objects.create(
            family_id=ALDER, subject=ANA, agency_id=CAST["CAS"], recipient="Too late", kind="letter",
            purpose="care_coordination", basis="consent", consent_id=ident("C1"), told_before="with_her",
            recorded_by=CAST["W1"], recorded_at=datetime.now(UTC),
        )  # fmt: skip
    with acting_as("PRIV"):
        today = datetime.now(UTC).date()
        found = queries.accounting(ANA, since=years_before(today, 3), until=today, at=datetime.now(UTC))
    assert {each.row.pk: each.in_force for each in found.lines} == {ident("D1"): True, late.pk: False}


def test_days_are_whole_days_of_the_programme_also_the_leap_day() -> None:
    """29 February 2024 in Toronto is from 05:00 UTC that day to 05:00 UTC the next."""
    moments = {
        "before": datetime(2024, 2, 29, 4, 59, 59, tzinfo=UTC),
        "first": datetime(2024, 2, 29, 5, 0, tzinfo=UTC),
        "last": datetime(2024, 3, 1, 4, 59, 59, tzinfo=UTC),
        "after": datetime(2024, 3, 1, 5, 0, tzinfo=UTC),
    }
    lines = {name: written("W1", "ALDER", ANA, at) for name, at in moments.items()}
    leap = date(2024, 2, 29)
    assert accounted(ANA, leap, leap) == lines["first"] | lines["last"]
    assert accounted(ANA, date(2024, 3, 1), date(2024, 3, 1)) == lines["after"]
    assert accounted(ANA, date(2024, 2, 28), leap) == lines["before"] | lines["first"] | lines["last"]
    asked = "since_day=29&since_month=2&since_year=2024&until_day=29&until_month=2&until_year=2024"
    assert rows(client_as("PRIV").get(f"/privacy/accounting/{ANA}/?{asked}").text) == 2


@pytest.mark.parametrize(
    ("today", "years", "since"),
    [
        (date(2026, 3, 2), 6, date(2020, 3, 2)),
        (date(2026, 3, 1), 6, date(2020, 3, 1)),
        (date(2028, 2, 29), 6, date(2022, 2, 28)),  # no such day: a day more rather than one less
        (date(2028, 2, 29), 4, date(2024, 2, 29)),
        (date(2027, 2, 28), 3, date(2024, 2, 28)),
    ],
)
def test_six_years_are_six_years(today: date, years: int, since: date) -> None:
    assert years_before(today, years) == since


def test_as_many_statements_whatever_left() -> None:
    browser = client_as("PRIV")
    with statements() as few:
        browser.get(f"/privacy/accounting/{ANA}/")
    for number in range(12):
        told("HOSP", "letter", "care", f"told {number}")
    with statements() as many:
        browser.get(f"/privacy/accounting/{ANA}/")
    assert len(few) == len(many) <= 8, many

"""Nobody tells her of each look: her page and the accounting say when it was agreed to, or why nobody was asked."""

from __future__ import annotations

from datetime import UTC, date, datetime
from html import unescape

import pytest

from alongside.accounts.models import Colleague
from alongside.consent import actions as consent
from alongside.families.models import Person
from tests.cast import CAST, acting_as
from tests.client import client_as
from tests.databases import Cluster
from tests.pages.writing import ALDER, ANA, BEE, newest, url
from tests.wall.test_notice import under_a_law

db = pytest.mark.django_db(databases=["default", "gate", "loader"])
BO = CAST["BO"]


def see(who: str, address: str) -> str:
    answer = client_as(who).get(address)
    assert answer.status_code == 200, address
    return unescape(answer.text)


@db
def test_a_look_under_an_agreement_says_since_when_it_was_agreed_to() -> None:
    see("CW1", f"/shared/{ANA}/")
    line = newest("consent.Disclosure", kind="view", subject=ANA)
    hers = see("p_ana", url("my_seen"))
    assert "You agreed to it on January 10, 2026." in hers.replace("10 January 2026", "January 10, 2026")
    assert "We told you before." not in hers
    one = see("p_ana", url("my_seen_one", line.pk))
    assert "You agreed to it on" in one and "We told you before." not in one
    accounting = see("PRIV", f"/privacy/accounting/{ANA}/")
    assert "Agreed to on" in accounting and "She was told before" not in accounting
    assert "agreed to on" in see("W1", url("leaving", ALDER))


@db
def test_a_look_at_a_child_says_that_whoever_decides_agreed() -> None:
    see("NUR", f"/shared/{BEE}/")
    line = newest("consent.Disclosure", kind="view", subject=BEE)
    assert "It was agreed to on" in see("p_ana", url("my_seen_one", line.pk))


@db
def test_a_carers_look_says_why_nobody_was_told() -> None:
    see("p_foster", f"/caring/{BO}/")
    line = newest("consent.Disclosure", kind="view", subject=BO)
    assert (line.told_before, line.why_not, line.agreed_at) == ("not_yet", "lives_there", None)
    assert "the child lives with them" in see("W1", url("leaving_line", ALDER, line.pk))


def test_a_look_of_those_who_care_for_her_carries_the_notice_and_says_why_nobody_was_asked(
    cluster: Cluster, own: str
) -> None:
    under_a_law(cluster, own, "ontario", True)
    with acting_as("W1"):
        consent.assign_outside_worker(
            person=Person.objects.get(pk=BO), colleague=Colleague.objects.get(pk=CAST["DRX"]), known_as="Bo",
            from_on=date(2025, 9, 1), by=CAST["W1"], at=datetime.now(UTC),
        )  # fmt: skip
    page = see("DRX", f"/shared/{BO}/")
    line = newest("consent.Disclosure", kind="view", subject=BO)
    assert (line.basis, line.told_before, line.why_not) == ("implied", "not_yet", "in_her_care")
    assert line.notice.startswith("This was shared for one purpose.") and "This was shared for one purpose." in page
    assert "she has not said no" in see("W1", url("leaving_line", ALDER, line.pk))

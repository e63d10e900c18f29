"""The notice goes along with a look where the rules oblige it, and nowhere else: the same in rules and database."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import ProgrammingError, transaction

from alongside.accounts.models import Colleague
from alongside.accounts.terms import PARTS
from alongside.consent import actions, queries, rules
from alongside.consent.models import Disclosure
from alongside.families.models import Person
from alongside.safekeeping.terms import Category as C
from alongside.safekeeping.terms import Kind
from tests.cast import CAST, acting_as
from tests.databases import Cluster

ALDER = CAST["ALDER"]
LAWS = [("ontario", False), ("ontario", True), ("united-states", False)]
LOOKS = [("CW1", "ANA"), ("CW1", "BEE"), ("NUR", "BEE"), ("DRX", "ANA"), ("DRX", "BO")]


def under_a_law(cluster: Cluster, database: str, law: str, implied: bool) -> None:
    """From now on the programme of this database stands under another law."""
    with cluster.admin(database) as admin:
        admin.execute("update agencies_programme set jurisdiction = %s, implied_consent = %s", [law, implied])


def now() -> datetime:
    return datetime.now(UTC)


def decided(who: str, subject: str, category: C) -> rules.Answer:
    """What the rules say to this look, in the world as her counsellor sees it."""
    with acting_as("W1"):
        held = Colleague.objects.select_related("agency").get(pk=CAST[who])
        reads = 0
        for name in held.roles.values_list("name", flat=True):
            reads |= PARTS[name].reads
        asker = queries.Asker(CAST[who], Kind.PARTNER, reads, agency=held.agency_id)
        world = queries.world_of(ALDER)
        return rules.decide(
            queries.request_of(asker, world, subject=CAST[subject], category=int(category), at=now()), world
        )


def looked(who: str, subject: str, category: C) -> Disclosure | None:
    """The line of the ledger; None when nothing may be shown."""
    with acting_as(who):
        try:
            with transaction.atomic():
                [line] = actions.record_view(
                    family=ALDER, subject=CAST[subject], parts={int(category): f"words {category.name}"},
                    notice="the notice", by=CAST[who], at=now(),
                )  # fmt: skip
        except ProgrammingError:
            return None
    with acting_as("W1"):
        row = Disclosure.objects.get(pk=line.disclosure)
    assert row.notice == line.notice
    return row


@pytest.mark.parametrize(("law", "implied"), LAWS)
def test_the_notice_goes_along_as_the_rules_oblige(cluster: Cluster, own: str, law: str, implied: bool) -> None:
    under_a_law(cluster, own, law, implied)
    with acting_as("W1"):
        stamp: dict[str, Any] = {"by": CAST["W1"], "at": now()}
        doctor = Colleague.objects.get(pk=CAST["DRX"])
        actions.assign_outside_worker(
            person=Person.objects.get(pk=CAST["BO"]), colleague=doctor, known_as="Bo", from_on=date(2025, 9, 1), **stamp
        )
    shown: dict[tuple[str, bool], int] = {}
    for who, subject in LOOKS:
        for category in C:
            answer, line = decided(who, subject, category), looked(who, subject, category)
            where = f"{who} {subject} {category.name}: {answer.decision}"
            assert answer.allowed == (line is not None), where
            if line is None:
                continue
            assert bool(line.notice) == ("notice" in answer.obligations), where
            # Nobody is told of each look: it says when it was agreed to, or why nobody was asked.
            if line.basis == "consent":
                assert line.told_before == "agreed" and line.agreed_at is not None, where
            else:
                assert (line.basis, line.told_before, line.why_not) == ("implied", "not_yet", "in_her_care"), where
            key = (line.basis, bool(line.notice))
            shown[key] = shown.get(key, 0) + 1
    assert shown[("consent", True)] >= 4  # each of these three laws asks for it
    assert (("implied", True) in shown) == implied

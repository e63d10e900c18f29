"""Trap 6: nothing is disclosed after it was taken back, however close the two come."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from psycopg.types.range import TimestamptzRange

from alongside.project import roles
from tests.cast import CAST
from tests.databases import Cluster
from tests.wall.race import race
from tests.wall.test_same_decision import ZONE
from tests.wall.worlds import Worlds

NAME = f"alongside_race_{os.getpid()}"
FAMILIES, EACH, ROUNDS = 20, 25, 400  # ``benchmarks/consent_wall.py`` runs more than a thousand
Agreements = list[tuple[uuid.UUID, uuid.UUID, uuid.UUID]]


@pytest.fixture(scope="module")
def agreements(cluster: Cluster, template: str) -> Iterator[tuple[str, Agreements]]:
    """Many families, each with many signed forms, and one of our own who writes in all of them."""
    cluster.clone(template, NAME)
    found: Agreements = []
    with cluster.admin(NAME) as admin:
        now = datetime.now(UTC)
        worlds = Worlds(admin, 6, now.astimezone(ZONE).date(), now)
        worlds.people_of_agencies(CAST["LEAD"])
        worker = next(who for who in worlds.staff if who.role == "counsellor")
        for _ in range(FAMILIES):
            home = worlds.home()
            worlds.rows["safekeeping_cell"].append(
                {**worlds.rows["safekeeping_cell"][0], "principal": worker.id, "family": home.id, "subject": home.id,
                 "reach": "file", "categories": 16383, "beyond": 0, "writes": 16383, "valid": TimestamptzRange(None, None),
                 "basis": worlds.id()}
            )  # fmt: skip
            for _ in range(EACH):
                form = worlds.id()
                worlds.add("consent_consent", id=form, family_id=home.id, effect="permit", form_id=None, recipient_kind="agency",
                           giver_id=home.woman, agency_id=worlds.agencies["hospital"], colleague_id=None, recipient_class="",
                           purpose="care", during=worlds.days(), explained="", signed_at=worlds.past(), signed_how="typed",
                           signature="x", copy_given="", withdrawn_at=None, version=1, **worlds.stamp())  # fmt: skip
                found.append((home.id, home.woman, form))
        worlds.rows.pop("safekeeping_exclusion", None)
        worlds.write()
    yield worker.token, found
    cluster.drop(NAME)


def test_nothing_is_disclosed_after_it_was_taken_back(cluster: Cluster, agreements: tuple[str, Agreements]) -> None:
    token, forms = agreements
    outcome = race(lambda: cluster.as_role(roles.APP, NAME), token, forms[:ROUNDS])
    assert outcome.rounds == ROUNDS
    assert 40 < outcome.disclosed < outcome.rounds - 40  # it was a race: now the one came first, now the other
    assert outcome.late == 0


def test_without_holding_still_some_would_be(cluster: Cluster, agreements: tuple[str, Agreements]) -> None:
    """The test above could not fail if the two never met."""
    token, forms = agreements
    outcome = race(lambda: cluster.as_role(roles.APP, NAME), token, forms[ROUNDS:], holding=False)
    assert outcome.late > 0

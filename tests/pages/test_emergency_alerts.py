"""Who hears of an emergency without asking: whoever keeps privacy, with what is late; whoever arranges teams."""

from __future__ import annotations

import pytest
from django.test import Client

from alongside.consent.queries import REVIEWED_WITHIN
from tests.cast import CAST
from tests.client import client_as
from tests.databases import Cluster
from tests.pages.test_emergency import opened, willa

__all__ = ["willa"]
pytestmark = pytest.mark.usefixtures("committing", "no_tries_before")
OPENED = "Somebody of your team opened something in an emergency."


def age(cluster: Cluster, committing: str, seconds: float) -> None:
    """The emergencies that nobody looked at are so old."""
    with cluster.admin(committing) as admin:
        admin.execute(
            "update consent_breakglass set recorded_at = clock_timestamp() - %s * interval '1 second' where reviewed_at is null",
            [seconds],
        )


def test_the_officers_home_says_what_waits_and_what_is_late(willa: Client, cluster: Cluster, committing: str) -> None:
    assert "to be looked at" not in client_as("PRIV").get("/").text
    opened(willa)
    home = client_as("PRIV").get("/").text
    assert "1 waits to be looked at." in home and "longer than three days" not in home and "/privacy/" in home
    age(cluster, committing, REVIEWED_WITHIN.total_seconds() - 60)
    assert "longer than three days" not in client_as("PRIV").get("/").text
    age(cluster, committing, REVIEWED_WITHIN.total_seconds() + 60)
    assert "1 has waited longer than three days." in client_as("PRIV").get("/").text
    for who in ("W1", "W2", "SUP", "ADM"):
        assert "to be looked at" not in client_as(who).get("/").text, who


def test_whoever_arranges_teams_hears_that_it_happened(willa: Client, cluster: Cluster, committing: str) -> None:
    opened(willa)
    home = client_as("SUP").get("/").text
    assert OPENED in home and "Willa, counsellor" in home and str(CAST["ALDER"]) in home
    assert "Ana" not in home[home.index(OPENED) : home.index(OPENED) + 900]  # her name is not told by it
    for who in ("W1", "W2", "PEER", "PRIV", "ADM"):
        assert OPENED not in client_as(who).get("/").text, who
    told = home.count("<li><bdi>Willa, counsellor")  # the cast has another one, of last week
    age(cluster, committing, 8 * 24 * 3600)
    assert client_as("SUP").get("/").text.count("<li><bdi>Willa, counsellor") == told - 1

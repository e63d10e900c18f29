"""She has left: out at once, and nothing is left open."""

from __future__ import annotations

import pytest
from django.urls import reverse

from alongside.accounts.models import Colleague, ProposedRole
from tests.cast import CAST, acting_as, token_of
from tests.client import client_as
from tests.databases import Cluster
from tests.pages.accounts.keeping import propose
from tests.pages.signing_in import signed_in

here = pytest.mark.django_db(databases=["default", "gate", "loader"])

DAY = {"on_day": "2", "on_month": "3", "on_year": "2026"}


def has_left(who: str, whom: str) -> int:
    return client_as(who).post(reverse("colleague_left", args=[CAST[whom]]), DAY).status_code


@here
def test_whoever_has_left_is_out_at_once_and_nothing_is_left_open() -> None:
    assert client_as("W1").get(reverse("family", args=[CAST["ALDER"]])).status_code == 200
    page = client_as("ADM").get(reverse("colleague_left", args=[CAST["W1"]]))
    assert page.status_code == 200 and "Wanda, counsellor" in page.text and "signed out on every device" in page.text
    assert has_left("ADM", "W1") == 302
    assert client_as("W1").get("/").status_code == 302  # to the sign-in page
    assert not signed_in(token_of("W1"))
    assert "Wanda, counsellor" not in client_as("W2").get("/team/").text
    with acting_as("ADM"):
        gone = Colleague.objects.get(id=CAST["W1"])
        assert str(gone.left_on) == "2026-03-02"
        assert all(held.during.upper is not None for held in gone.roles.all())
    assert has_left("ADM", "W1") == 404  # once


def test_her_cells_and_her_part_end_in_the_database_too(own: str, cluster: Cluster) -> None:
    """Also for whoever has every file, and also what she was let into by a team."""
    live = (
        "select (select count(*) from safekeeping_cell where principal = %(who)s and valid @> clock_timestamp()),"
        " (select count(*) from safekeeping_capacity where principal = %(who)s and valid @> clock_timestamp()),"
        " (select count(*) from safekeeping_session where principal = %(who)s and ended_at is null)"
    )
    for whom in ("W1", "SUP"):
        with cluster.admin(own) as admin:
            assert all(count > 0 for count in admin.execute(live, {"who": CAST[whom]}).fetchone())
        assert has_left("DIR", whom) == 302
        with cluster.admin(own) as admin:
            assert admin.execute(live, {"who": CAST[whom]}).fetchone() == (0, 0, 0)
            others = admin.execute(live, {"who": CAST["PIT"]}).fetchone()
        assert all(count > 0 for count in others)


@here
def test_her_teams_see_that_she_has_left() -> None:
    has_left("ADM", "W1")
    for where in (reverse("her_team", args=[CAST["ALDER"]]), reverse("family", args=[CAST["ALDER"]])):
        assert "works here no longer" in client_as("PIT").get(where).text


@here
def test_what_waited_for_her_waits_no_longer() -> None:
    waits = propose("ADM", "W1", "manager")
    has_left("DIR", "W1")
    with acting_as("ADM"):
        assert ProposedRole.objects.get(id=waits.id).agreed is False


@here
@pytest.mark.parametrize("who", ["W1", "SUP", "PRIV", "PEER", "SITE2", "CW1", "p_cal", "p_ana", None])
def test_nobody_else_says_that_a_colleague_has_left(who: str | None) -> None:
    for method in ("get", "post"):
        page = getattr(client_as(who), method)(reverse("colleague_left", args=[CAST["W2"]]), DAY)
        assert page.status_code == (404 if who else 302)
    assert signed_in(token_of("W2"))


@here
@pytest.mark.parametrize(
    ("who", "whom"), [("ADM", "ADM"), ("DIR", "DIR"), ("ADM", "CW1"), ("DIR", "SITE2"), ("ADM", "ANA")]
)
def test_nobody_sends_herself_or_somebody_of_another_agency_away(who: str, whom: str) -> None:
    assert client_as(who).get(reverse("colleague_left", args=[CAST[whom]])).status_code == 404
    assert has_left(who, whom) == 404


@here
def test_a_day_that_has_not_come_is_asked_again() -> None:
    page = client_as("ADM").post(reverse("colleague_left", args=[CAST["W2"]]), {**DAY, "on_year": "2199"})
    assert page.status_code == 200 and "Please check:" in page.text
    assert signed_in(token_of("W2"))

"""How many families share with whom: a page of figures without names."""

from __future__ import annotations

import pytest

from tests.client import client_as, statements

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
ADDRESS = "/team/sharing/"


def test_figures_of_every_agency_and_of_no_family() -> None:
    """Ana is the one family that agreed to something: too few to be told."""
    for who in ("DIR", "EVAL"):
        page = client_as(who).get(ADDRESS)
        assert page.status_code == 200
        lines = [(line.agency, line.agreed, line.went) for line in page.context["lines"]]
        assert [name for name, _agreed, _went in lines] == [
            "All together", "Child-welfare society", "Hospital partner", "Probation office",
            "Public-health nursing partner", "Women's shelter",
        ]  # fmt: skip
        assert {figure for _name, *figures in lines for figure in figures} == {"fewer than 5"}
        assert "Ana" not in page.text and "Alder" not in page.text
        assert f'href="{ADDRESS}"' in client_as(who).get("/team/").text


@pytest.mark.parametrize("who", ["W1", "SUP", "PRIV", "ADM", "CW1", "NUR", "SITE2", "p_cal", "p_ana"])
def test_nobody_else_opens_it(who: str) -> None:
    assert client_as(who).get(ADDRESS).status_code == 404
    assert ADDRESS not in client_as(who).get("/team/").text


def test_nothing_can_be_asked_for() -> None:
    browser = client_as("EVAL")
    plain = browser.get(ADDRESS).context["lines"]
    for asked in ("?agency=1", "?as_of_day=1&as_of_month=1&as_of_year=2025", "?since=2020-01-01&child=yes"):
        assert browser.get(ADDRESS + asked).context["lines"] == plain


def test_two_statements() -> None:
    with statements() as asked:
        client_as("EVAL").get(ADDRESS)
    assert len(asked) <= 3, asked

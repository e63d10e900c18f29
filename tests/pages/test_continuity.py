"""How steady we were: a page of figures without names."""

from __future__ import annotations

import pytest

from tests.client import client_as

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])


def test_continuity_is_a_figure_about_us() -> None:
    """Ana's is the one family with a key worker: too few to be told, to a manager and to whoever sees no names."""
    shown = [client_as(who).get("/team/continuity/") for who in ("DIR", "EVAL")]
    for page in shown:
        assert page.status_code == 200
        assert "fewer than 5" in page.text and "Addiction counsellor" in page.text
        assert "Alder" not in page.text
        assert [line.families for period in page.context["periods"] for line in period.rows] == ["fewer than 5"] * 6
    for who in ("W1", "SUP", "PRIV", "ADM", "p_cal", "CW1"):
        assert client_as(who).get("/team/continuity/").status_code == 404

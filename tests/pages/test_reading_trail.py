"""Who looked: lines of the trail, and who reads them."""

from __future__ import annotations

import pytest

from alongside.recordkeeping.models import Trail
from tests.cast import CAST, acting_as
from tests.client import client_as
from tests.pages.reading import PAGES, address

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])


def test_every_look_leaves_a_line_that_she_can_read() -> None:
    for page in PAGES:
        client_as("W1").get(address(page))
    client_as("W1").get("/families/")
    with acting_as("p_ana"):
        verbs = set(Trail.objects.filter(subject=CAST["ANA"], principal=CAST["W1"]).values_list("verb", flat=True))
    assert {"looked at a family", "looked at a timeline", "read notes", "shown in a list"} <= verbs


def test_the_trail_is_for_whoever_answers_for_privacy() -> None:
    client_as("W1").get(address("family"))
    text = client_as("PRIV").get("/trail/").text
    assert "looked at a family" in text and "Wanda, counsellor" in text
    assert "Ana" not in text and "Alder" not in text
    assert client_as("PRIV").get(f"/trail/?about={CAST['ANA']}&before=3-9").status_code == 200
    assert client_as("PRIV").get("/trail/?about=x&who=y&before=z").status_code == 200
    for who in ("W1", "SUP", "EVAL", "ADM", "p_cal"):
        assert client_as(who).get("/trail/").status_code == 404


def test_lines_of_lists_do_not_bury_what_was_opened() -> None:
    client_as("W1").get("/families/")
    client_as("W1").get(address("family"))
    assert "was shown in a list" not in client_as("PRIV").get("/trail/").text
    assert "was shown in a list" in client_as("PRIV").get("/trail/?lists=on").text

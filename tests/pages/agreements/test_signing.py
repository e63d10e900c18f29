"""Signed: drawn, typed or said aloud, and how it was read to her."""

from __future__ import annotations

from html import unescape

import pytest

from tests.cast import CAST
from tests.pages.agreements.walk import DOORS, DRAWN, Walk, row, text_of

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])


@pytest.mark.parametrize("who", DOORS)
@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"how": "drawn", "drawn": DRAWN}, ""),
        ({"how": "drawn", "drawn": ""}, "The signature is missing."),
        ({"how": "drawn", "drawn": 'M0 0L1 1"><script>alert(1)</script>'}, "The signature is missing."),
        ({"how": "typed", "typed": "  "}, "The signature is missing."),
        ({"how": "spoken", "witness": ""}, "Please say who was there and heard it."),
    ],
)
def test_ways_to_sign(who: str, fields: dict[str, str], says: str) -> None:
    walk = Walk(who)
    id = walk.ready()
    answer = walk.signs(id, **fields)
    if says:
        shown = unescape(answer.content.decode())
        assert answer.status_code == 422 and says in shown and row(id).signed_at is None
        assert "<script>alert" not in answer.content.decode()
        return
    assert answer.status_code == 302 and row(id).signed_how == fields["how"]


def test_said_aloud_before_a_colleague_who_is_named() -> None:
    walk = Walk("W1")
    id = walk.ready()
    assert walk.signs(id, how="spoken", typed="", witness=str(CAST["PIT"])).status_code == 302
    held = row(id)
    assert held.signed_how == "spoken" and held.witness_id == CAST["PIT"] and held.explained == "It was read to her"
    shown = text_of(walk.see(walk.to("agreement", id)))
    assert "Pilar, parent-infant therapist" in shown
    # On her own page nobody can be named as having been there.
    alone = Walk("p_ana")
    other = alone.ready()
    assert alone.signs(other, how="spoken", typed="", witness=str(CAST["PIT"])).status_code == 422


def test_how_it_was_read_is_asked_beside_her_and_known_on_her_own_page() -> None:
    walk = Walk("W1")
    id = walk.ready()
    answer = walk.signs(id, explained=[])
    assert answer.status_code == 422 and "Please say how it was read or explained." in unescape(answer.content.decode())
    alone = Walk("p_ana")
    mine = alone.ready()
    assert alone.signs(mine, explained=[]).status_code == 302 and row(mine).explained == "read on her own page"

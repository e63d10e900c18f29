"""The wall around how she wants us to reach out: whoever reads how to reach her, and she herself."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connection, transaction

from alongside.care import actions
from alongside.care.models import ReachWish
from alongside.project import roles
from tests.cast import CAST, T0, acting_as
from tests.wall.conftest import Ask

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
ANA, ALDER = CAST["ANA"], CAST["ALDER"]
# Off the team, kept out, the ex-partner, carers, people elsewhere, parts without families.
NOBODY = [
    "W2", "W3", "p_cal", "p_dot", "p_foster", "p_fin", "NUR", "CW1", "CW2", "DRX", "PO", "EVAL", "ADM", "PRIV", "COUNCIL",
    "SITE2", None,
]  # fmt: skip


@pytest.mark.parametrize("shape", ["", roles.SMALL, roles.REPORT])
@pytest.mark.parametrize("who", NOBODY)
def test_the_wrong_people_get_nothing_not_even_a_count(ask: Ask, who: str | None, shape: str) -> None:
    assert ask(who, "select count(*) from care_reachwish", take=shape) == [(0,)]


@pytest.mark.parametrize("who", ["W1", "SUP", "PIT", "PEER", "p_ana"])
def test_her_team_and_she_read_it(ask: Ask, who: str) -> None:
    assert ask(who, 'select "where" from care_reachwish') == [("SECRET bench",)]


def test_she_says_it_anew_in_her_own_name_and_for_nobody_else() -> None:
    with acting_as("p_ana"):
        made = actions.wish_reached(family=ALDER, woman=ANA, wants="leave", by=ANA, at=T0)
        assert ReachWish.objects.get(pk=made.pk).wants == "leave"
        for wrong in ({"by": CAST["W1"]}, {"woman": CAST["EVE"]}, {"family": CAST["BIRCH"]}):
            with pytest.raises(ProgrammingError), transaction.atomic():
                actions.wish_reached(**{"family": ALDER, "woman": ANA, "wants": "please", "by": ANA, "at": T0, **wrong})


@pytest.mark.parametrize("who", ["p_cal", "p_dot", "p_foster", "W2", "CW1"])
def test_nobody_else_says_it_for_her(who: str) -> None:
    with acting_as(who), pytest.raises(ProgrammingError), transaction.atomic():
        actions.wish_reached(family=ALDER, woman=ANA, wants="please", by=CAST[who], at=T0)


@pytest.mark.parametrize("sql", ["update care_reachwish set wants = 'please'", "delete from care_reachwish"])
def test_what_she_said_before_stays(sql: str) -> None:
    with acting_as("W1"), pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)

"""Who is in whose list."""

from __future__ import annotations

import pytest

from alongside.safekeeping.terms import Category as C
from tests.cast import CAST
from tests.wall.conftest import Ask
from tests.wall.outside.looking import EVERYBODY_ELSE, PAIR, SHARED


def test_the_named_worker_sees_whom_she_works_with_and_who_shares(ask: Ask) -> None:
    assert ask("CW1", SHARED) == [(CAST["ANA"], "Ana A."), (CAST["BEE"], "Bee A.")]
    assert ask("NUR", SHARED) == [(CAST["BEE"], "Bee Alder")]


@pytest.mark.parametrize("who", EVERYBODY_ELSE)
def test_everybody_else_sees_nobody(ask: Ask, who: str | None) -> None:
    """Not assigned, locked out, another agency, our own people, carers, she herself, nobody."""
    assert ask(who, SHARED) == []
    assert ask(who, "select count(*) from safekeeping.pairs_with_me(%s)", [CAST["BEE"]]) == [(0,)]
    for person in ("ANA", "BEE", "GIA"):
        assert ask(who, "select * from safekeeping.shared_with_me(%s, null, null, 1)", [CAST[person]]) == []


def test_a_list_goes_on_where_it_stopped(ask: Ask) -> None:
    first = ask("CW1", "select person, key from safekeeping.shared_with_me(null, null, null, 1)")
    assert [person for person, _key in first] == [CAST["ANA"]]
    query = "select person from safekeeping.shared_with_me(null, %s, %s, 1)"
    assert ask("CW1", query, [first[0][1], first[0][0]]) == [(CAST["BEE"],)]


def test_the_two_together_need_both(ask: Ask) -> None:
    """Both said yes to what was seen between them; to being here only the child's side names the two."""
    [(pair, mask)] = ask("CW1", "select dyad, categories from safekeeping.pairs_with_me(%s)", [CAST["BEE"]])
    assert pair == PAIR and mask == 1 << C.DYAD_OBSERVATION | 1 << C.SERVICE_USE
    assert ask("NUR", "select * from safekeeping.pairs_with_me(%s)", [CAST["BEE"]]) == []

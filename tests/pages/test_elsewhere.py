"""Who works with her elsewhere: written down and ended by her team, and nothing is open to anybody by it."""

from __future__ import annotations

import pytest

from alongside.consent import queries
from alongside.consent.models import OutsideWorker
from tests.cast import CAST, acting_as
from tests.client import client_as
from tests.pages.writing import ALDER, NOBODY, day, errors, newest, send, url

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
ADD = "elsewhere_add"


def named(colleague: str = "CW2", person: str = "BEE", who: str = "W1", **more: str) -> OutsideWorker:
    """Somebody there works with the child, since a day in January."""
    told = {"colleague": str(CAST[colleague]), "person": str(CAST[person]), "known_as": "Bee of the Tuesday group"}
    page = send(who, url(ADD, ALDER), {**told, **day("from_on", "2026-01-07"), **more})
    assert page.status_code == 302, errors(page)
    return newest("consent.OutsideWorker", colleague_id=CAST[colleague], person_id=CAST[person])


def sees(who: str, person: str) -> bool:
    """Somebody outside finds this person in her list."""
    with acting_as(who):
        try:
            queries.one_shared_with_me(CAST[person])
        except OutsideWorker.DoesNotExist:
            return False
    return True


def test_whoever_is_written_down_sees_what_her_agency_may_and_nothing_else() -> None:
    """The society may see something of Bee (C1); probation may see nothing of anybody."""
    assert not sees("CW2", "BEE") and not sees("PO", "BEE")
    row = named()
    named("PO")
    assert sees("CW2", "BEE") and not sees("PO", "BEE")
    page = client_as("W1").get(url("her_team", ALDER)).text
    assert "Colin, child-welfare worker" in page and "Bee of the Tuesday group" in page
    assert send("W1", url("elsewhere_end", ALDER, row.id), day("last_day", "2026-02-01")).status_code == 302
    assert not sees("CW2", "BEE")
    assert f"/elsewhere/{row.id}/" not in client_as("W1").get(url("her_team", ALDER)).text
    assert "Colin" in client_as("W1").get(url("her_team", ALDER) + "?on=2026-01-20").text


def test_it_ends_once() -> None:
    row = named()
    ended = url("elsewhere_end", ALDER, row.id)
    assert send("W1", ended, day("last_day", "2026-02-01")).status_code == 302
    page = send("W1", ended, day("last_day", "2026-02-01"))
    assert page.status_code == 200 and "This ended already." in str(errors(page))


def test_only_people_of_this_file_and_of_other_agencies_can_be_chosen() -> None:
    told = {"known_as": "X", **day("from_on", "2026-01-07")}
    for colleague, person, field in (("W2", "BEE", "colleague"), ("CW2", "EVE", "person"), ("CW2", "CAL", "person")):
        page = send("W1", url(ADD, ALDER), {**told, "colleague": str(CAST[colleague]), "person": str(CAST[person])})
        assert page.status_code == 200 and list(errors(page)) == [field]


@pytest.mark.parametrize("who", [*NOBODY, "p_ana"])
def test_nobody_else_ends_it(who: str) -> None:
    row = named()
    end = url("elsewhere_end", ALDER, row.id)
    assert client_as(who).get(end).status_code == 404
    assert send(who, end, day("last_day", "2026-02-01")).status_code == 404
    assert newest("consent.OutsideWorker", id=row.id).during.upper is None

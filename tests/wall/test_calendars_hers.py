"""A feed of hers tells her times while her page is open, and those alone that somebody may see over her shoulder."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from alongside.accounts import actions as accounts
from alongside.accounts.models import HerPage
from alongside.calendars import actions, queries
from alongside.care.actions import promise
from alongside.care.models import Promise
from alongside.families.models import Family
from alongside.safekeeping.terms import Category as C
from tests.cast import CAST, T0, TODAY, acting_as, ident

pytestmark = pytest.mark.usefixtures("committing")
ANA, ALDER = CAST["ANA"], CAST["ALDER"]
COURT, CLINIC, SAFE, HOUSING, HEALTH = (ident(f"appointment {n}") for n in range(5))
NOW = datetime.now(UTC)


def told(key: str) -> list[Any] | None:
    found = queries.feed(key, T0, "America/Toronto")
    return None if found is None else [row.thing for row in found[1]]


def her_key() -> str:
    with acting_as("p_ana"):
        return actions.turn_on(owner=ANA, says="words", heading="Coffee with Sam", at=T0)


def test_hers_tells_her_times_while_her_page_is_open() -> None:
    key = her_key()
    assert told(key) is None  # her page was never opened
    with acting_as("W1"):
        said: dict[str, Any] = {
            "family": Family(id=ALDER),
            "subject": ANA,
            "worker": CAST["W1"],
            "by": CAST["W1"],
            "at": T0,
        }
        shown = promise(what="SECRET call", on=TODAY + timedelta(days=1), category=C.SERVICE_USE, **said)
        hidden = promise(what="SECRET lock", on=TODAY + timedelta(days=1), category=C.IPV_SAFETY, **said)
        Promise.objects.filter(pk__in=[shown.pk, hidden.pk]).update(about=[])
    open_page()
    things = told(key) or []
    assert {COURT, CLINIC, HOUSING, HEALTH, ident("booking ANA"), ident("booking BEE"), shown.pk} == set(things)
    assert SAFE not in things and hidden.pk not in things
    close_page()
    assert told(key) is None


def open_page() -> None:
    with acting_as("W1"):
        code = accounts.make_her_code(family=ALDER, person=ANA, purpose="set_up", by=CAST["W1"], at=NOW).text
    done = accounts.set_up_her_page(
        hash=accounts.hashed_code(code), called="river seven", words="blue kettle on the hill"
    )
    assert done is not None and not done.held


def close_page() -> None:
    with acting_as("W1"):
        accounts.close_her_page(page=HerPage.objects.get(person=ANA), by=CAST["W1"], at=NOW)

"""Her first page speaks of what is so: of a child who is with her, and of no other one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from alongside.childcare.models import LogEntry
from alongside.families.models import Child, LivingArrangement, Person
from tests.cast import CAST, T0, acting_as, ident
from tests.client import statements

pytestmark = pytest.mark.usefixtures("committing")
ALDER, BEE = CAST["ALDER"], CAST["BEE"]
DAYS, SOOTHED = "/my/days/", 'value="child"'


def says(hers: Client) -> tuple[bool, bool]:
    """Whether her first page speaks of her child's day, and her team's page of how it is soothed."""
    return f'href="{DAYS}"' in hers.get("/my/").text, SOOTHED in hers.get("/my/people/new/").text


def lives(kind: str, since: date, until: date | None = None) -> None:
    with acting_as("W1"):
        LivingArrangement.objects.filter(child_id=BEE, superseded_at=None).update(superseded_at=T0)
        LivingArrangement.objects.create(
            family_id=ALDER, child_id=BEE, kind=kind, during=(since, until), recorded_by=CAST["W1"], recorded_at=T0
        )


def test_it_speaks_of_a_child_who_is_with_her_and_of_no_other(hers: Client) -> None:
    today = timezone.localdate()
    assert says(hers) == (True, True)
    with statements() as near:
        hers.get("/my/")
    # She says on paper who decides about services, and Bee lives with family for a while: nothing brings her up.
    with acting_as("W1"):
        from alongside.families.models import DecisionRight

        DecisionRight.objects.create(
            family_id=ALDER, child_id=BEE, topic="services", holder_id=CAST["ANA"], during=(date(2024, 2, 10), None),
            recorded_by=CAST["W1"], recorded_at=T0,
        )  # fmt: skip
    lives("kin", today - timedelta(days=2))
    assert says(hers) == (False, False)
    with statements() as away:
        hers.get("/my/")
    assert len(away) == len(near)
    told: dict[str, Any] = {"family_id": ALDER, "child_id": BEE, "kind": "lovely", "recorded_by": CAST["CHC"]}
    with acting_as("CHC"):  # a day with us from before she went is no reason
        LogEntry.objects.create(on=today - timedelta(days=3), words="a tower", recorded_at=T0, **told)
    assert says(hers) == (False, False)
    with acting_as("CHC"):  # a day with us since she lives there is
        LogEntry.objects.create(on=today - timedelta(days=1), words="a song", recorded_at=T0, **told)
    assert says(hers) == (True, True)
    kept = hers.post("/my/people/new/", {"submission": str(ident("a form")), "kind": "child", "words": "Humming."})
    assert kept.status_code == 302
    # With her again, and remembered: nothing on her page goes on as if she were here.
    lives("mother", today - timedelta(days=1))
    assert says(hers) == (True, True)
    with acting_as("W1"):
        Person.objects.filter(pk=BEE).update(died_on=today)
    assert says(hers) == (False, False)
    with acting_as("W1"):
        Person.objects.filter(pk=BEE).update(died_on=None)
        Child.objects.filter(pk=BEE).update(state="lost")
    assert says(hers) == (False, False)
    asked = hers.post("/my/people/new/", {"submission": str(ident("late")), "kind": "child", "words": "kept <b>"})
    assert asked.status_code == 422 and "kept &lt;b&gt;" in asked.text

"""The wall around waits: her team by its parts, she herself on her own page, and nobody else, not even as a count."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from alongside.agencies.models import Agency
from alongside.consent.actions import seal
from alongside.continuity import actions, queries
from alongside.continuity.models import MeetingRhythm, Wait, WaitStep
from alongside.families.models import Person
from alongside.project import roles
from tests.cast import CAST, acting_as, ident
from tests.wall.conftest import Ask

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
ANA, BEE, ALDER = CAST["ANA"], CAST["BEE"], CAST["ALDER"]
TABLES = ("continuity_wait", "continuity_waitstep")
# Off the team, kept out, the ex-partner, carers, another woman, people elsewhere, parts without families, nobody.
NOBODY = [
    "W2", "W3", "p_cal", "p_dot", "p_foster", "p_fin", "NUR", "CW1", "CW2", "DRX", "PO", "EVAL", "ADM", "PRIV", "COUNCIL",
    "SITE2", None,
]  # fmt: skip
WAIT = {"service": "child_care", "asked_on": date(2026, 2, 1), "asked_by": "us", "why": "no_place"}


def stamp(who: str = "W1") -> dict[str, Any]:
    return {"by": ANA if who == "p_ana" else CAST[who], "at": timezone.now()}


@contextmanager
def no() -> Iterator[None]:
    with pytest.raises((ProgrammingError, Wait.DoesNotExist)), transaction.atomic():
        yield


@pytest.mark.parametrize("shape", ["", roles.SMALL, roles.REPORT])
def test_the_wrong_people_get_nothing_not_even_a_count(ask: Ask, shape: str) -> None:
    for who in NOBODY:
        for table in TABLES:
            assert ask(who, f"select count(*) from {table}", take=shape) == [(0,)], (who, table)


def test_her_team_reads_it_by_whom_it_works_with_and_she_reads_hers(ask: Ask) -> None:
    people = "select person_id from continuity_wait order by person_id = %s desc"
    for who in ("W1", "SUP", "PIT"):
        assert ask(who, people, [ANA]) == [(ANA,), (BEE,)], who
        assert ask(who, "select count(*) from continuity_waitstep") == [(2,)]
    # Who works with the children reads a child's wait, and not that there is one of the mother's.
    assert ask("CHC", people, [ANA]) == [(BEE,)]
    assert (ANA,) in ask("p_ana", people, [ANA])


def test_she_says_that_she_no_longer_wishes_it_and_nothing_else() -> None:
    with acting_as("p_ana"):
        mine = queries.wait(ALDER, ident("wait ANA"))
        for kind in ("no_longer", "goes_on"):
            actions.step(wait=mine, kind=kind, on=timezone.localdate(), **stamp("p_ana"))
        for kind, more in (
            ("began", {}),
            ("offered", {"place_on": date(2026, 3, 1)}),
            ("no_longer", {"words": "SECRET"}),
        ):
            with no():
                actions.step(wait=mine, kind=kind, on=timezone.localdate(), **more, **stamp("p_ana"))
        with no():  # not in somebody else's name, and she opens none herself
            actions.step(wait=mine, kind="no_longer", on=timezone.localdate(), **stamp("W1"))
        with no():
            actions.ask_for(person=Person.objects.get(pk=ANA), **WAIT, **stamp("p_ana"))
    with acting_as("W1"):
        assert queries.stood(queries.wait(ALDER, ident("wait ANA")), timezone.localdate()).waits


def test_nobody_writes_where_she_is_not_let_in_nor_across_files_and_nothing_is_changed() -> None:
    step = {"family_id": ALDER, "person_id": ANA, "wait_id": ident("wait ANA"), "kind": "went", "on": date(2026, 3, 1)}
    row = {"family_id": ALDER, "person_id": ANA, **WAIT}
    for who in ("W2", "W3", "p_cal", "p_fin", "SITE2", "CHC", "PRIV", "EVAL"):
        with acting_as(who):
            for model, values in ((WaitStep, step), (Wait, row)):
                with no():
                    model.objects.create(**values, recorded_by=CAST[who])
    with acting_as("W1"):
        for wrong in (
            {"person_id": BEE},
            {"person_id": CAST["FIN"]},
            {"family_id": CAST["BIRCH"]},
            {"wait_id": uuid.uuid4()},
        ):
            with no():  # a step is of its wait's own person, in its own file
                WaitStep.objects.create(**{**step, **wrong}, recorded_by=CAST["W1"])
        for sql in (
            "update continuity_wait set service = 'x'", "delete from continuity_wait",
            "update continuity_waitstep set kind = 'began'", "delete from continuity_waitstep",
            "update continuity_meetingrhythm set woman_days = 1",
        ):  # fmt: skip
            with no(), connection.cursor() as cursor:
                cursor.execute(sql)
    values = {"woman_days": 3, "child_days": 3, "dyad_days": 3}
    with acting_as("W1"), no():
        actions.keep_rhythm(agency=Agency.objects.get(pk=CAST["LEAD"]), **values, **stamp())
    with acting_as("SUP"):
        with no():
            MeetingRhythm.objects.create(agency_id=CAST["OTHER_SITE"], **values, recorded_by=CAST["SUP"])
        actions.keep_rhythm(agency=Agency.objects.get(pk=CAST["LEAD"]), **values, **stamp("SUP"))
        assert queries.rhythm(CAST["LEAD"]).woman == 3 and queries.rhythm(CAST["OTHER_SITE"]).woman == 21


def test_what_is_sealed_is_there_for_nobody_and_no_figure_points_to_somebody() -> None:
    with acting_as("PRIV"):
        seal(target=ANA, why="she_asks", words="at her wish", **stamp("PRIV"))
    for who in ("W1", "SUP", "p_ana"):
        with acting_as(who):
            assert not Wait.objects.filter(person_id=ANA).exists(), who
            assert not WaitStep.objects.filter(person_id=ANA).exists(), who
    with acting_as("DIR"):
        assert queries.service_waits() and all(
            row.waiting is None and row.median is None for row in queries.service_waits()
        )
    for who in ("W1", "p_ana", "SITE2", "NUR"):
        with acting_as(who):
            assert queries.service_waits() == [], who

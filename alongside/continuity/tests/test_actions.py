"""A wait step by step; whom we have not met for a while, as somebody who works with the family sees it."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from alongside.care.actions import wish_reached
from alongside.continuity import actions, queries
from alongside.continuity.models import Wait
from alongside.continuity.queries import NotMet
from alongside.continuity.rules import Rhythm
from alongside.continuity.terms import Standing
from alongside.families.models import Person
from alongside.recordkeeping.rules import Refused
from tests.cast import CAST, T0, acting_as, dyad, ident
from tests.client import statements
from tests.pages.lives import contact, write

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
ALDER, ANA, BEE, BO = CAST["ALDER"], CAST["ANA"], CAST["BEE"], CAST["BO"]
RHYTHM = Rhythm(21, 28, 28)
ASK: dict[str, Any] = {"service": "play_group", "asked_by": "herself", "why": "no_place"}


def stamp(who: str = "W1") -> dict[str, Any]:
    return {"by": CAST[who], "at": timezone.now()}


def ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


def refused(because: str, field: str, do: Any) -> None:
    with pytest.raises(Refused) as no, transaction.atomic():
        do()
    assert (no.value.because, no.value.field) == (because, field)


def test_a_wait_from_asking_to_its_end_and_on_again() -> None:
    with acting_as("W1"):
        bee, id = Person.objects.get(pk=BEE), uuid.uuid4()
        daycare = {**ASK, "service": "daycare_entry", "elsewhere": "  Sunny  House "}
        row = actions.ask_for(person=bee, asked_on=ago(40), id=id, **daycare, **stamp())
        assert actions.ask_for(person=bee, asked_on=ago(40), id=id, **daycare, **stamp()) == row
        assert Wait.objects.filter(person=bee, service="daycare_entry").count() == 2  # the cast's is elsewhere
        for kind, on, more, standing in (
            ("called", 39, {}, "waits"), ("went", 38, {}, "waits"), ("no_answer", 30, {}, "no_answer"),
            ("meanwhile", 30, {"instead": "play_group"}, "no_answer"), ("answered", 9, {}, "waits"),
            ("offered", 5, {"place_on": ago(-20)}, "offered"), ("began", 1, {}, "began"), ("goes_on", 0, {}, "waits"),
        ):  # fmt: skip
            sent = uuid.uuid4()
            for _twice in range(2):
                actions.step(wait=row, kind=kind, on=ago(on), id=sent, **more, **stamp())
            assert queries.stood(row, timezone.localdate()).standing == Standing(standing), kind
        assert len(next(e for e in queries.waits_of(ALDER, ago(0)) if e.wait == row).steps) == 8
        # As of a day: what came later has not come yet.
        then = next(e for e in queries.waits_of(ALDER, ago(20)) if e.wait == row)
        assert (then.stood.standing, then.stood.days, len(then.meanwhile)) == (Standing.NO_ANSWER, 20, 1)


def test_what_cannot_be_is_said_kindly_and_nothing_is_written() -> None:
    with acting_as("W1"):
        ana, mine = Person.objects.get(pk=ANA), queries.wait(ALDER, ident("wait ANA"))
        before = Wait.objects.count()
        for change, because, field in (
            ({"service": ""}, "what_for", "service"), ({"service": "nothing_like_it"}, "no_such_service", "service"),
            ({"asked_on": ago(-1)}, "in_future", "asked_on"), ({"why": "she_is_late"}, "unknown_choice", "why"),
            ({"her_words": "x" * 2001}, "too_long", "her_words"),
            ({"service": "womens_group"}, "waits_already", "service"),
        ):  # fmt: skip
            refused(
                because,
                field,
                lambda c=change: actions.ask_for(person=ana, **{"asked_on": ago(3), **ASK, **c}, **stamp()),
            )
        for change, because, field in (
            ({"kind": "goes_on"}, "still_waits", "kind"), ({"kind": "no_answer"}, "asked_elsewhere", "kind"),
            ({"on": date(2025, 12, 31)}, "before_asked", "on"), ({"on": ago(-1)}, "in_future", "on"),
            ({"instead": "nothing"}, "no_such_service", "instead"), ({"words": "x" * 2001}, "too_long", "words"),
        ):  # fmt: skip
            refused(
                because,
                field,
                lambda c=change: actions.step(wait=mine, **{"kind": "went", "on": ago(0), **c}, **stamp()),
            )
        actions.step(wait=mine, kind="no_longer", on=ago(0), **stamp())
        refused("wait_is_over", "kind", lambda: actions.step(wait=mine, kind="began", on=ago(0), **stamp()))
        assert Wait.objects.count() == before
        # Once it is over it can be asked for anew.
        actions.ask_for(person=ana, asked_on=ago(0), **{**ASK, "service": "womens_group"}, **stamp())


def test_who_asked_first_is_first_and_pages_go_on_where_they_ended() -> None:
    with acting_as("W1"):
        for n in (9, 3, 5):
            person = Person.objects.get(pk=(ANA, BEE, BO)[n % 3])
            actions.ask_for(
                person=person, asked_on=ago(n), **{**ASK, "service": "baby_massage"}, her_words=str(n), **stamp()
            ) if n != 3 else None
        rows = queries.waiting_for("baby_massage", ago(0), elsewhere=False)
        assert [row.wait.asked_on for row in rows] == [ago(9), ago(5)]
        last = rows[0].wait
        assert queries.waiting_for("baby_massage", ago(0), elsewhere=False, after=(last.asked_on, last.id)) == rows[1:]
        actions.step(wait=last, kind="began", on=ago(0), **stamp())
        assert queries.waiting_for("baby_massage", ago(0), elsewhere=False) == rows[1:]
        assert not queries.waiting_for("baby_massage", ago(0), elsewhere=True)
        assert ("baby_massage", False) in queries.services_waited_for(ago(0))


def missed(who: str = "W1", came: dict[uuid.UUID, date] | None = None) -> dict[uuid.UUID, NotMet]:
    with acting_as(who):
        return {row.subject: row for row in queries.not_met([ALDER, CAST["BIRCH"]], timezone.localdate(), RHYTHM, came)}


def test_mother_child_and_the_two_together_are_each_somebody_to_meet() -> None:
    with_bee, with_bo = dyad("ANA", "BEE"), dyad("ANA", "BO")
    everybody = {ANA, BEE, BO, with_bee, with_bo}
    assert set(missed()) == everybody  # the cast's last meetings are long ago
    steps: list[tuple[dict[str, Any], set[uuid.UUID]]] = [
        ({"on": ago(21)}, everybody),  # three weeks ago is not within three weeks
        ({"on": ago(20)}, everybody - {ANA}),
        ({"on": ago(3), "reached": "tried", "subject": BO, "for_whom": "child", "category": 7}, everybody - {ANA}),
        ({"on": ago(2), "subject": BO, "for_whom": "child", "category": 7}, {BEE, with_bee, with_bo}),
        ({"on": ago(1), "present": [ANA, BEE]}, {with_bo}),  # both were there: each of them, and the two together
        ({"on": ago(1), "subject": with_bo, "for_whom": "dyad", "category": 8}, set()),
    ]
    for n, (values, left) in enumerate(steps):
        with acting_as("W1"), connection.cursor() as cursor:
            contact(cursor, 900 + n, **{"reached": "met", **values})
        assert set(missed()) == left, n


def test_a_child_at_child_care_was_met_and_a_session_is_a_meeting() -> None:
    assert BEE not in missed(came={BEE: ago(27)}) and missed(came={BEE: ago(28)})[BEE].met_on == ago(28)
    # The mothers' group of the cast, to which both came: a meeting of each, and of the two.
    group = T0.date() - timedelta(days=30)
    with acting_as("W1"):
        for days, left in ((-1, True), (0, False), (3, False)):
            rows = queries.not_met([ALDER], group + timedelta(days=days), RHYTHM)
            found = {row.subject for row in rows}
            assert BO in found and {BEE, dyad("ANA", "BEE")} & found == ({BEE, dyad("ANA", "BEE")} if left else set())


def test_her_newest_wish_what_was_tried_and_what_is_arranged_stand_beside() -> None:
    with acting_as("W1"), connection.cursor() as cursor:
        wish_reached(family=ALDER, woman=ANA, wants="leave", her_words="I come when I come.", **stamp())
        contact(cursor, 950, ago(60), reached="met")
        for n, days in enumerate((50, 40, 30, 25)):
            contact(cursor, 960 + n, ago(days), reached="tried", mode="text")
        write(
            cursor, "care_promise", id=uuid.uuid4(), family_id=ALDER, subject=ANA, category=1, what="Tea", on=ago(-3),
            worker=CAST["W1"], state="open", about=[],
        )  # fmt: skip
    row = missed()[ANA]
    assert (row.since, row.met_on, row.wants, row.her_words) == (ago(60), ago(60), "leave", "I come when I come.")
    assert [each.on for each in row.tried] == [ago(25), ago(30), ago(40)] and row.next_what == "Tea"
    # Who works with the children is told of them alone; who may not see the file, of nobody.
    assert set(missed("CHC")) <= {BEE, BO, dyad("ANA", "BEE"), dyad("ANA", "BO")} and BEE in missed("CHC")
    for who in ("W3", "SITE2", "p_cal", "PRIV", "EVAL", "NUR"):
        assert not missed(who).keys() & {ANA, BEE, BO}, who


def test_an_ended_time_asks_for_nobody_and_it_is_always_two_statements() -> None:
    with acting_as("W1"):
        with statements() as asked:
            queries.not_met([ALDER], timezone.localdate(), RHYTHM)
        assert len(asked) == 2
        assert queries.not_met([], timezone.localdate(), RHYTHM) == []
        with connection.cursor() as cursor:
            write(
                cursor, "enrolment_statechange", id=uuid.uuid4(), family_id=ALDER, person_id=ANA, her_words="",
                enrolment_id=ident("enrolment ANA"), state="moved", because="moved_away", from_on=ago(2),
            )  # fmt: skip
    assert ANA not in missed() and not set(missed()) & {dyad("ANA", "BEE"), dyad("ANA", "BO")}

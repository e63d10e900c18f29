"""The wall around a child's day: the team reads the children's, those who are there what a door needs, nobody else anything."""

from __future__ import annotations

import uuid
from datetime import time, timedelta
from itertools import product
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone

from alongside.agencies.models import Agency
from alongside.childcare import actions, queries
from alongside.childcare.actions import Somebody
from alongside.childcare.models import FetchBar, Fetcher, FetchToday, HelpPlan, LogEntry, Ratio
from alongside.childcare.rules import Facts, may_fetch
from alongside.consent import actions as consent
from alongside.consent.actions import Recipient, seal
from alongside.families.models import Child, Person
from alongside.project import roles
from alongside.recordkeeping.models import Trail
from alongside.safekeeping.terms import Category as C
from alongside.services import actions as services
from alongside.services.models import Booking, Place, Session
from tests.cast import CAST, acting_as, ident
from tests.wall.conftest import Ask

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
CHILDS = [
    f"childcare_{t}" for t in ("atthedoor", "fetcher", "fetchbar", "fetchtoday", "logentry", "helpplan", "consult")
]
LEGAL = "childcare_fetchbar"
# Off the team, kept out, the ex-partner, carers (also the one who looks after Bo), partners with whom she agreed on other
# things, parts without families.
NOBODY = [
    "W2", "W3", "p_cal", "p_dot", "p_foster", "p_fin", "NUR", "CW1", "CW2", "DRX", "PO", "EVAL", "ADM", "PRIV", "COUNCIL",
    "SITE2", None,
]  # fmt: skip
PARTS = {"CHC": "child_care", "PEER": "peer"}
ALDER, BEE = CAST["ALDER"], CAST["BEE"]


@pytest.mark.parametrize("shape", ["", roles.SMALL, roles.REPORT])
def test_the_wrong_people_get_nothing_not_even_a_count(ask: Ask, shape: str) -> None:
    for who in NOBODY:
        for table in CHILDS:
            assert ask(who, f"select count(*) from {table}", take=shape) == [(0,)], (who, table)


def test_who_reads_what(ask: Ask) -> None:
    def counts(who: str) -> dict[str, int]:
        return {table: ask(who, f"select count(*) from {table}")[0][0] for table in CHILDS}

    everything = dict.fromkeys(CHILDS, 1) | {"childcare_atthedoor": 2}
    assert counts("W1") == counts("SUP") == counts("PIT") == everything
    # Child care reads the child's day and who may fetch, and no paper of a court.
    assert counts("CHC") == everything | {LEGAL: 0}
    assert counts("PEER") == dict.fromkeys(CHILDS, 0)
    # She herself, of a child for whom she decides: not what we said among ourselves of somebody who fetches.
    assert counts("p_ana") == everything | {LEGAL: 0, "childcare_fetchtoday": 0}
    assert ask("p_ana", "select name from childcare_fetcher") == [("Dot Alder",)]


def test_she_reads_no_day_of_a_child_for_whom_somebody_else_decides() -> None:
    with acting_as("W1"):
        actions.tell(
            child=Child.objects.get(pk=CAST["BO"]), on=timezone.localdate(), kind="played", words="SECRET Bo sang",
            by=CAST["W1"], at=timezone.now(),
        )  # fmt: skip
    with acting_as("p_ana"):
        assert not LogEntry.objects.filter(words__contains="Bo sang").exists()
    with acting_as("p_foster"):
        assert not LogEntry.objects.exists()


def test_numbers_of_carers_are_for_those_who_work_here(ask: Ask) -> None:
    for who in ("p_cal", "p_foster", "p_ana", "CW1", "EVAL", "ADM", "PRIV", "SITE2", None):
        assert ask(who, "select count(*) from childcare_ratio") == [(0,)], who
    assert ask("CHC", "select count(*) from childcare_ratio") == [(1,)]
    row = {
        "agency_id": CAST["LEAD"], "from_months": 80, "children_per_carer": 2, "source": "me", "checked_on": timezone.localdate(),
    }  # fmt: skip
    for who in ("CHC", "W1", "SITE2"):
        with acting_as(who), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Ratio.objects.create(recorded_by=CAST[who], **row)
    with acting_as("CHC"):
        assert Ratio.objects.update(ended_at=timezone.now()) == 0
    with acting_as("SUP"), pytest.raises(IntegrityError, match="childcare_ratio_source"), transaction.atomic():
        Ratio.objects.create(recorded_by=CAST["SUP"], **{**row, "source": ""})


def soon(*there: str, who: str = "CHC", **more: Any) -> tuple[Session, Booking]:
    """A day of child care of today at which these are, with a seat for Bee."""
    with acting_as(who):
        given = {
            "agency": Agency(id=CAST["LEAD"]), "service": "child_care", "on": timezone.localdate(), "begins": time(0, 1),
            "minutes": 700, "there": [(CAST[each], PARTS.get(each, "counsellor")) for each in there],
            "children": "next_door", "minding": Place(id=ident("next door"), seats=2), "without_why": "Alone today.",
            "by": CAST[who], "at": timezone.now(), **more,
        }  # fmt: skip
        session = services.plan_session(**given)
        [booking] = actions.give_days(
            child=Child.objects.get(pk=BEE), sessions=[session], by=CAST[who], at=timezone.now()
        )
        return session, booking


def test_those_who_are_there_read_what_a_door_needs_and_each_look_stands_in_the_trail() -> None:
    session, booking = soon("CHC", "W2")
    with acting_as("CHC"):
        [seen] = queries.children_there(session.pk)
        assert (seen.name, seen.child, seen.needs) == ("Bee Alder", BEE, (("allergy", "NEED no nuts for Bee"),))
    with acting_as("W2"):  # not on the team
        [seen] = queries.children_there(session.pk)
        assert (seen.name, seen.family, seen.child, seen.needs[0][1]) == (
            "Bee Alder",
            None,
            None,
            "NEED no nuts for Bee",
        )
        assert seen.months == (timezone.localdate().year - 2024) * 12 + timezone.localdate().month - 2 - (
            timezone.localdate().day < 10
        )
        who = {
            each.name: each.answer.answer.value
            for each in queries.fetching_there(session.pk, booking.pk, timezone.localdate())
        }
        assert who == {"Ana Alder": "yes", "Dot Alder": "yes", "Cal Ash": "no"}
        with connection.cursor() as cursor:
            for table in (*CHILDS, "care_careneed", "families_person", "families_relationship", "services_booking"):
                cursor.execute(f"select count(*) from {table} where family_id = %s", [ALDER])
                assert cursor.fetchone() == (0,), table
            for secret in ("fetching(%(f)s, %(c)s, current_date)", "minded(%(s)s)", "decides_services(%(c)s, current_date)",
                           "fetch_facts(%(f)s, %(c)s, current_date, %(c)s, '')"):  # fmt: skip
                with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                    cursor.execute(f"select * from safekeeping.{secret}", {"f": ALDER, "c": BEE, "s": session.pk})
        assert queries.fetching_of(BEE, timezone.localdate()) == []
    with acting_as("W1"):
        assert Person.objects.filter(pk=BEE).update(born_on=None) == 1
    with acting_as("CHC"):
        assert [each.months for each in queries.children_there(session.pk)] == [None]  # nobody knows: not a newborn
    with acting_as("PRIV"):
        looks = Trail.objects.filter(verb="looked at the children there", principal=CAST["W2"])
        assert {(line.subject, line.family) for line in looks} == {(BEE, ALDER)}
    for who in ("PIT", "SUP", "W1", "W3", "PEER", "ADM", "PRIV", "p_ana", "p_cal", "p_foster", "CW1", "SITE2"):
        with acting_as(who):  # not there, whatever else they read
            assert queries.children_there(session.pk) == [], who
            assert queries.fetching_there(session.pk, booking.pk, timezone.localdate()) == [], who
    for who in ("W2", "PEER", "ADM", "PRIV", "p_ana", "p_cal", "p_foster", "CW1", "SITE2"):
        with acting_as(who):
            assert queries.fetching_of(BEE, timezone.localdate()) == [], who


def test_kept_out_and_sealed_are_not_told_and_a_far_day_tells_nothing() -> None:
    session, booking = soon("CHC", "W3")  # W3 is the ex-partner's sister
    with acting_as("W3"):
        assert queries.children_there(session.pk) == []
        assert queries.fetching_there(session.pk, booking.pk, timezone.localdate()) == []
        at = timezone.now()
        with pytest.raises(ProgrammingError, match="not allowed"), transaction.atomic():
            actions.note_door(
                session=session, booking=booking.pk, what="came", at_time=session.during.lower, name="x", at=at
            )
    far, _booking = soon("CHC", on=timezone.localdate() + timedelta(days=30))
    with acting_as("CHC"):
        assert queries.children_there(far.pk) == []
        assert len(queries.children_there(session.pk)) == 1
    with acting_as("PRIV"):
        seal(target=BEE, why="adoption", words="adopted", by=CAST["PRIV"], at=timezone.now())
    with acting_as("CHC"):
        assert queries.children_there(session.pk) == [] and queries.fetching_of(BEE, timezone.localdate()) == []


def test_who_is_sealed_is_not_named_at_the_door() -> None:
    session, booking = soon("CHC")
    of = {"session": session, "booking": booking.pk, "person": CAST["DOT"], "at_time": session.during.lower}
    with acting_as("CHC"):
        for what in ("came", "left"):
            actions.note_door(what=what, at=timezone.now(), **of)
        [seen] = queries.children_there(session.pk)
        assert seen.came and seen.left and seen.came.name == seen.left.name == "Dot Alder"
    with acting_as("PRIV"):
        seal(target=CAST["DOT"], why="court_order", words="a paper", by=CAST["PRIV"], at=timezone.now())
    with acting_as("CHC"):
        assert {each.name for each in queries.fetching_of(BEE, timezone.localdate())} == {"Ana Alder", "Cal Ash"}
        [seen] = queries.children_there(session.pk)
        assert seen.came and seen.left and seen.came.name == seen.left.name == "" and not seen.here


def test_whose_part_reads_no_childs_record_or_from_whom_it_is_kept_is_told_of_no_child() -> None:
    """A peer supporter leads the group beside; a colleague is there from whom her mother keeps what a child lives with."""
    session, booking = soon("CHC", "PEER", "W2")
    at, of = timezone.now(), {"session": session, "booking": booking.pk, "what": "came"}

    def told(who: str) -> tuple[int, int, int]:
        with acting_as(who), connection.cursor() as cursor:
            cursor.execute("select count(*) from safekeeping.ages_there(%s::uuid, null)", [session.pk])
            [(ages,)] = cursor.fetchall()
            of_it = queries.fetching_there(session.pk, booking.pk, timezone.localdate())
            return len(queries.children_there(session.pk)), len(of_it), ages

    with acting_as("CHC"):
        actions.note_door(person=CAST["ANA"], at_time=session.during.lower, at=at, **of)
        [seen] = queries.children_there(session.pk)
    assert told("CHC") == told("W2") == (1, 3, 1) and told("PEER") == told("W1") == (0, 0, 0)
    by = {"by": CAST["W1"], "at": at}
    with acting_as("W1"):
        no = consent.draft(
            family=ALDER, giver=CAST["ANA"], kind="keeping_from", language="en", recipient=Recipient(colleague=CAST["W2"]),
            purpose="", last_day=None, **by,
        )  # fmt: skip
        consent.choose(consent=no, base_version=no.version, subject=BEE, categories=(C.CHILD_HEALTH_DEV,), **by)
        no.refresh_from_db()
        consent.sign(consent=no, how="typed", signature="Ana", explained="read together", **by)
    assert told("W2") == (0, 0, 0) and told("CHC") == (1, 3, 1)
    was = seen.came.id if seen.came else None
    for who in ("PEER", "W1", "W2"):
        with acting_as(who):
            with pytest.raises(ProgrammingError, match="not allowed"), transaction.atomic():
                actions.note_door(name="x", was=was, at_time=session.during.lower, at=at, **of)
            with pytest.raises(ProgrammingError, match="not allowed"), transaction.atomic():
                actions.undo_door(was=was, at=at, **of)


def test_a_group_beside_tells_no_woman_to_those_who_mind_the_children() -> None:
    session, _booking = soon("W1", "CHC", who="W1", service="mothers_group")
    with acting_as("W1"):
        services.book(
            sessions=[session], family=Child.objects.get(pk=BEE).person.family, people=[CAST["ANA"]], by=CAST["W1"],
            at=timezone.now(),
        )  # fmt: skip
    with acting_as("CHC"):
        assert [each.name for each in queries.children_there(session.pk)] == ["Bee Alder"]


def test_nobody_writes_for_another_family_or_in_another_name_or_without_the_part() -> None:
    at, day = timezone.now(), timezone.localdate()
    of = {"family_id": ALDER, "child_id": BEE}
    rows: list[tuple[type, dict[str, Any]]] = [
        (LogEntry, {"on": day, "kind": "ate", "words": "x"}),
        (HelpPlan, {"on": day, "number": 9, "noticed": "x", "change": "x"}),
        (Fetcher, {"name": "x", "said_by_id": CAST["ANA"], "during": (day, None)}),
        (FetchBar, {"name": "x", "basis": "court", "paper": "x", "during": (day, None)}),
        (FetchToday, {"on": day, "name": "x", "why": "x"}),
    ]
    for who in ("W2", "W3", "PEER", "p_ana", "p_cal", "p_foster", "CW1"):
        for model, row in rows:
            with acting_as(who), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                model.objects.create(recorded_by=CAST[who], **of, **row)  # type: ignore[attr-defined]
    for model, row in (rows[3], rows[4]):  # a court's paper; a word for today
        with acting_as("CHC"), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            model.objects.create(recorded_by=CAST["CHC"], **of, **row)  # type: ignore[attr-defined]
    for model, row in rows[:3]:
        for wrong in ({**of, "child_id": CAST["FIN"]}, {"family_id": CAST["BIRCH"], "child_id": CAST["FIN"]}):
            with acting_as("CHC"), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                model.objects.create(recorded_by=CAST["CHC"], **wrong, **row)  # type: ignore[attr-defined]
        with acting_as("CHC"), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            model.objects.create(recorded_by=CAST["SUP"], **of, **row)  # type: ignore[attr-defined]
    # A child's day is a child's: there is no row about a woman.
    with acting_as("W1"), pytest.raises((ProgrammingError, IntegrityError)), transaction.atomic():
        LogEntry.objects.create(family_id=ALDER, child_id=CAST["ANA"], recorded_by=CAST["W1"], **rows[0][1])
    with acting_as("CHC"):
        for model, _row in rows[:2]:
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                model.objects.filter(child_id=BEE).update(**{"words": "y"} if model is LogEntry else {"noticed": "y"})  # type: ignore[attr-defined]
        assert FetchBar.objects.update(taken_back_at=at) == 0


def test_the_database_and_the_rule_say_the_same_of_everything_that_can_be() -> None:
    every = list(product((False, True), repeat=8))
    with acting_as("CHC"), connection.cursor() as cursor:
        for each in every:
            cursor.execute(f"select safekeeping.fetch_answer({', '.join(['%s::boolean'] * 8)})", list(each))
            assert cursor.fetchone() == (may_fetch(Facts(*each)).answer.value,), each
        for name in ("  Dot   ALDER ", "Ève\tBirch", ""):
            cursor.execute("select safekeeping.plain_name(%s)", [name])
            from alongside.childcare.rules import plain_name

            assert cursor.fetchone() == (plain_name(name),)


def test_a_bar_that_the_one_at_the_door_cannot_read_holds_all_the_same() -> None:
    session, booking = soon("CHC", "W2")
    at = timezone.now()
    common = {"session": session, "booking": booking.pk, "at": at}
    with acting_as("W1"):
        actions.bar_fetching(
            child=Child.objects.get(pk=BEE), who=Somebody(CAST["DOT"]), basis="court", paper="a paper",
            from_on=timezone.localdate(), until_on=None, by=CAST["W1"], at=at,
        )  # fmt: skip
    with acting_as("W2"):
        actions.note_door(what="came", at_time=session.during.lower, person=CAST["ANA"], **common)
        with pytest.raises(Exception, match="fetch_no"), transaction.atomic():
            actions.note_door(what="left", at_time=at, person=CAST["DOT"], **common)
        with (
            pytest.raises(ProgrammingError, match="not allowed"),
            transaction.atomic(),
        ):  # nobody of whom something is said
            actions.note_door(what="left", at_time=at, person=CAST["EVE"], **common)
        with pytest.raises(ProgrammingError, match="not allowed"), transaction.atomic():
            actions.note_door(what="left", at_time=at, person=CAST["ANA"], **{**common, "booking": uuid.uuid4()})

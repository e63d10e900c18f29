"""Giving a programme: begun with her, adapted, held, marked; sent twice kept once, refused kindly, never a gate."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from alongside.families.models import Family
from alongside.library import queries as library
from alongside.programmes import actions, queries
from alongside.programmes.models import AfterWords, Delivery, DeliveryWorker, Fidelity, SessionHeld
from alongside.programmes.terms import Asked, ForWhom, Place, State
from alongside.recordkeeping.models import Trail
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.terms import Category as C
from alongside.services.models import Session, SessionWorker
from tests.cast import CAST, T0, TODAY, acting_as, dyad, ident

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
ANA, BEE, ALDER = CAST["ANA"], CAST["BEE"], CAST["ALDER"]
BY: dict[str, Any] = {"by": CAST["W1"], "at": T0}
BEGAN = TODAY - timedelta(days=60)
BY_W1 = [(CAST["W1"], "clinician")]


def begin(**more: Any) -> Delivery:
    given = {
        "family": Family(id=ALDER), "subject": dyad("ANA", "BEE"), "for_whom": "dyad", "programme": "mio",
        "plan": "12-weeks", "begins_on": BEGAN, "setting": "home", "workers": BY_W1, "her_words": "to be calmer",
        **BY, **more,
    }  # fmt: skip
    return actions.begin_delivery(**given)


def hold(delivery: Delivery, number: int | None = 1, **more: Any) -> SessionHeld:
    given = {
        "delivery": delivery, "number": number, "on": TODAY - timedelta(days=7), "led_by": [CAST["W1"]],
        "there": ["woman", "child"], "setting": "home", "minutes": 60, **BY, **more,
    }  # fmt: skip
    return actions.hold_session(**given)


def refused(because: str, verb: Any, **more: Any) -> Refused:
    with pytest.raises(Refused) as no, transaction.atomic():
        verb(**more)
    assert no.value.because == because
    return no.value


# --- beginning


def test_the_trail_names_no_programme() -> None:
    """She reads her trail on her own page, where no name stands that tells what she lived through."""
    with acting_as("W1"):
        begin(programme="connections", plan="6-weeks", subject=ANA, for_whom="woman", sure=True)
    with acting_as("PRIV"):
        lines = list(Trail.objects.filter(verb="programme begun"))
    assert lines and not [line for line in lines if "connections" in str(line.detail)]


@pytest.mark.parametrize(
    ("for_whom", "subject", "kind"),
    [("woman", ANA, C.SUD), ("child", BEE, C.CHILD_HEALTH_DEV), ("dyad", dyad("ANA", "BEE"), C.DYAD_OBSERVATION)],
)
def test_for_each_of_them(for_whom: str, subject: uuid.UUID, kind: C) -> None:
    with acting_as("W1"):
        made = begin(for_whom=for_whom, subject=subject)
        seen = queries.delivery_of(ALDER, made.pk)
    assert (made.category, seen.stands.state, len(seen.steps)) == (kind, State.GOING, 12)
    assert {step.place for step in seen.steps} == {Place.TO_COME}
    assert seen.workers[0].colleague_id == CAST["W1"] and seen.delivery.her_words == "to be calmer"


def test_two_workers_where_the_plan_has_two() -> None:
    with acting_as("W1"):
        made = begin(programme="nesst", plan="weekly", workers=[*BY_W1, (CAST["PIT"], "recovery_specialist")])
        first, second = queries.delivery_of(ALDER, made.pk).workers
        assert {first.part, second.part} == set(library.version("nesst", "weekly").facilitators)  # type: ignore[union-attr]
        actions.end_worker(worker=second, **BY)
        assert [row.pk for row in queries.delivery_of(ALDER, made.pk).workers] == [first.pk]
        refused("nobody_there", actions.end_worker, worker=first, **BY)
        again = actions.join_worker(delivery=made, colleague=CAST["PIT"], part="recovery_specialist", **BY)
        assert (
            actions.join_worker(delivery=made, colleague=CAST["PIT"], part="recovery_specialist", **BY).pk == again.pk
        )
        assert DeliveryWorker.objects.filter(delivery=made).count() == 3


def test_what_cannot_be_begun_is_said_kindly() -> None:
    with acting_as("W1"):
        for because, more in (
            ("nobody_there", {"workers": []}),
            ("not_a_colleague", {"workers": [(CAST["CW1"], "clinician")]}),
            ("no_such_plan", {"plan": "99-weeks"}),
            ("no_such_plan", {"programme": "no-such", "plan": "12-weeks"}),
            ("not_of_this_family", {"subject": CAST["EVE"], "for_whom": "woman"}),
            ("not_of_this_family", {"subject": ANA, "for_whom": "child"}),
            ("kind_unfit", {"category": int(C.SUD_COUNSELLING_NOTES)}),
            ("in_future", {"begins_on": TODAY + timedelta(days=500)}),
            ("too_long", {"her_words": "x" * 20_001}),
            ("unknown_choice", {"setting": "moon"}),
            ("unknown_choice", {"for_whom": "sister"}),
        ):
            refused(because, begin, **more)
        assert begin(begins_on=TODAY + timedelta(days=30)).pk


def test_the_same_form_sent_twice_is_one_row() -> None:
    id = uuid.uuid4()
    with acting_as("W1"):
        made = begin(id=id)
        assert begin(id=id, her_words="other").pk == made.pk
        assert hold(made, id=id).pk == hold(made, 2, id=id).pk == id
        for verb, more in (
            (actions.say_turn, {"delivery": made, "what": "paused", "on": TODAY}),
            (actions.say_after, {"delivery": made, "words": "good", "on": TODAY}),
            (actions.mark_session, {"held": queries.session_held(ALDER, id), "answers": ["yes", "", "", ""]}),
        ):
            one, two = (verb(id=id, **more, **BY) for _ in range(2))
            assert one.pk == two.pk == id
        seen = queries.delivery_of(ALDER, made.pk)
        assert [len(each) for each in (seen.held, seen.turns, seen.after, seen.fidelity)] == [1, 1, 1, 1]


def test_it_follows_the_plan_it_began_with_also_when_there_is_a_newer_one() -> None:
    with acting_as("W1"):
        made = begin(programme="pup", plan="10-visits", order_why="she asked for it")
        seen = queries.delivery_of(ALDER, made.pk)
    assert seen.version.code == "10-visits" and len(seen.steps) == 10
    assert [version.code for version in seen.newer] == ["20-weeks"]  # it is told of, and changes nothing


# --- relationship first (P-22)


def test_behaviour_first_asks_why_once_and_holds_nobody_up() -> None:
    with acting_as("W1"):
        asked = refused("relationship_first", begin, programme="fff", plan="53-hours")
        assert asked.field == "order_why"
        assert begin(programme="fff", plan="53-hours", sure=True).order_why == ""
        assert begin(programme="fff", plan="53-hours", order_why="her elder son").order_why == "her elder son"
        made = begin()  # works on the relationship alone: nothing is asked
        late = {"on": TODAY - timedelta(days=20)}
        refused("relationship_first", hold, delivery=made, number=None, about=["behaviour"], **late)
        hold(made, None, about=["behaviour"], sure=["relationship_first"], **late)
        assert hold(made, None, about=["behaviour"], order_why="bedtime").order_why == "bedtime"
        hold(made, 1, on=TODAY - timedelta(days=6))  # of the plan: the relationship
        assert hold(made, None, about=["behaviour"], on=TODAY - timedelta(days=1)).about == ["behaviour"]


# --- held


def test_held_sessions_make_the_dose_beside_the_plan() -> None:
    with acting_as("W1"):
        made = begin()
        hold(made, 1, minutes=60, on=TODAY - timedelta(days=21), there=["woman"])
        hold(made, 2, minutes=None, on=TODAY - timedelta(days=14))
        hold(made, 2, minutes=45, on=TODAY - timedelta(days=7), mode="phone", setting="phone")
        seen = queries.delivery_of(ALDER, made.pk)
        early = queries.delivery_of(ALDER, made.pk, until=TODAY - timedelta(days=10))
    assert (seen.given().sessions, seen.given().minutes, seen.given().unsaid, seen.given().weeks) == (3, 105, 1, 3)
    assert [seen.given(*who).sessions for who in (["woman"], ["child"], ["woman", "child"])] == [3, 2, 2]
    assert seen.planned.sessions is not None and seen.planned.sessions.low == 12
    assert [step.again for step in seen.steps][:3] == [False, True, False]
    assert (early.given().sessions, early.steps[1].again) == (2, False)


@pytest.mark.parametrize(("programme", "plan", "hours"), [("fff", "53-hours", 53), ("pup", "20-weeks", 20)])
def test_a_whole_plan_can_be_held(programme: str, plan: str, hours: int) -> None:
    """T-04: what was held of Families Facing the Future comes to 53 hours too."""
    with acting_as("W1"):
        made = begin(programme=programme, plan=plan, sure=True, begins_on=TODAY - timedelta(days=300))
        for session in library.version(programme, plan).sessions:  # type: ignore[union-attr]
            hold(made, session.n, on=TODAY - timedelta(days=200 - session.n),
                 minutes=session.minutes.low if session.minutes else 60)  # fmt: skip
        seen = queries.delivery_of(ALDER, made.pk)
    assert seen.given().hours == hours and {step.place for step in seen.steps} == {Place.DONE}


def test_what_cannot_be_held_is_said_kindly() -> None:
    with acting_as("W1"):
        made = begin()
        for because, more in (
            ("nobody_there", {"led_by": []}),
            ("not_a_colleague", {"led_by": [CAST["CW1"]]}),
            ("nobody_took_part", {"there": []}),
            ("in_future", {"on": TODAY + timedelta(days=1), "marks": ["yes"]}),
            ("before_it_began", {"on": BEGAN - timedelta(days=1)}),
            ("minutes_of_a_day", {"minutes": 1441}),
            ("minutes_of_a_day", {"minutes": 0}),
            ("no_such_session", {"number": 13}),
            ("nothing_marked", {"marks": ["yes", "yes"]}),
            ("unknown_choice", {"marks": ["yes", "", "", ""], "seen_by": "wall"}),
            ("too_long", {"her_words": "x" * 20_001}),
            ("unknown_choice", {"about": ["moon"]}),
        ):
            refused(because, hold, delivery=made, **more)
        with pytest.raises(IntegrityError, match="programmes_held_minutes"), transaction.atomic():
            SessionHeld.objects.filter(delivery=made)  # the database looks too
            SessionHeld.objects.create(
                delivery=made, family_id=ALDER, subject=made.subject, category=made.category, on=TODAY, minutes=2000,
                setting="home", there=["woman"], led_by=[CAST["W1"]], recorded_by=CAST["W1"], recorded_at=T0,
            )  # fmt: skip
        assert not SessionHeld.objects.filter(delivery=made).exists()


def test_two_who_write_down_the_same_session_are_told_of_each_other_and_both_can_be_kept() -> None:
    with acting_as("W1"):
        made = begin()
        first = hold(made)
    with acting_as("PIT"):
        told = refused("held_meanwhile", hold, delivery=made, by=CAST["PIT"])
        assert told.detail["held"].pk == first.pk
        second = hold(made, by=CAST["PIT"], sure=["held_meanwhile"])
        seen = queries.delivery_of(ALDER, made.pk)
        assert {each.id for each in seen.held} == {first.pk, second.pk} and seen.steps[0].again
        hold(made, on=TODAY - timedelta(days=1), by=CAST["PIT"])  # on another day it is simply again


def test_a_session_of_ours_at_which_it_was_said_who_came_stands_once_with_a_programme() -> None:
    with acting_as("W1"):
        made = begin()
        [ours] = queries.group(ident("group")).sessions
        on = timezone.localdate(ours.during.lower)
        nobody_said = Session.objects.create(
            agency_id=CAST["LEAD"], service="mothers_group", during=ours.during, without_why="-", recorded_by=CAST["W1"]
        )
        SessionWorker.objects.create(
            session=nobody_said, colleague_id=CAST["W1"], part="counsellor", recorded_by=CAST["W1"]
        )
        tied = {"delivery": made, "on": on, "session": ours, "sure": ["held_meanwhile"]}
        refused("day_of_session", hold, **{**tied, "on": on - timedelta(days=1)})
        refused("not_at_it", hold, **{**tied, "session": nobody_said})
        held = hold(number=1, **tied)
        refused("held_with_session", hold, number=2, **tied)
        with (
            pytest.raises(IntegrityError, match="programmes_held_once"),
            transaction.atomic(),
        ):  # the database looks too
            SessionHeld.objects.create(
                delivery=made, family_id=ALDER, subject=made.subject, category=made.category, on=on, session=ours,
                setting="home", there=["woman"], led_by=[CAST["W1"]], recorded_by=CAST["W1"], recorded_at=T0,
            )  # fmt: skip
        said = {"led_by": [CAST["W1"]], "there": ["woman"], "setting": "here"}
        right = actions.put_session_right(held=held, number=2, on=on, **said, **BY)
        assert right.session == ours and SessionHeld.objects.get(pk=held.pk).session == ours
        # It was on another day: then it was not that session, which can be written down for itself.
        other = actions.put_session_right(held=right, number=2, on=on - timedelta(days=1), **said, **BY)
        assert other.session is None and hold(number=1, **tied).session == ours
        assert queries.delivery_of(ALDER, made.pk).given().sessions == 2


def test_marks_are_kept_with_what_was_asked_and_who_looked() -> None:
    with acting_as("W1"):
        made = begin(for_whom="woman", subject=ANA, programme="connections", plan="6-weeks", sure=True)
        held = hold(made, marks=["yes", "", "partly"], note="quiet room", her_words="I could breathe")
        actions.mark_session(held=held, answers=["yes", "no", "not_this_time"], seen_by="observer", **BY)
        own, other = Fidelity.objects.filter(held=held).order_by("recorded_at", "id")
        assert own.asked == other.asked == [m.en for m in library.version("connections", "6-weeks").marks]  # type: ignore[union-attr]
        assert (own.answers, own.seen_by, own.note) == (["yes", "", "partly"], "self", "quiet room")
        assert [row.words for row in queries.delivery_of(ALDER, made.pk).after] == ["I could breathe"]
        refused("nothing_marked", actions.mark_session, held=held, answers=["", "", ""], **BY)
        refused("words_needed", actions.say_after, delivery=made, words="  ", on=TODAY, **BY)


def test_a_session_is_put_right_by_a_further_row() -> None:
    with acting_as("W1"):
        made = begin()
        held = hold(made, marks=["yes", "", "", ""], her_words="we sang")
        said = {"number": 2, "on": held.on, "led_by": [CAST["W1"]], "there": ["woman"], "setting": "here"}
        better = actions.put_session_right(held=held, **said, **BY)
        refused("session_put_right", actions.put_session_right, held=held, **said, **BY)
        seen = queries.delivery_of(ALDER, made.pk)
        assert [each.number for each in seen.held] == [2] and seen.fidelity[0].held_id == better.pk
        assert [row.held_id for row in seen.after] == [better.pk]
        assert AfterWords.objects.get(delivery=made).held_id == Fidelity.objects.get(held=held).held_id == held.pk
        best = actions.put_session_right(held=better, **said, by=CAST["W1"], at=T0 + timedelta(days=3))
        before = queries.delivery_of(ALDER, made.pk, known_at=T0 + timedelta(days=2))
        for then, row in ((before, better), (queries.delivery_of(ALDER, made.pk), best)):
            assert [[each.held_id for each in kept] for kept in (then.fidelity, then.after)] == [[row.pk]] * 2
        assert SessionHeld.objects.get(pk=held.pk).number == 1 and better.corrects_id == held.pk
        with pytest.raises(SessionHeld.DoesNotExist):
            queries.session_held(ALDER, held.pk)


# --- adapted, resting, over


def test_adapted_with_a_reason_and_ended_without_one() -> None:
    with acting_as("W1"):
        made = begin(programme="pup", plan="10-visits", sure=True)
        hold(made, 1)
        say = {"delivery": made, "on": TODAY, **BY}
        for because, more in (
            ("why_otherwise", {"what": "left_out", "numbers": [9]}),
            ("which_sessions", {"what": "left_out", "why": "x"}),
            ("done_already", {"what": "left_out", "numbers": [1], "why": "x"}),
            ("stands_so", {"what": "taken_up"}),
            ("unknown_choice", {"what": "failed"}),
            ("in_future", {"what": "paused", "on": TODAY + timedelta(days=1)}),
            ("before_it_began", {"what": "paused", "on": date(2020, 1, 1)}),
        ):
            refused(because, actions.say_turn, **{**say, **more})
        actions.say_turn(what="left_out", numbers=[9, 10], why="school comes to her", **say)
        added = actions.say_turn(what="added", why="with her sister", **say)
        assert added.numbers == [11]
        hold(made, 11, on=TODAY)
        actions.say_turn(what="other_order", numbers=[4, 3], why="she asked", **say)
        actions.say_turn(what="paused", her_words="the move", **say)
        assert queries.delivery_of(ALDER, made.pk).stands.state == State.PAUSED
        actions.say_turn(what="ended", her_words="it is enough for me", **say)
        seen = queries.delivery_of(ALDER, made.pk)
        assert (seen.stands.state, seen.stands.over) == (State.ENDED, True)
        assert [step.n for step in seen.steps][:4] == [1, 2, 4, 3]
        assert {step.n for step in seen.steps if step.place == Place.LEFT_OUT} == {9, 10}
        hold(made, 2, on=TODAY)  # she comes all the same: nothing stands in the way
        actions.say_turn(what="taken_up", **say)
        assert queries.delivery_of(ALDER, made.pk).stands.state == State.GOING


# --- what was asked


def test_what_was_not_asked_is_not_asked_and_nothing_is_made_up() -> None:
    with acting_as("W1"):
        made = begin(for_whom="woman", subject=ANA, begins_on=date(2025, 1, 1))
        found = queries.outcomes(queries.delivery_of(ALDER, made.pk), today=TODAY)
    assert [each.measure.instrument for each in found] == ["PRFQ", "CIB"] and all(each.line is None for each in found)
    assert [each.asked for each in found[0].seen] == [Asked.NOT_ASKED, Asked.NOT_YET, Asked.NOT_YET]


def test_for_whom_each_is_known() -> None:
    assert set(ForWhom.values) == {"woman", "child", "dyad"}

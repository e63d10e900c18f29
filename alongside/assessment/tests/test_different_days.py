"""Answers of one measure given on different days: dated by the answers, asked about again, begun anew, marked."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, transaction
from django.utils import timezone

from alongside.assessment import actions, queries, rules
from alongside.assessment.models import Occasion, Score
from alongside.assessment.terms import Mode, No
from alongside.assessment.tests.refusing import refused
from alongside.families.models import Family, Woman
from alongside.instruments.rules import Definition
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.actions import acting, hashed, new_token
from tests.cast import CAST, T0, TODAY, acting_as

pytestmark = [pytest.mark.django_db(databases=["default", "loader"]), pytest.mark.usefixtures("w1")]
MET = date(2026, 2, 1)


def stamp(days: int = 0) -> dict[str, Any]:
    return {"by": CAST["W1"], "at": T0 + timedelta(days=days)}


def begin(*occasions: uuid.UUID, days: int = 0, **more: Any) -> actions.Started:
    family, woman = Family.objects.get(pk=CAST["ALDER"]), Woman.objects.get(pk=CAST["ANA"])
    return actions.start_sitting(
        family=family, woman=woman, occasions=list(occasions), mode=Mode.INTERVIEW, met_on=MET, **stamp(days), **more
    )


def she_said_yes(code: str) -> None:
    family, woman = Family.objects.get(pk=CAST["ALDER"]), Woman.objects.get(pk=CAST["ANA"])
    actions.choose(family=family, woman=woman, instrument=code, wants=True, **stamp())


def offer(code: str) -> uuid.UUID:
    family = Family.objects.get(pk=CAST["ALDER"])
    return actions.offer(family=family, subject=CAST["ANA"], instrument=code, met_on=MET, **stamp()).pk


def answer(started: actions.Started, items: range, days: int = 0, occasion: uuid.UUID | None = None) -> None:
    for n in items:
        actions.save_answer(
            occasion=occasion or started.now[0].pk, item=str(n), value=1, key=uuid.uuid4(), sitting=started.sitting.pk,
            **stamp(days),
        )  # fmt: skip


def paused(code: str = "PHQ-9", items: range = range(1, 4)) -> uuid.UUID:
    """She answered three of them on the first day and paused."""
    started = begin(offer(code))
    answer(started, items)
    actions.pause(sitting=started.sitting, **stamp())
    return started.now[0].pk


def part(started: actions.Started) -> queries.Asked:
    return queries.parts(started.sitting.pk)[0]


def points_of(row: Occasion) -> list[Any]:
    """What one occasion came to, as results over time show it."""
    lines = queries.results(CAST["ALDER"], today=row.on, subject=CAST["ANA"])
    return [point for line in lines for point in line.points if point.occasion == row.pk]


# --- the rule -------------------------------------------------------------------------------------------------------


def measure(recall: str, **more: Any) -> Definition:
    return Definition(code="X", version="1", title="X", items=(), scales=(), recall=recall, **more)


@pytest.mark.parametrize(
    ("recall", "more", "days", "asks"),
    [
        ("past week", {}, 7, False),
        ("past week", {}, 8, True),
        ("last 2 weeks", {}, 14, False),
        ("last 2 weeks", {}, 15, True),
        ("past year", {}, 300, False),
        ("in general", {}, rules.USUAL_RECALL_DAYS, False),
        ("in general", {}, rules.USUAL_RECALL_DAYS + 1, True),
        ("before 18th birthday", {"static": True}, 3000, False),
        ("right now", {}, 1, False),
        ("right now", {}, 2, True),
    ],
)
def test_longer_ago_than_it_looks_back_over(recall: str, more: dict[str, Any], days: int, asks: bool) -> None:
    terms, first = measure(recall, **more), TODAY - timedelta(days=days)
    assert rules.asks_again(terms, first, None, TODAY) is asks
    assert rules.days_apart(terms, first, TODAY) is asks
    assert not rules.asks_again(terms, None, None, TODAY) and not rules.days_apart(terms, None, TODAY)


def test_what_she_confirmed_counts_from_that_day() -> None:
    terms, first = measure("past week"), TODAY - timedelta(days=30)
    assert not rules.asks_again(terms, first, TODAY - timedelta(days=7), TODAY)
    assert rules.asks_again(terms, first, TODAY - timedelta(days=8), TODAY)


# --- gone on with ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "asks"), [(0, False), (14, False), (15, True), (90, True)])
def test_gone_on_with_later_she_is_shown_what_she_said(days: int, asks: bool) -> None:
    occasion = paused()
    again = begin(occasion, days=days)
    assert part(again).asks_again(TODAY + timedelta(days=days)) is asks
    assert part(again).first_day == part(again).last_day == TODAY


def test_a_sitting_that_nobody_ended_asks_again_too() -> None:
    started = begin(offer("PHQ-9"))
    answer(started, range(1, 3))
    assert part(started).asks_again(TODAY + timedelta(days=20))


def test_still_so_goes_on_and_the_measure_says_from_when_to_when() -> None:
    occasion = paused()
    again = begin(occasion, days=40)
    actions.confirm_earlier(asked=part(again), sitting=again.sitting, **stamp(40))
    assert not part(again).asks_again(TODAY + timedelta(days=40))
    answer(again, range(4, 11), days=40)
    actions.finish(sitting=again.sitting, **stamp(40))
    row = Occasion.objects.get(pk=occasion)
    assert (row.state, row.answered_from, row.on) == ("done", TODAY, TODAY + timedelta(days=40))
    assert [(point.value, point.apart_from) for point in points_of(row)] == [(9, TODAY)]


def test_within_its_window_it_says_from_when_to_when_and_its_score_is_not_marked() -> None:
    occasion = paused()
    again = begin(occasion, days=5)
    answer(again, range(4, 11), days=5)
    actions.finish(sitting=again.sitting, **stamp(5))
    row = Occasion.objects.get(pk=occasion)
    assert (row.answered_from, row.on) == (TODAY, TODAY + timedelta(days=5))
    assert [(point.value, point.apart_from) for point in points_of(row)] == [(9, None)]


def test_what_was_answered_on_one_day_is_of_that_day_however_late_somebody_closes_it() -> None:
    occasion = paused(items=range(1, 11))
    again = begin(occasion, days=60)
    actions.finish(sitting=again.sitting, **stamp(60))
    row = Occasion.objects.get(pk=occasion)
    assert (row.state, row.total, row.on, row.answered_from) == ("done", 9, TODAY, None)


def test_what_she_later_corrected_does_not_change_its_day() -> None:
    started = begin(offer("PHQ-9"))
    answer(started, range(1, 11))
    actions.finish(sitting=started.sitting, **stamp())
    row = Occasion.objects.get(pk=started.now[0].pk)
    actions.correct_answer(occasion=row, item="1", value=3, key=uuid.uuid4(), **stamp(90))
    row.refresh_from_db()
    assert (row.on, row.answered_from, row.total) == (TODAY, None, 11)


def test_begun_anew_what_she_said_stays_unfinished_and_a_fresh_one_lies_open() -> None:
    occasion = paused()
    again = begin(occasion, days=40)
    fresh = actions.begin_anew(asked=part(again), sitting=again.sitting, **stamp(40))
    old, new = Occasion.objects.get(pk=occasion), Occasion.objects.get(pk=fresh)
    assert (old.state, old.begun_anew_id, old.sitting_id) == ("partly", fresh, None)
    assert (new.state, new.on, new.definition_id, new.wave) == (
        "offered", TODAY + timedelta(days=40), old.definition_id, old.wave
    )  # fmt: skip
    assert [row.state for row in queries.steps_of([fresh])] == ["offered"]
    assert part(again).occasion.pk == fresh and part(again).answers == {}
    answer(again, range(1, 11), days=40, occasion=fresh)
    actions.finish(sitting=again.sitting, **stamp(40))
    new.refresh_from_db()
    assert (new.state, new.total, new.answered_from) == ("done", 9, None)
    # The earlier one is kept, is not scored, and is not asked again.
    assert queries.answers_of([occasion]).count() == 3 and not Score.objects.filter(occasion=occasion).exists()
    assert occasion in {row.pk for row in queries.answered(CAST["ALDER"])}
    assert occasion not in {row.pk for row in queries.open_occasions(CAST["ALDER"])}
    with refused(No.NOTHING_CHOSEN):
        begin(occasion, days=41)
    with refused(No.SETTLED_MEANWHILE):
        actions.later(occasion=old, **stamp(41))
    assert offer("PHQ-9") not in (occasion, fresh)


def test_a_device_begins_anew_only_what_lies_open_on_it() -> None:
    occasion = paused()
    other = begin(offer("GAD-7"))
    answer(other, range(1, 3))
    again, token = begin(occasion, days=40), new_token()
    asked, elsewhere = part(again), part(other)
    actions.hand_over(sitting=again.sitting, token_hash=hashed(token), **stamp(40))
    now = {"by": again.sitting.pk, "at": T0 + timedelta(days=40)}
    with acting(token):
        for sitting in (again.sitting, other.sitting):
            with pytest.raises((ProgrammingError, Refused, type(sitting).DoesNotExist)), transaction.atomic():
                actions.begin_anew(asked=elsewhere, sitting=sitting, **now)
        fresh = actions.begin_anew(asked=asked, sitting=again.sitting, **now)
        assert [row.pk for row in Occasion.objects.all()] == [fresh]
        actions.save_answer(
            occasion=fresh, item="1", value=2, key=uuid.uuid4(), sitting=again.sitting.pk, **now
        )  # fmt: skip


def test_a_colleague_off_the_team_begins_nothing_anew() -> None:
    occasion = paused()
    again = begin(occasion, days=40)
    asked = part(again)
    for who in ("W2", "W3", "CHC", "p_ana"):
        with acting_as(who), pytest.raises(Exception) as no, transaction.atomic():
            actions.begin_anew(asked=asked, sitting=again.sitting, by=CAST[who], at=T0)
        assert type(no.value).__name__ in ("DoesNotExist", "ProgrammingError")
    with acting_as("W1"):
        assert Occasion.objects.get(pk=occasion).begun_anew_id is None


# --- only what is asked ---------------------------------------------------------------------------------------------


def test_the_single_ones_of_what_she_counts_for_herself_are_never_kept() -> None:
    she_said_yes("ACE-10")
    started = begin(offer("ACE-10"), person_at_hand=CAST["W1"], before="fine")
    occasion, sitting = started.now[0], started.sitting.pk
    save = {"occasion": occasion.pk, "sitting": sitting, "value": 1}
    for item in ("1", "10"):
        with refused(No.NOT_ASKED_NOW):
            actions.save_answer(item=item, key=uuid.uuid4(), **save, **stamp())
    actions.save_answer(item="total", key=uuid.uuid4(), **save, **stamp())
    actions.finish(sitting=started.sitting, by=CAST["W1"], at=timezone.now())
    for item in ("1", "10"):
        with refused(No.NOT_ASKED_NOW):
            actions.correct_answer(occasion=occasion, item=item, value=1, key=uuid.uuid4(), **stamp())
        with refused(No.NOT_ASKED_NOW):  # nor when they come late
            actions.save_answer(item=item, key=uuid.uuid4(), **save, **stamp())
    assert [row.item for row in queries.versions_of(occasion.pk)] == ["total"]


def test_what_an_earlier_answer_left_out_is_not_kept_and_can_be_taken_back() -> None:
    started = begin(offer("PHQ-9"))
    occasion, sitting = started.now[0], started.sitting.pk

    def save(item: str, value: object, key: uuid.UUID | None = None) -> Any:
        return actions.save_answer(
            occasion=occasion.pk, item=item, value=value, key=key or uuid.uuid4(), sitting=sitting, **stamp()
        )

    with refused(No.NOT_ASKED_NOW):  # asked only when something weighs on her
        save("10", 1)
    with refused(No.NOT_ASKED_NOW):
        save("10", None)
    save("1", 1)
    key = uuid.uuid4()
    save("10", 1, key)
    save("1", 0)
    assert save("10", 1, key).again  # it is here already: a second copy is no new answer
    with refused(No.NOT_ASKED_NOW):
        save("10", 2)
    save("10", None)
    assert part(started).answers == {"1": 0}
    for n in range(2, 10):
        save(str(n), 0)
    actions.finish(sitting=started.sitting, **stamp())
    with refused(No.NOT_ASKED_NOW):
        actions.correct_answer(occasion=occasion, item="10", value=1, key=uuid.uuid4(), **stamp())
    actions.correct_answer(occasion=occasion, item="1", value=1, key=uuid.uuid4(), **stamp())
    actions.correct_answer(occasion=occasion, item="10", value=1, key=uuid.uuid4(), **stamp())
    assert part(started).answers["10"] == 1


def test_behind_a_gate_nothing_is_kept_until_it_is_open() -> None:
    she_said_yes("PC-PTSD-5")
    started = begin(offer("PC-PTSD-5"), person_at_hand=CAST["W1"], before="fine")
    asked = part(started)
    gate = asked.terms.gate.item.id
    save = {"occasion": asked.occasion.pk, "sitting": started.sitting.pk}
    for first in (None, 0):
        if first is not None:
            actions.save_answer(item=gate, value=first, key=uuid.uuid4(), **save, **stamp())
        with refused(No.NOT_ASKED_NOW):
            actions.save_answer(item="1", value=1, key=uuid.uuid4(), **save, **stamp())
    actions.save_answer(item=gate, value=1, key=uuid.uuid4(), **save, **stamp())
    actions.save_answer(item="1", value=1, key=uuid.uuid4(), **save, **stamp())
    assert part(started).answers == {gate: 1, "1": 1}

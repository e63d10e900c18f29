"""T-07: twins expected, another due date, born at 34 weeks, one in hospital; and the ways it can end otherwise."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.test.utils import CaptureQueriesContext

from alongside.care.rules import LaneStep
from alongside.care.terms import PlanStep
from alongside.families import queries, rules
from alongside.families.actions import (
    change_pregnancy,
    record_birth,
    record_exposure,
    record_loss,
    record_pregnancy,
    record_track,
    reopen_pregnancy,
    revise_due_date,
    take_back_exposure,
)
from alongside.families.models import Child, Dyad, Pregnancy
from alongside.families.rules import Age, Birth
from alongside.families.terms import Because, ChildState, DyadBegan, PregnancyOutcome
from alongside.families.tests.conftest import AT, BY, TODAY
from alongside.recordkeeping.models import SetAside
from alongside.recordkeeping.rules import Refused

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])

FIRST_DUE, DUE = date(2026, 6, 8), date(2026, 6, 1)
BORN = DUE - timedelta(days=42)  # 34 weeks by the revised date
AFTER = datetime(2026, 4, 25, 15, 0, tzinfo=UTC)


@pytest.fixture
def twins(woman: Any) -> Any:
    pregnancy = record_pregnancy(woman=woman, expected_children=2, due_on=FIRST_DUE, method="last_period", by=BY, at=AT)
    revise_due_date(pregnancy=pregnancy, due_on=DUE, method="ultrasound", by=BY, at=AT + timedelta(minutes=1))
    return pregnancy


def expected(pregnancy: Any) -> list[Any]:
    return list(Child.objects.filter(pregnancy=pregnancy).order_by("birth_order"))


def test_before_birth_each_child_and_each_two_are_there(twins: Any, woman: Any) -> None:
    one, two = expected(twins)
    assert {c.state for c in (one, two)} == {ChildState.EXPECTED}
    assert {c.person.born_on for c in (one, two)} == {None}
    dyads = Dyad.objects.filter(woman=woman)
    assert {d.child_id for d in dyads} == {one.pk, two.pk}
    assert {d.began for d in dyads} == {DyadBegan.CONCEPTION}
    assert {d.began_on for d in dyads} == {rules.conceived_on(due_on=FIRST_DUE)}


def test_the_newest_due_date_counts_and_the_first_stays(twins: Any, woman: Any) -> None:
    now = queries.current_pregnancy(woman)
    assert now is not None and (now.due_on, now.due_method) == (DUE, "ultrasound")
    assert [d.due_on for d in queries.due_dates_of(twins)] == [DUE, FIRST_DUE]
    before = queries.pregnancies_of(twins.family_id, known_at=AT).get()
    assert before.due_on == FIRST_DUE


def test_twins_born_at_34_weeks_keep_their_ids_and_are_younger_than_the_calendar_says(twins: Any, woman: Any) -> None:
    one, two = expected(twins)
    ids, together = {one.pk, two.pk}, {d.id for d in Dyad.objects.filter(woman=woman)}
    births = [
        Birth(one.pk, name="Mina", sex="girl", weight_g=2150, went_home_with_mother=True, feeding="breast"),
        Birth(two.pk, name="Ravi", weight_g=1890, hospital_days=19, born_on=BORN + timedelta(days=1)),
    ]
    born = record_birth(pregnancy=twins, born_on=BORN, children=births, by=BY, at=AFTER)
    assert {c.pk for c in born} == ids  # D-I6
    assert {d.id for d in Dyad.objects.filter(woman=woman)} == together
    mina, ravi = born
    assert (mina.gestation_days, ravi.gestation_days) == (238, 239) and ravi.hospital_days == 19
    assert (mina.state, mina.person.name, mina.person.born_on) == (ChildState.BORN, "Mina", BORN)
    assert rules.corrected_age(BORN, mina.gestation_days, DUE) == Age(0, 0, 0)
    assert rules.corrected_age(BORN, mina.gestation_days, date(2026, 8, 1)) == Age(0, 2, 0)
    assert rules.age(BORN, date(2026, 8, 1)) == Age(0, 3, 12)
    twins.refresh_from_db()
    assert (twins.outcome, twins.outcome_on) == (PregnancyOutcome.BIRTH, BORN + timedelta(days=1))
    assert queries.current_pregnancy(woman) is None
    found = queries.find_people("mina")
    assert [f.person.id for f in found if f.likeness == 2] == [mina.pk]


def test_one_twin_stays_in_hospital_while_the_other_is_home(twins: Any) -> None:
    one, two = expected(twins)
    born = record_birth(pregnancy=twins, born_on=BORN, children=[Birth(one.pk), Birth(two.pk)], by=BY, at=AFTER)
    for child, kind in zip(born, ("mother", "hospital"), strict=True):
        record_track(kind="living", child=child, during=(BORN, None), values={"kind": kind}, by=BY, at=AFTER)
    rows = {r.child: r.code for r in queries.tracks_on(twins.family_id, BORN)}
    assert rows == {one.pk: "mother", two.pk: "hospital"}


def test_a_twin_is_born_and_the_other_still_expected(twins: Any, woman: Any) -> None:
    one, two = expected(twins)
    record_birth(pregnancy=twins, born_on=BORN, children=[Birth(one.pk)], by=BY, at=AFTER)
    assert queries.current_pregnancy(woman) is not None
    with pytest.raises(Refused) as refused:
        record_birth(pregnancy=twins, born_on=BORN, children=[Birth(one.pk)], by=BY, at=AFTER)
    assert refused.value.because == Because.NOT_EXPECTED
    record_birth(pregnancy=twins, born_on=BORN + timedelta(days=1), children=[Birth(two.pk)], by=BY, at=AFTER)
    assert queries.current_pregnancy(woman) is None


def test_a_child_nobody_expected_is_born_too(woman: Any) -> None:
    pregnancy = record_pregnancy(woman=woman, expected_children=1, due_on=DUE, method="other", by=BY, at=AT)
    (one,) = expected(pregnancy)
    born = record_birth(pregnancy=pregnancy, born_on=BORN, children=[Birth(one.pk), Birth(None)], by=BY, at=AFTER)
    assert len({c.pk for c in born}) == 2 and Dyad.objects.filter(woman=woman).count() == 2
    pregnancy.refresh_from_db()
    assert pregnancy.expected_children == 2


def test_a_loss_is_remembered_and_stops_every_reminder_and_ends_nothing_of_hers(twins: Any, woman: Any) -> None:
    family = [twins.family_id]
    assert queries.reminded_children(family).count() == 2
    record_loss(pregnancy=twins, outcome="loss", on=TODAY, by=BY, at=AT)
    assert {c.state for c in expected(twins)} == {ChildState.LOST}
    assert queries.reminded_children(family).count() == 0
    assert queries.current_pregnancy(woman) is None
    assert Dyad.objects.filter(woman=woman).count() == 2
    assert queries.women_of(twins.family_id).get().pk == woman.pk
    with pytest.raises(Refused) as refused:
        record_birth(pregnancy=twins, born_on=BORN, children=[Birth(expected(twins)[0].pk)], by=BY, at=AFTER)
    assert refused.value.because == Because.NOT_EXPECTING


def test_one_twin_is_lost_and_the_other_born(twins: Any) -> None:
    one, two = expected(twins)
    record_loss(pregnancy=twins, outcome="loss", on=TODAY, children=[two.pk], by=BY, at=AT)
    twins.refresh_from_db()
    assert twins.outcome == PregnancyOutcome.EXPECTING
    assert [c.pk for c in queries.reminded_children([twins.family_id])] == [one.pk]
    record_birth(pregnancy=twins, born_on=BORN, children=[Birth(one.pk, name="Mina")], by=BY, at=AFTER)
    twins.refresh_from_db()
    assert twins.outcome == PregnancyOutcome.BIRTH
    assert [(c.state) for c in expected(twins)] == [ChildState.BORN, ChildState.LOST]
    assert [c.pk for c in queries.reminded_children([twins.family_id])] == [one.pk]


def test_one_twin_is_born_and_the_other_lost_afterwards(twins: Any) -> None:
    one, _two = expected(twins)
    record_birth(pregnancy=twins, born_on=BORN, children=[Birth(one.pk)], by=BY, at=AFTER)
    record_loss(pregnancy=twins, outcome="stillbirth", on=BORN, by=BY, at=AFTER)
    twins.refresh_from_db()
    assert twins.outcome == PregnancyOutcome.BIRTH
    assert [(c.state) for c in expected(twins)] == [ChildState.BORN, ChildState.LOST]


def test_a_loss_recorded_by_mistake_is_taken_back_whole(twins: Any, woman: Any) -> None:
    record_loss(pregnancy=twins, outcome="loss", on=TODAY, by=BY, at=AT)
    reopen_pregnancy(pregnancy=twins, by=BY, at=AT)
    assert queries.reminded_children([twins.family_id]).count() == 2
    assert queries.current_pregnancy(woman) is not None
    with pytest.raises(Refused) as refused:
        reopen_pregnancy(pregnancy=twins, by=BY, at=AT)
    assert refused.value.because == Because.STILL_EXPECTING


def test_a_pregnancy_that_continues_elsewhere_schedules_nothing_here(twins: Any) -> None:
    record_loss(pregnancy=twins, outcome="moved", on=TODAY, by=BY, at=AT)
    assert {c.state for c in expected(twins)} == {ChildState.EXPECTED}
    assert queries.reminded_children([twins.family_id]).count() == 0


def test_the_reminder_query_agrees_with_the_rule(twins: Any) -> None:
    for outcome in PregnancyOutcome.values:
        for state in ChildState.values:
            on = None if outcome == "expecting" else TODAY
            Pregnancy.objects.filter(id=twins.id).update(outcome=outcome, outcome_on=on)
            Child.objects.filter(pregnancy=twins).update(state=state)
            asked = queries.reminded_children([twins.family_id]).count() == 2
            assert asked is rules.may_remind(state, outcome), (state, outcome)


def test_nobody_knows_the_due_date_yet(woman: Any) -> None:
    pregnancy = record_pregnancy(woman=woman, by=BY, at=AT)
    now = queries.current_pregnancy(woman)
    assert now is not None and now.due_on is None
    assert Dyad.objects.get(woman=woman).began_on == TODAY
    (one,) = expected(pregnancy)
    (born,) = record_birth(pregnancy=pregnancy, born_on=TODAY, children=[Birth(one.pk)], by=BY, at=AT)
    assert born.gestation_days is None


def test_a_birth_before_the_pregnancy_could_have_begun_is_recorded_without_weeks(twins: Any) -> None:
    one, _two = expected(twins)
    early = DUE - timedelta(days=300)
    assert rules.check_birth(born_on=early, due_on=DUE, on=TODAY).warnings
    (born,) = record_birth(pregnancy=twins, born_on=early, children=[Birth(one.pk)], by=BY, at=AT)
    assert born.gestation_days is None and born.person.born_on == early


@pytest.mark.parametrize(
    ("change", "because"),
    [
        ({"born_on": TODAY + timedelta(days=1)}, Because.NOT_YET),
        ({"children": []}, Because.NOBODY_NAMED),
        ({"children": [Birth(Dyad().id)]}, Because.NOT_EXPECTED),
        ({"gestation_days": 100}, Because.WEEKS_AT_BIRTH),
        ({"feeding": "wine"}, Because.UNKNOWN_CHOICE),
    ],
)
def test_births_that_cannot_be_write_nothing(twins: Any, change: dict[str, Any], because: str) -> None:
    one, _two = expected(twins)
    detail = {k: change[k] for k in ("gestation_days", "feeding") if k in change}
    values = {"born_on": TODAY, "children": [Birth(one.pk, **detail)]} | {
        k: v for k, v in change.items() if k not in detail
    }
    with pytest.raises(Refused) as refused:
        record_birth(pregnancy=twins, by=BY, at=AT, **values)
    assert refused.value.because == because
    assert {c.state for c in expected(twins)} == {ChildState.EXPECTED}


@pytest.mark.parametrize("n", [0, 9, -1])
def test_how_many_can_be_expected(woman: Any, n: int) -> None:
    with pytest.raises(Refused) as refused:
        record_pregnancy(woman=woman, expected_children=n, by=BY, at=AT)
    assert refused.value.because == Because.HOW_MANY
    with pytest.raises(IntegrityError), transaction.atomic():
        Pregnancy.objects.create(
            family_id=woman.family_id,
            woman=woman,
            expected_children=abs(n) if n else 0,
            outcome_on=TODAY,
            recorded_by=BY,
        )


def test_what_the_pregnancy_met_is_no_part_of_any_child(twins: Any) -> None:
    """D-24, E-21: told by her, kept with the pregnancy; a child's record has no place for it and none leads to it."""
    told = record_exposure(pregnancy=twins, substance="alcohol", period="before she knew", by=BY, at=AT)
    assert [e.substance for e in queries.exposures_of(twins)] == ["alcohol"]
    take_back_exposure(exposure=told, by=BY, at=AT)
    assert not queries.exposures_of(twins).exists()
    assert not any(f.related_model is type(told) for f in Child._meta.get_fields() if f.is_relation)


BODIES = ("toxi", "urine", "screen", "drug_test", "hair")
# What else holds names of its own: her words to the steps of a safety plan, and no step but those (``care.rules``); of
# what is done in a lane of the shared plan what, who and about when.
NAMED = {
    "care.SafetyVersion.said": PlanStep.values,
    "evaluation.Result.told": [],  # figures about groups, as a method names them
    "evaluation.PlanRun.outcomes": [],
    "evaluation.WordsForWomen.names": [],
    "evaluation.WordsForWomen.drawings": [],
    "care.LaneVersion.steps": [part.name for part in dataclasses.fields(LaneStep)],
}


def test_there_is_no_test_of_anybodys_body_anywhere() -> None:
    """E-21: no column in any room holds a toxicology result."""
    found = set()
    for model in apps.get_models():
        if model.__module__.startswith("alongside."):
            for field in model._meta.get_fields():
                name = f"{model._meta.label}.{field.name}"
                assert not any(word in field.name for word in BODIES), name
                if isinstance(field, models.JSONField) and model._meta.app_label != "recordkeeping":
                    found.add(name)
    assert found == set(NAMED)
    assert not any(word in key for keys in NAMED.values() for key in keys for word in BODIES)


def test_two_workers_change_one_plan_for_the_birth_and_both_are_kept(twins: Any) -> None:
    first = change_pregnancy(pregnancy=twins, base_version=1, values={"birth_plan": "at home"}, by=BY, at=AT)
    assert isinstance(first, Pregnancy) and first.version == 2
    second = change_pregnancy(pregnancy=twins, base_version=1, values={"birth_plan": "in hospital"}, by=BY, at=AT)
    assert isinstance(second, SetAside) and second.written == {"birth_plan": "in hospital"}
    twins.refresh_from_db()
    assert twins.birth_plan == "at home"


def test_the_pregnancies_of_a_family_are_one_statement(twins: Any, woman: Any) -> None:
    counted = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            assert all(p.due_on for p in queries.pregnancies_of(twins.family_id))
        counted.append(len(asked))
        record_loss(pregnancy=queries.current_pregnancy(woman), outcome="loss", on=TODAY, by=BY, at=AT)
        record_pregnancy(woman=woman, due_on=DUE, method="other", by=BY, at=AT)
    assert counted == [1, 1]

"""A pregnancy from the first day we hear of it to what came of it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from alongside.families import rules
from alongside.families.actions.insisting import change_newest, day_of, insist, one_of, only
from alongside.families.actions.people import add_child, change_person
from alongside.families.models import Child, DueDate, Exposure, Person, Pregnancy, Woman
from alongside.families.queries import due_dates_of
from alongside.families.rules import Birth, NewPerson
from alongside.families.terms import (
    LOSSES,
    Because,
    Certainty,
    ChildState,
    DueDateMethod,
    DyadBegan,
    Feeding,
    PregnancyOutcome,
)
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.models import SetAside
from alongside.recordkeeping.rules import Refused
from alongside.recordkeeping.terms import Source
from alongside.safekeeping.terms import Category

CHANGEABLE = ("prenatal_provider", "birth_plan", "nutrition", "agonist_treatment")


@transaction.atomic
def record_pregnancy(
    *, woman: Woman, expected_children: int = 1, due_on: date | None = None, method: str = DueDateMethod.OTHER,
    by: uuid.UUID, at: datetime,
) -> Pregnancy:  # fmt: skip
    """She is expecting: each expected child has an id of its own, and the two of them together, from now on.

    Without a due date (nobody knows yet) the two are together since today. Raises ``Refused`` (``how_many``,
    ``unlikely_year``).
    """
    one_of(method, DueDateMethod.values, "method")
    if not 1 <= expected_children <= 8:
        raise Refused(Because.HOW_MANY, field="expected_children")
    pregnancy = Pregnancy.objects.create(
        family_id=woman.family_id, woman=woman, expected_children=expected_children, recorded_by=by, recorded_at=at
    )
    write_trail([entry("pregnancy recorded", family=woman.family_id, subject=woman.pk, pregnancy=pregnancy.id)], by=by)
    if due_on is not None:
        revise_due_date(pregnancy=pregnancy, due_on=due_on, method=method, by=by, at=at)
    for order in range(1, expected_children + 1):
        _expect_child(pregnancy, due_on, order, by, at)
    return pregnancy


def _expect_child(pregnancy: Pregnancy, due_on: date | None, order: int, by: uuid.UUID, at: datetime) -> Child:
    since = min(rules.conceived_on(due_on=due_on), day_of(at)) if due_on else day_of(at)
    return add_child(
        family=pregnancy.family, woman=pregnancy.woman, child=NewPerson(), born_on=None, began=DyadBegan.CONCEPTION,
        pregnancy=pregnancy, began_on=since, state=ChildState.EXPECTED, birth_order=order, by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def revise_due_date(*, pregnancy: Pregnancy, due_on: date, method: str, by: uuid.UUID, at: datetime) -> DueDate:
    """Another due date; the earlier ones stay. Ask ``rules.check_due`` what deserves a second look."""
    one_of(method, DueDateMethod.values, "method")
    insist(rules.check_due(due_on=due_on, on=day_of(at)))
    revised = DueDate.objects.create(
        family_id=pregnancy.family_id, pregnancy=pregnancy, woman_id=pregnancy.woman_id, due_on=due_on, method=method,
        recorded_by=by, recorded_at=at,
    )  # fmt: skip
    write_trail(
        [entry("due date", family=pregnancy.family_id, subject=pregnancy.woman_id, pregnancy=pregnancy.id)], by=by
    )
    return revised


@transaction.atomic
def change_pregnancy(
    *, pregnancy: Pregnancy, base_version: int, values: dict[str, Any], by: uuid.UUID, at: datetime
) -> Pregnancy | SetAside:
    """Change who sees her, her plan for the birth, nutrition, treatment. When a colleague was quicker, both stay."""
    only(values, CHANGEABLE)
    values = {name: rules.clean(value) for name, value in values.items()}
    aside = change_newest(
        pregnancy, base_version=base_version, values=values, about="families.pregnancy", family=pregnancy.family_id,
        subject=pregnancy.woman_id, category=Category.REPRODUCTIVE_STI, by=by, at=at,
    )  # fmt: skip
    if aside:
        return aside
    write_trail([entry("pregnancy changed", family=pregnancy.family_id, subject=pregnancy.woman_id)], by=by)
    return Pregnancy.objects.get(id=pregnancy.id)


def _locked(pregnancy: Pregnancy) -> Pregnancy:
    """The pregnancy's row, held until the end of the transaction: two workers record one birth once."""
    return Pregnancy.objects.select_for_update().get(id=pregnancy.id)


@transaction.atomic
def record_birth(
    *, pregnancy: Pregnancy, born_on: date, children: Sequence[Birth], by: uuid.UUID, at: datetime
) -> list[Child]:
    """Children are born: each keeps the id it was expected under, and the two together go on.

    Children of this pregnancy who are not named stay expected (born later, or ``record_loss(children=...)``). One whom
    nobody expected has ``child_id=None``. Raises ``Refused`` (``not_expected``, ``not_yet``, ``weeks_at_birth``).
    """
    if not children:
        raise Refused(Because.NOBODY_NAMED, field="children")
    held = _locked(pregnancy)
    newest = due_dates_of(held).first()
    due_on = newest.due_on if newest else None
    expected = {c.pk: c for c in Child.objects.filter(pregnancy_id=held.id, family_id=held.family_id)}
    if held.outcome not in (PregnancyOutcome.EXPECTING, PregnancyOutcome.BIRTH):
        raise Refused(Because.NOT_EXPECTING)
    born = [_born(held, birth, born_on, due_on, expected, by, at) for birth in children]
    last = max(birth.born_on or born_on for birth in children)
    _close(held, PregnancyOutcome.BIRTH, last, grown=max(held.expected_children, len(expected)))
    write_trail([entry("birth recorded", family=held.family_id, subject=c.pk, pregnancy=held.id) for c in born], by=by)
    return born


def _born(
    pregnancy: Pregnancy, birth: Birth, born_on: date, due_on: date | None, expected: dict[uuid.UUID, Child],
    by: uuid.UUID, at: datetime,
) -> Child:  # fmt: skip
    """One child's birth. ``expected`` gains a child whom nobody expected."""
    day = birth.born_on or born_on
    insist(rules.check_birth(born_on=day, due_on=due_on, gestation_days=birth.gestation_days, on=day_of(at)))
    if birth.feeding:
        one_of(birth.feeding, Feeding.values, "feeding")
    if birth.child_id is None:
        child = _expect_child(pregnancy, due_on, len(expected) + 1, by, at)
        expected[child.pk] = child
    elif birth.child_id not in expected or expected[birth.child_id].state != ChildState.EXPECTED:
        raise Refused(Because.NOT_EXPECTED, field="children")
    else:
        child = expected[birth.child_id]
    gestation = birth.gestation_days
    if gestation is None and due_on is not None:
        gestation = rules.possible_gestation(rules.gestation_from(due_on=due_on, born_on=day))
    Child.objects.filter(pk=child.pk).update(
        state=ChildState.BORN, sex=birth.sex, gestation_days=gestation, birth_weight_g=birth.weight_g,
        hospital_days=birth.hospital_days, withdrawal_care=rules.clean(birth.withdrawal_care), feeding=birth.feeding,
        home_with_mother_on=birth.home_with_mother_on, went_home_with_mother=birth.went_home_with_mother,
    )  # fmt: skip
    person = Person.objects.get(id=child.pk)
    values: dict[str, Any] = {"born_on": day} | ({"name": birth.name} if birth.name else {})
    change_person(person=person, base_version=person.version, values=values, by=by, at=at)
    return Child.objects.select_related("person").get(pk=child.pk)


def _close(pregnancy: Pregnancy, outcome: str, on: date, *, grown: int | None = None) -> None:
    """Close the pregnancy when no child of it is expected any more. A birth counts before a loss."""
    states = set(Child.objects.filter(pregnancy_id=pregnancy.id).values_list("state", flat=True))
    values: dict[str, Any] = {"version": F("version") + 1}
    if grown:
        values["expected_children"] = grown
    if ChildState.EXPECTED not in states:
        values["outcome"] = PregnancyOutcome.BIRTH if ChildState.BORN in states else outcome
        values["outcome_on"] = on
    Pregnancy.objects.filter(id=pregnancy.id).update(**values)
    pregnancy.refresh_from_db()


@transaction.atomic
def record_loss(
    *, pregnancy: Pregnancy, outcome: str, on: date, children: Sequence[uuid.UUID] | None = None,
    by: uuid.UUID, at: datetime,
) -> Pregnancy:  # fmt: skip
    """A loss, a stillbirth, a pregnancy she ended, or one that continues elsewhere.

    The children concerned (``children``; all who are expected, when left out) move to memory, so that nothing is
    scheduled or asked about them again. She stays with us; nothing of hers ends. With ``moved`` the children stay
    expected, and nothing is scheduled here.
    """
    one_of(outcome, (*LOSSES, PregnancyOutcome.MOVED), "outcome")
    insist(rules.check_outcome_day(outcome_on=on, on=day_of(at)))
    held = _locked(pregnancy)
    if held.outcome != PregnancyOutcome.EXPECTING:
        raise Refused(Because.NOT_EXPECTING)
    expected = list(Child.objects.filter(pregnancy_id=held.id, state=ChildState.EXPECTED).values_list("pk", flat=True))
    lost = list(children) if children is not None else expected
    if not lost or set(lost) - set(expected):
        raise Refused(Because.NOT_EXPECTED, field="children")
    if outcome == PregnancyOutcome.MOVED:
        Pregnancy.objects.filter(id=held.id).update(outcome=outcome, outcome_on=on, version=F("version") + 1)
        held.refresh_from_db()
    else:
        Child.objects.filter(pk__in=lost).update(state=ChildState.LOST)
        _close(held, outcome, on)
    write_trail(
        [entry("pregnancy outcome", family=held.family_id, subject=held.woman_id, pregnancy=held.id, outcome=outcome)],
        by=by,
    )
    return held


@transaction.atomic
def reopen_pregnancy(*, pregnancy: Pregnancy, by: uuid.UUID, at: datetime) -> Pregnancy:
    """An outcome was recorded by mistake, or she is back with us: who was not born is expected again."""
    held = _locked(pregnancy)
    unborn = Child.objects.filter(pregnancy_id=held.id, person__born_on=None, state=ChildState.LOST)
    ids = list(unborn.values_list("pk", flat=True))
    if held.outcome == PregnancyOutcome.EXPECTING and not ids:
        raise Refused(Because.STILL_EXPECTING)
    Child.objects.filter(pk__in=ids).update(state=ChildState.EXPECTED)
    if ids or Child.objects.filter(pregnancy_id=held.id, state=ChildState.EXPECTED).exists():
        Pregnancy.objects.filter(id=held.id).update(
            outcome=PregnancyOutcome.EXPECTING, outcome_on=None, version=F("version") + 1
        )
    else:
        raise Refused(Because.NOT_EXPECTED)
    held.refresh_from_db()
    write_trail([entry("pregnancy reopened", family=held.family_id, subject=held.woman_id, pregnancy=held.id)], by=by)
    return held


@transaction.atomic
def record_exposure(
    *, pregnancy: Pregnancy, substance: str, period: str = "", route: str = "", source: str = Source.HERSELF,
    certainty: str = Certainty.CERTAIN, by: uuid.UUID, at: datetime,
) -> Exposure:  # fmt: skip
    """What the pregnancy met, as she tells it. It belongs to the pregnancy and to her, never to a child (D-24)."""
    one_of(source, Source.values, "source")
    one_of(certainty, Certainty.values, "certainty")
    substance = rules.clean(substance)
    if not substance:
        raise Refused(Because.NO_VALUE, field="substance")
    told = Exposure.objects.create(
        family_id=pregnancy.family_id, pregnancy=pregnancy, woman_id=pregnancy.woman_id, substance=substance,
        period=rules.clean(period), route=rules.clean(route), source=source, certainty=certainty,
        recorded_by=by, recorded_at=at,
    )  # fmt: skip
    write_trail(
        [entry("exposure told", family=pregnancy.family_id, subject=pregnancy.woman_id, exposure=told.id)], by=by
    )
    return told


@transaction.atomic
def take_back_exposure(*, exposure: Exposure, by: uuid.UUID, at: datetime) -> None:
    """She takes back what she told, or it was written down wrongly."""
    Exposure.objects.filter(id=exposure.id, taken_back_at=None).update(taken_back_at=at)
    write_trail([entry("exposure taken back", family=exposure.family_id, subject=exposure.woman_id)], by=by)

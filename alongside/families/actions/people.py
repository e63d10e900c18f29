"""Women, children and others of a family: who they are, and how they are called."""

from __future__ import annotations

import dataclasses
import uuid
from datetime import date, datetime
from typing import Any

from django.db import transaction

from alongside.families import rules
from alongside.families.actions.insisting import change_newest, day_of, insist, one_of, only
from alongside.families.models import (
    Child,
    Dyad,
    EarlierChild,
    Family,
    Identity,
    NameKey,
    Person,
    Pregnancy,
    Woman,
)
from alongside.families.rules import NewPerson
from alongside.families.terms import Because, ChildState, DyadBegan, PersonKind
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.models import SetAside, new_id
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping import actions as safekeeping
from alongside.safekeeping.terms import BETWEEN_THEM, Category

# What of a person may be changed by a form.
CHANGEABLE = (
    "name", "legal_name", "other_names", "is_alias", "pronouns", "born_on", "died_on", "languages", "interpreter",
)  # fmt: skip


def record_person(*, family: Family, kind: str, new: NewPerson, by: uuid.UUID, at: datetime) -> Person:
    """A person and the folded names she is found by. Inside another verb: it writes no trail of its own."""
    new = _cleaned(new)
    insist(rules.check_person(new, day_of(at)))
    person = Person.objects.create(
        id=new.id or new_id(), family=family, kind=kind, name=new.name, legal_name=new.legal_name,
        other_names=list(new.other_names), is_alias=new.is_alias, pronouns=new.pronouns, born_on=new.born_on,
        died_on=new.died_on, languages=list(new.languages), interpreter=new.interpreter,
        sort_key=rules.sort_key(new.name, new.legal_name), recorded_by=by, recorded_at=at,
    )  # fmt: skip
    _write_keys(person)
    return person


def _cleaned(new: NewPerson) -> NewPerson:
    """Every text as the database can hold it; empty names in lists are dropped."""
    values: dict[str, Any] = {}
    for field in dataclasses.fields(new):
        value = getattr(new, field.name)
        if isinstance(value, str):
            values[field.name] = rules.clean(value)
        elif isinstance(value, (tuple, list)):
            values[field.name] = tuple(text for text in map(rules.clean, value) if text)
    return dataclasses.replace(new, **values)


def _write_keys(person: Person) -> None:
    keys = rules.name_keys(person.name, person.legal_name, person.other_names)
    NameKey.objects.bulk_create([NameKey(person=person, family_id=person.family_id, key=key) for key in keys])


@transaction.atomic
def change_person(
    *, person: Person, base_version: int, values: dict[str, Any], by: uuid.UUID, at: datetime
) -> Person | SetAside:
    """Change names, dates or languages. When a colleague was quicker, nothing is overwritten: both are kept.

    ``values``: any of ``CHANGEABLE``. Raises ``Refused`` for impossible days.
    """
    only(values, CHANGEABLE)
    before = {name: getattr(person, name) for name in CHANGEABLE} | values
    new = _cleaned(
        NewPerson(**{**before, "other_names": tuple(before["other_names"]), "languages": tuple(before["languages"])})
    )
    insist(rules.check_person(new, day_of(at)))
    cleaned: dict[str, Any] = {name: getattr(new, name) for name in values}
    for name in {"other_names", "languages"} & set(cleaned):
        cleaned[name] = list(cleaned[name])
    aside = change_newest(
        person, base_version=base_version, values=cleaned, about="families.person", family=person.family_id,
        subject=person.id, category=Category.CONTACT, by=by, at=at,
    )  # fmt: skip
    if aside:
        return aside
    changed = Person.objects.get(id=person.id)
    if {"name", "legal_name", "other_names"} & set(cleaned):
        Person.objects.filter(id=person.id).update(sort_key=rules.sort_key(changed.name, changed.legal_name))
        NameKey.objects.filter(person_id=person.id).delete()
        _write_keys(changed)
        changed.refresh_from_db()
    write_trail([entry("person changed", family=person.family_id, subject=person.id, version=changed.version)], by=by)
    return changed


@transaction.atomic
def add_person(*, family: Family, person: NewPerson, by: uuid.UUID, at: datetime) -> Person:
    """Somebody in their life: partner, grandmother, carer, friend. No file of her own is opened by this."""
    added = record_person(family=family, kind=PersonKind.OTHER, new=person, by=by, at=at)
    write_trail([entry("person added", family=family.id, subject=added.id)], by=by)
    return added


@transaction.atomic
def add_child(
    *, family: Family, woman: Woman, child: NewPerson, born_on: date | None, began: str = DyadBegan.BIRTH,
    pregnancy: Pregnancy | None = None, began_on: date | None = None, state: str = ChildState.BORN,
    birth_order: int = 1, by: uuid.UUID, at: datetime,
) -> Child:  # fmt: skip
    """A child comes into the file, and with it the two of them together; both are there for good.

    ``began_on`` (else the birth, or today): since when the two are together, for a child who came to live with her.
    """
    one_of(began, DyadBegan.values, "began")
    if woman.family_id != family.id:
        raise Refused(Because.ANOTHER_FAMILY, field="woman")
    if born_on is not None:
        insist(rules.check_birth(born_on=born_on, on=day_of(at)))
    person = record_person(
        family=family, kind=PersonKind.CHILD, new=dataclasses.replace(child, born_on=born_on), by=by, at=at
    )
    record = Child.objects.create(
        person=person, family=family, state=state, pregnancy=pregnancy, birth_order=birth_order, sex=child.sex
    )
    since = began_on or born_on or day_of(at)
    dyad = Dyad.objects.create(
        family=family, woman=woman, child=record, began_on=since, began=began, recorded_by=by, recorded_at=at
    )
    safekeeping.admit(family=family.id, subject=person.id)
    safekeeping.admit(family=family.id, subject=dyad.id, categories=BETWEEN_THEM)
    write_trail(
        [
            entry("child added", family=family.id, subject=person.id),
            entry("dyad began", family=family.id, subject=dyad.id),
        ],
        by=by,
    )
    return record


@transaction.atomic
def record_death(*, person: Person, on: date, by: uuid.UUID, at: datetime) -> Person:
    """Somebody died. A child's record moves to memory and is reminded of nothing; the woman's record and help go on."""
    new = NewPerson(born_on=person.born_on, died_on=on)
    insist(rules.check_person(new, day_of(at)))
    Person.objects.filter(id=person.id).update(died_on=on)
    if person.kind == PersonKind.CHILD:
        Child.objects.filter(person_id=person.id).update(state=ChildState.LOST)
    write_trail([entry("death recorded", family=person.family_id, subject=person.id)], by=by)
    return Person.objects.get(id=person.id)


@transaction.atomic
def add_identity(*, person: Person, her_words: str, by: uuid.UUID, at: datetime) -> Identity:
    """One way in which she describes herself, in her words (E-31)."""
    words = rules.clean(her_words)
    if not words:
        raise Refused(Because.NO_VALUE, field="her_words")
    added = Identity.objects.create(
        family_id=person.family_id, person=person, her_words=words, recorded_by=by, recorded_at=at
    )
    write_trail([entry("identity added", family=person.family_id, subject=person.id)], by=by)
    return added


@transaction.atomic
def take_back_identity(*, identity: Identity, by: uuid.UUID, at: datetime) -> None:
    """She no longer wishes this to be shown."""
    Identity.objects.filter(id=identity.id, taken_back_at=None).update(taken_back_at=at)
    write_trail([entry("identity taken back", family=identity.family_id, subject=identity.person_id)], by=by)


@transaction.atomic
def add_earlier_child(
    *, woman: Woman, called: str = "", born_in: int | None = None, her_words: str = "", by: uuid.UUID, at: datetime
) -> EarlierChild:
    """A child from before, as lightly as she chooses: everything is optional (D-36)."""
    if born_in is not None and not 1900 <= born_in <= day_of(at).year:
        raise Refused(Because.UNLIKELY_YEAR, field="born_in")
    added = EarlierChild.objects.create(
        family_id=woman.family_id, woman=woman, called=rules.clean(called), born_in=born_in,
        her_words=rules.clean(her_words), recorded_by=by, recorded_at=at,
    )  # fmt: skip
    write_trail([entry("earlier child added", family=woman.family_id, subject=woman.pk)], by=by)
    return added


@transaction.atomic
def take_back_earlier_child(*, earlier: EarlierChild, by: uuid.UUID, at: datetime) -> None:
    """She no longer wishes this to be shown."""
    EarlierChild.objects.filter(id=earlier.id, taken_back_at=None).update(taken_back_at=at)
    write_trail([entry("earlier child taken back", family=earlier.family_id, subject=earlier.woman_id)], by=by)

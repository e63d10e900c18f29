"""Households and the people around them."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction

from alongside.families import rules
from alongside.families.actions.insisting import insist, one_of
from alongside.families.models import Family, Household, HouseholdStay, Person, Relationship
from alongside.families.terms import Because, RelationKind, Safety
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.rules import Refused
from alongside.recordkeeping.terms import Source


@transaction.atomic
def record_household(
    *, family: Family, name: str = "", address: str = "", secret: bool = True, by: uuid.UUID, at: datetime
) -> Household:
    """A place to live. Its address is a secret of her team unless she says otherwise."""
    place = Household.objects.create(
        family=family,
        name=rules.clean(name),
        address=rules.clean(address),
        secret=secret,
        recorded_by=by,
        recorded_at=at,
    )
    write_trail([entry("household recorded", family=family.id, household=place.id)], by=by)
    return place


@transaction.atomic
def record_stay(
    *, household: Household, person: Person, during: Any, source: str = Source.STAFF, by: uuid.UUID, at: datetime
) -> HouseholdStay:
    """Who lives there, from when until when."""
    insist(rules.check_span(during))
    one_of(source, Source.values, "source")
    if household.family_id != person.family_id:
        raise Refused(Because.ANOTHER_FAMILY, field="person")
    stay = HouseholdStay.objects.create(
        family_id=household.family_id, household=household, person=person, during=rules.span(during), source=source,
        recorded_by=by, recorded_at=at,
    )  # fmt: skip
    write_trail([entry("stay recorded", family=household.family_id, subject=person.id, stay=stay.id)], by=by)
    return stay


@transaction.atomic
def correct_stay(
    *, stay: HouseholdStay, during: Any, household: Household | None = None, source: str = "",
    by: uuid.UUID, at: datetime,
) -> HouseholdStay:  # fmt: skip
    """A better version of a stay, also of a past one (or: it has ended). The earlier version stays readable.

    What is left out stays as it was. Raises ``Refused`` (``changed_meanwhile``: a colleague put it right first).
    """
    insist(rules.check_span(during))
    _supersede(stay, by, at)
    return record_stay(
        household=household or stay.household, person=stay.person, during=during, source=source or stay.source,
        by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def set_relationship(
    *, family: Family, person: Person, other: Person, kind: str, safety: str = Safety.UNKNOWN, during: Any,
    replaces: Relationship | None = None, she_said: bool = False, by: uuid.UUID, at: datetime,
) -> Relationship:  # fmt: skip
    """Somebody in her life, and how safe she says they are.

    ``she_said``: it is her own word, said now. Without it, what she said before stands: nobody else calls a person safe
    or unsafe, and nobody else takes her word away (``Refused("her_word")``). ``replaces`` is superseded.
    """
    one_of(kind, RelationKind.values, "kind")
    one_of(safety, Safety.values, "safety")
    insist(rules.check_span(during))
    if person.id == other.id:
        raise Refused(Because.SAME_PERSON, field="other")
    if not person.family_id == other.family_id == family.id:
        raise Refused(Because.ANOTHER_FAMILY, field="other")
    insist(rules.her_word(replaces.safety if replaces else None, safety, she_said))
    if replaces is not None:
        if (replaces.person_id, replaces.other_id) != (person.id, other.id):
            raise Refused(Because.ANOTHER_FAMILY, field="replaces")
        _supersede(replaces, by, at)
    said = Relationship.objects.create(
        family=family, person=person, other=other, kind=kind, safety=safety, during=rules.span(during),
        recorded_by=by, recorded_at=at,
    )  # fmt: skip
    write_trail(
        [entry("relationship", family=family.id, subject=person.id, relationship=said.id, she_said=she_said)], by=by
    )
    return said


@transaction.atomic
def correct_relationship(
    *, row: Relationship, kind: str, safety: str, during: Any, she_said: bool = False, by: uuid.UUID, at: datetime
) -> Relationship:
    """A better version of what was written about two people, also of what is over; between the same two.

    Raises ``Refused``: ``changed_meanwhile`` when a colleague put it right first, ``her_word`` as ``set_relationship``.
    """
    return set_relationship(
        family=row.family, person=row.person, other=row.other, kind=kind, safety=safety, during=during, replaces=row,
        she_said=she_said, by=by, at=at,
    )  # fmt: skip


def _supersede(row: Any, by: uuid.UUID, at: datetime) -> None:
    if not type(row).objects.filter(pk=row.pk, superseded_at=None).update(superseded_at=at, superseded_by=by):
        raise Refused(Because.CHANGED_MEANWHILE, clash=row)

"""Her plan for being reached: every save is a new plan."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from alongside.families import rules
from alongside.families.actions.insisting import day_of, insist, only, written
from alongside.families.models import KnownContact, Person, SafeContact, SafeWay, Woman
from alongside.families.queries import safe_contact_of
from alongside.families.terms import Because
from alongside.recordkeeping.actions import entry, set_aside, write_trail
from alongside.recordkeeping.models import SetAside
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.terms import Category

PLAN = ("we_are_called", "who_shares_the_phone", "code_word", "checked_on", "note")
WAY = ("channel", "value", "content_level", "from_hour", "to_hour", "days", "voicemail")


@transaction.atomic
def save_safe_contact(
    *,
    woman: Woman,
    base_version: int,
    plan: dict[str, Any],
    ways: Sequence[dict[str, Any]],
    by: uuid.UUID,
    at: datetime,
) -> SafeContact | SetAside:
    """Her plan as she says it today. ``base_version``: the version the form showed (0 when there was none).

    When a colleague saved another plan meanwhile, that one counts and this one is set aside: both are kept and shown.
    Raises ``Refused`` for a way without a number, hours of no length, or a check on a day to come.
    """
    only(plan, PLAN)
    values: dict[str, Any] = {"checked_on": day_of(at)} | {
        k: rules.clean(v) if isinstance(v, str) else v for k, v in plan.items()
    }
    if values["checked_on"] > day_of(at):
        raise Refused(Because.NOT_YET, field="checked_on")
    made = [_way(way) for way in ways]
    try:
        with transaction.atomic():
            saved = _save(woman, base_version, values, made, by, at)
    except IntegrityError as error:  # the same version was saved by somebody else between our look and our save
        if "families_safecontact_version" not in str(error):
            raise
        saved = None
    if saved is None:
        return _aside(woman, values, ways, by, at)
    write_trail([entry("safe contact", family=woman.family_id, subject=woman.pk, version=saved.version)], by=by)
    return saved


def _way(values: dict[str, Any]) -> SafeWay:
    only(values, WAY)
    way = SafeWay(**{k: rules.clean(v) if isinstance(v, str) else v for k, v in values.items()})
    insist(rules.check_way(way))
    return way


def _save(
    woman: Woman, base_version: int, values: dict[str, Any], ways: Sequence[SafeWay], by: uuid.UUID, at: datetime
) -> SafeContact | None:
    """The next version, or ``None`` when the newest is not the one the form showed."""
    newest = safe_contact_of(woman)
    if (newest.version if newest else 0) != base_version:
        return None
    saved = SafeContact.objects.create(
        family_id=woman.family_id, woman=woman, version=base_version + 1, recorded_by=by, recorded_at=at, **values
    )
    for way in ways:
        way.plan, way.family_id, way.woman_id = saved, woman.family_id, woman.pk
    SafeWay.objects.bulk_create(ways)
    return saved


def _aside(
    woman: Woman, values: dict[str, Any], ways: Sequence[dict[str, Any]], by: uuid.UUID, at: datetime
) -> SetAside:
    newest = safe_contact_of(woman)
    return set_aside(
        family=woman.family_id, subject=woman.pk, category=Category.CONTACT, about="families.safe_contact",
        target=newest.id if newest else woman.pk, written={**written(values), "ways": [written(way) for way in ways]},
        by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def know_contact(*, person: Person, value: str, by: uuid.UUID, at: datetime) -> KnownContact:
    """A number or address of somebody else in her life: never taken for hers. Raises ``Refused`` (``no_value``)."""
    value = rules.clean(value)
    if not value:
        raise Refused(Because.NO_VALUE, field="value")
    known = KnownContact.objects.create(
        family_id=person.family_id, person=person, value=value, recorded_by=by, recorded_at=at
    )
    write_trail([entry("contact of another", family=person.family_id, subject=person.pk)], by=by)
    return known


@transaction.atomic
def forget_contact(*, known: KnownContact, by: uuid.UUID, at: datetime) -> None:
    """It is that person's no longer, or was written wrongly: it stays in the record and counts no more."""
    KnownContact.objects.filter(pk=known.pk, taken_back_at=None).update(taken_back_at=at)
    write_trail([entry("contact of another taken back", family=known.family_id, subject=known.person_id)], by=by)

"""A file: opening it, what she calls it, why she comes, and further families somebody belongs to."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from django.db import transaction

from alongside.agencies.models import Agency
from alongside.families import rules
from alongside.families.actions.insisting import change_newest, day_of, insist
from alongside.families.actions.people import record_person
from alongside.families.models import Family, Membership, Woman
from alongside.families.rules import NewPerson
from alongside.families.terms import PersonKind
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.models import SetAside, new_id
from alongside.safekeeping import actions as safekeeping
from alongside.safekeeping.terms import Category


@transaction.atomic
def open_family(
    *, agency: Agency, name: str = "", woman: NewPerson, opened_on: date, by: uuid.UUID, at: datetime,
    id: uuid.UUID | None = None,
) -> Family:  # fmt: skip
    """A new file for a woman: no legal name, no child and no condition asked for. Whoever opens it is let in.

    Raises ``Refused`` for impossible days, ProgrammingError (42501) for whoever may not open files.
    """
    insist(rules.check_outcome_day(outcome_on=opened_on, on=day_of(at)))
    family = Family(
        id=id or new_id(), agency=agency, name=rules.clean(name), opened_on=opened_on, recorded_by=by, recorded_at=at
    )
    safekeeping.open_file(family=family.id, basis=family.id, agency=agency.id)
    family.save(force_insert=True)
    person = record_person(family=family, kind=PersonKind.WOMAN, new=woman, by=by, at=at)
    Woman.objects.create(person=person, family=family, her_why=rules.clean(woman.her_why))
    write_trail([entry("file opened", family=family.id, subject=person.id)], by=by)
    return family


@transaction.atomic
def rename_family(*, family: Family, base_version: int, name: str, by: uuid.UUID, at: datetime) -> Family | SetAside:
    """What she calls her family; empty is fine. When a colleague was quicker, both stay until a person decides."""
    aside = change_newest(
        family, base_version=base_version, values={"name": rules.clean(name)}, about="families.family",
        family=family.id, subject=family.id, category=Category.CONTACT, by=by, at=at,
    )  # fmt: skip
    if aside:
        return aside
    family.refresh_from_db()
    write_trail([entry("family renamed", family=family.id, version=family.version)], by=by)
    return family


@transaction.atomic
def change_why(*, woman: Woman, base_version: int, her_why: str, by: uuid.UUID, at: datetime) -> Woman | SetAside:
    """Why she comes, as she says it now. When a colleague was quicker, both stay until a person decides."""
    aside = change_newest(
        woman, base_version=base_version, values={"her_why": rules.clean(her_why)}, about="families.woman",
        family=woman.family_id, subject=woman.pk, category=Category.SERVICE_USE, by=by, at=at,
    )  # fmt: skip
    if aside:
        return aside
    woman.refresh_from_db()
    write_trail([entry("why she comes", family=woman.family_id, subject=woman.pk, version=woman.version)], by=by)
    return woman


@transaction.atomic
def add_membership(
    *,
    family: Family,
    person: uuid.UUID,
    during: Any,
    known_as: str = "",
    as_what: str = "",
    by: uuid.UUID,
    at: datetime,
) -> Membership:
    """Somebody of another file belongs to this family too; this family's team knows her by ``known_as`` (D-05)."""
    insist(rules.check_span(during))
    added = Membership.objects.create(
        family=family, person=person, known_as=rules.clean(known_as), as_what=rules.clean(as_what),
        during=rules.span(during), recorded_by=by, recorded_at=at,
    )  # fmt: skip
    write_trail([entry("belongs to family", family=family.id, subject=family.id, membership=added.id)], by=by)
    return added

"""Two records of one person, as those read it who work with both files."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from alongside.consent.models import SamePerson
from alongside.families.models import Person
from alongside.pages.worker.presented.words import name_of
from alongside.safekeeping.queries import Me
from alongside.safekeeping.terms import Ability


@dataclass(frozen=True)
class Record:
    """One of the two: the name it has there, when she or the child was born, and its file."""

    name: str
    born_on: object
    url: str


@dataclass(frozen=True)
class SameShown:
    """Two records, how it stands with them, and what may be done now."""

    records: tuple[Record, Record]
    state: str
    why: str
    apart_why: str
    said_by: str
    said_at: datetime
    doing: tuple[tuple[str, str], ...]


def shown(row: SamePerson, names: Mapping[uuid.UUID, str], me: Me) -> SameShown:
    """One of them for the asker, who knows both files."""
    return SameShown(
        records=(_record(row.person), _record(row.other_person)), state=state(row), why=row.why,
        apart_why=row.apart_why, said_by=names.get(row.recorded_by, ""), said_at=row.recorded_at,
        doing=tuple((reverse(name, args=[row.pk]), label) for name, label in may(row, me)),
    )  # fmt: skip


def _record(person: Person) -> Record:
    return Record(name_of(person), person.born_on, reverse("family", args=[person.family_id]))


def state(row: SamePerson) -> str:
    """In a few words."""
    if row.apart_asked_at:
        return _("Somebody says that they are two. A second person has to agree.")
    if row.agreed_at:
        return _("Two people agreed that they are one.")
    return _("Said by one person. A second one has to agree.")


def may(row: SamePerson, me: Me) -> list[tuple[str, str]]:
    """What she may do with it now; the database decides."""
    leads = me.can(Ability.KEEP_WALL)
    found = []
    if row.apart_asked_at:
        if leads and row.apart_asked_by != me.principal:
            found.append(("same_agree_apart", _("Yes, they are two")))
        if leads or row.apart_asked_by == me.principal:
            found.append(("same_stay", _("No, they are one")))
    elif row.agreed_at:
        found.append(("same_apart", _("They are two after all")))
    else:
        if leads and row.recorded_by != me.principal:
            found.append(("same_agree", _("Yes, they are one")))
        if leads or row.recorded_by == me.principal:
            found.append(("same_drop", _("No, they are two")))
    return found


def waits_for(row: SamePerson, me: Me) -> bool:
    """A second person is needed, and it may be she."""
    if not me.can(Ability.KEEP_WALL) or (row.agreed_at and not row.apart_asked_at):
        return False
    return me.principal != (row.apart_asked_by or row.recorded_by)

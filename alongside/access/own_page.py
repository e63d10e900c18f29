"""How a woman's own page stands (the family's page tells it without a statement more), and who is named on it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet

from alongside.accounts.models import HerPage
from alongside.families.models import Dyad, Person


@dataclass(frozen=True)
class OwnPage:
    """How her own page stands, as far as the asker may know of it; empty when there never was one."""

    state: str = ""
    why_off: str = ""


def along(people: QuerySet[Person]) -> QuerySet[Person]:
    """The same people, each with what ``of`` reads."""
    page = HerPage.objects.filter(person=OuterRef("pk"))
    return people.annotate(own_page_state=page.values("state")[:1], own_page_why_off=page.values("why_off")[:1])


def of(person: Person) -> OwnPage:
    """Of somebody who was asked for with ``along``; no statement."""
    return OwnPage(getattr(person, "own_page_state", None) or "", getattr(person, "own_page_why_off", None) or "")


def my_people(herself: Person) -> dict[uuid.UUID, str]:
    """How whoever she may read about is called: herself, her children, and each two together; two statements."""
    people = {p.id: p.name for p in Person.objects.filter(family_id=herself.family_id)}
    for dyad in Dyad.objects.filter(family_id=herself.family_id, woman_id=herself.id):
        people[dyad.id] = people.get(dyad.child_id, "")
    return people

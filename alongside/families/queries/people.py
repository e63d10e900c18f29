"""Who is in a file: women, children, the two together, others."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from alongside.families.models import Child, Dyad, EarlierChild, Family, Identity, Membership, Person, Pregnancy, Woman
from alongside.families.queries.pregnancies import pregnancies_of
from alongside.families.terms import ChildState, PersonKind


@dataclass(frozen=True)
class Cover:
    """A file's cover, as far as the asker may see it. ``women``, ``children`` and ``others`` are persons."""

    family: Family
    people: tuple[Person, ...]
    dyads: tuple[Dyad, ...]
    pregnancies: tuple[Pregnancy, ...]

    @property
    def women(self) -> list[Person]:
        """The women of the file (usually one)."""
        return [p for p in self.people if p.kind == PersonKind.WOMAN]

    @property
    def children(self) -> list[Person]:
        """Her children with us, born, expected and remembered, oldest first; ``person.child`` holds the record."""
        return [p for p in self.people if p.kind == PersonKind.CHILD]

    @property
    def others(self) -> list[Person]:
        """People in their life."""
        return [p for p in self.people if p.kind == PersonKind.OTHER]


def families_of(ids: Sequence[uuid.UUID]) -> QuerySet[Family]:
    """These files, as far as the asker is let into them."""
    return Family.objects.filter(id__in=ids).select_related("agency")


def family_cover(family_id: uuid.UUID) -> Cover:
    """Everything on the cover in four statements. Raises ``Family.DoesNotExist`` for an absent or hidden file."""
    family = Family.objects.select_related("agency").get(id=family_id)
    return Cover(family, tuple(people_of(family_id)), tuple(dyads_of(family_id)), tuple(pregnancies_of(family_id)))


def names_of(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The names these people go by here, as far as the asker may know them; one statement."""
    return dict(Person.objects.filter(pk__in=list(ids)).values_list("pk", "name")) if ids else {}


def people_of(family_id: uuid.UUID) -> QuerySet[Person]:
    """Everybody recorded in this file, oldest first; ``person.woman`` and ``person.child`` come along.

    A part the asker may not see is simply not there (``person.child`` then raises ``Child.DoesNotExist``).
    """
    return (
        Person.objects.filter(family_id=family_id)
        .select_related("woman", "child")
        .order_by("born_on", "sort_key", "id")
    )


def women_of(family_id: uuid.UUID) -> QuerySet[Woman]:
    """The women of this file, with their persons."""
    return (
        Woman.objects.filter(family_id=family_id).select_related("person").order_by("person__recorded_at", "person_id")
    )


def women_in(files: Iterable[uuid.UUID]) -> dict[uuid.UUID, Person]:
    """{family: the woman with whom it was opened}, of those whom the asker may know; one statement."""
    people = Person.objects.filter(family_id__in=set(files), kind=PersonKind.WOMAN).order_by("-recorded_at", "-id")
    return {person.family_id: person for person in people}


def children_of(family_id: uuid.UUID, *, lost: bool = True) -> QuerySet[Child]:
    """Children of this file with their persons, oldest first, then the expected ones.

    ``lost=False`` leaves out the remembered.
    """
    found = Child.objects.filter(family_id=family_id).select_related("person")
    if not lost:
        found = found.exclude(state=ChildState.LOST)
    return found.order_by("person__born_on", "birth_order", "person_id")


def dyads_of(family_id: uuid.UUID) -> QuerySet[Dyad]:
    """Each woman and child of this file together, with both persons. None ever ends."""
    return (
        Dyad.objects.filter(family_id=family_id)
        .select_related("woman__person", "child__person")
        .order_by("began_on", "id")
    )


def identities_of(family_id: uuid.UUID) -> QuerySet[Identity]:
    """How people of this file describe themselves today (E-31)."""
    return Identity.objects.filter(family_id=family_id, taken_back_at=None).order_by("recorded_at", "id")


def earlier_children_of(family_id: uuid.UUID) -> QuerySet[EarlierChild]:
    """Children from before, as far as she wished them recorded (D-36)."""
    return EarlierChild.objects.filter(family_id=family_id, taken_back_at=None).order_by("born_in", "recorded_at")


def memberships_of(family_id: uuid.UUID) -> QuerySet[Membership]:
    """People of other files who belong to this family too, under the name this family's team knows."""
    return Membership.objects.filter(family_id=family_id).order_by("recorded_at", "id")

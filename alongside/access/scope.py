"""Whose records: what each page starts from.

Nothing here decides who may see a row: the database does, for whoever holds the token of the transaction. These are
the starting points that ask it once: always by family or by id, a fixed number of statements whatever the rows.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Model, Q, QuerySet, Value

from alongside.accounts.models import Colleague
from alongside.accounts.terms import PARTS, RoleName
from alongside.agencies import queries as agencies
from alongside.agencies.models import Agency, Site
from alongside.agencies.terms import OURS
from alongside.assessment import queries as assessment
from alongside.assessment.models import Alert
from alongside.assessment.queries import DueRow
from alongside.care import queries as care
from alongside.care.models import Contact
from alongside.enrolment import queries as enrolment
from alongside.enrolment.models import KeptOut, StateChange
from alongside.enrolment.terms import State
from alongside.families import queries as families
from alongside.families.models import Child, Dyad, Exposure, Family, Person, Pregnancy, SafeContact, Woman
from alongside.families.terms import PersonKind
from alongside.recordkeeping.models import Trail
from alongside.safekeeping.queries import Me, my_families
from alongside.safekeeping.terms import Ability, Category, Kind

Row = TypeVar("Row", bound=Model)
People = QuerySet[Person]


@dataclass(frozen=True)
class File:
    """One family as the asker may see it: the woman, everybody in it, which two belong together, pregnancies."""

    family: Family
    woman: Person
    people: tuple[Person, ...]
    dyads: tuple[Dyad, ...]
    pregnancies: tuple[Pregnancy, ...] = ()

    @property
    def id(self) -> uuid.UUID:
        """The family's id."""
        return self.family.id

    @property
    def knows_her(self) -> bool:
        """The asker is let into her own record, not to the children alone."""
        return Person.woman.related.get_cached_value(self.woman, default=None) is not None  # type: ignore[attr-defined]

    @property
    def children(self) -> tuple[Person, ...]:
        """Children of the family, the oldest first, those expected last."""
        return tuple(person for person in self.people if person.kind == PersonKind.CHILD)

    def person(self, id: uuid.UUID) -> Person | None:
        """Somebody of this family; ``None`` for anybody else."""
        return next((person for person in self.people if person.id == id), None)

    def child(self, id: uuid.UUID) -> Person:
        """A child of this family. Raises Person.DoesNotExist for anybody else and for a child hidden from the asker."""
        found = self.person(id)
        if found is None or child_of(found) is None:
            raise Person.DoesNotExist
        return found

    def together(self, id: uuid.UUID) -> Dyad:
        """Two of this family. Raises Dyad.DoesNotExist for any other two."""
        for dyad in self.dyads:
            if dyad.id == id and self.person(dyad.woman_id) and self.person(dyad.child_id):
                return dyad
        raise Dyad.DoesNotExist


def child_of(person: Person) -> Child | None:
    """What is known of her or him as a child, if it was asked for; ``None`` when it is not for the asker.

    Never asks the database by itself: a list that forgot to bring it along must not ask once for each line.
    """
    held = Person.child.related.get_cached_value(person, default=None)
    return held if isinstance(held, Child) else None


def the_file(
    family: uuid.UUID, known_at: datetime | None = None, *, along: Callable[[People], People] | None = None
) -> File:
    """The family in three statements. Raises Person.DoesNotExist when it is hidden or not there: both alike.

    ``along`` asks for something more about each person in the same statement (``own_page.along``).
    """
    asked = families.people_of(family).select_related("family", "woman", "child")
    people = tuple(along(asked) if along else asked)
    women = [person for person in people if person.kind == PersonKind.WOMAN]
    if not women:
        raise Person.DoesNotExist
    woman = min(women, key=lambda person: (person.recorded_at, person.id))
    # Without joins: somebody who works with the children alone may see the two together and not all of the woman.
    dyads = tuple(Dyad.objects.filter(family_id=family).order_by("began_on", "id"))
    return File(woman.family, woman, people, dyads, tuple(families.pregnancies_of(family, known_at)))


def herself(me: Me) -> Person:
    """Who is signed in to her own page, as a person. Raises Person.DoesNotExist for everybody else; one statement."""
    return Person.objects.select_related("family").get(id=me.person or uuid.UUID(int=0))


def safe_contact(file: File) -> SafeContact | None:
    """Her newest plan for being reached, as far as it is for the asker; two statements."""
    return families.safe_contact_of(Woman(person_id=file.woman.id, family_id=file.id))


@dataclass(frozen=True)
class Reached:
    """Whom an alert is about, as far as the asker may know: the woman, how to reach her, the one she turns to."""

    woman: Person
    plan: SafeContact | None
    key_workers: tuple[str, ...]


def reached(alert: Alert, day: date) -> Reached | None:
    """How to reach the woman of an alert, in four statements; ``None`` for somebody who is not let in (yet)."""
    women = [person for person in families.people_of(alert.family_id) if person.kind == PersonKind.WOMAN]
    if not women:
        return None
    woman = next((person for person in women if person.id == alert.subject), women[0])
    plan = families.safe_contact_of(Woman(person_id=woman.id, family_id=alert.family_id))
    named = [row.colleague.name for row in enrolment.key_workers_on(alert.family_id, day) if row.person_id == woman.id]
    return Reached(woman, plan, tuple(named))


def women_of(alerts: Iterable[Alert]) -> dict[uuid.UUID, Person]:
    """The woman of each alert's family, as far as the asker may know who she is; one statement."""
    found: dict[uuid.UUID, Person] = {}
    held = list(alerts)
    people = Person.objects.filter(family_id__in={each.family_id for each in held}, kind=PersonKind.WOMAN)
    for person in people.order_by("-recorded_at", "-id"):
        found[person.family_id] = person
        found[person.id] = person
    return {each.id: found.get(each.subject) or found[each.family_id] for each in held if each.family_id in found}


def who_may_be_on_duty(day: date) -> list[Colleague]:
    """Colleagues who may be told at once: their part reads how to reach people."""
    reads = {name for name, part in PARTS.items() if part.kind == Kind.STAFF and part.reads >> Category.CONTACT & 1}
    return [each for each in colleagues_with_parts(day) if reads & set(each.parts)]  # type: ignore[attr-defined]


def exposures(family: uuid.UUID) -> QuerySet[Exposure]:
    """What pregnancies of this family met, as she told it; for her pregnancy's own part of a page alone (D-24)."""
    return Exposure.objects.filter(family_id=family, taken_back_at=None).order_by("recorded_at", "id")


def within(rows: QuerySet[Row], file: File) -> QuerySet[Row]:
    """Only rows of this family: a woman may be in further families, whose teams tell their own."""
    return rows.filter(family_id=file.id)


def named(rows: QuerySet[KeptOut] | tuple[()]) -> list[KeptOut]:
    """Who is kept out, with the colleague's name, in one statement."""
    return list(rows.select_related("colleague")) if isinstance(rows, QuerySet) else []


def contact(family: uuid.UUID, id: uuid.UUID) -> Contact:
    """A contact of this family. Raises Contact.DoesNotExist for one that is hidden, of another family, or not there."""
    return Contact.objects.get(family_id=family, id=id)


def first_met(file: File) -> date | None:
    """The day on which we met her first, as far as the asker may see it: a contact, or the day she was with us.

    Two statements; ``None`` when nobody has met her yet.
    """
    with_us = StateChange.objects.filter(family_id=file.id, person_id=file.woman.id, state=State.ACTIVE)
    days = [
        care.first_met(file.id, file.woman.id),
        with_us.order_by("from_on").values_list("from_on", flat=True).first(),
    ]
    return min((day for day in days if day is not None), default=None)


@dataclass(frozen=True)
class FitsNow:
    """Measures that fit into these days, with the people they are about; and where the list goes on."""

    rows: list[DueRow]
    people: dict[uuid.UUID, Person]
    dyads: dict[uuid.UUID, Dyad]
    women: dict[uuid.UUID, Person]
    further: tuple[date, uuid.UUID] | None = None


def fits_now(me: Me, on: date, *, after: tuple[date, uuid.UUID] | None, size: int) -> FitsNow:
    """One page of what fits into these days for the families the asker is let into; at most four statements."""
    mine = None if me.can(Ability.ALL_FILES) else my_families()
    rows = assessment.due_list(on=on, families=mine, after=after, size=size + 1)
    further = (rows[size - 1].due_on, rows[size - 1].id) if len(rows) > size else None
    rows = rows[:size]
    held = Person.objects.filter(family_id__in={row.family for row in rows}).order_by("recorded_at", "id")
    people = {person.id: person for person in held}
    dyads = {dyad.id: dyad for dyad in Dyad.objects.filter(id__in={row.subject for row in rows} - people.keys())}
    women: dict[uuid.UUID, Person] = {}
    for person in people.values():
        if person.kind == PersonKind.WOMAN:
            women.setdefault(person.family_id, person)
    return FitsNow(rows, people, dyads, women, further)


@dataclass(frozen=True)
class Listed:
    """One line of a list of families, as far as the asker may see it."""

    family: uuid.UUID
    woman: Person
    children: tuple[Person, ...] = ()
    state: StateChange | None = None
    found: tuple[Person, ...] = field(default=(), compare=False)


def families_of_mine(
    principal: uuid.UUID, day: date, *, past: bool = False, after: uuid.UUID | None = None, size: int
) -> list[Listed]:
    """One page of the families the asker is let into, by the woman's name; ``after``: the last woman before it.

    ``past``: as the list was on ``day``, of files that the asker is let into now; one statement more.
    """
    key = None
    if after is not None:
        key = Person.objects.filter(id=after).values_list("sort_key", "id").first()
        if key is None:
            return []
    rows = families.families_list(principal, after=key, size=size, opened_by=day if past else None)
    return _with_children([(row.family.id, row.woman) for row in rows], day, past=past)


def found(words: str, day: date, limit: int = 30) -> list[Listed]:
    """Families in which somebody has a name like ``words``, the likeliest first; whoever was found stands beside."""
    people = [hit.person for hit in families.find_people(words, limit)]
    by_family: dict[uuid.UUID, list[Person]] = {}
    for person in people:
        by_family.setdefault(person.family_id, []).append(person)
    women = {}
    everybody = Person.objects.filter(family_id__in=list(by_family), kind=PersonKind.WOMAN)
    for person in everybody.order_by("-recorded_at", "-id"):
        women[person.family_id] = person
    rows = _with_children([(family, women[family]) for family in by_family if family in women], day)
    return [Listed(row.family, row.woman, row.children, row.state, tuple(by_family[row.family])) for row in rows]


def children_in(ids: Iterable[uuid.UUID], then: date | None = None) -> dict[uuid.UUID, tuple[Person, ...]]:
    """Children of each of these families, the oldest first, in one statement; remembered children are not listed.

    ``then``: only those who were born or expected by that day, which takes one statement more.
    """
    held = list(ids)
    found: dict[uuid.UUID, list[Person]] = {}
    people = Person.objects.filter(family_id__in=held, kind=PersonKind.CHILD).exclude(child__state="lost")
    began = dict(Dyad.objects.filter(family_id__in=held).values_list("child_id", "began_on")) if then else {}
    for person in people.select_related("child").order_by("born_on", "id"):
        if then is None or was_there(person, began.get(person.id), then):
            found.setdefault(person.family_id, []).append(person)
    return {family: tuple(each) for family, each in found.items()}


def was_there(child: Person, began_on: date | None, day: date) -> bool:
    """Born by that day, or expected on it (the two belong together from conception on), or without any day."""
    if child.born_on is None or child.born_on <= day:
        return began_on is None or began_on <= day or child.born_on is not None
    return began_on is not None and began_on <= day


def _with_children(rows: Sequence[tuple[uuid.UUID, Person]], day: date, *, past: bool = False) -> list[Listed]:
    children = children_in((family for family, _woman in rows), day if past else None)
    states = enrolment.state_on([woman.id for _family, woman in rows], day)
    return [Listed(family, woman, children.get(family, ()), states.get(woman.id)) for family, woman in rows]


def colleagues_here(day: date) -> QuerySet[Colleague]:
    """Colleagues at the asker's agency on ``day``, by name."""
    return Colleague.objects.filter(agency__kind__in=OURS).exclude(left_on__lte=day).order_by("name", "id")


def colleagues_with_parts(day: date) -> QuerySet[Colleague]:
    """Colleagues at the asker's agency on ``day``, by name; ``parts`` holds the codes of what each does that day."""
    then: dict[str, Any] = {"filter": Q(roles__during__contains=day), "default": Value([]), "order_by": "roles__name"}
    return colleagues_here(day).annotate(parts=ArrayAgg("roles__name", **then), held=ArrayAgg("roles__id", **then))


def sites() -> QuerySet[Site]:
    """The places of our programme and its partners, by name."""
    return Site.objects.select_related("agency").order_by("agency__name", "name")


def trail(
    *, about: uuid.UUID | None = None, who: uuid.UUID | None = None, before: tuple[int, int] | None = None,
    but: Collection[str] = (),
) -> QuerySet[Trail]:  # fmt: skip
    """Who looked and did what, newest first: about one file or person, or by one colleague.

    ``but`` leaves out lines of these kinds. ``before`` is (chain, number) of the last line of the page before; the
    caller slices.
    """
    lines = Trail.objects.order_by("-at", "-shard", "-seq")
    if about is not None:
        lines = lines.filter(Q(subject=about) | Q(family=about))
    if who is not None:
        lines = lines.filter(principal=who)
    if but:
        lines = lines.exclude(verb__in=list(but))
    if before is not None:
        last = Trail.objects.filter(shard=before[0], seq=before[1]).values_list("at", flat=True).first()
        if last is None:
            return lines.none()
        lines = lines.filter(
            Q(at__lt=last) | Q(at=last, shard__lt=before[0]) | Q(at=last, shard=before[0], seq__lt=before[1])
        )
    return lines


def council_members(day: date) -> QuerySet[Colleague]:
    """Who sits on the women's advisory council on ``day``."""
    found = Colleague.objects.filter(roles__name=RoleName.COUNCIL, roles__during__contains=day)
    return found.distinct().order_by("name")


def colleague(id: uuid.UUID) -> Colleague:
    """A colleague of the asker's agency. Raises Colleague.DoesNotExist for anybody else."""
    return Colleague.objects.get(id=id, agency__kind__in=OURS)


def my_agency(me: Me) -> Agency:
    """The agency of whoever asks."""
    return Agency.objects.get(id=me.agency or uuid.UUID(int=0))


def partners() -> list[Agency]:
    """Agencies we work with, by name."""
    return list(agencies.partners())

"""What is shown to somebody outside of a woman, a child or the two: notes, goals, plans, what comes, how to reach.

Nothing here decides. Whoever asks from outside gets what the wall lets through; ``reach`` narrows it once more, and is
the whole of it where somebody of our own looks at what a recipient would see ("try it").
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from alongside.care.models import CareNeed, Contact, LaneVersion, Promise
from alongside.care.queries.safety import PlanSeen, plans_of
from alongside.care.rules import LANES, OF_KIND, OF_LANE
from alongside.care.terms import PromiseState
from alongside.consent.models import Statement
from alongside.families.models import Person, SafeContact, Woman
from alongside.families.queries import safe_contact_of
from alongside.goals.models import Goal
from alongside.goals.queries import standing_of
from alongside.goals.rules import Stands
from alongside.goals.terms import Standing
from alongside.safekeeping.terms import Category

SIZE = 50
MOST = 60  # of what will happen, and of care needs

Reaching = Mapping[uuid.UUID, int]  # {woman, child or the two: mask of categories}


@dataclass(frozen=True)
class Shared:
    """What is shown of one page. ``said``: her own words beside a note, by its id; ``older``: where it goes on."""

    notes: tuple[Contact, ...] = ()
    promises: tuple[Promise, ...] = ()
    plan: SafeContact | None = None
    needs: tuple[CareNeed, ...] = ()
    goals: tuple[tuple[Goal, Stands], ...] = ()
    plans: tuple[PlanSeen, ...] = ()
    lanes: tuple[LaneVersion, ...] = ()
    person: Person | None = None
    said: Mapping[uuid.UUID, tuple[Statement, ...]] = None  # type: ignore[assignment]
    older: tuple[date, uuid.UUID] | None = None


def shared(
    family: uuid.UUID, person: uuid.UUID, reach: Reaching, *, today: date,
    before: tuple[date, uuid.UUID] | None = None, beside: Reaching | None = None, size: int = SIZE,
) -> Shared:  # fmt: skip
    """What is shown about ``person`` (and the two together, where ``reach`` names them): newest notes first.

    ``before`` is (day, id) of the last note of the page before. ``beside``: what the recipient may read of others of
    whom a note says something; ``None`` leaves that to the wall, which asks it for whoever is signed in from outside.
    At most thirteen statements, whatever the number of notes.
    """
    found = _notes(family, reach, today, before, beside)[: size + 1]
    notes = tuple(found[:size])
    older = (notes[-1].on, notes[-1].pk) if len(found) > size else None
    lanes = _lanes(family, reach, beside) if before is None else ()
    said: dict[uuid.UUID, tuple[Statement, ...]] = {}
    if notes or lanes:
        hers = Statement.objects.filter(family_id=family, target__in=[row.pk for row in (*notes, *lanes)])
        for each in hers.order_by("recorded_at", "id"):
            said[each.target] = (*said.get(each.target, ()), each)
    if before is not None:
        return Shared(notes=notes, said=said, older=older)
    mask = reach.get(person, 0)
    tells = bool(mask >> Category.CONTACT & 1)
    who = Person.objects.filter(family_id=family, pk=person).first() if tells else None
    promises = Promise.objects.filter(of_kinds(reach), family_id=family, state=PromiseState.OPEN)
    return Shared(
        notes=notes,
        promises=tuple(_about(promises, beside).order_by("on", "at_time", "id")[:MOST]),
        plan=safe_contact_of(Woman(person_id=person, family_id=family)) if tells else None,
        needs=needs_of(family, person) if mask >> Category.CHILD_HEALTH_DEV & 1 else (),
        goals=_goals(family, reach, beside),
        plans=standing_plans(family, person, mask),
        lanes=lanes,
        person=who,
        said=said,
        older=older,
    )  # fmt: skip


def _goals(family: uuid.UUID, reach: Reaching, beside: Reaching | None) -> tuple[tuple[Goal, Stands], ...]:
    """What she wants and how it stands, but for what was put away or became something else. Two statements."""
    rows = list(_about(Goal.objects.filter(of_kinds(reach), family_id=family), beside).order_by("-on", "-id")[:MOST])
    stands = standing_of([row.pk for row in rows])
    gone = (Standing.PUT_AWAY, Standing.CHANGED)
    return tuple((row, stands[row.pk]) for row in rows if stands[row.pk].state not in gone)


def _lanes(family: uuid.UUID, reach: Reaching, beside: Reaching | None) -> tuple[LaneVersion, ...]:
    """What stands in lanes of the shared plan whose kind is open, but for those that were emptied; one statement."""
    return _in_order(_about(_standing(family, reach), beside))


def lanes_of(family: uuid.UUID, reach: Reaching) -> tuple[LaneVersion, ...]:
    """The same for our own people, of whomever a lane speaks; one statement, and none where no such kind is open."""
    if not any(mask >> kind & 1 for mask in reach.values() for kind in OF_LANE.values()):
        return ()
    return _in_order(_standing(family, reach))


def _standing(family: uuid.UUID, reach: Reaching) -> QuerySet[LaneVersion]:
    return LaneVersion.objects.filter(of_kinds(reach), family_id=family, superseded_at=None)


def _in_order(rows: QuerySet[LaneVersion]) -> tuple[LaneVersion, ...]:
    order = [lane.value for lane in LANES]
    found = [row for row in rows if row.her_words or row.steps]
    return tuple(sorted(found, key=lambda row: order.index(row.lane)))


def standing_plans(family: uuid.UUID, person: uuid.UUID, mask: int) -> tuple[PlanSeen, ...]:
    """Her safety plans of these kinds, as they stand; four statements, and none where no such kind is open."""
    if not any(mask >> kind & 1 for kind in OF_KIND.values()):
        return ()
    held = [row for row in plans_of(family) if row.plan.subject == person and not row.ended]
    return tuple(row for row in held if mask >> row.plan.category & 1)


def needs_of(family: uuid.UUID, child: uuid.UUID) -> tuple[CareNeed, ...]:
    """What somebody who looks after this child has to know, as it stands; one statement."""
    found = CareNeed.objects.filter(family_id=family, child_id=child, taken_back_at=None)
    return tuple(found.order_by("kind", "recorded_at", "id")[:MOST])


def need(family: uuid.UUID, child: uuid.UUID, id: uuid.UUID) -> CareNeed:
    """One of them, while it holds. Raises CareNeed.DoesNotExist for any other one."""
    return CareNeed.objects.get(family_id=family, child_id=child, pk=id, taken_back_at=None)


def appointments_of(family: uuid.UUID, child: uuid.UUID) -> tuple[Promise, ...]:
    """What will happen for this child, and says something of nobody else; one statement."""
    found = Promise.objects.filter(
        family_id=family, subject=child, category=Category.CHILD_HEALTH_DEV, state=PromiseState.OPEN, about=[]
    )
    return tuple(found.order_by("on", "at_time", "id")[:MOST])


def _notes(
    family: uuid.UUID, reach: Reaching, today: date, before: tuple[date, uuid.UUID] | None, beside: Reaching | None
) -> list[Contact]:
    notes = Contact.objects.filter(of_kinds(reach), family_id=family, superseded_at=None, on__lte=today)
    if before is not None:
        day, id = before
        notes = notes.filter(Q(on__lt=day) | Q(on=day, id__lt=id))
    return list(_about(notes, beside).order_by("-on", "-id")[: SIZE + 1])


def of_kinds(reach: Reaching) -> Q:
    """About one of these, of a kind that is shared about this very one; nothing when nothing is."""
    rule = Q(pk__in=[])
    for subject, mask in reach.items():
        kinds = [int(category) for category in Category if mask >> category & 1]
        rule |= Q(subject=subject, category__in=kinds)
    return rule


def _about(rows: QuerySet, beside: Reaching | None) -> QuerySet:
    """Without what says something of others who do not share it; where nobody has said, nobody outside reads."""
    rows = rows.exclude(about=None)
    if beside is None:
        return rows
    fits = Q(about=[])
    for category in Category:
        people = [person for person, mask in beside.items() if mask >> category & 1]
        fits |= Q(category=int(category), about__contained_by=people)
    return rows.filter(fits)

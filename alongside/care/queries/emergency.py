"""What an emergency opens of one woman or child: what saves a life, and no more than was named when it was opened."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from alongside.care.models import Contact
from alongside.care.queries.sharing import Shared, lanes_of, needs_of, of_kinds, standing_plans
from alongside.families.models import Person, Woman
from alongside.families.queries import safe_contact_of
from alongside.safekeeping.terms import Category

NOTES = 50


@dataclass(frozen=True)
class InAnEmergency:
    """Who it is, and what is open: notes, safety plans, lanes of the shared plan, how to reach her, what a child's
    carer has to know."""

    person: Person
    shared: Shared


def in_an_emergency(family: uuid.UUID, person: uuid.UUID, categories: int, *, today: date) -> InAnEmergency:
    """What ``categories`` (a mask) hold about this one person, the newest first; at most nine statements.

    Whatever a note says of others is shown: it is our own people who read it. Raises Person.DoesNotExist when it is
    over.
    """
    who = Person.objects.get(family_id=family, pk=person)
    notes = Contact.objects.filter(
        of_kinds({person: categories}), family_id=family, superseded_at=None, on__lte=today
    ).order_by("-on", "-id")[:NOTES]
    found = Shared(
        notes=tuple(notes),
        plan=safe_contact_of(Woman(person_id=person, family_id=family)) if categories >> Category.CONTACT & 1 else None,
        needs=needs_of(family, person) if categories >> Category.CHILD_HEALTH_DEV & 1 else (),
        plans=standing_plans(family, person, categories),
        lanes=lanes_of(family, {person: categories}),
        person=who,
        said={},
    )
    return InAnEmergency(who, found)

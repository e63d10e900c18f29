"""A first contact, by anyone and any way: a file at once, under whatever name she likes, or none.

Somebody met on the street begins as "reaching out". When she comes to us later, the same file goes on: nothing is
opened a second time, and nothing is asked again.
"""

from __future__ import annotations

import uuid
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from alongside.accounts.models import Colleague
from alongside.assessment.actions import moving
from alongside.enrolment import actions as enrolment
from alongside.enrolment.rules import require
from alongside.enrolment.terms import State, WorksWith
from alongside.families import actions as families
from alongside.families import queries
from alongside.families.actions.insisting import one_of
from alongside.families.models import Family, Woman
from alongside.families.rules import NewPerson, clean
from alongside.intake import rules
from alongside.intake.models import FirstContact
from alongside.intake.terms import How, Knows, ToldBy
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.models import new_id
from alongside.recordkeeping.rules import Refused

SHORT = ("teller", "place", "source")


@dataclass(frozen=True)
class Heard:
    """Who told us of her, how, where, in whose words. ``words`` are kept as spoken; everything can be left out."""

    told_by: str = ToldBy.HERSELF
    how: str = How.CAME_BY
    teller: str = ""
    place: str = ""
    words: str = ""
    knows: str = ""
    source: str = ""


@transaction.atomic
def begin(
    *, colleague: Colleague, part: str, woman: NewPerson, on: date, heard: Heard, met: bool = False,
    came_by: str = "", plan: dict[str, Any] | None = None, way: dict[str, Any] | None = None, by: uuid.UUID,
    at: datetime, id: uuid.UUID | None = None,
) -> Family:  # fmt: skip
    """A new file with its first contact. Whoever hears of her is on her team, in ``part``, and her key worker.

    ``plan`` and ``way``: how it is safe to reach her, as ``families.save_safe_contact`` takes them; neither where she
    has not said, and then nobody contacts her. ``id``: of the first contact. Raises ``Refused`` for days and texts that
    cannot be, ProgrammingError (42501) for whoever may not open files.
    """
    family = families.open_family(agency=colleague.agency, woman=woman, opened_on=on, by=by, at=at)
    her = queries.women_of(family.id).get()
    if plan is not None:
        ways = [way] if way else []
        families.save_safe_contact(woman=her, base_version=0, plan=plan, ways=ways, by=by, at=at)
    state = State.GETTING_TO_KNOW if met else State.REACHING_OUT
    moving.enrol(
        family=family, person=her.person, first_contact_on=on, came_by=came_by, state=state, by=by, at=at
    )  # fmt: skip
    enrolment.join_team(
        family=family, colleague=colleague, role=part, works_with=WorksWith.FAMILY, from_on=on, by=by, at=at
    )
    enrolment.set_key_worker(family=family, person=her.person, colleague=colleague, from_on=on, by=by, at=at)
    hear_of(woman=her, on=on, heard=heard, by=by, at=at, id=id)
    return family


@transaction.atomic
def hear_of(
    *, woman: Woman, on: date, heard: Heard, by: uuid.UUID, at: datetime, id: uuid.UUID | None = None
) -> FirstContact:
    """Somebody told us of her, also when we know her already (a ward calls, her sister comes by).

    The same ``id`` sent twice is one. Raises ``Refused``: ``in_future``, ``too_long``, ``unknown_choice``.
    """
    if id is not None and (known := FirstContact.objects.filter(woman=woman, pk=id).first()) is not None:
        return known
    said = _clean(heard)
    require(rules.check_day(on, timezone.localdate(at)), field="on")
    row = FirstContact(
        id=id or new_id(), family_id=woman.family_id, woman=woman, on=on, recorded_by=by, recorded_at=at, **asdict(said)
    )
    row.save(force_insert=True)
    write_trail([entry("first contact", family=woman.family_id, subject=woman.pk)], by=by)
    return row


def _clean(heard: Heard) -> Heard:
    one_of(heard.told_by, ToldBy.values, "told_by")
    one_of(heard.how, How.values, "how")
    if heard.knows:
        one_of(heard.knows, Knows.values, "knows")
    texts = {name: clean(getattr(heard, name)) for name in (*SHORT, "words")}
    limits = {name: rules.SHORT_TEXT if name in SHORT else rules.LONGEST_TEXT for name in texts}
    for name, text in texts.items():
        if len(text) > limits[name]:
            raise Refused("too_long", field=name, limit=limits[name], length=len(text))
    return replace(
        heard, told_by=ToldBy(heard.told_by).value, how=How(heard.how).value, knows=str(heard.knows), **texts
    )

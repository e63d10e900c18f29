"""Being with the programme, behind the wall."""

from django.db import migrations

from alongside.safekeeping.protection import Protect, Share, Within, can
from alongside.safekeeping.terms import Ability
from alongside.safekeeping.terms import Category as C

# Whoever keeps the wall and is let into the whole file; she need not read any of its categories (privacy officer).
KEEPS_WALL = f"""{can(Ability.KEEP_WALL)}
  and enrolment_keptout.family_id <> all ((select safekeeping.my_exclusions())::uuid[])
  and exists (select from safekeeping_cell c where c.family = enrolment_keptout.family_id
    and c.subject = enrolment_keptout.family_id and c.principal = (select safekeeping.me())
    and c.valid @> statement_timestamp())"""

PERSON = "families_person.id"
_WITHIN = (
    Within("enrolment_enrolment", person_id=PERSON),
    Within("enrolment_statechange", person_id=PERSON, enrolment_id="enrolment_enrolment.id"),
    Within("enrolment_teammember", child_id=PERSON),
    Within("enrolment_keyworker", person_id=PERSON),
    Within("enrolment_returntouse", woman_id=PERSON),
    Within("enrolment_usepattern", woman_id=PERSON),
    Within("enrolment_welcomeback", person_id=PERSON),
    Within("enrolment_ending", person_id=PERSON),
)


def _one(table: str, subject: str | None, category: C, change: tuple[str, ...] = ()) -> Protect:
    return Protect(f"enrolment_{table}", subject=subject, category=category, change=change)


class Migration(migrations.Migration):
    dependencies = [("enrolment", "0001_initial"), ("accounts", "0002_wall"), ("families", "0002_wall")]
    operations = [
        _one("enrolment", "person_id", C.SERVICE_USE),
        _one("statechange", "person_id", C.SERVICE_USE),
        # Who works with a family is seen by whoever is let into any part of it.
        _one("teammember", None, C.CONTACT, ("during",)),
        _one("keyworker", None, C.CONTACT, ("during",)),
        _one("handover", "file", C.SERVICE_USE),
        _one("returntouse", "woman_id", C.SUD),
        _one("usepattern", "woman_id", C.SUD),
        _one("welcomeback", "person_id", C.SERVICE_USE),
        # The reason somebody is kept out is for those who keep the wall and are let into the whole file.
        Share("enrolment_keptout", read=KEEPS_WALL, write=KEEPS_WALL, change=("lifted_at", "lifted_by")),
        _one("ending", "person_id", C.SERVICE_USE),
        *_WITHIN,
    ]

"""Verbs of the rooms below that move a day from which measures are counted; what fits then is laid out with them.

She becomes active, ends her time with us, comes back; a child is born, a birthday is put right, somebody dies. Pages
use the verbs here and never those of the lower rooms (``tests/house/test_moving.py``), so that the first measures of a
woman stand in the list at once, and nothing reminds of a child who died. One statement more for each verb.
"""

from __future__ import annotations

import functools
import uuid
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from django.db import transaction

from alongside.assessment.actions.planning import plan
from alongside.enrolment import actions as enrolment
from alongside.families import actions as families
from alongside.recordkeeping.models import SetAside

P = ParamSpec("P")
T = TypeVar("T")


def _and_lay_out(verb: Callable[P, T]) -> Callable[P, T]:
    """The verb, and then what fits for its family, in one transaction."""

    @functools.wraps(verb)
    @transaction.atomic
    def done(*args: P.args, **kwargs: P.kwargs) -> T:
        made = verb(*args, **kwargs)
        if not isinstance(made, SetAside):  # a colleague was quicker: nothing moved
            plan(family=_family_of(made))
        return made

    return done


def _family_of(made: Any) -> uuid.UUID:
    row = made[0] if isinstance(made, list) else made
    family: uuid.UUID = row.family_id
    return family


enrol = _and_lay_out(enrolment.enrol)
change_state = _and_lay_out(enrolment.change_state)
end = _and_lay_out(enrolment.end)
welcome_back = _and_lay_out(enrolment.welcome_back)
add_child = _and_lay_out(families.add_child)
record_birth = _and_lay_out(families.record_birth)
change_person = _and_lay_out(families.change_person)
record_death = _and_lay_out(families.record_death)

VERBS = (
    "enrol", "change_state", "end", "welcome_back", "add_child", "record_birth", "change_person", "record_death",
)  # fmt: skip

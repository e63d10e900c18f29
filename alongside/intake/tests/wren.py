"""A woman whom an intake worker of the cast has just heard of, and how everything here is stamped."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.utils import timezone

from alongside.accounts.models import Colleague
from alongside.families.models import Woman
from alongside.families.queries import women_of
from alongside.families.rules import NewPerson
from alongside.intake import actions
from alongside.intake.actions import Heard
from tests.cast import CAST, acting_as


def stamp(who: str = "W1") -> dict[str, Any]:
    return {"by": CAST[who], "at": timezone.now()}


def heard_of(who: str = "W1", part: str = "counsellor", **more: Any) -> Woman:
    """Somebody new, heard of by ``who``; on the street and under a name she made up unless said otherwise."""
    with acting_as(who):
        given: dict[str, Any] = {
            "woman": NewPerson(name="Wren", is_alias=True),
            "on": timezone.localdate(),
            "heard": Heard(told_by="street", how="street", place="by the bridge", words="She asked for gloves."),
            **more,
        }
        family = actions.begin(colleague=Colleague.objects.get(pk=CAST[who]), part=part, **given, **stamp(who))
        return women_of(family.id).get()


def ago(days: int) -> date:
    return date.fromordinal(timezone.localdate().toordinal() - days)


def one() -> uuid.UUID:
    return uuid.uuid4()

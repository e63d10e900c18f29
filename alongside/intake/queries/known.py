"""What the file knows already, so that nobody asks it again (S-023, R-009)."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date
from typing import Any

from alongside.families import queries as families
from alongside.families.models import Woman
from alongside.families.terms import ChildState
from alongside.intake.rules.parts import FACTS


def known(woman: Woman, day: date, *, only: Collection[str] | None = None) -> dict[str, list[Any]]:
    """{fact: what is known of it}, as far as the asker may read it; a fact of which nothing is known is not there.

    ``called``: names, pronouns, languages; ``her_why``: her words; ``children``: their persons (``.child`` beside
    each); ``pregnancy``: those that go on; ``safe_contact``: her newest plan; ``home``: stays of ``day``; ``people``:
    relationships of ``day``. ``only``: the facts asked for (all unless given). At most one statement for each.
    """
    wanted = [fact for fact in FACTS if only is None or fact in only]
    return {fact: held for fact in wanted if (held := _of(fact, woman, day))}


def _of(fact: str, woman: Woman, day: date) -> list[Any]:
    family: uuid.UUID = woman.family_id
    if fact == "called":
        person = woman.person
        return [each for each in (person.name, person.pronouns, *person.languages) if each]
    if fact == "her_why":
        return [woman.her_why] if woman.her_why else []
    if fact == "children":  # one she lost is remembered, and not counted up to her (E-17)
        return list(families.children_of(family).exclude(state=ChildState.LOST))
    if fact == "pregnancy":
        return [each for each in families.pregnancies_of(family) if not each.outcome]
    if fact == "safe_contact":
        plan = families.safe_contact_of(woman)
        return [plan] if plan else []
    if fact == "home":
        return [each for each in families.stays_on(family, day) if each.person_id == woman.pk]
    return [each for each in families.people_around(family, day) if each.person_id == woman.pk]

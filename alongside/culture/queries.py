"""Named questions about cultural programming. Each answers what the asker may see, and is empty for everybody else."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db import connection

from alongside.culture import rules
from alongside.culture.models import CulturalOffer, ElderBeside
from alongside.families.models import Person


def offers_of(woman: uuid.UUID) -> list[CulturalOffer]:
    """What was offered or asked for, the newest first."""
    return list(CulturalOffer.objects.filter(subject=woman).order_by("-recorded_at", "-id"))


def last_said(woman: uuid.UUID) -> str:
    """What she said last (``terms.Answer``); "" for nothing, or nothing for the asker."""
    return rules.newest(CulturalOffer.objects.filter(subject=woman))


def beside(woman: uuid.UUID) -> list[ElderBeside]:
    """Who is or was beside her, the newest first."""
    return list(ElderBeside.objects.filter(subject=woman).order_by("-begun_on", "-id"))


def one_beside(id: uuid.UUID) -> ElderBeside:
    """One of them. Raises ElderBeside.DoesNotExist for one that is not the asker's to see."""
    return ElderBeside.objects.get(pk=id)


def mine(colleague: uuid.UUID) -> list[ElderBeside]:
    """The women beside whom this Elder or cultural worker is, the longest first."""
    return list(ElderBeside.objects.filter(colleague=colleague, ended_on=None).order_by("begun_on", "id"))


def women(rows: Iterable[ElderBeside]) -> dict[uuid.UUID, Person]:
    """The women of these; one statement."""
    return {each.pk: each for each in Person.objects.filter(pk__in=[row.subject for row in rows])}


def names_of_mine() -> dict[uuid.UUID, str]:
    """Row -> name, for a woman signed in as herself: who is or was beside her; one statement."""
    with connection.cursor() as cursor:
        cursor.execute("select beside, name from safekeeping.my_elders()")
        return dict(cursor.fetchall())

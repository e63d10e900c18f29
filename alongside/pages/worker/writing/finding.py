"""The things these pages write about, each sought within its family.

What belongs to another family, is hidden, or is not there raises DoesNotExist: all three alike.
"""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.http import Http404

from alongside.access import scope
from alongside.families import queries as families
from alongside.families.models import Child, Dyad, Family, Person, Pregnancy, Woman

ALWAYS = (date(1800, 1, 1), None)


def family(id: uuid.UUID) -> Family:
    """A file she is let into."""
    return families.families_of([id]).get()


def person(file: uuid.UUID, id: uuid.UUID) -> Person:
    """Somebody of this file."""
    return families.people_of(file).get(pk=id)


def woman(file: uuid.UUID, id: uuid.UUID) -> Woman:
    """A woman of this file."""
    return families.women_of(file).get(pk=id)


def child(file: uuid.UUID, id: uuid.UUID) -> Child:
    """A child of this file, born, expected or remembered."""
    return families.children_of(file).get(pk=id)


def dyad(file: uuid.UUID, id: uuid.UUID) -> Dyad:
    """Two of this file together."""
    return families.dyads_of(file).get(pk=id)


def pregnancy(file: uuid.UUID, id: uuid.UUID) -> Pregnancy:
    """A pregnancy of this file, with ``due_on`` and ``due_method``."""
    return families.pregnancies_of(file).get(pk=id)


def track_row(file: uuid.UUID, child_id: uuid.UUID, track: str, id: uuid.UUID) -> Any:
    """A row of a child's track that stands (a corrected one cannot be corrected again). Raises Http404."""
    owner = child(file, child_id)
    for known in families.versions_of(file, child_id):
        if known.id == id and known.track == track and known.superseded_at is None:
            topic = known.code if track == "right" else ""
            return families.clashes(track, owner, known.during, topic=topic).get(pk=id)
    raise Http404


def contact(file: uuid.UUID, id: uuid.UUID) -> Any:
    """A contact of this file as it stands (a corrected one cannot be corrected again)."""
    found = scope.contact(file, id)
    if found.superseded_at is not None:
        raise Http404
    return found

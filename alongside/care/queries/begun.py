"""Notes somebody is writing: hers alone."""

from __future__ import annotations

import uuid

from django.db.models import QuerySet

from alongside.care.models import BegunNote

MOST = 20


def begun_in(family_id: uuid.UUID, by: uuid.UUID) -> QuerySet[BegunNote]:
    """What ``by`` is writing in this family, the newest first."""
    return BegunNote.objects.filter(family_id=family_id, recorded_by=by).order_by("-saved_at", "-id")[:MOST]


def begun(family_id: uuid.UUID, id: uuid.UUID, by: uuid.UUID) -> BegunNote:
    """One of them. Raises BegunNote.DoesNotExist for somebody else's, and for one that is gone: both alike."""
    return BegunNote.objects.get(family_id=family_id, pk=id, recorded_by=by)

"""Communities' yeses, of the files whose privacy the asker keeps."""

from __future__ import annotations

import uuid

from alongside.consent.models import CollectivePermission


def collective_permissions(size: int) -> list[CollectivePermission]:
    """The newest first; one statement."""
    return list(CollectivePermission.objects.select_related("agency").order_by("-recorded_at", "-id")[:size])


def collective_permission(id: uuid.UUID) -> CollectivePermission:
    """One of them. Raises CollectivePermission.DoesNotExist for one that is hidden or not there."""
    return CollectivePermission.objects.select_related("agency").get(pk=id)

"""Earlier versions of what a page shows: asked together, in two statements at most."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from alongside.accounts import queries as accounts
from alongside.pages.worker.presented import earlier as present
from alongside.pages.worker.presented.earlier import EarlierShown
from alongside.recordkeeping import queries as recordkeeping


def of(family: uuid.UUID, *records: Any) -> list[list[EarlierShown]]:
    """For each of these records of one family: what stood before, newest first, as far as the asker reads it."""
    rows = list(recordkeeping.earlier_versions(family, *{record.pk for record in records}))
    names = accounts.names({row.recorded_by for row in rows})
    return [present.earlier(rows, names, record) for record in records]


def stood(family: uuid.UUID, at: datetime, *records: Any) -> list[dict[str, Any]]:
    """For each of these records of one family: its answers as they stood at ``at``; one statement."""
    rows = list(recordkeeping.earlier_versions(family, *{record.pk for record in records}))
    return [present.stood(rows, record, at) for record in records]

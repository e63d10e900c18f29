"""Earlier versions of what a page shows: asked together, in two statements at most."""

from __future__ import annotations

import uuid
from typing import Any

from alongside.accounts import queries as accounts
from alongside.pages.worker.presented import earlier as present
from alongside.pages.worker.presented.earlier import EarlierShown
from alongside.recordkeeping import queries as recordkeeping


def of(family: uuid.UUID, *records: Any) -> dict[uuid.UUID, list[EarlierShown]]:
    """{id: what stood before, newest first} of these records of one family, as far as the asker reads them.

    Who she is and why she comes share her id, and are told together.
    """
    rows = list(recordkeeping.earlier_versions(family, *{record.pk for record in records}))
    names = accounts.names({row.recorded_by for row in rows})
    return {
        id: present.earlier(
            (row for row in rows if row.target == id), names, *(record for record in records if record.pk == id)
        )
        for id in {record.pk for record in records}
    }

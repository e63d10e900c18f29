"""Which of its versions stands, as far as the asker can know it. The same for a safety plan and for a lane."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol, TypeVar


class Version(Protocol):
    """A row that is added and never changed; ``superseded_at`` is set when a further one is."""

    number: int
    on: date
    recorded_at: datetime
    superseded_at: datetime | None


Row = TypeVar("Row", bound=Version)


def stood(rows: Sequence[Row], until: date | None, known_at: datetime | None) -> list[Row]:
    """Those of ``rows`` that were said by the day and recorded by the instant, the one that stood last.

    ``rows``: every version that the asker reads, in their order, unfiltered. Nothing at all where something newer
    stands that the asker may not read: else what stood before would be taken for what stands.
    """
    found = [
        row for row in rows
        if (until is None or row.on <= until) and (known_at is None or row.recorded_at <= known_at)
    ]  # fmt: skip
    if not found:
        return []
    last = found[-1]
    known = last.superseded_at is None or any(row.number == last.number + 1 for row in rows)
    return found if known else []

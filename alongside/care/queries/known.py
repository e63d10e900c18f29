"""What her team knows already: each thing with its versions, as far as the asker is among those who know it."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from alongside.care.models import Known, KnownVersion
from alongside.care.terms import KnownKind


@dataclass(frozen=True)
class KnownSeen:
    """One thing and its versions, the newest last."""

    row: Known
    versions: tuple[KnownVersion, ...]

    @property
    def now(self) -> KnownVersion:
        """What stands."""
        return self.versions[-1]


def known_of(
    family: uuid.UUID, *, until: date | None = None, written_by: datetime | None = None
) -> list[KnownSeen]:  # fmt: skip
    """Everything that she has not put away, in the order of its kinds; two statements.

    ``until``, ``written_by``: what stood on that day, as far as it was written by then. Who may read is as today.
    """
    rows = Known.objects.filter(family_id=family, put_away_at=None)  # put away is put away, also for a day before
    if written_by is not None:
        rows = rows.filter(recorded_at__lte=written_by)
    return _seen(rows, until, written_by)


def known(family: uuid.UUID, id: uuid.UUID) -> KnownSeen:
    """One of them that is not put away, in two statements. Raises Known.DoesNotExist for any other one."""
    found = _seen(Known.objects.filter(family_id=family, pk=id, put_away_at=None), None, None)
    if not found:
        raise Known.DoesNotExist
    return found[0]


def _seen(rows: QuerySet[Known], until: date | None, written_by: datetime | None) -> list[KnownSeen]:
    held = list(rows)
    versions = KnownVersion.objects.filter(known__in=[row.pk for row in held]).select_related("colleague")
    of: dict[uuid.UUID, list[KnownVersion]] = {}
    numbers: set[tuple[uuid.UUID, int]] = set()
    for each in versions.order_by("number"):
        numbers.add((each.known_id, each.number))
        if (until is None or each.on <= until) and (written_by is None or each.recorded_at <= written_by):
            of.setdefault(each.known_id, []).append(each)
    order = {kind.value: n for n, kind in enumerate(KnownKind)}
    found = [KnownSeen(row, tuple(of[row.pk])) for row in held if row.pk in of and _stood(row, of[row.pk], numbers)]
    return sorted(found, key=lambda seen: (order[seen.row.kind], seen.row.recorded_at, seen.row.pk))


def _stood(row: Known, versions: Sequence[KnownVersion], read: Collection[tuple[uuid.UUID, int]]) -> bool:
    """The last of these is what stood, and the asker reads what came after it, or nothing did.

    Where she may not read what came after, what was said before would be taken for what stands.
    """
    last = versions[-1].number
    return last == row.newest or (row.pk, last + 1) in read


def who_in(rows: Iterable[KnownSeen]) -> set[uuid.UUID]:
    """Everybody who is named in one of them as knowing it, or wrote one."""
    return {who for row in rows for each in row.versions for who in (*each.only, each.recorded_by)}

"""Named questions about the shared plan: what stands in each lane, what stood before, what she signed."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q

from alongside.care.models import LaneSignature, LaneVersion
from alongside.care.queries.standing import stood
from alongside.care.rules import LANES, LaneStep
from alongside.goals.models import Goal
from alongside.goals.terms import Lane


@dataclass(frozen=True)
class LaneSeen:
    """One lane with its versions, the newest last, and her signatures under them."""

    lane: Lane
    versions: tuple[LaneVersion, ...]
    signatures: dict[uuid.UUID, LaneSignature] = field(default_factory=dict)

    @property
    def now(self) -> LaneVersion:
        """What stands in it."""
        return self.versions[-1]

    @property
    def signed(self) -> LaneSignature | None:
        """Her signature under what stands; ``None``: there is none, which says nothing, and nothing waits for it."""
        return self.signatures.get(self.now.pk)

    @property
    def empty(self) -> bool:
        """It was emptied: nothing stands in it for now."""
        return not (self.now.her_words or self.now.steps or self.now.goals)


def steps_of(row: LaneVersion) -> list[LaneStep]:
    """What is done in this lane, who does it, about when."""
    return [LaneStep.read(kept) for kept in row.steps]


def shared_plan(
    family_id: uuid.UUID, *, until: date | None = None, known_at: datetime | None = None
) -> list[LaneSeen]:  # fmt: skip
    """The lanes in which something stands (or stood) and that the asker may read, in their order; two statements.

    ``until``: the last day looked at. ``known_at``: only what was recorded by then.
    """
    return _seen(Q(family_id=family_id), until, known_at)


def lane(family_id: uuid.UUID, lane: Lane) -> LaneSeen | None:
    """One lane, as ``shared_plan``; ``None`` where nothing stands that the asker may read."""
    return next(iter(_seen(Q(family_id=family_id, lane=lane), None, None)), None)


def lane_version(family_id: uuid.UUID, id: uuid.UUID) -> LaneVersion:
    """One version. Raises LaneVersion.DoesNotExist for one that is hidden, of another family, or not there."""
    return LaneVersion.objects.get(family_id=family_id, pk=id)


def goals_pointed_to(family_id: uuid.UUID, rows: Collection[LaneSeen]) -> dict[uuid.UUID, Goal]:
    """Those of the goals these lanes point to that the asker may read; one statement."""
    wanted = {id for row in rows for version in row.versions for id in version.goals}
    return {goal.pk: goal for goal in Goal.objects.filter(family_id=family_id, pk__in=wanted)}


def _seen(which: Q, until: date | None, known_at: datetime | None) -> list[LaneSeen]:
    held: dict[str, list[LaneVersion]] = {}
    for row in LaneVersion.objects.filter(which).order_by("number"):
        held.setdefault(row.lane, []).append(row)
    stand = {each: rows for each in LANES if each in held and (rows := stood(held[each], until, known_at))}
    signed = LaneSignature.objects.filter(version__in=[row.pk for rows in stand.values() for row in rows])
    if known_at is not None:
        signed = signed.filter(recorded_at__lte=known_at)
    if until is not None:
        signed = signed.filter(recorded_at__date__lte=until)
    hers = {row.version_id: row for row in signed.select_related("witness")}
    return [
        LaneSeen(each, tuple(rows), {row.pk: hers[row.pk] for row in rows if row.pk in hers})
        for each, rows in stand.items()
    ]

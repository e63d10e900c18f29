"""How many carers: the numbers of this place, each with where it comes from and when somebody last read it there."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from alongside.agencies.models import Agency
from alongside.childcare.actions.texts import LINE, text
from alongside.childcare.models import Ratio
from alongside.childcare.rules import Band, overlaps
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.models import new_id
from alongside.recordkeeping.rules import Refused
from alongside.services.models import Place


@transaction.atomic
def say_ratio(
    *, agency: Agency, place: Place | None, from_months: int, until_months: int | None, children_per_carer: int,
    most_children: int | None, source: str, checked_on: date, verified: bool, by: uuid.UUID, at: datetime,
    id: uuid.UUID | None = None,
) -> Ratio:  # fmt: skip
    """For children of this age in this room (None: in every room) so many to one carer.

    Raises ``Refused``: ``ratio_band``, ``ratio_number``, ``ratio_source``, ``ratio_overlaps`` where this age has a
    number there already, ``not_yet``; ProgrammingError (42501) for whoever does not arrange this agency.
    """
    if id is not None and (known := Ratio.objects.filter(pk=id).first()) is not None:
        return known
    if until_months is not None and until_months <= from_months:
        raise Refused("ratio_band", field="until_months")
    if children_per_carer < 1:
        raise Refused("ratio_number", field="children_per_carer")
    if checked_on > timezone.localdate(at):
        raise Refused("not_yet", field="checked_on")
    band = Band(from_months, until_months, children_per_carer, most_children)
    held = Ratio.objects.filter(agency=agency, place=place, ended_at=None)
    if overlaps(band, [Band(row.from_months, row.until_months, row.children_per_carer) for row in held]):
        raise Refused("ratio_overlaps", field="from_months")
    row = Ratio(
        id=id or new_id(), agency=agency, place=place, from_months=from_months, until_months=until_months,
        children_per_carer=children_per_carer, most_children=most_children,
        source=text(source, "source", needed="ratio_source", longest=LINE), checked_on=checked_on, verified=verified,
        recorded_by=by, recorded_at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    write_trail([entry("a number of carers said", ratio=row.pk)], by=by)
    return row


@transaction.atomic
def end_ratio(*, ratio: Ratio, by: uuid.UUID, at: datetime) -> None:
    """This number does not hold any more; it stays in the record."""
    if Ratio.objects.filter(pk=ratio.pk, ended_at=None).update(ended_at=at):
        write_trail([entry("a number of carers ended", ratio=ratio.pk)], by=by)

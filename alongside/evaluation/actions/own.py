"""Our own programme becomes an arm of a study. It brings nobody in: she does, by a yes of her own to this study."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from alongside.evaluation import queries
from alongside.evaluation.models import AnalysisPlan, OwnArm, Study
from alongside.evaluation.rules.own import check_own, read_answers, read_windows
from alongside.evaluation.terms import No, OwnColumn, Unit
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.models import new_id
from alongside.recordkeeping.rules import Refused


@transaction.atomic
def add_own_arm(
    *, study: Study, arm: str, unit: str, measures: str, waves: str, columns: Sequence[str] = (), by: uuid.UUID,
    at: datetime, id: uuid.UUID | None = None,
) -> OwnArm:  # fmt: skip
    """Say once how our own programme is an arm: ``measures`` "mood = PHQ-9", ``waves`` "year = 10-14", on lines.

    From then on women here may be asked. Raises ``Refused``: ``own_once``, ``own_late``, and what ``check_own`` says.
    The same ``id`` sent twice is one.
    """
    if id is not None and (known := OwnArm.objects.filter(pk=id).first()) is not None:
        return known
    shape = queries.shape_of(study)
    answers, windows = read_answers(measures, shape), read_windows(waves, shape)
    known_here = queries.instruments_named(each.instrument for each in answers or ())
    decision, field = check_own(
        arm=arm, unit=unit, shape=shape, answers=answers, windows=windows, columns=columns, known=known_here
    )
    if not decision or answers is None or windows is None:
        raise Refused(decision.because, field=field)
    if AnalysisPlan.objects.filter(study=study, frozen_at__isnull=False).exists():
        raise Refused(No.OWN_LATE)
    try:
        with transaction.atomic():
            row = OwnArm.objects.create(
                id=id or new_id(), study=study, arm=arm, unit=Unit(unit).value,
                measures=[each.measure for each in answers], instruments=[each.instrument for each in answers],
                scales=[each.scale for each in answers], waves=[each.wave for each in windows],
                from_months=[each.since for each in windows], until_months=[each.until for each in windows],
                columns=[column.value for column in OwnColumn if column in columns], recorded_by=by, recorded_at=at,
            )  # fmt: skip
    except IntegrityError as again:
        raise Refused(No.OWN_ONCE) from again
    write_trail([entry("own programme made an arm", study=study.pk, unit=row.unit)], by=by)
    return row

"""Beginning a study, a community's word on it, and who was where on the way through it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from alongside.agencies.models import Agency
from alongside.agencies.terms import AgencyKind
from alongside.evaluation.models import FlowCount, OwnArm, SiteAsked, Study, StudyAnswer
from alongside.evaluation.rules.flow import check_count
from alongside.evaluation.rules.registering import Shape, check_study
from alongside.evaluation.terms import Design, FlowStep, No
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.models import new_id
from alongside.recordkeeping.rules import Refused


@transaction.atomic
def begin_study(
    *, agency: uuid.UUID, title: str, question: str, design: str, shape: Shape, primary: Sequence[str],
    secondary: Sequence[str] = (), eligibility: str = "", led_by: str = "", asks_steward: bool = False, by: uuid.UUID,
    at: datetime, id: uuid.UUID | None = None,
) -> Study:  # fmt: skip
    """Register a study with its outcomes. It is never changed; the same ``id`` sent twice is one.

    Raises ``Refused`` (see ``check_study``), ProgrammingError (42501) for whoever has no part in studies.
    """
    if id is not None and (known := Study.objects.filter(pk=id).first()) is not None:
        return known
    decision, field = check_study(
        title=title, question=question, design=design, shape=shape, primary=primary, secondary=secondary
    )
    if not decision:
        raise Refused(decision.because, field=field)
    row = Study.objects.create(
        id=id or new_id(), agency_id=agency, title=title.strip(), question=question.strip(),
        design=Design(design).value, arms=list(shape.arms), waves=list(shape.waves), measures=list(shape.measures),
        primary=list(primary), secondary=list(secondary), eligibility=eligibility.strip(), led_by=led_by.strip(),
        asks_steward=asks_steward, recorded_by=by, recorded_at=at,
    )  # fmt: skip
    write_trail([entry("study begun", study=row.pk)], by=by)
    return row


@transaction.atomic
def answer_for_community(*, study: Study, agreed: bool, words: str = "", by: uuid.UUID, at: datetime) -> StudyAnswer:
    """What a community's data steward says; the newest counts, and a yes may be taken back on any day."""
    row = StudyAnswer.objects.create(study=study, agreed=agreed, words=words.strip(), recorded_by=by, recorded_at=at)
    write_trail([entry("study answered", study=study.pk, agreed=agreed)], by=by)
    return row


@transaction.atomic
def count_flow(
    *, study: Study, step: str, arm: str = "", count: int | None, why: str = "", by: uuid.UUID, at: datetime
) -> FlowCount:
    """How many were at a step; a further number takes the place of an earlier one, which stays.

    Raises ``Refused``: ``count_needed``, ``step_of_arm``.
    """
    if count is None or count < 0:
        raise Refused("count_needed", field="count")
    decision = check_count(step, arm, study.arms)
    if not decision:
        raise Refused(decision.because, field="arm")
    row = FlowCount.objects.create(
        study=study, step=FlowStep(step).value, arm=arm, count=count, why=why.strip(), recorded_by=by, recorded_at=at
    )
    write_trail([entry("study counted", study=study.pk, step=step)], by=by)
    return row


@transaction.atomic
def ask_site(*, study: Study, site: Agency | None, arm: str, may: bool, by: uuid.UUID, at: datetime) -> SiteAsked:
    """Say that a comparison site may bring files of an arm itself, or that it may no longer; the newest word counts.

    Raises ``Refused``: ``site_needed``, ``site_arm`` (no arm of the study, or our own programme's).
    """
    if site is None or site.kind != AgencyKind.COMPARISON:
        raise Refused(No.SITE_NEEDED, field="site")
    if arm not in study.arms or OwnArm.objects.filter(study=study, arm=arm).exists():
        raise Refused(No.SITE_ARM, field="arm")
    row = SiteAsked.objects.create(study=study, site=site, arm=arm, open=may, recorded_by=by, recorded_at=at)
    write_trail([entry("study site asked", study=study.pk, may=may)], by=by)
    return row

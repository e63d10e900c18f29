"""Writing a plan, freezing it, and asking for it to be run."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from alongside.evaluation import queries
from alongside.evaluation.actions.running import RUN_JOB
from alongside.evaluation.methods.refusing import Unfit
from alongside.evaluation.models import AnalysisPlan, Participant, PlanRun, Study
from alongside.evaluation.rules.framing import checksum
from alongside.evaluation.rules.planning import Step, steps
from alongside.evaluation.terms import No
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.models import new_id
from alongside.recordkeeping.rules import Refused


@transaction.atomic
def write_plan(
    *, study: Study, toml: str, base: int, why: str = "", by: uuid.UUID, at: datetime, id: uuid.UUID | None = None
) -> AnalysisPlan:
    """A further version of the plan. ``base``: the version that was on the screen, 0 for none.

    Raises ``Refused``: ``plan_unreadable`` (says which line), ``plan_changed`` when somebody was quicker. The
    same ``id`` sent twice is one.
    """
    if id is not None and (known := AnalysisPlan.objects.filter(pk=id).first()) is not None:
        return known
    text = toml.replace("\r\n", "\n").replace("\x00", "").strip() + "\n"
    readable(text)
    try:
        with transaction.atomic():
            row = AnalysisPlan.objects.create(
                id=id or new_id(), study=study, number=base + 1, toml=text, sha256=checksum(text), why=why.strip(),
                recorded_by=by, recorded_at=at,
            )  # fmt: skip
    except IntegrityError as changed:
        raise Refused(No.PLAN_CHANGED, field="toml") from changed
    write_trail([entry("plan written", study=study.pk, number=row.number)], by=by)
    return row


def readable(toml: str) -> list[Step]:
    """The analyses of a plan. Raises ``Refused``: ``plan_unreadable``, and says what is wrong."""
    try:
        return steps(toml)
    except Unfit as why:
        said = f"{No.PLAN_UNREADABLE.label} {why.what} {why.do}".strip()
        raise Refused(No.PLAN_UNREADABLE, field="toml", said=said) from why


@transaction.atomic
def freeze_plan(*, plan: AnalysisPlan, by: uuid.UUID, at: datetime) -> AnalysisPlan:
    """From now on this version stays as it is. The database writes when, and whether results had been there before.

    Raises ``Refused``: ``plan_frozen``.
    """
    if not AnalysisPlan.objects.filter(pk=plan.pk, frozen_at=None).update(frozen_at=at, frozen_by=by):
        raise Refused(No.PLAN_FROZEN)
    plan.refresh_from_db()
    write_trail([entry("plan frozen", study=plan.study_id, number=plan.number)], by=by)
    return plan


@transaction.atomic
def ask_run(
    *, plan: AnalysisPlan, as_of: date | None = None, by: uuid.UUID, at: datetime, id: uuid.UUID | None = None
) -> PlanRun:
    """The worker runs the plan. One that waits or was interrupted goes on where it was, instead of beginning twice.

    ``as_of``: our own programme as it stood on that day (today without one), of those whose yes stands while it is run.

    Raises ``Refused``: ``not_frozen``, ``nobody_in``, ``steward_first``, ``own_day_to_come``.
    """
    if plan.frozen_at is None:
        raise Refused(No.NOT_FROZEN)
    if queries.waits_for_steward(plan.study):
        raise Refused(No.STEWARD_FIRST)
    if as_of is not None and as_of > timezone.localdate(at):
        raise Refused(No.DAY_TO_COME, field="as_of")
    as_of = None if queries.own_arm(plan.study) is None else as_of or timezone.localdate(at)
    brought = Participant.objects.filter(study_id=plan.study_id).exists()
    if not brought and (as_of is None or not queries.own_rows(plan.study, as_of)):
        raise Refused(No.NOBODY_IN)
    row = PlanRun.objects.filter(plan=plan, finished_at=None).first()
    if row is None:
        row = PlanRun.objects.create(
            id=id or new_id(), plan=plan, as_of=as_of, steps=len(steps(plan.toml)), recorded_by=by, recorded_at=at
        )
        write_trail([entry("plan run asked", study=plan.study_id, number=plan.number)], by=by)
    app.configure_task(RUN_JOB).defer(run=str(row.pk))
    return row

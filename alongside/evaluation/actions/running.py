"""A frozen plan is run by the worker, as a service that reads the studies of waiting runs and nothing else."""

from __future__ import annotations

import logging
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from alongside.evaluation import queries
from alongside.evaluation.analyse.calling import call
from alongside.evaluation.analyse.outcome import plain
from alongside.evaluation.analyse.saying import sentences_in
from alongside.evaluation.analyse.version import code_version
from alongside.evaluation.methods.refusing import Unfit
from alongside.evaluation.models import AnalysisPlan, PlanRun, Result, Study
from alongside.evaluation.rules.for_women import behind_means
from alongside.evaluation.rules.framing import ARM, FILE, Frame, as_csv, checksum
from alongside.evaluation.rules.own import without_ends
from alongside.evaluation.rules.planning import Step, steps
from alongside.recordkeeping.actions import entry, write_trail
from alongside.safekeeping.actions import carry, end_session, open_service_session
from alongside.safekeeping.queries import whoami

log = logging.getLogger("alongside.evaluation")

RUN_JOB = "evaluation.run_plan"
STUDIES_SERVICE = "studies"


def run_plan(*, run: uuid.UUID) -> int:
    """Do what is still to be done of a run; returns how many analyses were told now.

    Each analysis stands as soon as it is done, in a transaction of its own: the page shows how far it is, and a worker
    that was stopped goes on where it was. Should somebody have come into the study since, the table's checksum differs:
    what was told stays, nothing is added from another table, and a further run takes everybody.
    """
    with _service():
        row = PlanRun.objects.select_related("plan__study").filter(pk=run, finished_at=None).first()
        if row is None:
            return 0
        todo = list(enumerate(steps(row.plan.toml), start=1))
        frame = queries.frame(row.plan.study, row.as_of)
        own = row.as_of is not None
        table = as_csv(frame)
        told = set(Result.objects.filter(run=row).values_list("number", flat=True))
        if told and row.frame_sha256 != checksum(table):
            todo = []
        began = {"started_at": row.started_at or timezone.now(), "code_version": code_version()}
        if not told:
            began |= {"frame_sha256": checksum(table), "participants": len(frame.rows)}
        PlanRun.objects.filter(pk=run).update(**began)
    done = 0
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / FILE
        file.write_text(table, encoding="utf-8", newline="")
        if todo and not row.outcomes:
            side_by_side = _outcomes(row.plan.study, frame, file)
            with _service():
                PlanRun.objects.filter(pk=run).update(outcomes=side_by_side)
        for number, step in todo:
            if number not in told:
                done += _tell(run, number, step, *_answer(step, file, own=own))
    with _service() as me:
        PlanRun.objects.filter(pk=run).update(finished_at=timezone.now())
        write_trail([entry("plan run", study=row.plan.study_id, number=row.plan.number, count=done)], by=me)
    return done


@transaction.atomic
def load_run(*, plan: AnalysisPlan, by: uuid.UUID, at: datetime) -> PlanRun:
    """A run in a programme that is being loaded: done at once, by the loader. ``at``: when it was done."""
    frame = queries.frame(plan.study, own=False)
    table, todo = as_csv(frame), steps(plan.toml)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / FILE
        file.write_text(table, encoding="utf-8", newline="")
        row = PlanRun.objects.create(
            plan=plan, steps=len(todo), code_version=code_version(), frame_sha256=checksum(table),
            participants=len(frame.rows), outcomes=_outcomes(plan.study, frame, file), started_at=at, finished_at=at,
            recorded_by=by, recorded_at=at,
        )  # fmt: skip
        for number, step in enumerate(todo, start=1):
            told, unfit = _answer(step, file)
            Result.objects.create(
                run=row, number=number, name=step.name, method=step.method, seed=step.seed, told=told, unfit=unfit,
                recorded_by=by, recorded_at=at,
            )  # fmt: skip
    write_trail([entry("plan run", study=plan.study_id, number=plan.number, count=len(todo))], by=by)
    return row


def _outcomes(study: Study, frame: Frame, file: Path) -> dict[str, Any]:
    """The mean of each arm at each wave, of every outcome, and who is behind it. Nothing where nobody answered."""
    try:
        called = call("describe", file, columns=frame.outcomes, arm=ARM, waves=",".join(study.waves))
    except Unfit:
        return {}
    drawing = plain(called.outcome.drawing)
    return {"drawing": drawing, "sentence": called.outcome.sentence, "behind": behind_means(frame)}


def _answer(step: Step, file: Path, *, own: bool = False) -> tuple[dict[str, Any], str]:
    """What the command line would tell, with tables and drawing; or why these data do not answer it.

    ``own``: our own women are among them, and nothing is told that is the answer of one of them.
    """
    try:
        called = call(step.method, file, seed=step.seed, reading=dict(step.reading), **dict(step.options))
    except Unfit as why:
        return {"refused": {"code": why.code, "what": why.what, "do": why.do}}, f"{why.what} {why.do}".strip()
    except Exception as trouble:  # one analysis that stops holds up none of the others
        # Not what it said: that may be a cell of somebody's row.
        log.error("the analysis “%s” stopped (%s)", step.method, type(trouble).__name__)
        what = "This analysis stopped at something that nobody expected."
        return {"refused": {"code": "stopped", "what": what, "do": ""}}, what
    outcome = called.outcome
    told = {**called.as_json(), "tables": plain(outcome.tables), "drawing": plain(outcome.drawing)}
    # What each sentence was made of, so that a page can say it in the language of its reader.
    told["said"] = sentences_in(outcome.sentence, *called.notes, *outcome.notes, *outcome.tables, outcome.drawing)
    # What a method tells of each participant is for a file of one's own: a result of a study is about groups.
    told["values"].pop("each", None)
    if own:
        told |= {part: without_ends(told[part]) for part in ("values", "tables")}
    return told, ""


def _tell(run: uuid.UUID, number: int, step: Step, told: dict[str, Any], unfit: str) -> int:
    try:
        with _service() as me:
            Result.objects.create(
                run_id=run, number=number, name=step.name, method=step.method, seed=step.seed, told=told, unfit=unfit,
                recorded_by=me,
            )  # fmt: skip
    except IntegrityError:  # another worker was quicker with the same
        return 0
    return 1


@contextmanager
def _service() -> Iterator[uuid.UUID]:
    """One transaction as the service of studies."""
    with transaction.atomic():
        carry(open_service_session(STUDIES_SERVICE))
        me = whoami()
        if me is None:
            raise RuntimeError("the studies service has no session; run `alongside doctor`")
        yield me.principal
        end_session()

"""Running a plan happens in the worker, so that the page answers meanwhile."""

from __future__ import annotations

import uuid

from procrastinate.contrib.django import app

from alongside.evaluation import actions
from alongside.evaluation.actions.running import RUN_JOB


@app.task(name=RUN_JOB)
def run_plan(run: str) -> int:
    """Run what is still to be done of the plan; returns how many analyses were told. Safe to run again."""
    return actions.run_plan(run=uuid.UUID(run))

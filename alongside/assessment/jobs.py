"""Work that happens by itself: alerts that nobody has taken go on, letters go out, coming days are laid out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from procrastinate.contrib.django import app

from alongside.assessment import actions
from alongside.assessment.actions.watching import WATCH_JOB
from alongside.recordkeeping.actions import entry, write_trail
from alongside.safekeeping.actions import carry, end_session, open_service_session


@app.periodic(cron="* * * * *")
@app.task(name=WATCH_JOB, queueing_lock=WATCH_JOB, lock=WATCH_JOB)
def watch(timestamp: int) -> int:
    """Each minute, and when an alert is raised. ``timestamp`` (seconds) is the scheduler's and is not used.

    The letters go between two transactions: one that stands before the mail server is asked, so that a slow server
    holds up nothing, and one that notes which of them went. A letter whose note was lost goes again. Returns how many
    went.
    """
    if not actions.something_open():
        return 0
    with _service(actions.WATCH_SERVICE):
        told = actions.escalate()
        if told:
            write_trail([entry("alerts went on", count=told)])
        waiting = actions.letters()
    went = actions.send_letters([address for _steps, address in waiting])
    if went is None:
        return 0
    with _service(actions.WATCH_SERVICE):
        for steps, address in waiting:
            actions.letter_went(steps=steps, sent=address in went)
    return len(went)


@app.periodic(cron="40 3 * * *")
@app.task(name="assessment.plan_waves", queueing_lock="assessment.plan_waves", lock="assessment.plan_waves")
def plan_waves(timestamp: int) -> int:
    """Each night: lay out which measures fit into the coming days. ``timestamp`` is the scheduler's, and not used."""
    with _service(actions.PLANNING_SERVICE):
        return actions.plan()


@contextmanager
def _service(name: str) -> Iterator[None]:
    """One transaction as a service, which sees no row of anybody."""
    with transaction.atomic():
        carry(open_service_session(name))
        yield
        end_session()

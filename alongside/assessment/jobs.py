"""Work that happens by itself: alerts that nobody has taken go on, and letters that say "please sign in" go out."""

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
    with _service():
        told = actions.escalate()
        if told:
            write_trail([entry("alerts went on", count=told)])
        waiting = actions.letters()
    went = actions.send_letters([address for _steps, address in waiting])
    if went is None:
        return 0
    with _service():
        for steps, address in waiting:
            actions.letter_went(steps=steps, sent=address in went)
    return len(went)


@contextmanager
def _service() -> Iterator[None]:
    """One transaction as the service, which sees no row of anybody."""
    with transaction.atomic():
        carry(open_service_session(actions.WATCH_SERVICE))
        yield
        end_session()

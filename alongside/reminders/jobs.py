"""Work that happens by itself: planning, handing over, reading what came back.

None of these holds a lock while it runs: a worker that is killed would hold it for ever. What must not be done twice is
kept apart in the outbox (``migrations/0003_outbox.py``).
"""

from __future__ import annotations

import logging

from django.utils import timezone
from procrastinate.contrib.django import app

from alongside.reminders import actions

log = logging.getLogger("alongside.reminders")
PLAN, HAND_OVER, LISTEN = "reminders.plan", "reminders.hand_over", "reminders.listen"


@app.periodic(cron="*/5 * * * *")
@app.task(name=PLAN, queueing_lock=PLAN)
def plan(timestamp: int) -> int:
    """Write down what is to go in the coming days. ``timestamp`` (seconds) is the scheduler's and is not used."""
    return actions.plan_messages(now=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name=HAND_OVER, queueing_lock=HAND_OVER)
def hand_over(timestamp: int) -> int:
    """Each minute: hand over what may go now; returns how many were looked at."""
    return actions.hand_over().total()


@app.periodic(cron="* * * * *")
@app.task(name=LISTEN, queueing_lock=LISTEN)
def listen(timestamp: int) -> int:
    """Each minute, and when something came: read it, let follow what may, call somebody where it is hard.

    What was kept already is read first: nothing that a carrier does keeps a hard message from being read.
    """
    read = _read()
    try:
        brought = actions.take_answers()
    except Exception as trouble:
        log.error("nothing could be taken from the carrier (%s)", type(trouble).__name__)
        return read
    return read + (_read() if brought else 0)


def _read() -> int:
    read = actions.listen(now=timezone.now())
    actions.call_somebody(now=timezone.now())
    return read

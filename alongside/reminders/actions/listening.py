"""What comes back: read by rules that say only what is plain, and handed to people for everything else."""

from __future__ import annotations

from datetime import datetime

from alongside.assessment.actions import send_letters
from alongside.families.rules import one_number
from alongside.reminders import rules
from alongside.reminders.actions import verbs

MANY = 100


def message_came(*, by: str, value: str, words: str, reference: str, at: datetime) -> bool:
    """Keep what a gateway brought, to be read by the worker. Nothing follows from it here, and nothing is answered.

    A number that is none is kept as it came: it will be nobody's. Returns whether it is new.
    """
    return verbs.came(by, one_number(by, value) or value[:200], words[: rules.LONGEST], reference, at)


def message_reported(*, reference: str, arrived: bool, at: datetime) -> bool:
    """A gateway says what became of a message: it arrived, or nothing more is sent to that number."""
    return verbs.reported(reference, arrived, at)


def listen(*, now: datetime) -> int:
    """Read what came and let follow what may: a stop, another time, a person who is called. The service alone.

    Returns how many were read.
    """
    count = 0
    with verbs.serving() as token:
        for id, words, stops in verbs.unread(token, MANY):
            found = rules.meanings(words, *stops[:1])
            for stop in stops[1:]:
                found = tuple(dict.fromkeys((*found, *(m for m in rules.meanings(words, stop) if m == "stop"))))
            count += verbs.read(token, id, found, now)
    return count


def call_somebody(*, now: datetime) -> int:
    """A letter ("please sign in") to whoever is told when something hard was written; returns how many went."""
    with verbs.serving() as token:
        waiting = verbs.hard_letters(token)
    went = send_letters([address for _notices, address in waiting]) or set()
    done = {notice for notices, address in waiting if address in went for notice in notices}
    if done:
        with verbs.serving() as token:
            verbs.hard_mailed(token, sorted(done), now)
    return len(went)

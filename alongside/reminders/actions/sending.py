"""Plan what is to go, and hand over what may go: once, decided at the moment at which it is handed over.

A message is taken by a run, looked at (``rules.may_hand_over``) and handed over, and only then it is written down that
it went. A run that dies in between leaves its messages to the next one, which hands over the same key again: whoever
takes it knows the key. Where nobody knows keys (a carrier, a mail server), a message that was in somebody's hands is
not handed over a second time, whether the run died or no answer came: it stands as "nobody knows whether it went".
"""

from __future__ import annotations

import logging
import time
import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from alongside.reminders import rules
from alongside.reminders.actions import verbs
from alongside.reminders.actions.backends import DidNotArrive, Letter, NotKnown, TryAgain, WayOut, ways_out
from alongside.reminders.actions.carrier import Carrier
from alongside.reminders.terms import State

log = logging.getLogger("alongside.reminders")

# Rooms that plan something: each has a function ``safekeeping.reminder_source_NAME`` (migrations/0003_outbox.py).
SOURCES = ("promise", "session")
AHEAD = timedelta(days=3)  # how far ahead messages are written down
BATCH = 200  # messages that one run takes at a time
LEASE = timedelta(seconds=90)  # after so long without a word from a run, another one goes on
LONGEST = 50.0  # seconds that one job lasts; the next one goes on a minute later
LATER = timedelta(minutes=15)  # when there is no way out for it just now

Clock = Callable[[], datetime]


def plan_messages(*, now: datetime, sources: Sequence[str] = SOURCES, ahead: timedelta = AHEAD) -> int:
    """Write down every message of the coming days that is not there yet; returns how many. The service alone."""
    with verbs.serving() as token:
        return sum(verbs.plan(token, source, now, ahead) for source in sources)


def hand_over(
    *, clock: Clock = timezone.now, outs: Sequence[WayOut] | None = None, lease: timedelta = LEASE,
    longest: float = LONGEST,
) -> Counter[str]:  # fmt: skip
    """Hand over what may go now; returns how many ended in which ``State``. Safe to run twice at the same time."""
    found: Counter[str] = Counter()
    outs = ways_out() if outs is None else outs
    if not outs:
        return found
    run, until = uuid.uuid4(), time.monotonic() + longest
    at_once = min(out.at_once for out in outs)
    with verbs.serving() as token:
        never = verbs.names(token)
        while time.monotonic() < until and (taken := verbs.take(token, run, clock(), BATCH, lease)):
            again = {id for id, held in taken if held}
            ids = [id for id, _held in taken]
            for start in range(0, len(ids), at_once):
                found += _some(token, run, ids[start : start + at_once], again, outs, never, clock)
    for out in outs:
        out.close()
    if found:
        log.info("messages: %s", ", ".join(f"{state} {count}" for state, count in sorted(found.items())))
    return found


def take_answers(*, outs: Sequence[WayOut] | None = None) -> int:
    """Take what waits at a way out that brings answers itself (a carrier); returns how much. A gateway knocks."""
    found = 0
    for out in ways_out() if outs is None else outs:
        if isinstance(out, Carrier):
            found += out.take()
        out.close()
    return found


def _some(
    token: str, run: uuid.UUID, ids: Sequence[uuid.UUID], again: set[uuid.UUID], outs: Sequence[WayOut],
    never: tuple[str, ...], clock: Clock,
) -> Counter[str]:  # fmt: skip
    now = clock()
    outcomes = []
    for id, key, row in verbs.facts(token, run, now, ids):
        row["never"] = [*row["never"], *never]
        outcomes.append(_one(id, key, rules.facts_of(row), id in again, outs, now))
    verbs.went(token, run, now, outcomes)
    return Counter(each["state"] for each in outcomes)


def _one(
    id: uuid.UUID, key: str, facts: rules.Facts, again: bool, outs: Sequence[WayOut], now: datetime
) -> dict[str, Any]:  # fmt: skip
    """What became of one message. Nothing of it is said but to whoever takes it."""
    out = next((each for each in outs if each.takes(facts.by)), None)
    if again and out is not None and not out.once:
        return _outcome(id, facts, State.NOT_KNOWN)
    hers = _hers(now)
    said = rules.may_hand_over(facts, hers)
    if not said:
        if said.wait_until is not None:
            return _outcome(id, facts, State.WAITS, said.because, not_before=now + (said.wait_until - hers))
        return _outcome(id, facts, State.NOT_SENT, said.because, asks=said.asks_her)
    if out is None:
        return _outcome(id, facts, State.WAITS, "no_way_out", not_before=now + LATER)
    letter = Letter(
        key,
        facts.by,
        said.value,
        said.words,
        rules.title(said.language),
        said.sender,
        said.language,
        said.leave_message,
    )
    try:
        reference = out.hand(letter)
    except DidNotArrive:
        return _outcome(id, facts, State.DID_NOT_ARRIVE, "bounced", tried=facts.tried + 1)
    except NotKnown as trouble:
        log.warning("of a message nobody knows whether it went (%s)", trouble)
        return _outcome(id, facts, State.NOT_KNOWN, tried=facts.tried + 1)
    except TryAgain as trouble:
        log.warning("a message waits, it could not be handed over (%s)", trouble)
        later = rules.next_try(facts.tried + 1, hers, facts.until)
        if later is None:
            return _outcome(id, facts, State.NOT_SENT, "tried_enough", tried=facts.tried + 1)
        return _outcome(id, facts, State.WAITS, "trying", not_before=now + (later - hers), tried=facts.tried + 1)
    return _outcome(
        id, facts, State.SENT, words=said.words, level=said.level, language=said.language, reference=reference,
        tried=facts.tried + 1,
    )  # fmt: skip


def _outcome(id: uuid.UUID, facts: rules.Facts, state: State, because: str = "", **more: Any) -> dict[str, Any]:
    plain = {"not_before": None, "words": "", "level": None, "language": "", "reference": "", "tried": facts.tried,
             "asks": False}  # fmt: skip
    return {"id": id, "state": state.value, "because": str(because), **plain, **more}


def _hers(now: datetime) -> datetime:
    """Where she is, without a zone.

    What she waits for is added to the clock with one, as a length: in autumn an hour comes twice.
    """
    return timezone.localtime(now).replace(tzinfo=None)

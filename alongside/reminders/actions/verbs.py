"""The wall's own verbs of this room (``migrations/0003_outbox.py``), as Python functions. Times are aware."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from alongside.reminders.terms import Meaning
from alongside.safekeeping.actions import acting, carry, end_session, open_service_session

REMINDERS_SERVICE = "reminders"


@contextmanager
def serving() -> Iterator[str]:
    """A session of the service for one run of a job: a token, with which each transaction is done (``acting``)."""
    with transaction.atomic():
        token = open_service_session(REMINDERS_SERVICE)
    try:
        yield token
    finally:
        with transaction.atomic():
            carry(token)
            end_session()


def plan(token: str, source: str, now: datetime, ahead: timedelta) -> int:
    """Write down what is to go within ``ahead``; returns how many messages are new."""
    return int(_one(token, "plan_reminders(%s, %s, %s)", source, now, ahead))


def take(token: str, run: uuid.UUID, now: datetime, limit: int, lease: timedelta) -> list[tuple[uuid.UUID, bool]]:
    """Messages whose time has come, for this run: (id, whether somebody had it in hand before)."""
    rows = _all(token, "take_reminders(%s::uuid, %s, %s::int, %s)", run, now, limit, lease)
    return [(id, again) for id, again in rows]


def facts(
    token: str, run: uuid.UUID, now: datetime, ids: Sequence[uuid.UUID]
) -> list[tuple[uuid.UUID, str, dict[str, Any]]]:
    """What is so now, for those of ``ids`` that this run still has: (id, key, facts)."""
    rows = _all(token, "reminder_facts(%s::uuid, %s, %s::uuid[])", run, now, list(ids))
    return [(id, key, held if isinstance(held, dict) else json.loads(held)) for id, key, held in rows]


def names(token: str) -> tuple[str, ...]:
    """Names that no message may hold: of agencies and places, surnames of colleagues."""
    return tuple(_one(token, "reminder_names()"))


def went(token: str, run: uuid.UUID, now: datetime, outcomes: Sequence[dict[str, Any]]) -> int:
    """Write down what became of messages of this run; returns how many it still had."""
    return int(_one(token, "reminders_went(%s::uuid, %s, %s::jsonb)", run, now, json.dumps(outcomes, default=str)))


def came(by: str, value: str, words: str, reference: str, at: datetime) -> bool:
    """Keep something that a gateway brought; whether it is new. Asked without a session."""
    with connection.cursor() as cursor:
        cursor.execute("select safekeeping.message_came(%s, %s, %s, %s, %s)", [by, value, words, reference, at])
        return bool(cursor.fetchone()[0])


def reported(reference: str, arrived: bool, at: datetime) -> bool:
    """A gateway says what became of a message; whether it is one of ours. Asked without a session."""
    with connection.cursor() as cursor:
        cursor.execute("select safekeeping.message_reported(%s, %s, %s)", [reference, arrived, at])
        return bool(cursor.fetchone()[0])


def unread(token: str, limit: int) -> list[tuple[uuid.UUID, str, list[str]]]:
    """What came and was not read yet: (id, words, stop words of whoever has this number)."""
    return [(id, words, list(stops)) for id, words, stops in _all(token, "unread_messages(%s::int)", limit)]


def read(token: str, id: uuid.UUID, meanings: Sequence[Meaning], now: datetime) -> bool:
    """Let follow what may follow from it; ``False`` when another run was quicker."""
    return bool(_one(token, "message_read(%s::uuid, %s, %s)", id, [str(each) for each in meanings], now))


def hard_letters(token: str) -> list[tuple[list[uuid.UUID], str]]:
    """Whom a letter calls because something hard was written: (notices, address)."""
    return [(list(notices), address) for notices, address in _all(token, "hard_letters()")]


def hard_mailed(token: str, notices: Sequence[uuid.UUID], now: datetime) -> None:
    """A letter about these went."""
    _one(token, "hard_mailed(%s::uuid[], %s)", list(notices), now)


def take_hard(notice: uuid.UUID) -> bool:
    """Take something hard of which the signed-in person is told; whether it is hers now."""
    with connection.cursor() as cursor:
        cursor.execute("select safekeeping.take_hard(%s::uuid)", [notice])
        return bool(cursor.fetchone()[0])


def settle_hard(notice: uuid.UUID) -> bool:
    """Say of something hard that the signed-in person has that somebody was in touch; whether it was hers."""
    with connection.cursor() as cursor:
        cursor.execute("select safekeeping.settle_hard(%s::uuid)", [notice])
        return bool(cursor.fetchone()[0])


def ask_other_time(source: str, target: uuid.UUID) -> bool:
    """Tell the team of the signed-in woman that she would like another time of this; whether it is hers to ask."""
    with connection.cursor() as cursor:
        cursor.execute("select safekeeping.ask_other_time(%s, %s::uuid)", [source, target])
        return bool(cursor.fetchone()[0])


def time_is_fine(target: uuid.UUID) -> bool:
    """The signed-in woman takes that back; whether there was something to take back."""
    with connection.cursor() as cursor:
        cursor.execute("select safekeeping.time_is_fine(%s::uuid)", [target])
        return bool(cursor.fetchone()[0])


def _one(token: str, call: str, *values: Any) -> Any:
    with acting(token), connection.cursor() as cursor:
        cursor.execute(f"select safekeeping.{call}", values)
        return cursor.fetchone()[0]


def _all(token: str, call: str, *values: Any) -> list[tuple[Any, ...]]:
    with acting(token), connection.cursor() as cursor:
        cursor.execute(f"select * from safekeeping.{call}", values)
        return cursor.fetchall()

"""What may be offered, and when somebody is let in. Plain Python: what she said in, answer out.

No rule here takes who she is, where she comes from or how she describes herself: there is no parameter for it (E-31).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from alongside.culture.terms import Answer, How, What
from alongside.recordkeeping.rules import Decision

LONGEST_TEXT = 4_000  # characters of her words, of a note


class Row(Protocol):
    """Something offered or asked for, and what she said."""

    id: UUID
    answer: str
    recorded_at: datetime


def newest(rows: Iterable[Row]) -> str:
    """What she said last; "" while she said nothing."""
    last = max(rows, key=lambda row: (row.recorded_at, row.id), default=None)
    return last.answer if last else ""


def may_offer(how: str, answer: str, last: str) -> Decision:
    """To somebody who asked us not to, nobody offers it again. She herself can ask on any day.

    Only her own yes opens it again: that she asked, and would rather wait, leaves her earlier word as it is.

    >>> may_offer("offered", "yes", "never").because, may_offer("asked", "not_now", "never").because
    ('asked_not_to', 'asked_not_to')
    >>> bool(may_offer("asked", "yes", "never")), bool(may_offer("offered", "yes", "not_now"))
    (True, True)
    """
    if last != Answer.NEVER or answer == Answer.NEVER or (how == How.ASKED and answer == Answer.YES):
        return Decision(True)
    return Decision(False, "asked_not_to")


def check_what(what: str, answer: str) -> Decision:
    """What it is about is said, but for "please do not ask again", which is about all of it."""
    return Decision(True) if what in What.values or answer == Answer.NEVER else Decision(False, "what_needed")


def may_be_beside(last: str) -> Decision:
    """An Elder or cultural worker is let in at her yes, while it is the last thing she said."""
    return Decision(True) if last == Answer.YES else Decision(False, "her_yes_to_elder")


def check_day(on: date, today: date) -> Decision:
    """What happened is written down on its day or later."""
    return Decision(True) if on <= today else Decision(False, "in_future")


def check_text(text: str) -> Decision:
    """It can be kept in one piece."""
    return Decision(True) if len(text) <= LONGEST_TEXT else Decision(False, "too_long")

"""Somebody asked and was given nothing: what has to be written down of it."""

from __future__ import annotations

from datetime import date, timedelta

from alongside.recordkeeping.rules import Decision

LONGEST = 4_000  # characters
WARNS_FOR = timedelta(days=14)  # how long the home of her team says so; the family's own page of it keeps it


def may_write_down(on: date, said: str, today: date) -> Decision:
    """Is it a day that has come, and are there words of what was asked and said?"""
    if on > today:
        return Decision(False, "in_future")
    if not said.strip():
        return Decision(False, "words_missing")
    if len(said) > LONGEST:
        return Decision(False, "words_too_long")
    return Decision(True)

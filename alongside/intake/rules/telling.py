"""What was told, what stands of it, and how far a talk has come: in talks, never in per cent."""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, TypeVar
from uuid import UUID

from alongside.intake.rules.parts import Part
from alongside.intake.terms import Standing
from alongside.recordkeeping.rules import Decision

LONGEST_TEXT = 20_000  # characters of her words in one piece
SHORT_TEXT = 300  # of a name, a place, a number


class ToldRow(Protocol):
    """A row that says what came of a question on a day."""

    id: UUID
    part: str
    question: str
    standing: str
    on: date
    recorded_at: datetime


Row = TypeVar("Row", bound=ToldRow)


class How(enum.StrEnum):
    """How it is with a part, for a card."""

    TALKED = "talked"
    KNOWN = "known"
    NOT_NOW = "not_now"
    NEVER = "never"
    OPEN = "open"


@dataclass(frozen=True)
class Card:
    """A part as it stands: how, since which day, and over how many days it was talked about."""

    part: Part
    how: How
    last: date | None = None
    times: int = 0


def newest(rows: Iterable[Row]) -> dict[tuple[str, str], Row]:
    """{(part, question): the row that counts}: the newest by day and record, then what she chose beside words."""
    found: dict[tuple[str, str], Row] = {}
    for row in rows:
        key = (row.part, row.question)
        if key not in found or _age(found[key]) < _age(row):
            found[key] = row
    return found


# What she chose in the same form counts after what she said in it: a "never" beside words is one that they do not lift.
_AFTER = (Standing.SAID, Standing.STILL_RIGHT, Standing.NOT_NOW, Standing.NEVER)


def _age(row: ToldRow) -> tuple[date, datetime, int, UUID]:
    return (row.on, row.recorded_at, _AFTER.index(Standing(row.standing)), row.id)


def stands(part: Part, rows: Iterable[ToldRow], known: Collection[str] = ()) -> Card:
    """How it is with one part. ``rows``: of any part; ``known``: facts that the file holds already.

    Whatever was said counts more than a later "not now"; a "never ask" of the whole part counts until she speaks of it.
    """
    of_it = [row for row in rows if row.part == part.code]
    said = [row for row in of_it if row.standing in (Standing.SAID, Standing.STILL_RIGHT)]
    whole = newest(of_it).get((part.code, ""))
    if whole and whole.standing == Standing.NEVER and all(_age(row) < _age(whole) for row in said):
        return Card(part, How.NEVER, whole.on)
    if said:
        days = {row.on for row in said}
        return Card(part, How.TALKED, max(days), len(days))
    if of_it:
        last = max(of_it, key=_age)
        asked = {row.question: row for row in newest(of_it).values()}
        never = {code for code, row in asked.items() if row.standing == Standing.NEVER}
        if {question.code for question in part.questions} <= never:
            return Card(part, How.NEVER, last.on)
        return Card(part, How.NOT_NOW, last.on)
    if any(question.fact in known for question in part.questions if question.fact):
        return Card(part, How.KNOWN)
    return Card(part, How.OPEN)


def check_said(standing: str, words: str, picked: Collection[str]) -> Decision:
    """Something is kept when there are words or ticks, or when she chose not to say anything."""
    if standing == Standing.SAID and not words.strip() and not picked:
        return Decision(False, "nothing_told")
    return Decision(True)


def check_day(on: date, today: date, first: date | None = None) -> Decision:
    """What was said was said by today, and not before we first heard of her."""
    if on > today:
        return Decision(False, "in_future")
    return Decision(False, "before_we_knew") if first is not None and on < first else Decision(True)


def check_texts(texts: Mapping[str, str], limit: int = LONGEST_TEXT) -> str:
    """The first field whose text is longer than can be kept in one piece; "" when all fit."""
    return next((field for field, text in texts.items() if len(text) > limit), "")

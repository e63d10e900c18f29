"""Where a delivery stands: which sessions of its plan are done, still to come or left out, and how it goes on.

A session that did not take place is still to come. Nothing runs out, and nothing here is counted against anybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from alongside.library.rules import Session, Version
from alongside.programmes.terms import Place, State, Turn


class TurnRow(Protocol):
    """A row that says what was done with the plan, or how it stands from a day on."""

    id: UUID
    what: str
    on: date
    numbers: list[int]
    why: str
    recorded_at: datetime


class HeldRow(Protocol):
    """A session that took place, of whatever table."""

    @property
    def number(self) -> int | None: ...
    @property
    def on(self) -> date: ...


@dataclass(frozen=True)
class Stands:
    """How it stands, and since when (``None``: since it began)."""

    state: State
    since: date | None = None

    @property
    def over(self) -> bool:
        """It has come to its end, early or not."""
        return self.state in (State.ENDED, State.COMPLETED)


@dataclass(frozen=True)
class Step:
    """One session of the plan as it was adapted. ``session``: None where it was added (``added``)."""

    n: int
    place: Place
    days: tuple[date, ...]
    session: Session | None = None
    added: str = ""

    @property
    def again(self) -> bool:
        """It was held more than once."""
        return len(self.days) > 1


_OF_TURN = {
    Turn.PAUSED: State.PAUSED,
    Turn.TAKEN_UP: State.GOING,
    Turn.ENDED: State.ENDED,
    Turn.COMPLETED: State.COMPLETED,
}


def in_order(turns: Iterable[TurnRow]) -> list[TurnRow]:
    """By day, then as they were written down."""
    return sorted(turns, key=lambda row: (row.on, row.recorded_at, row.id))


def stands(turns: Iterable[TurnRow]) -> Stands:
    """How it stands by these rows; going on when there are none. Each can follow each."""
    said = [row for row in in_order(turns) if row.what in _OF_TURN]
    return Stands(_OF_TURN[Turn(said[-1].what)], said[-1].on) if said else Stands(State.GOING)


def adapted(version: Version, turns: Iterable[TurnRow]) -> tuple[list[int], set[int], dict[int, str]]:
    """The numbers of the plan's sessions in their present order, those left out, and what was added by number."""
    order = [session.n for session in version.sessions]
    out: set[int] = set()
    added: dict[int, str] = {}
    for row in in_order(turns):
        if row.what == Turn.LEFT_OUT:
            out |= set(row.numbers)
        elif row.what == Turn.PUT_BACK:
            out -= set(row.numbers)
        elif row.what == Turn.ADDED:
            for n in row.numbers:
                added[n] = row.why
                order += [] if n in order else [n]
        elif row.what == Turn.OTHER_ORDER:
            named = [n for n in row.numbers if n in order]
            places = sorted(order.index(n) for n in named)
            for place, n in zip(places, named, strict=True):
                order[place] = n
    return order, out, added


def steps(version: Version, held: Sequence[HeldRow], turns: Iterable[TurnRow]) -> list[Step]:
    """Every session of the plan as it was adapted, in its order, with the days on which it was held.

    A plan without a number of sessions has those that were held. A session that was held counts as done, also when it
    had been left out before.

    >>> [step.place.value for step in steps(version, [], [])]                                      # doctest: +SKIP
    ['to_come', 'to_come']
    """
    order, out, added = adapted(version, turns)
    days: dict[int, list[date]] = {}
    for row in held:
        if row.number is not None:
            days.setdefault(row.number, []).append(row.on)
    of_plan = {session.n: session for session in version.sessions}
    order += [n for n in sorted(days) if n not in order]
    return [
        Step(
            n,
            Place.DONE if n in days else Place.LEFT_OUT if n in out else Place.TO_COME,
            tuple(sorted(days.get(n, ()))),
            of_plan.get(n),
            added.get(n, ""),
        )
        for n in order
    ]

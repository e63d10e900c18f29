"""What comes back: yes or no, every reason, and what has to be done with it. There is no third answer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from alongside.consent.rules.vocabulary import DENY, OBLIGATIONS, PERMIT, Who


class Reason(NamedTuple):
    """Why: a code of `words.REASONS`, about whom, and the id of what says so."""

    code: str
    person: Who | None = None
    basis: Who | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """Permit or deny. The first reason is the one that decided.

    `obligations`: codes of `words.OBLIGATION_WORDS`, never without `log`. `basis`: the id it rests on. `without`:
    people whose passages are left out. `notice`: the text that goes along. `until`: when an emergency is over.
    """

    allowed: bool
    reasons: tuple[Reason, ...]
    obligations: tuple[str, ...] = ("log",)
    basis: Who | None = None
    without: tuple[Who, ...] = ()
    notice: str = ""
    until: datetime | None = None

    def __bool__(self) -> bool:
        return self.allowed

    @property
    def because(self) -> str:
        """The code that decided, as other rooms' rules say it."""
        return self.reasons[0].code

    @property
    def answer(self) -> str:
        """`permit` or `deny`."""
        return PERMIT if self.allowed else DENY

    @property
    def decision(self) -> str:
        """Both in one word: `deny:revoked`."""
        return f"{self.answer}:{self.because}"


def in_order(codes: Collection[str]) -> tuple[str, ...]:
    """Obligations, each once, in the order in which they are always told."""
    return tuple(code for code in OBLIGATIONS if code in codes)

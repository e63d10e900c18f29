"""Which question comes next, how much is left, and what fits into the time she has. Plain Python, no clock."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from alongside.instruments.rules import NOT_APPLICABLE, PREFER_NOT, Definition, shown
from alongside.recordkeeping.rules import Decision

TOTAL_ONLY, ITEM_LEVEL = "total_only", "item_level"
USUAL_MINUTES = 15  # a sitting proposes at most so much, unless the worker and she choose otherwise
MINUTES_WITHOUT_ESTIMATE = 5  # for a measure whose definition does not say how long it takes

Answers = Mapping[str, Any]


def asked_how(definition: Definition) -> str:
    """``total_only`` for a measure she counts for herself (ACE): only the number is asked and kept."""
    return TOTAL_ONLY if TOTAL_ONLY in definition.modes else ITEM_LEVEL


def items_to_ask(definition: Definition, answers: Answers) -> list[str]:
    """The ids of the questions to ask now, in order, after what was answered so far."""
    return shown(definition, answers, mode=asked_how(definition))


def can_be_asked(definition: Definition, item: str) -> bool:
    """This question is among those that may ever be asked here: never the single ones of a measure she counts for
    herself (ACE), whatever was answered."""
    only = TOTAL_ONLY if asked_how(definition) == TOTAL_ONLY else ""
    held = definition.every_item.get(item)
    return held is not None and (held.mode == only or bool(definition.gate and definition.gate.item.id == item))


def raw(standing: str, value: Decimal | float | None, words: str) -> object:
    """A kept answer in the form in which instruments score it; ``None`` for one that she took back."""
    if standing == "prefer_not":
        return PREFER_NOT
    if standing == "not_applicable":
        return NOT_APPLICABLE
    if standing == "cleared":
        return None
    if value is None:
        return words
    number = float(value)
    return int(number) if number.is_integer() else number


def neighbours(ids: Sequence[str], item: str) -> tuple[str, str]:
    """The question before and the one after; "" where there is none. An item that is not asked now has neither."""
    if item not in ids:
        return "", ""
    place = ids.index(item)
    return (ids[place - 1] if place else "", ids[place + 1] if place + 1 < len(ids) else "")


def first_open(ids: Iterable[str], answers: Answers) -> str:
    """The first question without an answer; "" when each has one (preferring not to say is one)."""
    return next((item for item in ids if item not in answers), "")


def minutes_of(definition: Definition) -> int:
    """How long it takes to fill in, as its definition says."""
    return definition.minutes or MINUTES_WITHOUT_ESTIMATE


def minutes_left(definition: Definition, answers: Answers) -> int:
    """About how many minutes are left of this measure: its share of unanswered questions, never less than one."""
    ids = items_to_ask(definition, answers)
    unanswered = sum(item not in answers for item in ids)
    return max(1, math.ceil(minutes_of(definition) * unanswered / max(len(ids), 1))) if unanswered else 0


@dataclass(frozen=True)
class Proposal:
    """What is asked now, and what is for another time."""

    now: tuple[Any, ...]
    later: tuple[Any, ...]


def propose(measures: Sequence[tuple[Any, int]], minutes: int) -> Proposal:
    """As many as fit into ``minutes``, in the order given; each is (anything, its minutes).

    A single measure longer than the time is proposed alone: else it could never be asked. What does not fit is for
    later; a shorter one after it may still fit.
    """
    now: list[Any] = []
    later: list[Any] = []
    used = 0
    for measure, takes in measures:
        if not now or used + takes <= minutes:
            now.append(measure)
            used += takes
        else:
            later.append(measure)
    return Proposal(tuple(now), tuple(later))


def after_first_meeting(met_on: date | None, today: date) -> Decision:
    """Questions wait until the second meeting. ``met_on``: the day on which she was met first, if ever."""
    if met_on is None or met_on >= today:
        return Decision(False, "first_meeting")
    return Decision(True)


def may_be_hard(*, opt_in: bool, her_yes: bool, at_hand: bool, before: str) -> Decision:
    """Questions about hard things need her yes, somebody there, and a word on how she is (never on what about)."""
    if not opt_in:
        return Decision(True)
    if not her_yes:
        return Decision(False, "her_yes")
    if not at_hand:
        return Decision(False, "at_hand")
    if not before:
        return Decision(False, "feeling_first")
    return Decision(False, "she_waits") if before in ("pause", "somebody") else Decision(True)


def state_after(definition: Definition, answers: Answers) -> str:
    """``done`` when each question that counts has an answer (preferring not to say is one), ``partly`` when some
    have, "" when none has. Follow-ups that no score looks at may stay open."""
    ids = items_to_ask(definition, answers)
    if not any(item in answers for item in ids):
        return ""
    counts = [item for item in ids if definition.item(item).scored] or ids
    return "done" if all(item in answers for item in counts) else "partly"


def fits_age(window: tuple[int, int] | None, months: int | None) -> bool:
    """The child is of the age this form is made for; true when either is not known. A no asks, it refuses nothing."""
    return window is None or months is None or window[0] <= months <= window[1]

"""What may follow what, in being with the programme. Plain Python: values and a day in, answer out.

Nothing here takes a return to use, a test result, readiness or attendance: there is no parameter for it (T-11, D-I3).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from alongside.recordkeeping.rules import Decision, Refused

# States by their stored words (``terms.State``); rules know no Django.
REACHING_OUT, GETTING_TO_KNOW, ACTIVE, QUIET = "reaching_out", "getting_to_know", "active", "quiet"
ENDED_BY_CHOICE, MOVED, TRANSFERRED, DIED = "ended_by_choice", "moved", "transferred", "died"
WELCOME_BACK, NO_CONTACT, MISTAKE = "welcome_back", "no_contact", "mistake"

ENDINGS = frozenset({ENDED_BY_CHOICE, MOVED, TRANSFERRED, DIED})
AWAY = frozenset({QUIET, ENDED_BY_CHOICE, MOVED, TRANSFERRED})

# From -> to (D-40). "" is before the first contact. Back to active from anywhere but death is "welcome back".
TRANSITIONS: dict[str, frozenset[str]] = {
    "": frozenset({REACHING_OUT, GETTING_TO_KNOW, ACTIVE}),
    REACHING_OUT: frozenset({GETTING_TO_KNOW, ACTIVE}) | ENDINGS,
    GETTING_TO_KNOW: frozenset({ACTIVE, QUIET}) | ENDINGS,
    ACTIVE: frozenset({QUIET}) | ENDINGS,
    QUIET: frozenset({ACTIVE}) | ENDINGS,
    ENDED_BY_CHOICE: frozenset({ACTIVE, MOVED, TRANSFERRED, DIED}),
    MOVED: frozenset({ACTIVE, ENDED_BY_CHOICE, TRANSFERRED, DIED}),
    TRANSFERRED: frozenset({ACTIVE, ENDED_BY_CHOICE, MOVED, DIED}),
    DIED: frozenset(),
}

LONGEST_TEXT = 200_000  # characters of one text; a book chapter, and still a page that opens on an old phone
CHILDRENS_PARTS = frozenset({"child_care", "childminder"})


def allowed_transition(old: str, new: str, because: str = "") -> Decision:
    """May ``new`` follow ``old``? ``because`` matters twice: coming back is a welcome; a mistake can be put right."""
    if old == new:
        return Decision(False, "same_state")
    if because == MISTAKE:
        return Decision(True)
    if old == DIED:
        return Decision(False, "stays_died")
    if new == ACTIVE and old in AWAY and because != WELCOME_BACK:
        return Decision(False, "welcome_her_back")
    if new not in TRANSITIONS[old]:
        return Decision(False, "not_from_here")
    return Decision(True)


def may_come_back(state: str) -> Decision:
    """The door is always open: from every state but death she is welcomed back to being with us."""
    return Decision(False, "stays_died") if state == DIED else Decision(True)


@dataclass(frozen=True)
class Change:
    """One state from a day on; ``order`` tells which was recorded later on the same day."""

    state: str
    from_on: date
    order: int = 0


def state_from(changes: Iterable[Change], on: date) -> str:
    """The state on a day: the newest change by day, then by record. "" before the first contact."""
    known = [c for c in changes if c.from_on <= on]
    return max(known, key=lambda c: (c.from_on, c.order)).state if known else ""


def day_is_here(on: date, today: date) -> Decision:
    """What happened can be recorded on the day itself or later."""
    return Decision(True) if on <= today else Decision(False, "in_future")


def days_in_order(first: date, last: date | None) -> Decision:
    """``last`` is the last day itself, or ``None`` for still so."""
    return Decision(True) if last is None or first <= last else Decision(False, "backwards")


def fits(text: str) -> Decision:
    """Can this text be kept in one piece?"""
    return Decision(True) if len(text) <= LONGEST_TEXT else Decision(False, "too_long")


def may_work_with(role: str, works_with: str, child: object | None) -> Decision:
    """Whom a part may be let in to: child care works with children, and "one child" names the child.

    A peer supporter is put on a team by nobody: she comes by a match, which begins with the woman's own yes. So do an
    Elder and a cultural worker (culture).
    """
    if role == "peer":
        return Decision(False, "peer_by_match")
    if role == "elder":
        return Decision(False, "elder_by_her_yes")
    if role in CHILDRENS_PARTS and works_with == "family":
        return Decision(False, "children_only")
    if works_with == "one_child" and child is None:
        return Decision(False, "which_child")
    return Decision(True)


def is_ending(state: str) -> Decision:
    """Only a state that ends a time with the programme belongs to an ending (D-44)."""
    return Decision(True) if state in ENDINGS else Decision(False, "not_an_ending")


def quiet_from(last_seen: date, after_days: int, on: date) -> date | None:
    """The day on which a file became quiet, or ``None`` when it has not by ``on``. Looks at days of meeting alone."""
    day = date.fromordinal(last_seen.toordinal() + after_days)
    return day if day <= on else None


def changes_of_worker(stretches: Sequence[tuple[date, object]]) -> int:
    """How often somebody new became the one person to turn to; ``stretches`` are (first day, worker), one client."""
    ordered = sorted(stretches, key=lambda s: s[0])
    return sum(1 for before, after in pairwise(ordered) if before[1] != after[1])


def require(decision: Decision, *, field: str = "", **detail: object) -> None:
    """Go on, or raise ``Refused`` with the reason; ``field`` names the form's field it is about."""
    if not decision:
        raise Refused(decision.because, field=field, **detail)


def require_texts(**texts: str) -> None:
    """Every text can be kept in one piece; else ``Refused("too_long")`` with its field, its length and the limit."""
    for field, text in texts.items():
        require(fits(text), field=field, limit=LONGEST_TEXT, length=len(text))

"""What can be written down of a delivery. None of it asks how somebody lives, uses or comes (T-11)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from alongside.library.rules import Version
from alongside.programmes.terms import ForWhom, Kept, State, Turn
from alongside.recordkeeping.rules import Decision
from alongside.safekeeping.terms import Category as C
from alongside.safekeeping.terms import mask

LONGEST_TEXT = 20_000  # characters
LONGEST_SESSION = 24 * 60  # minutes
OF_GROUP = 100  # up to this number sessions are the group's, where a programme goes with one

# How to reach her and research have their own places, and so have a counsellor's own notes.
UNFIT = frozenset({C.CONTACT, C.RESEARCH, C.SUD_COUNSELLING_NOTES})
FITTING = tuple(category for category in C if category not in UNFIT)
# What her own page shows: nothing that harms her when somebody looks over her shoulder. That she is in a group on
# violence, or in a programme for what was done to her, stands on no page.
ON_HER_PAGE = mask(C.SERVICE_USE, C.SUD, C.CHILD_HEALTH_DEV, C.DYAD_OBSERVATION, C.PEER_SUPPORT)

# Programmes whose name alone says what somebody lived through: by what they are about in the library. Our own reading.
_BY_NAME: Mapping[str, C] = {
    "connections": C.IPV_SAFETY,
    "seeking-safety": C.MENTAL_HEALTH_TRAUMA,
    "circle-of-hope": C.REPRODUCTIVE_STI,
}
_OF_WHOM = {ForWhom.WOMAN: C.SUD, ForWhom.CHILD: C.CHILD_HEALTH_DEV, ForWhom.DYAD: C.DYAD_OBSERVATION}
_HELD_BACK = (Turn.LEFT_OUT, Turn.PUT_BACK, Turn.OTHER_ORDER)
_NEEDS_WHY = (Turn.LEFT_OUT, Turn.ADDED, Turn.OTHER_ORDER)
_STATE_OF = {Turn.PAUSED: State.PAUSED, Turn.ENDED: State.ENDED, Turn.COMPLETED: State.COMPLETED}


def usual_category(programme: str, for_whom: str) -> C:
    """The kind of record a delivery is when nobody says otherwise: by what the programme's name tells, else by whom.

    >>> usual_category("mio", "woman").name, usual_category("connections", "woman").name
    ('SUD', 'IPV_SAFETY')
    """
    return _BY_NAME.get(programme) or _OF_WHOM[ForWhom(for_whom)]


def check_category(category: int) -> Decision:
    """A delivery may be of every kind that has no place of its own."""
    return Decision(True) if category in FITTING else Decision(False, "kind_unfit")


def check_day(on: date, today: date, begins: date | None = None) -> Decision:
    """It was on its day or earlier, and not before the delivery began."""
    if on > today:
        return Decision(False, "in_future")
    return Decision(False, "before_it_began") if begins is not None and on < begins else Decision(True)


def check_begins(on: date, today: date) -> Decision:
    """It began, or begins within a year: what is arranged for later can be written down."""
    return Decision(True) if (on - today).days <= 366 else Decision(False, "in_future")


def check_minutes(minutes: int | None) -> Decision:
    """Between a minute and a day, or not said."""
    fits = minutes is None or 1 <= minutes <= LONGEST_SESSION
    return Decision(True) if fits else Decision(False, "minutes_of_a_day")


def check_number(number: int | None, version: Version, added: Collection[int]) -> Decision:
    """A session of the plan, one that was added, or none of them."""
    fits = number is None or 1 <= number <= version.most_sessions or number in added
    return Decision(True) if fits else Decision(False, "no_such_session")


def check_marks(asked: Sequence[str], answers: Sequence[str]) -> Decision:
    """As many answers as marks, each of the four or not said, and at least one said."""
    known = len(asked) == len(answers) and all(said in ("", *Kept.values) for said in answers)
    return Decision(True) if known and any(answers) else Decision(False, "nothing_marked")


def check_turn(
    what: str, numbers: Sequence[int], why: str, *, now: State, version: Version, done: Collection[int],
    out: Collection[int], added: Collection[int],
) -> Decision:  # fmt: skip
    """The plan can be adapted as it stands now; a reason is written for whatever changes it.

    ``done``, ``out``, ``added``: numbers of sessions that were held, left out, added.
    """
    if what in _HELD_BACK and not numbers:
        return Decision(False, "which_sessions")
    here = {session.n for session in version.sessions} | set(added)
    if what in _HELD_BACK and set(numbers) - here:
        return Decision(False, "no_such_session")
    if what in _NEEDS_WHY and not why.strip():
        return Decision(False, "why_otherwise")
    if what == Turn.LEFT_OUT and set(numbers) & set(done):
        return Decision(False, "done_already")
    same = {
        Turn.LEFT_OUT: set(numbers) <= set(out),
        Turn.PUT_BACK: not set(numbers) & set(out),
        Turn.TAKEN_UP: now == State.GOING,
    }
    if what in _STATE_OF:
        return Decision(False, "stands_so") if now == _STATE_OF[Turn(what)] else Decision(True)
    return Decision(False, "stands_so") if same.get(Turn(what), False) else Decision(True)


def too_long(texts: Mapping[str, str]) -> str:
    """The first field whose text is longer than can be kept in one piece; "" when all fit."""
    return next((field for field, text in texts.items() if len(text) > LONGEST_TEXT), "")


def next_number(version: Version, added: Iterable[int], *, beside_group: bool = False) -> int:
    """The number that a session has which is added now: after all that are there.

    ``beside_group``: added for one family whose programme goes with a group. Its numbers begin after ``OF_GROUP``, so
    that the group can add sessions later and none has a number that stands already.

    >>> next_number(version, [])                                                                   # doctest: +SKIP
    11
    """
    return max([version.most_sessions, OF_GROUP if beside_group else 0, *added]) + 1

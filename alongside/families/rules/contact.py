"""May something be sent to her now, this way, and how much may it say? (safe contact: no is the usual answer)"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Protocol

from alongside.families.rules.answers import Checked, allow, refuse
from alongside.families.rules.numbers import one_number
from alongside.families.terms import Because, Channel, ContentLevel
from alongside.recordkeeping.rules import Decision, fold

STALE_AFTER_DAYS = 30
# Hours for a way whose hours she did not name: nothing goes out in the evening or at night.
USUAL_FROM, USUAL_TO = time(9), time(20)
# Words of somebody who does not know who else sees the phone: unclear is no (docs/decisions/0016).
NOT_CLEAR = re.compile(
    r"\?|\b(not sure|unsure|don'?t know|do not know|unknown|maybe|perhaps|might|unclear|no idea"
    r"|pas sure?|sais pas|sait pas|inconnu|peut[- ]etre)\b"
)
# What stays to be read on a phone or a computer. (A call does not, and a letter is paper.)
ON_A_DEVICE = (Channel.TEXT, Channel.EMAIL)


class Plan(Protocol):
    """What the rule reads of a plan."""

    checked_on: date
    who_shares_the_phone: str


class Way(Protocol):
    """What the rule reads of a way."""

    channel: str
    value: str
    content_level: int
    from_hour: time | None
    to_hour: time | None
    days: str
    voicemail: bool


@dataclass(frozen=True)
class Sendable(Decision):
    """The answer; ``level`` is how much a message may say (0: nothing about us), ``way`` the way that is open now."""

    level: int = 0
    way: Any = None


def safe_to_send(
    plan: Plan | None,
    ways: Iterable[Way],
    channel: str,
    now: datetime,
    today: date | None = None,
    stale_after_days: int = STALE_AFTER_DAYS,
    unsafe: Iterable[str] = (),
    device_not_safe: bool = False,
    of_others: Iterable[str] = (),
    by_itself: bool = False,
) -> Sendable:
    """May a message go out over ``channel`` now?

    Parameters
    ----------
    plan, ways: her newest plan and its ways (``None`` and nothing when she has none).
    now: the local time where she is; ``today`` its day unless given.
    unsafe: names of those she calls unsafe: a phone they share, or a message through them, is never used.
    device_not_safe: she turned her own page off because a device may not be safe: nothing is written to any device,
        and nothing goes by itself.
    of_others: numbers and addresses of others in her life, which are never taken for hers.
    by_itself: nobody looks at it before it goes. Then a number has to be one that a machine can use, and words that
        leave open who else sees the phone are no.

    The level comes from the way itself and is 0 unless she chose more.
    """
    today = today or now.date()
    ways = list(ways)
    if plan is None or not ways:
        return Sendable(False, Because.NO_PLAN)
    if any(w.channel == Channel.NONE for w in ways):
        return Sendable(False, Because.SHE_COMES)
    if device_not_safe and (by_itself or channel in ON_A_DEVICE):
        return Sendable(False, Because.UNSAFE_DEVICE)
    if (today - plan.checked_on).days > stale_after_days or plan.checked_on > today:
        return Sendable(False, Because.STALE)
    chosen = [w for w in ways if w.channel == channel and w.value]
    if not chosen:
        return Sendable(False, Because.NOT_THIS_WAY)
    unsafe = list(unsafe)
    chosen = [
        w
        for w in chosen
        if not names_somebody(unsafe, plan.who_shares_the_phone, w.value if channel == Channel.THROUGH else "")
    ]
    if not chosen:
        return Sendable(False, Because.UNSAFE_PERSON)
    theirs = {one_number(channel, value) or fold(value) for value in of_others}
    chosen = [w for w in chosen if (one_number(channel, w.value) or fold(w.value)) not in theirs]
    if not chosen:
        return Sendable(False, Because.SOMEBODY_ELSES)
    if by_itself:
        if NOT_CLEAR.search(fold(plan.who_shares_the_phone)):
            return Sendable(False, Because.NOT_CLEAR)
        chosen = [w for w in chosen if one_number(channel, w.value)]
        if not chosen:
            return Sendable(False, Because.NOT_A_NUMBER)
    closed = Because.NOT_THIS_DAY
    for way in chosen:
        answer = _open_now(way, now, today)
        if answer is None:
            return Sendable(
                True, "", max(ContentLevel.NOTHING, min(int(way.content_level), ContentLevel.HER_WORDS)), way
            )
        if answer == Because.NOT_THIS_HOUR:
            closed = answer
    return Sendable(False, closed)


def _open_now(way: Way, now: datetime, today: date) -> Because | None:
    """``None`` when the way is open; else why not. Hours over midnight belong to the day on which they begin."""
    begin, end = way.from_hour, way.to_hour
    if begin is None and end is None:
        begin, end = USUAL_FROM, USUAL_TO
    clock = now.time()
    begin, day = begin or time.min, today
    if begin == end:
        return Because.NOT_THIS_HOUR
    if end is None or begin < end:
        within = begin <= clock and (end is None or clock < end)
    else:
        within = clock >= begin or clock < end
        if clock < end:
            day = today - timedelta(days=1)
    if way.days and str(day.isoweekday()) not in way.days:
        return Because.NOT_THIS_DAY
    return None if within else Because.NOT_THIS_HOUR


def names_somebody(unsafe: Iterable[str], *texts: str) -> bool:
    """One of the unsafe is named in one of ``texts``: by the whole name, or by a part of it of two letters or more."""
    words = {word for text in texts for word in re.findall(r"[^\W\d_]+", fold(text))}
    parts = [fold(name).split() for name in unsafe]
    return any(part in words for name in parts for part in name if len(part) > 1 or len(name) == 1)


def check_way(way: Way) -> Checked:
    """Refuses an unknown channel or level, a way without a number, hours of no length, and days that are no days."""
    if way.channel not in Channel.values:
        return refuse(Because.UNKNOWN_CHOICE, "channel")
    if way.content_level not in ContentLevel.values:
        return refuse(Because.UNKNOWN_CHOICE, "content_level")
    if way.channel != Channel.NONE and not way.value.strip():
        return refuse(Because.NO_VALUE, "value")
    if way.from_hour is not None and way.from_hour == way.to_hour:
        return refuse(Because.HOURS, "to_hour")
    return refuse(Because.DAYS, "days") if set(way.days) - set("1234567") else allow()

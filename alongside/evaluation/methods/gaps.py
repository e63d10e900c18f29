"""Being in touch, going quiet and coming back, from the days on which people were seen.

A gap opens when ``gap`` units of time have gone by since the last contact, and ends with the next contact. Somebody is
at risk of a gap while in touch, not while away: after coming back she is at risk again (re-entry), on the clock that
began with her start. Nothing here says that a gap is a fault of hers.

Estimands: time in touch until the first gap; rate of gaps while in touch (Andersen and Gill's model with errors that
hold a person's spells together, or Prentice, Williams and Peterson's when strata are the spells' order); share who came
back by a time after a gap opened, other ends competing.

Sources: Andersen and Gill (1982), Annals of Statistics 10, 1100–1120; Prentice, Williams and Peterson (1981),
Biometrika 68, 373–379; Lin and Wei (1989), JASA 84, 1074–1078; Aalen and Johansen (1978), Scandinavian Journal of
Statistics 5, 141–150.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alongside.evaluation.methods.refusing import Unfit

Array = NDArray[np.float64]
Codes = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Touch:
    """Spells in touch: (entry, time] on the person's clock; ``gap``: it ended with a gap, else with her last day.
    ``order``: her first spell is 0. Away: from ``left`` to ``until``, and whether she came back then."""

    person: Codes
    entry: Array
    time: Array
    gap: Mask
    order: Codes
    away_person: Codes
    left: Array
    until: Array
    back: Mask
    no_time: int  # spells of no length that were left out: seen on the last day only


def spells(person: Codes, day: Array, start: Array, last: Array, gap: float) -> Touch:
    """From contacts (rows): whose, and the day in any unit; ``start`` and ``last`` (persons,): when each one's clock
    begins and her last day under observation (nan in ``start``: with her first contact).

    Several contacts on a day are one. What lies before a clock begins is not time at risk (a clock that begins at a
    birth takes no time before it). Raises Unfit: bad_option (gap not above 0), contact_after_last, no_time.
    """
    if not gap > 0:
        raise Unfit("bad_option", "A gap is longer than 0.")
    people = len(last)
    whole = np.unique(np.column_stack([person.astype(float), day]), axis=0)
    who, when = whole[:, 0].astype(np.int64), whole[:, 1]
    if (when > last[who]).any():
        raise Unfit("contact_after_last", "Somebody has a contact after her last day under observation.",
                    "Look at the days, or say --as-of to leave out what came later.")  # fmt: skip
    first = np.ones(len(who), dtype=bool)
    first[1:] = who[1:] != who[:-1]
    final = np.roll(first, -1)
    following = np.where(final, last[who], np.roll(when, -1))
    broken = following - when > gap
    begins = first | np.roll(broken, 1)
    begins[0] = True
    zero = np.where(np.isnan(start), np.full(people, np.nan), start)
    origin = np.empty(people)
    origin[who[first]] = when[first]
    zero = np.where(np.isnan(zero), origin, zero)
    run = np.cumsum(begins) - 1
    closes = np.append(np.flatnonzero(begins)[1:] - 1, len(who) - 1)
    of = who[begins]
    entry = np.maximum(when[begins] - zero[of], 0)
    time = np.where(broken[closes], when[closes] + gap, last[of]) - zero[of]
    order = run[begins] - run[first][np.searchsorted(who[first], of)]
    kept = time > entry
    if not kept.any():
        raise Unfit("no_time", "Nobody has time under observation after the clock begins.")
    away = np.flatnonzero(broken)
    left, until = when[away] + gap - zero[who[away]], following[away] - zero[who[away]]
    after = left >= 0
    return Touch(of[kept], entry[kept], time[kept], broken[closes][kept], order[kept], who[away][after], left[after],
                 until[after], ~final[away][after], int((~kept & (time >= 0)).sum()))  # fmt: skip


def use(person: Codes, day: Array, start: Array, last: Array, touch: Touch) -> dict[str, Array]:
    """Of each person (persons,): time followed, contacts in it, contacts by unit of time, gaps, longest time between
    two contacts (or the last one and the end), share of time in touch. Days with several contacts count each
    contact."""
    people = len(last)
    zero = start.copy()
    earliest = np.full(people, np.inf)
    np.minimum.at(earliest, person, day)
    zero = np.where(np.isnan(zero), earliest, zero)
    counted = day >= zero[person]
    contacts = np.bincount(person[counted], minlength=people).astype(float)
    followed = np.maximum(last - zero, 0)
    order = np.lexsort((day, person))
    who, when = person[order], day[order]
    final = np.append(who[1:] != who[:-1], True)
    between = np.where(final, last[who], np.append(when[1:], 0)) - when
    longest = np.zeros(people)
    np.maximum.at(longest, who, np.where(when >= zero[who], between, 0))
    in_touch = np.bincount(touch.person, weights=touch.time - touch.entry, minlength=people)
    with np.errstate(divide="ignore", invalid="ignore"):
        return {
            "followed": followed,
            "contacts": contacts,
            "rate": np.where(followed > 0, contacts / followed, np.nan),
            "gaps": np.bincount(touch.person, weights=touch.gap, minlength=people),
            "longest": longest,
            "in_touch": np.where(followed > 0, in_touch / followed, np.nan),
        }

"""What she wants, over the years: goals in her words, small steps, her own number, how it stands. By chance of its own.

Numbers go up and down as they do in life, and nothing in a story hangs on them.
"""

from __future__ import annotations

import random
from datetime import date
from typing import Any

from alongside.stewardship.demonstration import records as r
from alongside.stewardship.demonstration import wishes_en, wishes_fr
from alongside.stewardship.demonstration.named import NAMED
from alongside.stewardship.demonstration.teller import CHILD_HEALTH, DYAD, LEGAL, MONEY, SERVICE_USE, SUD, day
from alongside.stewardship.demonstration.telling import Telling
from alongside.stewardship.demonstration.wish import Wish

# The usual kind of record of each lane, else of whom it is about (``goals.rules`` says the same; a test compares).
OF_LANE = {"better": SUD, "safer": SUD, "everyday": MONEY, "children_safe": LEGAL, "together": LEGAL}
OF_WHOM = {"child": CHILD_HEALTH, "dyad": DYAD}


def wished(t: Telling) -> None:
    """Add what she wanted, when she said so. After everything else is told: her numbers are of days on which we met."""
    rng = random.Random(f"{t.id}/goals")
    met = sorted({row.on for row in t.rows[r.Contact] if row.reached == "met" and row.for_whom != "child"})
    named = t.index < len(NAMED)
    if len(met) < 6 or (rng.random() > 0.5 and not named):
        return
    days = [date.fromisoformat(on).toordinal() for on in met]
    wishes = [wish for wish in _words(t).WISHES if t.children or wish.for_whom in ("woman", "family")]
    told: list[r.Goal] = []
    for wish in rng.sample(wishes, min(len(wishes), rng.choice((2, 3, 4)) if named else rng.choice((1, 1, 2)))):
        since = rng.randrange(min(len(days) - 4, max(1, len(days) // 2)))
        told.append(_goal(t, rng, wish, days[since]))
        _lives(t, rng, told, wish, days[since:])


def _words(t: Telling) -> Any:
    """Her language."""
    return wishes_fr if t.french else wishes_en


def _goal(t: Telling, rng: random.Random, wish: Wish, at: int) -> r.Goal:
    """A goal as she said it on a day."""
    subject, for_whom = t.woman, wish.for_whom
    born = [each for each in t.children if each[2] <= at]
    if for_whom in ("child", "dyad"):
        if born:
            child, dyad, _ = rng.choice(born)
            subject = child if for_whom == "child" else dyad
        else:
            for_whom = "woman"
    kind = OF_LANE.get(wish.lane) or OF_WHOM.get(for_whom, SERVICE_USE)
    about = None if rng.random() < 0.4 else "{}" if for_whom != "child" else f"{{{t.woman}}}"
    goal = r.Goal(
        t.new_id(), t.id, subject, for_whom, kind, t.woman, wish.lane, day(at), wish.words,
        wish.why if rng.random() < 0.8 else "", wish.counts, wish.at_zero, wish.at_ten, about, t.stamp(at),
        t.worker("counsellor", at),
    )  # fmt: skip
    t.add(goal)
    return goal


def _lives(t: Telling, rng: random.Random, told: list[r.Goal], wish: Wish, days: list[int]) -> None:
    """What happened with it on days on which we met: numbers, talks, steps, how it stands."""
    goal, said = told[-1], _words(t).SAID
    value, place = rng.randint(1, 5), 0
    while place < len(days):
        at = days[place]
        words = rng.choice(said["rating"]) if rng.random() < 0.3 else ""
        none = bool(words) and rng.random() < 0.15  # somebody who says it in words alone that day
        _add(t, r.GoalRating, goal, at, None if none else value, words)
        if place and rng.random() < 0.25:
            _talk(t, rng, goal, at, said)
        value = max(0, min(10, value + rng.choice((-2, -1, 0, 0, 1, 1, 2))))
        place += rng.randint(5, 15)
    for n, (words, who) in enumerate(wish.steps):
        _step(t, rng, goal, words, who, days[min(len(days) - 1, n * 6)], days)
    _stands(t, rng, told, days, said)


def _step(
    t: Telling, rng: random.Random, goal: r.Goal, words: str, who: str, at: int, days: list[int]
) -> None:  # fmt: skip
    later = [each for each in days if each > at]
    done = later[rng.randrange(min(len(later), 8))] if later and rng.random() < 0.7 else None
    settled = rng.choice(("done", "done", "done", "let_go")) if done else ""
    helps = "colleague" if who == "team" else "somebody" if who else "herself"
    by = t.worker("counsellor", at)
    by_on = day(at + rng.randint(7, 40)) if rng.random() < 0.5 else None
    _add(
        t, r.GoalStep, goal, at, words, helps, by if helps == "colleague" else None,
        who if helps == "somebody" else "", by_on, settled, day(done) if done else None,
        t.stamp(done) if done else None, dated=False,
    )  # fmt: skip


def _stands(t: Telling, rng: random.Random, told: list[r.Goal], days: list[int], said: dict) -> None:
    goal, half = told[-1], days[len(days) // 2]
    if rng.random() < 0.3 and half < days[-1]:
        _add(t, r.GoalStanding, goal, half, "resting", rng.choice(said["resting"]), None)
        if rng.random() < 0.7:
            again = days[3 * len(days) // 4]
            _add(t, r.GoalStanding, goal, again, "open", rng.choice(said["open"]), None)
    ends = rng.random()
    if ends < 0.3:
        _add(t, r.GoalStanding, goal, days[-1], "reached", rng.choice(said["reached"]), None)
    elif ends < 0.38:
        _add(t, r.GoalStanding, goal, days[-1], "put_away", rng.choice(said["put_away"]), None)
    elif ends < 0.5 and len(told) > 1:
        _add(t, r.GoalStanding, told[-2], days[-1], "changed", "", goal.id)


def _talk(t: Telling, rng: random.Random, goal: r.Goal, at: int, said: dict) -> None:
    again = day(at + rng.randint(60, 180)) if rng.random() < 0.4 else None
    _add(
        t, r.GoalTalk, goal, at, rng.choice(said["talk"]), rng.choice(said["helped"]) if rng.random() < 0.7 else "",
        rng.choice(said["way"]) if rng.random() < 0.5 else "", rng.choice(said["parent"]) if rng.random() < 0.3 else "",
        again,
    )  # fmt: skip


def _add(t: Telling, kind: type, goal: r.Goal, at: int, *values: object, dated: bool = True) -> None:
    """A row that hangs on ``goal``, written down on its day; ``dated``: it has a day of its own."""
    on = (day(at),) if dated else ()
    if kind is r.GoalStanding:
        state, *rest = values
        on, values = (), (state, day(at), *rest)
    t.add(
        kind(t.new_id(), t.id, goal.subject, goal.category, goal.id, *on, *values, t.stamp(at),
             t.worker("counsellor", at))
    )  # fmt: skip

"""Being in touch: contacts of every kind, the bulk of a family's story."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate

from alongside.stewardship.demonstration import records as r
from alongside.stewardship.demonstration.teller import (
    CHILD_HEALTH,
    COUNSELLING,
    DYAD,
    LEGAL,
    MENTAL_HEALTH,
    MONEY,
    PEER,
    REPRODUCTIVE,
    SERVICE_USE,
    SUD,
    TIMES,
    day,
)
from alongside.stewardship.demonstration.telling import Telling


class _Odds:
    """A choice with weights, its sums made once."""

    def __init__(self, **weights: float) -> None:
        self.names = tuple(weights)
        self.sums = tuple(accumulate(weights.values()))

    def pick(self, t: Telling) -> str:
        return t.rng.choices(self.names, cum_weights=self.sums)[0]


MODES = {
    "counsellor": _Odds(in_person=44, phone=20, text=13, home=9, video=4, hospital=3, court=3, letter=2, elsewhere=2),
    "therapist": _Odds(in_person=60, home=32, video=4, elsewhere=4),
    "child_care": _Odds(in_person=100),
    "outreach": _Odds(street=48, home=22, text=14, phone=8, elsewhere=8),
    "peer": _Odds(in_person=50, text=24, phone=14, elsewhere=12),
    "nurse": _Odds(home=62, in_person=30, hospital=8),
    "intake": _Odds(in_person=56, phone=28, hospital=10, street=6),
}
WITH_HER = _Odds(counsellor=66, outreach=11, peer=13, nurse=4, therapist=6)
FOR_WHOM = _Odds(woman=63, dyad=23, child=14)
COUNSELLING_ABOUT = {"sud": SUD, "use": SERVICE_USE, "money": MONEY, "mind": MENTAL_HEALTH, "private": COUNSELLING}
ABOUT = _Odds(sud=44, use=34, money=9, mind=8, private=5)
BY_PART = {"therapist": DYAD, "child_care": CHILD_HEALTH, "peer": PEER, "nurse": REPRODUCTIVE}
FAR = {"phone", "text", "letter", "video"}
MINUTES = {"text": 5, "phone": 20, "letter": 10, "court": 180, "hospital": 90}


def _reached(t: Telling, mode: str) -> str:
    chance = t.rng.random()
    if mode in FAR:
        return "tried" if chance < 0.2 else "met"
    if mode in ("court", "hospital", "street"):
        return "met"
    return "did_not_meet" if chance < 0.075 else "did_not_meet_unknown" if chance < 0.11 else "met"


def _with_whom(t: Telling, ordinal: int, apart: bool) -> tuple[str, str, str, str | None]:
    """(for whom, part of the worker, subject, child) of one contact."""
    born = [c for c in t.children if c[2] <= ordinal]
    for_whom = FOR_WHOM.pick(t) if born else "woman"
    if for_whom == "child" and ("child_care" not in t.team or apart):
        for_whom = "dyad"
    if for_whom == "woman":
        return for_whom, WITH_HER.pick(t), t.woman, None
    child, dyad, _ = born[-1] if len(born) == 1 or t.rng.random() < 0.6 else t.rng.choice(born)
    if for_whom == "dyad":
        return for_whom, "therapist", dyad, child
    return for_whom, "child_care", child, child


def contact(
    t: Telling, ordinal: int, *, part: str = "", for_whom: str = "", child: tuple[str, str] | None = None,
    mode: str = "",
    reached: str = "", note: str | None = None, her_words: str = "", between_you: str = "", category: int | None = None,
    apart: bool = False, minutes: int | None = None,
) -> None:  # fmt: skip
    """One contact; what is not said is left to chance. ``child`` is (child, dyad)."""
    rng = t.rng
    if for_whom:
        part = part or {"woman": "counsellor", "dyad": "therapist", "child": "child_care"}[for_whom]
        subject = t.woman if for_whom == "woman" or child is None else child[0 if for_whom == "child" else 1]
        with_child = child[0] if child and for_whom != "woman" else None
    else:
        for_whom, part, subject, with_child = _with_whom(t, ordinal, apart)
        if part not in t.team:
            part = "counsellor"
    mode = mode or MODES[part].pick(t)
    reached = reached or _reached(t, mode)
    met = reached == "met"
    if category is None:
        category = LEGAL if mode == "court" else BY_PART.get(part)
        if category is None:
            category = COUNSELLING_ABOUT[ABOUT.pick(t)] if part == "counsellor" else SERVICE_USE
        if for_whom == "dyad":
            category = DYAD
    worker = t.worker(part, ordinal)
    if note is None:
        about = reached if not met else mode if mode in ("hospital", "court", "phone", "text") else part
        if met and apart and for_whom == "dyad":
            about = "visit"
        note = t.note(about) if rng.random() < 0.78 else ""
    between = between_you or (t.say("between_you") if met and for_whom == "dyad" and rng.random() < 0.4 else "")
    present = (
        (t.woman,) if for_whom == "woman" else (with_child,) if for_whom == "child" else (t.woman, with_child or "")
    )
    spare = rng.random()
    t.add(
        r.Contact(
            t.new_id(), t.id, subject, for_whom, category, day(ordinal),
            rng.choice(TIMES) if mode != "letter" else None,
            (minutes or MINUTES.get(mode, 60) + 5 * rng.randint(-1, 4)) if met else None, mode, reached, worker,
            "{" + ",".join(filter(None, present)) + "}" if met else "{}",
            t.say("purpose") if spare < 0.5 else "", note,
            her_words or (t.hers("contact") if met and for_whom == "woman" and spare > 0.93 else ""), between,
            met and for_whom == "woman" and 0.5 < spare < 0.51,
            t.say("items") if met and for_whom == "woman" and 0.55 < spare < 0.63 else "", t.stamp(ordinal), worker,
        )
    )  # fmt: skip


def in_touch(t: Telling, since: int, until: int, pace: float, *, apart: bool = False) -> None:
    """Contacts from ``since`` until before ``until`` (day numbers), on average every ``pace`` days."""
    until = min(until, t.now)
    at = since
    chance = t.rng.expovariate
    while at < until:
        contact(t, at, apart=apart)
        at += 1 + int(chance(1 / pace))


def promises(t: Telling, days: Iterable[int]) -> None:
    """Things said will happen, each made a week before its day."""
    for at in days:
        t.promise(t.say("promise"), at, at - 7, t.rng.choice(("counsellor", "counsellor", "therapist", "peer")))

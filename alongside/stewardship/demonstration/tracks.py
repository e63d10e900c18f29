"""Where a child lives, what the law says and which society is involved, told so that the stretches never overlap."""

from __future__ import annotations

from alongside.stewardship.demonstration import names
from alongside.stewardship.demonstration.telling import Telling

Stretch = tuple[str, int, int | None]
SOCIETIES = ("S-008", "S-009")
MOTHER, FAMILY, FOSTER = "mother", "family", "foster"


def chain(parts: list[tuple[str, int]], now: int) -> list[Stretch]:
    """[(what, from day)] into stretches that follow each other; those that begin too late are left out."""
    kept: list[tuple[str, int]] = []
    for what, since in parts:
        if since < now - 1 and (not kept or since > kept[-1][1]):
            kept.append((what, since))
    ends: list[int | None] = [*(since for _, since in kept[1:]), None]
    return [(what, since, until) for (what, since), until in zip(kept, ends, strict=False)]


def _cut(t: Telling, born: int, low: int = 8, high: int = 1300) -> int:
    """Some day between birth and now."""
    last = max(low, min(high, t.now - 40 - born))
    return born + t.rng.randint(low, max(low, int(last * 0.8)))


def _life(
    t: Telling, group: str, born: int
) -> tuple[list[tuple[str, int]], list[tuple[str, int]], list[tuple[str, int]]]:
    """(living, legal, involvement) of one child as lists of (what, from day)."""
    rng = t.rng
    first = [("hospital", born), ("mother", born + rng.randint(4, 24))] if rng.random() < 0.15 else [("mother", born)]
    away = _cut(t, born)
    if group == MOTHER:
        legal = [("no_order", born)] if rng.random() < 0.5 else []
        if rng.random() < 0.3:
            back = away + rng.randint(60, 420)
            if back < t.now - 60:
                return (
                    [*first, (rng.choice(("kin", "foster")), away), ("mother", back)],
                    [
                        ("no_order", born),
                        ("place_of_safety", away),
                        ("interim_care", away + 5),
                        ("supervision", back),
                        ("returned", back + 180),
                    ],
                    [
                        ("inquiry", away - 10),
                        ("open_court", away),
                        ("open_voluntary", back + 180),
                        ("closed", back + 400),
                    ],
                )
        involved = (
            [("inquiry", born + 3), (rng.choice(("open_voluntary", "closed")), born + 50)]
            if rng.random() < 0.45
            else []
        )
        return first, legal, involved
    if group == FAMILY:
        begin = born + 1 if rng.random() < 0.2 else away
        who = "father" if rng.random() < 0.18 else "kin"
        law = rng.choice(("kin_custody", "voluntary", "kin_custody"))
        return (
            [*first, (who, begin)],
            [("no_order", born), (law, begin)],
            [("open_voluntary", begin - 20), ("closed", begin + 300)],
        )
    living = [*first]
    begin = away
    if rng.random() < 0.25:
        living.append(("kin", away))
        begin = away + rng.randint(20, 120)
    living.append(("foster", begin))
    legal = [
        ("no_order", born),
        ("place_of_safety", away),
        ("interim_care", away + 5),
        ("extended_care", away + rng.randint(250, 500)),
    ]
    involved = [("inquiry", away - 12), ("open_court", away)]
    if rng.random() < 0.12:
        adopted = begin + rng.randint(500, 900)
        living.append(("adoptive", adopted))
        legal.append(("adopted", adopted))
        involved.append(("closed", adopted))
    return living, legal, involved


def tell(t: Telling, child: str, born: int, group: str, first: int) -> str:
    """All tracks of one child who was born; ``first`` is our first day. Answers where the child lives now."""
    living, legal, involved = _life(t, group, born)
    lives = chain(living, t.now)
    carer = None
    for what, since, until in lives:
        known = max(since + t.rng.randint(0, 4), first)
        if what in ("kin", "father", "foster") and carer is None:
            relation = {"kin": "grandparent", "father": "father_of_child", "foster": "carer"}[what]
            carer = t.around(
                t.rng.choice(names.OTHERS), relation, t.rng.choice(("safe", "safe", "unknown")), since, known
            )
        with_carer = carer if what in ("kin", "father", "foster") else None
        note = t.say("place_note") if with_carer and t.rng.random() < 0.3 else ""
        t.living(child, what, since, until, known, carer=with_carer, note=note)
    for what, since, until in chain(legal, t.now):
        t.legal(child, what, since, until, max(since + t.rng.randint(0, 6), first))
    society = SOCIETIES[t.rng.random() < 0.35]
    for what, since, until in chain([i for i in involved if i[1] >= born], t.now):
        t.involved(child, what, since, until, max(since + 1, first), society)
    if any(what == "interim_care" for what, _ in legal) and lives and lives[-1][0] in ("foster", "kin"):
        begin = max(lives[-1][1], born)
        t.right(child, "services", begin, None, max(begin, first), holder=t.woman)
        t.right(child, "release", begin, None, max(begin, first), holder=None, agency=society)
    return lives[-1][0] if lives else "mother"

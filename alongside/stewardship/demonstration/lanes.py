"""The shared plans of the named stories: made with them, said anew, signed by some. No story hangs on one."""

from __future__ import annotations

import json
from datetime import date
from typing import NamedTuple

from alongside.stewardship.demonstration import records as r
from alongside.stewardship.demonstration.named import NAMED
from alongside.stewardship.demonstration.teller import DYAD, LEGAL, MONEY, SUD, day
from alongside.stewardship.demonstration.telling import Telling

# The kind of record of each lane (``care.rules.OF_LANE`` says the same; a test compares).
KIND = {"better": SUD, "safer": SUD, "close": DYAD, "everyday": MONEY, "children_safe": LEGAL, "together": LEGAL}
TEAM = "team"  # a colleague of hers; "" is she herself; "agency:…" an agency; anything else somebody by name


class Said(NamedTuple):
    """What was said for a lane, and what is done: (words, who)."""

    her_words: str
    steps: tuple[tuple[str, str], ...] = ()


class Told(NamedTuple):
    """A lane with each of its versions; ``names``: "nobody" else, the "children", or "" while nobody has said."""

    lane: str
    leads: str
    versions: tuple[Said, ...]
    signed: bool = False
    names: str = ""


PLANS: dict[str, tuple[Told, ...]] = {
    "T-07": (
        Told(
            "close",
            "both",
            (
                Said(
                    "Both at once on my lap. I want to tell their cries apart.",
                    (
                        ("Baby massage on Thursdays, with both", TEAM),
                        ("Film one feed, if I like it that day", ""),
                    ),
                ),
            ),
            signed=True,
            names="children",
        ),
        Told(
            "everyday",
            "both",
            (
                Said(
                    "A second crib, and a lift that works.",
                    (("Ask the crib bank", "agency:the crib bank"), ("Call the landlord", TEAM)),
                ),
                Said("The crib is here. Now the lift.", (("Call the landlord with me", TEAM),)),
            ),
            names="nobody",
        ),
    ),
    "T-08": (
        Told(
            "everyday",
            "both",
            (
                Said(
                    "A door with a lock that is mine.",
                    (("Look at the flat on Tuesday", "my sister"), ("First rent: ask for it", TEAM)),
                ),
            ),
            signed=True,
            names="nobody",
        ),
        Told(
            "children_safe",
            "child_welfare",
            (
                Said(
                    "I want to be at every visit, and not hear of it afterwards.",
                    (
                        ("The times of visits, a week before", "agency:the society"),
                        ("Come along to the first one", TEAM),
                    ),
                ),
                Said("They tell me now. I want my sister there too.", (("Ask if my sister can come", TEAM),)),
            ),
            signed=True,
        ),
        Told(
            "together",
            "both",
            (Said("Home, all three, before the summer.", (("Write down what is left to do", TEAM),)),),
        ),
    ),
    "T-09": (
        Told(
            "better",
            "addiction",
            (
                Said(
                    "Mornings are the hard part. Afterwards I manage.", (("A call at eight, three days a week", TEAM),)
                ),
                Said(
                    "Mornings are better with the call. I want to talk about the evenings.",
                    (("A call at eight, when I text", TEAM),),
                ),
            ),
            signed=True,
            names="nobody",
        ),
        Told(
            "safer",
            "addiction",
            (Said("Not alone, and the kit where my cousin finds it.", (("Show my cousin once more", TEAM),)),),
        ),
    ),
    "T-10": (
        Told(
            "close",
            "both",
            (Said("I read to her, even when I am tired.", (("The library on Saturdays", ""),)),),
            names="children",
        ),
        Told(
            "everyday",
            "both",
            (Said("Fewer letters to answer.", (("Open the post together on Mondays", TEAM),)),),
            signed=True,
            names="nobody",
        ),
    ),
    "long": (
        Told(
            "together",
            "both",
            (
                Said("We stay together, that is all of it.", ()),
                Said("We stayed. I want it to be quiet now.", (("Meet once a month, to look at it", TEAM),)),
            ),
            signed=True,
            names="nobody",
        ),
        Told("better", "addiction", (Said("I know what helps. I come when I come.", ()),), signed=True),
    ),
    "foster": (
        Told(
            "together",
            "child_welfare",
            (
                Said(
                    "My daughter with me at the weekends, then always.",
                    (
                        ("Sundays at the park", "my sister"),
                        ("Bring the photo book to visits", ""),
                        ("Ask about Saturdays", TEAM),
                    ),
                ),
            ),
            signed=True,
        ),
        Told(
            "close",
            "both",
            (Said("I want her to know my voice.", (("Record a story each week", TEAM),)),),
            names="children",
        ),
    ),
}


def laid_out(t: Telling) -> None:
    """Add the plan of a named woman's family, on days on which we met."""
    if t.index >= len(NAMED):
        return
    met = sorted({row.on for row in t.rows[r.Contact] if row.reached == "met" and row.for_whom != "child"})
    days = [t.now - 200, t.now - 30]
    if len(met) >= len(days):
        days = [date.fromisoformat(on).toordinal() for on in (met[len(met) // 2], met[-1])]
    for told in PLANS[list(NAMED)[t.index]]:
        lane(t, told, days)


def lane(t: Telling, told: Told, days: list[int]) -> None:
    kind = KIND[told.lane]
    children = ",".join(child for child, _dyad, _born in t.children)
    about = {"nobody": "{}", "children": f"{{{children}}}"}.get(told.names)
    for n, said in enumerate(told.versions):
        at, last = days[n], n + 1 == len(told.versions)
        by, id = t.worker("counsellor", at), t.new_id()
        steps = [_step(words, who, by, at) for words, who in said.steps]
        again, over = (day(t.now + 60), None) if last else (day(at + 60), t.stamp(days[n + 1]))
        t.add(
            r.LaneVersion(
                id, t.id, t.woman, kind, told.lane, n + 1, day(at), told.leads, said.her_words, json.dumps(steps), "{}",
                again, about, over, t.stamp(at), by,
            )
        )  # fmt: skip
        if told.signed:
            t.add(r.LaneSignature(t.new_id(), t.id, t.woman, kind, id, "spoken", "", by, t.stamp(at), by))


def _step(words: str, who: str, colleague: str, at: int) -> dict[str, str | None]:
    agency = who.startswith("agency:")
    does = "colleague" if who == TEAM else "agency" if agency else "somebody" if who else "herself"
    return {
        "what": words,
        "who": does,
        "name": who.removeprefix("agency:") if does in ("agency", "somebody") else "",
        "colleague": colleague if does == "colleague" else None,
        "when": day(at + 14) if does == "colleague" else None,
    }

"""How things stood when a time with us ended, a goodbye, staying in touch: added where an ending was told.

Chance of its own: what was told before stays as it is.
"""

from __future__ import annotations

import random

from alongside.stewardship.demonstration import records as r
from alongside.stewardship.demonstration.teller import CHILD_HEALTH, DYAD, LEGAL, SERVICE_USE, SUD
from alongside.stewardship.demonstration.telling import Telling

# matter -> (category, words to choose from)
OF_HER = {
    "goals": (SERVICE_USE, ("most", "some", "some", "another", "not_yet", "rather_not")),
    "substance_use": (SUD, ("easier", "easier", "same", "up_and_down", "not_asked", "rather_not")),
    "relationship": (DYAD, ("easier", "easier", "same", "up_and_down", "rather_not")),
}
OF_A_CHILD = {
    "custody": (LEGAL, ("with_her", "with_her", "shared", "family", "foster")),
    "child_development": (CHILD_HEALTH, ("well", "well", "well_helped", "more_help", "early", "not_known")),
}
TAKES = {
    "en": (
        "The song we sang at the end. I sing it at home.",
        "I know whom to call now.",
        "A photo of the two of us in the garden.",
        "That I can say no, and people stay.",
    ),
    "fr": (
        "La chanson de la fin. On la chante à la maison.",
        "Je sais qui appeler maintenant.",
        "Une photo de nous deux au jardin.",
    ),
}
LEAVES = {
    "en": (
        "You can cry in the kitchen. Nobody minds.",
        "Come on the bad days too. Those were the best ones.",
        "Ask twice. The second time I believed them.",
    ),
    "fr": ("Venez aussi les mauvais jours.", "On peut demander deux fois. La deuxième fois, j’y ai cru."),
}
WE_SAY = {
    "en": ("We learned a lot from you. There is always tea here.", "Your laugh is still in the hallway."),
    "fr": ("Nous avons beaucoup appris avec vous. La porte reste ouverte.",),
}
WAYS = ("{letter}", "{text}", "{call,letter}", "{email}")
FOR = ("{season}", "{season,invitation}", "{invitation,drop_in}", "{how_are_you}")


def afterwards(t: Telling) -> None:
    """For each ending of hers; one who died said nothing."""
    rng = random.Random(f"afterwards {t.index} {t.id}")
    died = any(row.state == "died" and row.person_id == t.woman for row in t.rows[r.StateChange])
    for ending in t.rows[r.Ending]:
        if ending.person_id == t.woman and not died:
            _views(t, rng, ending)
            _goodbye(t, rng, ending)


def _views(t: Telling, rng: random.Random, ending: r.Ending) -> None:
    asked = [(matter, category, levels, None) for matter, (category, levels) in OF_HER.items()]
    for child, _dyad, _first in t.children:
        asked += [(matter, category, levels, child) for matter, (category, levels) in OF_A_CHILD.items()]
    for whose in ("hers", "ours"):
        if whose == "hers" and rng.random() < 0.2:  # she said nothing of it, or not yet
            continue
        for matter, category, levels, child in asked:
            t.add(
                r.ClosingView(
                    t.new_id(), t.id, t.woman, category, ending.id, matter, child, whose, rng.choice(levels), "",
                    ending.recorded_at, ending.recorded_by,
                )
            )  # fmt: skip


def _goodbye(t: Telling, rng: random.Random, ending: r.Ending) -> None:
    words = "fr" if t.french else "en"
    leaves = rng.choice(LEAVES[words]) if rng.random() < 0.6 else ""
    t.add(
        r.Goodbye(
            t.new_id(), t.id, t.woman, ending.on, rng.choice(TAKES[words]), leaves, bool(leaves) and rng.random() < 0.7,
            rng.choice(WE_SAY[words]), ending.recorded_at, ending.recorded_by,
        )
    )  # fmt: skip
    if rng.random() < 0.7:
        wanted = rng.random() < 0.8
        t.add(
            r.StayInTouch(
                t.new_id(), t.id, t.woman, wanted, rng.choice(WAYS) if wanted else "{}",
                rng.choice(FOR) if wanted else "{}", rng.choice(("year", "season")), ending.recorded_at,
                ending.recorded_by,
            )
        )  # fmt: skip

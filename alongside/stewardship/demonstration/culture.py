"""Culture, offered to some and asked for by some: by chance alone, and by nothing that was told of anybody.

Chance of its own: what was told before stays as it is.
"""

from __future__ import annotations

import random

from alongside.stewardship.demonstration import records as r
from alongside.stewardship.demonstration.named import NAMED
from alongside.stewardship.demonstration.teller import day
from alongside.stewardship.demonstration.telling import Telling

EVERY = 4  # of the families, those with whom it came up
KINDS = ("elder", "language", "circle", "land", "activity", "lineage")
ANSWERS = ("yes", "yes", "not_now", "never")
WORDS = {
    "en": ("I would like my daughter to hear the songs.", "Maybe in spring.", "I have my own people for that.", ""),
    "fr": ("J’aimerais que ma fille entende les chansons.", "Peut-être au printemps.", ""),
}


def offered(t: Telling) -> None:
    """One offer, or one wish of hers; what the named women asked for stands in ``actions/culture``."""
    rng = random.Random(f"culture {t.index} {t.id}")
    if t.index % EVERY or t.index < len(NAMED) or not t.woman:
        return
    at = t.now - rng.randint(10, 90)
    asked = rng.random() < 0.4
    answer = rng.choice(("yes", "yes", "yes", "not_now")) if asked else rng.choice(ANSWERS)
    words = rng.choice(WORDS["fr" if t.french else "en"]) if asked else ""
    t.add(
        r.CulturalOffer(
            t.new_id(), t.id, t.woman, "asked" if asked else "offered", rng.choice(KINDS), answer, day(at), words,
            t.stamp(at), t.worker("counsellor", at),
        )
    )  # fmt: skip

"""Looks that stand out: what an address is searched for, and how often it was simply work."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from alongside.recordkeeping.rules import fold

# What stands around the name of a street: kinds of streets and where on it, in English and French.
_WORDS = (
    "street st avenue ave av road rd boulevard blvd boul drive dr crescent cres court ct lane ln way place pl"
    " terrace ter square sq gardens gdns rue chemin ch allee route impasse cote de du des la le les l d"
    " east west north south est ouest nord sud e w n s o apt apartment unit suite app appartement"
)
_AROUND = frozenset(_WORDS.split())
WORK = ("work", "lists")  # codes of ``LookFound``


def street_key(words: str) -> str:
    """The name of a street without its number and kind: "12 Rue de la Montagne Ouest" -> "montagne"; "" for none.

    Kinds are written in many ways, so they are left out: King Street also finds King Road. It is a question, no proof.
    """
    return next((key for key in map(_key, words.split(",")) if key), "")


def _key(part: str) -> str:
    found = re.sub(r"[^a-z0-9]+", " ", fold(part)).split()
    while found and _around(found[0]):
        found = found[1:]
    while found and _around(found[-1]):
        found = found[:-1]
    return " ".join(found)


def _around(word: str) -> bool:
    return word in _AROUND or word.isdigit()


@dataclass(frozen=True)
class SoFar:
    """Of so many that were looked at, how many were simply work."""

    asked: int
    work: int

    @property
    def percent(self) -> int | None:
        """How often it was simply work (the rate of false alarms), in whole percent; None before the first."""
        return round(100 * self.work / self.asked) if self.asked else None


def so_far(found: Iterable[str]) -> SoFar:
    """From codes of ``LookFound``."""
    held = list(found)
    return SoFar(len(held), sum(code in WORK for code in held))

"""What is known about a programme: one item for each study, review or rating, also where nothing was found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from alongside.library.rules.effect import Effect
from alongside.library.terms import Design, Direction
from alongside.recordkeeping.rules import Words


@dataclass(frozen=True)
class Source:
    """A paper, page or document. ``seen``: what we saw of it ourselves (``terms.Seen``)."""

    key: str
    citation: str
    seen: str
    url: str = ""

    @property
    def checked(self) -> bool:
        """Did somebody read it, at least in part? General knowledge is shown as such."""
        return self.seen not in ("nothing", "cited")


@dataclass(frozen=True)
class Finding:
    """One outcome: what it was, when, which way it went, how large."""

    what: Words
    direction: str
    at: Words | None = None
    said: Words | None = None
    effect: Effect | None = None


@dataclass(frozen=True)
class Rating:
    """What a clearinghouse says of a programme, in its own word, on a day (or in a month or year)."""

    by: str
    word: str
    leaning: str
    on: str = ""


@dataclass(frozen=True)
class Evidence:
    """An item of evidence. ``n``: people, families or studies, as ``of_whom`` says; None when it is not said.

    ``certainty`` and ``fit`` are our reading of what we saw, each with its reason; ``limits``: what it cannot show;
    ``further``: other sources that say something of the same.
    """

    key: str
    title: Words
    programmes: tuple[str, ...]
    source: str
    design: str
    fit: str
    fit_why: Words
    certainty: str
    certainty_why: Words
    of_whom: Words
    n: int | None = None
    findings: tuple[Finding, ...] = ()
    limits: Words | None = None
    rating: Rating | None = None
    further: tuple[str, ...] = ()

    @property
    def null(self) -> bool:
        """Does it hold something that made no difference, or made things worse?"""
        if self.rating is not None:
            return self.rating.leaning == "no_effect"
        return any(each.direction in (Direction.NO_DIFFERENCE, Direction.WORSE) for each in self.findings)


def ratings(items: Iterable[Evidence]) -> list[Evidence]:
    """The ratings of clearinghouses among them, side by side, the newest first."""
    found = [each for each in items if each.design == Design.RATING and each.rating is not None]
    return sorted(found, key=lambda each: each.rating.on if each.rating else "", reverse=True)


def disagree(items: Iterable[Evidence]) -> bool:
    """Do clearinghouses say different things of the same programme? Both are shown; neither is left out."""
    return len({each.rating.leaning for each in ratings(items) if each.rating is not None}) > 1

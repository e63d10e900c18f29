"""What can be agreed, matched and recorded in peer support. Plain Python: values and a day in, answer out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from alongside.recordkeeping.rules import Decision

MOST_AT_ONCE = 30  # women; what a form and the database take at all, no advice
MOST_HOURS = 60  # a week; likewise
SHORT_TEXT, LONG_TEXT = 500, 4_000
NOTE = 2_000  # a few lines on a phone

# Which of a peer's own texts may be how long.
LIMITS: Mapping[str, int] = {
    "languages": SHORT_TEXT, "hours": SHORT_TEXT, "called": 80, "goes_by": 80, "note": NOTE, "her_words": NOTE,
}  # fmt: skip


def too_long(texts: Mapping[str, str]) -> str:
    """The first field whose text is longer than can be kept in one piece; "" when all fit."""
    return next((field for field, text in texts.items() if len(text) > LIMITS.get(field, LONG_TEXT)), "")


def check_cap(women_at_once: int | None, hours_a_week: int | None) -> Decision:
    """How many women at once and, if she likes to say it, how many hours a week.

    >>> check_cap(0, None), check_cap(31, None).because, check_cap(3, 61).because
    (Decision(allowed=True, because=''), 'at_once_unfit', 'hours_unfit')
    """
    if women_at_once is None or not 0 <= women_at_once <= MOST_AT_ONCE:
        return Decision(False, "at_once_unfit")
    if hours_a_week is not None and not 0 <= hours_a_week <= MOST_HOURS:
        return Decision(False, "hours_unfit")
    return Decision(True)


@dataclass(frozen=True)
class Place:
    """How it stands with a peer's places. ``open``: she takes somebody new at all, whatever her places."""

    at_once: int
    taken: int
    open: bool = True

    @property
    def free(self) -> int:
        """Places that are free: none while she is not taking anybody new, and none below zero."""
        return max(0, self.at_once - self.taken) if self.open else 0


def may_match(place: Place) -> Decision:
    """Is there room for one woman more? The database asks the same again, for two who match at the same instant.

    >>> may_match(Place(2, 2)).because, may_match(Place(2, 1, open=False)).because, bool(may_match(Place(2, 1)))
    ('places_taken', 'not_just_now', True)
    """
    if not place.open:
        return Decision(False, "not_just_now")
    return Decision(True) if place.free else Decision(False, "places_taken")


def check_allowance(wanted: Collection[int], newest: Collection[int], *, same_base: bool) -> Decision:
    """Taking back always counts at once; more is opened only by whoever saw what stands now.

    >>> bool(check_allowance([], [1], same_base=False)), check_allowance([1], [], same_base=False).because
    (True, 'allowed_since')
    """
    if same_base or set(wanted) <= set(newest):
        return Decision(True)
    return Decision(False, "allowed_since")


def check_day(on: date, today: date) -> Decision:
    """A contact is recorded on its day or later."""
    return Decision(True) if on <= today else Decision(False, "in_future")


@dataclass(frozen=True)
class Card:
    """One cue: a short prompt for a domain, in our own words, and which requirement it is laid out after."""

    domain: str
    item: str
    words: Mapping[str, str]

    def said(self, language: str) -> str:
        """In this language, else in English."""
        return self.words.get(language.split("-")[0], self.words["en"])


def read_cards(told: Mapping[str, Any], domains: Sequence[str]) -> list[Card]:
    """The cards of the file, in its order. Raises KeyError or ValueError for one that is not whole."""
    cards = [Card(each["domain"], each["item"], {"en": each["en"], "fr": each["fr"]}) for each in told["card"]]
    for card in cards:
        if card.domain not in domains or not all(card.words.values()) or card.item not in told["sources"]:
            raise ValueError(f"not a whole card: {card}")
    return cards

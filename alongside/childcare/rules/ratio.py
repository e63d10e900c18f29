"""How many carers the children in a room ask for, by the numbers that this place says and where they come from.

No number comes along: they are set by the law of each place. Children of several ages in one room: each child is its
share of a carer, and the shares are added up and rounded up. That is our own choice; a place whose law counts otherwise
says its smallest number for all ages.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from math import ceil


@dataclass(frozen=True)
class Band:
    """From ``from_months`` to the month before ``until_months`` (open when None): so many children for one carer,
    and at most so many together (None: nothing is said)."""

    from_months: int
    until_months: int | None
    children_per_carer: int
    most_children: int | None = None

    def holds(self, months: int) -> bool:
        """This age, in months, is of this band."""
        return self.from_months <= months and (self.until_months is None or months < self.until_months)


@dataclass(frozen=True)
class Room:
    """How it stands in a room. ``needed``: carers asked for, as far as a number is said; ``unsaid``: for one of the
    children none is."""

    children: int
    carers: int
    needed: int
    too_many: bool = False
    unsaid: bool = False

    @property
    def missing(self) -> int:
        """How many carers more are asked for."""
        return max(self.needed - self.carers, 0)

    @property
    def fits(self) -> bool:
        """As far as anything is said: enough carers, and not more children than belong together."""
        return not self.missing and not self.too_many


def months_old(born_on: date, on: date) -> int:
    """Whole months from birth to that day; 0 before it.

    >>> months_old(date(2024, 2, 10), date(2026, 3, 9))
    24
    """
    return max((on.year - born_on.year) * 12 + on.month - born_on.month - (on.day < born_on.day), 0)


def carers_needed(ages: Sequence[int | None], bands: Sequence[Band]) -> int:
    """Carers for children of these ages in months; an age that nobody knows counts as the band that asks for most.

    A child for whose age nothing is said (``unsaid``) is not counted: the others ask for their carers all the same.

    >>> carers_needed([5, 5, 5, 30], [Band(0, 18, 3), Band(18, None, 8)])
    2
    """
    shares = Fraction()
    for months in ages:
        if fitting := _fitting(months, bands):
            shares += Fraction(1, min(band.children_per_carer for band in fitting))
    return ceil(shares)


def unsaid(ages: Sequence[int | None], bands: Sequence[Band]) -> bool:
    """For the age of one of these children this place says no number."""
    return any(not _fitting(months, bands) for months in ages)


def _fitting(months: int | None, bands: Sequence[Band]) -> list[Band]:
    return [band for band in bands if months is None or band.holds(months)]


def room_with(
    ages: Sequence[int | None], carers: int, bands: Sequence[Band], *, more: Sequence[int | None] = ()
) -> Room:
    """How it stands with these children, and ``more`` who are about to come in."""
    everybody = [*ages, *more]
    most = [
        band.most_children
        for band in bands
        if band.most_children is not None and any(m is None or band.holds(m) for m in everybody)
    ]
    too_many = bool(most) and len(everybody) > min(most)
    return Room(
        len(everybody), carers, carers_needed(everybody, bands), too_many, unsaid=unsaid(everybody, bands)
    )  # fmt: skip


def overlaps(new: Band, held: Iterable[Band]) -> bool:
    """One of these says something for an age of ``new`` already."""
    return any(
        (other.until_months is None or new.from_months < other.until_months)
        and (new.until_months is None or other.from_months < new.until_months)
        for other in held
    )


def filled_up(own: Sequence[Band], general: Iterable[Band]) -> list[Band]:
    """A room's own numbers, and the general ones for all ages of which those say nothing; the youngest first.

    >>> [(band.from_months, band.until_months) for band in filled_up([Band(12, 18, 3)], [Band(0, None, 8)])]
    [(0, 12), (12, 18), (18, None)]
    """
    found = list(own)
    for band in general:
        pieces = [band]
        for each in own:
            pieces = [piece for whole in pieces for piece in _without(whole, each)]
        found += pieces
    return sorted(found, key=lambda band: band.from_months)


def _without(band: Band, other: Band) -> list[Band]:
    """What is left of ``band`` before and after the ages of ``other``."""
    if not overlaps(band, [other]):
        return [band]
    left = []
    if band.from_months < other.from_months:
        left.append(replace(band, until_months=other.from_months))
    ends = other.until_months
    if ends is not None and (band.until_months is None or ends < band.until_months):
        left.append(replace(band, from_months=ends))
    return left

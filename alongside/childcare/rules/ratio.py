"""How many carers the children in a room ask for, by the numbers that this place says and where they come from.

No number comes along: they are set by the law of each place. Children of several ages in one room: each child is its
share of a carer, and the shares are added up and rounded up. That is our own choice; a place whose law counts otherwise
says its smallest number for all ages.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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
    """How it stands in a room. ``needed``: carers asked for; None where no number is said for one of the children."""

    children: int
    carers: int
    needed: int | None
    too_many: bool = False

    @property
    def missing(self) -> int:
        """How many carers more are asked for; 0 where none is, or nothing is said."""
        return max((self.needed or 0) - self.carers, 0)

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


def carers_needed(ages: Sequence[int | None], bands: Sequence[Band]) -> int | None:
    """Carers for children of these ages in months; an age that nobody knows counts as the band that asks for most.

    None when nothing is said for one of them.

    >>> carers_needed([5, 5, 5, 30], [Band(0, 18, 3), Band(18, None, 8)])
    2
    """
    if not ages:
        return 0
    if not bands:
        return None
    shares = Fraction()
    for months in ages:
        fitting = [band for band in bands if months is None or band.holds(months)]
        if not fitting:
            return None
        shares += Fraction(1, min(band.children_per_carer for band in fitting))
    return ceil(shares)


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
    return Room(len(everybody), carers, carers_needed(everybody, bands), too_many)


def overlaps(new: Band, held: Iterable[Band]) -> bool:
    """One of these says something for an age of ``new`` already."""
    return any(
        (other.until_months is None or new.from_months < other.until_months)
        and (new.until_months is None or other.from_months < new.until_months)
        for other in held
    )

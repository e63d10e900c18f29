"""What is asked: who wants to do what, with which record, why, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from alongside.consent.rules.vocabulary import Who
from alongside.consent.rules.world import Recipient
from alongside.safekeeping.terms import Category


class About(NamedTuple):
    """Somebody else of whom a record says something. `categories`: what it says of her (a mask); 0 is as the record."""

    person: Who
    categories: int = 0


@dataclass(frozen=True, slots=True)
class Record:
    """The tags of a record. `category` `None`: not classified, so nobody reads it; `part2` `None`: as the profile says.

    `segmented`: passages about others can be left out. `journal`: a reflective-supervision journal. `adoption_sealed`:
    behind an adoption. `secret_location`: says where somebody lives or is placed; guarded like violence and safety.
    `made_by`: who made or signed it. `recorded_at`: when; `None` is not known. `hold`: kept from being destroyed; it
    decides nothing here. `together`: set by the decision when the subject was a woman and a child together.
    """

    subject: Who
    category: int | None
    about: tuple[About, ...] = ()
    source_agency: Who | None = None
    part2: bool | None = None
    sealed: bool = False
    hold: bool = False
    segmented: bool = False
    journal: bool = False
    adoption_sealed: bool = False
    secret_location: bool = False
    made_by: tuple[Who, ...] = ()
    recorded_at: datetime | None = None
    together: Who | None = None

    @property
    def mask(self) -> int:
        """What has to be open for it, as a mask: its category, and safety too when it says where somebody is."""
        assert self.category is not None  # the gates have seen to it
        return self.kept_open(1 << self.category)

    def kept_open(self, categories: int) -> int:
        """These categories, and safety too when it says where somebody is."""
        return categories | 1 << Category.IPV_SAFETY if self.secret_location else categories

    def passages(self) -> list[tuple[Who, int]]:
        """Everybody whom it says something of, the subject first, each with what has to be open about her (a mask)."""
        mask = self.mask
        others = [(who, self.kept_open(said) if said else mask) for who, said in self.about]
        return [(self.subject, mask), *others]


@dataclass(frozen=True, slots=True)
class Request:
    """One question. `at` is the server's clock, in UTC; no other clock is ever asked.

    `person`: who the actor is in the records, if anybody (herself on her own page; a peer supporter with an old file).
    `role_mask`: the categories her part reads. `recipient`: who receives it; `None` is the actor. `reason`,
    `glass_broken_at`: for an emergency; `None` is now.
    """

    actor: Who | None
    record: Record
    purpose: str
    action: str
    at: datetime | None
    person: Who | None = None
    agency: Who | None = None
    classes: frozenset[str] = frozenset()
    role_mask: int = 0
    clinician: bool = False
    assurance: int = 0
    session_live: bool = True
    account_active: bool = True
    recipient: Recipient | None = None
    reason: str = ""
    glass_broken_at: datetime | None = None

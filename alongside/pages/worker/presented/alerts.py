"""What somebody has to hear on her first page: emergencies that were opened, and people who asked and got nothing."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from alongside.access.policy import May, decide
from alongside.consent import queries as consent
from alongside.consent.rules.asking import WARNS_FOR
from alongside.consent.terms import AskedBy, AskedHow
from alongside.safekeeping.queries import Me
from alongside.safekeeping.terms import Ability


@dataclass(frozen=True)
class AskedLine:
    """Somebody asked about this family. ``who`` is empty where no name is shown."""

    who: str
    asked_by: str
    how: str
    at: datetime
    url: str


@dataclass(frozen=True)
class Alerts:
    """``reviews``: emergencies that wait for whoever keeps privacy, or to be told; ``opened``: what
    colleagues of her team opened, each with the address of the file where she may see it."""

    reviews: consent.Reviews | None = None
    opened: tuple[tuple[consent.OpenedThere, str], ...] = ()
    asked: tuple[AskedLine, ...] = ()

    def __bool__(self) -> bool:
        return bool((self.reviews and (self.reviews.waiting or self.reviews.to_tell)) or self.opened or self.asked)


def alerts(me: Me, now: datetime, names: Mapping[uuid.UUID, str] | None = None) -> Alerts:
    """One statement for each kind that is hers to hear. ``names``: families on her page, by what they are called."""
    since = now - WARNS_FOR
    reviews: consent.Reviews | None = None
    opened: tuple[tuple[consent.OpenedThere, str], ...] = ()
    asked: list[AskedLine] = []
    if decide(me, May.READ_TRAIL):
        reviews = consent.reviews(now)
        desk = reverse("privacy")
        asked += [
            _line("", each.asked_by, each.how, each.written_at, desk) for each in consent.asked_and_refused(since)
        ]
    if me.can(Ability.ARRANGE_TEAMS):
        opened = tuple((each, _file(each.family)) for each in consent.opened_by_my_team())
    if names:
        for row in consent.asked_lately(names, since):
            url = reverse("asked", args=[row.family_id])
            asked.append(_line(names[row.family_id], row.asked_by, row.how, row.recorded_at, url))
    return Alerts(reviews, opened, tuple(asked))


def _file(family: uuid.UUID | None) -> str:
    return reverse("family", args=[family]) if family else ""


def _line(who: str, asked_by: str, how: str, at: datetime, url: str) -> AskedLine:
    return AskedLine(who, str(AskedBy(asked_by).label), str(AskedHow(how).label), at, url)

"""What the timeline is made of: lanes, moments, stretches of time, and the words of the picture. Plain Python."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Lane:
    """One line of the picture. ``key`` is woman, child or together, or e.g. ``child:<id>`` when there are several."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Moment:
    """Something on one day."""

    lane: str
    on: dt.date
    label: str
    kind: str = "moment"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Something from a day until a day (not included); ``end`` None: still so."""

    lane: str
    start: dt.date
    end: dt.date | None
    label: str
    kind: str = "stretch"


@dataclass(frozen=True, slots=True)
class Labels:
    """Words of the picture. ``marked``: kinds always drawn on their own (a birth); ``kinds``: legend, kind to words."""

    title: str
    sentence: str = ""
    kinds: Mapping[str, str] = field(default_factory=dict)
    marked: frozenset[str] = frozenset()
    today: dt.date | None = None

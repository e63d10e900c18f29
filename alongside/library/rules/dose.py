"""How much a plan comes to: sessions, minutes, weeks. Computed from its parts, never written beside them.

What a source does not say stays unknown (None); nothing is guessed. A source may give a range: "60 to 90 minutes".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil

from alongside.library.rules.amounts import Lasts, Span
from alongside.library.rules.plan import Part, Version


@dataclass(frozen=True)
class Dose:
    """What is planned for one woman, child or group: sessions, minutes in all, how long. None: not said."""

    sessions: Span | None
    minutes: Span | None
    lasts: Lasts | None

    @property
    def hours(self) -> tuple[float, float] | None:
        """``minutes`` in hours, from and to."""
        return (self.minutes.low / 60, self.minutes.high / 60) if self.minutes else None


def dose(version: Version) -> Dose:
    """What a version comes to. A part that goes along with the sessions (``beside``) adds nothing."""
    parts = [part for part in version.parts if not part.beside]
    return Dose(_total(part.count for part in parts), _total(_minutes(part) for part in parts), _lasts(version, parts))


def _minutes(part: Part) -> Span | None:
    return part.count * part.minutes if part.count is not None and part.minutes is not None else None


def _total(spans: Iterable[Span | None]) -> Span | None:
    """All of them together; None when one is not known, or when there is none."""
    found: Span | None = None
    for span in spans:
        if span is None:
            return None
        found = span if found is None else found + span
    return found


def _lasts(version: Version, parts: Sequence[Part]) -> Lasts | None:
    """As the version says; else as long as its parts take, one after the other, at their pace."""
    if version.lasts is not None:
        return version.lasts
    if len(parts) == 1 and parts[0].lasts is not None:
        return parts[0].lasts
    weeks = [
        Span(ceil(part.sessions.low / part.per_week), ceil(part.sessions.high / part.per_week))
        for part in parts
        if part.per_week and part.sessions is not None
    ]
    found = _total(weeks)
    return Lasts(found, "weeks") if found is not None else None

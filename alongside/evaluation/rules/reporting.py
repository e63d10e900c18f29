"""Reports: the figures as the database counts them, and what may be said beside them. Plain Python, no clock.

What is ``None`` is not told: it is of fewer than five families, or would tell of them by subtraction.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

CLASSES = ("recovered", "improved", "crossed", "unchanged", "deteriorated")
LATEST = ""  # the last score there is, whichever wave it is of


@dataclass(frozen=True)
class Scores:
    """One scale at one wave, of one agency or (``whole``) of all. ``mean``, ``sd`` in points; ``above`` of
    ``with_cut``.
    """

    agency: uuid.UUID | None
    whole: bool
    instrument: str
    scale: str
    wave: str
    families: int | None
    n: int | None
    mean: float | None
    sd: float | None
    with_cut: int | None
    above: int | None

    @property
    def share(self) -> float | None:
        """The share that meets the cut-off, from 0 to 1."""
        return self.above / self.with_cut if self.above is not None and self.with_cut else None


@dataclass(frozen=True)
class Changed:
    """Reliable change from the first score to ``until``, a wave (``LATEST``: there is none): each class counted."""

    agency: uuid.UUID
    instrument: str
    scale: str
    until: str
    families: int | None
    n: int | None
    recovered: int | None
    improved: int | None
    crossed: int | None
    unchanged: int | None
    deteriorated: int | None
    own_norm: bool

    @property
    def classes(self) -> tuple[int | None, ...]:
        """The counts in the order of ``CLASSES``."""
        return (self.recovered, self.improved, self.crossed, self.unchanged, self.deteriorated)


@dataclass(frozen=True)
class Dose:
    """A quarter of an agency: families met, meetings, minutes as far as they are known, months with a meeting."""

    agency: uuid.UUID
    since: date
    until: date
    families: int | None
    meetings: int | None
    minutes: int | None
    months: int | None

    @property
    def meetings_each(self) -> float | None:
        """Meetings for each family that was met."""
        return self.meetings / self.families if self.meetings is not None and self.families else None


@dataclass(frozen=True)
class Staying:
    """Of those who began with an agency at least ``months`` months ago, how many were with us so many months later."""

    agency: uuid.UUID
    months: int
    began: int | None
    there: int | None

    @property
    def share(self) -> float | None:
        """From 0 to 1."""
        return self.there / self.began if self.there is not None and self.began else None


@dataclass(frozen=True)
class ScaleSaid:
    """What a measure says of its scale, with its source: what is better, the cut-off, what a judgement stands on."""

    code: str
    scale: str
    construct: str
    better: str
    cut: str
    s_diff: float | None
    points: float | None
    r: float | None
    r_type: str
    sd: float | None
    source: str
    judged: bool
    opt_in: bool


@dataclass(frozen=True)
class Report:
    """All figures that the asker's part may read, as the month began."""

    scores: tuple[Scores, ...]
    changes: tuple[Changed, ...]
    dose: tuple[Dose, ...]
    staying: tuple[Staying, ...]
    scales: dict[tuple[str, str], ScaleSaid]
    waves: dict[str, str]  # {code: name}, in the order of the cycle
    places: dict[uuid.UUID, str]  # {agency: name}

    def of(self, agency: uuid.UUID) -> Report:
        """The figures of one agency alone."""
        return Report(
            tuple(row for row in self.scores if row.agency == agency),
            tuple(row for row in self.changes if row.agency == agency),
            tuple(row for row in self.dose if row.agency == agency),
            tuple(row for row in self.staying if row.agency == agency),
            self.scales, self.waves, self.places,
        )  # fmt: skip

    def for_others(self) -> Report:
        """What may go to a funder: nothing of measures that are asked at her own yes alone, and nothing of a measure
        that is known here by its name only (E-22)."""

        def goes(row: Scores | Changed) -> bool:
            said = self.scales.get((row.instrument, row.scale))
            return said is not None and not said.opt_in

        return Report(
            tuple(row for row in self.scores if goes(row)), tuple(row for row in self.changes if goes(row)), self.dose,
            self.staying, self.scales, self.waves, self.places,
        )  # fmt: skip

    @property
    def measures(self) -> tuple[tuple[str, str], ...]:
        """(instrument, scale) of each scale with figures: strengths before concerns, then by name; never by a score."""
        order = {"higher": 0, "": 1, "lower": 2}
        found = {(row.instrument, row.scale) for row in self.scores}

        def place(key: tuple[str, str]) -> tuple[int, str, str, str]:
            said = self.scales.get(key)
            return (order[said.better] if said else 3, said.construct if said else "", *key)

        return tuple(sorted(found, key=place))

    @property
    def agencies(self) -> tuple[uuid.UUID, ...]:
        """Every agency with a figure."""
        rows: list[Iterable[uuid.UUID | None]] = [
            (row.agency for row in self.scores), (row.agency for row in self.dose), (row.agency for row in self.staying)
        ]  # fmt: skip
        return tuple(sorted({each for ids in rows for each in ids if each is not None}))

    def in_order(self, waves: Iterable[str]) -> list[str]:
        """Waves as the cycle has them; others after them by name, what is outside of waves last."""
        places = {wave: n for n, wave in enumerate(self.waves)}
        return sorted(set(waves), key=lambda wave: (wave == "", places.get(wave, len(places)), wave))

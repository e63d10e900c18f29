"""The relationship of two seen by three: her own answers, a clinician's rating, observed play (D-73, D-74, T-17).

The three stand side by side and are never put together into one number. What is computed here is only where each
reading lies within its own measure, and which way it moved since the time before, so that people who know the two can
talk about what differs. One view alone is said to be one (D-I8).
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from alongside.recordkeeping.rules import Decision

HERS, CLINICIAN, PLAY = "her_report", "clinician", "observed"
SOURCES = (HERS, CLINICIAN, PLAY)
LEVELS = range(1, 6)  # of the clinician's rating

NEAR = timedelta(days=45)  # how far from a wave's days something without a wave still belongs to it
ONE_TIME = timedelta(days=92)  # how long one time lasts that no wave names
APART = timedelta(days=183)  # the same wave's name after so long is another time ("yearly" every year)

CLOSE, LESS = "close", "less"  # in which half of its own measure a reading lies: of more closeness and ease, or less
BOTH = "both"


@dataclass(frozen=True)
class Reading:
    """One scale on one day. ``better``: "higher", "lower", or "" where neither is; ``low`` and ``high``: its ends."""

    source: str
    measure: str
    scale: str
    on: date
    value: float | None
    low: float | None = None
    high: float | None = None
    better: str = ""
    coding: int = 1

    @property
    def half(self) -> str:
        """``close``, ``less``, or "" in the very middle and wherever the measure does not say."""
        if self.value is None or self.low is None or self.high is None or not self.better:
            return ""
        middle = (self.low + self.high) / 2
        if self.value == middle:
            return ""
        return CLOSE if (self.value > middle) == (self.better == "higher") else LESS


@dataclass(frozen=True)
class Time:
    """One time at which the two were looked at: the name of its wave, or its days."""

    wave: str
    first: date
    last: date
    members: tuple[Hashable, ...]


@dataclass(frozen=True)
class Difference:
    """Two views that say different things: ``kind`` "now" (in which half each lies) or "since" (which way each moved).

    ``one`` is the source that lies in, or moved towards, more closeness and ease; ``other`` the other one.
    """

    kind: str
    one: str
    other: str


def times(rows: Iterable[tuple[Hashable, date, str]]) -> list[Time]:
    """Put what was looked at into times, the newest first. ``rows``: (id, day, name of the wave or "").

    A wave is one time (again one after half a year). What has no wave belongs to the time whose days are nearest, up
    to 45 days away, or makes times of its own of at most a quarter of a year.
    """
    every = sorted(rows, key=lambda row: (row[1], str(row[0])))
    groups: list[list[tuple[Hashable, date, str]]] = []
    open_wave: dict[str, list[tuple[Hashable, date, str]]] = {}
    for row in every:
        name = row[2].strip().casefold()
        if not name:
            continue
        group = open_wave.get(name)
        if group is None or row[1] - group[-1][1] > APART:
            group = open_wave[name] = []
            groups.append(group)
        group.append(row)
    spans = [(group[0][1], group[-1][1], group) for group in groups]
    loose: list[list[tuple[Hashable, date, str]]] = []
    for row in (row for row in every if not row[2].strip()):
        near = [(max(first - row[1], row[1] - last, timedelta(0)), n) for n, (first, last, _g) in enumerate(spans)]
        away, nearest = min(near, default=(APART, -1))
        if away <= NEAR:
            spans[nearest][2].append(row)
        elif loose and row[1] - loose[-1][0][1] <= ONE_TIME:
            loose[-1].append(row)
        else:
            loose.append([row])
    found = []
    for group in [*groups, *loose]:
        days = [row[1] for row in group]
        wave = next((row[2].strip() for row in group if row[2].strip()), "")
        ids = tuple(row[0] for row in sorted(group, key=lambda row: (row[1], str(row[0]))))
        found.append(Time(wave, min(days), max(days), ids))
    return sorted(found, key=lambda time: (time.last, time.first), reverse=True)


def seen_by(readings: Iterable[Reading]) -> list[str]:
    """Which of the three looked, in the order in which they are shown."""
    there = {reading.source for reading in readings}
    return [source for source in SOURCES if source in there]


def one_alone(readings: Iterable[Reading]) -> bool:
    """Whether one view stands alone: nothing is concluded about the two from it."""
    return len(seen_by(readings)) == 1


def leaning(readings: Iterable[Reading]) -> str:
    """In which half all readings of a source lie; ``both`` when they differ among themselves, "" when none says."""
    halves = {reading.half for reading in readings} - {""}
    return halves.pop() if len(halves) == 1 else BOTH if halves else ""


def movement(now: Iterable[Reading], before: Iterable[Reading]) -> str:
    """Which way the readings of a source moved since the time before: ``close``, ``less``, ``both``, or "" (not)."""
    earlier = {(r.measure, r.scale, r.coding): r for r in before if r.value is not None}
    ways = set()
    for reading in now:
        then = earlier.get((reading.measure, reading.scale, reading.coding))
        if then is None or then.value is None or reading.value is None or not reading.better:
            continue
        if reading.value != then.value:
            ways.add(CLOSE if (reading.value > then.value) == (reading.better == "higher") else LESS)
    return ways.pop() if len(ways) == 1 else BOTH if ways else ""


def differences(now: Sequence[Reading], before: Sequence[Reading] = ()) -> list[Difference]:
    """Where two views say different things, now and since the time before; nothing about which of them is right."""
    found = []
    by = {source: [r for r in now if r.source == source] for source in SOURCES}
    earlier = {source: [r for r in before if r.source == source] for source in SOURCES}
    for kind, lies in (
        ("now", {source: leaning(by[source]) for source in SOURCES}),
        ("since", {source: movement(by[source], earlier[source]) for source in SOURCES}),
    ):
        for one, other in combinations(SOURCES, 2):
            if {lies[one], lies[other]} == {CLOSE, LESS}:
                found.append(Difference(kind, *((one, other) if lies[one] == CLOSE else (other, one))))
    return found


@dataclass(frozen=True)
class Agreement:
    """How far two coders agree on one play: of ``n`` values both gave, so many the same, so many within ``within``."""

    n: int
    same: int
    close: int
    within: float
    largest: float | None


def agreement(first: Mapping[str, float | None], second: Mapping[str, float | None], within: float = 0.5) -> Agreement:
    """Compare two coders' values, item by item. Half a point is what published studies count as agreement."""
    both = [
        abs(one - two)
        for item in first
        if (one := first[item]) is not None and (two := second.get(item)) is not None
    ]  # fmt: skip
    close = sum(away <= within for away in both)
    return Agreement(len(both), sum(away == 0 for away in both), close, within, max(both, default=None))


def check_rating(
    *, on: date, today: date, level: object, evidence: Collection[str], seen: str, anchors: Collection[int]
) -> tuple[Decision, str]:
    """May a clinician's rating be recorded? Only once the site has said what each level means, and with its ground."""
    if set(anchors) != set(LEVELS):
        return Decision(False, "anchors_needed"), "level"
    if on > today:
        return Decision(False, "in_future"), "on"
    if level not in LEVELS:
        return Decision(False, "no_such_level"), "level"
    if not evidence:
        return Decision(False, "evidence_needed"), "evidence"
    if not seen.strip():
        return Decision(False, "seen_needed"), "seen"
    return Decision(True), ""


def check_coding(
    *, filmed_on: date, today: date, coder: Hashable, coder_name: str, first_coder: Hashable = None,
    first_name: str = "", asked: Hashable = None, second: bool = False,
) -> tuple[Decision, str]:  # fmt: skip
    """May a coding of play be recorded? A second look is by somebody else: the colleague who was ``asked``, and so has
    not seen what was found first, or somebody from elsewhere."""
    if filmed_on > today:
        return Decision(False, "in_future"), "filmed_on"
    if coder is None and not coder_name.strip():
        return Decision(False, "coder_needed"), "coder"
    same_name = coder is None and coder_name.strip().casefold() == first_name.strip().casefold()
    if second and ((coder is not None and coder == first_coder) or same_name):
        return Decision(False, "same_coder"), "coder"
    if second and coder is not None and coder != asked:
        return Decision(False, "ask_first"), "coder"
    return Decision(True), ""


def check_second(*, coder: Hashable, first_coder: Hashable, by: Hashable) -> Decision:
    """May this colleague be asked for a second look? Not the first coder, and not whoever asks: she has seen it."""
    if coder == first_coder:
        return Decision(False, "same_coder")
    return Decision(False, "has_seen_it") if coder == by else Decision(True)

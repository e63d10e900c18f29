"""Measures that fit into these days, in words; the points of the cycle, in words. Nobody is late."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.access.scope import FitsNow
from alongside.assessment.models import Wave, WaveMeasure
from alongside.assessment.queries import DueRow
from alongside.assessment.terms import Anchor, ForSubject
from alongside.pages.design.days import date_format
from alongside.pages.worker.presented.people import Names
from alongside.pages.worker.presented.questions import whom
from alongside.pages.worker.presented.words import name_of


@dataclass
class Fitting:
    """One line: a family, a point of the cycle, and what fits, for her and for her with each child."""

    url: str
    family: uuid.UUID
    woman: uuid.UUID
    name: str
    when: str
    wave: str
    asked: dict[str, list[str]] = field(default_factory=dict)
    let_go: list[tuple[str, str, str]] = field(default_factory=list)  # about whom, the measure, why
    begun: bool = False

    @property
    def parts(self) -> list[tuple[str, list[str]]]:
        """Whom it is about ("": she herself) and which measures, each list by name."""
        return [(about, sorted(measures)) for about, measures in sorted(self.asked.items())]


def fitting(found: FitsNow, titles: Mapping[str, str]) -> list[Fitting]:
    """One line for each family and point of the cycle, in the order of the days."""
    lines: dict[tuple, Fitting] = {}
    for row in found.rows:
        key = (row.family, row.wave_code, row.turn)
        held = lines.get(key)
        if held is None:
            woman = found.women.get(row.family)
            held = lines[key] = Fitting(
                reverse("questions", args=[row.family]), row.family, woman.id if woman else row.subject,
                name_of(woman) if woman else _("A family"), when(row), row.wave,
            )  # fmt: skip
        title = titles.get(row.instrument, row.instrument)
        if row.let_go:
            held.let_go.append((_about(row, found), title, row.let_go))
        else:
            held.asked.setdefault(_about(row, found), []).append(title)
        held.begun = held.begun or row.occasion is not None
    return list(lines.values())


@dataclass(frozen=True)
class FitsHer:
    """One measure that fits for a family now, or soon. ``let_go``: why somebody let it go; ``url``: to do so."""

    title: str
    whom: str
    when: str
    wave: str
    begun: bool
    let_go: str
    url: str


def for_one(
    rows: Iterable[DueRow], called: Names, titles: Mapping[str, str], on: date, may_write: bool = False
) -> list[FitsHer]:
    """What fits for one family on ``on``; those whose days begin later say from when."""
    return [
        FitsHer(
            titles.get(row.instrument, row.instrument), whom(row.subject, called),
            when(row) if row.opens_on <= on else _("fits from %(day)s") % {"day": date_format(row.opens_on)},
            row.wave, row.occasion is not None, row.let_go,
            reverse("measure_let_go", args=[row.family, row.id]) if may_write and not row.let_go else "",
        )
        for row in rows
    ]  # fmt: skip


def when(row: DueRow) -> str:
    """The days in which it fits."""
    return _("best around %(day)s, fits until %(last)s") % {
        "day": date_format(row.due_on),
        "last": date_format(row.closes_on),
    }


def _about(row: DueRow, found: FitsNow) -> str:
    """Whom it is about, when it is not the woman alone."""
    dyad = found.dyads.get(row.subject)
    if dyad is not None:
        child = found.people.get(dyad.child_id)
        return _("with %(child)s") % {"child": name_of(child)} if child else ""
    person = found.people.get(row.subject)
    woman = found.women.get(row.family)
    return "" if person is None or (woman and person.id == woman.id) else name_of(person)


@dataclass(frozen=True)
class Point:
    """One point of the cycle, in words."""

    id: uuid.UUID
    name: str
    when: str
    measures: Sequence[str]
    active: bool


def cycle(waves: Iterable[tuple[Wave, list[WaveMeasure]]], titles: Mapping[str, str]) -> list[Point]:
    """The cycle, those in use first."""
    return [
        Point(wave.pk, wave.name, _point(wave), [_measure(each, titles) for each in measures], wave.active)
        for wave, measures in waves
    ]


def _measure(measure: WaveMeasure, titles: Mapping[str, str]) -> str:
    return f"{titles.get(measure.instrument, measure.instrument)} ({ForSubject(measure.for_subject).label})"


def _point(wave: Wave) -> str:
    """When: "6 months, since she became active with us; again every 12 months"."""
    months = ngettext("%(n)d month", "%(n)d months", wave.months) % {"n": wave.months}
    since = Anchor(wave.anchor).label
    base = _("%(months)s, counted by: %(since)s") % {"months": months, "since": since}
    if wave.repeats_months:
        again = ngettext("%(n)d month", "%(n)d months", wave.repeats_months) % {"n": wave.repeats_months}
        base = _("%(base)s; again every %(again)s") % {"base": base, "again": again}
    return _("%(base)s. Fits from %(before)d days before until %(after)d days after.") % {
        "base": base, "before": wave.opens_days_before, "after": wave.closes_days_after,
    }  # fmt: skip

"""The cycle as configuration, and laying out what fits into these days."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from alongside.assessment import rules
from alongside.assessment.models import Due, Wave, WaveAnchor, WaveMeasure
from alongside.assessment.queries.measures import category_of
from alongside.assessment.terms import Anchor, DueEnd, ForSubject, No
from alongside.families.models import Family, Woman
from alongside.instruments import queries as instruments
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.terms import Category

PLANNING_SERVICE = "planning"  # as whom the nightly job is signed in


@dataclass(frozen=True)
class Planned:
    """One wave as configuration: when, and which measures about whom."""

    code: str
    name: str
    anchor: Anchor
    months: int
    measures: Sequence[tuple[str, ForSubject]]
    opens_before: int = 14
    closes_after: int = 60
    repeats: int = 0
    active: bool = True


# The shipped cycle (D-71). Few measures, no opt-in one; a site changes it on its own page.
_HERS = tuple((code, ForSubject.WOMAN) for code in ("PHQ-9", "GAD-7", "BAM", "MSPSS", "RAAS-close", "BARC-10"))
_TOGETHER = (("PRFQ", ForSubject.DYAD),)
CYCLE = (
    Planned("intake", "when we begin", Anchor.ENROLMENT, 0, _HERS + _TOGETHER, 0, 60),
    Planned("6-months", "after 6 months", Anchor.ENROLMENT, 6, _HERS + _TOGETHER, 21, 60),
    Planned("yearly", "every year", Anchor.ENROLMENT, 12, _HERS + _TOGETHER, 30, 90, 12),
    Planned("before-programme", "before a programme", Anchor.PROGRAMME_START, 0, _TOGETHER, 21, 14),
    Planned("after-programme", "after a programme", Anchor.PROGRAMME_END, 0, _TOGETHER, 7, 30),
    Planned("3-months-after", "3 months after a programme", Anchor.PROGRAMME_END, 3, _TOGETHER, 14, 45),
    Planned("12-months-after", "12 months after a programme", Anchor.PROGRAMME_END, 12, _TOGETHER, 30, 90),
    Planned("after-ending", "a year after we said good-bye", Anchor.ENDING, 12, _HERS[:2], 30, 60, 0, False),
)


@transaction.atomic
def load_cycle(*, by: uuid.UUID, at: datetime) -> int:
    """Write the shipped cycle where there is none yet. Returns how many waves are new."""
    if Wave.objects.exists():
        return 0
    for wave in CYCLE:
        save_wave(wave=wave, by=by, at=at)
    return len(CYCLE)


@transaction.atomic
def save_wave(
    *, wave: Planned, base: Wave | None = None, by: uuid.UUID, at: datetime
) -> Wave:  # fmt: skip
    """A new wave, or another version of ``base``: nobody's change is lost.

    Raises ``Refused`` (``wave_name_needed``, ``wave_months_odd``, ``wave_window_odd``, ``wave_windows_overlap``,
    ``wave_code_taken``, ``wave_changed``, ``measure_unknown``, ``opt_in_only``, ``about_another``).
    """
    decision, field = rules.check_wave(
        name=wave.name, months=wave.months, opens_before=wave.opens_before, closes_after=wave.closes_after,
        repeats=wave.repeats,
    )  # fmt: skip
    if not decision:
        raise Refused(decision.because, field=field)
    measures = [(*_measure(code, about), about) for code, about in wave.measures]
    values = {
        "name": wave.name.strip(), "anchor": wave.anchor, "months": wave.months, "opens_days_before": wave.opens_before,
        "closes_days_after": wave.closes_after, "repeats_months": wave.repeats, "active": wave.active,
    }  # fmt: skip
    if base is None:
        try:
            with transaction.atomic():
                row = Wave.objects.create(code=wave.code, **values, recorded_by=by, recorded_at=at)
        except IntegrityError as taken:
            raise Refused(No.WAVE_CODE_TAKEN, field="code") from taken
    else:
        same = Wave.objects.filter(pk=base.pk, version=base.version)
        if not same.update(**values, version=base.version + 1):
            raise Refused(No.WAVE_CHANGED)
        row = Wave.objects.get(pk=base.pk)
    _set_measures(row, measures, by, at)
    write_trail([entry("wave set", wave=row.code)], by=by)
    return row


@transaction.atomic
def note_anchor(
    *, family: Family, woman: Woman, anchor: str, on: date, words: str = "", by: uuid.UUID, at: datetime
) -> WaveAnchor:
    """A group or programme began or ended for her; the newest of its kind counts, and what fits now is laid out."""
    row = WaveAnchor.objects.create(
        family=family, woman=woman, anchor=anchor, on=on, words=words.strip(), recorded_by=by, recorded_at=at
    )
    write_trail([entry("wave anchor noted", family=family.pk, subject=woman.pk, anchor=anchor)], by=by)
    plan(family=family.pk)
    return row


@transaction.atomic
def let_go(*, due: Due, words: str, by: uuid.UUID, at: datetime) -> Due:
    """This measure is not asked this time, and why. It is asked again only when the plan moves to another day.

    Raises ``Refused`` (``why_let_go``, ``settled_meanwhile``).
    """
    if not words.strip():
        raise Refused(No.WHY_LET_GO, field="words")
    settled = {"settled_on": timezone.localdate(at), "settled_as": DueEnd.LET_GO, "words": words.strip()}
    if not Due.objects.filter(pk=due.pk, settled_on=None).update(**settled):
        raise Refused(No.SETTLED_MEANWHILE)
    write_trail([entry("measure let go", family=due.family_id, subject=due.subject, due=due.pk)], by=by)
    due.refresh_from_db()
    return due


def plan(*, family: uuid.UUID | None = None, on: date | None = None) -> int:
    """Lay out what fits around ``on`` (today): for one family, or (the service "planning", the loader) for all.

    One statement. Returns how many windows are new. Raises ProgrammingError (42501) for whoever writes nothing in this
    family, and for another day than today from anybody but the service.
    """
    with connection.cursor() as cursor:
        cursor.execute("select safekeeping.plan_waves(%s::uuid, %s::date)", [family, on or timezone.localdate()])
        return int(cursor.fetchone()[0])


def _measure(code: str, about: ForSubject) -> tuple[str, Category]:
    row = instruments.published(code)
    if row is None:
        raise Refused(No.MEASURE_UNKNOWN, field="instrument", value=code)
    terms = instruments.definition(row.pk)
    if terms.opt_in:
        raise Refused(No.OPT_IN_ONLY, field="instrument", value=code)
    if terms.subject != about:
        raise Refused(No.ABOUT_ANOTHER, field="instrument", value=code)
    return terms.code, category_of(terms)


def _set_measures(row: Wave, wanted: Sequence[tuple[str, Category, ForSubject]], by: uuid.UUID, at: datetime) -> None:
    have = {(m.instrument, m.for_subject): m for m in WaveMeasure.objects.filter(wave=row)}
    keep = {(code, about.value) for code, _category, about in wanted}
    for key, measure in have.items():
        if measure.active and key not in keep:
            WaveMeasure.objects.filter(pk=measure.pk).update(active=False)
    for place, (code, category, about) in enumerate(wanted):
        known = have.get((code, about.value))
        if known is None:
            WaveMeasure.objects.create(
                wave=row,
                instrument=code,
                for_subject=about,
                category=category,
                place=place,
                recorded_by=by,
                recorded_at=at,
            )
        elif not known.active or known.place != place:
            WaveMeasure.objects.filter(pk=known.pk).update(active=True, place=place)

"""Our own programme as an arm, in words; and the data dictionary: each column of a study's table and its source."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.afterwards.rules import LEVELS, NOBODY_SAID
from alongside.afterwards.terms import Matter
from alongside.evaluation.models import OwnArm, Study, StudyImport
from alongside.evaluation.queries import Answered
from alongside.evaluation.rules.flow import Counted
from alongside.evaluation.rules.framing import ARM, CODE
from alongside.evaluation.rules.own import AGE_BANDS, CLUSTER
from alongside.evaluation.terms import FlowStep, OwnColumn, Unit

Instruments = Mapping[str, tuple[str, list[str]]]


@dataclass(frozen=True)
class Column:
    """A column of the table: what it is, in which unit, which values there are, and where it comes from."""

    name: str
    what: str
    unit: str
    values: str
    source: str


def dictionary(study: Study, own: OwnArm | None, files: Sequence[StudyImport], known: Instruments) -> list[Column]:
    """Every column that the table can have, in its order. ``known``: instruments of our own arm."""
    found = [
        Column(CODE, _("A participant; our own women have codes of this study alone"), "", "", ""),
        Column(ARM, _("The arm"), "", ", ".join(study.arms), ""),
    ]
    for file in files:
        found += [Column(name, _("At the start, as it was brought in"), "", "", file.file) for name in file.columns]
    if own is not None:
        found += _beside(own)
    answers = dict(zip(own.measures, zip(own.instruments, own.scales, strict=True), strict=True)) if own else {}
    windows = dict(zip(own.waves, zip(own.from_months, own.until_months, strict=True), strict=True)) if own else {}
    brought = [file.file for file in files]
    for measure in study.measures:
        for wave in study.waves:
            sources, when = list(dict.fromkeys(brought)), ""
            if own is not None and measure in answers and wave in windows:
                sources.append(_source(own.arm, *answers[measure], known))
                span = {"since": windows[wave][0], "until": windows[wave][1]}
                when = _("%(since)s to under %(until)s months after she first came: the first answer there") % span
                when = f"{when}. {_few_answers()}"
            registered = _registered(study, f"{measure}.{wave}")
            found.append(Column(f"{measure}.{wave}", registered, _("score"), when, "; ".join(sources)))
    return found


def _registered(study: Study, outcome: str) -> str:
    if outcome in study.primary:
        return _("Registered as primary")
    return _("Registered as secondary") if outcome in study.secondary else _("A measure at a wave")


def _source(arm: str, instrument: str, scale: str, known: Instruments) -> str:
    title, versions = known.get(instrument, (instrument, []))
    named = {"arm": arm, "title": title, "code": instrument, "scale": scale or _("its main value")}
    told = _("%(arm)s: %(title)s (%(code)s), %(scale)s") % named
    return f"{told}, {', '.join(versions)}" if versions else told


def _beside(own: OwnArm) -> list[Column]:
    found = []
    if own.unit == Unit.CHILD:
        what = _("The mother’s code: brothers and sisters have the same. It never leaves in an extract")
        found.append(Column(CLUSTER, what, "", "", own.arm))
    for column in OwnColumn:
        if column in own.columns:
            unit, values = _unit(column)
            values = f"{values}. {_few_words()}" if values else _few_answers()
            found.append(Column(column.value, capfirst(column.label), unit, values, own.arm))
    return found


def _few_answers() -> str:
    return _("Left out while fewer than five women of ours have one")


def _few_words() -> str:
    return _("Left out: a word that is true of fewer than five women of ours, or that would tell of them")


def _unit(column: OwnColumn) -> tuple[str, str]:
    if column == OwnColumn.AGE_BAND:
        return _("years"), ", ".join(AGE_BANDS)
    if column == OwnColumn.CHILD_WITH_HER:
        return "", "yes, no"
    if column.value.startswith("ending_"):
        said = [level for level in LEVELS[Matter(column.value.removeprefix("ending_"))] if level not in NOBODY_SAID]
        return "", "; ".join(f"{level.value}: {level.label}" for level in said)
    units = {
        OwnColumn.MONTHS_WITH_US: _("months, whole ones"), OwnColumn.CONTACTS: _("times we were in touch"),
        OwnColumn.SESSIONS: _("sessions"),
    }  # fmt: skip
    return units[column], ""


def as_table(columns: Sequence[Column]) -> bytes:
    """The dictionary as CSV in UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["column", "what", "unit", "values", "source"])
    writer.writerows([each.name, each.what, each.unit, each.values, each.source] for each in columns)
    return out.getvalue().encode()


def answered(said: Answered | None) -> str:
    """How many women here were asked, and what they said; a kind word where that would be about few."""
    if said is None:
        return _("How many were asked is said here once no number is of fewer than five women.")
    asked = ngettext("%(n)d woman here was asked", "%(n)d women here were asked", said.asked) % {"n": said.asked}
    words = {"asked": asked, "yes": said.said_yes, "no": said.said_no, "stopped": said.stopped}
    return _("%(asked)s: %(yes)s said yes, %(no)s said no, %(stopped)s stopped taking part.") % words


@dataclass(frozen=True)
class Known:
    """A step of the way as the forms of women here tell it, beside what was ``written``; ``url``: to write it."""

    step: str
    arm: str
    label: str
    count: int
    written: int | None
    url: str


def known_counts(
    study: Study, own: OwnArm | None, said: Answered | None, flow: Mapping[tuple[str, str], Counted]
) -> list[Known]:
    """What the forms know of the way through the study; nothing where that would tell of few.

    A yes that was taken back came into the arm and stopped. Who was asked, and said no, is of the whole study: while
    other arms have people of their own these numbers are a part of it, and are filled in for nobody.
    """
    if own is None or said is None:
        return []
    whole = len(study.arms) == 1
    steps = (
        (FlowStep.ASKED, "", said.asked), (FlowStep.SAID_NO, "", said.said_no),
        (FlowStep.IN_ARM, own.arm, said.said_yes + said.stopped), (FlowStep.STOPPED, own.arm, said.stopped),
    )  # fmt: skip
    found = []
    for step, arm, count in steps:
        written = flow.get((step.value, arm))
        url = f"{reverse('study_count', args=[study.pk])}?known={step.value}" if arm or whole else ""
        label = (
            capfirst(step.label)
            if arm or whole
            else _("%(step)s, of our own programme") % {"step": capfirst(step.label)}
        )
        found.append(Known(step.value, arm, str(label), count, written.count if written else None, url))
    return found

"""What the answers of one occasion came to, scale by scale, and why a score is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from alongside.assessment.models import Occasion, Score
from alongside.assessment.rules import days_apart, reading
from alongside.assessment.rules.reading import Line, Threshold
from alongside.instruments.rules import Definition
from alongside.pages.design.panels import value_words
from alongside.pages.worker.presented import plain
from alongside.pages.worker.presented.results import REASONS, apart_words, cutoff_words, missing_words


@dataclass(frozen=True)
class Scored:
    """One scale of one occasion in words."""

    title: str
    value: str
    facts: list[str]


def came_to(terms: Definition | None, held: Occasion, rows: Mapping[str, Score]) -> list[Scored]:
    """What the answers of one occasion came to, scale by scale; why a score is missing."""
    if terms is None:
        return []
    if not rows and held.total is not None:
        code = reading.scale_of_total(terms)
        scale = terms.every_scale.get(code)
        titled = scale.title if scale else ""
        words = _("The total came without the single answers.")
        return [Scored(titled or _("Total"), _among(float(held.total), scale), [words])]
    apart = held.answered_from if days_apart(terms, held.answered_from, held.on) else None
    marks = [capfirst(apart_words(apart, held.on))] if apart else []
    return [_scored(terms, rows[code], marks) for code in terms.every_scale if code in rows]


def _scored(terms: Definition, row: Score, marks: Sequence[str]) -> Scored:
    scale = terms.scale(row.scale)
    line = Line(row.subject, terms.code, row.scale, (), row.definition_id, terms)
    value = _among(float(row.value), scale) if row.value is not None else ""
    if row.value is None and row.at_least is not None:
        value = _("at least %(n)s") % {"n": value_words(float(row.at_least))}
    facts = [str(REASONS.get(row.reason, row.reason))] if row.reason else []
    if row.band:
        facts.append(row.band)
    met = {each.key: each for each in scale.cutoffs}
    facts += [f"{cutoff_words(Threshold(met[key].check))} ({met[key].label})" for key in row.met if key in met]
    if row.missing and row.value is not None:
        facts.append(capfirst(missing_words(row.missing, prorated=row.prorated)))
    return Scored(plain.title(line), value or "–", [*facts, *marks])


def _among(value: float, scale: Any) -> str:
    if scale is None or not scale.range:
        return value_words(value)
    return _("%(value)s (between %(low)s and %(high)s is possible)") % {
        "value": value_words(value), "low": value_words(scale.range[0]), "high": value_words(scale.range[1]),
    }  # fmt: skip

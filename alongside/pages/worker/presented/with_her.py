"""Her own answers over time, as they are read with her: plain words, no band, no cut-off, no name for a range."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from alongside.assessment.rules import reading
from alongside.assessment.rules.reading import Compared, Line, Move
from alongside.assessment.terms import Respondent
from alongside.pages.design.days import date_format
from alongside.pages.design.panels import panel_svg, value_words
from alongside.pages.worker.presented import plain
from alongside.pages.worker.presented.results import panel


def hers(lines: Sequence[Line]) -> list[Any]:
    """Her own answers over time: no band, no cut-off, no name for a range. What she counted once is not compared."""
    found = []
    own = [line for line in lines if line.respondent == Respondent.HERSELF and plain.plain_words(line)]
    for place, line in enumerate(reading.in_order(own)):
        if not line.scored or (line.terms and line.terms.static):
            continue
        compared = reading.compare(line)
        told = [" ".join(filter(None, (_now(line, compared), _since(compared))))]
        found.append(panel_svg(panel(line, compared, f"h{str(line.subject)[-6:]}-{place}", told)))
    return found


def _now(line: Line, compared: Compared) -> str:
    if not compared.steps:
        return _("Asked once, in %(month)s.") % {"month": _month(line.scored[-1].on)}
    return capfirst(_plainly(compared.steps[-1]))


def _since(compared: Compared) -> str:
    if len(compared.steps) < 2 or compared.overall is None:
        return ""
    return _("Since the first time: %(told)s") % {"told": _plainly(compared.overall)}


def _plainly(move: Move) -> str:
    words = {
        "month": _month(move.first.on), "then": value_words(move.first.value), "now": value_words(move.last.value),
    }  # fmt: skip
    return {
        reading.SAME: _("about the same as in %(month)s."),
        reading.LESS: _("less than in %(month)s."),
        reading.MORE: _("more than in %(month)s."),
        reading.NUMBERS: _("%(then)s in %(month)s, %(now)s now."),
    }[reading.told_plainly(move)] % words


def _month(day: date) -> str:
    return date_format(day, "YEAR_MONTH_FORMAT")

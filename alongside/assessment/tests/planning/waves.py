"""Waves of the cycle, and what is laid out of them for Ana's family."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from alongside.assessment import actions
from alongside.assessment.models import Due, Wave
from alongside.assessment.terms import Anchor, ForSubject
from tests.cast import CAST, T0, acting_as, serving

STAMP = {"by": CAST["W1"], "at": T0}
IN_DB = pytest.mark.django_db(databases=["default", "loader"])


def wave(code: str = "t-half", **more: Any) -> Wave:
    with acting_as("SUP"):
        wanted = {
            "code": code, "name": "half a year", "anchor": Anchor.ENROLMENT, "months": 25,
            "measures": [("PHQ-9", ForSubject.WOMAN), ("PRFQ", ForSubject.DYAD)], "opens_before": 14,
        }  # fmt: skip
        return actions.save_wave(wave=actions.Planned(**{**wanted, **more}), by=CAST["SUP"], at=T0)


def laid(code: str) -> list[Due]:
    return list(Due.objects.filter(wave__code=code, family_id=CAST["ALDER"]).order_by("subject", "turn"))


DAY = date(2026, 3, 1)  # 25 months after Ana became active


def plan_on(on: date, family: str = "ALDER") -> int:
    """As the night of another day lays it out."""
    with serving("planning"):
        return actions.plan(family=CAST[family], on=on)


def open_rows(code: str, instrument: str = "PHQ-9") -> list[Due]:
    with acting_as("W1"):
        return [row for row in laid(code) if row.settled_on is None and row.instrument == instrument]


def let_go(row: Due, words: str = "She is moving house this month.") -> Due:
    with acting_as("W1"):
        return actions.let_go(due=row, words=words, **STAMP)

"""A sitting with Ana, step by step: offered, begun, answered."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from alongside.assessment import actions
from alongside.assessment.models import Occasion
from alongside.assessment.terms import Mode
from alongside.families.models import Family, Woman
from tests.cast import CAST, T0

STAMP = {"by": CAST["W1"], "at": T0}
MET = date(2026, 2, 1)


def alder() -> Family:
    return Family.objects.get(pk=CAST["ALDER"])


def ana() -> Woman:
    return Woman.objects.get(pk=CAST["ANA"])


def offered(code: str = "PHQ-9", subject: uuid.UUID | None = None) -> Occasion:
    return actions.offer(family=alder(), subject=subject or CAST["ANA"], instrument=code, met_on=MET, **STAMP)


def begun(*codes: str, **more: Any) -> actions.Started:
    found = [offered(code).pk for code in codes or ("PHQ-9",)]
    return actions.start_sitting(
        **{"family": alder(), "woman": ana(), "occasions": found, "mode": Mode.TABLET, "met_on": MET, **STAMP, **more}
    )


def save(started: actions.Started, item: str, value: object, *, nth: int = 0, **more: Any) -> actions.Saved:
    return actions.save_answer(
        **{
            "occasion": started.now[nth].pk, "item": item, "value": value, "key": uuid.uuid4(),
            "sitting": started.sitting.pk, **STAMP, **more,
        }
    )  # fmt: skip


def answer_all(started: actions.Started, value: int = 1, nth: int = 0) -> None:
    for item in [str(n) for n in range(1, 11)]:
        save(started, item, value, nth=nth)

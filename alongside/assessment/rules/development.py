"""A child's developmental assessment: strengths first, and her mother hears it before anybody else (E-11, E-12).

Plain Python: values and a day in, answer out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from alongside.families.rules import age, corrected_age
from alongside.recordkeeping.rules import Decision

# What she hears. When one of these changes after she was told, she hears of it before anybody else does.
CONTENT = ("strengths", "needs", "recommendations")


@dataclass(frozen=True)
class Ages:
    """Completed months on a day; ``corrected`` is ``None`` for a child born at term or older than two."""

    months: int
    corrected: int | None


def ages(born_on: date, gestation_days: int | None, on: date) -> Ages:
    """Both ages on ``on``. Raises ValueError before the birth."""
    by_calendar = age(born_on, on)
    corrected = corrected_age(born_on, gestation_days, on)
    return Ages(by_calendar.in_months, None if corrected == by_calendar else corrected.in_months)


def check_assessment(
    *, on: date, today: date, born_on: date | None, examiner: str, strengths: str
) -> tuple[Decision, str]:
    """May it be recorded, and if not, which field is it about? Strengths are never left out."""
    if born_on is None:
        return Decision(False, "birth_needed"), "on"
    if on > today:
        return Decision(False, "in_future"), "on"
    if on < born_on:
        return Decision(False, "before_birth"), "on"
    if not examiner.strip():
        return Decision(False, "examiner_needed"), "examiner"
    if not strengths.strip():
        return Decision(False, "strengths_first"), "strengths"
    return Decision(True), ""


def check_telling(*, assessed_on: date, told_on: date, today: date, how: str) -> tuple[Decision, str]:
    """Her mother hears it on the day of the assessment or later, and we note how."""
    if told_on > today:
        return Decision(False, "in_future"), "told_on"
    if told_on < assessed_on:
        return Decision(False, "told_before_assessment"), "told_on"
    if not how:
        return Decision(False, "how_needed"), "told_how"
    return Decision(True), ""


def check_without_her(*, told_on: date | None, on: date, assessed_on: date, today: date, tried: str) -> Decision:
    """May somebody decide that it goes on although she has not heard it? Only with what was tried, in words."""
    if told_on is not None:
        return Decision(False, "she_has_heard")
    if on > today:
        return Decision(False, "in_future")
    if on < assessed_on:
        return Decision(False, "told_before_assessment")
    if not tried.strip():
        return Decision(False, "tried_needed")
    return Decision(True)


def check_release(
    *, told_on: date | None, decided_on: date | None, on: date, her_words_too: bool, she_knew: bool
) -> tuple[Decision, str]:  # fmt: skip
    """May a copy be asked for at all? Never before her mother heard it, or a person decided otherwise and said why.

    ``told_on``: when she heard it. ``decided_on``: when somebody decided to go on without her. ``she_knew``: of this
    copy. Whether it may leave at all, and on what that rests, is decided by ``consent.rules.decide``.
    """
    heard = min((day for day in (told_on, decided_on) if day is not None), default=None)
    if heard is None or on < heard:
        return Decision(False, "her_mother_first"), "to"
    if her_words_too and not she_knew:
        return Decision(False, "her_words_hers"), "her_words_too"
    return Decision(True), ""


def must_hear_again(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether a change is one she should hear before anybody else: of what is in the report, not of her own view."""
    return any(name in after and after[name] != before[name] for name in (*CONTENT, "domains") if name in before)

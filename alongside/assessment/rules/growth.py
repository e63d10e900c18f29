"""Weight, length or height and head circumference beside the WHO Child Growth Standards, at the corrected age.

Source of the computation: WHO, *Computation of centiles and z-scores for length/height-for-age, weight-for-length,
weight-for-height and BMI-for-age* (2006), with the rule for weights beyond three standard deviations: there one
standard deviation is as wide as the one between two and three, because the tail was not modelled further out.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from alongside.assessment.growth_standards import CHARTS, LAST_DAY, table
from alongside.families.rules.days import CORRECT_UNTIL_MONTHS, EARLY_BEFORE_DAYS, TERM_DAYS
from alongside.recordkeeping.rules import Decision, Refused, completed_months, fold

WEIGHT, LENGTH, HEAD = "weight", "length", "head"
LYING, STANDING = "lying", "standing"
HEIGHT_FROM_DAY = 731  # WHO's table is of children lying down up to day 730, standing from there on
LYING_IS_LONGER = 0.7  # cm (WHO)
USUAL = 2.0  # standard deviations: about nineteen of twenty children

# What can be written down at all, in kg or cm; beyond, it is a slip of the pen.
POSSIBLE = {WEIGHT: (0.3, 60.0), LENGTH: (20.0, 150.0), HEAD: (15.0, 70.0)}
# WHO: values beyond these are looked at again before anybody goes by them.
SECOND_LOOK = {WEIGHT: (-6.0, 5.0), LENGTH: (-6.0, 6.0), HEAD: (-5.0, 5.0)}
# Words with which a child's sex was written down, as WHO's two tables need it. Anything else is asked.
_GIRLS = frozenset({"girl", "female", "f", "fille", "feminin", "woman", "she", "elle", "une fille", "a girl"})
_BOYS = frozenset({"boy", "male", "m", "garcon", "masculin", "he", "il", "un garcon", "a boy"})


@dataclass(frozen=True)
class AgeInDays:
    """``days`` of age for the table, ``None`` before the due day; ``corrected``: counted from that day."""

    days: int | None
    corrected: bool


@dataclass(frozen=True)
class Placed:
    """One measurement beside the standard. ``z`` is ``None`` where the standard has nothing to say.

    ``drawn``: the value as the standard's picture has it (a child of three who was measured lying: 0.7 cm less).
    """

    on: date
    measured: str
    value: float
    age: AgeInDays
    z: float | None
    drawn: float

    @property
    def lies(self) -> str:
        """inside, above or below the usual range, or "" without a standard."""
        if self.z is None:
            return ""
        return "inside" if -USUAL <= self.z <= USUAL else "above" if self.z > 0 else "below"


def chart_for(sex: str) -> str:
    """``girls`` or ``boys`` when the words say so; "" when somebody has to choose.

    >>> chart_for("Girl"), chart_for("garçon"), chart_for("not said")
    ('girls', 'boys', '')
    """
    word = fold(sex).strip()
    return "girls" if word in _GIRLS else "boys" if word in _BOYS else ""


def age_in_days(born_on: date, gestation_days: int | None, on: date) -> AgeInDays:
    """Days since the birth, or since the day the child was due: born before 37 weeks, until 24 months by the calendar.

    ``gestation_days``: completed days of pregnancy at birth; ``None`` when not known (no correction is made up).
    Raises ValueError before the birth.
    """
    months = completed_months(born_on, on)
    early = gestation_days is not None and gestation_days < EARLY_BEFORE_DAYS
    if not early or gestation_days is None or months >= CORRECT_UNTIL_MONTHS:
        return AgeInDays((on - born_on).days, False)
    days = (on - born_on - timedelta(days=TERM_DAYS - gestation_days)).days
    return AgeInDays(days if days >= 0 else None, True)


def as_the_table_has_it(measured: str, value: float, position: str, age_days: int) -> float:
    """A length or height as it would be in the position of WHO's table at that age; everything else as it is."""
    if measured != LENGTH:
        return value
    if position == STANDING and age_days < HEIGHT_FROM_DAY:
        return value + LYING_IS_LONGER
    if position == LYING and age_days >= HEIGHT_FROM_DAY:
        return value - LYING_IS_LONGER
    return value


def z_score(measured: str, chart: str, age_days: int, value: float, position: str = "") -> float | None:
    """Standard deviations from the median of WHO's standard; ``None`` beyond its ages (0 to 1856 days).

    ``value`` in kg (weight) or cm. Raises KeyError for a measure or chart there is no table of.
    """
    rows = table(measured, chart)
    if not 0 <= age_days <= LAST_DAY:
        return None
    at = rows[age_days]
    value = as_the_table_has_it(measured, value, position, age_days)
    z = math.log(value / at.m) / at.s if at.l == 0 else ((value / at.m) ** at.l - 1) / (at.l * at.s)
    if measured != WEIGHT or -3 <= z <= 3:
        return z
    end = 3.0 if z > 0 else -3.0
    third, second = at.at(end), at.at(math.copysign(2.0, end))
    return end + (value - third) / abs(third - second)


def place(
    measured: str, chart: str, *, born_on: date, gestation_days: int | None, on: date, value: float, position: str = ""
) -> Placed:
    """One measurement beside the standard; ``chart`` "" (nobody said which) leaves it without one."""
    age = age_in_days(born_on, gestation_days, on)
    known = chart in CHARTS and age.days is not None
    z = z_score(measured, chart, age.days, value, position) if known and age.days is not None else None
    drawn = value if age.days is None else as_the_table_has_it(measured, value, position, age.days)
    return Placed(on, measured, value, age, z, drawn)


def band(measured: str, chart: str, z: float, days: Iterable[int]) -> list[tuple[int, float]]:
    """(day of age, value) along one line of the picture. Length steps down by 0.7 cm at two years, as WHO's does."""
    rows = table(measured, chart)
    return [(day, rows[day].at(z)) for day in days if 0 <= day <= LAST_DAY]


def second_look(measured: str, z: float | None) -> bool:
    """So far from the standard that WHO asks to look at it again (it can be right)."""
    lowest, highest = SECOND_LOOK[measured]
    return z is not None and not lowest <= z <= highest


def read_value(measured: str, value: object) -> Decimal | None:
    """What was measured, with two places; ``None`` for nothing. Raises ``Refused`` for what cannot be."""
    if value is None or value == "":
        return None
    try:
        number = Decimal(str(value).strip().replace(",", "."))
    except InvalidOperation as odd:
        raise Refused("not_a_number", field=measured) from odd
    lowest, highest = POSSIBLE[measured]
    if not number.is_finite() or not lowest <= number <= highest:
        raise Refused(f"{measured}_out_of_reach", field=measured)
    return number.quantize(Decimal("0.01"))


def check_growth(*, on: date, today: date, born_on: date | None, measured: Iterable[str], position: str) -> Decision:
    """May these be recorded on this day? ``measured``: what was, of weight, length and head."""
    found = set(measured)
    if born_on is None:
        return Decision(False, "birth_needed")
    if on > today:
        return Decision(False, "in_future")
    if on < born_on:
        return Decision(False, "before_birth")
    if not found:
        return Decision(False, "nothing_measured")
    if LENGTH in found and position not in (LYING, STANDING):
        return Decision(False, "position_needed")
    return Decision(True)

"""A child's growth as it is shown: one picture for each thing that was measured, in words first."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from alongside.assessment.growth_standards import LAST_DAY
from alongside.assessment.models import Growth
from alongside.assessment.rules import growth as rules
from alongside.assessment.rules.growth import Placed
from alongside.families.models import Child, Person
from alongside.pages.design.days import date_format
from alongside.pages.design.growth import MONTH, Bands, Grown, growth_svg

WHAT = {
    rules.WEIGHT: (gettext_lazy("Weight"), gettext_lazy("kg")),
    rules.LENGTH: (gettext_lazy("Length or height"), gettext_lazy("cm")),
    rules.HEAD: (gettext_lazy("Head circumference"), gettext_lazy("cm")),
}
LIES = {
    "inside": gettext_lazy("inside the usual range"),
    "above": gettext_lazy("above the usual range"),
    "below": gettext_lazy("below the usual range"),
    "": gettext_lazy("not on the picture"),
}
WINDOWS = (6, 12, 24, 36, 60)  # months a picture reaches to


@dataclass(frozen=True)
class MeasuredShown:
    """One measurement in the table: the day, age, value, where it lies, ``z`` for staff, and the form to correct it."""

    on: date
    value: str
    age: str
    lies: str
    z: str
    look: bool
    url: str


@dataclass(frozen=True)
class GrowthShown:
    """One thing that was measured: its picture and its rows, the newest first."""

    measured: str
    title: str
    picture: SafeString
    rows: list[MeasuredShown]


def shown(
    rows: Iterable[Growth], person: Person, child: Child, chart: str, correct: Callable[[Growth], str]
) -> list[GrowthShown]:
    """Weight, length and head circumference, each with its picture; what was never measured is left out.

    ``correct`` gives the address of the form that puts a row right ("" for somebody who does not write it).
    """
    born_on, rows = person.born_on, list(rows)
    if born_on is None:
        return []
    found = []
    for measured, (title, unit) in WHAT.items():
        mine: list[tuple[Growth | None, Placed]] = [
            (row, _placed(row, born_on, child, chart)) for row in rows if row.measured == measured
        ]
        placed = [place for _row, place in mine]
        if measured == rules.WEIGHT and child.birth_weight_g and not any(p.on == born_on for p in placed):
            at_birth = rules.place(
                rules.WEIGHT, chart, born_on=born_on, gestation_days=child.gestation_days, on=born_on,
                value=child.birth_weight_g / 1000,
            )  # fmt: skip
            mine.insert(0, (None, at_birth))
            placed.insert(0, at_birth)
        if not placed:
            continue
        told = [_told(row, place, str(unit), correct) for row, place in mine]
        found.append(
            GrowthShown(
                measured, str(title), _picture(measured, chart, placed, told, str(title), str(unit)), told[::-1]
            )
        )
    return found


def _placed(row: Growth, born_on: date, child: Child, chart: str) -> Placed:
    return rules.place(
        row.measured, chart, born_on=born_on, gestation_days=child.gestation_days, on=row.on, value=float(row.value),
        position=row.position,
    )  # fmt: skip


def _told(row: Growth | None, place: Placed, unit: str, correct: Callable[[Growth], str]) -> MeasuredShown:
    return MeasuredShown(
        place.on,
        f"{_value(place.value)} {unit}",
        _age(place),
        str(LIES[place.lies]) if place.age.days is not None else _("before the due date"),
        number_format(round(place.z, 2), 2) if place.z is not None else "–",
        rules.second_look(place.measured, place.z),
        correct(row) if row is not None else "",
    )


def _age(place: Placed) -> str:
    if place.age.days is None:
        return "–"
    months = math.floor(place.age.days / MONTH)
    words = ngettext("%(n)s month", "%(n)s months", months) % {"n": months}
    return _("%(age)s, from the due date") % {"age": words} if place.age.corrected else words


def _value(value: float) -> str:
    return number_format(value, 0 if float(value).is_integer() else 1 if round(value * 10, 6).is_integer() else 2)


def _picture(
    measured: str, chart: str, placed: Sequence[Placed], told: Sequence[MeasuredShown], title: str, unit: str
) -> SafeString:
    """Nothing without a chart (nobody said which) or when no day lies on it."""
    on_it = [place for place in placed if place.z is not None and place.age.days is not None]
    if not chart or not on_it:
        return SafeString("")
    last = _last(max(place.age.days or 0 for place in on_it))
    days = sorted({*range(0, last, 7), last, *(d for d in (730, 731) if d <= last)})
    lines = [rules.band(measured, chart, z, days) for z in (-2, -1, 1, 2)]
    points = [Grown(place.age.days or 0, place.drawn) for place in sorted(on_it, key=lambda p: p.age.days or 0)]
    heads = (_("Day"), title, _("Age"), _("Where it lies"), _("z (WHO), for staff"))
    rows = [(date_format(t.on), t.value, t.age, t.lies, t.z) for t in told]
    by_age = _("%(what)s by age") % {"what": title}
    return growth_svg(points, Bands(*lines), by_age, unit, _says(on_it, unit), (heads, rows), f"growth-{measured}")


def _last(day: int) -> int:
    """Where the picture ends: the next of a few ages, so that the newest point is not at its edge."""
    months = next((each for each in WINDOWS if day < each * MONTH * 0.97), WINDOWS[-1])
    return min(round(months * MONTH), LAST_DAY) if day < 1826 else LAST_DAY


def _says(on_it: Sequence[Placed], unit: str) -> str:
    """One sentence that says what the picture shows, and what to do when a point lies outside."""
    newest = max(on_it, key=lambda place: place.on)
    values: dict[str, Any] = {
        "value": _value(newest.value), "unit": unit, "day": date_format(newest.on), "where": LIES[newest.lies],
    }  # fmt: skip
    said = _("%(value)s %(unit)s on %(day)s: %(where)s.") % values
    if newest.lies == "inside":
        return said
    return (
        said
        + " "
        + _("One measurement says little. Somebody who knows how children grow can look at it with the mother.")
    )

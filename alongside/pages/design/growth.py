"""A child's growth beside the usual range, drawn on the server: two soft bands, the child's own points, and a table.

The wider band holds about nineteen of twenty children, the narrower about two of three. No centile, no number of
standard deviations and no colour says how "good" a point is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from alongside.pages.design import svg
from alongside.pages.design.svg import LETTER, NARROW, WIDE, line, number, text

HEIGHT, TOP, BOTTOM, GUTTER = 300, 16, 250, 40
MONTH = 30.4375  # days (WHO)
Line = Sequence[tuple[int, float]]  # (day of age, value)


@dataclass(frozen=True, slots=True)
class Bands:
    """Four lines of the standard, from low to high: -2, -1, 1 and 2 standard deviations."""

    lowest: Line
    low: Line
    high: Line
    highest: Line


@dataclass(frozen=True, slots=True)
class Grown:
    """One measurement: ``day`` of age as the picture counts it, and the value in kg or cm."""

    day: int
    value: float


def growth_svg(
    points: Sequence[Grown],
    bands: Bands,
    title: str,
    unit: str,
    sentence: str,
    table: tuple[Sequence[object], Sequence[Sequence[object]]],
    uid: str,
) -> SafeString:
    """Return the figure: picture at two widths, what the bands are, and ``table`` (heads, rows). ``unit``: kg or cm."""
    last = bands.lowest[-1][0]
    pictures = [_draw(points, bands, last, width, title, unit, sentence, uid) for width in (NARROW, WIDE)]
    heads, rows = table
    near, wide = _("about two of three children"), _("about nineteen of twenty children")
    legend = (
        '<ul class="legend legend--growth">'
        f'<li><span class="legend__near" aria-hidden="true"></span>{near}</li>'
        f'<li><span class="legend__wide" aria-hidden="true"></span>{wide}</li></ul>'
    )
    below = f'<p class="figure__says">{escape(sentence)}</p>' + legend
    return svg.figure(title, pictures, below + svg.table(_("The same as a table"), heads, rows, uid))


def _draw(
    points: Sequence[Grown], bands: Bands, last: int, width: int, title: str, unit: str, sentence: str, uid: str
) -> str:
    values = [p.value for p in points] + [v for each in (bands.lowest, bands.highest) for _day, v in each]
    low, high, step = _scale(min(values), max(values))

    def x(day: float) -> float:
        return GUTTER + day / last * (width - GUTTER - 14)

    def y(value: float) -> float:
        return BOTTOM - (value - low) / (high - low) * (BOTTOM - TOP)

    def area(lower: Line, upper: Line, css: str) -> str:
        places = [*lower, *reversed(upper)]
        return f'<polygon class="{css}" points="{" ".join(f"{number(x(d))},{number(y(v))}" for d, v in places)}"/>'

    parts = [area(bands.lowest, bands.highest, "v-wide"), area(bands.low, bands.high, "v-near")]
    value = low
    while value <= high + step / 1000:
        parts.append(line(GUTTER, y(value), width - 14, y(value), "v-grid"))
        parts.append(text(GUTTER - 6, y(value) + 5, number_format(value, 0 if step >= 1 else 1), "v-tick", "end"))
        value += step
    parts.append(text(GUTTER + 6, TOP + 10, unit, "v-tick"))
    parts += _months(last, width, x)
    if len(points) > 1:
        parts.append(
            f'<polyline class="v-line v-line--child" points="'
            f'{" ".join(f"{number(x(p.day))},{number(y(p.value))}" for p in points)}"/>'
        )
    parts += [
        f'<circle class="v-dot v-dot--child" cx="{number(x(p.day))}" cy="{number(y(p.value))}" r="6"/>' for p in points
    ]
    return svg.frame(uid, width, HEIGHT, title, sentence, "".join(parts))


def _scale(least: float, most: float) -> tuple[float, float, float]:
    """The ends of the scale and its steps: whole numbers, four to seven of them."""
    span = most - least
    step = next((each for each in (1, 2, 5, 10, 20) if span / each <= 6), 50)
    return step * (least // step), step * -(-most // step), step


def _months(last: int, width: int, x) -> list[str]:  # type: ignore[no-untyped-def]
    """Ages along the bottom: as many as have room."""
    months = round(last / MONTH)
    step = next(each for each in (1, 2, 3, 6, 12, 24) if (months / each) * LETTER * 4 <= width - GUTTER)
    labels = [
        text(x(min(month * MONTH, last)), BOTTOM + 20, month, "v-tick", "middle")
        for month in range(0, months + 1, step)
    ]
    return [*labels, text((GUTTER + width) / 2, BOTTOM + 42, _("age in months"), "v-tick", "middle")]

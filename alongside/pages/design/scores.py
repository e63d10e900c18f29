"""Repeated answers over time as a line, and counts as bars: drawn on the server, with the same numbers as a table.

A line is what somebody answered on some days. It has no colour bands, no cut-offs and no forecast: those belong to
people who talk about it together.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from alongside.pages.design import svg
from alongside.pages.design.days import date_format
from alongside.pages.design.svg import LETTER, NARROW, WIDE, line, number, text

HEIGHT, TOP, BOTTOM = 190, 22, 150


@dataclass(frozen=True, slots=True)
class Point:
    """One answer on one day; ``value`` None when it was asked and not answered."""

    on: dt.date
    value: float | None
    note: str = ""


def scores_svg(
    points: Sequence[Point],
    label: str,
    lowest: float | None = None,
    highest: float | None = None,
    direction: str = "",
    uid: str = "scores",
) -> SafeString:
    """Return the figure for one measure of one person.

    ``lowest`` and ``highest`` are the ends of the measure's own range (default: of the values); ``direction`` says in
    words what less or more means. No points at all: an empty SafeString, and the page says what to do.
    """
    if not points:
        return SafeString("")
    points = sorted(points, key=lambda p: p.on)
    values = [p.value for p in points if p.value is not None]
    low = min([*values, 0.0]) if lowest is None else lowest
    high = max([*values, low + 1]) if highest is None else highest
    title = f"{label} ({direction})" if direction else label
    pictures = [_line(points, width, low, high, title, _finding(points), uid) for width in (NARROW, WIDE)]
    rows = [(date_format(p.on, "DATE_FORMAT"), _value(p.value), p.note or "–") for p in points]
    head = (_("Day"), _("Answer"), _("Note"))
    return svg.figure(title, pictures, svg.table(_("The same as a table"), head, rows, uid))


def _line(points: Sequence[Point], width: int, low: float, high: float, title: str, sentence: str, uid: str) -> str:
    gutter = max(len(_value(v)) for v in (low, high)) * LETTER + 10
    first, days = points[0].on, max((points[-1].on - points[0].on).days, 1)
    span = (high - low) or 1.0

    def x(day: dt.date) -> float:
        return gutter + 14 + (day - first).days / days * (width - gutter - 40)

    def y(value: float) -> float:
        return BOTTOM - (value - low) / span * (BOTTOM - TOP)

    parts = []
    for value in (low, (low + high) / 2, high):
        parts.append(line(gutter, y(value), width, y(value), "v-grid"))
    parts += [text(gutter - 6, y(value) + 5, _value(value), "v-tick", "end") for value in (low, high)]
    parts += _strokes([(x(p.on), None if p.value is None else y(p.value)) for p in points])
    said, end = -100.0, max((x(p.on) for p in points if p.value is not None), default=0.0)
    last = max((place for place, p in enumerate(points) if p.value is not None), default=-1)
    for place, point in enumerate(points):
        at = x(point.on)
        if point.value is None:
            parts.append(f'<circle class="v-ring" cx="{number(at)}" cy="{BOTTOM}" r="5"/>')
            continue
        parts.append(f'<circle class="v-dot v-dot--line" cx="{number(at)}" cy="{number(y(point.value))}" r="6"/>')
        words = _value(point.value)
        room = len(words) * LETTER + 12
        if place == last or (at - said > room and end - at > room):  # the newest number is always said
            up = y(point.value) - 12
            parts.append(text(at, up if up > 12 else y(point.value) + 24, words, "v-label v-strong", "middle"))
            said = at
    parts += _days(points, width, x)
    return svg.frame(uid, width, HEIGHT, title, sentence, "".join(parts))


def _strokes(places: Sequence[tuple[float, float | None]]) -> list[str]:
    """The line, broken where an answer is missing."""
    runs: list[list[str]] = [[]]
    for x, y in places:
        if y is None:
            runs.append([])
        else:
            runs[-1].append(f"{number(x)},{number(y)}")
    return [f'<polyline class="v-line" points="{" ".join(run)}"/>' for run in runs if len(run) > 1]


def _days(points: Sequence[Point], width: int, x) -> list[str]:
    """The first and last day, and those between that have room."""
    labels, free = [], 0.0
    last = date_format(points[-1].on, _("M Y"))
    if points[0].on == points[-1].on:
        return [text(max(x(points[0].on) - 12, 0), BOTTOM + 30, last, "v-tick")]
    last_from = width - len(last) * LETTER - 2
    for point in points[:-1]:
        words = date_format(point.on, _("M Y"))
        at = max(x(point.on) - 12, 0)
        if words != last and at >= free and at + len(words) * LETTER + 8 < last_from:
            labels.append(text(at, BOTTOM + 30, words, "v-tick"))
            free = at + len(words) * LETTER + 14
    return [*labels, text(width - 2, BOTTOM + 30, last, "v-tick", "end")]


def _value(value: float | None) -> str:
    if value is None:
        return _("not answered")
    return number_format(value, 0 if float(value).is_integer() else 1)


def _finding(points: Sequence[Point]) -> str:
    """One sentence that says what the picture shows, and nothing more."""
    answered = [p for p in points if p.value is not None]
    missing = len(points) - len(answered)
    if not answered:
        return _("Asked %(n)s times, not answered.") % {"n": len(points)}
    first, last = answered[0], answered[-1]
    said = _("%(first)s on %(first_day)s, %(last)s on %(last_day)s; %(n)s answers, %(missing)s not answered.")
    return said % {
        "first": _value(first.value),
        "first_day": date_format(first.on, "DATE_FORMAT"),
        "last": _value(last.value),
        "last_day": date_format(last.on, "DATE_FORMAT"),
        "n": len(answered),
        "missing": missing,
    }


def bars_svg(rows: Sequence[tuple[str, float]], label: str, sentence: str = "", uid: str = "bars") -> SafeString:
    """Return a figure of horizontal bars (words above, number at the end); no rows: an empty SafeString."""
    if not rows:
        return SafeString("")
    most = max((value for _words, value in rows), default=0) or 1
    said = sentence or "; ".join(f"{words}: {_value(value)}" for words, value in rows[:6])
    pictures = []
    for width in (NARROW, WIDE):
        parts = []
        for place, (words, value) in enumerate(rows):
            y = 4 + place * 50
            room = width - 20 - len(_value(value)) * LETTER
            long = max(room * value / most, 2)
            parts.append(text(0, y + 14, words))
            parts.append(f'<rect class="v-solid" x="0" y="{y + 21}" width="{number(long)}" height="16" rx="6"/>')
            parts.append(text(long + 8, y + 34, _value(value), "v-label v-strong"))
        pictures.append(svg.frame(uid, width, len(rows) * 50 + 4, label, said, "".join(parts)))
    table = svg.table(_("The same as a table"), (_("What"), _("How many")), ((w, _value(v)) for w, v in rows), uid)
    return svg.figure(label, pictures, table)

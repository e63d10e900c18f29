"""One of several small pictures side by side: one scale over time, drawn 360 units wide so that a phone shows it whole.

Labels stand beside what they name. For the team a panel may have a band (how far a score can be from the first without
a reliable change) and lines for cut-offs; in her own view it has neither. There is no colour for a score, no
forecast, no sum.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape

from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from alongside.pages.design import svg
from alongside.pages.design.days import date_format
from alongside.pages.design.svg import LETTER, NARROW, line, number, text

HEIGHT, TOP, BOTTOM = 216, 26, 164
LEFT, RIGHT = 44, 16
Place = Callable[[float], float]
HER, CLINICIAN, OBSERVED, BROUGHT = "her_report", "clinician", "observed", "imported"


@dataclass(frozen=True, slots=True)
class Mark:
    """One time: its value (None: nothing this time), whose picture it is, whether some answers were missing."""

    on: dt.date
    value: float | None
    source: str = HER
    made_up: bool = False


@dataclass(frozen=True)
class Panel:
    """What a small picture shows. ``band``: from, to. ``cutoffs``: (value, its words). ``rows``: the table under it.
    ``words``: what is said of it, right below the picture; ``beside``: on which figures that rests."""

    title: str
    sentence: str
    marks: Sequence[Mark]
    low: float
    high: float
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    uid: str
    band: tuple[float, float] | None = None
    band_words: str = ""
    cutoffs: Sequence[tuple[float, str]] = ()
    sources: dict[str, str] = field(default_factory=dict)
    words: Sequence[str] = ()
    beside: str = ""


def panel_svg(panel: Panel) -> SafeString:
    """The figure with legend and table; without any mark an empty SafeString."""
    if not panel.marks:
        return SafeString("")
    body = "".join(_drawn(panel))
    picture = svg.frame(panel.uid, NARROW, HEIGHT, panel.title, panel.sentence, body, only=True)
    told = "".join(f"<p>{escape(each)}</p>" for each in panel.words)
    told += f'<p class="hint">{escape(panel.beside)}</p>' if panel.beside else ""
    below = (
        _legend(panel)
        + told
        + svg.table(_("As a table: %(what)s") % {"what": panel.title}, panel.head, panel.rows, panel.uid)
    )
    return svg.figure(panel.title, [picture], below, level=3)


def _drawn(panel: Panel) -> list[str]:
    span = (panel.high - panel.low) or 1.0
    first, days = panel.marks[0].on, max((panel.marks[-1].on - panel.marks[0].on).days, 1)
    alone = len(panel.marks) == 1

    def x(day: dt.date) -> float:
        if alone:
            return LEFT + (NARROW - LEFT - RIGHT) / 2
        return LEFT + 18 + (day - first).days / days * (NARROW - LEFT - RIGHT - 36)

    def y(value: float) -> float:
        return BOTTOM - (min(max(value, panel.low), panel.high) - panel.low) / span * (BOTTOM - TOP)

    parts = []
    if panel.band:
        low, high = panel.band
        parts.append(
            f'<rect class="v-band" x="{LEFT}" y="{number(y(high))}" width="{NARROW - LEFT}" '
            f'height="{number(max(y(low) - y(high), 2))}"/>'
        )
    for value in (panel.low, panel.high):
        parts.append(line(LEFT, y(value), NARROW, y(value), "v-grid"))
        parts.append(text(LEFT - 6, y(value) + 5, value_words(value), "v-tick", "end"))
    places = [(x(mark.on), None if mark.value is None else y(mark.value)) for mark in panel.marks]
    parts += _cutoffs(panel, y, places)
    parts += _strokes(places)
    parts += _marks(panel, places)
    return [*parts, *_days(panel.marks, x)]


def _cutoffs(panel: Panel, y: Place, places: Sequence[tuple[float, float | None]]) -> list[str]:
    """A broken line each, and its words at the end where no score is near; of two close ones the lower has its words
    below."""
    parts, above = [], -100.0
    for value, words in sorted((c for c in panel.cutoffs if panel.low <= c[0] <= panel.high), reverse=True):
        at = y(value)
        parts.append(line(LEFT, at, NARROW, at, "v-cutoff"))
        left, right = ((abs(p[1] - at) if p[1] is not None else 99) for p in (places[0], places[-1]))
        from_left = LEFT + 4 if left >= right else NARROW - 4 - len(words) * LETTER
        parts.append(text(max(from_left, LEFT + 2), at + 16 if at - above < 20 else at - 5, words, "v-tick v-below"))
        above = at
    return parts


def _strokes(places: Sequence[tuple[float, float | None]]) -> list[str]:
    """The line, broken where there was nothing."""
    runs: list[list[str]] = [[]]
    for x, y in places:
        if y is None:
            runs.append([])
        else:
            runs[-1].append(f"{number(x)},{number(y)}")
    return [f'<polyline class="v-line" points="{" ".join(run)}"/>' for run in runs if len(run) > 1]


def _marks(panel: Panel, places: Sequence[tuple[float, float | None]]) -> list[str]:
    parts, said = [], -100.0
    for place, (mark, (x, y)) in enumerate(zip(panel.marks, places, strict=True)):
        if y is None or mark.value is None:
            parts.append(f'<circle class="v-ring" cx="{number(x)}" cy="{BOTTOM}" r="5"/>')
            continue
        parts.append(_sign(mark.source, x, y))
        words = ("≈" if mark.made_up else "") + value_words(mark.value)
        if x - said > len(words) * LETTER + 14 or place == len(panel.marks) - 1:
            up = y - 13
            parts.append(text(x, up if up > 14 else y + 25, words, "v-label v-strong v-below", "middle"))
            said = x
    return parts


def _sign(source: str, x: float, y: float) -> str:
    """Her own answers are round and filled, others are told apart by their shape, never by colour alone."""
    if source == CLINICIAN:
        return f'<rect class="v-dot v-dot--line" x="{number(x - 5.5)}" y="{number(y - 5.5)}" width="11" height="11"/>'
    if source == OBSERVED:
        return f'<path class="v-dot v-dot--line" d="M{number(x)} {number(y - 8)}l8 8-8 8-8-8z"/>'
    css = "v-dot v-dot--brought" if source == BROUGHT else "v-dot v-dot--line"
    return f'<circle class="{css}" cx="{number(x)}" cy="{number(y)}" r="6"/>'


def _days(marks: Sequence[Mark], x: Callable[[dt.date], float]) -> list[str]:
    """The first and last day, and those between that have room."""
    last = date_format(marks[-1].on, _("M Y"))
    if len(marks) == 1:
        return [text(x(marks[-1].on), BOTTOM + 32, last, "v-tick", "middle")]
    labels, free = [], 0.0
    last_from = NARROW - len(last) * LETTER - 2
    for mark in marks[:-1]:
        words = date_format(mark.on, _("M Y"))
        at = max(x(mark.on) - 26, 0)
        if at >= free and at + len(words) * LETTER + 8 < last_from:
            labels.append(text(at, BOTTOM + 32, words, "v-tick"))
            free = at + len(words) * LETTER + 14
    return [*labels, text(NARROW - 2, BOTTOM + 32, last, "v-tick", "end")]


def _legend(panel: Panel) -> str:
    """What stands for what; only what is in the picture, and nothing when all are her own answers."""
    entries = []
    drawn = {mark.source for mark in panel.marks if mark.value is not None}
    if drawn - {HER}:
        entries = [svg.sign(_sign(s, 12, 10), words) for s, words in panel.sources.items() if s in drawn]
    if any(mark.value is None for mark in panel.marks):
        entries.append(svg.sign('<circle class="v-ring" cx="12" cy="10" r="5"/>', _("nothing this time")))
    if any(mark.made_up for mark in panel.marks):
        entries.append(svg.sign(text(12, 15, "≈", "v-label v-strong", "middle"), _("an answer was missing")))
    if panel.band:
        entries.append(svg.sign('<rect class="v-band" x="1" y="3" width="22" height="14"/>', panel.band_words))
    return f'<ul class="legend">{"".join(entries)}</ul>' if entries else ""


def value_words(value: float | None) -> str:
    """At most two decimals, none when it is whole; a dash when there is nothing."""
    if value is None:
        return "–"
    rounded = round(value, 2)
    places = 0 if float(rounded).is_integer() else (1 if float(round(rounded, 1)) == rounded else 2)
    return number_format(rounded, places)

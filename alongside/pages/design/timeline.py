"""The timeline with its lanes (the woman, the child or children, the two together) drawn as SVG on the server.

Dots are moments, bars are stretches of time. Where moments crowd, one dot stands for all of a month, a quarter, half a
year or a year, and is a little larger. Under the picture is a table of the same things.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from html import escape
from itertools import pairwise

from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from alongside.pages.design import svg
from alongside.pages.design.days import date_format
from alongside.pages.design.moments import Labels, Lane, Moment, Stretch
from alongside.pages.design.svg import LETTER, NARROW, WIDE, line, number, text

__all__ = ["Labels", "Lane", "Moment", "Stretch", "timeline_svg"]

EDGE = 10  # units kept free at both ends
ROW = 28  # height of one row of bars or dots
GAP = 13  # least distance between two dots
TABLE_ROWS = 150  # above this many moments the table counts them as the picture does
STEPS = (1, 3, 6, 12)  # months one crowded dot may stand for


def timeline_svg(
    events: Iterable[Moment | Stretch],
    lanes: Sequence[Lane],
    start: dt.date,
    end: dt.date,
    labels: Labels,
    uid: str = "timeline",
) -> SafeString:
    """Return the whole figure: narrow and wide picture, and the table. Days from ``start`` up to ``end`` are drawn.

    Events outside that window, or in a lane that is not listed, are in neither picture nor table. Raises ValueError
    when ``end`` is not after ``start``.
    """
    if end <= start:
        raise ValueError("The timeline needs an end after its start.")
    known = {lane.key for lane in lanes}
    moments: list[Moment] = []
    stretches: list[Stretch] = []
    for event in events:
        if event.lane not in known:
            continue
        if isinstance(event, Stretch):
            if event.start <= end and (event.end is None or event.end > start):
                stretches.append(event)
        elif start <= event.on <= end:
            moments.append(event)
    moments.sort(key=lambda m: m.on)
    stretches.sort(key=lambda s: (s.start, s.label))
    sentence = labels.sentence or _sentence(moments, stretches, lanes, start, end)
    pictures = [
        _Picture(width, start, end, labels, moments, stretches).draw(lanes, sentence, uid) for width in (NARROW, WIDE)
    ]
    below = _legend(labels, moments, stretches, start, end) + _table(moments, stretches, lanes, labels, uid)
    return svg.figure(labels.title, pictures, below)


class _Picture:
    """One drawing at one width."""

    def __init__(
        self,
        width: int,
        start: dt.date,
        end: dt.date,
        labels: Labels,
        moments: Sequence[Moment],
        stretches: Sequence[Stretch],
    ) -> None:
        self.width, self.start, self.end, self.labels = width, start, end, labels
        self.moments, self.stretches = moments, stretches
        self.scale = (width - 2 * EDGE) / max((end - start).days, 1)
        self.parts: list[str] = []

    def x(self, day: dt.date) -> float:
        return EDGE + (day - self.start).days * self.scale

    def draw(self, lanes: Sequence[Lane], sentence: str, uid: str) -> str:
        y = 6.0
        for lane in lanes:
            y = self._lane(lane, y)
        body = "".join(self._years(y) + self.parts)
        return svg.frame(uid, self.width, y + 26, self.labels.title, sentence, body)

    def _lane(self, lane: Lane, y: float) -> float:
        key = _class(lane.key.split(":")[0])
        self.parts.append(text(EDGE - 2, y + 16, lane.label, "v-label v-lane"))
        y += 24
        y = self._bars([s for s in self.stretches if s.lane == lane.key], key, y)
        mine = [m for m in self.moments if m.lane == lane.key]
        self.parts.append(line(EDGE, y + 12, self.width - EDGE, y + 12, f"v-axis v-axis--{key}"))
        self._dots(mine, key, y + 12)
        return y + ROW + 8 if not mine or len(mine) > 40 else y + ROW + 26

    def _bars(self, stretches: Sequence[Stretch], key: str, y: float) -> float:
        rows: list[dt.date] = []
        for stretch in stretches:
            row = next((i for i, free in enumerate(rows) if free <= stretch.start), len(rows))
            rows[row : row + 1] = [stretch.end or dt.date.max]
            x1 = max(self.x(max(stretch.start, self.start)), EDGE)
            open_end = stretch.end is None or stretch.end > self.end
            x2 = self.width + 8 if open_end else self.x(stretch.end or self.end)
            top, wide = y + row * ROW, max(x2 - x1, 4)
            self.parts.append(
                f'<rect class="v-bar v-bar--{key} v-kind--{_class(stretch.kind)}" x="{number(x1)}" y="{number(top)}" '
                f'width="{number(wide)}" height="22" rx="7"><title>{escape(stretch.label)}</title></rect>'
            )
            room = min(x2, self.width) - x1 - 14
            if len(stretch.label) * LETTER <= room:
                self.parts.append(text(x1 + 8, top + 16, stretch.label))
        return y + len(rows) * ROW

    def _dots(self, moments: Sequence[Moment], key: str, y: float) -> None:
        marked = [m for m in moments if m.kind in self.labels.marked]
        usual = [m for m in moments if m.kind not in self.labels.marked]
        taken: list[tuple[float, float]] = []
        step = self._step(usual)
        groups = _groups(usual, step) if step else [(m.on, [m]) for m in usual]
        most = max((len(group) for _day, group in groups), default=1)
        largest = min(8.0, step * 30.4 * self.scale / 2 - 0.5) if step else 5.0
        for day, group in groups:
            x = min(max(self.x(day), EDGE + 4), self.width - EDGE - 4)
            radius = 3 + (largest - 3) * math.sqrt(len(group) / most)
            words = _group_words(day, group, step)
            self.parts.append(
                f'<circle class="v-dot v-dot--{key} v-kind--{_class(group[0].kind) if len(group) == 1 else "group"}" '
                f'cx="{number(x)}" cy="{number(y)}" r="{number(radius)}"><title>{escape(words)}</title></circle>'
            )
        for moment in marked:
            x = self.x(moment.on)
            self.parts.append(
                f'<path class="v-mark v-dot--{key}" d="M{number(x)} {number(y - 9)}l9 9-9 9-9-9z">'
                f"<title>{escape(moment.label)}</title></path>"
            )
        if len(moments) <= 40:
            for moment in [*marked, *(g[0] for _day, g in groups if len(g) == 1)]:
                self._beside(moment, y, taken)

    def _beside(self, moment: Moment, y: float, taken: list[tuple[float, float]]) -> None:
        """Write a moment's words under its dot where there is room; elsewhere the table has them."""
        wide = len(moment.label) * LETTER
        x1 = self.x(moment.on) - 5
        x1 = self.width - 4 - wide if x1 + wide > self.width - 4 else x1
        if x1 < 0 or any(x1 < b + 10 and a < x1 + wide + 10 for a, b in taken):
            return
        taken.append((x1, x1 + wide))
        self.parts.append(text(x1, y + 27, moment.label, "v-label v-below"))

    def _step(self, moments: Sequence[Moment]) -> int:
        """0 when every day can have its own dot, else how many months one dot stands for."""
        places = sorted({self.x(m.on) for m in moments})
        if len(places) < 2 or min(b - a for a, b in pairwise(places)) >= GAP:
            return 0 if len(places) == len(moments) else 1
        return next((step for step in STEPS if step * 30.4 * self.scale >= GAP), STEPS[-1])

    def _years(self, y: float) -> list[str]:
        parts = []
        for day, words in _ticks(self.start, self.end, int(self.width / 70)):
            x = self.x(day)
            parts.append(line(x, 0, x, y, "v-grid"))
            parts.append(text(min(x + 3, self.width - len(words) * LETTER), y + 16, words, "v-tick"))
        if self.labels.today and self.start <= self.labels.today <= self.end:
            x = self.x(self.labels.today)
            parts.append(line(x, 0, x, y + 4, "v-today"))
        return parts


def _class(key: str) -> str:
    """Only plain letters, digits, - and _ may reach a class."""
    return "".join(c for c in key.lower() if c.isascii() and (c.isalnum() or c in "-_")) or "other"


def _groups(moments: Sequence[Moment], step: int) -> list[tuple[dt.date, list[Moment]]]:
    """Moments in blocks of ``step`` months, each with the middle day of those it holds."""
    found: dict[int, list[Moment]] = {}
    for moment in moments:
        found.setdefault((moment.on.year * 12 + moment.on.month - 1) // step, []).append(moment)
    middle: list[tuple[dt.date, list[Moment]]] = []
    for block, group in found.items():
        months = block * step + step // 2
        day = dt.date(months // 12, months % 12 + 1, 15 if step % 2 else 1)
        middle.append((group[0].on if len(group) == 1 and step == 1 else day, group))
    return middle


def _group_words(day: dt.date, group: Sequence[Moment], step: int) -> str:
    if len(group) == 1:
        return f"{group[0].label}, {date_format(group[0].on, 'DATE_FORMAT')}"
    when = _month(day) if step <= 1 else f"{_month(group[0].on)} – {_month(group[-1].on)}"
    return ngettext("%(when)s: %(n)s moment", "%(when)s: %(n)s moments", len(group)) % {"when": when, "n": len(group)}


def _day(day: dt.date) -> str:
    """Day, short month, year: reads the same way everywhere."""
    return date_format(day, _("j M Y"))


def _month(day: dt.date) -> str:
    return _month_in(get_language(), day.year, day.month)


@lru_cache(maxsize=2400)
def _month_in(language: str | None, year: int, month: int) -> str:
    """Month and year in words; remembered, because a long timeline says the same months hundreds of times."""
    return date_format(dt.date(year, month, 1), "YEAR_MONTH_FORMAT")


def _ticks(start: dt.date, end: dt.date, most: int) -> list[tuple[dt.date, str]]:
    """Years, or months when the window is short; never more than ``most`` labels."""
    months = (end.year - start.year) * 12 + end.month - start.month
    if months <= 20:
        step = next(s for s in (1, 2, 3, 6, 12) if months / s <= most or s == 12)
        first = start.year * 12 + start.month
        days = [dt.date(m // 12, m % 12 + 1, 1) for m in range(first, first + months + 1) if m % step == 0]
        return [(day, date_format(day, _("M Y"))) for day in days if start <= day <= end]
    years = range(start.year + 1, end.year + 1)
    step = max(1, math.ceil(len(years) / most))
    return [(dt.date(year, 1, 1), str(year)) for year in years[::step]]


def _sentence(
    moments: Sequence[Moment], stretches: Sequence[Stretch], lanes: Sequence[Lane], start: dt.date, end: dt.date
) -> str:
    return _(
        "%(moments)s moments and %(stretches)s stretches of time from %(start)s to %(end)s, on lines for: %(lanes)s."
    ) % {
        "moments": len(moments),
        "stretches": len(stretches),
        "start": _month(start),
        "end": _month(end),
        "lanes": ", ".join(lane.label for lane in lanes),
    }


def _legend(
    labels: Labels, moments: Sequence[Moment], stretches: Sequence[Stretch], start: dt.date, end: dt.date
) -> str:
    """Which sign stands for what; only for kinds that are in the picture."""
    marks = {m.kind for m in moments}
    bars = {s.kind for s in stretches}
    entries = []
    for kind, words in labels.kinds.items():
        if kind in bars:
            sign = f'<rect class="v-bar v-kind--{_class(kind)}" x="1" y="4" width="22" height="12" rx="4"/>'
        elif kind in marks and kind in labels.marked:
            sign = '<path class="v-mark" d="M12 1l9 9-9 9-9-9z"/>'
        elif kind in marks:
            sign = f'<circle class="v-dot v-kind--{_class(kind)}" cx="12" cy="10" r="6"/>'
        else:
            continue
        entries.append(svg.sign(sign, words))
    if labels.today and start <= labels.today <= end:
        entries.append(svg.sign('<line class="v-today" x1="12" y1="1" x2="12" y2="19"/>', _("Today")))
    return f'<ul class="legend">{"".join(entries)}</ul>' if entries else ""


def _table(
    moments: Sequence[Moment], stretches: Sequence[Stretch], lanes: Sequence[Lane], labels: Labels, uid: str
) -> str:
    who = {lane.key: lane.label for lane in lanes}
    rows: list[tuple[dt.date, tuple[str, str, str]]] = []
    for s in stretches:
        until = _day(s.end) if s.end else _("now")
        rows.append((s.start, (f"{_day(s.start)} – {until}", who[s.lane], s.label)))
    if len(moments) <= TABLE_ROWS:
        rows += [(m.on, (_day(m.on), who[m.lane], m.label)) for m in moments]
    else:
        rows += _counted(moments, who, labels)
    rows.sort(key=lambda row: row[0])
    return svg.table(_("The same as a table"), (_("When"), _("Who"), _("What")), (row for _day, row in rows), uid)


def _counted(
    moments: Sequence[Moment], who: Mapping[str, str], labels: Labels
) -> list[tuple[dt.date, tuple[str, str, str]]]:
    """One row per month and lane, as many moments make a table that nobody reads; marked ones keep their own row."""
    rows = [(m.on, (_day(m.on), who[m.lane], m.label)) for m in moments if m.kind in labels.marked]
    counts = Counter((m.on.replace(day=1), m.lane) for m in moments if m.kind not in labels.marked)
    for (first, lane), n in counts.items():
        rows.append((first, (_month(first), who[lane], ngettext("%(n)s moment", "%(n)s moments", n) % {"n": n})))
    return rows

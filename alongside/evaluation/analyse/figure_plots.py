"""Drawings of estimates: points with intervals, curves and steps, bars, and small drawings side by side."""

from __future__ import annotations

from collections.abc import Callable

from alongside.evaluation.analyse.figure_pen import (
    BAND,
    DASHES,
    GRID,
    INKS,
    NARROW_TICKS,
    Sheet,
    bar,
    known,
    legend,
    line,
    mark,
    ticks,
)
from alongside.evaluation.analyse.outcome import Drawing, Series

Up = Callable[[float], float]  # where a value stands
Body = tuple[list[str], float]  # what is drawn, and where it ends


def points(drawing: Drawing, sheet: Sheet, top: float) -> Body:
    """Estimates one under the other, each with its interval; on a narrow sheet its name stands above it."""
    left = sheet.edge + 8 if sheet.narrow else 190.0
    right, step = sheet.width - sheet.edge - 8, 44.0 if sheet.narrow else 26.0
    every = [v for s in drawing.series for v in known([*s.y, *s.low, *s.high])]
    every += [] if drawing.reference is None else [drawing.reference]
    marks = ticks(min(every, default=0.0), max(every, default=1.0), NARROW_TICKS if sheet.narrow else 8)
    low, high = marks[0], marks[-1]

    def across(value: float) -> float:
        return left + (min(max(value, low), high) - low) / (high - low) * (right - left)

    out, tall = legend(sheet, [one.name for one in drawing.series], sheet.edge, top + sheet.size, "points")
    y = top + tall + step / 2 + 4
    begin = y - step / 2
    for n, one in enumerate(drawing.series):
        for k, label in enumerate(one.x):
            words = sheet.words.of(label)
            if sheet.narrow:
                out.append(sheet.text(sheet.edge, y - 6, words))
            else:
                out.append(sheet.text(left - 12, y + 4, words, "end"))
            at = y + 10 if sheet.narrow else y
            limits = known([one.low[k] if k < len(one.low) else None, one.high[k] if k < len(one.high) else None])
            if len(limits) == 2:
                out.append(line(across(limits[0]), at, across(limits[1]), at, INKS[n % 5], 2, DASHES[n % 5]))
            out += [mark(n, across(value), at) for value in known([one.y[k]])]
            y += step
    foot = y - step / 2 + (8 if sheet.narrow else 0)
    if drawing.reference is not None:
        out.insert(0, line(across(drawing.reference), begin, across(drawing.reference), foot, dash="3 3"))
    out.append(line(left, foot, right, foot))
    out += [sheet.centred(across(each), foot + sheet.size + 5, sheet.words.number(each)) for each in marks]
    return _below(drawing, sheet, out, left, foot + 2 * sheet.size + 12)


def rows(drawing: Drawing, sheet: Sheet, top: float) -> Body:
    """A row for each label, in it a mark of each series, one a little under the other so that none hides another."""
    labels = list(dict.fromkeys(str(x) for one in drawing.series for x in one.x))
    left = sheet.edge + 8 if sheet.narrow else 190.0
    right, apart = sheet.width - sheet.edge - 8, 11.0
    every = [v for one in drawing.series for v in known(one.y)]
    every += [*drawing.band, *([] if drawing.reference is None else [drawing.reference])]
    marks = ticks(min(every, default=0.0), max(every, default=1.0), NARROW_TICKS if sheet.narrow else 8)
    low, high = marks[0], marks[-1]

    def across(value: float) -> float:
        return left + (min(max(value, low), high) - low) / (high - low) * (right - left)

    legend_of, tall = legend(sheet, [one.name for one in drawing.series], sheet.edge, top + sheet.size, "marks")
    begin = y = top + tall + 10
    out: list[str] = []
    for label in labels:
        words = sheet.wrapped(sheet.words.of(label), (right if sheet.narrow else left - sheet.edge - 12) - 8)
        step, inside = sheet.size + 4, apart * len(drawing.series)
        if sheet.narrow:
            out += [sheet.text(sheet.edge, y + sheet.size + 4 + k * step, word) for k, word in enumerate(words)]
            first, y = y + step * len(words) + 12, y + step * len(words) + inside + 12
        else:
            room = max(inside, step * len(words)) + 10
            middle = y + room / 2 + 4 - step * (len(words) - 1) / 2
            out += [sheet.text(left - 12, middle + k * step, word, "end") for k, word in enumerate(words)]
            first, y = y + (room - inside + apart) / 2, y + room
        for n, one in enumerate(drawing.series):
            place = [str(x) for x in one.x].index(label) if label in map(str, one.x) else -1
            for value in known([one.y[place]]) if place >= 0 else []:
                out.append(mark(n, across(value), first + n * apart, 4))
        out.append(line(left, y, right, y, GRID))
    under = []
    if drawing.band:
        ends = [across(value) for value in drawing.band]
        place_of = f'x="{ends[0]:.1f}" y="{begin:.1f}" width="{ends[1] - ends[0]:.1f}" height="{y - begin:.1f}"'
        under.append(f'<rect {place_of} fill="{BAND}"/>')
    if drawing.reference is not None:
        under.append(line(across(drawing.reference), begin, across(drawing.reference), y, dash="3 3"))
    out = [*legend_of, *under, *out, line(left, y, right, y)]
    out += [sheet.centred(across(each), y + sheet.size + 5, sheet.words.number(each)) for each in marks]
    return _below(drawing, sheet, out, sheet.edge if sheet.narrow else left, y + 2 * sheet.size + 12)


def _below(drawing: Drawing, sheet: Sheet, out: list[str], left: float, y: float) -> Body:
    """What the axis counts."""
    if not drawing.x_label:
        return out, y
    told, tall = sheet.lines(left, y, sheet.words.of(drawing.x_label), sheet.width - left - sheet.edge)
    return [*out, *told], y + tall


def axes(drawing: Drawing, sheet: Sheet, top: float) -> Body:
    """Curves and steps over numbers, bars over labels; under steps how many are still followed."""
    bars = drawing.kind == "bars"
    names = [one.name for one in drawing.series]
    out, tall = legend(sheet, names, sheet.edge, top + sheet.size, drawing.kind)
    if drawing.y_label:
        out.append(sheet.text(sheet.edge, top + tall + sheet.size + 6, sheet.words.of(drawing.y_label)))
        tall += sheet.size + 10
    high = 220.0 if sheet.narrow else 300.0
    left, right = (56.0, sheet.width - 20.0) if sheet.narrow else (72.0, sheet.width - 24.0)
    upper = top + tall + 14
    lower = upper + high
    every = [v for s in drawing.series for v in known([*s.y, *s.low, *s.high])] + ([0.0] if bars else [])
    every += [*drawing.extent, *([] if drawing.reference is None else [drawing.reference])]
    ys = ticks(min(every, default=0.0), max(every, default=1.0))

    def up(value: float) -> float:
        return lower - (min(max(value, ys[0]), ys[-1]) - ys[0]) / (ys[-1] - ys[0]) * high

    for each in ys:
        out += [line(left, up(each), right, up(each), GRID),
                sheet.text(left - 8, up(each) + 5, sheet.words.number(each), "end")]  # fmt: skip
    if drawing.reference is not None:
        out.append(line(left, up(drawing.reference), right, up(drawing.reference), dash="3 3"))
    if bars:
        return _bars(drawing, sheet, out, (left, right), up, lower)
    return _curves(drawing, sheet, out, (left, right), up, lower)


def _bars(drawing: Drawing, sheet: Sheet, out: list[str], ends: tuple[float, float], up: Up, lower: float) -> Body:
    labels = list(dict.fromkeys(str(x) for one in drawing.series for x in one.x))
    left, room = ends[0], (ends[1] - ends[0]) / max(len(labels), 1)
    thick = room * 0.8 / max(len(drawing.series), 1)
    for n, one in enumerate(drawing.series):
        for x, y in zip(one.x, one.y, strict=True):
            for value in known([y]):
                high, foot = sorted((up(value), up(0.0)))
                at = left + room * (labels.index(str(x)) + 0.1) + thick * n
                out.append(bar(n, at + thick * 0.05, high, thick * 0.9, foot - high))
    down = 0.0
    told = [sheet.words.of(label) for label in labels]
    # Labels that do not stand beside each other stand in turn on two, three … lines.
    rows = next((n for n in (1, 2, 3, 4) if all(sheet.long(word) < room * n for word in told)), 4)
    for n, word in enumerate(told):
        y = lower + sheet.size + 5 + n % rows * (sheet.size + 4)
        at = left + room * (n + 0.5)
        out.append(sheet.centred(at, y, word))
        down = max(down, y)
    return _below(drawing, sheet, out, left, down + sheet.size + 8)


def _curves(drawing: Drawing, sheet: Sheet, out: list[str], ends: tuple[float, float], up: Up, lower: float) -> Body:
    left, right = ends
    all_x = [v for one in drawing.series for v in known(one.x)]
    xs = ticks(min(all_x, default=0.0), max(all_x, default=1.0), NARROW_TICKS if sheet.narrow else 8)

    def across(value: float) -> float:
        return left + (value - xs[0]) / (xs[-1] - xs[0]) * (right - left)

    for n, one in enumerate(drawing.series):
        out += _curve(one, n, across, up, drawing.kind == "steps")
    y = lower + sheet.size + 5
    out += [sheet.centred(across(each), y, sheet.words.number(each)) for each in xs]
    out, y = _below(drawing, sheet, out, left, y + sheet.size + 6)
    if not any(one.followed for one in drawing.series):
        return out, y
    y += 6
    out.append(sheet.text(sheet.edge, y, sheet.words.of("still followed at this time")))
    y += sheet.size + 6
    for one in drawing.series:
        if len(drawing.series) > 1:
            out.append(sheet.text(sheet.edge, y, sheet.words.of(one.name)))
            y += sheet.size + 4
        there = {float(time): count for time, count in one.followed}
        out += [sheet.centred(across(each), y, there.get(each, "")) for each in xs]
        y += sheet.size + 6
    return out, y


def _curve(
    one: Series, n: int, across: Callable[[float], float], up: Callable[[float], float], steps: bool
) -> list[str]:
    out = []
    for values, width, dash in ((one.low, 1, "1 3"), (one.high, 1, "1 3"), (one.y, 2.5, DASHES[n % 5])):
        path, before = "", False
        for x, y in zip(one.x, values, strict=False):
            if not known([x]) or not known([y]):
                before = False
                continue
            step = f" H{across(x):.1f}" if steps and before else ""
            path += f"{step} {'L' if before else 'M'}{across(x):.1f} {up(float(y or 0)):.1f}"
            before = True
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        if path:
            look = f'fill="none" stroke="{INKS[n % 5]}" stroke-width="{width:g}"{dashed}'
            out.append(f'<path d="{path.strip()}" {look}/>')
    return out


def panels(drawing: Drawing, sheet: Sheet, top: float) -> Body:
    """Small drawings beside each other, one for each ``Series.panel``: the same waves, a scale of its own each."""
    names = list(dict.fromkeys(one.panel for one in drawing.series))
    looks = list(dict.fromkeys(one.name for one in drawing.series))
    out, tall = legend(sheet, looks, sheet.edge, top + sheet.size, "points")
    labels = list(dict.fromkeys(str(x) for one in drawing.series for x in one.x))
    across = 1 if sheet.narrow or len(names) == 1 else 2
    room, high = (sheet.width - sheet.edge) / across, 190.0 if sheet.narrow else 170.0
    y = top + tall
    for n, name in enumerate(names):
        place = (sheet.edge / 2 + n % across * room, y + n // across * (high + 74), room, high)
        mine = [(looks.index(one.name), one) for one in drawing.series if one.panel == name]
        # One that is called as the whole needs no name of its own.
        out += _panel(sheet, "" if [name] == names == [drawing.title] else name, mine, labels, place)
    y += -(-len(names) // across) * (high + 74)
    if not drawing.y_label:
        return out, y
    told, tall = sheet.lines(sheet.edge, y, sheet.words.of(drawing.y_label), sheet.width - 2 * sheet.edge)
    return [*out, *told], y + tall


def _panel(
    sheet: Sheet, name: str, mine: list[tuple[int, Series]], labels: list[str],
    place: tuple[float, float, float, float],
) -> list[str]:  # fmt: skip
    x0, y0, room, high = place
    left, right, upper = x0 + 50, x0 + room - 14, y0 + (sheet.size + 18 if name else 12)
    lower = upper + high
    every = [v for _n, one in mine for v in known([*one.y, *one.low, *one.high])]
    ys = ticks(min(every, default=0.0), max(every, default=1.0), 5)

    def up(value: float) -> float:
        return lower - (min(max(value, ys[0]), ys[-1]) - ys[0]) / (ys[-1] - ys[0]) * high

    bold = ' font-weight="bold"'
    out = [sheet.text(x0 + 6, y0 + sheet.size, sheet.words.of(name), size=sheet.size + 1, more=bold)] if name else []
    for each in ys:
        out += [line(left, up(each), right, up(each), GRID),
                sheet.text(left - 7, up(each) + 5, sheet.words.number(each), "end")]  # fmt: skip
    each_room = (right - left) / len(labels)
    for n, one in mine:
        # Beside each other, or intervals would hide each other.
        aside = (n - (max(k for k, _one in mine)) / 2) * min(9.0, each_room / 4)
        before = None
        for k, label in enumerate(labels):
            at = left + each_room * (k + 0.5) + aside
            where = [str(x) for x in one.x].index(label) if label in map(str, one.x) else -1
            value = known([one.y[where]]) if where >= 0 else []
            if not value:
                before = None
                continue
            limits = known([one.low[where], one.high[where]]) if len(one.low) else []
            if before:
                out.append(line(*before, at, up(value[0]), INKS[n % 5], 1.5, DASHES[n % 5]))
            if len(limits) == 2:
                out.append(line(at, up(limits[0]), at, up(limits[1]), INKS[n % 5], 1.5))
            out.append(mark(n, at, up(value[0]), 4))
            before = (at, up(value[0]))
    fits = max((sheet.long(sheet.words.of(label)) for label in labels), default=0) < each_room
    for k, label in enumerate(labels):
        down = 0 if fits else k % 2 * (sheet.size + 3)
        at = left + each_room * (k + 0.5)
        out.append(sheet.text(at, lower + sheet.size + 5 + down, sheet.words.of(label), "middle"))
    return out

"""Reports in words, tables and drawings: what scores came to, who changed, how much we were there, who stays.

What the database keeps back stays back: here it is a word in a cell. The same sections go onto the page and
into the PDF file (``reports_files``).
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.evaluation.rules.reporting import CLASSES, LATEST, Changed, Report, ScaleSaid, Scores
from alongside.pages.design import svg
from alongside.pages.design.days import date_format

SIGNS = {">=": "≥", "<=": "≤", ">": ">", "<": "<"}
CLASS_WORDS = {
    "recovered": gettext_lazy("Reliably better, and across the cut-off"),
    "improved": gettext_lazy("Reliably better"),
    "crossed": gettext_lazy("Across the cut-off, not reliably"),
    "unchanged": gettext_lazy("No reliable change"),
    "deteriorated": gettext_lazy("Reliably harder"),
}


@dataclass(frozen=True)
class Table:
    """One table: its caption, the heads of its columns, its rows."""

    caption: str
    columns: list[str]
    rows: list[list[str]]


@dataclass(frozen=True)
class Section:
    """One part of a report."""

    id: str
    heading: str
    about: str
    drawing: SafeString | str
    tables: list[Table]


def sections(report: Report, titles: Mapping[str, str], agency: uuid.UUID) -> list[Section]:
    """The report of one agency: its measures, how much we were there, who stays."""
    own = report.of(agency)
    found = []
    for n, key in enumerate(own.measures):
        said = report.scales.get(key)
        rows = _by_wave(own, key)
        tables = [_scores_table(own, rows, said)]
        changes = [row for row in own.changes if (row.instrument, row.scale) == key]
        if changes:
            tables.append(_change_table(own, changes))
        heading = measure(key, titles)
        found.append(Section(f"m{n}", heading, about(said), _drawn(f"m{n}", own, heading, rows, said), tables))
    return [*found, *_beside(own)]


def places(report: Report, titles: Mapping[str, str]) -> list[Section]:
    """The report of all places: each beside the others, in the order of their names, and all of them together."""
    found = []
    for n, key in enumerate(report.measures):
        said = report.scales.get(key)
        rows = [row for row in report.scores if (row.instrument, row.scale) == key]
        waves = report.in_order(row.wave for row in rows)
        rows.sort(key=lambda row: (waves.index(row.wave), row.whole, _place(report, row)))
        lines = [[wave_named(report, row.wave), _place(report, row), *_cells(row)] for row in rows]
        columns = [_("When"), _("Place"), *_heads(said)]
        tables = [Table(_("Scores"), columns, lines)]
        changed = _by_end(report, [row for row in report.changes if (row.instrument, row.scale) == key])
        if changed:
            classes = (str(CLASS_WORDS[name]) for name in CLASSES)
            heads = [_("From the first score"), _("Place"), _("Families"), *classes]
            cells = [
                [_end(report, row), _place(report, row), counted(row.families), *map(told, row.classes)]
                for row in changed
            ]
            tables.append(Table(_("Change, one by one counted"), heads, cells))
        found.append(Section(f"m{n}", measure(key, titles), about(said), "", tables))
    return found


def _by_wave(report: Report, key: tuple[str, str]) -> list[Scores]:
    rows = {row.wave: row for row in report.scores if (row.instrument, row.scale) == key}
    return [rows[wave] for wave in report.in_order(rows)]


def _beside(report: Report) -> list[Section]:
    """How much we were there, quarter by quarter; who stays."""
    found = []
    if report.dose:
        rows = [
            [
                f"{_day(row.since)} – {_day(row.until - timedelta(days=1))}",
                counted(row.families), told(row.meetings), one(row.meetings_each),
                one(None if row.minutes is None else row.minutes / 60), told(row.months),
            ]
            for row in sorted(report.dose, key=lambda row: row.since)
        ]  # fmt: skip
        columns = [
            _("Quarter"), _("Families met"), _("Meetings"), _("Meetings for each family"),
            _("Hours, as far as written down"), _("Months with a meeting"),
        ]  # fmt: skip
        lead = _(
            "Meetings with women, children or both, each quarter that is over. A month counts once for each family."
        )
        found.append(Section("dose", _("How much we were there"), lead, "", [Table(_("Meetings"), columns, rows)]))
    if report.staying:
        rows = [
            [_("after %(n)d months") % {"n": row.months}, counted(row.began), told(row.there), percent(row.share)]
            for row in sorted(report.staying, key=lambda row: row.months)
        ]
        columns = [_("When"), _("Women who began so long ago, or longer"), _("Were with us"), _("Share")]
        lead = _("Counted from the first day on which a woman was with us. Quiet for now is with us.")
        found.append(Section("staying", _("Staying with us"), lead, "", [Table(_("Women with us"), columns, rows)]))
    return found


def measure(key: tuple[str, str], titles: Mapping[str, str]) -> str:
    """A measure and its scale, by name."""
    instrument, scale = key
    title = titles.get(instrument, instrument)
    return title if scale in ("", "total") else _("%(measure)s: %(scale)s") % {"measure": title, "scale": scale}


def about(said: ScaleSaid | None) -> str:
    """What less or more means, and what a judgement of a change stands on, with its source."""
    if said is None:
        return _("This measure is known here by its name only, so nothing is said about what its numbers mean.")
    told = [{"lower": _("Lower is easier."), "higher": _("Higher is more of a strength."), "": ""}[said.better]]
    if said.judged and said.better and said.s_diff is not None:
        told.append(
            _("Reliable from %(points)s points on (Jacobson and Truax; r %(r)s, %(kind)s; SD %(sd)s).")
            % {
                "points": one(1.96 * said.s_diff),
                "r": number_format(said.r, 2),
                "kind": said.r_type or "–",
                "sd": one(said.sd),
            }
        )
    elif said.judged and said.better and said.points is not None:
        told.append(_("Reliable from %(points)s points on (a published rule).") % {"points": one(said.points)})
    elif said.judged:
        told.append(_("How much this scale moves by itself is not known here, so no change is judged."))
    if said.source:
        told.append(_("Source: %(source)s.") % {"source": said.source.rstrip(".")})
    return " ".join(part for part in told if part)


def _heads(said: ScaleSaid | None) -> list[str]:
    cut = _cut(said)
    share = _("Share at %(cut)s") % {"cut": cut} if cut else _("Share at the cut-off")
    return [_("Families"), _("Scores"), _("Mean (spread)"), share]


def _cut(said: ScaleSaid | None) -> str:
    if said is None or not said.cut:
        return ""
    value = said.cut.lstrip("<>=!")
    return f"{SIGNS.get(said.cut[: -len(value)], said.cut[: -len(value)])} {number_format(float(value))}"


def _cells(row: Scores) -> list[str]:
    mean = f"{one(row.mean)} ({one(row.sd)})" if row.mean is not None else told(None)
    # A total is kept back to protect a small place, and is of many itself.
    families = told(row.families) if row.whole else counted(row.families)
    return [families, told(row.n), mean, percent(row.share)]


def _scores_table(report: Report, rows: Sequence[Scores], said: ScaleSaid | None) -> Table:
    lines = [[wave_named(report, row.wave), *_cells(row)] for row in rows]
    return Table(_("Scores"), [_("When"), *_heads(said)], lines)


def _by_end(report: Report, rows: Sequence[Changed]) -> list[Changed]:
    order = report.in_order(row.until for row in rows)
    return sorted(rows, key=lambda row: (order.index(row.until), _place(report, row)))


def _end(report: Report, row: Changed) -> str:
    return _("to the latest") if row.until == LATEST else wave_named(report, row.until)


def _change_table(report: Report, rows: Sequence[Changed]) -> Table:
    lines = [[_end(report, row), counted(row.families), *map(told, row.classes)] for row in _by_end(report, rows)]
    columns = [_("From the first score"), _("Families"), *(str(CLASS_WORDS[name]) for name in CLASSES)]
    return Table(_("Change, one by one counted"), columns, lines)


def _drawn(uid: str, report: Report, heading: str, rows: Sequence[Scores], said: ScaleSaid | None) -> SafeString | str:
    """Each mean as a dot on its spread, time by time; "" when none is told."""
    told_here = [
        (wave_named(report, row.wave), row.mean, row.sd) for row in rows if row.mean is not None and row.sd is not None
    ]
    if not told_here:
        return ""
    pictures = [_picture(uid, heading, told_here, said, width) for width in (svg.NARROW, svg.WIDE)]
    return svg.figure(_("Means, each on its spread"), pictures)


def _picture(
    uid: str, heading: str, rows: Sequence[tuple[str, float, float]], said: ScaleSaid | None, width: int
) -> str:
    narrow = width <= svg.NARROW
    cut = float(said.cut.lstrip("<>=!")) if said is not None and said.cut else None
    ends = [end for _name, mean, sd in rows for end in (mean - sd, mean + sd)]
    low, high = min([0.0, *ends]), max([*ends, *([] if cut is None else [cut]), 1.0])
    left, step, right = (12.0, 50.0, width - 48.0) if narrow else (240.0, 34.0, width - 64.0)

    def x(value: float) -> float:
        return left + (value - low) / (high - low) * (right - left)

    height, body = 14.0 + step * len(rows) + 26, []
    if cut is not None:
        body.append(svg.line(x(cut), 8, x(cut), height - 24, "v-cutoff"))
        body.append(svg.text(x(cut), height - 6, _cut(said), "v-tick", "middle"))
    for n, (name, mean, sd) in enumerate(rows):
        y = 10 + step * n + step / 2
        at = y + 8 if narrow else y
        body += [
            svg.text(left, y - 10, name) if narrow else svg.text(left - 14, y + 5, name, anchor="end"),
            svg.line(x(mean - sd), at, x(mean + sd), at, "v-axis"),
            f'<circle class="v-dot v-dot--line" cx="{svg.number(x(mean))}" cy="{svg.number(at)}" r="6"/>',
            svg.text(right + 8, at + 5, one(mean), "v-label v-strong"),
        ]
    sentence = "; ".join(f"{name}: {one(mean)} ({one(sd)})" for name, mean, sd in rows)
    return svg.frame(uid, width, height, heading, sentence, "".join(body))


def wave_named(report: Report, code: str) -> str:
    """A wave by its name; outside of waves is said so."""
    if not code:
        return _("outside of the planned times")
    name = report.waves.get(code, code)
    return _(name) if name else code


def _place(report: Report, row: Scores | Changed) -> str:
    return report.places.get(row.agency, _("A place")) if row.agency is not None else _("All places together")


def _day(on: date) -> str:
    return date_format(on, "DATE_FORMAT")


def counted(value: int | None) -> str:
    """How many families; of few it is not told how many."""
    return number_format(value) if value is not None else _("fewer than five")


def told(value: int | None) -> str:
    """A count, or that it is not told."""
    return number_format(value) if value is not None else _("not told")


def one(value: float | None) -> str:
    """With one decimal: ``number_format`` cuts, and does not round."""
    return number_format(round(value, 1), 1) if value is not None else told(None)


def percent(share: float | None) -> str:
    """A whole percentage, or that it is not told."""
    return _("%(n)s %%") % {"n": round(100 * share)} if share is not None else told(None)


def limits(first: str) -> list[str]:
    """What these figures are, and what they cannot show."""
    return [
        _("Counted as it stood on %(day)s: what was written down later is not in it.") % {"day": first},
        _("Of fewer than five families nothing is told, and a share only where five or more are on either side of it. "
          "What could be worked out from the rest is kept back too."),
        _("Where all or nearly all stayed, or changed alike, the counts are not told: they would tell of each "
          "of them."),
        _("A questionnaire that was answered in part is in it where its scale could be scored; studies leave it out."),
        _("Who was away at a time is not in it, and may have answered differently from those who were there."),
        _("A change over time does not say why. Nobody else is compared with here: studies do that."),
        _("Reliable change is judged one by one after Jacobson and Truax (JT), from the first score to a later one, by "
          "the norms that are registered here; other variants class some people differently."),
        _("Means and spreads are rounded to one decimal, here and in the files. Even so an earlier report beside this "
          "one could tell of a family that came between them, nearly to her score. Please keep reports as you keep "
          "files."),
    ]  # fmt: skip

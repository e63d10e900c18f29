"""The reports of the programme's pages over a pool of several sites, each written once, as an Ibis expression that any
engine answers. Columns and definitions are those of the reports in PostgreSQL.

A row of an answer is a cell: a site and arm in one scale at one wave, one quarter, or after some months.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Any

from alongside.evaluation.methods.refusing import Unfit
from alongside.evaluation.pooled.pool import Pool
from alongside.evaluation.pooled.schema import LATEST

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue, Table

Z95 = 1.959963984540054  # as one woman's change is judged (instruments.rules.change)
VARIANT = "JT, registered norms"
MONTHS = (3, 6, 12)
CLASSES = ("recovered", "improved", "crossed", "unchanged", "deteriorated")
CELL = ("site", "arm")
CUT = ("cut_op", "cut_value")
RULE = ("better", *CUT, "s_diff", "points")


@dataclass(frozen=True)
class Report:
    """``table``: which of the pool's tables it is about; ``cell``: the columns that name a cell; ``figures``: what is
    said of it; ``build``: makes the expression; ``private``: what it tells besides, to know what may be said, and what
    is never given out."""

    name: str
    table: str
    what: str
    cell: tuple[str, ...]
    figures: tuple[str, ...]
    build: Callable[[Pool], Table]
    private: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns that are given out, in the order of the answer."""
        return self.cell + self.figures


def answer(report: Report, pool: Pool) -> list[dict[str, Any]]:
    """The cells of a report, whole and with ``private``, sorted by what names them. Nothing is withheld yet: see
    ``withholding``."""
    asked = (*report.columns, *report.private)
    rows = pool.engine.rows(report.build(pool).select(*asked))
    named = [dict(zip(asked, row, strict=True)) for row in rows]
    return sorted(named, key=lambda row: [_place(row[name]) for name in report.cell])


def _place(value: Any) -> tuple[bool, Any]:
    return isinstance(value, str), value


def _register(pool: Pool) -> Table:
    measures = pool["measures"]
    return measures.select(
        "better", "cut_op", "cut_value", "s_diff", "points", "judged",
        r_site=measures.site, r_instrument=measures.instrument, r_scale=measures.scale,
    )  # fmt: skip


def _with_register(table: Table, register: Table) -> Table:
    return table.inner_join(register, [
        table.site == register.r_site, table.instrument == register.r_instrument, table.scale == register.r_scale,
    ])  # fmt: skip


def _beyond(value: Any, op: Any, cut: Any) -> BooleanValue:
    """Whether a score is “above” a cut-off, as the cut-off says it; nothing where there is none."""
    import ibis

    return ibis.cases((op == ">=", value >= cut), (op == ">", value > cut), (op == "<=", value <= cut),
                      (op == "<", value < cut))  # fmt: skip


def _count(condition: BooleanValue) -> Any:
    return condition.fill_null(False).ifelse(1, 0).sum().cast("int64")


def scores(pool: Pool) -> Table:
    """Each scale at each wave: how many scores, of how many families, mean, SD (n − 1), and how many above the cut-off.

    ``with_cut``: how many of them have a cut-off to be compared with. The SD of one score is not known.
    ``distinct``: how many different scores there are.
    """
    register = _register(pool)
    joined = _with_register(pool["scores"], register)
    counted = joined.group_by(*CELL, "instrument", "scale", "wave").agg(
        n=joined.count(),
        families=joined.family.nunique(),
        mean=joined.value.mean(),
        sd=joined.value.std(how="sample"),
        with_cut=_count(joined.cut_op.notnull()),
        above=_count(_beyond(joined.value, joined.cut_op, joined.cut_value)),
        distinct=joined.value.nunique(),
    )
    return _with_register(counted, register)


def _pairs(pool: Pool) -> Table:
    """Her first score of each scale beside her last one at each later wave, and beside her last one of all
    (``latest``)."""
    import ibis

    every = pool["scores"]
    whose = ["site", "person", "instrument", "scale"]
    first = every.filter(every.place == 1).select(*whose, pre=every.value)
    later = every.filter(every.place > 1)
    by_wave = later.group_by(*CELL, "family", *whose[1:], "wave").agg(
        post=later.value.argmax(later.place), at=later.place.max()
    )
    latest = by_wave.group_by(*CELL, "family", *whose[1:]).agg(post=by_wave.post.argmax(by_wave.at))
    names = [*CELL, "family", *whose[1:]]
    ends = by_wave.filter(by_wave.wave != "").select(*names, until=by_wave.wave, post=by_wave.post)
    ends = ends.union(latest.select(*names, until=ibis.literal(LATEST), post=latest.post), distinct=False)
    return ends.inner_join(first, whose)


def change(pool: Pool) -> Table:
    """Reliable change (Jacobson and Truax, registered norms) of each scale, from her first score until each wave.

    Reliable: |post − pre| / s_diff lies beyond ``Z95``; where s_diff is not known, |post − pre| is ``points`` or more.
    The five classes exclude each other. Scales of which no side is better, or that are not judged, are left out.
    """
    register = _register(pool)
    told = register.better.notnull() & register.judged & (register.s_diff.notnull() | register.points.notnull())
    pairs = _with_register(_pairs(pool), register.filter(told))
    moved = pairs.post - pairs.pre
    reliable = pairs.s_diff.isnull().ifelse(moved.abs() >= pairs.points, (moved / pairs.s_diff).abs() > Z95)
    better = (pairs.better == "lower").ifelse(moved < 0, moved > 0)
    crossed = _beyond(pairs.pre, pairs.cut_op, pairs.cut_value).fill_null(False) & ~_beyond(
        pairs.post, pairs.cut_op, pairs.cut_value).fill_null(True)  # fmt: skip
    judged = pairs.mutate(reliable=reliable, towards=better, over=crossed)
    improved = judged.reliable & judged.towards
    counted = judged.group_by(*CELL, "instrument", "scale", "until").agg(
        n=judged.count(),
        families=judged.family.nunique(),
        recovered=_count(improved & judged.over),
        improved=_count(improved & ~judged.over),
        crossed=_count(~judged.reliable & judged.over),
        deteriorated=_count(judged.reliable & ~judged.towards),
    )
    rest = counted.n - counted.recovered - counted.improved - counted.crossed - counted.deteriorated
    return _with_register(counted.mutate(unchanged=rest), register)


def dose(pool: Pool) -> Table:
    """What was used in each quarter: families that were met, meetings, minutes (as far as known), and months with a
    meeting, summed over families. ``timed``: families of whom some minutes are known."""
    used = pool["services"]
    return used.group_by(*CELL, "quarter").agg(
        families=used.family.nunique(),
        contacts=used.contacts.sum().cast("int64"),
        minutes=used.minutes.sum(),
        months=used.months.sum().cast("int64"),
        timed=used.family.nunique(where=used.minutes.notnull()),
    )


def retention(pool: Pool) -> Table:
    """Of those who began at least 3, 6, 12 months ago, how many were there so many months after they began."""
    spans = pool["retention"]
    persons = spans.group_by(*CELL, "family", "person").agg(
        known=spans.known_months.max(),
        **{f"in_{m}": ((spans.from_month <= m) & (spans.to_month >= m)).ifelse(1, 0).max() for m in MONTHS},
    )
    parts = [
        persons.filter(persons.known >= m).select(*CELL, "family", "person", months=_whole(m), there=persons[f"in_{m}"])
        for m in MONTHS
    ]
    every = reduce(lambda one, other: one.union(other, distinct=False), parts)
    return every.group_by(*CELL, "months").agg(
        families=every.family.nunique(), started=every.count(), there=every.there.sum().cast("int64")
    )


def _whole(number: int) -> Any:
    import ibis

    return ibis.literal(number, type="int64")


REPORTS = {
    each.name: each
    for each in (
        Report("scores", "scores", "Each scale at each wave: mean, SD, and how many are above the cut-off.",
               (*CELL, "instrument", "scale", "wave"), ("n", "families", "mean", "sd", "with_cut", "above"), scores,
               ("distinct", *CUT)),
        Report("change", "scores",
               f"Reliable change ({VARIANT}): from the first score until each wave; without waves, the last.",
               (*CELL, "instrument", "scale", "until"), ("n", "families", *CLASSES), change, RULE),
        Report("dose", "services", "What was used, by quarter.", (*CELL, "quarter"),
               ("families", "contacts", "minutes", "months"), dose, ("timed",)),
        Report("retention", "retention", "How many were there 3, 6 and 12 months after they began.",
               (*CELL, "months"), ("families", "started", "there"), retention),
    )
}  # fmt: skip


def asked_for(names: Sequence[str]) -> list[Report]:
    """The reports of these names; all without one. Raises Unfit (bad_option)."""
    for name in names:
        if name not in REPORTS:
            raise Unfit("bad_option", f"There is no report “{name}”.", f"Take some of: {', '.join(REPORTS)}.")
    return [REPORTS[name] for name in names] if names else list(REPORTS.values())

"""What in a pool would make a report wrong. Asked of the engine in one expression, so that nothing is counted twice or
in silence: rows that stand twice, people who are in no list, numbers that are none, places that have gaps.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from alongside.evaluation.methods.refusing import Unfit
from alongside.evaluation.pooled.pool import Pool
from alongside.evaluation.pooled.schema import (
    ARM,
    FAMILY,
    LATEST,
    LAYOUTS,
    NUMBER,
    PERSON,
    SIGNS,
    SITE,
    TEXT,
    Layout,
)

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue, Table

MOST = 6  # faults that are told
FAR = 1e12
WHOSE = (SITE, ARM, FAMILY, PERSON)
SAID = {
    "twice": ("{n} rows of {table}.parquet stand twice ({key}).", "Is the site's file there twice?"),
    "empty": ("{n} rows of {table}.parquet lack something that is needed.", ""),
    "no_number": ("{n} rows of {table}.parquet hold a number that is none.", "Leave such rows away."),
    "impossible": ("{n} rows of {table}.parquet hold what cannot be: {limits}.", ""),
    "not_in_people": (
        "{n} rows of {table}.parquet are of somebody who is not in people.parquet with the same arm and family.", "",
    ),
    "two_arms": ("{n} families are in two arms.", "A family is in one arm."),
    "gaps": ("{n} times the places of somebody's scores are not 1, 2, 3 …", "Number the scores that are in the file."),
    "not_registered": (
        "{n} rows of scores.parquet are of a scale that is not in measures.parquet.",
        "A scale without a norm has a row, too, with judged “no”.",
    ),
}  # fmt: skip
LIMITS = {
    "measures": "an sd, an s_diff or points that are not above 0, an r that is not from 0 to below 1, a sign without "
    "a value or another sign than >=, >, <=, <, or another “better” than lower and higher",
    "scores": "a place under 1, or a wave called “latest”",
    "services": "contacts or months under 1, more than 3 months, or minutes under 0",
    "retention": "a month under 0, a last month before the first, or after those that are known",
}


def check(pool: Pool) -> None:
    """Raises Unfit (bad_pool) with everything that is wrong, site by site."""
    found = [
        _said(site, table, fault, n)
        for site, table, *counts in sorted(pool.engine.rows(faults(pool)), key=lambda row: tuple(map(str, row)))
        for fault, n in zip(SAID, counts, strict=True) if n
    ]  # fmt: skip
    if found:
        more = f" And {len(found) - MOST} more." if len(found) > MOST else ""
        raise Unfit("bad_pool", " ".join(what for what, _ in found[:MOST]) + more,
                    next((do for _, do in found if do), "Let the site make its files anew."))  # fmt: skip
    _check_labels(pool)
    _check_norms(pool)


def _said(site: str | None, table: str, fault: str, n: int) -> tuple[str, str]:
    what, do = SAID[fault]
    words = what.format(n=n, table=table, key=", ".join(LAYOUTS[table].key), limits=LIMITS.get(table, ""))
    return f"{site or 'A site without a name'}: {words}", do


def faults(pool: Pool) -> Table:
    """A row for each site and table (and a second one for people): how often each of ``SAID`` is the case. One
    expression, which goes over the rows of a table once."""
    import ibis

    parts = [_of_table(pool, name) for name in pool.tables]
    people = pool["people"]
    arms = people.group_by("site", "family").agg(arms=people.arm.nunique())
    parts.append(_counted(arms, "people", two_arms=arms.arms > 1))
    return ibis.union(*parts, distinct=False)


def _of_table(pool: Pool, name: str) -> Table:
    """Rows are put together by what names a row (scores: by person and scale), then by site."""
    table, layout = pool[name], LAYOUTS[name]
    whose = [column.name for column in layout.columns if column in WHOSE]
    by = [*whose, *(each for each in layout.key if each not in (*whose, "place"))]
    sums = {"empty": _empty(table, layout), "no_number": _no_number(table, layout),
            "impossible": _impossible(table, name)}  # fmt: skip
    figures = {fault: wrong.ifelse(1, 0).sum() for fault, wrong in sums.items() if wrong is not None}
    figures["rows"] = table.count()
    if name == "scores":
        figures |= {"places": table.place.nunique(), "first": table.place.min(), "last": table.place.max()}
    each = table.group_by(*by).agg(**figures)
    # A row that stands twice: one place twice, or one key twice.
    wrong: dict[str, Any] = {fault: each[fault] for fault in sums if fault in figures}
    wrong["twice"] = each.rows - (each.places if name == "scores" else 1)
    if name == "scores":
        wrong["gaps"] = (each["first"] != 1) | (each["last"] != each.places)
    each = each.mutate(**{f"_{fault}": condition for fault, condition in wrong.items()})
    found = {fault: f"_{fault}" for fault in wrong}
    if name not in ("people", "measures"):
        each, found["not_in_people"] = _unknown(each, pool["people"], whose), "unknown_people"
    if name == "scores":
        scale = ["site", "instrument", "scale"]
        each, found["not_registered"] = _unknown(each, pool["measures"], scale, "measures"), "unknown_measures"
    return _counted(each, name, **{
        fault: (each[column] * each.rows if column.startswith("unknown") else each[column])
        for fault, column in found.items()
    })  # fmt: skip


def _unknown(each: Table, known: Table, by: Sequence[str], name: str = "people") -> Table:
    """``each`` with a column that is 1 where no row of ``known`` has the same values of ``by``."""
    import ibis

    listed = known.select(**{f"{name}_{column}": known[column] for column in by}).distinct().mutate(
        **{f"there_{name}": ibis.literal(1, type="int64")}
    )  # fmt: skip
    joined = each.left_join(listed, [each[column] == listed[f"{name}_{column}"] for column in by])
    kept = joined.mutate(**{f"unknown_{name}": 1 - joined[f"there_{name}"].fill_null(0)})
    return kept.drop(f"there_{name}", *(f"{name}_{column}" for column in by))


def _counted(table: Table, name: str, **wrong: Any) -> Table:
    """A row for each site: its name, the table's, and how often each fault is there (conditions or numbers)."""
    import ibis

    sums = {
        fault: (each.ifelse(1, 0) if each.type().is_boolean() else each).sum().cast("int64")
        for fault, each in wrong.items()
    }  # fmt: skip
    found = table.group_by("site").agg(**sums)
    none = ibis.literal(0, type="int64")
    return found.select(site=found.site, table=ibis.literal(name),
                        **{fault: found[fault].fill_null(0) if fault in sums else none for fault in SAID})  # fmt: skip


def _any(conditions: Sequence[BooleanValue]) -> Any:
    found = conditions[0]
    for each in conditions[1:]:
        found = found | each
    return found.fill_null(False)


def _empty(table: Table, layout: Layout) -> Any:
    # Ibis lets Spark take a number that is none for a missing one: it has a count of its own.
    missing = [
        table[column.name].isnull() & ~_none(table[column.name]) if column.type == NUMBER
        else table[column.name].isnull() for column in layout.columns if column.needed
    ]  # fmt: skip
    return _any([*missing] + [
        table[column.name].strip() == "" for column in layout.columns
        if column.type == TEXT and column.needed and column.name not in ("scale", "wave")
    ])  # fmt: skip


def _no_number(table: Table, layout: Layout) -> Any:
    numbers = [table[column.name] for column in layout.columns if column.type == NUMBER]
    return _any([_none(each) for each in numbers]) if numbers else None


def _none(number: Any) -> Any:
    """Infinite, or no number at all (engines put that above every number), or beyond what is ever counted."""
    return (number.abs() > FAR).fill_null(False)


def _impossible(table: Table, name: str) -> Any:
    if name == "measures":
        return _any([
            table.sd <= 0, (table.r < 0) | (table.r >= 1), table.s_diff <= 0, table.points <= 0,
            table.cut_op.isnull() != table.cut_value.isnull(), table.cut_op.notin(SIGNS),
            table.better.notin(("lower", "higher")),
        ])  # fmt: skip
    if name == "scores":
        return _any([table.place < 1, table.wave == LATEST])
    if name == "services":
        return _any([table.contacts < 1, table.months < 1, table.months > 3, table.minutes < 0])
    if name == "retention":
        return _any([
            table.from_month < 0, table.to_month < table.from_month, table.to_month > table.known_months
        ])  # fmt: skip
    return None


def _check_labels(pool: Pool) -> None:
    """Two ways of writing one name would become two sites, arms or scales."""
    import ibis

    people, scores = pool["people"], pool["scores"]
    nothing = {name: ibis.literal("") for name in ("instrument", "scale", "wave")}
    rows = people.select("site", "arm", **nothing).distinct().union(
        scores.select("site", "arm", *nothing).distinct(), distinct=False
    )  # fmt: skip
    labels = {
        pair for row in pool.engine.rows(rows) for pair in zip(("site", "arm", *nothing), row, strict=True)
    }  # fmt: skip
    seen: dict[tuple[str, str], str] = {}
    for kind, label in sorted(labels):
        bare = kind, " ".join(unicodedata.normalize("NFKC", label).casefold().split())
        if bare in seen:
            raise Unfit("bad_pool", f"“{seen[bare]}” and “{label}” are one {kind}, written in two ways.",
                        "Agree on one of them.")  # fmt: skip
        seen[bare] = label


def _check_norms(pool: Pool) -> None:
    """The error of the difference must be what its own SD and reliability make it; better is one way at all sites."""
    measures = pool["measures"]
    rows = pool.engine.rows(measures.select("instrument", "scale", "site", "better", "sd", "r", "s_diff"))
    ways: dict[tuple[str, str], tuple[str, str]] = {}
    for instrument, scale, site, better, sd, r, s_diff in sorted(rows, key=lambda row: row[:3]):
        first, way = ways.setdefault((instrument, scale), (site, better)) if better else (site, better)
        if way != better:
            called = " ".join(filter(None, (instrument, scale)))
            raise Unfit("bad_pool", f"{called}: at {first}, {way} is better; at {site}, {better} is.",
                        "One of them is wrong, or these are two scales: then give them two names.")  # fmt: skip
        if None in (sd, r, s_diff):
            continue
        wanted = math.sqrt(2) * sd * math.sqrt(1 - r)
        if not math.isclose(s_diff, wanted, rel_tol=1e-9):
            raise Unfit("bad_pool", f"{site}, {instrument}: s_diff is {s_diff:g}, and sd and r make it {wanted:g}.",
                        "One of the three is wrong.")  # fmt: skip

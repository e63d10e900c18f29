"""``alongside analyse frequency``: how often each thing is named, period by period."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np

from alongside.evaluation.analyse.outcome import Drawing, Outcome, Part, Series, who_is_in
from alongside.evaluation.analyse.registry import Method, Option, parts
from alongside.evaluation.analyse.saying import Sentence
from alongside.evaluation.methods import frequency as f
from alongside.evaluation.methods import linking, tables
from alongside.evaluation.methods.refusing import Unfit

if TYPE_CHECKING:
    from alongside.evaluation.analyse.table import Table

YES = {"1": 1.0, "yes": 1.0, "true": 1.0, "oui": 1.0, "0": 0.0, "no": 0.0, "false": 0.0, "non": 0.0}
LENGTHS = {"month": 1, "quarter": 3, "year": 12}


def run(table: Table, asked: SimpleNamespace) -> Outcome:
    """Shares of rows with Wilson's limits by period and group, first against last, and a trend."""
    if not asked.items and not asked.categories:
        raise Unfit("option_needed", "`frequency` needs --items (yes or no) or --categories (words).")
    if not 0.5 < asked.level < 1:
        raise Unfit("bad_option", "--level lies between 0.5 and 1.")
    items = {name: _yes(table, name) for name in asked.items}
    for name in asked.categories:
        codes, levels = table.factor(name)
        for code, level in enumerate(levels):
            items[f"{name}={level}"] = np.where(codes < 0, np.nan, codes == code)
    of, periods, scores = _periods(table, asked)
    group, groups = table.factor(asked.group) if asked.group else (np.zeros(table.rows, int), ["all"])
    inside = (of >= 0) & (group >= 0)
    if not inside.any():
        raise Unfit("no_rows", "No row has a period and a group.")
    person, again = _people(table, asked, inside)
    lines: list[dict[str, Any]] = []
    ends: list[dict[str, Any]] = []
    for name, named in items.items():
        for g, label in enumerate(groups):
            mine = inside & (group == g) & np.isfinite(named)
            k = np.bincount(of[mine], weights=named[mine], minlength=len(periods))
            n = np.bincount(of[mine], minlength=len(periods)).astype(float)
            share, low, high = f.wilson(k, n, asked.level)
            if again:
                for t in np.flatnonzero(n > 0):
                    share[t], low[t], high[t] = f.by_person(named[mine], person[mine], of[mine] == t, asked.level)
            lines += [
                {"item": name, "group": label, "period": period, "count": int(k[t]), "n": int(n[t]), "share": share[t],
                 "low": low[t], "high": high[t]} for t, period in enumerate(periods)
            ]  # fmt: skip
            if len(periods) > 1:
                rows = (named[mine], of[mine], person[mine]) if again else None
                ends.append({"item": name, "group": label, **_over_time(k, n, scores, periods, asked.level, rows)})
    for each, p in zip(ends, linking.holm([_p(each) for each in ends]), strict=True):
        each["p_holm"] = p
    values: dict[str, Any] = {"periods": periods, "groups": groups, "lines": lines, "over_time": ends}
    if len(groups) == 2:
        values["between"] = _between(items, inside, group, groups, asked.level, person if again else None)
    who = who_is_in(table, [*asked.items, *asked.categories, *filter(None, (asked.period, asked.group))],
                    int(inside.sum()))  # fmt: skip
    return Outcome(values, _tables(values), _notes(table, asked, values), _sentence(values), who, _drawing(values))


def _p(each: dict[str, Any]) -> float:
    return each["trend"]["p"] if each["trend"] else float("nan")


def _people(table: Table, asked: SimpleNamespace, inside: np.ndarray) -> tuple[np.ndarray, bool]:
    """Whose each row is (from 0; a row of nobody is on its own), and whether anybody comes again."""
    if not asked.id:
        return np.arange(table.rows), False
    codes = table.factor(asked.id)[0]
    person = np.where(codes < 0, codes.max() + 1 + np.arange(table.rows), codes)
    return person, len(np.unique(person[inside])) < int(inside.sum())


def _yes(table: Table, name: str) -> np.ndarray:
    found = np.full(table.rows, np.nan)
    for row, label in enumerate(table.labels(name)):
        if label is None:
            continue
        if label.casefold() not in YES:
            raise Unfit("no_yes", f"Column {name}, line {table.lines[row]}: “{label}” is neither yes nor no (1 or 0).",
                        "A column of words is named by --categories.")  # fmt: skip
        found[row] = YES[label.casefold()]
    return found


def _periods(table: Table, asked: SimpleNamespace) -> tuple[np.ndarray, list[str], np.ndarray]:
    """Whose period each row is (-1: none), their names in order, and how far apart they stand."""
    if not asked.period:
        if asked.every or asked.order:
            raise Unfit("option_needed", "--every and --order say something about --period.")
        return np.zeros(table.rows, dtype=int), ["all"], np.zeros(1)
    if asked.every:
        months = table.dates(asked.period).astype("datetime64[M]").astype(float)
        there = ~table.missing(asked.period)
        if not there.any():
            raise Unfit("no_rows", f"Column {asked.period} holds no day.")
        each = np.where(there, months, 0).astype(int) // LENGTHS[asked.every]
        first, last = int(each[there].min()), int(each[there].max())
        if last - first > 400:
            raise Unfit("too_many_levels", f"“{asked.period}” spans {last - first + 1} periods; take longer ones.")
        names = [_called(value, asked.every) for value in range(first, last + 1)]
        return np.where(there, each - first, -1), names, np.arange(len(names), dtype=float)
    codes, levels = table.factor(asked.period)
    if asked.order:
        named = list(parts(asked.order))
        if strange := [level for level in levels if level not in named]:
            raise Unfit("no_level", f"--order does not name “{strange[0]}”.")
        place = np.array([*(named.index(level) for level in levels), -1])
        return place[codes], named, np.arange(len(named), dtype=float)
    if table.is_numeric(asked.period):
        return codes, levels, np.array([float(level.replace(",", ".")) for level in levels])
    return codes, levels, np.arange(len(levels), dtype=float)


def _called(value: int, every: str) -> str:
    year, rest = divmod(1970 * (12 // LENGTHS[every]) + value, 12 // LENGTHS[every])
    return {"year": f"{year}", "quarter": f"{year} Q{rest + 1}", "month": f"{year}-{rest + 1:02}"}[every]


def _over_time(
    k: f.Array, n: f.Array, scores: f.Array, periods: list[str], level: float, rows: tuple[Any, Any, Any] | None
) -> dict[str, Any]:
    """The last period with anybody less the first, and the trend over all.

    ``rows``: (named, period, person), where people come again."""
    there = np.flatnonzero(n > 0)
    change = None
    if len(there) > 1:
        a, b = there[0], there[-1]
        if rows is None:
            value, low, high = tables.newcombe(int(k[b]), int(n[b]), int(k[a]), int(n[a]), level)
        else:
            value, low, high = f.difference(rows[0], rows[2], rows[1] == b, rows[1] == a, level)
        change = {"from": periods[a], "to": periods[b], "difference": value, "low": low, "high": high}
    if rows is None:
        return {"change": change, "trend": f.trend(k, n, scores)}
    return {"change": change, "trend": f.trend_by_person(rows[0], scores[rows[1]], rows[2])}


def _between(
    items: dict[str, Any], inside: np.ndarray, group: np.ndarray, groups: list[str], level: float,
    person: np.ndarray | None,
) -> list[dict[str, Any]]:  # fmt: skip
    """The second group less the first, all periods together."""
    found = []
    for name, named in items.items():
        sides = [named[inside & (group == g) & np.isfinite(named)] for g in (1, 0)]
        if min(map(len, sides)) == 0:
            continue
        (k, n), (j, m) = ((int(side.sum()), len(side)) for side in sides)
        value, low, high = tables.newcombe(k, n, j, m, level)
        if person is not None:
            there = inside & np.isfinite(named)
            value, low, high = f.difference(named[there], person[there], group[there] == 1, group[there] == 0, level)
        found.append(
            {"item": name, "groups": f"{groups[1]} - {groups[0]}", "difference": value, "low": low, "high": high}
        )
    return found


def _tables(values: dict[str, Any]) -> list[Part]:
    lines = values["lines"]
    found = [Part("How often", tuple(lines[0]), [list(each.values()) for each in lines])]
    rows = [
        [each["item"], each["group"],
         *([each["change"][key] for key in ("difference", "low", "high")] if each["change"] else [None] * 3),
         *([each["trend"][key] for key in ("slope", "chisq", "p")] if each["trend"] else [None] * 3), each["p_holm"]]
        for each in values["over_time"]
    ]  # fmt: skip
    if rows:
        columns = ("item", "group", "last less first", "low", "high", "slope", "chi²", "p", "p (Holm)")
        found.append(Part("Over time", columns, rows))
    if values.get("between"):
        found.append(Part("Between groups", tuple(values["between"][0]), [list(e.values()) for e in values["between"]]))
    return found


def _notes(table: Table, asked: SimpleNamespace, values: dict[str, Any]) -> list[str]:
    notes = []
    if asked.id:
        seen = [each for each in table.labels(asked.id) if each is not None]
        if len(set(seen)) < len(seen):
            notes.append(
                Sentence(
                    "“{id}” comes again: {many} rows are of {people}. Intervals and tests hold the rows of one "
                    "together.",
                    id=asked.id,
                    many=len(seen),
                    people=len(set(seen)),
                )
            )
    if len(values["over_time"]) > 1:
        notes.append(Sentence("Several things were looked at: p (Holm) allows for that."))
    few = [each for each in values["lines"] if 0 < each["n"] < 20]
    if few:
        notes.append(
            Sentence(
                "{period}: {n} rows; a share of few moves much. Read the intervals.",
                period=few[0]["period"],
                n=few[0]["n"],
            )
        )
    empty = [each["period"] for each in values["lines"] if each["n"] == 0]
    if empty:
        notes.append(Sentence("No row in: {periods}.", periods=list(dict.fromkeys(empty))))
    notes.append(
        Sentence(
            "Who was asked, and how, may change between periods too: a share can move without anything having changed."
        )
    )
    return notes


def _sentence(values: dict[str, Any]) -> str:
    most = max(values["lines"], key=lambda each: (each["period"] == values["periods"][-1], each["share"] or 0.0))
    when = "" if len(values["periods"]) == 1 else Sentence(" in {period}", period=most["period"])
    whose = "" if len(values["groups"]) == 1 else f" ({most['group']})"
    told = Sentence(
        "Named most often{when}: {item}{whose}, {count} of {n} ({share:.0%}, {low:.0%} to {high:.0%}).",
        when=when,
        item=most["item"],
        whose=whose,
        count=most["count"],
        n=most["n"],
        share=most["share"],
        low=most["low"],
        high=most["high"],
    )
    moved = [each for each in values["over_time"] if each["change"] and each["item"] == most["item"]
             and each["group"] == most["group"]]  # fmt: skip
    if not moved:
        return told
    change = moved[0]["change"]
    points, low, high = (round(100 * change[key]) for key in ("difference", "low", "high"))
    return Sentence(
        "{told} Since {first} its share has moved by {points:+d} points ({low:+d} to {high:+d}).",
        told=told,
        first=change["from"],
        points=points,
        low=low,
        high=high,
    )


def _short(words: list[str], most: int = 24) -> str:
    """Words with commas between, the first one cut where they are too long for a drawing's margin."""
    over = len(", ".join(words)) - most
    first = words[0] if over <= 0 else words[0][: max(len(words[0]) - over - 1, 3)] + "…"
    return ", ".join([first, *words[1:]])


def _drawing(values: dict[str, Any]) -> Drawing:
    """A line of points for each thing; where there are more than three, each point says what it is of."""
    items = list(dict.fromkeys(each["item"] for each in values["lines"]))
    over_time = len(values["periods"]) > 1

    def series(name: str, mine: list[dict[str, Any]], *said: str) -> Series:
        labels = [_short([each[key] for key in said]) for each in mine]
        return Series(name, labels, *([each[key] for each in mine] for key in ("share", "low", "high")))

    told = [
        key for key, many in (("item", items), ("group", values["groups"]), ("period", values["periods"])) if many[1:]
    ]
    if not over_time:
        found = [
            series(group, [each for each in values["lines"] if each["group"] == group], "item")
            for group in values["groups"]
        ]
    elif len(items) * len(values["groups"]) > 3:
        found = [series("share", values["lines"], *told)]
    else:
        found = [
            series(
                item if len(values["groups"]) == 1 else f"{item}, {group}",
                [each for each in values["lines"] if each["item"] == item and each["group"] == group], "period",
            )
            for item in items for group in values["groups"]
        ]  # fmt: skip
    return Drawing(
        "points", Sentence("Share by period") if over_time else Sentence("How often each is named"), found, "share"
    )


METHOD = Method(
    name="frequency",
    summary="Says how often each of several things is named, with intervals, and whether that changes from period to "
    "period.",
    options=(
        Option("items", "Columns of yes or no (1 or 0), one for each thing.", "columns"),
        Option("categories", "Columns of words: each word is a thing.", "columns"),
        Option("period", "The column of periods, or of days with --every.", "column"),
        Option("every", "How long a period is, where --period holds days.", "choice", choices=tuple(LENGTHS)),
        Option("order", "The periods in their order, with commas between.", "text"),
        Option("group", "Groups told apart (arms, sites).", "column"),
        Option("id", "Who answered: rows of one are held together in intervals and tests.", "column"),
        Option("level", "Of the intervals.", "number", 0.95),
    ),
    run=run,
    example="alongside analyse frequency mass_birthwt.csv --items low,smoke,ht --group race",
    keys={
        "lines": "a list, one for each thing, group and period: item, group, period, count, n, share, low, high "
        "(Wilson)",
        "over_time": "by item and group: change (last period less first: difference, low, high by Newcombe), trend "
        "(slope, "
        "chisq, p by Cochran and Armitage), p_holm",
        "between": "with two groups: item, the second less the first, low, high (Newcombe)",
        "periods, groups": "in their order",
    },
    limits=(
        "Without --id rows are taken as independent. Where the same people then answer in several periods, each "
        "period's share is right and its change and trend look less sure than they are; several rows of one in a "
        "period, and groups with all periods together, look surer.",
        "A trend is a straight line over periods: a share that rises and falls again shows none.",
    ),
)

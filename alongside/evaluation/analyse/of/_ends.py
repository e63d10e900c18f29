"""Several kinds of end beside each other, for ``retention``."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np

from alongside.evaluation.analyse.outcome import Drawing, Part, Series
from alongside.evaluation.analyse.registry import parts
from alongside.evaluation.analyse.saying import Sentence
from alongside.evaluation.methods import retention as r
from alongside.evaluation.methods.refusing import Unfit

if TYPE_CHECKING:
    from alongside.evaluation.analyse.table import Table

NOTE = Sentence(
    "The curves take other ends as not seen any longer; how many had which end by when, with all of them in "
    "the world, stands under ends. Median, mean time and log-rank test are of those still waiting, as if there were no "
    "other ends."
)


def kinds(table: Table, asked: SimpleNamespace, event: r.Mask, which: str) -> tuple[Any, list[str]]:
    """Ends as codes (0 still there) with their names: the event first, then those of --other-ends."""
    codes, levels = table.factor(asked.status)
    found, names = event.astype(np.int64), [which]
    for name in parts(asked.other_ends):
        if name not in levels or name in names:
            raise Unfit(
                "no_level", f"No row of “{asked.status}” is “{name}”, or it is the event.", "Name other values."
            )
        names.append(name)
        found[codes == levels.index(name)] = len(names)
    return found, names


def ends(entry: r.Array, time: r.Array, end: Any, names: list[str], times: r.Array, z: float) -> dict[str, Any]:
    """Cumulative incidence of each kind, its limits on the log scale, and the shares at chosen times."""
    found = {}
    for place, name in enumerate(names, start=1):
        points, share, se = r.incidence(entry, time, end, place)
        low, high = share.copy(), share.copy()
        some = share > 0
        low[some] = share[some] * np.exp(-z * se[some] / share[some])
        high[some] = np.minimum(share[some] * np.exp(z * se[some] / share[some]), 1)
        at = np.searchsorted(points, times, side="right") - 1
        rows = [
            {"time": float(when), "share": 0.0, "se": 0.0, "low": 0.0, "high": 0.0}
            if where < 0
            else {"time": float(when), **{key: float(column[where]) for key, column in
                                          (("share", share), ("se", se), ("low", low), ("high", high))}}
            for when, where in zip(times, at, strict=True)
        ]  # fmt: skip
        found[name] = {"events": int((end == place).sum()), "time": points, "share": share, "se": se, "low": low,
                       "high": high, "at": rows}  # fmt: skip
    return found


def by_group(
    table: Table,
    asked: SimpleNamespace,
    entry: r.Array,
    time: r.Array,
    event: r.Mask,
    rows: dict[str, r.Mask],
    which: str,
) -> dict[str, Any]:
    """The kinds of end of each group; ``rows`` says who is in it."""
    from scipy.stats import norm

    end, names = kinds(table, asked, event, which)
    z, times = float(norm.ppf((1 + asked.level) / 2)), np.array(asked.times, dtype=float)
    return {level: ends(entry[at], time[at], end[at], names, times, z) for level, at in rows.items()}


def part(values: dict[str, Any]) -> Part:
    """A table of the shares at the last time, or at chosen times."""
    rows = []
    for group, kinds_of in values["ends"].items():
        for name, each in kinds_of.items():
            last = [{"time": each["time"][-1], **{key: each[key][-1] for key in ("share", "se", "low", "high")}}]
            for row in each["at"] or last:
                rows.append(
                    [group, name, each["events"], *(float(row[key]) for key in ("time", "share", "low", "high"))]
                )
    return Part("Ends of each kind", ["group", "end", "events", "by time", "share", "low", "high"], rows)


def sentence(values: dict[str, Any], times: list[float]) -> str:
    """The share that had the event by the last of ``times`` to which every group was seen, or by its last time."""
    seen = min(float(kinds_of[values["event"]]["time"][-1]) for kinds_of in values["ends"].values())
    when = max((float(time) for time in times if time <= seen), default=seen)

    def told(event: dict[str, Any]) -> str:
        at = int(np.searchsorted(event["time"], when, side="right")) - 1
        share, low, high = (float(event[key][at]) if at >= 0 else 0.0 for key in ("share", "low", "high"))
        return Sentence("{share:.0%} ({low:.0%} to {high:.0%})", share=share, low=low, high=high)

    shares = [
        Sentence("{name}: {share}", name=name, share=told(kinds_of[values["event"]]))
        for name, kinds_of in values["ends"].items()
    ]
    test = values.get("logrank")
    rate = Sentence(" (rate among those still waiting: log-rank p = {p:.2g})", p=test["p"]) if test else ""
    return Sentence(
        "Share with the end “{event}” by {when:g}, other ends allowed for: {shares:;}{rate}.",
        event=values["event"],
        when=when,
        shares=shares,
        rate=rate,
    )


def drawing(values: dict[str, Any], time: str) -> Drawing:
    """A rising curve for each group: the share that had the event by each time, other ends allowed for."""
    series = []
    for name, kinds_of in values["ends"].items():
        event = kinds_of[values["event"]]
        start = [0.0] if event["time"][0] > 0 else []
        columns = ([*start, *event[key].tolist()] for key in ("time", "share", "low", "high"))
        series.append(Series(name, *columns))
    return Drawing(
        "steps",
        Sentence("Share with the end “{event}”", event=values["event"]),
        series,
        x_label=time,
        y_label="share",
        extent=(0.0, 1.0),
    )


def differences(found: dict[str, Any]) -> list[dict[str, Any]]:
    """Restricted mean times of each group less the first."""
    from scipy.stats import norm

    first, *others = found.items()
    rows = []
    for name, group in others:
        value = group["rmst"]["estimate"] - first[1]["rmst"]["estimate"]
        se = float(np.hypot(group["rmst"]["se"], first[1]["rmst"]["se"]))
        z = value / se if se else float("nan")
        rows.append({"groups": f"{name} - {first[0]}", "estimate": value, "se": se, "z": z, "p": 2 * norm.sf(abs(z))})
    return rows

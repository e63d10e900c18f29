"""`change`: how many changed reliably, and who crossed a cut-off, by each published variant."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from alongside.evaluation.analyse.of._change_arms import as_part, between_arms
from alongside.evaluation.analyse.of._change_options import KEYS, LIMITS, OPTIONS
from alongside.evaluation.analyse.of._change_sides import (
    critical_value,
    notes_on_sd,
    notes_on_sides,
    sides,
    what_it_stands_on,
)
from alongside.evaluation.analyse.of._conclusions import OF_A_GROUP
from alongside.evaluation.analyse.outcome import Drawing, Outcome, Part, Series
from alongside.evaluation.analyse.pairing import Pairs, read_pairs
from alongside.evaluation.analyse.registry import Method
from alongside.evaluation.analyse.saying import Sentence
from alongside.evaluation.analyse.table import Table
from alongside.evaluation.methods import change as methods
from alongside.evaluation.methods.change import CLASSES
from alongside.evaluation.methods.refusing import Unfit

THREE = ("Improved", "Unchanged", "Deteriorated")


def run(table: Table, asked: SimpleNamespace) -> Outcome:
    """The approach that was asked for; each says which rule and which figures it stands on."""
    if not 0 < asked.alpha < 1 or not 0 < asked.level < 1:
        raise Unfit("bad_option", "--alpha and --level lie between 0 and 1.")
    better = 1 if asked.better == "higher" else -1
    if asked.variant == "HLM":
        return _by_slopes(table, asked, better)
    pairs = read_pairs(table, asked, asked.group, asked.reference)
    if asked.approach in ("anchor-within", "anchor-between"):
        return _of_groups(pairs, asked, better)
    whole = pairs.whole
    if not whole.any():
        raise Unfit("no_rows", "Nobody has both scores.")
    if asked.approach in ("percentage", "anchor"):
        return _simple(pairs, asked, better)
    return _judged(pairs, asked, better)


def _judged(pairs: Pairs, asked: SimpleNamespace, better: int) -> Outcome:
    """The combined rule, the index alone, or the cut-off alone."""
    whole = pairs.whole
    pre, post = pairs.pre[whole], pairs.post[whole]
    hageman = asked.variant == "HA"
    values: dict[str, Any] = {"approach": asked.approach, "variant": asked.variant, "better": asked.better}
    stand = what_it_stands_on(pairs, asked)
    notes = notes_on_sd(pairs, asked)
    values |= {
        "n_used": int(whole.sum()), "m_pre": float(pre.mean()), "m_post": float(post.mean()), "sd": stand.sd,
        "sd_post": stand.sd_post,
    }  # fmt: skip
    rci = None
    critical = critical_value(asked)
    if asked.approach != "cutoff" or hageman:
        r = methods.checked_reliability(asked.reliability)
        values["reliability"] = r
    if asked.approach != "cutoff":
        r_post = None if asked.reliability_post is None else methods.checked_reliability(
            asked.reliability_post, "reliability-post")  # fmt: skip
        rci, errors = methods.index(asked.variant, pre, post, stand, r, r_post, asked.nk_post_sd)
        values |= {"critical": critical, **errors}
        if asked.variant == "JT":
            values["points_needed"] = critical * errors["s_diff"]
        if errors.get("r_dd", 1.0) < 0.5:
            notes.append(
                Sentence(
                    "The reliability of the differences is {r_dd:.2g} only: HA then judges mostly by the mean change "
                    "of all, whoever somebody is. Take another variant.",
                    r_dd=errors["r_dd"],
                )
            )
        if asked.variant == "NK" and r_post is None:
            notes.append(
                Sentence("The reliability of the later scores was not given; that of the earlier ones stands for both.")
            )
    before = after = cs = None
    if asked.approach in ("combined", "cutoff"):
        before, after, cs, more = sides(pre, post, asked, better, stand)
        values |= more
        notes += notes_on_sides(more, asked)
    if rci is None:
        assert before is not None and after is not None
        found = methods.crossing(before, after)
        if hageman and cs is not None:
            found = np.full(pre.shape, methods.UNCHANGED, dtype=np.int8)
            found[before & (better * cs > critical)] = methods.IMPROVED
            found[~before & (better * cs < -critical)] = methods.DETERIORATED
    else:
        found = methods.classes(rci, better, critical, before, after, harmed=not hageman)
    if hageman and asked.approach == "combined":
        notes.append(Sentence("The variant HA, as published, names nobody “harmed”."))
    each = {"rci": rci, "cs_index": cs}
    values |= _counted(pairs, whole, found, CLASSES if asked.approach == "combined" else THREE, each)
    if len(pairs.levels) > 1:
        between_arms(values, notes, pairs.levels)
    if asked.approach == "combined" and asked.reliability is not None:
        _compared(values, notes, pairs, asked, better)
    return _outcome(pairs.used(), values, notes, asked)


def _simple(pairs: Pairs, asked: SimpleNamespace, better: int) -> Outcome:
    """A share of the earlier score, or a minimal important difference, without any measurement error."""
    whole = pairs.whole
    pre, post = pairs.pre[whole], pairs.post[whole]
    values: dict[str, Any] = {"approach": asked.approach, "better": asked.better, "n_used": int(whole.sum())}
    notes: list[str] = []
    if asked.approach == "percentage":
        up, down = asked.percent / 100, (asked.percent if asked.percent_worse is None else asked.percent_worse) / 100
        if min(up, down) <= 0:
            raise Unfit("bad_option", "--percent is above 0.")
        share, found = methods.by_share(pre, post, better, up, down)
        undefined = int((found < 0).sum())
        values |= {"percent": asked.percent, "percent_worse": 100 * down, "n_undefined": undefined}
        if undefined:
            notes.append(
                Sentence(
                    "{undefined} began at 0, of which there is no share: they are in no class.", undefined=undefined
                )
            )
        each = {"share": share}
    else:
        up = _mid(asked)
        down = up if asked.mid_worse is None else asked.mid_worse
        found = methods.by_points(pre, post, better, up, down)
        values |= {"mid": up, "mid_worse": down}
        each = {"change": post - pre}
    notes.append(Sentence("The measure's own unsteadiness is not looked at here."))
    values |= _counted(pairs, whole, found, THREE, each)
    return _outcome(pairs.used(), values, notes, asked)


def _mid(asked: SimpleNamespace) -> float:
    if asked.mid is None or not asked.mid > 0:
        raise Unfit(
            "option_needed", "The anchor approach needs --mid: the smallest change that matters, in points above 0."
        )
    return asked.mid


def _of_groups(pairs: Pairs, asked: SimpleNamespace, better: int) -> Outcome:
    """A group's mean change, or the difference of two groups afterwards, against a minimal important difference."""
    mid, rows = _mid(asked), []
    if asked.approach == "anchor-within":
        for k, level in enumerate(pairs.levels):
            inside = pairs.whole & (pairs.group == k)
            mean, low, high = methods.mean_difference(pairs.post[inside], pairs.pre[inside], asked.level, True)
            said = methods.said_of_group(mean, low, high, better, mid)
            rows.append({"group": level, "difference": mean, "lower": low, "upper": high, "ci": asked.level,
                         "n": int(inside.sum()), "category": said})  # fmt: skip
    else:
        if len(pairs.levels) < 2:
            raise Unfit("not_two_arms", "A comparison between groups needs --group with two groups or more.")
        there = ~np.isnan(pairs.post)
        first = pairs.post[there & (pairs.group == 0)]
        for k, level in enumerate(pairs.levels[1:], start=1):
            other = pairs.post[there & (pairs.group == k)]
            mean, low, high = methods.mean_difference(other, first, asked.level, False)
            rows.append({"reference": pairs.levels[0], "comparison": level, "difference": mean, "lower": low,
                         "upper": high, "ci": asked.level, "n_reference": first.size, "n_comparison": other.size,
                         "category": methods.said_of_group(mean, low, high, better, mid)})  # fmt: skip
    names = [row.get("comparison", row.get("group")) for row in rows]
    drawing = Drawing("points", "Difference in points", [
        Series("difference", names, *([row[key] for row in rows] for key in ("difference", "lower", "upper")))
    ], "points", reference=0.0)  # fmt: skip
    values = {"approach": asked.approach, "better": asked.better, "mid": mid, "groups": rows}
    part = Part(asked.approach, tuple(rows[0]), [tuple(row.values()) for row in rows])
    said = Sentence(
        "{category}: {difference:.3g} points ({lower:.3g} to {upper:.3g}).",
        category=OF_A_GROUP[rows[0]["category"]],
        difference=rows[0]["difference"],
        lower=rows[0]["lower"],
        upper=rows[0]["upper"],
    )
    notes = (
        [Sentence("The comparison of groups afterwards takes no account of where they began.")]
        if len(rows[0]) > 7
        else []
    )
    return Outcome(values, [part], notes, said, pairs.used(), drawing)


def _by_slopes(table: Table, asked: SimpleNamespace, better: int) -> Outcome:
    """The variant HLM: everybody's slope over three and more waves."""
    from alongside.evaluation.analyse.slopes_of import people_with_waves
    from alongside.evaluation.methods.slopes import random_slopes

    people = people_with_waves(table, asked)
    found = random_slopes(people.person, people.time, people.score, len(people.ids))
    with np.errstate(divide="ignore", invalid="ignore"):
        rci = found.estimates / found.spreads
    pairs = Pairs(people.ids, people.first, people.last, people.group, people.levels, ("first", "last"))
    critical = critical_value(asked)
    values: dict[str, Any] = {
        "approach": asked.approach, "variant": "HLM", "better": asked.better, "critical": critical,
        "n_used": len(people.ids), "fixed": {"intercept": found.fixed[0], "time": found.fixed[1]},
        "fixed_se": {"intercept": found.fixed_se[0], "time": found.fixed_se[1]}, "sigma": found.sigma,
        "covariance": found.covariance, "log_likelihood": found.log_likelihood,
    }  # fmt: skip
    notes = [
        Sentence(
            "The variant is HLM: a slope is judged against the mean slope of all, not against 0, so that "
            "whoever improves as much as the average is “unchanged” here."
        ),
        Sentence("{left_out} people with fewer than three waves were left out.", left_out=people.left_out),
    ]
    before = after = None
    if asked.approach == "combined":
        stand = methods.figures(people.first, people.last)
        before, after, _, more = sides(people.first, people.last, asked, better, stand)
        values |= more
        notes += notes_on_sides(more, asked)
    elif asked.approach != "reliable":
        raise Unfit("bad_option", "The variant HLM goes with --approach combined or reliable.")
    classes = methods.classes(rci, better, critical, before, after)
    each = {"eb_estimate": found.estimates, "sd": found.spreads, "rci": rci}
    values |= _counted(pairs, pairs.whole, classes, CLASSES if before is not None else THREE, each)
    used = {"rows": table.rows, "used": int(people.time.size), "missing": people.missing}
    return _outcome(used, values, notes, asked)


def _counted(
    pairs: Pairs, whole: np.ndarray, found: np.ndarray, names: tuple[str, ...], each: dict[str, np.ndarray | None]
) -> dict[str, Any]:
    """``summary`` by group and class, and ``each``, a list for each column, in the order of the file."""
    group = pairs.group[whole]
    total = int((found >= 0).sum())
    rows = []
    for k, level in enumerate(pairs.levels):
        inside = found[group == k]
        mine = int((inside >= 0).sum())
        for name in names:
            n = int((inside == CLASSES.index(name)).sum())
            rows.append({"group": level, "category": name, "n": n, "percent": n / total if total else None,
                         "percent_by_group": n / mine if mine else None})  # fmt: skip
    told: dict[str, Any] = {
        "id": None if pairs.ids is None else [each_id for each_id, kept in zip(pairs.ids, whole, strict=True) if kept],
        "group": [pairs.levels[k] for k in group],
        **{name: column for name, column in each.items() if column is not None},
        "category": [CLASSES[k] if k >= 0 else None for k in found],
    }
    return {"summary": rows, "each": told}


def _compared(values: dict[str, Any], notes: list[str], pairs: Pairs, asked: SimpleNamespace, better: int) -> None:
    """How many would be in another class under another variant, with the same cut-off."""
    whole, seen = pairs.whole, {}
    for variant in methods.VARIANTS:
        other = SimpleNamespace(**{**vars(asked), "variant": variant})
        try:
            pre, post, stand = pairs.pre[whole], pairs.post[whole], what_it_stands_on(pairs, asked)
            rci, _ = methods.index(
                variant, pre, post, stand, asked.reliability, asked.reliability_post, asked.nk_post_sd
            )
            before, after, _, _ = sides(pre, post, other, better, stand)
        except Unfit:
            continue
        seen[variant] = methods.classes(rci, better, critical_value(other), before, after, harmed=variant != "HA")
    if len(seen) < 2:
        return
    together = np.stack(list(seen.values()))
    differ = int((together != together[0]).any(0).sum())
    values["variants"] = {
        "n_differ": differ,
        **{v: dict(zip(CLASSES, np.bincount(c, minlength=5).tolist(), strict=True)) for v, c in seen.items()},
    }  # fmt: skip
    if differ:
        notes.append(
            Sentence(
                "{differ} of {all} would be in another class under another of: {seen}.",
                differ=differ,
                all=int(whole.sum()),
                seen=list(seen),
            )
        )


def _outcome(used: dict[str, Any], values: dict[str, Any], notes: list[str], asked: SimpleNamespace) -> Outcome:
    rows = values["summary"]
    groups = list(dict.fromkeys(row["group"] for row in rows))
    good = [
        sum(row["n"] for row in rows if row["group"] == g and row["category"] in ("Recovered", "Improved"))
        for g in groups
    ]
    sizes = [sum(row["n"] for row in rows if row["group"] == g) for g in groups]
    told = [
        Sentence("{group}: {good} of {size}", group=g, good=k, size=n)
        for g, k, n in zip(groups, good, sizes, strict=True)
    ]
    part = Part(
        "By group and class", ("group", "class", "n", "share", "share of group"), [tuple(row.values()) for row in rows]
    )
    how = values.get("variant", asked.approach)
    drawing = Drawing("bars", Sentence("Change, {how}", how=how), [
        Series(g, [row["category"] for row in rows if row["group"] == g], [row["percent_by_group"] for row in rows
               if row["group"] == g], n=[row["n"] for row in rows if row["group"] == g]) for g in groups
    ], "class", "share of group")  # fmt: skip
    tables = [part]
    if "cutoff" in values:
        figures = [(name, values[name]) for name in ("reliability", "critical", "s_diff", "points_needed", "cutoff",
                                                    "m_clinical", "sd_clinical") if name in values]  # fmt: skip
        tables.append(Part("It stands on", ("figure", "value"), figures))
    if values.get("between"):
        tables.append(as_part(values["between"]))
    return Outcome(
        values, tables, notes, Sentence("Improved or better ({how}): {told:;}.", how=how, told=told), used, drawing
    )


METHOD = Method(
    "change",
    "How many changed by more than the measure's own unsteadiness, and who crossed a cut-off?",
    OPTIONS,
    run,
    "alongside analyse change cs_claus_2020.csv --id id --score bdi --time time --first 1 --second 4 --group treatment "
    "--better lower --reliability 0.801 --functional-mean 7.69 --functional-sd 7.52",
    keys=KEYS,
    limits=LIMITS,
)

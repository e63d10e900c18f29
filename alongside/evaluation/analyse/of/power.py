"""``alongside analyse power``: how many are needed, or what so many can show."""

from __future__ import annotations

from functools import partial
from math import ceil
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from alongside.evaluation.analyse.outcome import Drawing, Outcome, Part, Series
from alongside.evaluation.analyse.registry import Method, Option
from alongside.evaluation.analyse.saying import Sentence
from alongside.evaluation.methods import power as p
from alongside.evaluation.methods.refusing import Unfit

if TYPE_CHECKING:
    from alongside.evaluation.analyse.table import Table


def _shares(asked: SimpleNamespace) -> bool:
    """Are shares compared, or means? Raises Unfit where the options do not say, or say what cannot be."""
    if not (0 < asked.alpha < 0.5 and 0.5 <= asked.power < 1 and asked.ratio > 0 and 0 <= asked.leaving < 1):
        raise Unfit("bad_option", "--alpha 0 to .5, --power .5 to 1, --ratio above 0, --leaving from 0 to below 1.")
    shares = asked.p1 is not None and asked.p2 is not None
    if shares == (asked.d is not None) and not (asked.n is not None and asked.p1 is None and asked.p2 is None):
        raise Unfit(
            "bad_option", "Name --d (a difference of means in SDs) or --p1 and --p2 (shares).",
            "With --n alone the least difference of means that so many show is told.",
        )  # fmt: skip
    if shares and not (0 <= asked.p1 <= 1 and 0 <= asked.p2 <= 1 and asked.p1 != asked.p2):
        raise Unfit("bad_option", "--p1 and --p2 are different shares from 0 to 1.")
    if asked.d == 0:
        raise Unfit("bad_option", "--d is not 0: no size finds a difference that is not there.")
    return shares


def run(_table: Table | None, asked: SimpleNamespace) -> Outcome:
    """Without --n: the least size. With --n: power, the least difference with --power, and precision."""
    shares = _shares(asked)
    if asked.n is not None and asked.d is None and asked.p1 is None and asked.p2 is None:
        return _least(asked)
    effect = p.design_effect(asked.cluster_size, asked.icc, asked.cv)
    power_at = (
        partial(p.power_proportions, asked.p1, asked.p2, ratio=asked.ratio, alpha=asked.alpha)
        if shares
        else partial(p.power_means, asked.d, ratio=asked.ratio, alpha=asked.alpha)
    )
    need = p.least_size(power_at, asked.power, effect)
    values: dict[str, Any] = {
        "alpha": asked.alpha,
        "design_effect": effect,
        "needed": {
            "n1": need,
            "n1_exact": p.exact_size(power_at, asked.power, need / effect) * effect,
            "n2": ceil(need * asked.ratio),
            "power": power_at(need / effect),
            "asked_to_begin_n1": ceil(need / (1 - asked.leaving)),
            "asked_to_begin_n2": ceil(ceil(need * asked.ratio) / (1 - asked.leaving)),
            "clusters_1": ceil(need / asked.cluster_size),
            "clusters_2": ceil(need * asked.ratio / asked.cluster_size),
        },
    }
    rows = [["needed in the first arm", need], ["in the second", values["needed"]["n2"]], ["design effect", effect]]
    sentence = Sentence(
        "{need} and {n2} people are needed to find it with a probability of {power:.0%}.",
        need=need,
        n2=values["needed"]["n2"],
        power=asked.power,
    )
    if asked.n is not None:
        if asked.n < 2:
            raise Unfit("bad_option", "--n is at least 2.")
        real = asked.n * (1 - asked.leaving) / effect
        if shares:
            least = p.least_difference(
                lambda value: p.power_proportions(asked.p1, asked.p1 + value, real, asked.ratio, asked.alpha),
                asked.power,
                1 - asked.p1 - 1e-9,
            )
            width = p.half_width_proportions(asked.p1, asked.p2, real, asked.ratio)
        else:
            least = p.least_difference(
                lambda value: p.power_means(value, real, asked.ratio, asked.alpha), asked.power, 20.0
            )
            width = p.half_width_means(real, asked.ratio)
        values["with_n"] = {"n1": asked.n, "counts_as": real, "power": power_at(real), "least_difference": least,
                            "half_width": width}  # fmt: skip
        rows += [
            ["power with n", values["with_n"]["power"]],
            ["least difference", least],
            ["half the 95% interval", width],
        ]
        sentence = _found(asked, values["with_n"]["power"], width, need)
    notes = [Sentence("Power after the results are in says nothing new: use intervals then.")]
    if effect > 1:
        notes.append(
            Sentence("People of one cluster are alike: only one in {effect:.3g} counts in full.", effect=effect)
        )
    most = 2 * max(need, asked.n or 0)
    sizes = sorted({max(2, round(most * step / 20)) for step in range(1, 21)} | {need})
    curve = Series("power", sizes, [power_at(max(size * (1 - asked.leaving) / effect, 2.0)) for size in sizes])
    drawing = Drawing("curves", "How likely it is found", [curve], "people in the first arm", "power", asked.power)
    return Outcome(values, [Part("Size", ["what", "value"], rows)], notes, sentence, {}, drawing)


def _found(asked: SimpleNamespace, power: float, width: float, need: int) -> Sentence:
    return Sentence(
        "With {n} in the first arm it is found with a probability of {power:.0%}, and known to ± {width:.2g}; "
        "{need} would be needed for {wanted:.0%}.",
        n=asked.n,
        power=power,
        width=width,
        need=need,
        wanted=asked.power,
    )


def _least(asked: SimpleNamespace) -> Outcome:
    """The least difference of means that a fixed number of people shows with the power asked for."""
    if asked.n < 2:
        raise Unfit("bad_option", "--n is at least 2.")
    effect = p.design_effect(asked.cluster_size, asked.icc, asked.cv)
    real = asked.n * (1 - asked.leaving) / effect
    least = p.least_difference(lambda d: p.power_means(d, real, asked.ratio, asked.alpha), asked.power, 20.0)
    width = p.half_width_means(real, asked.ratio)
    with_n = {"n1": asked.n, "counts_as": real, "power": None, "least_difference": least, "half_width": width}
    told = (
        Sentence("no difference can be found")
        if least is None
        else Sentence("a difference of {least:.3g} SDs is found", least=least)
    )
    return Outcome(
        {"alpha": asked.alpha, "design_effect": effect, "with_n": with_n},
        [Part("Size", ["what", "value"], [["least difference", least], ["half the 95% interval", width]])],
        [Sentence("Power after the results are in says nothing new: use intervals then.")],
        Sentence(
            "With {n} in the first arm {told} with a probability of {power:.0%}.",
            n=asked.n,
            told=told,
            power=asked.power,
        ),
        {},
    )


METHOD = Method(
    name="power",
    summary="Says how many people a study needs, or what so many can show and how exactly.",
    options=(
        Option("d", "Difference of two means, in standard deviations.", "number"),
        Option("p1", "Share in the first arm.", "number"),
        Option("p2", "Share in the second arm.", "number"),
        Option("n", "People in the first arm, if that is fixed; alone: the least difference of means.", "integer"),
        Option("ratio", "People in the second arm for each in the first.", "number", 1.0),
        Option("power", "Probability of finding the difference.", "number", 0.8),
        Option("alpha", "Two-sided.", "number", 0.05),
        Option("cluster-size", "People a cluster (site, group, mother).", "number", 1.0),
        Option("icc", "How alike those of one cluster are (intraclass correlation).", "number", 0.0),
        Option("cv", "Variation of cluster sizes: their SD divided by their mean.", "number", 0.0),
        Option("leaving", "Share not seen again at the end.", "number", 0.0),
    ),
    run=run,
    example="alongside analyse power --d 0.5 --cluster-size 8 --icc 0.05 --n 45",
    reads_table=False,
    keys={
        "needed": "n1, n2 at the end (n1_exact before rounding up); asked_to_begin_n1 and _n2 with "
        "those who leave; clusters of each arm; power with n1",
        "with_n": "power, least_difference with --power (above --p1 for shares), half_width of the 95% interval, "
        "counts_as "
        "(people after leaving and design effect)",
        "design_effect": "1 + (m (1 + cv²) - 1) icc",
    },
    limits=("Shares: normal approximation; with few events a simulation is better.",),
)

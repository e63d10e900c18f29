"""Costs against effects: is what is gained worth what it costs, and how sure is that?

Net benefit of an arm at a threshold k (what one unit of effect is worth): k·effect − cost. Everything follows from many
simulated or resampled pairs of cost and effect: (s, arms) arrays ``costs`` and ``effects`` in the units that came in.

Sources: Stinnett and Mullahy (1998), Medical Decision Making 18, S68–S80 (net benefit); van Hout and others (1994),
Health Economics 3, 309–319 (acceptability curve); Fenwick, Claxton and Sculpher (2001), Health Economics 10, 779–787
(frontier); Willan and O'Brien (1996), Health Economics 5, 297–305 (Fieller's interval); Baio (2012), Bayesian Methods
in Health Economics (expected value of perfect information).
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alongside.evaluation.methods.refusing import Unfit
from alongside.evaluation.methods.resampling import generator, resampled

Array = NDArray[np.float64]


def check(costs: Array, effects: Array) -> None:
    """Refuse what says nothing (``Unfit``): fewer than two arms or ten rows, something missing, no variance at all."""
    if costs.shape != effects.shape or costs.ndim != 2 or costs.shape[1] < 2:
        raise Unfit("arms", "There must be a cost and an effect for each of at least two arms.")
    if len(costs) < 10:
        raise Unfit("too_few", f"{len(costs)} rows are too few to say how sure anything is; at least 10 are needed.")
    if not (np.isfinite(costs).all() and np.isfinite(effects).all()):
        raise Unfit("missing", "Costs and effects must all be there.")
    if np.ptp(costs) == 0 and np.ptp(effects) == 0:
        raise Unfit("no_variance", "All costs and all effects are equal.")


@dataclass(frozen=True)
class Comparison:
    """One arm less another. ``ceac`` and ``eib`` hold a value for each threshold; ``quadrants`` are shares."""

    mean_dc: float
    mean_de: float
    sd_dc: float
    sd_de: float
    cor: float | None
    icer: float | None
    ceac: Array
    eib: Array
    quadrants: dict[str, float]


def compare(costs: Array, effects: Array, arm: int, against: int, k: Array) -> Comparison:
    """ΔC, ΔE, ICER = ΔC/ΔE, P(k ΔE > ΔC), mean of k ΔE − ΔC, and in which quadrants (effect east, cost north) draws
    lie."""
    dc, de = costs[:, arm] - costs[:, against], effects[:, arm] - effects[:, against]
    gain = de[:, None] * k - dc[:, None]
    moving = np.ptp(dc) > 0 and np.ptp(de) > 0
    east, north = de > 0, dc > 0
    quadrants = {"NE": east & north, "SE": east & ~north, "NW": ~east & north, "SW": ~east & ~north}
    return Comparison(
        mean_dc=float(dc.mean()),
        mean_de=float(de.mean()),
        sd_dc=float(dc.std(ddof=1)),
        sd_de=float(de.std(ddof=1)),
        cor=float(np.corrcoef(dc, de)[0, 1]) if moving else None,
        icer=float(dc.mean() / de.mean()) if de.mean() else None,
        ceac=(gain > 0).mean(axis=0),
        eib=gain.mean(axis=0),
        quadrants={name: float(share.mean()) for name, share in quadrants.items()},
    )


@dataclass(frozen=True)
class Decision:
    """By threshold: each arm's probability of being best (arms, k), the arm of highest mean net benefit, its
    probability (frontier), the highest probability of any arm, and what perfect information would be worth."""

    p_best: Array
    best: NDArray[np.int64]
    frontier: Array
    highest: Array
    evpi: Array


def decide(costs: Array, effects: Array, k: Array) -> Decision:
    """EVPI(k) = mean over draws of the best net benefit − net benefit of the arm that is best on average."""
    p_best = np.empty((costs.shape[1], len(k)))
    best, evpi = np.empty(len(k), dtype=np.int64), np.empty(len(k))
    for place, worth in enumerate(k):
        net = worth * effects - costs
        p_best[:, place] = np.bincount(net.argmax(axis=1), minlength=net.shape[1]) / len(net)
        mean = net.mean(axis=0)
        best[place] = int(mean.argmax())
        evpi[place] = float((net.max(axis=1) - net[:, best[place]]).mean())
    return Decision(p_best, best, p_best[best, np.arange(len(k))], p_best.max(axis=0), evpi)


@dataclass(frozen=True)
class Step:
    """One arm in the order of effects: what it costs per unit more than the last arm worth having, or why it is passed
    over."""

    arm: int
    standing: str  # "on the frontier", "dominated", "extendedly dominated"
    icer: float | None


def frontier(costs: Array, effects: Array) -> list[Step]:
    """Arms in the order of mean effect with their incremental cost-effectiveness along the frontier of mean costs."""
    cost, effect = costs.mean(axis=0), effects.mean(axis=0)
    order = sorted(range(len(cost)), key=lambda arm: (effect[arm], -cost[arm]))
    standing = dict.fromkeys(order, "on the frontier")
    for arm in order:
        if any(
            cost[other] <= cost[arm]
            and effect[other] >= effect[arm]
            and (cost[other] < cost[arm] or effect[other] > effect[arm])
            for other in order
        ):
            standing[arm] = "dominated"
    while True:
        kept = [arm for arm in order if standing[arm] == "on the frontier"]
        ratios = [
            (cost[b] - cost[a]) / (effect[b] - effect[a]) for a, b in itertools.pairwise(kept) if effect[b] > effect[a]
        ]
        worse = [n for n in range(1, len(ratios)) if ratios[n] < ratios[n - 1]]
        if not worse:
            break
        standing[kept[worse[0]]] = "extendedly dominated"
    steps = dict(zip(kept[1:], ratios, strict=False))
    return [Step(arm, standing[arm], float(steps[arm]) if arm in steps else None) for arm in order]


def paired_bootstrap(
    cost: Array,
    effect: Array,
    arm: NDArray[np.int64],
    draws: int,
    seed: int | None,
    cluster: NDArray[np.int64] | None = None,
) -> tuple[Array, Array]:
    """Mean costs and effects (draws, arms) of resamples of people within arms; a person's cost and effect stay
    together.

    With ``cluster`` whole clusters are resampled: children of one woman, people of one site.
    """
    rng = generator(seed)
    arms = int(arm.max()) + 1
    costs, effects = np.empty((draws, arms)), np.empty((draws, arms))
    for code in range(arms):
        here = arm == code
        table = np.column_stack([np.ones(int(here.sum())), cost[here], effect[here]])
        if cluster is not None:
            units, place = np.unique(cluster[here], return_inverse=True)
            if len(units) < 3:
                raise Unfit("too_few_clusters", "Each arm needs at least three clusters.")
            together = np.zeros((len(units), 3))
            np.add.at(together, place, table)
            table = together
        people, *sums = np.concatenate(list(resampled(table, draws, rng)), axis=1)
        costs[:, code], effects[:, code] = sums[0] / people, sums[1] / people
    return costs, effects


def fieller(dc: float, de: float, se_c: float, se_e: float, rho: float, z: float) -> tuple[float, float] | None:
    """Limits of the ratio ΔC/ΔE when ΔE is clearly not 0 (|ΔE| > z·SE); None otherwise: no bounded interval exists."""
    a = de * de - (z * se_e) ** 2
    if a <= 0:
        return None
    b = dc * de - z * z * rho * se_c * se_e
    inner = b * b - a * (dc * dc - (z * se_c) ** 2)
    width = float(np.sqrt(max(inner, 0.0)))
    return (b - width) / a, (b + width) / a

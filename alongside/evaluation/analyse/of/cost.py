"""``alongside analyse cost``: what is gained, what it costs, and how sure that is."""

from __future__ import annotations

from itertools import permutations
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np

from alongside.evaluation.analyse.of import _net_benefit
from alongside.evaluation.analyse.of._columns import REFERENCES, groups
from alongside.evaluation.analyse.outcome import Drawing, Outcome, Part, Series, who_is_in
from alongside.evaluation.analyse.registry import Method, Option, parts
from alongside.evaluation.analyse.saying import Sentence
from alongside.evaluation.methods import cost as c
from alongside.evaluation.methods import linear
from alongside.evaluation.methods.refusing import Unfit

if TYPE_CHECKING:
    from alongside.evaluation.analyse.table import Table

THRESHOLDS = (0, 1000, 2000, 5000, 10000, 20000, 30000, 50000)


# In which the draws lie. A place each, so that SE (south-east) is not taken for a standard error elsewhere.
QUADRANTS = [Sentence("{place}", place=place) for place in ("NE", "SE", "NW", "SW")]


def run(table: Table, asked: SimpleNamespace) -> Outcome:
    """From simulations (--costs, --effects: a column an arm) or from people (--arm, --cost, --effect)."""
    k = np.array(sorted(asked.k or THRESHOLDS), dtype=float)
    if (k < 0).any():
        raise Unfit("bad_option", "--k holds what one unit of effect is worth: 0 or more.")
    people: dict[str, Any] = {}
    if asked.costs or asked.effects:
        if asked.covariates:
            raise Unfit("bad_option", "--covariates belong to people; simulations have none.")
        if asked.arm or len(asked.costs) != len(asked.effects):
            raise Unfit(
                "arms", "--costs and --effects name one column an arm, in the same order, and stand without --arm."
            )
        columns = [*asked.costs, *asked.effects]
        kept = table.complete(*columns)
        costs, effects = table.matrix(*asked.costs)[kept], table.matrix(*asked.effects)[kept]
        names = list(parts(asked.arms)) if asked.arms else [str(place) for place in range(len(asked.costs))]
        if len(names) != len(asked.costs) or len(set(names)) != len(names):
            raise Unfit("arms", "--arms names each arm once, in the order of --costs.")
    elif asked.arm and asked.cost and asked.effect:
        columns = [asked.arm, asked.cost, asked.effect, *([asked.cluster] if asked.cluster else []), *asked.covariates]
        kept = table.complete(*columns)
        costs, effects, names, people = _people(table, asked, kept)
        people["net_benefit"] = _net_benefit.regressed(table, asked, kept, k)
    else:
        raise Unfit("arms", "Name --costs and --effects (simulations), or --arm, --cost and --effect (people).")
    c.check(costs, effects)
    reference = _reference(names, asked.reference)
    decision = c.decide(costs, effects, k)
    pairs = {
        f"{names[arm]} - {names[other]}": vars(c.compare(costs, effects, arm, other, k))
        for arm, other in permutations(range(len(names)), 2)
    }
    values: dict[str, Any] = {
        "draws": len(costs),
        "arms": {
            name: {"mean_cost": float(costs[:, place].mean()), "mean_effect": float(effects[:, place].mean())}
            for place, name in enumerate(names)
        },
        "reference": names[reference],
        "k": k,
        "comparisons": pairs,
        "p_best": dict(zip(names, decision.p_best, strict=True)),
        "best": [names[place] for place in decision.best],
        "kstar": [float(k[n]) for n in range(1, len(k)) if decision.best[n] != decision.best[n - 1]],
        "ceaf": decision.frontier,
        "highest_p_best": decision.highest,
        "evpi": decision.evpi,
        "frontier": [
            {"arm": names[step.arm], "standing": step.standing, "icer": step.icer}
            for step in c.frontier(costs, effects)
        ],
        **people,
    }
    shown = [name for name in pairs if name.endswith(f" - {names[reference]}")]
    who = who_is_in(table, columns, int(kept.sum()))
    return Outcome(values, _tables(values, shown), _notes(values, shown, who, asked), _sentence(values, shown), who,
                   _drawing(values, shown))  # fmt: skip


def _reference(names: list[str], asked: str | None) -> int:
    if asked is None:
        return 0
    if asked not in names:
        raise Unfit("no_level", f"No arm is called “{asked}”.", f"There are: {', '.join(names)}.")
    return names.index(asked)


def _people(table: Table, asked: SimpleNamespace, kept: np.ndarray) -> tuple[Any, Any, list[str], dict[str, Any]]:
    from scipy.stats import norm

    if asked.id:
        table.unique_ids(asked.id)
    if not 1_000 <= asked.draws <= 2_000_000:
        raise Unfit("bad_option", "--draws lies between 1,000 and 2,000,000.")
    codes, names = table.factor(asked.arm, asked.reference)
    arm, cost, effect = codes[kept], table.numbers(asked.cost)[kept], table.numbers(asked.effect)[kept]
    sizes = np.bincount(arm, minlength=len(names))
    if len(names) < 2 or sizes.min() < 3:
        small = ", ".join(f"{name}: {size}" for name, size in zip(names, sizes, strict=True))
        raise Unfit("arms", f"Each of at least two arms needs three people with cost and effect ({small}).")
    cluster = groups(table, asked.cluster)[kept] if asked.cluster else None
    costs, effects = c.paired_bootstrap(cost, effect, arm, asked.draws, asked.seed, cluster)
    z = float(norm.ppf((1 + asked.level) / 2))
    tail = [(1 - asked.level) / 2, (1 + asked.level) / 2]
    found: dict[str, Any] = {}
    means = {a: (cost[arm == a].mean(), effect[arm == a].mean()) for a in range(len(names))}
    for a, b in permutations(range(len(names)), 2):
        spreads = [np.cov(np.vstack([cost[arm == g], effect[arm == g]])) / sizes[g] for g in (a, b)]
        drawn = [costs[:, a] - costs[:, b], effects[:, a] - effects[:, b]]
        # errors that take people as independent do not hold where whole clusters were drawn
        together = np.cov(np.vstack(drawn)) if asked.cluster else spreads[0] + spreads[1]
        se_c, se_e = float(np.sqrt(together[0, 0])), float(np.sqrt(together[1, 1]))
        rho = float(together[0, 1] / (se_c * se_e)) if se_c and se_e else 0.0
        dc, de = (float(means[a][n] - means[b][n]) for n in (0, 1))
        found[f"{names[a]} - {names[b]}"] = {
            "dc": dc,
            "de": de,
            "se_dc": se_c,
            "se_de": se_e,
            "cor": rho,
            "dc_interval": np.quantile(drawn[0], tail),
            "de_interval": np.quantile(drawn[1], tail),
            "icer": dc / de if de else None,
            "icer_fieller": c.fieller(dc, de, se_c, se_e, rho, z),
        }
    people = {name: int(size) for name, size in zip(names, sizes, strict=True)}
    return costs, effects, names, {"people": people, "observed": found}


def _notes(values: dict[str, Any], shown: list[str], who: dict[str, Any], asked: SimpleNamespace) -> list[str]:
    notes = []
    for name in shown:
        pair = values["comparisons"][name]
        if pair["mean_de"] > 0 and pair["mean_dc"] < 0:
            notes.append(Sentence("{name}: more effect for less cost, so it is better at every threshold.", name=name))
        elif pair["mean_de"] < 0 and pair["mean_dc"] > 0:
            notes.append(
                Sentence("{name}: less effect for more cost; its ratio must not be read as a price.", name=name)
            )
        elif pair["mean_de"] < 0:
            notes.append(
                Sentence(
                    "{name}: less effect for less cost; its ratio is what is saved for each unit given up.", name=name
                )
            )
        if min(pair["quadrants"].values()) > 0.01:
            notes.append(
                Sentence(
                    "{name}: draws lie in all four quadrants, so an interval for the ratio says nothing; use the "
                    "curve.",
                    name=name,
                )
            )
    notes.append(
        Sentence(
            "Publish differences of cost and effect, their standard errors and their correlation: two points "
            "of an acceptability curve leave the ratio open."
        )
    )
    if "people" in values:
        notes.append(
            Sentence(
                "{draws:,} resamples of people within arms, cost and effect together, with seed {seed}; a "
                "probability of .5 moves by {error:.1g} from seed to seed.",
                draws=asked.draws,
                seed=asked.seed,
                error=0.5 / np.sqrt(asked.draws),
            )
        )
    if who["used"] < who["rows"]:
        notes.append(Sentence("{rest} rows with a missing value were left out.", rest=who["rows"] - who["used"]))
    return notes


def _tables(values: dict[str, Any], shown: list[str]) -> list[Part]:
    pairs = values["comparisons"]
    rows = [
        [name, *(pairs[name][key] for key in ("mean_dc", "mean_de", "icer")), *pairs[name]["quadrants"].values()]
        for name in shown
    ]
    columns = ["comparison", "cost more", "effect more", "cost per unit", *QUADRANTS]
    found = [Part("Differences and where draws lie", columns, rows)]
    rows = [
        [float(k), *(float(pairs[name][key][n]) for name in shown for key in ("ceac", "eib")), values["best"][n],
         float(values["ceaf"][n]), float(values["evpi"][n])]
        for n, k in enumerate(values["k"])
    ]  # fmt: skip
    heads = [
        head
        for name in shown
        for head in (Sentence("P(worth it) {name}", name=name), Sentence("net benefit {name}", name=name))
    ]
    found.append(Part("By what a unit is worth", ["k", *heads, "best arm", "its probability", "EVPI"], rows))
    rows = [[step["arm"], step["standing"], step["icer"]] for step in values["frontier"]]
    if "comparisons" in values.get("net_benefit", {}):
        found.append(_net_benefit.part(values["net_benefit"]))
    return [*found, Part("Frontier, in the order of effect", ["arm", "standing", "cost per unit more"], rows)]


def _sentence(values: dict[str, Any], shown: list[str]) -> str:
    reference, k = values["reference"], values["k"]
    likely = f"{values['best'][-1]} - {reference}"
    name = likely if likely in shown else shown[-1]
    pair, arm = values["comparisons"][name], name.removesuffix(f" - {reference}")

    def more(value: float) -> Sentence:
        much = abs(value)
        return Sentence("{much:.4g} more", much=much) if value >= 0 else Sentence("{much:.4g} less", much=much)

    return Sentence(
        "{arm} costs {cost} than {reference} and brings {effect}; if a unit is worth {k:,.0f}, it is "
        "worth its cost with a probability of {ceac:.0%}, at {first:,.0f} of {at_first:.0%}.",
        arm=arm,
        cost=more(pair["mean_dc"]),
        reference=reference,
        effect=more(pair["mean_de"]),
        k=k[-1],
        ceac=pair["ceac"][-1],
        first=k[0],
        at_first=pair["ceac"][0],
    )


def _drawing(values: dict[str, Any], shown: list[str]) -> Drawing:
    series = [Series(name, list(values["k"]), list(values["comparisons"][name]["ceac"])) for name in shown]
    title = Sentence("How likely it is worth its cost")
    if len(shown) == 1:
        title = Sentence("How likely it is worth its cost: {name}", name=shown[0])
    return Drawing("curves", title, series, x_label="what one unit of effect is worth (λ)",
                   y_label="probability", reference=0.5, extent=(0.0, 1.0))  # fmt: skip


METHOD = Method(
    name="cost",
    summary="Says what is gained and what it costs: ratio, net benefit, acceptability curve, value of knowing more.",
    options=(
        Option("costs", "Simulations: a column of costs for each arm.", "columns"),
        Option("effects", "Simulations: a column of effects for each arm, in the same order.", "columns"),
        Option("arms", "Names of the arms, in the same order.", "text"),
        Option("arm", "People: the column that says the arm.", "column"),
        Option("cost", "People: cost of each.", "column"),
        Option("effect", "People: effect of each.", "column"),
        Option("id", "People: each may stand there once.", "column"),
        Option("cluster", "People: who belongs together (children of one woman); resampled whole.", "column"),
        Option("reference", "The arm that others are compared with (else the first).", "text"),
        Option("covariates", "People: what the net-benefit regression allows for.", "columns"),
        REFERENCES,
        Option(
            "errors",
            "Of the net-benefit regression; without it HC3, or CR2 with --cluster.",
            "choice",
            choices=linear.ERRORS,
        ),
        Option("k", "What one unit of effect may be worth.", "numbers"),
        Option("draws", "Resamples of people.", "integer", 10_000),
        Option("level", "Of the intervals.", "number", 0.95),
    ),
    run=run,
    example="alongside analyse cost bcea_Vaccine.csv --costs cost0,cost1 --effects eff0,eff1 --k 0,10000,25000,50000",
    keys={
        "comparisons.A - B": "mean_dc, mean_de, their sd and cor over draws, icer, ceac and eib by k, quadrants "
        "(shares)",
        "p_best": "each arm's probability of the highest net benefit, by k",
        "best, ceaf": "the arm with the highest mean net benefit by k, and its probability (the frontier)",
        "highest_p_best": "the highest probability of any arm, which some programmes call the frontier",
        "kstar": "thresholds at which the best arm is another than at the one before",
        "evpi": "what perfect information would be worth, by k",
        "frontier": "arms in the order of effect, what each costs per unit more, and which are passed over",
        "observed.A - B": "people: dc, de, their SEs and correlation, bootstrap intervals, icer and Fieller's limits",
        "net_benefit": "people, by regression: n, errors, adjusted_for, k; comparisons.A - B: inb (k·effect − cost, A "
        "less "
        "B), se, df, p, low, high and probability (that it is above 0) by k; dc, de (estimate, se, low, high), icer; "
        "why_not where these rows allow none",
    },
    limits=(
        "Costs are taken as they stand: perspective, prices and discounting are decided before.",
        "A ratio is read only together with its quadrant; null stands where effects are equal.",
    ),
)

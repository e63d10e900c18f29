"""Who is on which side of a cut-off before and after, within an arm and between arms. Counts are whole numbers."""

from __future__ import annotations

import numpy as np

from alongside.evaluation.methods.printed_odds import odds_as_r
from alongside.evaluation.methods.refusing import Unfit
from alongside.evaluation.methods.tables import newcombe


def fourfold(before: np.ndarray, after: np.ndarray) -> tuple[int, int, int, int]:
    """(clinical → clinical, clinical → not, not → clinical, not → not) of two bool (n,)."""
    return (
        int((before & after).sum()), int((before & ~after).sum()), int((~before & after).sum()),
        int((~before & ~after).sum()),
    )  # fmt: skip


def mcnemar(there: int, back: int) -> dict[str, float | None]:
    """Is leaving the clinical side as frequent as coming to it? ``there``, ``back``: the two discordant counts.

    exact: two-sided binomial with 1/2. mid-p: the same, half the probability of what was seen. stat: (b - c)² / (b +
    c); cc with continuity correction (McNemar 1947; Edwards 1948; mid-p: Fagerland and others 2013, doi
    10.1186/1471-2288-13-91). Without any discordant pair the tests say 1 and the statistics are None.
    """
    from scipy.stats import binom, chi2

    many = there + back
    if many == 0:
        return {"mcnemar_exact_p": 1.0, "mcnemar_midp": 1.0, "mcnemar_stat": None, "mcnemar_p": None,
                "mcnemar_cc_stat": None, "mcnemar_cc_p": None}  # fmt: skip
    low = min(there, back)
    exact = min(1.0, 2 * float(binom.cdf(low, many, 0.5)))
    midp = 1.0 if there == back else 2 * float(binom.cdf(low, many, 0.5)) - float(binom.pmf(low, many, 0.5))
    plain = (there - back) ** 2 / many
    corrected = max(abs(there - back) - 1, 0) ** 2 / many
    return {
        "mcnemar_exact_p": exact, "mcnemar_midp": midp, "mcnemar_stat": plain, "mcnemar_p": float(chi2.sf(plain, 1)),
        "mcnemar_cc_stat": corrected, "mcnemar_cc_p": float(chi2.sf(corrected, 1)),
    }  # fmt: skip


def between(yes: int, n: int, other_yes: int, other_n: int, level: float = 0.95) -> dict[str, object]:
    """Two independent shares: difference, conditional odds ratio with exact limits, Fisher's and Pearson's tests.

    The difference has Newcombe's interval. The odds ratio is the conditional maximum likelihood estimate and its
    limits are exact (Cornfield's, non-central hypergeometric), infinite where a cell is 0; ``fisher_as_r`` are the same
    three as R prints them (``printed_odds``). Raises Unfit: empty_arm.
    """
    from scipy.stats import chi2, chi2_contingency, fisher_exact
    from scipy.stats.contingency import odds_ratio

    if n == 0 or other_n == 0:
        raise Unfit("empty_arm", "One of the two arms has nobody to compare.")
    table = np.array([[yes, n - yes], [other_yes, other_n - other_yes]])
    difference, low, high = newcombe(yes, n, other_yes, other_n, level)
    found: dict[str, object] = {
        "recovered": [yes, other_yes], "n": [n, other_n],
        "newcombe": {"diff": difference, "lo": low, "hi": high},
        "fisher_p": float(fisher_exact(table).pvalue),
    }  # fmt: skip
    if min(table.sum(0)) == 0:  # everybody, or nobody, in both arms
        return {**found, "fisher_cond_or": None, "fisher_or_ci": [None, None],
                "fisher_as_r": {"cond_or": None, "ci": [None, None]}, "chi2": None, "chi2_p": None,
                "chi2_yates": None, "chi2_yates_p": None}  # fmt: skip
    odds = odds_ratio(table, kind="conditional")
    limits = odds.confidence_interval(level)
    plain = float(chi2_contingency(table, correction=False).statistic)
    yates = float(chi2_contingency(table, correction=True).statistic)
    as_r, low_as_r, high_as_r = odds_as_r(table, level)
    return {
        **found, "fisher_as_r": {"cond_or": as_r, "ci": [low_as_r, high_as_r]},
        "fisher_cond_or": float(odds.statistic), "fisher_or_ci": [float(limits.low), float(limits.high)],
        "chi2": plain, "chi2_p": float(chi2.sf(plain, 1)), "chi2_yates": yates,
        "chi2_yates_p": float(chi2.sf(yates, 1)),
    }  # fmt: skip


def standardised_difference(
    design: np.ndarray, coef: np.ndarray, covariance: np.ndarray, arm: int, level: float = 0.95
) -> dict[str, float]:
    """The adjusted risk difference: everybody's fitted risk as if in the one arm, less as if in the other, on average.

    Estimand: the marginal risk difference over those in ``design`` (n, p), whose column ``arm`` is 0/1, under a
    logistic model that is right (g-computation; Snowden and others 2011). Its error by the delta method takes the rows
    as fixed.
    """
    from scipy.stats import norm

    risks, slopes = [], []
    for value in (1.0, 0.0):
        rows = design.copy()
        rows[:, arm] = value
        risk = 1 / (1 + np.exp(-(rows @ coef)))
        risks.append(risk.mean())
        slopes.append((rows * (risk * (1 - risk))[:, None]).mean(0))
    gradient = slopes[0] - slopes[1]
    difference, se = float(risks[0] - risks[1]), float(np.sqrt(gradient @ covariance @ gradient))
    half = float(norm.ppf(0.5 + level / 2)) * se
    return {"rd": difference, "se": se, "lower": difference - half, "upper": difference + half,
            "risk": float(risks[0]), "risk_reference": float(risks[1])}  # fmt: skip

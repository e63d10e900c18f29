"""Does one thing go with another, or is it shown that it does not? One column beside others, correlations, and scores
against a norm.

Sources: Schuirmann (1987), Journal of Pharmacokinetics and Biopharmaceutics 15, 657–680 (two one-sided tests);
Wagenmakers (2007), Psychonomic Bulletin & Review 14, 779–804 (the Bayes factor that BIC stands for: a prior worth one
row); Fisher (1921), Metron 1, 3–32 (interval of a correlation); Holm (1979), Scandinavian Journal of Statistics 6,
65–70; Wilson (1927), Journal of the American Statistical Association 22, 209–212; Korn and Graubard (1998), Survey
Methodology 24, 193–201 (shares in clusters: fewer rows than there are).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from alongside.evaluation.methods import linear
from alongside.evaluation.methods.refusing import Unfit

Array = NDArray[np.float64]


def bayes_factor(rss_with: float, rss_without: float, n: int) -> float:
    """How many times better n rows fit "nothing goes with it" than "something does": √n (RSS₁ / RSS₀)^(n/2).

    The prior is worth one row (BIC, Wagenmakers 2007, equation 10, for one column more). Above 3 it speaks for
    nothing, below 1/3 for something.
    """
    return float(np.exp(0.5 * np.log(n) + n / 2 * np.log(rss_with / rss_without)))


def holm(p: Sequence[float]) -> list[float]:
    """p values (m,) as they stand when all m were looked at (Holm), in the order given; nan stays out."""
    values = np.asarray(p, dtype=float)
    found = np.full(len(values), np.nan)
    at = np.flatnonzero(np.isfinite(values))
    order = at[np.argsort(values[at], kind="stable")]
    found[order] = np.minimum(np.maximum.accumulate(values[order] * np.arange(len(order), 0, -1)), 1)
    return [float(v) for v in found]


def correlation(x: Array, y: Array, level: float = 0.95) -> dict[str, Any]:
    """Pearson's and Spearman's correlation of two columns (n,) without missing values; the first with Fisher's limits.

    Raises Unfit: too_few (below 4), no_variance.
    """
    from scipy.stats import norm, rankdata
    from scipy.stats import t as student

    n = len(x)
    if n < 4:
        raise Unfit("too_few", f"{n} rows have both columns: at least four are needed.")
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        raise Unfit("no_variance", "A column is the same in every row: nothing can go with it.")
    r = float(np.clip(np.corrcoef(x, y)[0, 1], -1, 1))
    rho = float(np.corrcoef(rankdata(x), rankdata(y))[0, 1])
    if abs(r) > 1 - 1e-12:
        return {"n": n, "r": r, "lo": r, "hi": r, "p": 0.0, "rho": rho, "p_rho": 0.0}
    far = float(norm.ppf(0.5 + level / 2)) / np.sqrt(n - 3)
    lo, hi = (float(np.tanh(np.arctanh(r) + way * far)) for way in (-1, 1))

    def p(value: float) -> float:
        rest = max(1 - value**2, 1e-300)
        return float(2 * student.sf(abs(value) * np.sqrt((n - 2) / rest), n - 2))

    return {"n": n, "r": r, "lo": lo, "hi": hi, "p": p(r), "rho": rho, "p_rho": p(rho)}


def wilson(k: float, n: float, level: float = 0.95) -> tuple[float, float]:
    """Limits of a share k/n. n may be fewer than the rows, where rows of one woman say partly the same."""
    from scipy.stats import norm

    z = float(norm.ppf(0.5 + level / 2))
    middle = (k + z * z / 2) / (n + z * z)
    width = z / (n + z * z) * float(np.sqrt(max(k * (n - k) / n, 0.0) + z * z / 4))
    return max(middle - width, 0.0), min(middle + width, 1.0)


def against_norm(
    scores: Array, mean: float, sd: float, clusters: NDArray[np.int64] | None = None, level: float = 0.95
) -> dict[str, Any]:
    """Scores (n,) against a norm: the mean's distance with its interval, and how many lie below −1 and −2 SD.

    Estimand: mean score − norm, in points and (``d``) in SDs of the norm. ``below``: a list for 1 and 2 SDs: ``limit``,
    ``n``, ``share`` with Wilson's limits, ``expected`` under a normal norm, ``p`` (exact binomial; None with clusters).
    clusters (n,): children of one woman; errors are CR2, and shares count as so many rows as the design effect leaves.
    Raises Unfit: too_few, no_variance, bad_option (SD).
    """
    from scipy.stats import binomtest, norm
    from scipy.stats import t as student

    if not sd > 0:
        raise Unfit("bad_option", "The norm's SD lies above 0.")
    n = len(scores)
    if n < 3:
        raise Unfit("too_few", f"{n} scores are too few: at least three are needed.")
    kind = "classical" if clusters is None else "CR2"
    one = linear.fit(np.ones((n, 1)), scores, ["mean"], clusters=clusters).lines(kind, level)
    away = {key: float(one[key][0]) - mean for key in ("estimate", "lo", "hi")}
    t = away["estimate"] / float(one["se"][0])
    found: dict[str, Any] = {
        "n": n, "mean": float(scores.mean()), "sd": float(scores.std(ddof=1)), "difference": away["estimate"],
        "se": float(one["se"][0]), "df": float(one["df"][0]), "t": t, "p": float(2 * student.sf(abs(t), one["df"][0])),
        "lo": away["lo"], "hi": away["hi"], "d": away["estimate"] / sd, "d_lo": away["lo"] / sd,
        "d_hi": away["hi"] / sd, "below": [],
    }  # fmt: skip
    for steps in (1, 2):
        under = (scores < mean - steps * sd).astype(float)
        k, expected = int(under.sum()), float(norm.cdf(-steps))
        worth = _worth(under, clusters)
        lo, hi = wilson(k * worth / n, worth, level)
        found["below"].append({
            "sds": steps, "limit": mean - steps * sd, "n": k, "share": k / n, "lo": lo, "hi": hi, "expected": expected,
            "p": float(binomtest(k, n, expected).pvalue) if clusters is None else None,
        })  # fmt: skip
    return found


def _worth(under: Array, clusters: NDArray[np.int64] | None) -> float:
    """How many independent rows a share of 0 and 1 rests on: n by the design effect, at most n."""
    n = len(under)
    if clusters is None or np.ptp(under) == 0:
        return float(n if clusters is None else len(np.unique(clusters)))
    away = under - under.mean()
    sums = np.bincount(np.unique(clusters, return_inverse=True)[1], weights=away)
    many = len(sums)
    by_cluster = many / (many - 1) * float((sums**2).sum()) / n**2
    alone = float(under.mean() * (1 - under.mean())) / n
    return float(min(n, n / max(by_cluster / alone, 1e-9)))

"""Do raters say the same? Kappa for classes, intraclass correlations for scores, alpha for the items of one scale."""

from __future__ import annotations

import numpy as np

from alongside.evaluation.methods.refusing import Unfit

FORMS = ("ICC1", "ICC2", "ICC3", "ICC1k", "ICC2k", "ICC3k")


def kappa(table: np.ndarray, weights: str = "none", level: float = 0.95) -> dict[str, object]:
    """Cohen's kappa of a square table of counts (k, k), rows one rater, columns the other.

    (p_o - p_e) / (1 - p_e), with agreement weights 1 on the diagonal; linear: 1 - |i - j| / (k - 1); quadratic: 1 -
    that squared. The error is that of Fleiss, Cohen and Everitt 1969 (doi 10.1037/h0028106), for kappas other than 0;
    the interval is normal. ``variance_psych``, with its limits, is what the R package psych (2.2.9) prints: for
    weighted kappas it is another one, kept here only to compare with what was published. Raises Unfit: too_few
    (nothing counted, one class), zero_variance (both raters gave one class only).
    """
    from scipy.stats import norm

    k, n = table.shape[0], float(table.sum())
    if table.shape != (k, k) or k < 2:
        raise Unfit("too_few", "Kappa needs a square table with two classes or more.")
    if (table < 0).any() or n <= 0:
        raise Unfit("too_few", "A table of kappa holds counts, and at least one.")
    p = table / n
    distance = np.abs(np.subtract.outer(np.arange(k), np.arange(k))) / (k - 1)
    w = {"none": np.eye(k), "linear": 1 - distance, "quadratic": 1 - distance**2}[weights]
    rows, columns = p.sum(1), p.sum(0)
    observed, chance = float((w * p).sum()), float((w * np.outer(rows, columns)).sum())
    if 1 - chance < 1e-12:
        raise Unfit("zero_variance", "Both raters gave one and the same class to all: there is nothing to agree about.")
    value = (observed - chance) / (1 - chance)
    margins = (w @ columns)[:, None] + (w.T @ rows)[None, :]
    other = (w @ columns)[:, None] + (rows * w.sum(1))[None, :]  # psych 2.2.9 takes the second mean so; see below
    variance, as_psych = (
        ((p * (w * (1 - chance) - each * (1 - observed)) ** 2).sum() - (observed * chance - 2 * chance + observed) ** 2)
        / (n * (1 - chance) ** 4) for each in (margins, other)
    )  # fmt: skip
    se = float(np.sqrt(max(variance, 0.0)))
    half = float(norm.ppf(0.5 + level / 2)) * se
    wide = half / se * float(np.sqrt(max(as_psych, 0.0))) if se > 0 else 0.0
    return {
        "kappa": value, "se": se, "variance": float(max(variance, 0.0)), "lower": value - half, "upper": value + half,
        "observed": observed, "chance": chance, "n": n, "variance_psych": float(max(as_psych, 0.0)),
        "lower_psych": value - wide, "upper_psych": value + wide,
    }  # fmt: skip


def mean_squares(ratings: np.ndarray) -> dict[str, float]:
    """Of ratings (n, k) without gaps: between rows, within rows, between raters, residual.

    Raises Unfit: too_few (under two rows or raters), zero_variance (all ratings equal).
    """
    n, k = ratings.shape
    if n < 2 or k < 2:
        raise Unfit("too_few", f"At least two rows and two raters are needed; there are {n} rows and {k} raters.")
    whole = ratings.mean()
    of_rows, of_raters = ratings.mean(1), ratings.mean(0)
    between = k * ((of_rows - whole) ** 2).sum() / (n - 1)
    raters = n * ((of_raters - whole) ** 2).sum() / (k - 1)
    within = ((ratings - of_rows[:, None]) ** 2).sum() / (n * (k - 1))
    residual = ((ratings - of_rows[:, None] - of_raters[None, :] + whole) ** 2).sum() / ((n - 1) * (k - 1))
    if between + within <= 0:
        raise Unfit("zero_variance", "All ratings are equal: there is nothing to agree about.")
    return {"between": float(between), "within": float(within), "raters": float(raters), "residual": float(residual)}


def icc(ratings: np.ndarray, level: float = 0.95) -> list[dict[str, float | str]]:
    """The six forms of Shrout and Fleiss 1979 (doi 10.1037/0033-2909.86.2.420) of ratings (n, k), with F tests and
    limits.

    ICC1: each row rated by other raters; ICC2: raters drawn at random, absolute agreement; ICC3: these raters,
    consistency; …k: of the mean of all raters. Limits of ICC2 by Satterthwaite's degrees of freedom (McGraw and Wong
    1996). A residual of exactly 0 (perfect agreement) gives 1 and no test.
    """
    from scipy.stats import f

    n, k = ratings.shape
    ms = mean_squares(ratings)
    b, w, j, e = ms["between"], ms["within"], ms["raters"], ms["residual"]
    tail = 0.5 + level / 2
    told: dict[str, tuple[float, float, float, float, float, float]] = {}
    for name, error, df in (("ICC1", w, n * (k - 1)), ("ICC3", e, (n - 1) * (k - 1))):
        ratio = b / error if error > 0 else np.inf
        low, high = ratio / f.ppf(tail, n - 1, df), ratio * f.ppf(tail, df, n - 1)
        one = (b - error) / (b + (k - 1) * error)
        told[name] = (one, ratio, n - 1, df, _share(low, k), _share(high, k))
        told[name + "k"] = ((b - error) / b if b > 0 else np.nan, ratio, n - 1, df,
                            1 - 1 / low if low > 0 else -np.inf, 1 - 1 / high)  # fmt: skip
    two = (b - e) / (b + (k - 1) * e + k * (j - e) / n)
    low, high = _limits_of_two(two, b, j, e, n, k, tail)
    told["ICC2"] = (two, told["ICC3"][1], n - 1, (n - 1) * (k - 1), low, high)
    told["ICC2k"] = ((b - e) / (b + (j - e) / n), told["ICC3"][1], n - 1, (n - 1) * (k - 1),
                     low * k / (1 + low * (k - 1)), high * k / (1 + high * (k - 1)))  # fmt: skip
    return [
        {"type": name, "icc": float(v[0]), "f": float(v[1]), "df1": float(v[2]), "df2": float(v[3]),
         "p": float(f.sf(v[1], v[2], v[3])), "lower": float(v[4]), "upper": float(v[5])}
        for name, v in ((name, told[name]) for name in FORMS)
    ]  # fmt: skip


def _share(ratio: float, k: int) -> float:
    return 1.0 if np.isinf(ratio) else (ratio - 1) / (ratio + k - 1)


def _limits_of_two(two: float, b: float, j: float, e: float, n: int, k: int, tail: float) -> tuple[float, float]:
    from scipy.stats import f

    if e <= 0:
        return (two, two) if j <= 0 else (np.nan, np.nan)
    ratio = j / e
    turned = n * (1 + (k - 1) * two) - k * two
    df = (k - 1) * (n - 1) * (k * two * ratio + turned) ** 2 / ((n - 1) * (k * two * ratio) ** 2 + turned**2)
    up, down = f.ppf(tail, n - 1, df), f.ppf(tail, df, n - 1)
    other = k * j + (k * n - k - n) * e
    return n * (b - up * e) / (up * other + n * b), n * (down * b - e) / (other + n * down * b)


def alpha(items: np.ndarray, level: float = 0.95) -> dict[str, object]:
    """Cronbach's alpha of items (n, k) without gaps, k / (k - 1) · (1 - Σ item variances / variance of the sum).

    The interval is Feldt's (1965), the standard error of measurement is the sum's SD · √(1 - alpha). Raises Unfit:
    too_few, zero_variance. Negative values are told as they are: some item is the wrong way round, or the items are no
    scale.
    """
    from scipy.stats import f

    n, k = items.shape
    if n < 2 or k < 2:
        raise Unfit("too_few", f"At least two rows and two items are needed; there are {n} rows and {k} items.")
    total = items.sum(1)
    spread = float(total.var(ddof=1))
    if not spread > 0:
        raise Unfit("zero_variance", "Everybody has the same sum: its consistency cannot be told.")
    value = k / (k - 1) * (1 - float(items.var(axis=0, ddof=1).sum()) / spread)
    df1, df2 = n - 1, (n - 1) * (k - 1)
    tail = 0.5 + level / 2
    rest = total[:, None] - items
    with np.errstate(invalid="ignore", divide="ignore"):
        centred, others = items - items.mean(0), rest - rest.mean(0)
        with_rest = (centred * others).sum(0) / np.sqrt((centred**2).sum(0) * (others**2).sum(0))
    without = np.full(k, np.nan)
    if k > 2:
        variances = items.var(axis=0, ddof=1)
        left = rest.var(axis=0, ddof=1)
        without = (k - 1) / (k - 2) * (1 - (variances.sum() - variances) / np.where(left > 0, left, np.nan))
    r = np.corrcoef(items, rowvar=False) if (items.std(0) > 0).all() else np.full((k, k), np.nan)
    mean_r = float(r[np.triu_indices(k, 1)].mean())
    return {
        "alpha": value, "lower": float(1 - (1 - value) * f.ppf(tail, df1, df2)),
        "upper": float(1 - (1 - value) / f.ppf(tail, df2, df1)), "mean_r": mean_r,
        "standardised_alpha": k * mean_r / (1 + (k - 1) * mean_r), "mean": float(total.mean()),
        "sd": float(np.sqrt(spread)),
        "se_measurement": float(np.sqrt(spread * max(1 - value, 0.0))), "item_rest": with_rest, "without": without,
    }  # fmt: skip

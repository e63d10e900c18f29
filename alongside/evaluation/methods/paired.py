"""How far scores moved within a group, and whether one group moved further than another.

Sources: Becker (1988), British Journal of Mathematical and Statistical Psychology 41, 257–278 (change by the SD of the
earlier scores); Hedges (1981), Journal of Educational Statistics 6, 107–128 (correction for few people); Morris (2008),
Organizational Research Methods 11, 364–386 (difference of changes by the pooled earlier SD, d_ppc2); Wilcoxon (1945),
Biometrics Bulletin 1, 80–83; the sign test is the exact binomial test.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from alongside.evaluation.methods.refusing import Unfit

Array = NDArray[np.float64]


def correction(df: int) -> float:
    """Hedges' factor for few people, 1 − 3 / (4 df − 1)."""
    return 1 - 3 / (4 * df - 1)


def within(before: Array, after: Array, level: float = 0.95) -> dict[str, Any]:
    """One group, before and after, each (n,), without missing values; in the unit of the score.

    Estimand: the mean of after − before of those with both. ``change`` with ``lo``, ``hi`` and ``p`` by the paired t;
    ``d``: change by the SD before, ``g`` the same corrected, ``dz``: by the SD of the changes; how many went ``up``,
    ``down`` or stayed, with the exact sign test; ``p_wilcoxon`` (None where nobody moved). Raises Unfit: too_few, and
    no_variance where everybody moved by the same.
    """
    from scipy.stats import binomtest, wilcoxon
    from scipy.stats import t as student

    moved = after - before
    n = len(moved)
    if n < 3:
        raise Unfit("too_few", f"{n} with both scores are too few: at least three are needed.")
    sd = float(moved.std(ddof=1))
    spread = float(before.std(ddof=1))
    if not sd > 0:
        raise Unfit("no_variance", "Everybody moved by exactly the same: there is no chance left to measure.")
    se, change = sd / np.sqrt(n), float(moved.mean())
    far = float(student.ppf(0.5 + level / 2, n - 1)) * se
    up, down = int((moved > 0).sum()), int((moved < 0).sum())
    together = spread > 0 and after.std() > 0
    return {
        "n": n,
        "before": float(before.mean()),
        "after": float(after.mean()),
        "sd_before": spread,
        "sd_after": float(after.std(ddof=1)),
        "r": float(np.corrcoef(before, after)[0, 1]) if together else None,
        "change": change,
        "se": float(se),
        "df": n - 1,
        "t": float(change / se),
        "p": float(2 * student.sf(abs(change / se), n - 1)),
        "lo": change - far,
        "hi": change + far,
        "d": change / spread if spread > 0 else None,
        "g": correction(n - 1) * change / spread if spread > 0 else None,
        "dz": change / sd,
        "up": up,
        "down": down,
        "same": n - up - down,
        "p_sign": float(binomtest(up, up + down).pvalue) if up + down else 1.0,
        "p_wilcoxon": float(wilcoxon(moved).pvalue) if up + down else None,
    }


def between(
    before: Array, after: Array, others_before: Array, others_after: Array, level: float = 0.95
) -> dict[str, float | None]:
    """How much further the first group moved than the others: a difference of mean changes, in the unit of the score.

    Welch's t and interval. ``g``: the difference by the pooled SD of the earlier scores, corrected (Morris' d_ppc2);
    ``g_lo``, ``g_hi``: the limits of the difference by the same SD, taken as known. Raises Unfit as ``within``.
    """
    from scipy.stats import t as student

    one, two = after - before, others_after - others_before
    if min(len(one), len(two)) < 2:
        raise Unfit("too_few", "Each arm needs at least two people with both scores.")
    ea, eb = one.var(ddof=1) / len(one), two.var(ddof=1) / len(two)
    if not ea + eb > 0:
        raise Unfit("no_variance", "In each arm everybody moved by the same: there is no chance left to measure.")
    se = float(np.sqrt(ea + eb))
    df = float((ea + eb) ** 2 / (ea**2 / (len(one) - 1) + eb**2 / (len(two) - 1)))
    more = float(one.mean() - two.mean())
    far = float(student.ppf(0.5 + level / 2, df)) * se
    free = len(one) + len(two) - 2
    pooled = ((len(one) - 1) * before.var(ddof=1) + (len(two) - 1) * others_before.var(ddof=1)) / free
    by = correction(free) / float(np.sqrt(pooled)) if pooled > 0 else None
    g = {"g": None, "g_lo": None, "g_hi": None}
    if by is not None:
        g = {"g": by * more, "g_lo": by * (more - far), "g_hi": by * (more + far)}
    p = float(2 * student.sf(abs(more / se), df))
    return {"difference": more, "se": se, "df": df, "t": more / se, "p": p, "lo": more - far, "hi": more + far, **g}

"""How much, where many have none: first whether there is any at all, then how much among those who have some.

Days of use pile up at 0, and neither a line nor a count model fits that. Source: Duan, Manning, Morris and Newhouse
(1983), Journal of Business & Economic Statistics 1, 115–126 (two-part model); Lachenbruch (2001), Statistics in
Medicine 20, 1215–1234 (both parts tested together).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from alongside.evaluation.methods import linear, logistic
from alongside.evaluation.methods.refusing import Unfit

Array = NDArray[np.float64]


def twopart(X: Array, y: Array, names: list[str], level: float = 0.95) -> dict[str, Any]:
    """``any``: log odds of y > 0 (maximum likelihood); ``amount``: log y of those above 0 (least squares, HC3).

    X (n, p) with the intercept first, y (n,) ≥ 0. For each column: ``coef``, ``se``, ``p`` and, as odds ratio or as
    ratio of typical amounts, ``ratio``, ``lo``, ``hi``; ``together``: chi-square with 2 df of both parts. Either part
    may be refused for itself ({"refused": code, "what": …}), and ``together`` is then None. Raises Unfit: negative,
    no_variance (nobody has any).
    """
    from scipy.stats import chi2, norm
    from scipy.stats import t as student

    if (y < 0).any():
        raise Unfit("negative", "An amount cannot lie below 0.")
    some = y > 0
    if not some.any():
        raise Unfit("no_variance", "Nobody has any: there is no amount to explain.")
    found: dict[str, Any] = {"n": len(y), "n_some": int(some.sum()), "share_some": float(some.mean())}
    z = float(norm.ppf(0.5 + level / 2))
    try:
        if some.all():
            raise Unfit("no_variance", "Everybody has some, so there is nothing to explain in who does.")
        first = logistic.fit(X, some.astype(float), names)
        se = np.sqrt(np.diag(first.covariance))
        found["any"] = _part(first.coef, se, 2 * norm.sf(np.abs(first.coef / se)), z, names)
    except Unfit as why:
        found["any"] = {"refused": why.code, "what": why.what}
    try:
        second = linear.fit(X[some], np.log(y[some]), names)
        lines = second.lines("HC3", level)
        far = float(student.ppf(0.5 + level / 2, second.df))
        found["amount"] = _part(second.coef, lines["se"], lines["p"], far, names)
    except Unfit as why:
        found["amount"] = {"refused": why.code, "what": why.what}
    found["together"] = None
    if "refused" not in found["any"] and "refused" not in found["amount"]:
        found["together"] = {}
        for name in names[1:]:
            value = sum((found[part][name]["coef"] / found[part][name]["se"]) ** 2 for part in ("any", "amount"))
            found["together"][name] = {"chi2": value, "df": 2, "p": float(chi2.sf(value, 2))}
    return found


def _part(coef: Array, se: Array, p: Array, far: float, names: list[str]) -> dict[str, dict[str, float]]:
    return {
        name: {
            "coef": float(b), "se": float(s), "p": float(q), "ratio": float(np.exp(b)),
            "lo": float(np.exp(b - far * s)), "hi": float(np.exp(b + far * s)),
        }
        for name, b, s, q in zip(names, coef, se, p, strict=True)
    }  # fmt: skip

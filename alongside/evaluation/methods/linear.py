"""Least squares with honest errors: classical, HC0–HC3, and cluster-robust CR0, CR1, CR2 with Satterthwaite's
degrees of freedom.

Several methods stand on this: adjusted comparison, moderation, blocks of predictors, risk indices, pooled regressions.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from alongside.evaluation.methods.refusing import Unfit

Array = NDArray[np.float64]
EXACT = "The columns explain every score exactly: there is no chance left to measure. Look at the rows."
ERRORS = ("classical", "HC0", "HC1", "HC2", "HC3", "CR0", "CR1", "CR2")


def full_rank(X: Array, names: list[str]) -> None:
    """Refuse columns that say the same as others together.

    X: (n, p). Raises Unfit("collinear") naming the columns that pivoted QR leaves over. Columns are brought to one
    length first: money and yes/no live in one table.
    """
    from scipy.linalg import qr

    lengths = np.linalg.norm(X, axis=0)
    empty = [name for name, length in zip(names, lengths, strict=True) if length == 0]
    if empty:
        raise Unfit(
            "collinear", f"The column {', '.join(empty)} is zero in every row used. Leave it out, or look at the rows."
        )
    always = [name for name, column in zip(names, X.T, strict=True) if name != "(Intercept)" and np.ptp(column) == 0]
    if always and "(Intercept)" in names:
        raise Unfit(
            "collinear", f"{', '.join(always)} is the same in every row used: nothing goes with it. Leave it out."
        )
    triangle, order = qr(X / lengths, mode="r", pivoting=True)
    size = np.abs(np.diag(triangle))
    rank = int((size > 1e-10 * size[0]).sum())
    if rank < X.shape[1]:
        over = ", ".join(names[i] for i in sorted(order[rank:]))
        raise Unfit(
            "collinear", f"{over}: nothing new beside the other columns (or the same in every row). Leave it out."
        )


def enough(n: int, p: int, least: int = 1) -> None:
    """Refuse when fewer than `least` degrees of freedom are left: n rows used, p coefficients."""
    if n - p < least:
        raise Unfit(
            "too_few",
            f"{n} rows can be used, and {p} numbers would be estimated: too few rows. Ask for less, or gather more.",
        )


def few_clusters(clusters: int, p: int) -> None:
    """Refuse errors between clusters where there are hardly more clusters than the p numbers estimated: they would
    be near 0."""
    if clusters < p + 3:
        raise Unfit(
            "clusters",
            f"{clusters} clusters are too few for an error between clusters with {p} numbers estimated: it would "
            f"look far too "
            "sure. Name fewer columns, or gather more.",
        )


@dataclass
class Fit:
    """Weighted least squares of y (n,) on X (n, p). coef has the unit of y per unit of the column."""

    names: list[str]
    X: Array
    y: Array
    weights: Array
    coef: Array
    clusters: NDArray[np.int64] | None = None

    @property
    def n(self) -> int:
        return len(self.y)

    @property
    def df(self) -> int:
        """Residual degrees of freedom, n − p."""
        return len(self.y) - self.X.shape[1]

    @cached_property
    def bread(self) -> Array:
        """(X′WX)⁻¹, (p, p)."""
        return np.linalg.inv(self.X.T @ (self.X * self.weights[:, None]))

    @cached_property
    def residuals(self) -> Array:
        return self.y - self.X @ self.coef

    @cached_property
    def sigma2(self) -> float:
        return float(self.weights @ self.residuals**2 / self.df)

    @cached_property
    def rss(self) -> float:
        return float(self.weights @ self.residuals**2)

    @cached_property
    def r2(self) -> float:
        """Share of the variance about the (weighted) mean that the columns tell, 0–1."""
        middle = np.average(self.y, weights=self.weights)
        return 1 - self.rss / float(self.weights @ (self.y - middle) ** 2)

    @cached_property
    def leverage(self) -> Array:
        return np.einsum("ij,jk,ik->i", self.X, self.bread, self.X) * self.weights

    def covariance(self, kind: str = "classical") -> Array:
        """Covariance of coef, (p, p). kind is one of ERRORS.

        HC: MacKinnon & White 1985, Long & Ervin 2000. CR1 is G/(G−1)·(n−1)/(n−p) times CR0, as Stata. CR2: Bell &
        McCaffrey 2002, Pustejovsky & Tipton 2018 with an independent working model. Raises Unfit("leverage") where
        one row alone fixes a coefficient, so that HC2 and HC3 do not exist; Unfit("clusters") below two clusters.
        """
        if kind == "classical":
            return self.sigma2 * self.bread
        if kind.startswith("HC"):
            return self._by_row(int(kind[2]))
        groups = self._rows_of_clusters()
        if kind == "CR2":
            scores = np.array([self.X[g].T @ (self._adjust[i] @ self.residuals[g]) for i, g in enumerate(groups)])
            return self.bread @ (scores.T @ scores) @ self.bread
        scores = np.array([(self.X[g] * self.weights[g, None]).T @ self.residuals[g] for g in groups])
        much = 1.0
        if kind == "CR1":
            much = len(groups) / (len(groups) - 1) * (self.n - 1) / self.df
        return much * self.bread @ (scores.T @ scores) @ self.bread

    def _by_row(self, which: int) -> Array:
        square = (self.weights * self.residuals) ** 2
        if which == 1:
            square = square * self.n / self.df
        elif which >= 2:
            left = 1 - self.leverage
            if left.min() < 1e-9:
                raise Unfit(
                    "leverage",
                    "One row alone decides one of the coefficients (a group of one?), so this robust error does "
                    "not exist. "
                    "Join small groups, or use the classical error.",
                )
            square = square / left ** (which - 1)
        return self.bread @ (self.X.T @ (self.X * square[:, None])) @ self.bread

    def _rows_of_clusters(self) -> list[NDArray[np.int64]]:
        if self.clusters is None:
            raise Unfit("clusters", "Cluster-robust errors need a column that says which rows belong together.")
        return self._groups

    @cached_property
    def _groups(self) -> list[NDArray[np.int64]]:
        assert self.clusters is not None
        order = np.argsort(self.clusters, kind="stable")
        starts = np.flatnonzero(np.diff(self.clusters[order])) + 1
        groups = np.split(order, starts)
        few_clusters(len(groups), self.X.shape[1])
        return groups

    @cached_property
    def _adjust(self) -> list[Array]:
        """(I − H_gg)^(−1/2) of each cluster; a cluster that fixes a coefficient alone gets the pseudo-inverse."""
        if not np.allclose(self.weights, 1):
            raise Unfit("clusters", "CR2 is made for unweighted rows. Use CR1 with weights.")
        made = []
        for g in self._rows_of_clusters():
            values, vectors = np.linalg.eigh(np.eye(len(g)) - self.X[g] @ self.bread @ self.X[g].T)
            safe = np.where(values > 1e-8, values, np.inf)
            made.append((vectors / np.sqrt(safe)) @ vectors.T)
        return made

    def freedom(self, kind: str, contrast: Array | None = None) -> Array | float:
        """Degrees of freedom for t: n − p; for CR0 and CR1 clusters − 1; for CR2 Satterthwaite's of each contrast (p
        or one)."""
        if not kind.startswith("CR"):
            return float(self.df) if contrast is not None else np.full(len(self.coef), float(self.df))
        groups = self._rows_of_clusters()
        contrasts = np.eye(len(self.coef)) if contrast is None else np.atleast_2d(contrast)
        if kind != "CR2":
            out = np.full(len(contrasts), float(len(groups) - 1))
        else:
            out = np.empty(len(contrasts))
            for k, c in enumerate(contrasts):
                along = [self._adjust[i] @ (self.X[g] @ (self.bread @ c)) for i, g in enumerate(groups)]
                inner = np.array([self.X[g].T @ a for a, g in zip(along, groups, strict=True)])
                cross = -inner @ self.bread @ inner.T
                cross[np.diag_indices(len(groups))] += [a @ a for a in along]
                out[k] = np.trace(cross) ** 2 / (cross**2).sum()
        return out if contrast is None else float(out[0])

    def lines(self, kind: str = "classical", level: float = 0.95) -> dict[str, Array]:
        """Estimate, se, t, df, p, lo, hi of every coefficient, each (p,)."""
        return told(self.coef, np.sqrt(np.diag(self.covariance(kind))), self.freedom(kind), level)


def told(estimate: Array, se: Array, df: Array | float, level: float = 0.95) -> dict[str, Array]:
    """t, p and interval of estimates with standard errors se and df degrees of freedom (inf: normal). Shapes follow
    estimate."""
    from scipy.stats import t as student

    estimate, se = np.asarray(estimate, float), np.asarray(se, float)
    df = np.broadcast_to(np.asarray(df, float), estimate.shape)
    far = student.ppf(0.5 + level / 2, df)
    with np.errstate(divide="ignore", invalid="ignore"):
        t = estimate / se
    return {
        "estimate": estimate,
        "se": se,
        "df": df,
        "t": t,
        "p": 2 * student.sf(np.abs(t), df),
        "lo": estimate - far * se,
        "hi": estimate + far * se,
    }


def fit(
    X: Array,
    y: Array,
    names: list[str],
    weights: Array | None = None,
    clusters: NDArray[np.int64] | None = None,
) -> Fit:
    """Least squares: the coef that makes Σ w (y − Xb)² least.

    X (n, p) without missing values, y (n,), weights (n,) > 0 or None, clusters (n,) whole numbers or None. Raises
    Unfit: too_few (no degree of freedom left), collinear, no_variance (all of y equal).
    """
    enough(len(y), X.shape[1])
    if np.ptp(y) == 0:
        raise Unfit("no_variance", "The outcome is the same in every row used: there is nothing to explain.")
    full_rank(X, names)
    w = np.ones(len(y)) if weights is None else np.asarray(weights, float)
    root = np.sqrt(w)
    coef = np.linalg.lstsq(X * root[:, None], y * root, rcond=None)[0]
    made = Fit(list(names), X, y, w, coef, clusters)
    if made.rss <= 1e-24 * float(w @ y**2):
        raise Unfit("no_residual", EXACT)
    return made


def by_spread(a: Array, b: Array) -> float | None:
    """What a difference of two groups' means is multiplied by to become Hedges' g; None where no SD can be had.

    One over the pooled SD within the groups, corrected for few people by 1 − 3/(4·df − 1) (Hedges 1981). A difference
    that allows for covariates is told by the same SD of the scores as they are (What Works Clearinghouse, Procedures
    Handbook 4.1), so that g does not grow with what is allowed for.
    """
    df = len(a) + len(b) - 2
    if min(len(a), len(b)) < 2:
        return None
    pooled = ((len(a) - 1) * a.var(ddof=1) + (len(b) - 1) * b.var(ddof=1)) / df
    return float((1 - 3 / (4 * df - 1)) / np.sqrt(pooled)) if pooled > 0 else None


def difference(a: Array, b: Array) -> dict[str, float]:
    """Two groups side by side, without adjustment: a (n₁,) minus b (n₀,), in the unit of the score.

    Cohen's d by the pooled SD; Hedges' g by 1 − 3/(4·df − 1) and by the exact gamma factor (Hedges 1981); Welch's t.
    Raises Unfit: too_few (fewer than two in a group), no_variance.
    """
    from scipy.special import gammaln
    from scipy.stats import t as student

    if min(len(a), len(b)) < 2:
        raise Unfit("too_few", "Each arm needs at least two scores for a comparison.")
    va, vb = a.var(ddof=1), b.var(ddof=1)
    if va + vb == 0:
        raise Unfit("no_variance", "Within each arm all scores are equal: no standardised difference exists.")
    df = len(a) + len(b) - 2
    d = (a.mean() - b.mean()) / np.sqrt(((len(a) - 1) * va + (len(b) - 1) * vb) / df)
    ea, eb = va / len(a), vb / len(b)
    welch = (a.mean() - b.mean()) / np.sqrt(ea + eb)
    welch_df = (ea + eb) ** 2 / (ea**2 / (len(a) - 1) + eb**2 / (len(b) - 1))
    exact = np.exp(gammaln(df / 2) - gammaln((df - 1) / 2)) / np.sqrt(df / 2)
    return {
        "difference": float(a.mean() - b.mean()),
        "cohen_d": float(d),
        "hedges_g": float(d * (1 - 3 / (4 * df - 1))),
        "hedges_g_exact": float(d * exact),
        "welch_t": float(welch),
        "welch_df": float(welch_df),
        "welch_p": float(2 * student.sf(abs(welch), welch_df)),
    }

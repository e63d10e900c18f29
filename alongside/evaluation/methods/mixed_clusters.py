"""Errors between clusters for a model of repeated scores: children of one woman are held together, whatever they share.

The model itself (mixed, or repeated) lets rows of one child go together and takes children as independent. Its
coefficients stay; their errors are estimated between mothers: Σ X′V⁻¹A e e′A V⁻¹X with the adjustment A that makes them
unbiased where the model is right (CR2 of Bell & McCaffrey 2002, as Pustejovsky & Tipton 2018 extend it to weighted and
mixed models), and degrees of freedom by Satterthwaite under the same model.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from alongside.evaluation.methods.linear import few_clusters
from alongside.evaluation.methods.refusing import Unfit

Array = NDArray[np.float64]
Rows = NDArray[np.int64]


@dataclass
class Held:
    """coef (p,) with errors between clusters. ``rows``: of each cluster; ``spread``: the covariance (n_i, n_i) that the
    model gives them, in the outcome's unit squared; ``left`` (n,): y − Xβ."""

    coef: Array
    X: Array
    left: Array
    rows: list[Rows]
    spread: list[Array]

    @property
    def clusters(self) -> int:
        return len(self.rows)

    @cached_property
    def bread(self) -> Array:
        """(X′V⁻¹X)⁻¹, (p, p)."""
        return np.linalg.inv(
            sum(self.X[g].T @ np.linalg.solve(V, self.X[g]) for g, V in zip(self.rows, self.spread, strict=True))
        )

    @cached_property
    def _adjusted(self) -> list[Array]:
        """A V⁻¹X of each cluster, (n_i, p), A = D′(D(V − XMX′)D′)^(−1/2)D with V = D′D; pseudo-inverse where a cluster
        fixes a coefficient alone."""
        made = []
        for g, V in zip(self.rows, self.spread, strict=True):
            X, D = self.X[g], np.linalg.cholesky(V).T
            values, vectors = np.linalg.eigh(D @ (V - X @ self.bread @ X.T) @ D.T)
            safe = np.where(values > 1e-10 * values.max(), values, np.inf)
            root = (vectors / np.sqrt(safe)) @ vectors.T
            made.append(D.T @ root @ np.linalg.solve(D.T, X))
        return made

    @cached_property
    def covariance(self) -> Array:
        """Of the coefficients, (p, p)."""
        scores = np.array([a.T @ self.left[g] for a, g in zip(self._adjusted, self.rows, strict=True)])
        return self.bread @ (scores.T @ scores) @ self.bread

    def freedom(self, contrasts: Array | None = None) -> Array:
        """Satterthwaite's degrees of freedom of contrasts (k, p), or of each coefficient."""
        asked = np.eye(len(self.coef)) if contrasts is None else np.atleast_2d(contrasts)
        out = np.empty(len(asked))
        for k, c in enumerate(asked):
            along = [a @ (self.bread @ c) for a in self._adjusted]
            inner = np.array([self.X[g].T @ s for g, s in zip(self.rows, along, strict=True)])
            cross = -inner @ self.bread @ inner.T
            cross[np.diag_indices(len(along))] += [s @ V @ s for s, V in zip(along, self.spread, strict=True)]
            out[k] = np.trace(cross) ** 2 / (cross**2).sum()
        return out


def hold(coef: Array, X: Array, y: Array, people: Rows, clusters: Rows, spread: Callable[[Rows], Array]) -> Held:
    """Errors of ``coef`` between ``clusters`` (n,), each of whole persons. X (n, p), y (n,), people (n,).

    ``spread``: the model's covariance of some rows as if all were one person's; rows of two persons have none.
    Raises Unfit("clusters"): a person in two clusters, or hardly more clusters than coefficients.
    """
    pairs = np.unique(np.column_stack([people, clusters]), axis=0)
    if len(pairs) > len(np.unique(people)):
        raise Unfit(
            "clusters", "Somebody stands in two clusters, so that clusters do not hold whole persons.",
            "Look at the rows: a child has one mother here.",
        )  # fmt: skip
    order = np.argsort(clusters, kind="stable")
    rows = np.split(order, np.flatnonzero(np.diff(clusters[order])) + 1)
    few_clusters(len(rows), X.shape[1])
    together = [spread(g) * (people[g][:, None] == people[g][None, :]) for g in rows]
    return Held(coef, X, y - X @ coef, rows, together)

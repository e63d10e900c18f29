"""From columns of a file to the numbers of a model: dummies, products, and grids on which a model is read off.

Names are those of R's model matrices ("treatmentBtheB", "month:treatmentBtheB", "(Intercept)"), so that results can
be laid side by side.
"""

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alongside.evaluation.methods.refusing import Unfit

Array = NDArray[np.float64]
Term = tuple[str, ...]


@dataclass(frozen=True)
class Variable:
    """A column: values (n,) are numbers, or codes of `levels` (the first level is the one others are compared with)."""

    name: str
    values: Array
    levels: tuple[str, ...] | None = None

    def dummies(self, values: Array) -> tuple[list[str], Array]:
        """Names and columns (n, k) for these values: the number itself, or one dummy for each level after the first."""
        if self.levels is None:
            return [self.name], np.asarray(values, float)[:, None]
        names = [f"{self.name}{level}" for level in self.levels[1:]]
        return names, (np.asarray(values)[:, None] == np.arange(1, len(self.levels))[None, :]).astype(float)

    def settings(self, two_valued: bool = True) -> list[float]:
        """Where a balanced grid reads this column: every level; both values of a two-valued number; else the mean."""
        if self.levels is not None:
            return [float(k) for k in range(len(self.levels))]
        seen = np.unique(self.values)
        return [float(v) for v in seen] if two_valued and len(seen) <= 2 else [float(self.values.mean())]


@dataclass(frozen=True)
class Design:
    """X (n, p) of an intercept and `terms`, each a product of variables."""

    variables: Mapping[str, Variable]
    terms: tuple[Term, ...]
    names: list[str]
    X: Array

    def at(self, settings: Mapping[str, Array], rows: int) -> Array:
        """X (rows, p) for other values: settings gives each variable's (rows,) numbers or codes."""
        return _columns(self.variables, self.terms, settings, rows)[1]

    def grid(self, fixed: Mapping[str, Iterable[float]]) -> Array:
        """(points, p): for each point of `fixed` (all combinations, last fastest) the mean row over a balanced grid
        of the other variables.

        Categories and two-valued numbers count with equal weight at each value, other numbers stand at their mean:
        the estimated marginal means of Searle, Speed & Milliken 1980 as R's emmeans has them.
        """
        others = {name: v.settings() for name, v in self.variables.items() if name not in fixed}
        size = int(np.prod([len(s) for s in others.values()], dtype=float)) if others else 1
        if size > 100_000:
            raise Unfit(
                "grid",
                "So many categories make too large a grid for balanced means. Use fewer covariates with categories.",
            )
        inside = np.array(list(itertools.product(*others.values()))).reshape(size, len(others))
        rows = []
        for point in itertools.product(*fixed.values()):
            settings = {name: inside[:, k] for k, name in enumerate(others)}
            settings |= {name: np.full(size, value) for name, value in zip(fixed, point, strict=True)}
            rows.append(self.at(settings, size).mean(axis=0))
        return np.array(rows)

    def columns_of(self, term: Term) -> list[int]:
        """Which columns of X belong to this term."""
        made: list[int] = []
        start = 1
        for other in self.terms:
            width = int(np.prod([1 if (v := self.variables[n]).levels is None else len(v.levels) - 1 for n in other]))
            if other == term:
                made = list(range(start, start + width))
            start += width
        return made


def _columns(
    variables: Mapping[str, Variable], terms: Iterable[Term], values: Mapping[str, Array], rows: int
) -> tuple[list[str], Array]:
    names, columns = ["(Intercept)"], [np.ones((rows, 1))]
    for term in terms:
        here, block = [""], np.ones((rows, 1))
        for part in term:
            more, dummies = variables[part].dummies(values[part])
            # R's order: the first variable of a product changes fastest.
            here = [f"{a}:{b}" if a else b for b in more for a in here]
            block = (block[:, None, :] * dummies[:, :, None]).reshape(rows, -1)
        names += here
        columns.append(block)
    return names, np.hstack(columns)


def design(variables: Iterable[Variable], terms: Iterable[Term]) -> Design:
    """The design matrix of an intercept and `terms`. Raises Unfit("one_level") where a category has a single level
    in the rows used."""
    known = {v.name: v for v in variables}
    for v in known.values():
        if v.levels is not None and len(v.levels) < 2:
            only = v.levels[0] if v.levels else "nothing"
            raise Unfit(
                "one_level",
                f"In the rows that can be used, {v.name} is always “{only}”: there is nobody to compare with.",
            )
    terms = tuple(terms)
    rows = len(next(iter(known.values())).values) if known else 0
    names, X = _columns(known, terms, {n: v.values for n, v in known.items()}, rows)
    return Design(known, terms, names, X)

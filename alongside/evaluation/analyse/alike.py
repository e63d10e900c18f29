"""How far arms differ, column by column, drawn: what a table of balance says, for the eye."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from alongside.evaluation.analyse.outcome import Drawing, Series

# Of a standardised difference: up to here it is commonly called small.
SMALL = 0.1


def alike(columns: Sequence[str], ways: Mapping[str, Mapping[str, float | None]]) -> Drawing:
    """``ways``: {as they are, or made alike in some way: {column: standardised difference of means}}."""
    return Drawing(
        "rows",
        "Are the arms alike?",
        [Series(way, list(columns), [_shown(found.get(name)) for name in columns]) for way, found in ways.items()],
        "difference in standard deviations; within the shaded band it is small (0.1)",
        reference=0.0,
        band=(-SMALL, SMALL),
    )


def _shown(value: float | None) -> float | None:
    """With four decimals: what weights make exactly alike is 0, and not 3e-15."""
    return value if value is None else round(value, 4) + 0.0

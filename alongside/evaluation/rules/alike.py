"""How alike the arms of a study are at the start, as a drawing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from alongside.evaluation.analyse.alike import alike
from alongside.evaluation.analyse.outcome import Drawing
from alongside.evaluation.analyse.saying import Sentence
from alongside.evaluation.methods.weighting import balance
from alongside.evaluation.rules.framing import ARM, Cell, Frame
from alongside.evaluation.rules.own import CLUSTER, LEAST_WOMEN


def at_the_start(frame: Frame, arms: Sequence[str], own: str = "") -> Drawing | None:
    """Each further arm beside the first: every characteristic and the first outcome; ``None``: nothing to compare.

    With our own programme among the arms (``own``) words are left out, whose shares are not told, and so are numbers
    that fewer than five have; what is left stands with one decimal, as its means do.
    """
    if len(arms) < 2 or not frame.rows:
        return None
    names = [name for name in (*frame.characteristics, *frame.outcomes[:1]) if name != CLUSTER]
    arm_of = frame.column(ARM)
    labels: dict[str, None] = {}
    ways: dict[str, dict[str, float | None]] = {}
    for other in arms[1:]:
        found: dict[str, float | None] = {}
        for name in names:
            pairs = [(cell, arm == other) for cell, arm in zip(frame.column(name), arm_of, strict=True)
                     if cell is not None and arm in (other, arms[0])]  # fmt: skip
            for label, value in _of(name, pairs, bool(own)).items():
                found[label] = value
                labels[label] = None
        ways[Sentence("{arm} less {other}", arm=other, other=arms[0])] = found
    return alike(list(labels), ways) if labels else None


def _of(name: str, pairs: Sequence[tuple[Cell, bool]], own: bool) -> dict[str, float | None]:
    """{label: standardised difference} of one column: a number, or each of its words."""
    treated = np.array([float(mine) for _cell, mine in pairs])
    least = min(int(treated.sum()), int((1 - treated).sum())) if len(pairs) else 0
    if least < (LEAST_WOMEN if own else 2):
        return {}
    cells = [cell for cell, _mine in pairs]
    if all(isinstance(cell, float) for cell in cells):
        columns = {name: np.array(cells, dtype=float)}
    elif own:
        return {}
    else:
        words = sorted({str(cell) for cell in cells})
        columns = {f"{name}: {word}": np.array([float(str(cell) == word) for cell in cells]) for word in words}
    smd = balance(np.column_stack(list(columns.values())), treated)
    return {
        label: round(float(value), 1 if own else 3) + 0.0 if np.isfinite(value) else None
        for label, value in zip(columns, smd, strict=True)
    }

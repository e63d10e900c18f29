"""Several registered primary outcomes: of many p values the smallest is small by chance, so they are held together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from alongside.evaluation.methods.linking import holm

# The option that names the outcome, and the p values of arms beside the first one.
_P: dict[str, tuple[str, Callable[[Mapping[str, Any]], list[float | None]]]] = {
    "ancova": ("outcome", lambda values: [each["p"] for each in values["arm_effect"].values()]),
    "compare": ("outcome", lambda values: [values["overlap"]["p"]]),
    "paired": ("post", lambda values: [each["p"] for each in values["between"]]),
}


@dataclass(frozen=True)
class Held:
    """One primary outcome: the analysis that counts for it, its p as it stands, and as one of all (Holm)."""

    outcome: str
    analysis: str = ""
    p: float | None = None
    p_holm: float | None = None


def held_together(
    primary: Sequence[str], answers: Iterable[tuple[str, str, Mapping[str, Any], Mapping[str, Any]]]
) -> list[Held]:
    """``answers``: (name, method, options, values) in the order of the plan. [] for fewer than two primary outcomes.

    For each outcome the first analysis in the plan counts that compares two arms in it. An outcome without one counts
    among all as if its p were 1: whoever registered it meant to look.
    """
    if len(primary) < 2:
        return []
    first: dict[str, tuple[str, float]] = {}
    for name, method, options, values in answers:
        if method not in _P or not values:
            continue
        option, p_of = _P[method]
        outcome = str(options.get(option))
        if outcome not in primary or outcome in first:
            continue
        found = p_of(values)
        if len(found) == 1 and found[0] is not None:
            first[outcome] = (name, found[0])
    adjusted = holm([first[outcome][1] if outcome in first else 1.0 for outcome in primary])
    if not first:
        return []
    return [
        Held(outcome, *first[outcome], p) if outcome in first else Held(outcome)
        for outcome, p in zip(primary, adjusted, strict=True)
    ]

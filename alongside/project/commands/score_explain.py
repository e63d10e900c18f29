"""How a score came about, in words."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from alongside.instruments.rules import ScaleScore, Scores
from alongside.instruments.rules.definition import Scale, plain
from alongside.instruments.rules.scoring import GATE, LOWER_BOUND, NOTHING, rounded
from alongside.instruments.rules.words import listed


def explained(scores: Scores, answers: Mapping[str, Any]) -> list[str]:
    """A line for each scale and pattern, and one for critical answers."""
    lines = []
    if scores.error:
        why = f" ({scores.because})" if scores.because else ""
        lines.append(f"Not scored: {scores.error}{why}.")
    else:
        for scale in scores.definition.scales:
            lines.append(_scale(scores, scale, scores.scales[scale.code], answers))
        for algorithm in scores.definition.algorithms:
            value = scores.algorithms[algorithm.code]
            said = "not known: a missing answer leaves it open" if value is None else _yes_no(value)
            lines.append(f"{algorithm.code}: {said}. Rule: {algorithm.rule}")
    if scores.critical:
        labels = {c.item: c.label for c in scores.definition.critical}
        told = "; ".join(f"item {item}, {labels[item]}" for item in scores.critical)
        lines.append(f"Somebody must be told at once: {told}.")
    return lines


def _scale(scores: Scores, scale: Scale, score: ScaleScore, answers: Mapping[str, Any]) -> str:
    missing = [name for name in scale.items if answers.get(name) is None]
    if score.reason == GATE and scores.definition.gate:
        return f"{scale.code}: not scored, for the first question ({scores.definition.gate.item.id}) was not answered."
    if score.reason == LOWER_BOUND:
        met = _met(scale, score)
        return (
            f"{scale.code}: at least {score.at_least}; item {listed(missing)} not answered, so there is no total.{met}"
        )
    if score.reason == NOTHING:
        return f"{scale.code}: not scored, nothing was answered."
    if score.reason:
        most = scale.missing.most if scale.missing.method in ("prorate_sum", "available") else 0
        allowed = f"at most {most} may be" if most else "none may be"
        return f"{scale.code}: not scored. Not answered: item {listed(missing)}; {allowed}."
    parts = [f"{scale.code}: {score.value}" + (f", {score.band}" if score.band else "") + "."]
    if scores.definition.gate and answers.get(scores.definition.gate.item.id) in scores.definition.gate.stops:
        parts.append("The first question was answered so that the others are not asked; each counts nought.")
    elif scale.entered and answers.get(scale.entered) is not None:
        parts.append("The total was counted by whoever answered.")
    else:
        parts.append(_how(scale, score, missing))
    return " ".join(parts).rstrip() + _met(scale, score)


def _how(scale: Scale, score: ScaleScore, missing: list[str]) -> str:
    words = {"sum": "Sum", "mean": "Mean", "max": "Highest", "weighted": "Weighted sum",
             "position_map": "Sum of what each position counts", "percent_positive": "Per cent favourable"}  # fmt: skip
    said = f"{words[scale.method]} of {len(scale.items)} items"
    turned = [name for name in scale.items if name in scale.reverse]
    if turned:
        said += f", {listed(turned)} turned round ({plain(scale.reverse_base)} minus the answer)"
    if scale.multiply != 1:
        said += f", times {plain(scale.multiply)}"
    if score.prorated:
        answered = len(scale.items) - score.n_missing
        before = rounded(Fraction(score.exact or 0) * answered / len(scale.items) / Fraction(str(scale.multiply)), 2)
        said += f"; {listed(missing)} not answered, so {before} × {len(scale.items)} / {answered}"
    elif missing and scale.missing.method == "skip_rule_zero":
        said += f"; {listed(missing)} left out by a skip rule, which says what that counts"
    elif missing:
        said += f"; {listed(missing)} not answered ({scale.missing.method}: {scale.missing.basis})"
    return said + "."


def _met(scale: Scale, score: ScaleScore) -> str:
    told = [f"{cutoff.key} ({cutoff.label}): {_yes_no(score.met.get(cutoff.key))}" for cutoff in scale.cutoffs]
    return " Cut-offs: " + "; ".join(told) + "." if told else ""


def _yes_no(value: Any) -> str:
    return (
        {True: "yes", False: "no", None: "not known"}[value] if value is None or isinstance(value, bool) else str(value)
    )

"""What `change` stands on: the SD, the critical value, the cut-off and the sides of it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from alongside.evaluation.analyse.pairing import Pairs
from alongside.evaluation.analyse.saying import Sentence
from alongside.evaluation.methods import change as methods
from alongside.evaluation.methods.refusing import Unfit


def critical_value(asked: SimpleNamespace) -> float:
    """What the index must pass: two-sided, for HA the risk of a wrong class."""
    from scipy.stats import norm

    return float(norm.ppf(1 - (asked.alpha if asked.variant == "HA" else asked.alpha / 2)))


def what_it_stands_on(pairs: Pairs, asked: SimpleNamespace) -> methods.Figures:
    """The figures behind the index: the norm's SD, or that of whom ``sd_from`` says."""
    whole = pairs.whole
    sd = asked.sd
    if sd is None and asked.sd_from == "baseline":
        everybody = pairs.pre[~np.isnan(pairs.pre)]
        sd = float(everybody.std(ddof=1)) if everybody.size > 1 else 0.0
    return methods.figures(pairs.pre[whole], pairs.post[whole], sd)


def notes_on_sd(pairs: Pairs, asked: SimpleNamespace) -> list[str]:
    """Whose SD it is, how few there are, who has nobody."""
    notes = (
        [Sentence("The variant is {variant}: others class some people otherwise.", variant=asked.variant)]
        if asked.approach != "cutoff"
        else []
    )
    n, lost = int(pairs.whole.sum()), int(pairs.whole.size - pairs.whole.sum())
    if asked.sd is None and asked.approach != "cutoff":
        if asked.sd_from == "baseline":
            whose = Sentence("everybody with an earlier score")
        else:
            whose = Sentence("those with both scores")
        gone = Sentence(" ({lost} have no pair)", lost=lost) if lost else ""
        notes.append(
            Sentence(
                "The SD is that of {whose} in this file, so what counts as reliable moves with who is in it{gone}; "
                "give the norm's with --sd.",
                whose=whose,
                gone=gone,
            )
        )
    if n < 10:
        notes.append(Sentence("There are only {n} pairs: a share of so few says little.", n=n))
    empty = [level for k, level in enumerate(pairs.levels) if not (pairs.whole & (pairs.group == k)).any()]
    if empty:
        notes.append(Sentence("Nobody has both scores in: {empty}.", empty=empty))
    return notes


def sides(
    pre: np.ndarray, post: np.ndarray, asked: SimpleNamespace, better: int, stand: methods.Figures
) -> tuple[np.ndarray, np.ndarray, np.ndarray | None, dict[str, Any]]:
    """(clinical before, functional after, HA's cs index, what the cut-off stands on)."""
    own = methods.figures(pre, post, None if asked.clinical_sd is None else asked.clinical_sd)
    norms = methods.Norms(
        own.mean_pre if asked.clinical_mean is None else asked.clinical_mean, own.sd,
        asked.functional_mean, asked.functional_sd,
    )  # fmt: skip
    hageman = asked.variant == "HA" and asked.cutoff_value is None
    all_of = methods.cutoffs(norms, better, methods.checked_reliability(asked.reliability) if hageman else None)
    cutoff = all_of.get(asked.cutoff) if asked.cutoff_value is None else asked.cutoff_value
    if cutoff is None:
        raise Unfit(
            "norms_missing", f"The cut-off {asked.cutoff} needs the functional group's figures.",
            "Give --functional-mean and --functional-sd, or a fixed --cutoff-value.",
        )  # fmt: skip
    before, after = methods.sides(pre, cutoff, better, asked.on_cutoff)[0], methods.sides(
        post, cutoff, better, asked.on_cutoff)[1]  # fmt: skip
    cs = None
    if asked.variant == "HA":
        error = methods.measurement_error(stand.sd, methods.checked_reliability(asked.reliability))
        cs = methods.surely_across(post, cutoff, stand, error)
        after = before & (better * cs > critical_value(asked))
    return before, after, cs, {
        "cutoff": cutoff, "cutoff_type": asked.cutoff if asked.cutoff_value is None else "given",
        "on_cutoff": asked.on_cutoff,
        "n_on_cutoff": {"pre": int((pre == cutoff).sum()), "post": int((post == cutoff).sum())},
        "cutoffs": all_of, "m_clinical": norms.mean_clinical, "sd_clinical": norms.sd_clinical,
        "m_functional": norms.mean_functional, "sd_functional": norms.sd_functional,
    }  # fmt: skip


def notes_on_sides(more: dict[str, Any], asked: SimpleNamespace) -> list[str]:
    """Whose a score on the cut-off is, and which b this is."""
    whose = {
        "neither": Sentence("is on neither side"), "clinical": Sentence("counts as clinical"),
        "functional": Sentence("counts as functional"),
    }[asked.on_cutoff]  # fmt: skip
    exactly = more["n_on_cutoff"]
    notes = [
        Sentence(
            "A score exactly on the cut-off {whose} (earlier: {pre}, later: {post}); see --on-cutoff.",
            whose=whose,
            pre=exactly["pre"],
            post=exactly["post"],
        )
    ]
    if more["cutoff_type"] == "b-clinical-sd":
        notes.append(
            Sentence(
                "This cut-off b uses the clinical SD, as one package does; the published one uses the functional SD."
            )
        )
    return notes

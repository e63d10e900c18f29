"""Reliable and clinically significant change between two times, by its published variants.

Directions: ``better`` is +1 where higher scores are better, -1 where lower ones are. Classes of the combined rule are
numbered as in ``CLASSES``; -1 is "not used" (a score is missing).

Sources: Jacobson and Truax 1991 (JT, doi 10.1037/0022-006X.59.1.12); Gulliksen, Lord and Novick in Hsu 1989, 1995
(GLN); Hsu, Linn and Lord in Hsu 1989 (HLL); Edwards and Nunnally in Speer 1992 (EN, doi 10.1037/0022-006X.60.3.402);
Nunnally and Kotsch 1983 (NK); Hageman and Arrindell 1999 (HA, doi 10.1016/S0005-7967(99)00032-7). The variant by a
hierarchical model is in ``slopes``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from alongside.evaluation.methods.refusing import Unfit

VARIANTS = ("JT", "GLN", "HLL", "EN", "NK", "HA")
CLASSES = ("Recovered", "Improved", "Unchanged", "Deteriorated", "Harmed")
RECOVERED, IMPROVED, UNCHANGED, DETERIORATED, HARMED = range(5)


@dataclass(frozen=True)
class Figures:
    """What an index stands on. ``sd`` is the SD behind the measurement error; means and ``sd_post`` are of those
    used.
    """

    mean_pre: float
    sd: float
    mean_post: float
    sd_post: float
    correlation: float


def figures(pre: np.ndarray, post: np.ndarray, sd: float | None = None) -> Figures:
    """The sample's figures over complete pairs; ``sd`` puts a norm's in place of the sample's.

    Raises Unfit: too_few (under two pairs, where the sample's SD is needed), zero_variance.
    """
    if pre.size < 2 and sd is None:
        raise Unfit("too_few", f"Only {pre.size} of the rows have both scores; a spread needs two.", "Give --sd.")
    own = float(pre.std(ddof=1)) if pre.size > 1 else 0.0
    later = float(post.std(ddof=1)) if pre.size > 1 else 0.0
    spread = own if sd is None else float(sd)
    if not spread > 0:
        raise Unfit(
            "zero_variance", "All earlier scores are equal: their spread is 0.", "Give the norm's SD with --sd."
        )
    together = float(np.corrcoef(pre, post)[0, 1]) if own > 0 and later > 0 else float("nan")
    return Figures(float(pre.mean()), spread, float(post.mean()), later, together)


def checked_reliability(r: float | None, name: str = "reliability") -> float:
    """A reliability from 0 to below 1. Raises Unfit: reliability_missing, reliability_impossible."""
    if r is None:
        raise Unfit(
            "reliability_missing", "A statement about change is only as good as the measure's reliability.",
            f"Give --{name}, from 0 to below 1, and where it comes from.",
        )  # fmt: skip
    if not 0 <= r < 1:
        raise Unfit("reliability_impossible", f"--{name} {r:g} cannot be: it lies from 0 to below 1.")
    return float(r)


def measurement_error(sd: float, r: float) -> float:
    """Standard error of measurement, sd √(1 - r), in points."""
    return float(sd * np.sqrt(1 - r))


def true_reliability(sd: float, error: float, what: str) -> float:
    """Hageman and Arrindell's reliability of a group with its own spread, (sd² - error²) / sd². Raises Unfit under
    0.
    """
    found = (sd * sd - error * error) / (sd * sd) if sd > 0 else -1.0
    if found <= 0:
        raise Unfit(
            "reliability_negative", f"The spread of {what} ({sd:.4g}) is not larger than the measurement error "
            f"({error:.4g}): the variant HA cannot be computed.", "Take JT, or norms of a wider group.",
        )  # fmt: skip
    return found


def index(
    variant: str, pre: np.ndarray, post: np.ndarray, stand: Figures, r: float, r_post: float | None = None,
    nk_post_sd: bool = False,
) -> tuple[np.ndarray, dict[str, float]]:  # fmt: skip
    """(reliable change index of each pair (n,), the standard errors it stands on), signed as the score is.

    JT: (post - pre) / (sd √(2(1 - r))). GLN: ((post - m₁) - r (pre - m₁)) / (sd √(1 - r²)). HLL: the same with post -
    m₂. EN: (post - m₁ - r (pre - m₁)) / (sd √(1 - r)). NK: the same numerator over
    √(r² sd² (1 - r) + sd² (1 - r₂)), or with the later SD in its second term (``nk_post_sd``). HA:
    ((post - pre) r_dd + (m₂ - m₁)(1 - r_dd)) / (√r_dd √2 error), r_dd the reliability of the differences.
    """
    sd, error = stand.sd, measurement_error(stand.sd, r)
    if variant == "JT":
        s_diff = error * np.sqrt(2)
        return (post - pre) / s_diff, {"se_measurement": error, "s_diff": float(s_diff)}
    if variant in ("GLN", "HLL"):
        prediction = sd * np.sqrt(1 - r * r)
        centre = stand.mean_pre if variant == "GLN" else stand.mean_post
        return ((post - centre) - r * (pre - stand.mean_pre)) / prediction, {"se_prediction": float(prediction)}
    expected = r * (pre - stand.mean_pre) + stand.mean_pre
    if variant == "EN":
        return (post - expected) / error, {"se_measurement": error}
    if variant == "NK":
        second = stand.sd_post if nk_post_sd else sd
        below = np.sqrt(r * r * sd * sd * (1 - r) + second * second * (1 - (r if r_post is None else r_post)))
        return (post - expected) / below, {"se_nk": float(below)}
    differences = sd**2 + stand.sd_post**2 - 2 * sd * stand.sd_post * stand.correlation
    r_pre = true_reliability(sd, error, "the earlier scores")
    r_later = true_reliability(stand.sd_post, error, "the later scores")
    shared = sd**2 * r_pre + stand.sd_post**2 * r_later - 2 * sd * stand.sd_post * stand.correlation
    r_dd = shared / differences if differences > 0 else float("nan")
    if not r_dd > 0:
        raise Unfit(
            "reliability_negative", "The reliability of the differences is not above 0: HA cannot be computed.",
            "Take JT.",
        )  # fmt: skip
    moved = (post - pre) * r_dd + (stand.mean_post - stand.mean_pre) * (1 - r_dd)
    return moved / (np.sqrt(r_dd) * np.sqrt(2) * error), {"se_measurement": error, "r_dd": float(r_dd)}


@dataclass(frozen=True)
class Norms:
    """Means and SDs of the clinical and the functional group; None where not known."""

    mean_clinical: float
    sd_clinical: float
    mean_functional: float | None = None
    sd_functional: float | None = None


def cutoffs(norms: Norms, better: int, r: float | None = None) -> dict[str, float | None]:
    """Jacobson and Truax' cut-offs a, b, c in points; b with the functional SD (as published) and with the clinical
    one.

    a: clinical mean + better · 2 SD. b: functional mean - better · 2 SD. c: between both, weighted by the spreads.
    With a reliability ``r``: Hageman and Arrindell's, where each SD is its true part, SD √reliability.
    """
    clinical, functional = norms.sd_clinical, norms.sd_functional
    if r is not None:
        error = measurement_error(clinical, r)
        clinical = clinical * np.sqrt(true_reliability(clinical, error, "the clinical group"))
        if functional is not None:
            functional = functional * np.sqrt(true_reliability(functional, error, "the functional group"))
    found: dict[str, float | None] = {"a": norms.mean_clinical + better * 2 * clinical}
    mean = norms.mean_functional
    found["b"] = None if mean is None or functional is None else mean - better * 2 * functional
    found["b-clinical-sd"] = None if mean is None else mean - better * 2 * clinical
    found["c"] = (
        None if mean is None or functional is None
        else (clinical * mean + functional * norms.mean_clinical) / (clinical + functional)
    )  # fmt: skip
    return {name: None if value is None else float(value) for name, value in found.items()}


def sides(scores: np.ndarray, cutoff: float, better: int, on_it: str = "neither") -> tuple[np.ndarray, np.ndarray]:
    """(on the clinical side, on the functional side), bool (n,). ``on_it``: whose a score exactly on the cut-off is."""
    clinical, functional = better * scores < better * cutoff, better * scores > better * cutoff
    exactly = scores == cutoff
    if on_it == "clinical":
        clinical = clinical | exactly
    elif on_it == "functional":
        functional = functional | exactly
    return clinical, functional


def surely_across(post: np.ndarray, cutoff: float, stand: Figures, error: float) -> np.ndarray:
    """Hageman and Arrindell's cs index of each later score: how surely its true score is beyond the cut-off."""
    later = true_reliability(stand.sd_post, error, "the later scores")
    return (stand.mean_post + (post - stand.mean_post) * later - cutoff) / (np.sqrt(later) * error)


def classes(
    rci: np.ndarray, better: int, critical: float, clinical_before: np.ndarray | None = None,
    functional_after: np.ndarray | None = None, harmed: bool = True,
) -> np.ndarray:  # fmt: skip
    """int8 (n,): the class of each pair; nan indices are -1.

    Improved and deteriorated: the index beyond ± ``critical``, strictly. With sides: recovered is improved, from the
    clinical to the functional side; harmed is deteriorated, from not clinical to not functional (never under
    ``harmed=False``).
    """
    found = np.full(rci.shape, UNCHANGED, dtype=np.int8)
    up, down = better * rci > critical, better * rci < -critical
    found[up], found[down] = IMPROVED, DETERIORATED
    if clinical_before is not None and functional_after is not None:
        found[up & clinical_before & functional_after] = RECOVERED
        if harmed:
            found[down & ~clinical_before & ~functional_after] = HARMED
    found[np.isnan(rci)] = -1
    return found


def crossing(clinical_before: np.ndarray, functional_after: np.ndarray) -> np.ndarray:
    """int8 (n,): the cut-off alone. Improved: clinical, then functional. Deteriorated: not clinical, then not
    functional.
    """
    found = np.full(clinical_before.shape, UNCHANGED, dtype=np.int8)
    found[clinical_before & functional_after] = IMPROVED
    found[~clinical_before & ~functional_after] = DETERIORATED
    return found


def by_share(pre: np.ndarray, post: np.ndarray, better: int, up: float, down: float) -> tuple[np.ndarray, np.ndarray]:
    """(relative change (n,), class int8 (n,)): improved from ``up``, deteriorated from ``down`` (shares, 0.5 is half).

    A baseline of 0 has no share: nan, class -1 unless nothing changed.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(pre == 0, np.where(post == 0, 0.0, np.nan), (post - pre) / np.abs(pre))
    found = np.full(pre.shape, UNCHANGED, dtype=np.int8)
    found[(better * share >= up) & (post != pre)] = IMPROVED
    found[(better * share <= -down) & (post != pre)] = DETERIORATED
    found[np.isnan(share)] = -1
    return share, found


def by_points(pre: np.ndarray, post: np.ndarray, better: int, up: float, down: float) -> np.ndarray:
    """int8 (n,): improved from ``up`` points towards better, deteriorated from ``down`` points the other way."""
    moved = better * (post - pre)
    found = np.full(pre.shape, UNCHANGED, dtype=np.int8)
    found[moved >= up], found[moved <= -down] = IMPROVED, DETERIORATED
    found[np.isnan(moved)] = -1
    return found


def mean_difference(later: np.ndarray, other: np.ndarray, level: float, paired: bool) -> tuple[float, float, float]:
    """(mean of later - other, its limits): Student's t on pairs, or Welch's on two groups. Raises Unfit under two
    rows.
    """
    from scipy.stats import t

    if min(later.size, other.size) < 2:
        raise Unfit("too_few", "A comparison of means needs at least two rows a group.")
    if paired:
        moved = later - other
        mean, df = moved.mean(), moved.size - 1.0
        se = moved.std(ddof=1) / np.sqrt(moved.size)
    else:
        a, b = later.var(ddof=1) / later.size, other.var(ddof=1) / other.size
        mean, se = later.mean() - other.mean(), np.sqrt(a + b)
        df = (a + b) ** 2 / (a**2 / (later.size - 1) + b**2 / (other.size - 1)) if se > 0 else 1.0
    if not se > 0:
        raise Unfit("zero_variance", "All differences are equal: there is no spread to compare them with.")
    half = t.ppf(0.5 + level / 2, df) * se
    return float(mean), float(mean - half), float(mean + half)


def said_of_group(difference: float, low: float, high: float, better: int, mid: float) -> str:
    """The group's difference against a minimal important one (``mid`` points), in the words of the anchor approach."""
    towards, weakest, strongest = (
        better * difference,
        min(better * low, better * high),
        max(better * low, better * high),
    )
    if weakest <= 0 <= strongest:
        return "Statistically not significant"
    if strongest < 0:
        return "Statistically significant, away from better"
    if strongest < mid:
        return "Statistically significant but not clinically relevant"
    if towards < mid:
        return f"Not significantly {'greater' if better > 0 else 'less'} than the threshold"
    return "Large clinically significant effect" if weakest > mid else "Probably clinically significant effect"


def pairs(
    ids: np.ndarray, waves: np.ndarray, values: np.ndarray, first: object, second: object
) -> tuple[np.ndarray, ...]:
    """(ids (m,), pre (m,), post (m,)) from rows of a long file, nan where a wave is not there; ids sorted.

    ``ids`` int or str (n,), ``waves`` (n,), ``values`` float64 (n,). Whole numbers that lie close together are their
    own places; all others are sorted. Raises Unfit when somebody has a wave twice.
    """
    is_first, is_second = waves == first, waves == second
    a, b = np.flatnonzero(is_first), np.flatnonzero(is_second)
    both = np.concatenate([ids[a], ids[b]])
    if not both.size:
        raise Unfit("no_rows", f"No row is of the waves {first} or {second}.")
    if both.dtype.kind in "iu" and int(both.max()) - int(both.min()) < 4 * both.size + 1000:
        lowest = int(both.min())
        place, many = both - lowest, int(both.max()) - lowest + 1
        who = np.arange(lowest, lowest + many)
    else:
        who, place = np.unique(both, return_inverse=True)
        many = who.size
    pre, post = np.full(many, np.nan), np.full(many, np.nan)
    there = np.zeros(many, dtype=np.int8)
    for rows, at, into, bit in ((a, place[: a.size], pre, 1), (b, place[a.size :], post, 2)):
        into[at] = values[rows]
        there[at] |= bit
        if np.count_nonzero(there & bit) != rows.size:
            twice = who[np.flatnonzero(np.bincount(at, minlength=many) > 1)[0]]
            raise Unfit("wave_twice", f"“{twice}” has the same wave twice.", "One row a person and wave is needed.")
    seen = there > 0
    return (who, pre, post) if seen.all() else (who[seen], pre[seen], post[seen])

"""What `change` may be asked, what its JSON holds, and where it ends."""

from __future__ import annotations

from alongside.evaluation.analyse.pairing import PAIR_OPTIONS
from alongside.evaluation.analyse.registry import Option
from alongside.evaluation.methods.change import VARIANTS

APPROACHES = ("combined", "reliable", "cutoff", "percentage", "anchor", "anchor-within", "anchor-between")
OPTIONS = (
    *PAIR_OPTIONS,
    Option("better", "Which way is better.", "choice", choices=("lower", "higher"), required=True),
    Option("group", "The column of arms, counted apart.", "column"),
    Option("reference", "The arm that others are compared with (anchor-between).", "text"),
    Option("approach", "The index with a cut-off, the index alone, the cut-off alone, a share, or an anchor.", "choice",
           "combined", APPROACHES),
    Option("variant", "Which published index; HLM needs three waves and --id, --score, --time.", "choice", "JT",
           (*VARIANTS, "HLM")),
    Option("reliability", "The measure's reliability, from 0 to below 1.", "number"),
    Option("reliability-post", "NK: that of the later scores, if it differs.", "number"),
    Option("nk-post-sd", "NK: the later SD in the second term of its error.", "flag"),
    Option("sd", "The norm's SD behind the measurement error, in points.", "number"),
    Option("sd-from", "Without --sd: whose SD.", "choice", "completers", ("completers", "baseline")),
    Option("alpha", "Two-sided for the index (HA: the risk of a wrong class).", "number", 0.05),
    Option("cutoff", "Which cut-off; b has 2 functional SDs, b-clinical-sd 2 clinical ones.", "choice", "c",
           ("a", "b", "b-clinical-sd", "c")),
    Option("cutoff-value", "A fixed cut-off, in points.", "number"),
    Option("on-cutoff", "Whose a score exactly on the cut-off is.", "choice", "neither",
           ("neither", "clinical", "functional")),
    Option("functional-mean", "Mean of people without the difficulty.", "number"),
    Option("functional-sd", "Their SD.", "number"),
    Option("clinical-mean", "Mean of people with it; without it, the earlier scores here.", "number"),
    Option("clinical-sd", "Their SD; without it, that of the earlier scores here.", "number"),
    Option("percent", "percentage: improved from this share of the earlier score.", "number", 50.0),
    Option("percent-worse", "percentage: deteriorated from this share, if it differs.", "number"),
    Option("mid", "anchor: the smallest change that matters, in points.", "number"),
    Option("mid-worse", "anchor: the same for the worse, if it differs.", "number"),
    Option("level", "anchor-within, anchor-between: of the interval.", "number", 0.95),
)  # fmt: skip
KEYS = {
    "summary": "A list: `group`, `category`, `n`, `percent` (share of all), `percent_by_group` (share of the group). "
    "combined: Recovered, Improved, Unchanged, Deteriorated, Harmed; others: Improved, Unchanged, Deteriorated.",
    "each": "Lists in the order of the file, of those with both scores: `id`, `group`, `rci` (signed as the score is), "
    "`category`; `cs_index` (HA), `share` (percentage), `change` (anchor), `eb_estimate` and `sd` (HLM).",
    "between": "With --group, a list, each arm against the first: `counts` of both by class, best class first; "
    "`chi2`, `df`, `p_chi2`, `p_exact` (Fisher, Freeman and Halton), `trend_z`, `p_trend`, `p_mann_whitney`; of those "
    "improved or better `difference`, `low`, `high` (Newcombe), `odds_ratio`, `number_needed`; or `refused`.",
    "n_used": "Who has both scores (HLM: at least three).",
    "critical": "What the index must pass, either way.",
    "s_diff, se_measurement, se_prediction, se_nk, r_dd": "What the index stands on, by variant; `points_needed` (JT).",
    "m_pre, m_post, sd, sd_post": "Means and SDs; `sd` is the one behind the measurement error.",
    "cutoff, cutoff_type, cutoffs": "The cut-off used, and a, b (functional SD), b-clinical-sd, c side by side.",
    "m_clinical, sd_clinical, m_functional, sd_functional": "What the cut-offs stand on.",
    "on_cutoff, n_on_cutoff": "The rule for a score exactly on it, and how many there are.",
    "variants": "combined: the classes under each variant, and `n_differ`: whom another one classes otherwise.",
    "n_undefined": "percentage: who began at 0.",
    "groups": "anchor-within, anchor-between: `difference`, `lower`, `upper`, `ci`, `n` (or `n_reference`, "
    "`n_comparison`), `category`.",
    "fixed, fixed_se, sigma, covariance, log_likelihood": "HLM: the model (restricted maximum likelihood).",
}
LIMITS = (
    "Reliable lies beyond the critical value, not at it: 1.959964 with --alpha .05, for which 1.96 is written. What is "
    "said of one woman, and the reports over a programme or over sites, judge by the same number.",
    "The variant decides: on the Beat the Blues trial at two months 37 of 97 people change class among JT, GLN, HLL, "
    "EN, NK and "
    "HA with one cut-off. Every report names its variant; `variants` shows the others.",
    "Without `--sd` the SD comes from those analysed: in that trial the error of a difference is 5.71 points at two "
    "months and "
    "5.08 at eight, when fewer are left, so that one woman's threshold moves with others' leaving. Give the norm's SD.",
    "Cut-off b as published is the functional mean and 2 functional SDs; one package uses 2 clinical SDs "
    "(`b-clinical-sd`).",
    "percentage: who begins at 0 has no share and is in no class. (One package calls such a worsening both improved "
    "and "
    "deteriorated.)",
    "HLM judges a slope against the mean slope: whoever improves like the average is “unchanged”.",
    "A score exactly on the cut-off is on neither side, unless `--on-cutoff` says otherwise; how many there are is "
    "told.",
    "An index says nothing of why somebody changed; without a comparison it also counts what time alone does.",
)

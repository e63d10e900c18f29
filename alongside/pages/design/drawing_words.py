"""Our own labels in drawings of studies, in the language of the page. What a file calls things stays as it is.

Further words of results stand in ``result_words``.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language, pgettext_lazy

from alongside.evaluation.analyse.figure import Words
from alongside.evaluation.rules.for_women import HOW_TO_READ

# As the methods write them, so that the command line and the page name the same thing.
LABELS: dict[str, Any] = {
    "Outcomes by wave and arm": pgettext_lazy("in a drawing", "Outcomes by wave and arm"),
    "Mean of each arm with its 95% interval; each drawing has a scale of its own.": pgettext_lazy(
        "in a drawing", "Mean of each arm with its 95% interval; each drawing has a scale of its own."
    ),
    "Means with 95% intervals (normal)": pgettext_lazy("in a drawing", "Means with 95% intervals (normal)"),
    "How likely it is worth its cost": pgettext_lazy("in a drawing", "How likely it is worth its cost"),
    "what one unit of effect is worth (λ)": pgettext_lazy("in a drawing", "what one unit of effect is worth (λ)"),
    "probability": pgettext_lazy("in a drawing", "probability"),
    "Still there": pgettext_lazy("in a drawing", "Still there"),
    "still followed at this time": pgettext_lazy("in a drawing", "still followed at this time"),
    "share": pgettext_lazy("in a drawing", "share"),
    "share of group": pgettext_lazy("in a drawing", "share of group"),
    "class": pgettext_lazy("in a drawing", "class"),
    "mean": pgettext_lazy("in a drawing", "mean"),
    "wave": pgettext_lazy("in a drawing", "wave"),
    "effect": pgettext_lazy("in a drawing", "effect"),
    "effect with its 95% interval": pgettext_lazy("in a drawing", "effect with its 95% interval"),
    "total indirect": pgettext_lazy("in a drawing", "total indirect"),
    "direct": pgettext_lazy("in a drawing", "direct"),
    "total": pgettext_lazy("in a drawing", "total"),
    "paths": pgettext_lazy("in a drawing", "paths"),
    "path": pgettext_lazy("in a drawing", "path"),
    "of": pgettext_lazy("in a drawing", "of"),
    "from": pgettext_lazy("in a drawing", "from"),
    "to": pgettext_lazy("in a drawing", "to"),
    "value": pgettext_lazy("in a drawing", "value"),
    "how many": pgettext_lazy("in a drawing", "how many"),
    "all": pgettext_lazy("in a drawing", "all"),
    "Difference in points": pgettext_lazy("in a drawing", "Difference in points"),
    "difference": pgettext_lazy("in a drawing", "difference"),
    "Recovered": pgettext_lazy("in a drawing", "Recovered"),
    "Improved": pgettext_lazy("in a drawing", "Improved"),
    "Unchanged": pgettext_lazy("in a drawing", "Unchanged"),
    "Deteriorated": pgettext_lazy("in a drawing", "Worse"),
    "Harmed": pgettext_lazy("in a drawing", "Harmed"),
    "Shares": pgettext_lazy("in a drawing", "Shares"),
    "Against the margin": pgettext_lazy("in a drawing", "Against the margin"),
    "Endings": pgettext_lazy("in a drawing", "Endings"),
    "Fair shares of R²": pgettext_lazy("in a drawing", "Fair shares of R²"),
    "How many come together": pgettext_lazy("in a drawing", "How many come together"),
    "Odds of a higher level": pgettext_lazy("in a drawing", "Odds of a higher level"),
    "Ratios of rates": pgettext_lazy("in a drawing", "Ratios of rates"),
    "Share that left the clinical side: difference between arms": pgettext_lazy(
        "in a drawing", "Share that left the clinical side: difference between arms"
    ),
    "What follows on what": pgettext_lazy("in a drawing", "What follows on what"),
    "log odds ratio": pgettext_lazy("in a drawing", "log odds ratio"),
    "odds ratio": pgettext_lazy("in a drawing", "odds ratio"),
    "ratio of rates": pgettext_lazy("in a drawing", "ratio of rates"),
    "estimate": pgettext_lazy("in a drawing", "estimate"),
    "adjusted": pgettext_lazy("in a drawing", "adjusted"),
    "points": pgettext_lazy("in a drawing", "points"),
    "rows": pgettext_lazy("in a drawing", "rows"),
    "lag": pgettext_lazy("in a drawing", "lag"),
    HOW_TO_READ: pgettext_lazy(
        "in a drawing",
        "Each mark is the middle of a group. The line through it shows how sure we are: a long line, less sure.",
    ),
}
# Before a name: for drawings that were kept before sentences knew what they were made of (``said``).
BEFORE: dict[str, Any] = {
    "through ": pgettext_lazy("in a drawing", "through %(name)s"),
    "Adjusted mean ": pgettext_lazy("in a drawing", "Adjusted mean %(name)s"),
    "How likely it is worth its cost: ": pgettext_lazy("in a drawing", "How likely it is worth its cost: %(name)s"),
    "Change, ": pgettext_lazy("in a drawing", "Change, %(name)s"),
    "Share with the end ": pgettext_lazy("in a drawing", "Share with the end %(name)s"),
}


def say(words: str) -> str:
    """A label; what is not ours stays as it is."""
    if words in LABELS:
        return str(LABELS[words])
    for before, said in BEFORE.items():
        if words.startswith(before):
            return str(said) % {"name": words.removeprefix(before)}
    return words


def in_page_language() -> Words:
    """How drawings speak on this page."""
    return Words(say, comma=(get_language() or "en").startswith("fr"))

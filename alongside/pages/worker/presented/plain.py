"""Scales in plain words, as they stand over a picture: "Feeling low", "Support from friends". Nothing is decided by
them."""

from __future__ import annotations

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.assessment.rules.reading import Line, construct_of
from alongside.instruments.rules import Definition
from alongside.pages.worker.presented.constructs import CONSTRUCTS

# By construct, for the total of a measure or its only scale.
TOTALS: dict[str, Any] = {
    "anxiety": gettext_lazy("Worry"),
    "child behaviour": gettext_lazy("The child’s behaviour"),
    "confidence": gettext_lazy("Confidence"),
    "confidence to resist": gettext_lazy("Confidence not to use"),
    "depression": gettext_lazy("Feeling low"),
    "depression (perinatal)": gettext_lazy("Feeling low"),
    "distress": gettext_lazy("Feeling distressed"),
    "distress: anxiety, depression, trauma, functioning": gettext_lazy("Feeling distressed"),
    "goals": gettext_lazy("How far with the goal"),
    "mother-child relationship quality": gettext_lazy("The two together, as a worker sees them"),
    "mother-infant relationship": gettext_lazy("Strain between mother and baby"),
    "parenting confidence": gettext_lazy("Confidence as a mother"),
    "parenting stress": gettext_lazy("Stress as a mother"),
    "perceived support: family, friends, significant other": gettext_lazy("Support all around"),
    "recovery capital": gettext_lazy("Strengths to build on"),
    "stress": gettext_lazy("Feeling tense"),
    "substance use & severity": gettext_lazy("Using substances"),
    "trauma/PTSD": gettext_lazy("What hard things left behind"),
}
# By measure and scale, where a measure has several.
SCALES: dict[tuple[str, str], Any] = {
    ("AUDIT", "total"): gettext_lazy("Drinking"),
    ("AUDIT", "audit_c"): gettext_lazy("How much drinking"),
    ("AUDIT-C", "total"): gettext_lazy("How much drinking"),
    ("BAM", "use"): gettext_lazy("Days of using"),
    ("BAM", "risk"): gettext_lazy("What makes it harder"),
    ("BAM", "protective"): gettext_lazy("What helps"),
    ("DASS-21", "anxiety"): gettext_lazy("Worry"),
    ("DASS-21", "depression"): gettext_lazy("Feeling low"),
    ("DASS-21", "stress"): gettext_lazy("Feeling tense"),
    ("ECR-RS-general", "anxiety"): gettext_lazy("Fear of being left"),
    ("ECR-RS-general", "avoidance"): gettext_lazy("Keeping a distance"),
    ("MSPSS", "family"): gettext_lazy("Support from family"),
    ("MSPSS", "friends"): gettext_lazy("Support from friends"),
    ("MSPSS", "significant_other"): gettext_lazy("Support from a special person"),
    ("PRFQ", "certainty"): gettext_lazy("Being sure what the child feels"),
    ("PRFQ", "interest_curiosity"): gettext_lazy("Being curious about the child"),
    ("PRFQ", "pre_mentalizing"): gettext_lazy("Finding the child hard to read"),
    ("RAAS-close", "anxiety"): gettext_lazy("Fear of being left"),
    ("RAAS-close", "avoidance"): gettext_lazy("Keeping a distance"),
    ("RAAS-close", "close"): gettext_lazy("Being close to others"),
    ("RAAS-close", "depend"): gettext_lazy("Leaning on others"),
    ("READINESS-RULER", "confidence"): gettext_lazy("How confident"),
    ("READINESS-RULER", "importance"): gettext_lazy("How important it is"),
    ("READINESS-RULER", "readiness"): gettext_lazy("How ready"),
}


def plain_words(line: Line) -> str:
    """The plain words for a scale; "" where we have none."""
    if (line.instrument, line.scale) in SCALES:
        return str(SCALES[line.instrument, line.scale])
    main = line.scale == "total" or bool(line.terms and len(line.terms.scales) == 1)
    found = TOTALS.get(construct_of(line.terms, line.scale)) if main else None
    return str(found) if found else ""


def title(line: Line) -> str:
    """The plain words, else what is measured and the scale's own name, else the measure's name as it was written."""
    if line.terms is None or line.held is None:
        return line.instrument
    construct = construct_of(line.terms, line.scale)
    own = line.held.title or line.scale
    named = capfirst(str(CONSTRUCTS.get(construct, construct)))
    return plain_words(line) or (f"{named}: {own}" if named and len(line.terms.scales) > 1 else named or own)


def direction(line: Line) -> str:
    """ "lower is better", "higher is better", or "" where neither is."""
    return {"lower": _("lower is better"), "higher": _("higher is better")}.get(line.better, "")


def measure(terms: Definition | None, name: str) -> str:
    """What the measure is called, with its short name: "Patient Health Questionnaire-9 (PHQ-9)"."""
    if terms is None or not terms.title:
        return name
    return terms.title if terms.code.casefold() in terms.title.casefold() else f"{terms.title} ({terms.code})"

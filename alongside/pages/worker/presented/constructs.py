"""What instruments measure, in the reader's words. Names to be shown; nothing is decided by them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

# As definitions name it. A construct that is not here is shown as it is written there.
CONSTRUCTS: dict[str, Any] = {
    "ACEs": gettext_lazy("hard experiences in childhood"),
    "adult attachment / relationship capacity": gettext_lazy("being close to others, depending on them"),
    "anxiety": gettext_lazy("anxiety"),
    "child behaviour": gettext_lazy("the child's behaviour"),
    "child development": gettext_lazy("the child's development"),
    "child development (autism screen)": gettext_lazy("the child's development"),
    "child social-emotional development": gettext_lazy("the child's development"),
    "confidence to resist": gettext_lazy("confidence not to use"),
    "depression": gettext_lazy("depression"),
    "depression (perinatal)": gettext_lazy("depression"),
    "distress": gettext_lazy("distress"),
    "distress: anxiety, depression, trauma, functioning": gettext_lazy("distress"),
    "goals": gettext_lazy("her goals"),
    "mother-child interaction, observed": gettext_lazy("the two together, observed"),
    "mother-child relationship quality": gettext_lazy("the two together, as a worker sees it"),
    "mother-infant relationship": gettext_lazy("the two together, as she sees it"),
    "parental reflective functioning": gettext_lazy("thinking about what the child feels"),
    "parenting attitudes (evaluation only)": gettext_lazy("attitudes to parenting (evaluation only)"),
    "parenting confidence": gettext_lazy("confidence as a parent"),
    "parenting stress": gettext_lazy("stress as a parent"),
    "perceived support: family, friends, significant other": gettext_lazy("support by family and friends"),
    "readiness": gettext_lazy("readiness"),
    "recovery capital": gettext_lazy("strengths in recovery"),
    "service satisfaction": gettext_lazy("how she finds us"),
    "substance use & severity": gettext_lazy("using substances"),
    "trauma/PTSD": gettext_lazy("trauma"),
}

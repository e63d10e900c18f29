"""Words of occasions."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ScoreSource(models.TextChoices):
    HER_REPORT = "her_report", _("her own answers")
    CLINICIAN = "clinician", _("a clinician's rating")
    OBSERVED = "observed", _("observed play")
    IMPORTED = "imported", _("brought over from an earlier study or system")


class OccasionState(models.TextChoices):
    """What happened. A wave that fell into a gap is not available; nobody refused."""

    DONE = "done", _("done")
    OFFERED = "offered", _("offered")
    LATER = "later", _("later")
    DECLINED = "declined", _("she would rather not")
    NOT_AVAILABLE = "not_available", _("not available")

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


class No(models.TextChoices):
    """Why something cannot be recorded as it stands."""

    IN_FUTURE = "in_future", _("This day has not come yet. Please check the date.")
    INSTRUMENT_NEEDED = "instrument_needed", _("Please write the name of the measure.")
    CATEGORY_NEEDED = "category_needed", _("Please say what this is about.")
    NOT_A_NUMBER = "not_a_number", _("A total is a number. Please check it.")
    TOO_LARGE = "too_large", _("This number is larger than a total can be. Please check it.")
    TOTAL_WITHOUT_DOING = "total_without_doing", _("A total belongs to an occasion that was done.")
    ALREADY_RECORDED = "already_recorded", _("This measure is already recorded for this day and source.")
    NOT_OF_THIS_FAMILY = "not_of_this_family", _("This is somebody of another file. Please choose again.")

"""An occasion on which something was measured, in its thinnest form: name, day, subject, total, source."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alongside.assessment.terms import OccasionState, ScoreSource
from alongside.families.models import Family
from alongside.recordkeeping.models import Recorded


class Occasion(Recorded):
    """A dated answer, never a score on a person. ``subject`` is a woman, a child or a dyad of the family."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    subject = models.UUIDField()
    category = models.PositiveSmallIntegerField()
    instrument = models.TextField()
    wave = models.TextField(default="", blank=True)
    on = models.DateField()
    state = models.TextField(choices=OccasionState, default=OccasionState.DONE)
    total = models.DecimalField(max_digits=12, decimal_places=4, null=True, blank=True)
    source = models.TextField(choices=ScoreSource, default=ScoreSource.HER_REPORT)
    note = models.TextField(default="", blank=True)

    class Meta:
        indexes = [models.Index(fields=["family", "-on"], name="assessment_occasion_family")]
        constraints = [
            models.CheckConstraint(
                name="assessment_occasion_total",
                condition=Q(state="done") | Q(total__isnull=True),
                violation_error_message=_("A total belongs to an occasion that was done."),
            ),
            # Within one category: else a refusal would tell of an occasion that is not for whoever writes.
            models.UniqueConstraint(
                fields=["subject", "category", "instrument", "on", "source"], condition=Q(state="done"),
                name="assessment_occasion_once",
                violation_error_message=_("This measure is already recorded for this day and source."),
            ),
        ]  # fmt: skip

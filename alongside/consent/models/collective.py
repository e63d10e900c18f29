"""What a nation or community let go to somebody, beside what she agreed to herself (OCAP; E-30)."""

from __future__ import annotations

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alongside.agencies.models import Agency
from alongside.families.models import Family
from alongside.recordkeeping.models import Recorded


class CollectivePermission(Recorded):
    """A community's yes: about whom, to which agency, from when until when, given by whom. Written by whoever keeps
    privacy; opens nothing without her own yes."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    subject = models.UUIDField(help_text="the woman or the child it is about")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    given_by = models.TextField(help_text="the nation or community body, and who spoke for it")
    reference = models.TextField(default="", blank=True, help_text="the letter or resolution that says so")
    during = DateRangeField()
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_by = models.UUIDField(null=True, editable=False)
    ended_why = models.TextField(default="", blank=True)

    class Meta:
        indexes = [models.Index(fields=["family"], name="consent_collective_family")]
        constraints = [
            models.CheckConstraint(
                name="consent_collective_days",
                condition=Q(during__isempty=False, during__upper_inf=False),
                violation_error_message=_("The last day is before the first. Please check both."),
            ),
            models.CheckConstraint(
                name="consent_collective_given_by",
                condition=~Q(given_by=""),
                violation_error_message=_("Please write who gave it."),
            ),
        ]

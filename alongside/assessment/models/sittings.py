"""A sitting: the time she spends with questions, on a device handed to her, with somebody, or by mail."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alongside.assessment.terms import Feeling, Mode, SittingEnd
from alongside.families.models import Family, Woman
from alongside.recordkeeping.models import Recorded


class Sitting(Recorded):
    """One stretch of time with questions. Its id is also a principal of the wall: a device that was handed over is
    signed in as the sitting and sees nothing but it.

    ``before`` and ``after`` are content-free checks (E-09): how she is, never what about.
    """

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    woman = models.ForeignKey(Woman, on_delete=models.PROTECT, related_name="+")
    mode = models.TextField(choices=Mode)
    minutes = models.PositiveSmallIntegerField(default=15, help_text="how long it is meant to take at most")
    language = models.TextField(default="en")
    person_at_hand = models.UUIDField(null=True, blank=True, help_text="the colleague who is there")
    before = models.TextField(choices=Feeling, default="", blank=True)
    after = models.TextField(choices=Feeling, default="", blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end = models.TextField(choices=SittingEnd, default="", blank=True)

    class Meta:
        indexes = [models.Index(fields=["family", "-recorded_at"], name="assessment_sitting_family")]
        constraints = [
            models.CheckConstraint(
                name="assessment_sitting_end",
                condition=Q(ended_at__isnull=True, end="") | (Q(ended_at__isnull=False) & ~Q(end="")),
                violation_error_message=_("A sitting that ended says how."),
            )
        ]


class SittingPart(Recorded):
    """One measure in a sitting, in its place. ``subject`` and ``category`` are those of its occasion."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    subject = models.UUIDField()
    category = models.PositiveSmallIntegerField()
    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="parts")
    occasion = models.ForeignKey("assessment.Occasion", on_delete=models.PROTECT, related_name="parts")
    place = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sitting", "occasion"], name="assessment_part_once")]


class Mailing(Recorded):
    """Questions sent by post where her safe-contact plan allows it: a plain envelope, a code, no title (T-14)."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    woman = models.ForeignKey(Woman, on_delete=models.PROTECT, related_name="+")
    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="mailings")
    code = models.TextField(unique=True, help_text="random; stands on the paper instead of a name")
    sent_on = models.DateField()
    returned_on = models.DateField(null=True, blank=True)

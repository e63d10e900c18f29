"""The shared plan: what stands in its lanes, and what she signed."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alongside.accounts.models import Colleague
from alongside.consent.terms import SignedHow
from alongside.families.models import Family
from alongside.goals.terms import Lane, Leads
from alongside.recordkeeping.models import Recorded


class LaneVersion(Recorded):
    """What stands in one lane of the family's shared plan from this day on (D-60). One is added, none is changed.

    The plan is the newest version of each lane. Each lane is one kind of record, so that whoever may not read a kind
    finds no sign of its lane.
    """

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    subject = models.UUIDField(help_text="the woman whose family's plan it is")
    category = models.PositiveSmallIntegerField()
    lane = models.TextField(choices=Lane)
    number = models.PositiveIntegerField()
    on = models.DateField(help_text="the day on which it was said")
    leads = models.TextField(choices=Leads)
    her_words = models.TextField(default="", blank=True, help_text="as spoken")
    steps = models.JSONField(default=list, blank=True, help_text="what is done, who does it, about when")
    goals = ArrayField(models.UUIDField(), default=list, blank=True, help_text="goals of hers that it points to")
    again_on = models.DateField(null=True, blank=True, help_text="when she would like to look at it again together")
    # Nothing: nobody has said yet, so outside nobody reads it. An empty list: it speaks of nobody else. Nothing in
    # a list: of these, and nobody has said of whom else.
    about = ArrayField(
        models.UUIDField(),
        null=True,
        blank=True,
        default=None,
        help_text="others of the family of whom it says something",
    )
    # Set when a further one is written: it is no plan to go by any more.
    superseded_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["family", "lane", "number"], name="care_laneversion_number"),
            models.CheckConstraint(name="care_laneversion_first", condition=Q(number__gte=1)),
            models.CheckConstraint(
                name="care_laneversion_category",
                condition=Q(lane__in=("better", "safer"), category=2)
                | Q(lane="close", category=8)
                | Q(lane="everyday", category=11)
                | Q(lane__in=("children_safe", "together"), category=9),
            ),
        ]


class LaneSignature(Recorded):
    """She signed what stands in a lane. One row for each lane: whoever does not read a lane learns nothing of it."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    subject = models.UUIDField()
    category = models.PositiveSmallIntegerField()
    version = models.ForeignKey(LaneVersion, on_delete=models.PROTECT, related_name="signatures")
    how = models.TextField(choices=SignedHow)
    signature = models.TextField(default="", blank=True, help_text="her name, or the strokes of a drawing")
    witness = models.ForeignKey(Colleague, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["family"], name="care_lanesignature_family")]
        constraints = [
            models.UniqueConstraint(fields=["version"], name="care_lanesignature_once"),
            models.CheckConstraint(
                name="care_lanesignature_how",
                condition=(Q(how="spoken", witness__isnull=False)) | (Q(how__in=("drawn", "typed")) & ~Q(signature="")),
                violation_error_message=_("A signature is missing."),
            ),
        ]

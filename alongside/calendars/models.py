"""Appointments with others, and feeds that a calendar of her own reads."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField, DateTimeRangeField
from django.db import models
from django.db.models import Q

from alongside.accounts.models import Colleague
from alongside.calendars.terms import AskedBy, No, Says
from alongside.care.terms import ForWhom
from alongside.families.models import Family
from alongside.recordkeeping.models import Recorded


class Elsewhere(Recorded):
    """An appointment with somebody else: a court, a clinic, child welfare. What is put right is a further row.

    ``subject`` is the woman, the child or the dyad, as ``for_whom`` says. Nothing is written down of how it went.
    """

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    subject = models.UUIDField()
    for_whom = models.TextField(choices=ForWhom)
    category = models.PositiveSmallIntegerField()
    asked_by = models.TextField(choices=AskedBy)
    what = models.TextField(help_text="in a few words")
    place = models.TextField(default="", blank=True)
    during = DateTimeRangeField()
    travel = models.PositiveSmallIntegerField(null=True, blank=True, help_text="minutes there; empty: nobody has said")
    goes_along = models.ForeignKey(
        Colleague, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="who of us goes along"
    )
    about = ArrayField(
        models.UUIDField(), null=True, blank=True, default=None,
        help_text="others of the family of whom it says something",
    )  # fmt: skip
    corrects = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    superseded_at = models.DateTimeField(null=True, editable=False)
    off_at = models.DateTimeField(null=True, editable=False, help_text="it does not take place")

    class Meta:
        indexes = [
            models.Index(fields=["family", "during"], name="calendars_elsewhere_family"),
            models.Index(fields=["goes_along"], name="calendars_elsewhere_along"),
        ]
        constraints = [
            models.CheckConstraint(
                name="calendars_elsewhere_during",
                condition=Q(during__isempty=False, during__lower_inf=False, during__upper_inf=False),
                violation_error_message=No.ENDS_FIRST.label,
            ),
        ]


class Feed(Recorded):
    """A calendar of somebody's own reads her times at an address that nobody can guess. She alone reads that it is on.

    Only a hash of the key is kept. ``owner`` is her principal; ``heading`` is all that an entry shows besides its time.
    """

    owner = models.UUIDField()
    key_hash = models.BinaryField(unique=True)
    says = models.TextField(choices=Says, default=Says.TIME)
    heading = models.TextField(default="", blank=True)
    ended_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner"], condition=Q(ended_at=None), name="calendars_feed_one"),
        ]

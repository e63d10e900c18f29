"""Where they live and who is around them (D-06, D-07)."""

from __future__ import annotations

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from alongside.families.models.people import Family, Person
from alongside.families.terms import RelationKind, Safety
from alongside.recordkeeping.models import Fact, Recorded


class Household(Recorded):
    """A place to live. ``secret``: the address is shown to nobody outside her team."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="households")
    name = models.TextField(default="", blank=True, help_text="what she calls it: 'my sister's'")
    address = models.TextField(default="", blank=True)
    secret = models.BooleanField(default=True)


class HouseholdStay(Fact):
    """Who lives there, from when until when. Somebody may live in two places; a correction or an end adds a row."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="stays")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="stays")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="families_stay_days",
                condition=Q(during__isempty=False),
                violation_error_message=_("The last day is before the first. Please check both."),
            )
        ]


class Relationship(Recorded):
    """Somebody in her life, from when until when, and how safe she says they are. A change adds a row."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="relationships")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="relationships")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.TextField(choices=RelationKind)
    safety = models.TextField(choices=Safety, default=Safety.UNKNOWN)
    during = DateRangeField()
    superseded_at = models.DateTimeField(null=True, editable=False)
    superseded_by = models.UUIDField(null=True, editable=False)

    class Meta:
        indexes = [models.Index(fields=["family"], name="families_relation_family")]
        constraints = [
            models.CheckConstraint(
                name="families_relation_two", condition=~Q(person=F("other")),
                violation_error_message=_("Choose two different people."),
            ),
            models.CheckConstraint(
                name="families_relation_days", condition=Q(during__isempty=False),
                violation_error_message=_("The last day is before the first. Please check both."),
            ),
        ]  # fmt: skip

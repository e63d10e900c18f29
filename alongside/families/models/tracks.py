"""The three tracks of a child's life with the law and the agencies, and who may decide (D-30, D-31).

Each is dated twice (see ``recordkeeping.Fact``); current rows of one child and track never overlap (D-I1, enforced by
exclusion constraints). Different children of one woman may stand differently on the same day: there is no status of a
family.
"""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alongside.agencies.models import Agency
from alongside.families.models.people import Child, Family, Person
from alongside.families.terms import InvolvementKind, LegalKind, LivingKind, RightTopic
from alongside.recordkeeping.models import Fact

_OVERLAP = _("These days overlap with what is already recorded.")


def _once(name: str, *also: str) -> list[models.BaseConstraint]:
    """Current facts of one child never overlap, and a stretch is never empty."""
    keys: list[tuple[str, str]] = [(field, RangeOperators.EQUAL) for field in ("child", *also)]
    return [
        ExclusionConstraint(
            name=f"{name}_once",
            expressions=[*keys, ("during", RangeOperators.OVERLAPS)],
            condition=Q(superseded_at__isnull=True),
            violation_error_message=_OVERLAP,
        ),
        models.CheckConstraint(
            name=f"{name}_days",
            condition=Q(during__isempty=False),
            violation_error_message=_("The last day is before the first. Please check both."),
        ),
    ]


class _Track(Fact):
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(default="", blank=True)

    class Meta:
        abstract = True


class LivingArrangement(_Track):
    """Where the child lives, with whom, and who decides from day to day. The place may be as secret as a shelter's."""

    kind = models.TextField(choices=LivingKind)
    carer = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    day_to_day = models.TextField(default="", blank=True, help_text="who decides from day to day")

    class Meta:
        indexes = [models.Index(fields=["family"], name="families_living_family")]
        constraints = _once("families_living")


class LegalStatus(_Track):
    """What the law says about the child's care."""

    kind = models.TextField(choices=LegalKind)
    basis = models.TextField(default="", blank=True, help_text="order, agreement, court file")

    class Meta:
        indexes = [models.Index(fields=["family"], name="families_legal_family")]
        constraints = _once("families_legal")


class AgencyInvolvement(_Track):
    """Which child-welfare agency is involved, and how. A family may deal with one, then with another."""

    kind = models.TextField(choices=InvolvementKind)
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    worker = models.TextField(default="", blank=True)

    class Meta:
        indexes = [models.Index(fields=["family"], name="families_involved_family")]
        constraints = _once("families_involved")


class DecisionRight(_Track):
    """Who may decide this for the child on these days: a person, an agency, or the child."""

    topic = models.TextField(choices=RightTopic)
    holder = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    holder_agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    basis = models.TextField(default="", blank=True)

    class Meta:
        indexes = [models.Index(fields=["family"], name="families_right_family")]
        constraints = [
            *_once("families_right", "topic"),
            models.CheckConstraint(
                name="families_right_one_holder",
                condition=Q(holder__isnull=False, holder_agency__isnull=True)
                | Q(holder__isnull=True, holder_agency__isnull=False),
                violation_error_message=_("Choose a person or an agency, one of the two."),
            ),
        ]

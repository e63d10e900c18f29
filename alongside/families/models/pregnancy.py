"""Pregnancy, its due dates, exposures. What belongs to the pregnancy stays with the pregnancy (D-24)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alongside.families.models.people import Family, Woman
from alongside.families.terms import Certainty, DueDateMethod, PregnancyOutcome
from alongside.recordkeeping.models import Recorded
from alongside.recordkeeping.terms import Source


class Pregnancy(Recorded):
    """One pregnancy; ends in a birth, a loss, or elsewhere. A loss stops every reminder and ends nothing (D-22)."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="pregnancies")
    woman = models.ForeignKey(Woman, on_delete=models.PROTECT, related_name="pregnancies")
    expected_children = models.PositiveSmallIntegerField(default=1)
    prenatal_provider = models.TextField(default="", blank=True)
    birth_plan = models.TextField(default="", blank=True)
    nutrition = models.TextField(default="", blank=True)
    agonist_treatment = models.TextField(default="", blank=True, help_text="methadone, buprenorphine: a treatment")
    outcome = models.TextField(choices=PregnancyOutcome, default=PregnancyOutcome.EXPECTING)
    outcome_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["family"], name="families_pregnancy_family")]
        constraints = [
            models.CheckConstraint(
                name="families_pregnancy_outcome_day",
                condition=Q(outcome="expecting", outcome_on__isnull=True) | ~Q(outcome="expecting"),
                violation_error_message=_("A pregnancy that goes on has no last day."),
            ),
            models.CheckConstraint(
                name="families_pregnancy_children",
                condition=Q(expected_children__gte=1, expected_children__lte=8),
                violation_error_message=_("Between one and eight children can be expected."),
            ),
        ]


class DueDate(Recorded):
    """A due date and how it was found; a revision adds one, the newest counts."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    pregnancy = models.ForeignKey(Pregnancy, on_delete=models.PROTECT, related_name="due_dates")
    woman = models.ForeignKey(Woman, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    method = models.TextField(choices=DueDateMethod, default=DueDateMethod.OTHER)


class Exposure(Recorded):
    """What the pregnancy met, as she tells it. In no child's record and no report unless she says so (D-24, E-21)."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    pregnancy = models.ForeignKey(Pregnancy, on_delete=models.PROTECT, related_name="exposures")
    woman = models.ForeignKey(Woman, on_delete=models.PROTECT, related_name="+")
    substance = models.TextField()
    period = models.TextField(default="", blank=True)
    route = models.TextField(default="", blank=True)
    source = models.TextField(choices=Source, default=Source.HERSELF)
    certainty = models.TextField(choices=Certainty, default=Certainty.CERTAIN)
    taken_back_at = models.DateTimeField(null=True)

"""The child's developmental assessment, told to the mother first (D-75, E-12), and growth."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alongside.assessment.models.occasions import About, Occasion
from alongside.assessment.terms import Domain, Measured, Position, ToldHow, WhyWithoutHer
from alongside.consent.models import Disclosure


class DevelopmentalAssessment(About):
    """One yearly assessment of a child (``subject``): strengths first, then needs and what would help.

    Nothing of it goes to anybody else before ``told_on``: the day on which her mother heard it, in person.
    """

    on = models.DateField()
    examiner = models.TextField()
    examiner_is = models.TextField(default="", blank=True, help_text="profession and qualification")
    colleague = models.UUIDField(null=True, blank=True)
    months = models.PositiveSmallIntegerField(help_text="completed months of age on the day")
    corrected_months = models.PositiveSmallIntegerField(null=True, blank=True)
    strengths = models.TextField()
    needs = models.TextField(default="", blank=True)
    recommendations = models.TextField(default="", blank=True)
    her_view = models.TextField(default="", blank=True)
    told_on = models.DateField(null=True, blank=True)
    told_how = models.TextField(choices=ToldHow, default="", blank=True)
    told_by = models.UUIDField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["family", "-on"], name="assessment_development_family")]
        constraints = [
            models.CheckConstraint(
                name="assessment_development_told",
                condition=Q(told_on__isnull=True, told_how="") | (Q(told_on__gte=models.F("on")) & ~Q(told_how="")),
                violation_error_message=_("She is told after the assessment, and we note how."),
            ),
            models.CheckConstraint(
                name="assessment_development_strengths",
                condition=~Q(strengths=""),
                violation_error_message=_("Strengths come first. Please write at least one."),
            ),
        ]


class DevelopmentDomain(About):
    """One domain of a developmental assessment: what the child can do, what she needs, with which tool it was seen."""

    assessment = models.ForeignKey(DevelopmentalAssessment, on_delete=models.PROTECT, related_name="domains")
    domain = models.TextField(choices=Domain)
    tool = models.TextField(default="", blank=True)
    occasion = models.ForeignKey(Occasion, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    strengths = models.TextField(default="", blank=True)
    needs = models.TextField(default="", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assessment", "domain"], name="assessment_domain_once")]


class WithoutHer(About):
    """A person's decision that a report may go on although the mother has not heard it, and why. Never automatic.

    She has died, asks not to be told, could not be reached, or a law does not wait. What was tried is part of it, and
    she is told as soon as she can be: this row never says that she was.
    """

    assessment = models.ForeignKey(DevelopmentalAssessment, on_delete=models.PROTECT, related_name="without_her")
    version = models.PositiveIntegerField(
        default=1, help_text="of the report; a changed report needs a decision of its own"
    )
    on = models.DateField()
    why = models.TextField(choices=WhyWithoutHer)
    tried = models.TextField(help_text="what was tried so that she hears it first")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="assessment_without_tried",
                condition=~Q(tried=""),
                violation_error_message=_("Please write what was tried so that she hears it first."),
            )
        ]


class DevelopmentRelease(About):
    """A copy that went to somebody outside, after the mother was told: of which report, as it stood then.

    To whom, what for, on what it rests, whether she knew, and every word that left stand in the line of the ledger it
    points at (D-91). There is no copy without one; a trigger refuses it too before ``told_on`` or a decision of
    ``WithoutHer``, whoever writes.
    """

    assessment = models.ForeignKey(DevelopmentalAssessment, on_delete=models.PROTECT, related_name="releases")
    version = models.PositiveIntegerField(help_text="of the assessment, as it went")
    disclosure = models.OneToOneField(
        Disclosure, on_delete=models.PROTECT, related_name="+", help_text="the line of the ledger that tells of it"
    )
    language = models.TextField(default="en", help_text="in which it was written, such as 'en' or 'fr-ca'")
    her_words_too = models.BooleanField(
        default=False, help_text="her own view went along: she wished it, knew before, and the agreement is her own"
    )


class Growth(About):
    """A weight, a length or height, or a head circumference of a child on a day."""

    on = models.DateField()
    measured = models.TextField(choices=Measured)
    value = models.DecimalField(max_digits=6, decimal_places=2, help_text="kg for weight, cm for the others")
    position = models.TextField(choices=Position, default="", blank=True, help_text="how length or height was taken")
    superseded_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "measured", "on"], condition=Q(superseded_at__isnull=True),
                name="assessment_growth_once",
                violation_error_message=_("This is already recorded for this day."),
            ),
            models.CheckConstraint(name="assessment_growth_value", condition=Q(value__gt=0)),
        ]  # fmt: skip

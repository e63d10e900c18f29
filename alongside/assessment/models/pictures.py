"""The relationship seen by three: what she says, what a clinician sees, what play shows (D-73, D-74)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from alongside.assessment.models.occasions import About, Occasion
from alongside.assessment.terms import Evidence, Play
from alongside.recordkeeping.models import Recorded


class RatingAnchor(Recorded):
    """What one of the five levels of the clinician's rating means here, in the site's own words. The newest counts."""

    agency = models.UUIDField()
    level = models.PositiveSmallIntegerField()
    words = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="assessment_anchor_level", condition=models.Q(level__gte=1, level__lte=5) & ~models.Q(words="")
            )
        ]
        indexes = [models.Index(fields=["agency", "level"], name="assessment_anchor_level")]


class ClinicianRating(About):
    """What a clinician's rating rests on. The rating itself is the occasion's answer."""

    occasion = models.OneToOneField(Occasion, on_delete=models.PROTECT, related_name="clinician_rating")
    evidence = ArrayField(models.TextField(choices=Evidence))
    seen = models.TextField(help_text="what was seen or read, in plain words")


class Observation(About):
    """A play that was watched and coded: the recording, the coder, whether she knew who was who (rule 11)."""

    occasion = models.OneToOneField(Occasion, on_delete=models.PROTECT, related_name="observation")
    second_of = models.ForeignKey(
        Occasion, null=True, blank=True, on_delete=models.PROTECT, related_name="second_codings"
    )
    play = models.TextField(choices=Play)
    filmed_on = models.DateField()
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    recording = models.TextField(default="", blank=True, help_text="where the recording is kept; never a name")
    coder = models.UUIDField(null=True, blank=True)
    coder_name = models.TextField(default="", blank=True, help_text="a coder from elsewhere")
    certified_by = models.TextField(default="", blank=True)
    certified_on = models.DateField(null=True, blank=True)
    blind = models.BooleanField(null=True, help_text="the coder did not know who was in which group")
    second_coder = models.UUIDField(
        null=True, blank=True, help_text="the colleague asked to code it a second time; sees nothing of this until then"
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["second_coder"], condition=models.Q(second_coder__isnull=False), name="assessment_play_second"
            )
        ]


class Reflection(About):
    """What we and she make of it when the pictures differ. Words, never a sum. ``on`` places it in its period."""

    wave = models.TextField(default="", blank=True)
    on = models.DateField()
    words = models.TextField()
    her_words = models.TextField(default="", blank=True)

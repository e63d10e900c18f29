"""What was brought over before, so that nothing is brought over twice; what women ask to have a copy of."""

from __future__ import annotations

from django.db import models

from alongside.families.models import Family, Person
from alongside.recordkeeping.models import Recorded
from alongside.stewardship.terms import CopyAnswer, CopyHow


class ImportedKey(Recorded):
    """A key of an earlier system and the record it became. Of the key only a digest is kept: it may name somebody.

    Whoever may import at this agency reads it, also where she is not let into the family: a file that two colleagues
    hold is brought over once. It leads her to no more than an id.
    """

    agency = models.UUIDField()
    kind = models.TextField(help_text="family or person")
    digest = models.BinaryField(help_text="SHA-256 of agency, origin, kind and key")
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    record = models.UUIDField(help_text="the family or person it became")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["digest"], name="stewardship_importedkey_once")]


class CopyRequest(Recorded):
    """She asks for a copy of everything that is written about her. Whoever keeps privacy answers; she reads the answer.

    ``answer_words`` says what was left out and why; it is written to her.
    """

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    how = models.TextField(choices=CopyHow, default=CopyHow.TOGETHER)
    words = models.TextField(default="", blank=True, help_text="anything she adds")
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.UUIDField(null=True, blank=True, editable=False)
    answer = models.TextField(choices=CopyAnswer, default="", blank=True)
    answer_words = models.TextField(default="", blank=True)

    class Meta:
        indexes = [models.Index(fields=["family"], name="stewardship_copy_family")]
        constraints = [
            models.CheckConstraint(
                name="stewardship_copy_answered",
                condition=models.Q(answered_on__isnull=True, answer="")
                | (models.Q(answered_on__isnull=False) & ~models.Q(answer="")),
            )
        ]

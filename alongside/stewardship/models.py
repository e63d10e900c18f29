"""What was brought over before, so that nothing is brought over twice."""

from __future__ import annotations

from django.db import models

from alongside.families.models import Family
from alongside.recordkeeping.models import Recorded


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

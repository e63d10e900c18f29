"""What is closed to everybody: a court ordered it, an adoption is final, or she asked for it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from alongside.consent.terms import SealedKind, WhySealed
from alongside.families.models import Family
from alongside.recordkeeping.models import Recorded


class Seal(Recorded):
    """Nobody reads it until two people opened it again (docs/decisions/0023). One person closes.

    ``target`` is somebody (and with her or it whatever names that one), a woman and a child together, or one record;
    ``with_it`` what goes with that: the versions of a note, the lines of a letter, the answers of a sitting.
    """

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    target = models.UUIDField()
    kind = models.TextField(choices=SealedKind)
    with_it = ArrayField(models.UUIDField(), default=list, blank=True)
    why = models.TextField(choices=WhySealed)
    words = models.TextField(
        default="", blank=True, help_text="on what paper, at whose wish; nothing of what is closed"
    )
    asked_by = models.UUIDField(null=True, blank=True, help_text="who says that it may be opened again")
    asked_at = models.DateTimeField(null=True, blank=True)
    asked_why = models.TextField(default="", blank=True)
    opened_by = models.UUIDField(null=True, blank=True, help_text="the second person, who agreed")
    opened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["family"], name="consent_seal_family")]
        constraints = [
            models.UniqueConstraint(fields=["target"], condition=Q(opened_at=None), name="consent_seal_once"),
            models.CheckConstraint(
                name="consent_seal_two_people",
                condition=Q(opened_at=None) | (Q(asked_by__isnull=False) & ~Q(asked_by=models.F("opened_by"))),
            ),
        ]

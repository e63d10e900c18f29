"""Two records of the same woman, or of the same child: said by one, agreed to by another, taken apart by two."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from alongside.families.models import Family, Person
from alongside.recordkeeping.models import Recorded


class SamePerson(Recorded):
    """Somebody of one file is also somebody of another. Nothing is moved: when it ends, everything is as before.

    It closes from the first word on (docs/decisions/0021), and is written by the verbs of ``0010_same_person`` alone.
    """

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    other_family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    other_person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    why = models.TextField(help_text="by what they were known to be the same")
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_by = models.UUIDField(null=True, blank=True)
    apart_asked_at = models.DateTimeField(null=True, blank=True, help_text="somebody says that they are two")
    apart_asked_by = models.UUIDField(null=True, blank=True)
    apart_why = models.TextField(default="", blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.UUIDField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["family"], condition=Q(ended_at=None), name="consent_same_family"),
            models.Index(fields=["other_family"], condition=Q(ended_at=None), name="consent_same_other_family"),
            models.Index(fields=["other_person"], condition=Q(ended_at=None), name="consent_same_other"),
        ]
        constraints = [
            # One way round, so that the same two are never said twice at a time.
            models.UniqueConstraint(
                fields=["person", "other_person"], condition=Q(ended_at=None), name="consent_same_once"
            ),
            models.CheckConstraint(name="consent_same_order", condition=Q(person__lt=F("other_person"))),
            models.CheckConstraint(name="consent_same_files", condition=~Q(family=F("other_family"))),
            models.CheckConstraint(name="consent_same_apart", condition=Q(apart_asked_at=None) | ~Q(agreed_at=None)),
        ]

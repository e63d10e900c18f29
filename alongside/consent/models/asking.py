"""Somebody asked about a woman or a child and was given nothing (access case B04)."""

from __future__ import annotations

from django.db import models

from alongside.consent.terms import AskedBy, AskedHow
from alongside.families.models import Family
from alongside.recordkeeping.models import Recorded


class RefusedAsk(Recorded):
    """Who asked, how, on which day, and what was said. A warning to her team and to whoever keeps privacy.

    Nobody outside our own staff ever sees it, on whatever agreement or right: the one who asked may be one of them.
    """

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    subject = models.UUIDField(help_text="the woman or the child who was asked about")
    on = models.DateField()
    asked_by = models.TextField(choices=AskedBy)
    named = models.TextField(default="", blank=True, help_text="who it was, as she or he said")
    how = models.TextField(choices=AskedHow)
    said = models.TextField(help_text="what was asked for, and what we said")

    class Meta:
        indexes = [models.Index(fields=["family"], name="consent_asked_family")]

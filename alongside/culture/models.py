"""What of culture was offered or asked for, what she said, and who is beside her at her yes (E-31, U-30)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from alongside.accounts.models import Colleague
from alongside.culture.terms import Answer, How, What
from alongside.enrolment.models import TeamMember
from alongside.families.models import Family
from alongside.recordkeeping.models import Recorded


class CulturalOffer(Recorded):
    """Offered by somebody, or asked for by herself, and what she said. The newest row counts; nothing is assumed."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    subject = models.UUIDField()
    how = models.TextField(choices=How)
    what = models.TextField(choices=What, default="", blank=True)
    answer = models.TextField(choices=Answer)
    on = models.DateField()
    her_words = models.TextField(default="", blank=True)

    class Meta:
        indexes = [models.Index(fields=["family"], name="culture_offer_family")]
        constraints = [
            models.CheckConstraint(name="culture_offer_what", condition=~Q(what="") | Q(answer=Answer.NEVER)),
        ]


class ElderBeside(Recorded):
    """An Elder or cultural worker beside a woman, at her yes. What is open to the Elder rests on this row alone."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    subject = models.UUIDField()
    colleague = models.ForeignKey(Colleague, on_delete=models.PROTECT, related_name="+")
    member = models.OneToOneField(TeamMember, on_delete=models.PROTECT, related_name="+")
    begun_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["family"], name="culture_beside_family")]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "colleague"], condition=Q(ended_on=None), name="culture_beside_once"
            )
        ]

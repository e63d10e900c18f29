"""A letter, a report or a talk while it is written: until it leaves it is nobody's but her team's."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from alongside.accounts.models import Colleague
from alongside.agencies.models import Agency
from alongside.consent.terms import LetterKind, Purpose, ToldBefore, WhyNotTold
from alongside.families.models import Family
from alongside.recordkeeping.models import Recorded
from alongside.safekeeping.terms import Category


class Letter(Recorded):
    """What is being written to somebody outside: to whom, what for, about whom, and whether she knows.

    It may be changed until ``sent_at``; then it stays as it left, and lines of the ledger (``lines``) tell of it.
    ``about``: others of the family of whom it says something besides ``subject``. ``for_whom``: she takes it along
    herself, to somebody she names; then it goes into her own hands, and we send it nowhere.
    """

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="letters")
    subject = models.UUIDField(help_text="the woman, child or dyad it is about")
    about = ArrayField(models.UUIDField(), default=list, blank=True)
    draws_on = ArrayField(
        models.UUIDField(), default=list, blank=True, help_text="what was sent to us, of which it holds words"
    )
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    colleague = models.ForeignKey(Colleague, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    for_whom = models.TextField(default="", blank=True, help_text="to whom she takes it herself, as she names them")
    kind = models.TextField(choices=LetterKind)
    purpose = models.TextField(choices=Purpose)
    language = models.TextField(default="en")
    title = models.TextField(default="", blank=True)
    told_before = models.TextField(choices=ToldBefore, default="", blank=True)
    present = models.BooleanField(null=True, blank=True, help_text="she was there when it was read")
    why_not = models.TextField(choices=WhyNotTold, default="", blank=True)
    comment = models.TextField(default="", blank=True, help_text="what she says to it; stands beside it in the ledger")
    sent_at = models.DateTimeField(null=True, blank=True)
    put_away_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["family", "-recorded_at"], name="consent_letter_family")]
        constraints = [
            models.CheckConstraint(
                name="consent_letter_to_whom",
                condition=Q(agency__isnull=False, for_whom="")
                | (
                    Q(agency__isnull=True, colleague__isnull=True, purpose="portal") & ~Q(for_whom="") & ~Q(kind="talk")
                ),
            )
        ]


class LetterPart(Recorded):
    """What it says of one kind of record: what goes well, then what is hard and what helps, then her own words."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    subject = models.UUIDField()
    category = models.SmallIntegerField()
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="parts")
    strengths = models.TextField(default="", blank=True)
    concerns = models.TextField(default="", blank=True)
    her_words = models.TextField(default="", blank=True, help_text="what she wants said, in her own words; goes along")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["letter", "category"], name="consent_letterpart_once"),
            models.CheckConstraint(
                name="consent_letterpart_category", condition=Q(category__gte=0, category__lt=len(Category))
            ),
        ]

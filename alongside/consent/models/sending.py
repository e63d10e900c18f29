"""What somebody at a partner agency sent back: a hand-off, an answer, a document. She can see all of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from alongside.accounts.models import Colleague
from alongside.agencies.models import Agency
from alongside.consent.models.leaving import Disclosure
from alongside.consent.terms import Receipt, SentKind
from alongside.families.models import Family
from alongside.recordkeeping.models import Recorded
from alongside.safekeeping.terms import Category


class SentBack(Recorded):
    """One thing that came from a partner agency about a woman, a child or the two, so that she need not carry it."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    subject = models.UUIDField()
    category = models.SmallIntegerField()
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    colleague = models.ForeignKey(Colleague, on_delete=models.PROTECT, related_name="+")
    sender = models.TextField(help_text="who sent it, as she will read it")
    kind = models.TextField(choices=SentKind)
    words = models.TextField(default="", blank=True)
    part2 = models.BooleanField(
        db_default=True, help_text="protected by 42 CFR Part 2, unless the sender said otherwise"
    )
    disclosure = models.ForeignKey(
        Disclosure, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="what it answers"
    )

    class Meta:
        indexes = [
            models.Index(fields=["family", "-recorded_at"], name="consent_sent_family"),
            models.Index(fields=["colleague", "subject", "-recorded_at"], name="consent_sent_colleague"),
        ]
        constraints = [
            models.CheckConstraint(
                name="consent_sent_category", condition=Q(category__gte=0, category__lt=len(Category))
            ),
            models.CheckConstraint(name="consent_sent_words", condition=Q(kind="document") | ~Q(words="")),
        ]


class SentDocument(Recorded):
    """The document that came along, as it was kept: looked at, without what it carried (``rules.documents``)."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    subject = models.UUIDField()
    category = models.SmallIntegerField()
    sent_back = models.OneToOneField(SentBack, on_delete=models.PROTECT, related_name="document")
    name = models.TextField()
    media_type = models.TextField()
    size = models.PositiveIntegerField(help_text="in bytes")
    sha256 = models.TextField()
    content = models.BinaryField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="consent_document_kind",
                condition=Q(media_type__in=["application/pdf", "image/jpeg", "image/png", "text/plain"]),
            ),
            models.CheckConstraint(name="consent_document_size", condition=Q(size__gt=0, size__lte=5_000_000)),
        ]


class SentBackStep(Recorded):
    """A receipt: her team has read it, she has read it. So whoever sent it knows who knows, and need not ask her."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    subject = models.UUIDField()
    category = models.SmallIntegerField()
    sent_back = models.ForeignKey(SentBack, on_delete=models.PROTECT, related_name="steps")
    kind = models.TextField(choices=Receipt)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sent_back", "kind"], name="consent_sent_step_once")]

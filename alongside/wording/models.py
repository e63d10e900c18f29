"""Texts before the women's advisory council: what was put to it, what it said, how its members were paid."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alongside.recordkeeping.models import Recorded
from alongside.wording.terms import Audience, ReviewForm, ReviewStatus


class CouncilText(Recorded):
    """A text or a term in one language. A changed text is a new version; the newest version counts."""

    key = models.TextField(help_text="what it is, such as 'letter.welcome'")
    language = models.TextField(default="en")
    version = models.PositiveIntegerField(default=1)
    title = models.TextField()
    body = models.TextField()
    audience = models.TextField(choices=Audience, default=Audience.WOMAN)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "language", "version"], name="wording_text_version")]


class Review(Recorded):
    """What the council said about one version. The newest review of a version is its status."""

    text = models.ForeignKey(CouncilText, on_delete=models.PROTECT, related_name="reviews")
    on = models.DateField()
    form = models.TextField(choices=ReviewForm)
    outcome = models.TextField(choices=ReviewStatus)
    said = models.TextField(default="", blank=True, help_text="the council's words")
    members = ArrayField(models.UUIDField(), default=list, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="wording_review_outcome",
                condition=Q(outcome__in=["sent_back", "agreed"]),
                violation_error_message=_("Choose whether the text is agreed or goes back."),
            )
        ]


class CouncilPay(Recorded):
    """A member's time with the council, and when it was paid."""

    member = models.UUIDField()
    on = models.DateField()
    hours = models.DecimalField(max_digits=5, decimal_places=2)
    amount = models.DecimalField(max_digits=8, decimal_places=2, help_text="in the programme's currency")
    paid_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="wording_pay_amount",
                condition=Q(hours__gt=0, amount__gt=0),
                violation_error_message=_("Members are paid: hours and amount are more than nothing."),
            )
        ]

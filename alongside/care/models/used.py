"""When she has used: what her people think of and how each of it stands; that she asks for somebody today."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from alongside.accounts.models import Colleague
from alongside.care.models.contacts import Contact
from alongside.care.terms import AskedFor, AskSettled, UsedState, UsedStep
from alongside.consent.models import DutyReport
from alongside.enrolment.models import ReturnToUse
from alongside.families.models import Family, Woman
from alongside.recordkeeping.models import Recorded


class UsedAnswer(Recorded):
    """How it stands with one step of one event, as somebody wrote it down. The newest counts; none is changed.

    Nothing else is decided by it: no service, goal or state looks here (T-11). Two who write at once are both kept.
    """

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    woman = models.ForeignKey(Woman, on_delete=models.PROTECT, related_name="+")
    event = models.ForeignKey(ReturnToUse, on_delete=models.PROTECT, related_name="used_answers")
    step = models.TextField(choices=UsedStep)
    state = models.TextField(choices=UsedState)
    number = models.PositiveIntegerField()
    on = models.DateField(help_text="the day on which it was so")
    words = models.TextField(default="", blank=True, help_text="in her words where they are known")
    place = models.TextField(default="", blank=True, help_text="where")
    colleague = models.ForeignKey(
        Colleague, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="who of us"
    )
    contact = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="the note of it"
    )
    report = models.ForeignKey(
        DutyReport, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="the worry in which it is weighed what has to be told",
    )  # fmt: skip

    class Meta:
        indexes = [models.Index(fields=["family"], name="care_usedanswer_family")]
        constraints = [
            models.UniqueConstraint(fields=["event", "step", "number"], name="care_usedanswer_number"),
            models.CheckConstraint(
                name="care_usedanswer_fits",
                condition=Q(step="met", state__in=("open", "done", "not_needed", "leave"))
                | Q(step="tell", state__in=("nothing", "asking", "must"))
                | Q(step__in=("children", "beside", "helped"), state__in=("done", "not_needed", "rather_not")),
            ),
        ]


class AskedToday(Recorded):
    """On her own page she asks that somebody calls or meets her today. She need not say what for."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    woman = models.ForeignKey(Woman, on_delete=models.PROTECT, related_name="+")
    wants = models.TextField(choices=AskedFor)
    on = models.DateField()
    her_words = models.TextField(default="", blank=True)
    settled_as = models.TextField(choices=AskSettled, default="", blank=True)
    settled_at = models.DateTimeField(null=True, blank=True, editable=False)
    settled_by = models.UUIDField(null=True, blank=True, editable=False)

    class Meta:
        indexes = [models.Index(fields=["family"], name="care_askedtoday_family")]
        constraints = [
            models.CheckConstraint(
                name="care_askedtoday_settled",
                condition=Q(settled_as="", settled_at__isnull=True) | Q(settled_as__gt="", settled_at__isnull=False),
            )
        ]

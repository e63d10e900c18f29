"""Answers of which a person is told at once: who that is, what she does, and until when (E-16).

Alerts and their steps are written by the wall's own verbs alone (``migrations/0003_watch.py``).
"""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alongside.accounts.models import Colleague
from alongside.assessment.models.occasions import About, Answer, Occasion
from alongside.assessment.terms import AlertState, AlertVerb
from alongside.recordkeeping.models import Recorded


class Protocol(Recorded):
    """What this place does when such an answer comes. The newest row of an instrument counts, else of all of them.

    ``told_before`` is shown to her before the question: who will see the answer, and what happens next.
    """

    agency = models.UUIDField()
    instrument = models.TextField(default="", blank=True, help_text="empty: every instrument")
    told_before = models.TextField()
    told_before_fr = models.TextField(default="", blank=True)
    steps = models.TextField(help_text="what whoever is on duty does, in order")
    # How long an alert may be silent before somebody is told again (the usual times: rules/watching.py).
    minutes_to_answer = models.PositiveSmallIntegerField(default=15, help_text="until the next person is told")
    hours_to_follow_up = models.PositiveSmallIntegerField(
        default=4, db_default=4, help_text="after it was taken, until whoever has it is asked"
    )
    hours_to_close = models.PositiveSmallIntegerField(
        default=48, db_default=48, help_text="after it was followed up, until whoever has it is asked"
    )


class DutyShift(Recorded):
    """Who is on duty, from when to when. Several may be; nobody is on duty twice at the same time."""

    agency = models.UUIDField()
    colleague = models.ForeignKey(Colleague, on_delete=models.PROTECT, related_name="+")
    during = DateTimeRangeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="assessment_duty_once",
                expressions=[("colleague", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                condition=Q(ended_at__isnull=True),
                violation_error_message=_("She is already on duty at that time."),
            )
        ]


class EscalationContact(Recorded):
    """Who is told when nobody is on duty, or whoever is does not answer: in this order."""

    agency = models.UUIDField()
    colleague = models.ForeignKey(Colleague, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "place"], condition=Q(active=True), name="assessment_escalation_place"
            )
        ]


class Alert(About):
    """A saved answer of which a person must know now. Inside the programme alone; never a report to anybody outside."""

    agency = models.UUIDField()
    occasion = models.ForeignKey(Occasion, on_delete=models.PROTECT, related_name="alerts")
    answer = models.OneToOneField(Answer, on_delete=models.PROTECT, related_name="alert")
    item = models.TextField()
    confirmed = models.BooleanField(null=True, help_text="whether she confirmed the answer when asked once")
    state = models.TextField(choices=AlertState, default=AlertState.RAISED)
    with_colleague = models.UUIDField(null=True, blank=True, help_text="who has it now")
    answer_by = models.DateTimeField(
        help_text="when the next person is told, or whoever has it is asked, if nothing was said until then"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["agency", "answer_by"], condition=Q(closed_at__isnull=True), name="assessment_alert_open"
            ),
            models.Index(fields=["family"], name="assessment_alert_family"),
            models.Index(fields=["with_colleague"], name="assessment_alert_with"),
        ]
        constraints = [
            models.CheckConstraint(
                name="assessment_alert_closed",
                condition=Q(state="closed", closed_at__isnull=False) | (~Q(state="closed") & Q(closed_at__isnull=True)),
                violation_error_message=_("An alert that is closed says when."),
            )
        ]  # fmt: skip

    @property
    def fallen_back(self) -> bool:
        """Whoever has it may no longer be told, so that nobody has it (``queries.open_alerts`` and ``alert`` ask)."""
        return bool(getattr(self, "holder_gone", False))


class AlertStep(About):
    """What was done about an alert, one row each: told, taken, passed on, followed up, closed with what was done."""

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="steps")
    verb = models.TextField(choices=AlertVerb)
    to = models.UUIDField(null=True, blank=True, help_text="the colleague who was told")
    words = models.TextField(default="", blank=True)
    # The letter that says no more than "please sign in": when it went, and how often it was tried.
    mailed_at = models.DateTimeField(null=True, editable=False)
    tries = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["alert"], name="assessment_alertstep_alert"),
            models.Index(fields=["to"], condition=Q(to__isnull=False), name="assessment_alertstep_to"),
        ]
        constraints = [
            models.CheckConstraint(
                name="assessment_alertstep_words",
                condition=~Q(verb__in=["followed_up", "closed"]) | ~Q(words=""),
                violation_error_message=_("Please write what was done."),
            )
        ]

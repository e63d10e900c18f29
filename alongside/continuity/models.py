"""Waiting for one service of many, here or elsewhere; and after how many days the programme would like to have met."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from alongside.accounts.models import Colleague
from alongside.accounts.terms import RoleName
from alongside.agencies.models import Agency
from alongside.continuity.terms import AskedBy, FarewellKind, No, StepKind, WhyWaiting
from alongside.enrolment.models import HandOver
from alongside.families.models import Family, Person
from alongside.recordkeeping.models import Recorded


class MeetingRhythm(Recorded):
    """After how many days without a meeting somebody is shown, kindly. The newest row of an agency counts."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    woman_days = models.PositiveSmallIntegerField()
    child_days = models.PositiveSmallIntegerField()
    dyad_days = models.PositiveSmallIntegerField()


class Wait(Recorded):
    """A woman or a child waits for a service, ours or another agency's. What happens meanwhile are its steps."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    service = models.TextField(default="", blank=True, help_text="its code; empty for something of no service here")
    elsewhere = models.TextField(default="", blank=True, help_text="where, when it is another agency's")
    asked_on = models.DateField()
    asked_by = models.TextField(choices=AskedBy, default=AskedBy.HERSELF)
    why = models.TextField(choices=WhyWaiting, default=WhyWaiting.UNKNOWN)
    her_words = models.TextField(default="", blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["family"], name="continuity_wait_family"),
            models.Index(fields=["service", "asked_on"], name="continuity_wait_service"),
        ]
        constraints = [
            models.CheckConstraint(
                name="continuity_wait_what", condition=Q(service__gt="") | Q(elsewhere__gt=""),
                violation_error_message=No.WHAT_FOR.label,
            )
        ]  # fmt: skip


class WaitStep(Recorded):
    """What happened on a day while somebody waits. Steps are added; none is changed."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    wait = models.ForeignKey(Wait, on_delete=models.PROTECT, related_name="steps")
    kind = models.TextField(choices=StepKind)
    on = models.DateField()
    place_on = models.DateField(null=True, blank=True, help_text="from when on the place is there")
    instead = models.TextField(default="", blank=True, help_text="what there is meanwhile: a service's code")
    words = models.TextField(default="", blank=True)

    class Meta:
        indexes = [models.Index(fields=["family"], name="continuity_step_family")]


# --- cover for leave


class Away(Recorded):
    """Days on which a colleague is not here. Never why. Made shorter, or taken back; for more days a further row."""

    colleague = models.ForeignKey(Colleague, on_delete=models.PROTECT, related_name="+")
    during = DateRangeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        indexes = [models.Index(fields=["colleague"], name="continuity_away_colleague")]
        constraints = [
            ExclusionConstraint(
                name="continuity_away_once",
                expressions=[("colleague", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                condition=Q(withdrawn_at=None),
                violation_error_message=No.AWAY_THEN.label,
            )
        ]


class Cover(Recorded):
    """Somebody is there for a family while its worker is away, on these days and no others; she says yes herself.

    From her yes on she is on the team for exactly these days: ``safekeeping.compile_cover`` writes the membership (it
    has the same id) and the cells, and ends both when anything of it changes.
    """

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    away = models.ForeignKey(Away, on_delete=models.PROTECT, related_name="covers")
    colleague = models.ForeignKey(Colleague, on_delete=models.PROTECT, related_name="+")
    role = models.TextField(choices=RoleName)
    during = DateRangeField()
    agreed_at = models.DateTimeField(null=True, blank=True, editable=False)
    cannot_at = models.DateTimeField(null=True, blank=True, editable=False)
    her_no_at = models.DateTimeField(null=True, blank=True, editable=False, help_text="she would like somebody else")
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["family"], name="continuity_cover_family"),
            models.Index(fields=["colleague"], name="continuity_cover_colleague"),
        ]
        constraints = [
            ExclusionConstraint(
                name="continuity_cover_once",
                expressions=[
                    ("family", RangeOperators.EQUAL),
                    ("away", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                condition=Q(cannot_at=None, her_no_at=None, ended_at=None),
                violation_error_message=No.COVER_ASKED.label,
            )
        ]


class HandBack(Recorded):
    """What happened while the worker was away, in a few words of whoever covered."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    cover = models.ForeignKey(Cover, on_delete=models.PROTECT, related_name="hand_backs")
    words = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["family"], name="continuity_handback_family")]


class Farewell(Recorded):
    """What was said around a hand-over (D-54, S-061): a good-bye by the one who goes, a hello by the one who comes."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    hand_over = models.ForeignKey(HandOver, on_delete=models.PROTECT, related_name="+")
    kind = models.TextField(choices=FarewellKind)
    words = models.TextField(default="", blank=True)

    class Meta:
        indexes = [models.Index(fields=["family"], name="continuity_farewell_family")]

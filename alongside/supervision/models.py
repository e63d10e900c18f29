"""Reflective supervision: who meets whom, when, and what only they read (D-85). Nothing here names a family."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q

from alongside.accounts.models import Colleague
from alongside.recordkeeping.models import Recorded
from alongside.supervision.terms import ForWhom, Kind, Rhythm, Standing, Theme


class Supervision(Recorded):
    """Two colleagues who meet regularly. Either of them begins it, either ends it; nobody else sees it."""

    supervisor = models.ForeignKey(Colleague, on_delete=models.PROTECT, related_name="+")
    colleague = models.ForeignKey(Colleague, on_delete=models.PROTECT, related_name="+")
    kind = models.TextField(choices=Kind)
    rhythm = models.TextField(choices=Rhythm)
    during = DateRangeField(help_text="[first day, day after the last)")

    class Meta:
        constraints = [
            models.CheckConstraint(name="supervision_takes_two", condition=~Q(supervisor=F("colleague"))),
            ExclusionConstraint(
                name="supervision_once_at_a_time",
                expressions=[
                    ("supervisor", RangeOperators.EQUAL), ("colleague", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS),
                ],
            ),
        ]  # fmt: skip


class Meeting(Recorded):
    """One meeting of the two, and what came of it."""

    supervision = models.ForeignKey(Supervision, on_delete=models.PROTECT, related_name="meetings")
    during = DateTimeRangeField(help_text="[begins, ends)")
    standing = models.TextField(choices=Standing, default=Standing.PLANNED)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="supervision_one_meeting_at_a_time",
                expressions=[("supervision", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                condition=Q(standing__in=[Standing.PLANNED, Standing.HELD]),
            ),
        ]


class Reflection(Recorded):
    """What somebody wrote for herself, or for the two of them. It is no note about a family and in no family's file."""

    supervision = models.ForeignKey(Supervision, on_delete=models.PROTECT, related_name="reflections")
    on = models.DateField()
    for_whom = models.TextField(choices=ForWhom)
    themes = ArrayField(models.TextField(choices=Theme), default=list, blank=True)
    words = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["supervision", "-on"], name="supervision_reflection_on")]

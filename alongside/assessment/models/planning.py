"""The programme's cycle as configuration, what she chose, and what is due."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alongside.assessment.models.occasions import About
from alongside.assessment.terms import Anchor, DueEnd, ForSubject
from alongside.families.models import Family, Woman
from alongside.recordkeeping.models import Recorded


class Wave(Recorded):
    """One point of the cycle: so many months after an anchor, with a window (D-71). Configuration, no person."""

    code = models.TextField(unique=True)
    name = models.TextField()
    anchor = models.TextField(choices=Anchor)
    months = models.SmallIntegerField(default=0)
    opens_days_before = models.PositiveSmallIntegerField(default=14)
    closes_days_after = models.PositiveSmallIntegerField(default=60)
    repeats_months = models.PositiveSmallIntegerField(default=0, help_text="0: once; 12: every year from then on")
    active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)


class WaveMeasure(Recorded):
    """A measure of a wave. Opt-in measures are never in one by default."""

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="measures")
    instrument = models.TextField()
    for_subject = models.TextField(choices=ForSubject)
    category = models.PositiveSmallIntegerField()
    place = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["wave", "instrument", "for_subject"], name="assessment_wave_measure_once")
        ]


class WaveAnchor(Recorded):
    """A day from which waves of one woman are counted, and that no other room knows: a group began, a group ended."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    woman = models.ForeignKey(Woman, on_delete=models.PROTECT, related_name="+")
    anchor = models.TextField(choices=Anchor)
    on = models.DateField()
    words = models.TextField(default="", blank=True, help_text="which group or programme")

    class Meta:
        indexes = [models.Index(fields=["family"], name="assessment_anchor_family")]


class MeasureChoice(Recorded):
    """What she chose: this measure yes, this one not now. The newest row counts; opt-in measures need a yes."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    woman = models.ForeignKey(Woman, on_delete=models.PROTECT, related_name="+")
    instrument = models.TextField()
    category = models.PositiveSmallIntegerField()
    wants = models.BooleanField()
    her_words = models.TextField(default="", blank=True)

    class Meta:
        indexes = [models.Index(fields=["family", "instrument"], name="assessment_choice_family")]


# What stands in lists: open, or let go by somebody who said why.
LISTED = ("", "let_go")


class Due(About):
    """A measure that fits into these days. Nobody is late: a window that closed was not available, nothing else.

    A settled row stays as it is. When the plan moves, the measure gets another row: of one turn one row is open.
    """

    instrument = models.TextField()
    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="+")
    turn = models.PositiveSmallIntegerField(default=0, help_text="0, then 1, 2, … of a wave that repeats")
    opens_on = models.DateField()
    due_on = models.DateField()
    closes_on = models.DateField()
    occasion = models.ForeignKey(
        "assessment.Occasion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    settled_on = models.DateField(null=True, blank=True)
    settled_as = models.TextField(choices=DueEnd, default="", db_default="", blank=True)
    words = models.TextField(default="", db_default="", blank=True, help_text="why somebody let it go")

    class Meta:
        indexes = [
            models.Index(fields=["due_on", "id"], condition=Q(settled_as__in=LISTED), name="assessment_due_open"),
            models.Index(fields=["family"], condition=Q(settled_as__in=LISTED), name="assessment_due_family"),
            models.Index(fields=["subject", "wave", "turn"], name="assessment_due_turns"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "instrument", "wave", "turn"], condition=Q(settled_on__isnull=True),
                name="assessment_due_once",
            ),
            models.CheckConstraint(
                name="assessment_due_settled",
                condition=Q(settled_on__isnull=True, settled_as="") | (Q(settled_on__isnull=False) & ~Q(settled_as="")),
                violation_error_message=_("What is settled says how."),
            ),
            models.CheckConstraint(
                name="assessment_due_let_go",
                condition=~Q(settled_as="let_go") | ~Q(words=""),
                violation_error_message=_("Please write why it is let go."),
            ),
            models.CheckConstraint(
                name="assessment_due_window",
                condition=Q(opens_on__lte=models.F("due_on")) & Q(due_on__lte=models.F("closes_on")),
                violation_error_message=_("A window opens before it closes."),
            ),
        ]  # fmt: skip

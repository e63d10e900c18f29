"""An occasion on which something was measured; its answers, word for word; what they come to."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alongside.assessment.models.sittings import Sitting
from alongside.assessment.terms import AnswerStanding, Mode, OccasionState, Respondent, ScoreSource
from alongside.families.models import Family
from alongside.instruments.models import Definition
from alongside.recordkeeping.models import Recorded


class About(Recorded):
    """A row about a woman, a child or a dyad (``subject``) of a family, of one kind (``category``)."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    subject = models.UUIDField()
    category = models.PositiveSmallIntegerField()

    class Meta:
        abstract = True


class Occasion(About):
    """A dated answer, never a score on a person. ``subject`` is a woman, a child or a dyad of the family (D-71).

    ``sitting`` is the one in which it lies open now: only then, and only there, can she answer on a device that was
    handed to her. An occasion whose items are not known here (brought over, or entered as a result) has a total alone.
    """

    instrument = models.TextField(help_text="the instrument's code or, brought over, its name")
    definition = models.ForeignKey(Definition, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    wave = models.TextField(default="", blank=True)
    on = models.DateField()
    answered_from = models.DateField(
        null=True, blank=True, help_text="the day of the first answer, where they were given on different days"
    )
    confirmed_on = models.DateField(
        null=True, blank=True, help_text="the day on which she said that what she had answered before is still so"
    )
    state = models.TextField(choices=OccasionState, default=OccasionState.DONE)
    total = models.DecimalField(max_digits=12, decimal_places=4, null=True, blank=True)
    source = models.TextField(choices=ScoreSource, default=ScoreSource.HER_REPORT)
    respondent = models.TextField(choices=Respondent, default=Respondent.HERSELF, db_default="herself")
    mode = models.TextField(choices=Mode, default=Mode.BROUGHT_OVER, db_default="brought_over")
    sitting = models.ForeignKey(Sitting, null=True, blank=True, on_delete=models.PROTECT, related_name="open_occasions")
    begun_anew = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="the one that was begun in its place; this one stays as it was, unfinished",
    )  # fmt: skip
    coding = models.PositiveSmallIntegerField(
        default=1, db_default=1, help_text="1; 2 for a second coder of the same play"
    )
    done_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(default="", blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["family", "-on"], name="assessment_occasion_family"),
            models.Index(fields=["sitting"], name="assessment_occasion_sitting"),
        ]
        constraints = [
            models.CheckConstraint(
                name="assessment_occasion_total",
                condition=Q(state="done") | Q(total__isnull=True),
                violation_error_message=_("A total belongs to an occasion that was done."),
            ),
            models.CheckConstraint(
                name="assessment_occasion_days",
                condition=Q(answered_from__isnull=True) | Q(answered_from__lt=models.F("on")),
                violation_error_message=_("The first answer comes before the last."),
            ),
            # Within one category: else a refusal would tell of an occasion that is not for whoever writes.
            models.UniqueConstraint(
                fields=["subject", "category", "instrument", "on", "source", "coding"],
                condition=Q(state="done"),
                name="assessment_occasion_once",
                violation_error_message=_("This measure is already recorded for this day and source."),
            ),
        ]  # fmt: skip


class OccasionStep(About):
    """What happened to an occasion, one row each: offered, later, she would rather not, part of it, done (D-71)."""

    occasion = models.ForeignKey(Occasion, on_delete=models.PROTECT, related_name="steps")
    state = models.TextField(choices=OccasionState)
    on = models.DateField()
    words = models.TextField(default="", blank=True)

    class Meta:
        indexes = [models.Index(fields=["occasion"], name="assessment_step_occasion")]


class Answer(About):
    """One answer as she gave it. Never overwritten: a changed answer is a new row that supersedes this one (E-26).

    ``value`` is the raw option before any reversal. Preferring not to say, not applicable and a cleared answer are each
    a standing of their own; a question that was not asked has no row. ``key`` is the device's own id of this answer:
    the same answer that arrives twice is one row. ``late``: it came after the questions had closed; it is kept and
    never stands, so nothing counts it until a person has talked it over with her.
    """

    occasion = models.ForeignKey(Occasion, on_delete=models.PROTECT, related_name="answers")
    item = models.TextField()
    standing = models.TextField(choices=AnswerStanding, default=AnswerStanding.ANSWERED)
    value = models.DecimalField(max_digits=12, decimal_places=4, null=True, blank=True)
    words = models.TextField(default="", blank=True)
    confirmed = models.BooleanField(null=True, help_text="whether she confirmed an answer somebody is told of at once")
    she_corrected = models.BooleanField(default=False)
    sitting = models.ForeignKey(Sitting, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    key = models.UUIDField(unique=True)
    late = models.BooleanField(default=False, db_default=False, help_text="it came after the questions had closed")
    superseded_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="assessment_answer_late",
                condition=Q(late=False) | Q(superseded_at__isnull=False),
                violation_error_message=_("An answer that came late stands beside the others."),
            ),
            models.UniqueConstraint(
                fields=["occasion", "item"], condition=Q(superseded_at__isnull=True), name="assessment_answer_current"
            ),
            models.CheckConstraint(
                name="assessment_answer_value",
                condition=Q(standing="answered") | Q(value__isnull=True, words=""),
                violation_error_message=_("Only an answer that was given has a value."),
            ),
        ]


class Score(About):
    """What the answers of an occasion come to on one scale, by one version of the measure and of the scoring (D-72).

    Never changed: scoring again adds rows and supersedes these. A missing score says why (``reason``).
    """

    occasion = models.ForeignKey(Occasion, on_delete=models.PROTECT, related_name="scores")
    definition = models.ForeignKey(Definition, on_delete=models.PROTECT, related_name="+")
    scale = models.TextField()
    value = models.DecimalField(max_digits=14, decimal_places=6, null=True)
    at_least = models.DecimalField(max_digits=14, decimal_places=6, null=True)
    band = models.TextField(default="", blank=True)
    met = ArrayField(models.TextField(), default=list, blank=True, help_text="cut-offs that are met, such as '>=10'")
    missing = models.PositiveSmallIntegerField(default=0)
    prorated = models.BooleanField(default=False)
    reason = models.TextField(default="", blank=True)
    engine = models.TextField()
    superseded_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["occasion", "scale"], condition=Q(superseded_at__isnull=True), name="assessment_score_current"
            ),
            models.CheckConstraint(
                name="assessment_score_reason",
                condition=Q(value__isnull=False) | ~Q(reason=""),
                violation_error_message=_("A score that is not there says why."),
            ),
        ]


class AnonymousAnswer(models.Model):
    """An answer about the service that belongs to nobody: no family, no day (a month), no order of arrival."""

    id = models.UUIDField(primary_key=True)  # random, never by time
    reply = models.UUIDField()
    definition = models.ForeignKey(Definition, on_delete=models.PROTECT, related_name="+")
    agency = models.UUIDField()
    month = models.DateField()
    item = models.TextField()
    value = models.DecimalField(max_digits=12, decimal_places=4, null=True)

    class Meta:
        indexes = [models.Index(fields=["agency", "definition", "month"], name="assessment_anonymous_month")]

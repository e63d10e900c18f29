"""What she wants, in her words; small steps, her own number over time, how it stands (D-59)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alongside.accounts.models import Colleague
from alongside.families.models import Family
from alongside.goals.terms import Counts, ForWhom, Helps, Lane, Settled, Standing
from alongside.recordkeeping.models import Recorded


class Goal(Recorded):
    """A goal in the words of whoever told it. ``subject``: the woman (also for the family's), the child or the dyad."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    subject = models.UUIDField()
    for_whom = models.TextField(choices=ForWhom)
    category = models.PositiveSmallIntegerField()
    told_by = models.UUIDField(help_text="whose words these are: somebody of the family, mostly she herself")
    lane = models.TextField(choices=Lane)
    on = models.DateField(help_text="the day on which it was said first")
    her_words = models.TextField(help_text="as spoken")
    why = models.TextField(default="", blank=True, help_text="why it matters, as spoken")
    counts = ArrayField(
        models.TextField(choices=Counts), default=list, blank=True, help_text="which change counts; any does"
    )
    at_zero = models.TextField(default="", blank=True, help_text="what 0 means, as spoken")
    at_ten = models.TextField(default="", blank=True, help_text="what 10 means, as spoken")
    # Nothing: nobody has said yet, so outside nobody reads it. An empty list: it speaks of nobody else. Nothing in
    # a list: of these, and nobody has said of whom else.
    about = ArrayField(
        models.UUIDField(),
        null=True,
        blank=True,
        default=None,
        help_text="others of the family of whom it says something",
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["family"], name="goals_goal_family")]


class _OfGoal(Recorded):
    """What hangs on a goal: of the same family, about the same person, of the same kind."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    subject = models.UUIDField()
    category = models.PositiveSmallIntegerField()

    class Meta:
        abstract = True


class GoalStep(_OfGoal):
    """Something small, who helps, and about when. Settled by a person, never by a day that passed."""

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="steps")
    words = models.TextField()
    helps = models.TextField(choices=Helps, default=Helps.HERSELF)
    colleague = models.ForeignKey(Colleague, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    helper = models.TextField(default="", blank=True, help_text="who else helps, as she calls them")
    by_on = models.DateField(null=True, blank=True, help_text="about when")
    settled_as = models.TextField(choices=Settled, default="", blank=True)
    settled_on = models.DateField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        indexes = [models.Index(fields=["family"], name="goals_step_family")]


class GoalRating(_OfGoal):
    """Where she is with it on a day: a number from 0 to 10, words, or both."""

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="ratings")
    on = models.DateField()
    value = models.PositiveSmallIntegerField(null=True, blank=True)
    words = models.TextField(default="", blank=True)
    corrects = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections")
    superseded_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        indexes = [models.Index(fields=["family"], name="goals_rating_family")]
        constraints = [
            models.CheckConstraint(
                name="goals_rating_of_ten",
                condition=Q(value__isnull=True, words__gt="") | Q(value__isnull=False, value__lte=10),
                violation_error_message=_("Please choose a number from 0 to 10, or none."),
            )
        ]


class GoalStanding(_OfGoal):
    """From this day on. The newest row of a goal (by day, then by record) says how it stands; with none it goes on."""

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="standings")
    state = models.TextField(choices=Standing)
    on = models.DateField()
    her_words = models.TextField(default="", blank=True)
    into = models.ForeignKey(Goal, null=True, blank=True, on_delete=models.PROTECT, related_name="came_from")

    class Meta:
        indexes = [models.Index(fields=["family"], name="goals_standing_family")]
        constraints = [
            models.CheckConstraint(
                name="goals_standing_into",
                condition=Q(state=Standing.CHANGED, into__isnull=False) | (~Q(state="changed") & Q(into__isnull=True)),
                violation_error_message=_("Please say which goal it became."),
            )
        ]


class GoalTalk(_OfGoal):
    """It was looked at together: what she said, what helped, what gets in the way."""

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="talks")
    on = models.DateField()
    her_words = models.TextField(default="", blank=True)
    what_helped = models.TextField(default="", blank=True)
    in_the_way = models.TextField(default="", blank=True)
    as_parent = models.TextField(default="", blank=True, help_text="what she says about being a parent just now")
    again_on = models.DateField(null=True, blank=True, help_text="when she would like to look at it again")

    class Meta:
        indexes = [models.Index(fields=["family"], name="goals_talk_family")]

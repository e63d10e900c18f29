"""Being with the programme: states, her team, returns to use, welcome back."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alongside.accounts.models import Colleague
from alongside.accounts.terms import RoleName
from alongside.enrolment.terms import Because, ReturnKind, State, WhyHandOver, WorksWith
from alongside.families.models import Child, Family, Person, Woman
from alongside.recordkeeping.models import Recorded

_BACKWARDS = _("The last day is before the first. Please check both.")


class Enrolment(Recorded):
    """A woman's (or a child's) being with the programme. Never closed: its states come and go (D-40)."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="enrolments")
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="enrolment")
    first_contact_on = models.DateField()
    came_by = models.TextField(default="", blank=True, help_text="how she found us")


class StateChange(Recorded):
    """From this day on. The newest row of an enrolment (by day, then by record) is its state."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="states")
    state = models.TextField(choices=State)
    because = models.TextField(choices=Because)
    from_on = models.DateField()
    her_words = models.TextField(default="", blank=True)

    class Meta:
        indexes = [models.Index(fields=["family", "-from_on"], name="enrolment_state_family")]


class TeamMember(Recorded):
    """A colleague who works with this family from one day to another; the rows together are the history (D-54)."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="team")
    colleague = models.ForeignKey(Colleague, on_delete=models.PROTECT, related_name="+")
    role = models.TextField(choices=RoleName)
    works_with = models.TextField(choices=WorksWith, default=WorksWith.FAMILY)
    child = models.ForeignKey(Child, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    during = DateRangeField()

    class Meta:
        indexes = [
            models.Index(fields=["family"], name="enrolment_team_family"),
            models.Index(fields=["colleague"], name="enrolment_team_colleague"),
        ]
        constraints = [
            ExclusionConstraint(
                name="enrolment_team_once",
                expressions=[
                    ("family", RangeOperators.EQUAL),
                    ("colleague", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This colleague is already on the team in this part on these days."),
            ),
        ]


class KeyWorker(Recorded):
    """The one person to turn to, for the woman and for each child, one at a time."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="key_workers")
    colleague = models.ForeignKey(Colleague, on_delete=models.PROTECT, related_name="+")
    during = DateRangeField()

    class Meta:
        indexes = [models.Index(fields=["family"], name="enrolment_key_family")]
        constraints = [
            ExclusionConstraint(
                name="enrolment_key_once",
                expressions=[("person", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                violation_error_message=_("There is already a key worker on these days."),
            ),
        ]


class HandOver(Recorded):
    """One colleague goes, another comes; what was said, and how it was made a good-bye and a hello."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    from_colleague = models.ForeignKey(Colleague, on_delete=models.PROTECT, related_name="+")
    to_colleague = models.ForeignKey(Colleague, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    why = models.TextField(choices=WhyHandOver)
    met_together = models.BooleanField(default=False, help_text="she, the old and the new worker met")
    to_know = models.TextField(default="", blank=True)
    her_words = models.TextField(default="", blank=True)

    class Meta:
        indexes = [models.Index(fields=["family"], name="enrolment_handover_family")]


class ReturnToUse(Recorded):
    """A return to use, a near return, or how she kept her child safe (D-41). An event: no code decides by it (T-11)."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    woman = models.ForeignKey(Woman, on_delete=models.PROTECT, related_name="returns")
    kind = models.TextField(choices=ReturnKind)
    on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    substance = models.TextField(default="", blank=True)
    her_words = models.TextField(default="", blank=True, help_text="what she wants people to know")
    what_helped = models.TextField(default="", blank=True)
    who_cared = models.TextField(default="", blank=True, help_text="who was with the child, and how the child was safe")
    support = models.TextField(default="", blank=True)
    told = models.TextField(default="", blank=True, help_text="who was told, and whether she knew first")
    next_step = models.TextField(default="", blank=True)

    class Meta:
        indexes = [models.Index(fields=["family"], name="enrolment_return_family")]
        constraints = [
            models.CheckConstraint(
                name="enrolment_return_days",
                condition=Q(until_on__isnull=True) | Q(until_on__gte=models.F("on")),
                violation_error_message=_BACKWARDS,
            )
        ]


class UsePattern(Recorded):
    """How she describes a stretch of time, in her terms, and what using did for her (D-42)."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    woman = models.ForeignKey(Woman, on_delete=models.PROTECT, related_name="+")
    during = DateRangeField()
    her_words = models.TextField()
    what_it_does = models.TextField(default="", blank=True)


class WelcomeBack(Recorded):
    """She came back after a gap: same file, same people where possible, only what changed is asked (D-43)."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    changed = ArrayField(models.TextField(), default=list, blank=True)
    her_words = models.TextField(default="", blank=True)


class KeptOut(Recorded):
    """A colleague who must not see this file (deny-list): a relative, an ex-partner's sister, herself, or her wish."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    colleague = models.ForeignKey(Colleague, on_delete=models.PROTECT, related_name="+")
    why = models.TextField()
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.UUIDField(null=True)


class Ending(Recorded):
    """How a time with the programme ended, in her words too; the door stays open (D-44)."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    planned = models.BooleanField(null=True, blank=True)
    goals = models.TextField(default="", blank=True)
    children = models.TextField(default="", blank=True)
    relationship = models.TextField(default="", blank=True)
    her_words = models.TextField(default="", blank=True)

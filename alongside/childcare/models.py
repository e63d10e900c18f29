"""A child's day with us: who came and left with whom, who may fetch, what was seen, what helps this child (S-038,
S-039).

All of it is the child's: each row is about a child, of one kind of record, and none has a place for words of its
mother. Seats are those of ``services``: a child has one for each day, whether it comes to child care or is minded
during a group.
"""

from __future__ import annotations

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from alongside.agencies.models import Agency
from alongside.childcare.terms import BarBasis, DoorKind, LogKind, No
from alongside.families.models import Child, Family, Person
from alongside.recordkeeping.models import Recorded
from alongside.services.models import Place, Session


class Ratio(Recorded):
    """How many children of an age may be with one carer, as this place says and where that comes from.

    Alongside brings none along: the number is set by the law of each place, and a wrong one is worse than none.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="nothing: in every room"
    )
    from_months = models.PositiveSmallIntegerField()
    until_months = models.PositiveSmallIntegerField(null=True, blank=True, help_text="up to, and without, this month")
    children_per_carer = models.PositiveSmallIntegerField()
    most_children = models.PositiveSmallIntegerField(null=True, blank=True, help_text="together in a room at most")
    source = models.TextField(help_text="a law, a licence, a decision of the team")
    checked_on = models.DateField(help_text="when somebody last read it there")
    verified = models.BooleanField(default=False, help_text="somebody compared it with the source on that day")
    ended_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="childcare_ratio_band",
                condition=Q(until_months__isnull=True) | Q(until_months__gt=F("from_months")),
                violation_error_message=No.RATIO_BAND.label,
            ),
            models.CheckConstraint(
                name="childcare_ratio_number",
                condition=Q(children_per_carer__gte=1),
                violation_error_message=No.RATIO_NUMBER.label,
            ),
            models.CheckConstraint(
                name="childcare_ratio_source",
                condition=~Q(source=""),
                violation_error_message=No.RATIO_SOURCE.label,
            ),
        ]


class _OfChild(Recorded):
    """About one child, and nobody else."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class _Somebody(_OfChild):
    """A child and somebody else: of the family's file, or a name that was said."""

    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.TextField(default="", blank=True)

    class Meta:
        abstract = True


def _somebody(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=Q(person__isnull=False) | ~Q(name=""),
        violation_error_message=No.WHO_NEEDED.label,
    )


class AtTheDoor(_Somebody):
    """A child came, or left, and with whom. Written by the wall's own verb; put right by a further row."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="+")
    what = models.TextField(choices=DoorKind)
    at = models.DateTimeField()
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    superseded_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        indexes = [models.Index(fields=["family"], name="childcare_door_family")]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "child", "what"], name="childcare_door_once", condition=Q(superseded_at=None)
            ),
            models.CheckConstraint(name="childcare_door_corrects", condition=~Q(corrects=F("id"))),
            _somebody("childcare_door_somebody"),
        ]


class Fetcher(_Somebody):
    """Somebody whom those who decide for a child let fetch it, from when until when. Ended, never changed."""

    known_by = models.TextField(default="", blank=True, help_text="how we know that it is this person")
    said_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    said_by_agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    during = DateRangeField(help_text="[first day, day after the last)")
    taken_back_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        indexes = [models.Index(fields=["family"], name="childcare_fetcher_family")]
        constraints = [
            _somebody("childcare_fetcher_somebody"),
            models.CheckConstraint(
                name="childcare_fetcher_said",
                condition=Q(said_by__isnull=False, said_by_agency__isnull=True)
                | Q(said_by__isnull=True, said_by_agency__isnull=False),
                violation_error_message=No.WHO_SAYS_NEEDED.label,
            ),
            models.CheckConstraint(
                name="childcare_fetcher_days",
                condition=Q(during__isempty=False),
                violation_error_message=_("The last day is before the first. Please check both."),
            ),
        ]


class FetchBar(_Somebody):
    """Somebody who must not fetch a child, and on what that rests. It goes before every list and every word of ours."""

    basis = models.TextField(choices=BarBasis)
    paper = models.TextField(help_text="the order or the call that it rests on")
    during = DateRangeField(help_text="[first day, day after the last)")
    taken_back_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        indexes = [models.Index(fields=["family"], name="childcare_bar_family")]
        constraints = [
            _somebody("childcare_bar_somebody"),
            models.CheckConstraint(
                name="childcare_bar_paper", condition=~Q(paper=""), violation_error_message=No.PAPER_NEEDED.label
            ),
            models.CheckConstraint(
                name="childcare_bar_days",
                condition=Q(during__isempty=False),
                violation_error_message=_("The last day is before the first. Please check both."),
            ),
        ]


class FetchToday(_Somebody):
    """A supervisor, or who is on duty, looked and said yes for one day, with the reason."""

    on = models.DateField()
    why = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["family"], name="childcare_today_family")]
        constraints = [
            _somebody("childcare_today_somebody"),
            models.CheckConstraint(
                name="childcare_today_why", condition=~Q(why=""), violation_error_message=No.WHY_NEEDED.label
            ),
        ]


class LogEntry(_OfChild):
    """One thing of a child's day, shared with whoever decides for the child the same day. Put right by a further
    row."""

    on = models.DateField()
    at_time = models.TimeField(null=True, blank=True)
    kind = models.TextField(choices=LogKind)
    words = models.TextField()
    done = models.TextField(default="", blank=True, help_text="after a little accident: what was done")
    told = models.TextField(default="", blank=True, help_text="after a little accident: who was told, and when")
    corrects = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    superseded_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        indexes = [models.Index(fields=["family", "on"], name="childcare_log_family")]
        constraints = [
            models.CheckConstraint(
                name="childcare_log_hurt",
                condition=~Q(kind=LogKind.HURT) | (~Q(done="") & ~Q(told="")),
                violation_error_message=No.DONE_NEEDED.label,
            ),
            models.CheckConstraint(name="childcare_log_corrects", condition=~Q(corrects=F("id"))),
        ]


class HelpPlan(_OfChild):
    """What helps this child: what we noticed and what we change, so that we adapt and not the child (S-039). A further
    version is added, none is changed."""

    number = models.PositiveIntegerField()
    on = models.DateField()
    noticed = models.TextField()
    change = models.TextField(help_text="what we do otherwise from now on")
    again_on = models.DateField(null=True, blank=True, help_text="when we look at it again")
    superseded_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        indexes = [models.Index(fields=["family"], name="childcare_help_family")]
        constraints = [
            models.UniqueConstraint(fields=["child", "number"], name="childcare_help_number"),
            models.CheckConstraint(name="childcare_help_first", condition=Q(number__gte=1)),
        ]


class Consult(_OfChild):
    """Somebody was asked what would help this child, and what they suggested."""

    on = models.DateField()
    asked = models.TextField(help_text="who was asked, and as what")
    question = models.TextField(default="", blank=True)
    suggested = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["family"], name="childcare_consult_family")]

"""Endings, a goodbye that is a talk, staying in touch if she likes, and the way to giving back (D-44, S-062, S-063)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alongside.accounts.models import Colleague
from alongside.afterwards.rules import CATEGORY, OF_A_CHILD
from alongside.afterwards.terms import ForWhat, HowOften, Level, Matter, Stage, Way, Whose
from alongside.enrolment.models import Ending
from alongside.families.models import Child, Family
from alongside.recordkeeping.models import Recorded


def _of_its_kind() -> Q:
    """Each matter is one kind of record, whoever writes it."""
    fits = Q()
    for matter, category in CATEGORY.items():
        fits |= Q(matter=matter.value, category=int(category))
    return fits


class _OfHer(Recorded):
    """A row of a woman's file. ``subject``: she. What is said anew is a further row; the newest counts."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    subject = models.UUIDField()

    class Meta:
        abstract = True


class ClosingView(_OfHer):
    """How one thing stood when a time with us ended, as she sees it or as we do. It is about her, whoever it names."""

    category = models.PositiveSmallIntegerField()
    ending = models.ForeignKey(Ending, on_delete=models.PROTECT, related_name="views")
    matter = models.TextField(choices=Matter)
    child = models.ForeignKey(Child, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    whose = models.TextField(choices=Whose)
    level = models.TextField(choices=Level, default="", blank=True)
    words = models.TextField(default="", blank=True)

    class Meta:
        indexes = [models.Index(fields=["family"], name="afterwards_view_family")]
        constraints = [
            models.CheckConstraint(name="afterwards_view_category", condition=_of_its_kind()),
            models.CheckConstraint(
                name="afterwards_view_child",
                condition=Q(matter__in=sorted(m.value for m in OF_A_CHILD), child__isnull=False)
                | (~Q(matter__in=sorted(m.value for m in OF_A_CHILD)) & Q(child__isnull=True)),
                violation_error_message=_("Please say which of her children this is about."),
            ),
        ]


class Goodbye(_OfHer):
    """A talk at the end, or long after: what she takes along, what she leaves, what we want her to know."""

    on = models.DateField()
    takes_along = models.TextField(default="", blank=True, help_text="what she takes along, as spoken")
    leaves = models.TextField(default="", blank=True, help_text="what she would like to leave to other women")
    offered = models.BooleanField(default=False, help_text="other women here may hear it, without her name")
    we_say = models.TextField(default="", blank=True, help_text="what we want her to know; she reads it")

    class Meta:
        indexes = [models.Index(fields=["family"], name="afterwards_goodbye_family")]


class StayInTouch(_OfHer):
    """Whether, how, how often and for what we may get in touch after an ending. Without a row: not at all."""

    wanted = models.BooleanField()
    ways = ArrayField(models.TextField(choices=Way), default=list, blank=True)
    for_what = ArrayField(models.TextField(choices=ForWhat), default=list, blank=True)
    how_often = models.TextField(choices=HowOften, default=HowOften.YEAR)
    her_words = models.TextField(default="", blank=True)

    class Meta:
        indexes = [models.Index(fields=["family"], name="afterwards_touch_family")]
        constraints = [
            models.CheckConstraint(
                name="afterwards_touch_said",
                condition=Q(wanted=False) | Q(ways__len__gte=1, for_what__len__gte=1),
                violation_error_message=_(
                    "Please tick at least one way, and at least one thing that we may write about."
                ),
            )
        ]


class GivingBack(_OfHer):
    """From woman to peer supporter: at her word, with her own file kept apart from her new colleagues (S-063)."""

    stage = models.TextField(choices=Stage)
    her_words = models.TextField(default="", blank=True)
    keep_out = ArrayField(
        models.UUIDField(), default=list, blank=True, help_text="colleagues to be who must not read her file"
    )
    colleague = models.ForeignKey(Colleague, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["family"], name="afterwards_giving_family")]
        constraints = [
            models.CheckConstraint(
                name="afterwards_giving_begun",
                condition=Q(stage=Stage.BEGUN, colleague__isnull=False)
                | (~Q(stage=Stage.BEGUN) & Q(colleague__isnull=True)),
            )
        ]

"""Contacts and promises. (The rest of this room comes later.)"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alongside.care.terms import ForWhom, Mode, NeedKind, PromiseState, Reached
from alongside.families.models import Child, Family
from alongside.recordkeeping.models import Recorded


class Contact(Recorded):
    """Any way of being in touch, reached or tried (D-45). ``subject`` is the woman, the child or the dyad."""

    # No index of its own: with one the planner reads all of a family's contacts and asks the wall about each, to sort
    # out the newest. The index by family and day gives those first.
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+", db_index=False)
    subject = models.UUIDField()
    for_whom = models.TextField(choices=ForWhom)
    category = models.PositiveSmallIntegerField()
    on = models.DateField()
    at_time = models.TimeField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    mode = models.TextField(choices=Mode)
    reached = models.TextField(choices=Reached, default=Reached.MET)
    worker = models.UUIDField(help_text="the colleague who was there")
    present = ArrayField(models.UUIDField(), default=list, blank=True, help_text="people of the family who were there")
    # Nothing: nobody has said yet, so only our own people read it. An empty list: it speaks of nobody else. Nothing in
    # a list: of these, and nobody has said of whom else.
    about = ArrayField(
        models.UUIDField(),
        null=True,
        blank=True,
        default=None,
        help_text="others of the family of whom it says something",
    )
    released_on = models.DateField(null=True, blank=True, help_text="from when on she sees it on her own page")
    also_present = models.TextField(default="", blank=True)
    purpose = models.TextField(default="", blank=True)
    note = models.TextField(default="", blank=True)
    her_words = models.TextField(default="", blank=True)
    between_you = models.TextField(default="", blank=True, help_text="what we saw between you two, written to her")
    believed = models.BooleanField(default=False, help_text="she told us something hard; believed and supported")
    items_given = models.TextField(default="", blank=True)
    corrects = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections")
    # Set when a correction is recorded: whoever may not see the correction must not go on reading the corrected row.
    superseded_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["family", "-on"], name="care_contact_family"),
            models.Index(fields=["worker", "-on"], name="care_contact_worker"),
        ]
        constraints = [
            models.CheckConstraint(
                name="care_contact_minutes",
                condition=Q(minutes__isnull=True) | Q(minutes__lte=1440),
                violation_error_message=_("A contact is not longer than a day. Please check the minutes."),
            )
        ]


class Promise(Recorded):
    """Something said will happen: a next meeting, a call, a ride. Recorded by a person, never computed."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    subject = models.UUIDField()
    category = models.PositiveSmallIntegerField()
    about = ArrayField(
        models.UUIDField(),
        null=True,
        blank=True,
        default=None,
        help_text="others of the family of whom it says something",
    )
    what = models.TextField()
    on = models.DateField()
    at_time = models.TimeField(null=True, blank=True)
    worker = models.UUIDField()
    state = models.TextField(choices=PromiseState, default=PromiseState.OPEN)
    settled_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["family", "on"], name="care_promise_family"),
            models.Index(fields=["worker", "on"], name="care_promise_worker"),
        ]


class CareNeed(Recorded):
    """What somebody who looks after the child has to know: allergies, feeding, whom to call; about the child alone.

    The one thing of a file that a foster or kin carer reads besides appointments (D-I5). What changes is taken back and
    written anew.
    """

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    kind = models.TextField(choices=NeedKind)
    words = models.TextField()
    taken_back_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        indexes = [models.Index(fields=["family"], name="care_need_family")]

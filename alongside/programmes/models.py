"""Programmes as they are given: to a woman, a child, the two together, or a group (S-143…S-152, R-087).

What was planned stands in the library, whose versions never change: a delivery follows the one it began with,
also when there is a newer one. A delivery to a group names nobody who comes; who was there is read where it was said
(``services.Presence``), and copied nowhere.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from alongside.accounts.models import Colleague
from alongside.agencies.models import Agency
from alongside.families.models import Family
from alongside.library.terms import About, Facilitator
from alongside.programmes.terms import ADAPTED, ForWhom, Kept, No, SeenBy, There, Turn
from alongside.recordkeeping.models import Recorded
from alongside.services.models import Series, Session
from alongside.services.terms import Mode, Setting

MOST_MINUTES = 24 * 60  # of one session


class GroupDelivery(Recorded):
    """A programme that is given to a group: a plan of the library and the series that follows it. Names nobody."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    series = models.OneToOneField(Series, on_delete=models.PROTECT, related_name="+")
    programme = models.TextField(help_text="code of the programme")
    plan = models.TextField(help_text="code of the version of its plan")
    order_why = models.TextField(default="", blank=True, help_text="why strategies for behaviour come first")


class GroupSession(Recorded):
    """Which session of the plan a meeting of the group was. Put right by a further row."""

    group = models.ForeignKey(GroupDelivery, on_delete=models.PROTECT, related_name="held")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(null=True, blank=True, help_text="of the plan; nothing: none of its")
    about = ArrayField(models.TextField(choices=About), default=list, blank=True)
    order_why = models.TextField(default="", blank=True)
    superseded_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session"], name="programmes_groupsession_once", condition=Q(superseded_at=None)
            )
        ]


class GroupTurn(Recorded):
    """The plan was adapted with the group from this day on, for all whose programme goes with it. Names nobody."""

    group = models.ForeignKey(GroupDelivery, on_delete=models.PROTECT, related_name="turns")
    what = models.TextField(choices=Turn)
    on = models.DateField()
    numbers = ArrayField(models.PositiveSmallIntegerField(), help_text="of sessions")
    why = models.TextField(default="", blank=True, help_text="why; what an added session is")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="programmes_groupturn_what", condition=Q(what__in=[each.value for each in ADAPTED])
            )
        ]


class _Marks(Recorded):
    """How one session kept to its plan: each mark as it was asked (in English), and what was said to it."""

    asked = ArrayField(models.TextField(), help_text="the marks, as they stood in the plan")
    answers = ArrayField(models.TextField(choices=Kept, blank=True), help_text="in the same order; nothing: not said")
    seen_by = models.TextField(choices=SeenBy)
    note = models.TextField(default="", blank=True)

    class Meta:
        abstract = True


class GroupFidelity(_Marks):
    """How a meeting of a group kept to its plan; names nobody who comes."""

    held = models.ForeignKey(GroupSession, on_delete=models.PROTECT, related_name="fidelity")


class Delivery(Recorded):
    """A programme given to a woman, a child or the two together, agreed with her. ``subject``: in whose record."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    subject = models.UUIDField()
    for_whom = models.TextField(choices=ForWhom)
    category = models.PositiveSmallIntegerField()
    programme = models.TextField(help_text="code of the programme")
    plan = models.TextField(help_text="code of the version of its plan; it is followed to the end")
    group = models.ForeignKey(GroupDelivery, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    begins_on = models.DateField()
    setting = models.TextField(choices=Setting)
    her_words = models.TextField(default="", blank=True, help_text="why she wants it, as spoken")
    order_why = models.TextField(default="", blank=True, help_text="why strategies for behaviour come first")

    class Meta:
        indexes = [models.Index(fields=["family"], name="programmes_delivery_family")]


class _OfDelivery(Recorded):
    """What hangs on a delivery: of the same family, about the same one, of the same kind."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    subject = models.UUIDField()
    category = models.PositiveSmallIntegerField()

    class Meta:
        abstract = True


class DeliveryWorker(_OfDelivery):
    """Who of us gives it, and as what the plan names."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="workers")
    colleague = models.ForeignKey(Colleague, on_delete=models.PROTECT, related_name="+")
    part = models.TextField(choices=Facilitator)
    ended_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        indexes = [models.Index(fields=["family"], name="programmes_worker_family")]


class DeliveryTurn(_OfDelivery):
    """The plan was adapted, or it rests, goes on, or is over from this day on. None of it is a failure."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="turns")
    what = models.TextField(choices=Turn)
    on = models.DateField()
    numbers = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True, help_text="of sessions")
    why = models.TextField(default="", blank=True, help_text="why the plan was adapted; what an added session is")
    her_words = models.TextField(default="", blank=True)

    class Meta:
        indexes = [models.Index(fields=["family"], name="programmes_turn_family")]


class SessionHeld(_OfDelivery):
    """A session that took place. Put right by a further row; the same one of the plan may be held again.

    ``session``: where it was one of ours at which it was said who came; it stands once with a delivery.
    """

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="held")
    number = models.PositiveSmallIntegerField(null=True, blank=True, help_text="of the plan; nothing: none of its")
    on = models.DateField()
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    mode = models.TextField(choices=Mode, default=Mode.IN_PERSON)
    setting = models.TextField(choices=Setting)
    there = ArrayField(models.TextField(choices=There), help_text="who took part")
    led_by = ArrayField(models.UUIDField(), help_text="the colleagues who led it")
    about = ArrayField(models.TextField(choices=About), default=list, blank=True)
    session = models.ForeignKey(
        Session, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="at which it was said who came",
    )  # fmt: skip
    did = models.TextField(default="", blank=True, help_text="what was done; she reads it too")
    order_why = models.TextField(default="", blank=True, help_text="why strategies for behaviour came first")
    corrects = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    superseded_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        indexes = [models.Index(fields=["family", "-on"], name="programmes_held_family")]
        constraints = [
            models.CheckConstraint(
                name="programmes_held_minutes",
                condition=Q(minutes=None) | Q(minutes__gte=1, minutes__lte=MOST_MINUTES),
                violation_error_message=No.MINUTES_OF_A_DAY.label,
            ),
            models.CheckConstraint(name="programmes_held_led", condition=Q(led_by__len__gt=0)),
            models.CheckConstraint(name="programmes_held_corrects", condition=~Q(corrects=F("id"))),
            models.UniqueConstraint(
                fields=["delivery", "session"],
                name="programmes_held_once",
                condition=Q(superseded_at=None, session__isnull=False),
            ),
        ]


class Fidelity(_Marks, _OfDelivery):
    """How a session kept to the marks of its plan, by those who led it or by somebody who looked on."""

    held = models.ForeignKey(SessionHeld, on_delete=models.PROTECT, related_name="fidelity")

    class Meta:
        indexes = [models.Index(fields=["family"], name="programmes_fidelity_family")]


class AfterWords(_OfDelivery):
    """What she says after a session, in her words: told to us, or written by her on her own page."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="after")
    held = models.ForeignKey(SessionHeld, null=True, blank=True, on_delete=models.PROTECT, related_name="after")
    on = models.DateField()
    words = models.TextField(help_text="as spoken or written")

    class Meta:
        indexes = [models.Index(fields=["family"], name="programmes_after_family")]

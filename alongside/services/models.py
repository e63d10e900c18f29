"""What is offered, where and when it takes place, who of us is there, who comes (D-50, D-52, D-57).

Services, places, series and sessions name nobody who comes: they are read by all who work here. Who comes, who came and
what was given stands behind the wall of each family.
"""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q

from alongside.accounts.models import Colleague
from alongside.accounts.terms import RoleName
from alongside.agencies.models import Agency
from alongside.families.models import Family, Person
from alongside.recordkeeping.models import Recorded
from alongside.services.terms import Children, How, Item, Modality, Mode, No, Sector, Setting, Target, Transport, WhyOff


class Service(Recorded):
    """What this site says about a service of the file, or one of its own. The newest row of a code counts (R-040)."""

    code = models.TextField()
    name = models.TextField()
    about = models.TextField(default="", blank=True)
    modality = models.TextField(choices=Modality)
    settings = ArrayField(models.TextField(choices=Setting))
    sectors = ArrayField(models.TextField(choices=Sector))
    target = models.TextField(choices=Target)
    relationship = models.BooleanField(help_text="it works on what is between two people")
    needs = ArrayField(models.TextField(choices=RoleName), default=list, blank=True, help_text="who has to be there")
    offered = models.BooleanField(default=True)

    class Meta:
        indexes = [models.Index(fields=["code", "-recorded_at"], name="services_service_now")]


class Place(Recorded):
    """A room, and what is said of it before anybody comes: with or without children, quiet (S-203)."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    name = models.TextField()
    adults_only = models.BooleanField(default=False, help_text="no children in here")
    quiet = models.BooleanField(default=False)
    seats = models.PositiveSmallIntegerField(default=0, help_text="for children who are looked after meanwhile")
    in_use = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "name"], name="services_place_name",
                violation_error_message=No.NAME_TAKEN.label,
            ),
            models.CheckConstraint(
                name="services_place_minding", condition=Q(adults_only=False) | Q(seats=0),
                violation_error_message=No.SEATS_WITHOUT_CHILDREN.label,
            ),
        ]  # fmt: skip


class _Off(Recorded):
    """Called off, when, by whom and why. Never about somebody who comes."""

    off_at = models.DateTimeField(null=True, blank=True, editable=False)
    off_by = models.UUIDField(null=True, editable=False)
    off_why = models.TextField(choices=WhyOff, default="", blank=True)
    off_words = models.TextField(default="", blank=True, help_text="what those who come are told; names nobody")

    class Meta:
        abstract = True


class Series(_Off):
    """Sessions that belong together: the same service, day of the week and time on the clock."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    service = models.TextField(help_text="its code")
    called = models.TextField(default="", blank=True)
    first_on = models.DateField()
    until_on = models.DateField()
    every = models.PositiveSmallIntegerField(default=1, help_text="weeks from one session to the next")
    begins = models.TimeField(help_text="on the clock of the programme, also when that is changed")
    minutes = models.PositiveSmallIntegerField()


class Session(_Off):
    """One meeting: a service, a time, perhaps a room. ``needs`` is what the service asked for when it was planned."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    series = models.ForeignKey(Series, null=True, blank=True, on_delete=models.PROTECT, related_name="sessions")
    service = models.TextField(help_text="its code")
    called = models.TextField(default="", blank=True, help_text="names nobody")
    during = DateTimeRangeField()
    mode = models.TextField(choices=Mode, default=Mode.IN_PERSON)
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # Read on a page by those who work here and those who come. No message, feed or notification ever reads it.
    way_in = models.TextField(
        default="", blank=True, db_default="", help_text="by phone or online: a link, or a number and what is pressed"
    )
    children = models.TextField(choices=Children, default=Children.NONE)
    minding = models.ForeignKey(
        Place,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="where children are meanwhile",
    )
    needs = ArrayField(models.TextField(choices=RoleName), default=list, blank=True)
    without_why = models.TextField(default="", blank=True, help_text="why it goes on though a needed part is missing")
    held_at = models.DateTimeField(null=True, blank=True, editable=False, help_text="who came was said")
    earlier = ArrayField(
        DateTimeRangeField(), default=list, blank=True, editable=False, help_text="times it had before"
    )
    moved_at = ArrayField(
        models.DateTimeField(), default=list, blank=True, editable=False, help_text="when each of them was given up"
    )
    earlier_rooms = ArrayField(
        models.TextField(blank=True), default=list, blank=True, editable=False,
        help_text="the room at each of the last of these times, as it was called; nothing: none",
    )  # fmt: skip
    moved_why = models.TextField(choices=WhyOff, default="", blank=True)
    moved_words = models.TextField(default="", blank=True, help_text="what those who come are told; names nobody")

    class Meta:
        indexes = [models.Index(fields=["agency", "during"], name="services_session_when")]
        constraints = [
            ExclusionConstraint(
                name="services_session_place",
                expressions=[("place", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                condition=Q(off_at=None, place__isnull=False),
                violation_error_message=No.PLACE_TAKEN.label,
            ),
            models.CheckConstraint(
                name="services_session_during",
                condition=Q(during__isempty=False, during__lower_inf=False, during__upper_inf=False),
                violation_error_message=No.TOO_LONG_A_TIME.label,
            ),
        ]


class SessionWorker(Recorded):
    """A colleague who is there, and in which part."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="workers")
    colleague = models.ForeignKey(Colleague, on_delete=models.PROTECT, related_name="+")
    part = models.TextField(choices=RoleName)
    ended_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        indexes = [models.Index(fields=["colleague"], name="services_worker_colleague")]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "colleague", "part"], name="services_worker_once", condition=Q(ended_at=None)
            )
        ]


class _OfSession(Recorded):
    """Of one person of one family, for one session."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Booking(_OfSession):
    """Somebody means to come: a woman, or a child, who then has a seat next door where children are looked after."""

    during = DateTimeRangeField(help_text="of the session")
    minding = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    seat = models.PositiveSmallIntegerField(null=True, blank=True, help_text="its number there")
    transport = models.TextField(choices=Transport, default="", blank=True)
    stands = models.BooleanField(default=True)
    ended_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["family"], name="services_booking_family"),
            models.Index(fields=["session"], name="services_booking_session"),
        ]
        constraints = [
            ExclusionConstraint(
                name="services_booking_seat",
                expressions=[
                    ("minding", RangeOperators.EQUAL), ("seat", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                condition=Q(stands=True, seat__isnull=False),
                violation_error_message=No.SEAT_TAKEN.label,
            ),
            models.UniqueConstraint(
                fields=["session", "person"], name="services_booking_once", condition=Q(stands=True),
                violation_error_message=No.COMES_ALREADY.label,
            ),
            models.CheckConstraint(
                name="services_booking_seat_there",
                condition=Q(minding=None, seat=None) | Q(minding__isnull=False, seat__gte=1),
            ),
        ]  # fmt: skip


class Presence(_OfSession):
    """How somebody was there. Put right by a further row. Nothing counts it and nothing depends on it (T-11).

    Whoever missed her is reminded to reach out, as she wants it (``care.queries.missed_in``).
    """

    on = models.DateField()
    how = models.TextField(choices=How)
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    superseded_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        indexes = [models.Index(fields=["family"], name="services_presence_family")]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"], name="services_presence_once", condition=Q(superseded_at=None)
            ),
            models.CheckConstraint(name="services_presence_corrects", condition=~Q(corrects=F("id"))),
        ]


class Given(_OfSession):
    """Food, vouchers, fares: what was given there, whether somebody came or not. Put right by a further row."""

    on = models.DateField()
    items = ArrayField(models.TextField(choices=Item))
    superseded_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        indexes = [models.Index(fields=["family"], name="services_given_family")]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"], name="services_given_once", condition=Q(superseded_at=None)
            )
        ]

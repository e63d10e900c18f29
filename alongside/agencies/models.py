"""The programme, its sites, the agencies it works with and what was agreed with them."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from alongside.agencies.terms import AgencyKind, Jurisdiction, Mode
from alongside.recordkeeping.models import Recorded


class Agency(Recorded):
    """An organisation: the programme itself, or one it works with."""

    name = models.TextField()
    kind = models.TextField(choices=AgencyKind)
    reference = models.TextField(default="", blank=True, help_text="item of the reference configuration, such as S-005")
    shut_at = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text="since when nobody of this agency comes in",
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name"], name="agencies_agency_name")]

    def __str__(self) -> str:
        return self.name


class Programme(Recorded):
    """The lead agency's programme and its configuration. One row; ``mode`` is set once and never changes."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    name = models.TextField()
    mode = models.TextField(choices=Mode)
    jurisdiction = models.TextField(choices=Jurisdiction, default=Jurisdiction.ONTARIO)
    quiet_after_days = models.PositiveSmallIntegerField(
        default=60, help_text="a file is shown as quiet after so many days without meeting; nothing closes"
    )
    time_zone = models.TextField(
        default="America/Toronto", help_text="in which the days of agreements begin and end; the one of the settings"
    )
    implied_consent = models.BooleanField(
        default=False,
        help_text="health custodians in her circle of care may see what they need for care without a form, where the"
        " law lets them; only after counsel said that this programme is one of them",
    )
    leave_to = models.URLField(default="https://www.theweathernetwork.com/", help_text="where 'leave this page' goes")
    only_row = models.BooleanField(default=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["only_row"], name="agencies_programme_one"),
            models.CheckConstraint(condition=models.Q(only_row=True), name="agencies_programme_only"),
        ]


class Site(Recorded):
    """A place where an agency works."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="sites")
    name = models.TextField()
    address = models.TextField(default="", blank=True)


class Agreement(Recorded):
    """What two agencies signed: what the partner brings, from when, until when, when it is looked at again."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    partner = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="agreements")
    brings = models.TextField(help_text="what the partner does with us")
    contact_person = models.TextField(default="", blank=True)
    during = DateRangeField()
    review_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="agencies_agreement_once",
                expressions=[
                    ("agency", RangeOperators.EQUAL),
                    ("partner", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("There is already an agreement with this partner for these days."),
            )
        ]

"""How it is safe to reach her. Each save is a new plan; the newest counts, the others stay."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alongside.families.models.people import Family, Person, Woman
from alongside.families.terms import Channel, ContentLevel
from alongside.recordkeeping.models import Recorded


class SafeContact(Recorded):
    """Her plan for being reached. ``version`` counts up per woman: a second worker saving the same one finds out."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    woman = models.ForeignKey(Woman, on_delete=models.PROTECT, related_name="safe_contacts")
    version = models.PositiveIntegerField()
    we_are_called = models.TextField(default="", blank=True, help_text="who we say we are: 'Sam from the library'")
    who_shares_the_phone = models.TextField(default="", blank=True)
    code_word = models.TextField(default="", blank=True)
    checked_on = models.DateField(help_text="the day she last said this is still right")
    note = models.TextField(default="", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["woman", "version"], name="families_safecontact_version")]


class SafeWay(models.Model):
    """One way of a plan: channel, number, when, how much may be said."""

    id = models.BigAutoField(primary_key=True)
    plan = models.ForeignKey(SafeContact, on_delete=models.PROTECT, related_name="ways")
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    woman = models.ForeignKey(Woman, on_delete=models.PROTECT, related_name="+")
    channel = models.TextField(choices=Channel)
    value = models.TextField(default="", blank=True)
    content_level = models.PositiveSmallIntegerField(choices=ContentLevel, default=ContentLevel.NOTHING)
    from_hour = models.TimeField(null=True, blank=True)
    to_hour = models.TimeField(null=True, blank=True)
    days = models.TextField(
        default="", blank=True, help_text="days of the week on which it is safe, 1 = Monday: '12345'"
    )
    voicemail = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="families_safeway_value",
                condition=Q(channel="none") | ~Q(value=""),
                violation_error_message=_("Write the number or address for this way, or choose another."),
            )
        ]


class KnownContact(Recorded):
    """A number or address of somebody else in her life, so that it is never taken for hers."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    value = models.TextField()
    taken_back_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        indexes = [models.Index(fields=["family"], name="families_known_family")]

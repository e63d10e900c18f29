"""The one door: how we first heard of her, what she told since, what was offered while she waited, her welcome."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alongside.accounts.models import Colleague
from alongside.agencies.models import Agency
from alongside.families.models import Family, Woman
from alongside.intake.terms import How, Knows, Meanwhile, Reply, Standing, TakenAs, ToldBy, Wanted, Was, WhoFor
from alongside.recordkeeping.models import Recorded, new_id


class Door(Recorded):
    """For whom the programme usually is, and what happens after a first contact. The newest row of an agency counts."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    who_for = ArrayField(models.TextField(choices=WhoFor), default=list, blank=True)
    child_under = models.PositiveSmallIntegerField(default=6, help_text="years")
    answer_days = models.PositiveSmallIntegerField(default=3, help_text="within how many days somebody answers")
    words = models.TextField(default="", blank=True, help_text="what else to say, on the page for everybody")
    words_fr = models.TextField(default="", blank=True)


class Knock(models.Model):
    """What somebody wrote on the page for everybody, until a person takes it; then its words are in the file alone."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    came_at = models.DateTimeField()
    called = models.TextField(default="", blank=True)
    by = models.TextField(choices=Reply)
    value = models.TextField(default="", blank=True)
    good_times = models.TextField(default="", blank=True)
    we_are_called = models.TextField(default="", blank=True)
    voicemail = models.BooleanField(default=False)
    words = models.TextField(default="", blank=True)
    language = models.TextField(default="", blank=True)
    source = models.TextField(default="", blank=True, help_text="the word on a card or poster")
    taken_as = models.TextField(choices=TakenAs, default="", blank=True)
    taken_at = models.DateTimeField(null=True, blank=True, editable=False)
    taken_by = models.UUIDField(null=True, blank=True, editable=False)

    class Meta:
        indexes = [models.Index(fields=["came_at"], name="intake_knock_waits", condition=Q(taken_at=None))]


class _OfHer(Recorded):
    """Something of a woman's file, about her."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    woman = models.ForeignKey(Woman, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class FirstContact(_OfHer):
    """How we heard of her, from whom, when, where, in whose words. There can be several; the first day counts."""

    on = models.DateField()
    told_by = models.TextField(choices=ToldBy, default=ToldBy.HERSELF)
    teller = models.TextField(default="", blank=True, help_text="who that was, if they said")
    how = models.TextField(choices=How, default=How.CAME_BY)
    place = models.TextField(default="", blank=True)
    words = models.TextField(default="", blank=True, help_text="as spoken, by whoever told us")
    knows = models.TextField(choices=Knows, default="", blank=True)
    source = models.TextField(default="", blank=True, help_text="the word on a card or poster")

    class Meta:
        indexes = [models.Index(fields=["family"], name="intake_first_family")]


class Conversation(_OfHer):
    """We talked, on this day. What was said stands in its parts; that there was a talk stands here."""

    on = models.DateField()
    how = models.TextField(choices=How, default=How.CAME_BY)
    before = models.TextField(choices=Was, default="", blank=True)
    after = models.TextField(choices=Was, default="", blank=True)

    class Meta:
        indexes = [models.Index(fields=["family"], name="intake_talk_family")]


class Told(_OfHer):
    """What came of one question (or, with none, of a whole part) on a day. Said anew by a further row."""

    category = models.PositiveSmallIntegerField(help_text="the part's kind of record")
    conversation = models.ForeignKey(
        Conversation, null=True, blank=True, on_delete=models.PROTECT, related_name="told"
    )  # without one she wrote it herself, on her own page
    part = models.TextField()
    question = models.TextField(default="", blank=True, help_text="empty: the whole part")
    edition = models.PositiveSmallIntegerField(help_text="of the questions, as they were asked")
    on = models.DateField()
    standing = models.TextField(choices=Standing)
    words = models.TextField(default="", blank=True, help_text="as spoken")
    picked = ArrayField(models.TextField(), default=list, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        indexes = [models.Index(fields=["family"], name="intake_told_family")]
        constraints = [
            models.CheckConstraint(
                name="intake_told_something",
                condition=~Q(standing=Standing.SAID) | Q(words__gt="") | Q(picked__len__gt=0),
                violation_error_message=_("There is nothing to keep yet. A few words, or “not now”, are enough."),
            )
        ]


class Offer(_OfHer):
    """What was offered while she waited, and whether she wanted it."""

    on = models.DateField()
    what = models.TextField(choices=Meanwhile)
    wanted = models.TextField(choices=Wanted)
    words = models.TextField(default="", blank=True)

    class Meta:
        indexes = [models.Index(fields=["family"], name="intake_offer_family")]


class Welcome(Recorded):
    """The day on which she was welcomed, and by whom."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    woman = models.OneToOneField(Woman, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    colleague = models.ForeignKey(Colleague, on_delete=models.PROTECT, related_name="+")
    her_words = models.TextField(default="", blank=True)

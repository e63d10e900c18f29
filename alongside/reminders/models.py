"""Messages to her: how she wants them, of what she is to be reminded, what waits and went, what came back."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from alongside.families.models import Family, Woman
from alongside.recordkeeping.models import Recorded, new_id
from alongside.reminders.terms import By, Kind, Language, Meaning, NoticeKind, Others, SaidHow, State


class Wish(Recorded):
    """How she wants messages, one way each: the newest version counts, the others stay. A no is a version too."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    woman = models.ForeignKey(Woman, on_delete=models.PROTECT, related_name="+")
    by = models.TextField(choices=By)
    version = models.PositiveIntegerField()
    wanted = models.BooleanField()
    how = models.TextField(choices=SaidHow, default=SaidHow.SHE_SAID)
    value = models.TextField(
        default="", blank=True, help_text="the number or address she agreed to, as machines write it"
    )
    others = models.TextField(choices=Others, default=Others.NOT_ASKED, blank=True)
    language = models.TextField(choices=Language, default=Language.ENGLISH)
    kinds = ArrayField(models.TextField(choices=Kind), default=list, blank=True)
    her_words = models.TextField(default="", blank=True, help_text="what she calls it: 'Coffee with Sam'")
    hard_words = models.TextField(default="", blank=True, help_text="what is answered when what she wrote sounds hard")
    stop_word = models.TextField(default="", blank=True, help_text="a word of her own that stops it, beside the usual")
    leave_message = models.BooleanField(default=False)
    said_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["value"], name="reminders_wish_value")]
        constraints = [models.UniqueConstraint(fields=["woman", "by", "version"], name="reminders_wish_version")]


class Reminded(Recorded):
    """She is to be reminded of this: asked for with her, of something that a room tells of (``source``, ``target``)."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    woman = models.ForeignKey(Woman, on_delete=models.PROTECT, related_name="+")
    source = models.TextField(help_text="which kind of thing: 'promise'")
    target = models.UUIDField()
    taken_back_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        indexes = [models.Index(fields=["family"], name="reminders_reminded_family")]
        constraints = [
            models.UniqueConstraint(
                fields=["family", "source", "target"], condition=Q(taken_back_at=None), name="reminders_reminded_once"
            )
        ]


class Message(models.Model):
    """One message on its way to her, or what became of it. Written by the service alone; ``key`` makes it one.

    ``taken_by`` is the run of the worker that has it: a run that died is followed by another, which hands over the same
    ``key`` again.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+", db_index=False)
    woman = models.ForeignKey(Woman, on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.TextField(unique=True, editable=False)
    kind = models.TextField(choices=Kind)
    by = models.TextField(choices=By)
    value = models.TextField(help_text="the number or address for which it was planned")
    source = models.TextField(default="", blank=True)
    target = models.UUIDField(null=True, blank=True)
    starts_at = models.DateTimeField(null=True, blank=True, help_text="when the thing is of which it reminds")
    whole_day = models.BooleanField(default=False)
    not_before = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True, help_text="after this it helps nobody")
    state = models.TextField(choices=State, default=State.WAITS)
    because = models.TextField(default="", blank=True, help_text="why it waits or did not go: a code")
    tried = models.PositiveSmallIntegerField(default=0)
    taken_by = models.UUIDField(null=True, blank=True, editable=False)
    taken_at = models.DateTimeField(null=True, blank=True, editable=False)
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    language = models.TextField(default="", blank=True)
    words = models.TextField(default="", blank=True, help_text="what went, word for word")
    went_at = models.DateTimeField(null=True, blank=True)
    reference = models.TextField(default="", blank=True, help_text="what the gateway calls it")
    planned_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["family", "-planned_at"], name="reminders_message_family"),
            models.Index(
                fields=["not_before"],
                condition=Q(state__in=["waits", "taken", "handing"]),
                name="reminders_message_waits",
            ),
            models.Index(fields=["target"], name="reminders_message_target"),
            models.Index(fields=["reference"], condition=~Q(reference=""), name="reminders_message_ref"),
        ]


class Heard(models.Model):
    """Something that came back. Nobody's until the number is found among the wishes of exactly one woman.

    A message from outside proves nothing: it never opens, tells or changes anything but the few things it may.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    family = models.ForeignKey(Family, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    woman = models.ForeignKey(Woman, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    by = models.TextField(choices=By)
    value = models.TextField(help_text="from which number or address it says it came")
    words = models.TextField(default="", blank=True)
    reference = models.TextField(unique=True, help_text="what the gateway calls it, so that it counts once")
    came_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    meanings = ArrayField(models.TextField(choices=Meaning), default=list, blank=True)

    class Meta:
        indexes = [models.Index(fields=["came_at"], condition=Q(read_at=None), name="reminders_heard_unread")]


class Notice(models.Model):
    """Somebody of her team is told something, in a sentence that says nothing of what was written."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    family = models.ForeignKey(Family, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    woman = models.ForeignKey(Woman, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.TextField(choices=NoticeKind)
    because = models.TextField(default="", blank=True, help_text="what is to be asked: a code")
    message = models.ForeignKey(
        Message, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    heard = models.ForeignKey(Heard, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    target = models.UUIDField(null=True, blank=True, help_text="of which thing she said so on her own page")
    starts_at = models.DateTimeField(null=True, blank=True, help_text="when that was to be")
    told_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True, blank=True, editable=False)
    taken_by = models.UUIDField(null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True, editable=False)  # of something hard: somebody was in touch
    taken_back_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="she said that the time is fine"
    )

    class Meta:
        indexes = [  # what waits is asked for on every page of staff
            models.Index(fields=["family"], name="reminders_notice_waits", condition=Q(taken_at=None)),
            models.Index(fields=["told_at"], name="reminders_notice_hard", condition=Q(kind="hard")),
        ]
        constraints = [
            # One open question of a kind about her is enough.
            models.UniqueConstraint(
                fields=["woman", "kind", "because"],
                condition=Q(taken_at=None, kind="ask_her"),
                name="reminders_notice_ask_once",
            ),
            models.UniqueConstraint(
                fields=["woman", "target", "starts_at"],
                condition=Q(target__isnull=False, taken_back_at=None),
                name="reminders_notice_other_once",
            ),
        ]

"""Who recorded what and when; the trail of looking and doing; what was set aside when two people saved at once."""

from __future__ import annotations

import uuid

import uuid_utils.compat
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models.functions import Now

from alongside.recordkeeping.terms import Source


def new_id() -> uuid.UUID:
    """A uuidv7 (RFC 9562): the first half is the time, so that newer rows sit at the end of every index."""
    return uuid_utils.compat.uuid7()


class Recorded(models.Model):
    """When a row was recorded and by whom (a plain uuid: the trail and history never die with an account)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    recorded_by = models.UUIDField(editable=False)

    class Meta:
        abstract = True


class Fact(Recorded):
    """A fact that holds for a stretch of days, known since ``recorded_at``.

    Two clocks: ``during`` is when it was so in her life, ``recorded_at`` to ``superseded_at`` is when we believed it.
    A correction adds a row and closes this one; nothing is overwritten. Current knowledge has no ``superseded_at``.
    """

    during = DateRangeField(help_text="[first day, day after the last)")
    source = models.TextField(choices=Source, default=Source.STAFF)
    superseded_at = models.DateTimeField(null=True, editable=False)
    superseded_by = models.UUIDField(null=True, editable=False)

    class Meta:
        abstract = True


class Trail(models.Model):
    """One thing looked at or done. No foreign keys; each row's hash holds the one of the row before it in its chain."""

    pk = models.CompositePrimaryKey("shard", "seq")
    shard = models.SmallIntegerField()
    seq = models.BigIntegerField()
    at = models.DateTimeField()
    principal = models.UUIDField(null=True)
    agency = models.UUIDField(null=True)
    verb = models.TextField()
    family = models.UUIDField(null=True)
    subject = models.UUIDField(null=True)
    detail = models.JSONField(default=dict)
    prev = models.BinaryField()
    hash = models.BinaryField()

    class Meta:
        indexes = [
            models.Index(fields=["subject", "at"], name="recordkeeping_trail_subject"),
            models.Index(fields=["principal", "at"], name="recordkeeping_trail_who"),
            models.Index(fields=["family", "at"], name="recordkeeping_trail_family"),
            models.Index(fields=["agency", "at"], name="recordkeeping_trail_agency"),
        ]


class TrailHead(models.Model):
    """The newest hash of each chain."""

    shard = models.SmallIntegerField(primary_key=True)
    seq = models.BigIntegerField(default=0)
    hash = models.BinaryField()


class Submission(models.Model):
    """A form that was sent. The same form sent twice finds itself here and makes no second row."""

    id = models.UUIDField(primary_key=True)
    principal = models.UUIDField()
    answered_with = models.TextField(default="", blank=True)
    recorded_at = models.DateTimeField(db_default=Now())


class SetAside(Recorded):
    """What somebody wrote while a colleague changed the same thing: kept and shown, until a person decides."""

    family = models.UUIDField()
    subject = models.UUIDField()
    category = models.SmallIntegerField()
    about = models.TextField(help_text="what was being changed, such as 'families.safe_contact'")
    target = models.UUIDField()
    written = models.JSONField(help_text="what the form held, word for word")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["target"], name="recordkeeping_aside_target")]


class EarlierVersion(Recorded):
    """What stood before somebody changed it. The newest words are in the thing itself; these are never overwritten.

    ``recorded_by`` and ``recorded_at`` say who replaced this version, and when. No rule reads ``held``; pages show it.
    """

    family = models.UUIDField()
    subject = models.UUIDField()
    category = models.SmallIntegerField()
    about = models.TextField(help_text="what was changed, such as 'families.person'")
    target = models.UUIDField()
    version = models.PositiveIntegerField()
    held = models.JSONField(help_text="what was replaced, word for word")

    class Meta:
        indexes = [models.Index(fields=["target"], name="recordkeeping_earlier_target")]
        # Within a family: else a row of another one could stand in the way of a change here, or tell of it.
        # What a woman is called and why she comes are two things about one id.
        constraints = [
            models.UniqueConstraint(fields=["family", "about", "target", "version"], name="recordkeeping_earlier_once")
        ]

"""What was brought over before, so that nothing is brought over twice; what women ask to have a copy of."""

from __future__ import annotations

from django.db import models

from alongside.accounts.models import Colleague
from alongside.agencies.models import Agency
from alongside.families.models import Family, Person
from alongside.recordkeeping.models import Recorded
from alongside.stewardship.terms import BreachKind, CopyAnswer, CopyGoes, CopyHow, LookFound, LookKind, WhyOut


class ImportedKey(Recorded):
    """A key of an earlier system and the record it became. Of the key only a digest is kept: it may name somebody.

    Whoever may import at this agency reads it, also where she is not let into the family: a file that two colleagues
    hold is brought over once. It leads her to no more than an id.
    """

    agency = models.UUIDField()
    kind = models.TextField(help_text="family or person")
    digest = models.BinaryField(help_text="SHA-256 of agency, origin, kind and key")
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    record = models.UUIDField(help_text="the family or person it became")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["digest"], name="stewardship_importedkey_once")]


class CopyRequest(Recorded):
    """She asks for a copy of everything that is written about her. Whoever keeps privacy answers; she reads the answer.

    ``answer_words`` says what was left out and why; it is written to her.
    """

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    how = models.TextField(choices=CopyHow, default=CopyHow.TOGETHER)
    words = models.TextField(default="", blank=True, help_text="anything she adds")
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.UUIDField(null=True, blank=True, editable=False)
    answer = models.TextField(choices=CopyAnswer, default="", blank=True)
    answer_words = models.TextField(default="", blank=True)

    class Meta:
        indexes = [models.Index(fields=["family"], name="stewardship_copy_family")]
        constraints = [
            models.CheckConstraint(
                name="stewardship_copy_answered",
                condition=models.Q(answered_on__isnull=True, answer="")
                | (models.Q(answered_on__isnull=False) & ~models.Q(answer="")),
            )
        ]


class CopyMark(Recorded):
    """What somebody who read one record of hers decided for her copy. The newest counts; nothing is overwritten."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    category = models.PositiveSmallIntegerField()
    asked = models.ForeignKey(CopyRequest, on_delete=models.PROTECT, related_name="marks")
    source = models.TextField(help_text="which kind of record, such as 'care.contact'")
    target = models.UUIDField()
    goes = models.TextField(choices=CopyGoes)
    why = models.TextField(choices=WhyOut, default="", blank=True)
    passages = models.TextField(default="", blank=True, help_text="words that stay out, one line for each")

    class Meta:
        indexes = [models.Index(fields=["asked"], name="stewardship_copymark_asked")]
        constraints = [
            models.CheckConstraint(
                name="stewardship_copymark_why",
                condition=models.Q(goes="whole", why="", passages="")
                | (models.Q(goes="out", passages="") & ~models.Q(why=""))
                | (models.Q(goes="part") & ~models.Q(why="") & ~models.Q(passages="")),
            )
        ]


class CopyGiven(Recorded):
    """Her copy as it was put together and given to her: never changed. Its words are its parts, one for each kind."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked = models.ForeignKey(CopyRequest, on_delete=models.PROTECT, related_name="given")
    language = models.TextField()
    records = models.PositiveIntegerField(help_text="how many records are in it")
    kinds = models.PositiveIntegerField(help_text="bit mask of the kinds of record that are in it")
    unread = models.PositiveIntegerField(help_text="kinds that the part of whoever put it together does not read")
    sha256 = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["asked"], name="stewardship_given_asked")]


class CopyPart(Recorded):
    """What is in her copy of one kind of record: every word, with the hash of them."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    category = models.PositiveSmallIntegerField()
    given = models.ForeignKey(CopyGiven, on_delete=models.PROTECT, related_name="parts")
    snapshot = models.TextField(help_text="what she was given, word for word")
    sha256 = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["given", "category"], name="stewardship_copypart_once")]


class CopyLeftOut(Recorded):
    """One thing that stayed out of her copy, or of which some words did (``part``), and why. None of its words."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    category = models.PositiveSmallIntegerField()
    given = models.ForeignKey(CopyGiven, on_delete=models.PROTECT, related_name="left_out")
    title = models.TextField(help_text="which kind of record, in words")
    on = models.DateField(null=True, blank=True)
    why = models.TextField(choices=WhyOut)
    part = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["given"], name="stewardship_leftout_given")]


class Breach(Recorded):
    """Something went where it should not have gone, or somebody saw what was not for her. For whoever keeps privacy.

    What came of it stands in its steps; nothing of it is changed afterwards.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    what = models.TextField(help_text="what happened, without names and without what was in the records")
    happened_on = models.DateField(help_text="the day, or the first of them")
    found_on = models.DateField()
    how_found = models.TextField(default="", blank=True)

    class Meta:
        indexes = [models.Index(fields=["agency"], name="stewardship_breach_agency")]
        constraints = [
            models.CheckConstraint(
                name="stewardship_breach_days", condition=models.Q(found_on__gte=models.F("happened_on"))
            )
        ]


class BreachStep(Recorded):
    """One step of it, dated: whose records (a file and, where it is known, a person), who was told, what was done."""

    breach = models.ForeignKey(Breach, on_delete=models.PROTECT, related_name="steps")
    kind = models.TextField(choices=BreachKind)
    on = models.DateField()
    whom = models.TextField(default="", blank=True, help_text="who was told: she, a commissioner, an agency")
    words = models.TextField(default="", blank=True)
    family = models.ForeignKey(Family, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    subject = models.UUIDField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["breach"], name="stewardship_breachstep_breach")]
        constraints = [
            models.CheckConstraint(
                name="stewardship_breachstep_whose",
                condition=~models.Q(kind="whose") | models.Q(family__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["breach"], condition=models.Q(kind="closed"), name="stewardship_breachstep_closed"
            ),
        ]


class OwnStreet(Recorded):
    """Where a colleague lives, for herself alone: a neighbour's file that she opened is asked about.

    The newest row counts; empty words take it back. ``key`` is what addresses are searched for (``rules.street_key``).
    """

    colleague = models.ForeignKey(Colleague, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(default="", blank=True)
    key = models.TextField(default="", blank=True)

    class Meta:
        indexes = [models.Index(fields=["colleague", "-recorded_at"], name="stewardship_street_whose")]


class LookAnswer(Recorded):
    """What looks that stood out were, once somebody had asked. Never changed; a breach is written down beside it."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    colleague = models.ForeignKey(Colleague, on_delete=models.PROTECT, related_name="+")
    week = models.DateField(help_text="its Monday")
    kind = models.TextField(choices=LookKind)
    family = models.ForeignKey(Family, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    found = models.TextField(choices=LookFound)
    words = models.TextField(default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["colleague", "week", "kind", "family"], name="stewardship_look_once", nulls_distinct=False
            )
        ]

"""Contacts, promises, things she mentioned, what a carer has to know, safety plans."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alongside.accounts.models import Colleague
from alongside.agencies.models import Agency
from alongside.care.terms import (
    ForWhom,
    HerCopy,
    HowOften,
    MentionTurn,
    Mode,
    NeedKind,
    PlanKind,
    PlanStep,
    PlanTurn,
    PromiseState,
    Purpose,
    Reached,
    ReachOut,
)
from alongside.families.models import Child, Family, Woman
from alongside.families.terms import Channel
from alongside.recordkeeping.models import Recorded
from alongside.services.terms import Item


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
    purposes = ArrayField(models.TextField(choices=Purpose), default=list, blank=True, db_default=[])
    purpose = models.TextField(default="", blank=True)
    note = models.TextField(default="", blank=True)
    her_words = models.TextField(default="", blank=True)
    between_you = models.TextField(default="", blank=True, help_text="what we saw between you two, written to her")
    believed = models.BooleanField(default=False, help_text="she told us something hard; believed and supported")
    # Things that were given ask for nothing: neither for coming, nor for means, nor how much it was (S-041).
    given = ArrayField(models.TextField(choices=Item), default=list, blank=True, db_default=[])
    items_given = models.TextField(default="", blank=True)
    helped = models.TextField(default="", blank=True, db_default="", help_text="what helped")
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


class BegunNote(Recorded):
    """A note somebody is writing: hers alone, while she writes it, and no record of anybody's yet.

    The one thing here that is overwritten and taken out: with every pause it is kept anew, and it is gone when the note
    is recorded, thrown away, or left for the programme's number of days. Its id is the form's own.
    """

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    category = models.PositiveSmallIntegerField()
    contact = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="which note is put right"
    )
    typed = models.TextField(help_text="what a browser sent, question by question")
    mark = models.UUIDField(
        null=True, help_text="of the page that kept it last: each time one is opened it has another"
    )
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["family"], name="care_begunnote_family"),
            models.Index(fields=["saved_at"], name="care_begunnote_saved"),
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
    place = models.TextField(default="", blank=True, db_default="", help_text="where somebody goes; she reads it too")
    travel = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="minutes there; nothing: nobody has said"
    )
    worker = models.UUIDField(help_text="the colleague who said so, or for whom it was said")
    state = models.TextField(choices=PromiseState, default=PromiseState.OPEN)
    settled_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["family", "on"], name="care_promise_family"),
            models.Index(fields=["worker", "on"], name="care_promise_worker"),
        ]


class Mentioned(Recorded):
    """A thing she mentioned that will happen, about when, so that somebody asks her how it went (S-054).

    No promise of anybody's: it is hers, and nothing follows when nobody asks.
    """

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    subject = models.UUIDField()
    category = models.PositiveSmallIntegerField()
    contact = models.ForeignKey(Contact, null=True, blank=True, on_delete=models.PROTECT, related_name="mentions")
    what = models.TextField(help_text="in her words where they are known")
    on = models.DateField(help_text="about when")

    class Meta:
        indexes = [models.Index(fields=["family", "on"], name="care_mentioned_family")]


class MentionedTurn(Recorded):
    """Somebody asked how it went, kept it for later, or let it go. The newest counts; none is changed."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    subject = models.UUIDField()
    category = models.PositiveSmallIntegerField()
    mentioned = models.ForeignKey(Mentioned, on_delete=models.PROTECT, related_name="turns")
    what = models.TextField(choices=MentionTurn)
    on = models.DateField()
    her_words = models.TextField(default="", blank=True, help_text="how it went, as she said it")
    again_on = models.DateField(null=True, blank=True, help_text="about when to ask her, when it was kept for later")

    class Meta:
        indexes = [models.Index(fields=["family"], name="care_mentionedturn_family")]


class ReachWish(Recorded):
    """How she wants us to reach out when we miss each other (S-055), as she says it; the newest row counts.

    "Leave it to me" means that nobody is reminded to reach out, until she says something else.
    """

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    woman = models.ForeignKey(Woman, on_delete=models.PROTECT, related_name="+")
    wants = models.TextField(choices=ReachOut)
    ways = ArrayField(
        models.TextField(choices=Channel), default=list, blank=True, help_text="which of her safe ways; none: any"
    )
    every_days = models.PositiveSmallIntegerField(choices=HowOften, null=True, blank=True)
    where = models.TextField(default="", blank=True, help_text="where to look for her, as she says it")
    her_words = models.TextField(default="", blank=True)

    class Meta:
        indexes = [models.Index(fields=["family"], name="care_reachwish_family")]


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


class SafetyPlan(Recorded):
    """A safety plan of a woman's (D-61). The words stand in its versions; its kind says what it is about."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    subject = models.UUIDField(help_text="the woman whose plan it is; never a child")
    kind = models.TextField(choices=PlanKind)
    category = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [models.Index(fields=["family"], name="care_safetyplan_family")]
        constraints = [
            # One kind of record for each kind of plan: being safe from somebody is never filed where others read it.
            models.CheckConstraint(
                name="care_safetyplan_category",
                condition=Q(kind="violence", category=5)
                | Q(kind="suicide", category=4)
                | Q(kind__in=("overdose", "child_care"), category=2),
            )
        ]


class _OfPlan(Recorded):
    """What hangs on a safety plan: of the same woman, of the same kind of record."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    subject = models.UUIDField()
    category = models.PositiveSmallIntegerField()

    class Meta:
        abstract = True


class SafetyVersion(_OfPlan):
    """What stands in a plan from this day on: her words, step by step. A further one is added, none is changed."""

    plan = models.ForeignKey(SafetyPlan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    on = models.DateField(help_text="the day on which it was made with her")
    said = models.JSONField(help_text="step: her words, as spoken")
    colleague = models.ForeignKey(
        Colleague, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="who made it with her; nobody, where she wrote it herself",
    )  # fmt: skip
    also_with = models.TextField(default="", blank=True, help_text="who else was there, as she calls them")
    again_on = models.DateField(null=True, blank=True, help_text="when she would like to look at it again")
    # Nothing: nobody has said yet, so outside nobody reads it. An empty list: it speaks of nobody else. Nothing in
    # a list: of these, and nobody has said of whom else.
    about = ArrayField(
        models.UUIDField(),
        null=True,
        blank=True,
        default=None,
        help_text="others of the family of whom it says something",
    )

    # Set when a further one is written: whoever may not read that one must not take this one for what stands.
    superseded_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        indexes = [models.Index(fields=["family"], name="care_safetyversion_family")]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="care_safetyversion_number"),
            models.CheckConstraint(name="care_safetyversion_first", condition=Q(number__gte=1)),
        ]


class SafetyTurn(_OfPlan):
    """A plan was looked at and is still right, is no longer needed, or was taken up again."""

    plan = models.ForeignKey(SafetyPlan, on_delete=models.PROTECT, related_name="turns")
    what = models.TextField(choices=PlanTurn)
    on = models.DateField()
    her_words = models.TextField(default="", blank=True)
    again_on = models.DateField(null=True, blank=True, help_text="when she would like to look at it again")

    class Meta:
        indexes = [models.Index(fields=["family"], name="care_safetyturn_family")]


class SafetyCopy(_OfPlan):
    """How she has her plan from now on, as she chose; the newest counts, and without one there is nothing anywhere."""

    plan = models.ForeignKey(SafetyPlan, on_delete=models.PROTECT, related_name="copies")
    how = models.TextField(choices=HerCopy)
    heading = models.TextField(default="", blank=True, help_text="what stands above it, so that it could be anybody's")
    steps = ArrayField(
        models.TextField(choices=PlanStep), default=list, blank=True, help_text="which steps are on it; none: all"
    )
    # How to reach her as it was when she chose: when that changes, a plan about violence leaves her page by itself.
    reached_by = models.UUIDField(null=True, blank=True, editable=False)

    class Meta:
        indexes = [models.Index(fields=["family"], name="care_safetycopy_family")]


class LocalProtocol(Recorded):
    """What this place does when it comes to this, and where that comes from. The newest row of a kind counts.

    Alongside brings none along: what is right depends on the place, and a wrong one is worse than none.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    kind = models.TextField(choices=PlanKind)
    words = models.TextField(default="", blank=True, help_text="in order; empty: none any more")
    words_fr = models.TextField(default="", blank=True)
    source = models.TextField(default="", blank=True, help_text="who says so: a paper, a page, a decision of the team")
    checked_on = models.DateField(help_text="when somebody last looked that it is still so")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="care_localprotocol_source",
                condition=(Q(words="") & Q(words_fr="")) | ~Q(source=""),
                violation_error_message=_("Please say where this comes from, so that others can look it up."),
            )
        ]

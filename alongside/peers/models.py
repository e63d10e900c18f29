"""Peer support: what a peer says of herself, what she and the programme agreed, who walks beside whom, what was done.

What a peer writes of herself is hers alone to change and to take back, so it is changed in place and no earlier version
is kept (docs/decisions/0033). Everything about a woman is added, as in every file.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from alongside.accounts.models import Colleague
from alongside.care.models import Contact
from alongside.enrolment.models import TeamMember
from alongside.families.models import Family
from alongside.peers.terms import Answer, Domain, Form, Help, How, Learn
from alongside.recordkeeping.models import Recorded
from alongside.safekeeping.terms import Category

PEER_SUPPORT = int(Category.PEER_SUPPORT)


class PeerProfile(models.Model):
    """What a peer says of herself so that matching fits. Written by herself, empty by default; no personnel record."""

    colleague = models.OneToOneField(Colleague, primary_key=True, on_delete=models.PROTECT, related_name="+")
    languages = models.TextField(default="", blank=True)
    hours = models.TextField(default="", blank=True, help_text="when she is about, in her words")
    wants = models.TextField(default="", blank=True, help_text="what she would like to be asked for")
    rather_not = models.TextField(default="", blank=True, help_text="what she would rather not do")
    words = models.TextField(default="", blank=True, help_text="what a woman reads who is choosing")
    shown = models.BooleanField(default=False, help_text="a woman who is choosing may see her")
    resting = models.BooleanField(default=False, help_text="no new matches; no reason, and no day is kept")
    version = models.PositiveIntegerField(default=1)


class PeerStory(models.Model):
    """What she chooses to say of her own story: for herself, and for a woman who is choosing, if she said so."""

    colleague = models.OneToOneField(Colleague, primary_key=True, on_delete=models.PROTECT, related_name="+")
    story = models.TextField(default="", blank=True)
    shown = models.BooleanField(default=False)


class PeerWellness(models.Model):
    """A peer's own wellness plan. Hers alone, and those of her supervisors to whom she shows it; nothing counts it."""

    colleague = models.OneToOneField(Colleague, primary_key=True, on_delete=models.PROTECT, related_name="+")
    well = models.TextField(default="", blank=True, help_text="what keeps her well")
    signs = models.TextField(default="", blank=True, help_text="how she notices that it is too much")
    helps = models.TextField(default="", blank=True, help_text="what helps her then")
    asks = models.TextField(default="", blank=True, help_text="what others can do, and better not")
    shown_to = ArrayField(models.UUIDField(), default=list, blank=True, help_text="who may read it, as she says today")


class PeerLearning(models.Model):
    """What a peer had a training on, is at home in, or would like to learn: as she says it now; no earlier version."""

    colleague = models.OneToOneField(Colleague, primary_key=True, on_delete=models.PROTECT, related_name="+")
    wants = ArrayField(models.TextField(choices=Learn), default=list, blank=True)
    had = ArrayField(models.TextField(choices=Learn), default=list, blank=True)
    home = ArrayField(models.TextField(choices=Learn), default=list, blank=True)
    words = models.TextField(default="", blank=True, help_text="which training, when; how she learns best")
    shown = models.BooleanField(default=False, help_text="whoever looks after peer supporters may read it")


class PeerAgreement(Recorded):
    """What a peer and her supervisor agreed, in versions; one writes it, and it stands when the other said yes."""

    colleague = models.ForeignKey(Colleague, on_delete=models.PROTECT, related_name="+")
    supervisor = models.ForeignKey(Colleague, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    does = models.TextField(default="", blank=True)
    does_not = models.TextField(default="", blank=True)
    reach = models.TextField(default="", blank=True, help_text="how she can be reached, and when")
    breaks = models.TextField(default="", blank=True, help_text="breaks for her own wellness")
    women_at_once = models.PositiveSmallIntegerField()
    hours_a_week = models.PositiveSmallIntegerField(null=True, blank=True)
    agreed_at = models.DateTimeField(null=True, editable=False)
    agreed_by = models.UUIDField(null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["colleague", "number"], name="peers_agreement_number"),
            models.CheckConstraint(name="peers_agreement_takes_two", condition=~Q(colleague=F("supervisor"))),
            models.CheckConstraint(
                name="peers_agreement_other_agrees",
                condition=Q(agreed_at=None, agreed_by=None)
                | (Q(agreed_at__isnull=False, agreed_by__isnull=False) & ~Q(agreed_by=F("recorded_by"))),
            ),
            models.CheckConstraint(
                name="peers_agreement_cap",
                condition=Q(women_at_once__lte=30) & (Q(hours_a_week=None) | Q(hours_a_week__lte=60)),
            ),
        ]


class _OfHer(Recorded):
    """A row of a woman's file about peer support. ``subject``: she."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    subject = models.UUIDField()
    category = models.PositiveSmallIntegerField(default=PEER_SUPPORT, db_default=PEER_SUPPORT)

    class Meta:
        abstract = True


class PeerWish(_OfHer):
    """She would like a peer supporter, or one was offered to her. Closed without a reason."""

    how = models.TextField(choices=How)
    on = models.DateField()
    her_words = models.TextField(default="", blank=True, help_text="what she would like, as spoken")
    closed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        indexes = [models.Index(fields=["family"], name="peers_wish_family")]
        constraints = [
            models.UniqueConstraint(fields=["subject"], condition=Q(closed_at=None), name="peers_wish_once"),
            models.CheckConstraint(name="peers_wish_category", condition=Q(category=PEER_SUPPORT)),
        ]


class PeerAnswer(_OfHer):
    """What she says to somebody: yes, no, later, somebody else. The newest counts; the peer herself never reads it."""

    wish = models.ForeignKey(PeerWish, on_delete=models.PROTECT, related_name="answers")
    colleague = models.ForeignKey(Colleague, on_delete=models.PROTECT, related_name="+")
    answer = models.TextField(choices=Answer)
    on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["family"], name="peers_answer_family")]
        constraints = [models.CheckConstraint(name="peers_answer_category", condition=Q(category=PEER_SUPPORT))]


class PeerMatch(_OfHer):
    """A peer supporter walks beside her. It opens nothing until the peer said yes too; either ends it, at no fault."""

    wish = models.ForeignKey(PeerWish, on_delete=models.PROTECT, related_name="matches")
    colleague = models.ForeignKey(Colleague, on_delete=models.PROTECT, related_name="+")
    goes_by = models.TextField(help_text="the name under which the peer is asked whether she knows her")
    begun_on = models.DateField(null=True, blank=True)
    member = models.OneToOneField(TeamMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    paused = models.BooleanField(default=False)
    paused_by = models.UUIDField(null=True, editable=False, help_text="whose pause it is: her peer ends her own alone")
    ended_on = models.DateField(null=True, blank=True)
    goodbye = models.BooleanField(default=False, help_text="they said goodbye to each other")

    class Meta:
        indexes = [
            models.Index(fields=["family"], name="peers_match_family"),
            models.Index(fields=["colleague"], condition=Q(ended_on=None), name="peers_match_standing"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "colleague"], condition=Q(ended_on=None), name="peers_match_once"
            ),
            models.CheckConstraint(name="peers_match_category", condition=Q(category=PEER_SUPPORT)),
            models.CheckConstraint(
                name="peers_match_begun",
                condition=Q(begun_on=None, member=None) | Q(begun_on__isnull=False, member__isnull=False),
            ),
            models.CheckConstraint(
                name="peers_match_pause",
                condition=Q(paused=False, paused_by=None) | Q(paused=True, paused_by__isnull=False),
            ),
        ]


class PeerAllowance(_OfHer):
    """Which kinds of record her peer supporter may read from now on. The newest row of a match counts."""

    match = models.ForeignKey(PeerMatch, on_delete=models.PROTECT, related_name="allowances")
    kinds = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)

    class Meta:
        indexes = [models.Index(fields=["family"], name="peers_allowance_family")]
        constraints = [
            models.CheckConstraint(name="peers_allowance_category", condition=Q(category=PEER_SUPPORT)),
            models.CheckConstraint(
                name="peers_allowance_kinds",
                condition=Q(kinds__contained_by=[int(Category.SERVICE_USE), int(Category.PEER_SUPPORT)]),
                violation_error_message=_("A peer supporter does not read this kind of record."),
            ),
        ]


class PeerContact(_OfHer):
    """What a contact of a peer's was: which of the four domains, which forms of support, which help with every day."""

    contact = models.OneToOneField(Contact, on_delete=models.PROTECT, related_name="+")
    colleague = models.ForeignKey(Colleague, on_delete=models.PROTECT, related_name="+")
    domains = ArrayField(models.TextField(choices=Domain))
    forms = ArrayField(models.TextField(choices=Form), default=list, blank=True)
    helped_with = ArrayField(models.TextField(choices=Help), default=list, blank=True)

    class Meta:
        indexes = [models.Index(fields=["family"], name="peers_contact_family")]
        constraints = [
            models.CheckConstraint(name="peers_contact_category", condition=Q(category=PEER_SUPPORT)),
            models.CheckConstraint(name="peers_contact_domains", condition=Q(domains__len__gte=1)),
        ]

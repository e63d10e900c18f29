"""What she agreed to, and what she wants kept from somebody (D-90)."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alongside.accounts.models import Colleague
from alongside.agencies.models import Agency
from alongside.agencies.terms import Jurisdiction
from alongside.consent.rules.agreeing import Decider, gives
from alongside.consent.terms import (
    Effect,
    FormKind,
    LegalKind,
    PaperAnswer,
    PaperTold,
    Purpose,
    RecipientClass,
    RecipientKind,
    SignedHow,
)
from alongside.families.models import Family, Person
from alongside.recordkeeping.models import Recorded
from alongside.safekeeping.terms import Category


class Form(Recorded):
    """The words that are signed, in one language. Never changed: new words are a new version with its own hash."""

    kind = models.TextField(choices=FormKind)
    profile = models.TextField(choices=Jurisdiction)
    language = models.TextField(help_text="such as 'en' or 'fr-ca'")
    version = models.PositiveIntegerField()
    text = models.TextField()
    sha256 = models.TextField(help_text="of the text, in hexadecimal")
    source = models.TextField(default="", blank=True, help_text="the law or guideline that asks for these elements")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "profile", "language", "version"], name="consent_form_version")
        ]


class Consent(Recorded):
    """One form: who decides, to whom, what for, from when until when. What may be seen stands in its lines.

    A draft until ``signed_at``. Nothing of it is ever overwritten or deleted; what is withdrawn says since when.
    ``giver`` is whoever may decide for the subject of each line on the day of signing: the woman for herself; for a
    child whoever holds the right that day (D-31). Where an agency holds it, ``giver_agency`` gives the form, ``giver``
    is the child it is about, and ``signer_name`` (``signer_role`` there) signed for the agency before ``witness``.
    """

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="consents")
    giver = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    giver_agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    effect = models.TextField(choices=Effect, default=Effect.PERMIT)
    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="+")
    recipient_kind = models.TextField(choices=RecipientKind)
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    colleague = models.ForeignKey(Colleague, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recipient_class = models.TextField(choices=RecipientClass, default="", blank=True)
    purpose = models.TextField(choices=Purpose)
    # No key: studies are a room above, and what she signed stays though a study is gone.
    study = models.UUIDField(null=True, blank=True, help_text="the one study it is about; research alone")
    study_title = models.TextField(default="", db_default="", blank=True, help_text="what it was called to her")
    during = DateRangeField(help_text="[first day, day after the last); the whole last day counts where she lives")
    explained = models.TextField(default="", blank=True, help_text="how it was explained: read aloud, interpreter, …")
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_how = models.TextField(choices=SignedHow, default="", blank=True)
    signature = models.TextField(
        default="", blank=True, help_text="strokes of the drawing as SVG path data, or her name"
    )
    witness = models.ForeignKey(Colleague, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    signer_name = models.TextField(
        default="", db_default="", blank=True, help_text="who signed for the agency that gives it"
    )
    signer_role = models.TextField(default="", db_default="", blank=True, help_text="what she or he is there")
    copy_given = models.TextField(default="", blank=True, help_text="how she got her copy")
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_by = models.UUIDField(null=True, editable=False)
    replaces = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["family"], name="consent_consent_family"),
            models.Index(fields=["agency"], name="consent_consent_agency"),
            models.Index(fields=["study"], name="consent_consent_study", condition=Q(study__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                name="consent_consent_recipient",
                condition=Q(recipient_kind="agency", agency__isnull=False, colleague__isnull=True, recipient_class="")
                | Q(recipient_kind="colleague", agency__isnull=True, colleague__isnull=False, recipient_class="")
                | (Q(recipient_kind="class", agency__isnull=True, colleague__isnull=True) & ~Q(recipient_class="")),
                violation_error_message=_("Choose one: an agency, a person, or a kind of helper."),
            ),
            models.CheckConstraint(
                name="consent_consent_signed",
                condition=Q(signed_at__isnull=True) | (~Q(signed_how="") & ~Q(signature="")),
                violation_error_message=_("A signature is missing."),
            ),
            models.CheckConstraint(
                name="consent_consent_signer",
                condition=(Q(giver_agency__isnull=True, signer_name="", signer_role="") & ~Q(signed_how="paper"))
                | (
                    Q(giver_agency__isnull=False)
                    & (
                        Q(signed_at__isnull=True)
                        | (
                            ~Q(signer_name="")
                            & ~Q(signer_role="")
                            & Q(witness__isnull=False, signed_how__in=["drawn", "paper"])
                        )
                    )
                ),
                violation_error_message=_("Please write who signed for the agency, and who of us was there."),
            ),
            models.CheckConstraint(
                name="consent_consent_study",
                condition=Q(study__isnull=True, study_title="")
                | (
                    Q(study__isnull=False, purpose=Purpose.RESEARCH.value, recipient_kind="agency") & ~Q(study_title="")
                ),
            ),
            models.CheckConstraint(
                name="consent_consent_days",
                condition=Q(during__isempty=False),
                violation_error_message=_("The last day is before the first. Please check both."),
            ),
        ]

    @property
    def decider(self) -> Decider:
        """Who gave it, as ``rules.agreeing`` compares it with whoever decides today."""
        return gives(self.giver_id, self.giver_agency_id)

    def of_herself(self, subject: uuid.UUID) -> bool:
        """Is what stands on it about ``subject`` said by herself, not by an agency, and not about her child?"""
        return self.giver_agency_id is None and subject == self.giver_id


class ConsentLine(Recorded):
    """One kind of record about one person, on one form. Each may be withdrawn alone."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="lines")
    subject = models.UUIDField(help_text="the woman or the child it is about")
    category = models.SmallIntegerField()
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_by = models.UUIDField(null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["consent", "subject", "category"], name="consent_line_once"),
            models.CheckConstraint(
                name="consent_line_category", condition=Q(category__gte=0, category__lt=len(Category))
            ),
        ]
        indexes = [models.Index(fields=["family"], name="consent_line_family")]


class OutsideWorker(Recorded):
    """Somebody at a partner agency who works with this woman or child, as we were told; opens nothing by itself."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    colleague = models.ForeignKey(Colleague, on_delete=models.PROTECT, related_name="+")
    known_as = models.TextField(help_text="the name under which this person is known there")
    during = DateRangeField()

    class Meta:
        indexes = [
            models.Index(fields=["family"], name="consent_outside_family"),
            models.Index(fields=["colleague"], name="consent_outside_colleague"),
        ]
        constraints = [
            models.CheckConstraint(
                name="consent_outside_days",
                condition=Q(during__isempty=False),
                violation_error_message=_("The last day is before the first. Please check both."),
            )
        ]


class LegalBasis(Recorded):
    """A court's paper: whom it names, to whom, which parts, until when. Written by whoever keeps privacy.

    Nothing of it is ever overwritten. It is taken back, or another one stands in its place (``replaces``); from then on
    nothing rests on it any more, and what left before stays as it left.
    """

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    subject = models.UUIDField(help_text="the woman or the child it names")
    kind = models.TextField(choices=LegalKind)
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recipient = models.TextField(default="", blank=True, help_text="who is named, when it is not an agency we know")
    purpose = models.TextField(choices=Purpose)
    categories = models.IntegerField(help_text="bit mask of the parts it lists")
    reference = models.TextField(help_text="court file or order number")
    issued_by = models.TextField(default="", blank=True, help_text="the court or office that made it")
    issued_on = models.DateField(null=True, blank=True)
    told = models.TextField(choices=PaperTold, default="", blank=True, help_text="whether she knows of it")
    note = models.TextField(default="", blank=True)
    during = DateRangeField()
    replaces = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_by = models.UUIDField(null=True, editable=False)
    withdrawn_why = models.TextField(default="", blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["family"], name="consent_legal_family"),
            models.Index(fields=["-recorded_at", "-id"], name="consent_legal_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                name="consent_legal_days",
                condition=Q(during__isempty=False),
                violation_error_message=_("The last day is before the first. Please check both."),
            )
        ]


class PaperStep(Recorded):
    """What was done with a court's paper: asked about, told to her, refused. Written down once each, never changed."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    subject = models.UUIDField()
    legal_basis = models.ForeignKey(LegalBasis, on_delete=models.PROTECT, related_name="steps")
    kind = models.TextField(choices=PaperAnswer)
    on = models.DateField()
    to_whom = models.TextField(default="", blank=True, help_text="the court, office or person who was told")
    words = models.TextField(help_text="why, in a few words; nothing of what stands in her records")

    class Meta:
        indexes = [models.Index(fields=["legal_basis"], name="consent_paperstep_paper")]

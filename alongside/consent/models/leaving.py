"""What in fact left, to whom, and whether she knew (D-91); her own words beside what is written (D-93)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alongside.accounts.models import Colleague
from alongside.agencies.models import Agency
from alongside.consent.terms import Afterwards, Basis, DisclosureKind, Purpose, ReportStep, ToldBefore, WhyNotTold
from alongside.families.models import Child, Family
from alongside.recordkeeping.models import Recorded


class Disclosure(Recorded):
    """One line of the ledger. Append-only: only her comment, the acknowledgement and having told her come later.

    ``subject`` is the woman, child or dyad it is about. What exactly left stands in its parts, one per category.
    What she asked for herself (``her_request``) went into her own hands: ``recipient`` is whom she takes it to.
    """

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="disclosures")
    subject = models.UUIDField()
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    colleague = models.ForeignKey(Colleague, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recipient = models.TextField(help_text="who received it, as she will read it")
    kind = models.TextField(choices=DisclosureKind)
    purpose = models.TextField(choices=Purpose)
    basis = models.TextField(choices=Basis)
    consent = models.ForeignKey("consent.Consent", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    legal_basis = models.ForeignKey(
        "consent.LegalBasis", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    break_glass = models.ForeignKey(
        "consent.BreakGlass", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    report = models.ForeignKey("consent.DutyReport", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    letter = models.ForeignKey("consent.Letter", null=True, blank=True, on_delete=models.PROTECT, related_name="lines")
    title = models.TextField(default="", blank=True)
    notice = models.TextField(
        default="", blank=True, help_text="the redisclosure notice that went along, word for word"
    )
    sha256 = models.TextField(default="", blank=True, help_text="of all its parts: the same look twice is one line")
    told_before = models.TextField(choices=ToldBefore)
    agreed_at = models.DateTimeField(null=True, blank=True, help_text="when the form it rests on was signed")
    present = models.BooleanField(null=True, blank=True, help_text="she was there")
    why_not = models.TextField(choices=WhyNotTold, default="", blank=True)
    hidden_until = models.DateTimeField(null=True, blank=True, help_text="not on her page before; for her safety alone")
    hidden_why = models.TextField(default="", blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["family", "-recorded_at"], name="consent_disclosure_family"),
            models.Index(fields=["agency", "-recorded_at"], name="consent_disclosure_agency"),
            models.Index(fields=["colleague", "subject", "-recorded_at"], name="consent_disclosure_worker"),
        ]
        constraints = [
            models.CheckConstraint(
                name="consent_disclosure_basis",
                condition=Q(basis="consent", consent__isnull=False)
                | Q(basis="court_order", legal_basis__isnull=False)
                | Q(basis="emergency")
                | Q(basis="duty_to_report")
                # Into her own hands, and nowhere else.
                | Q(basis="her_request", agency__isnull=True, colleague__isnull=True)
                | Q(basis__in=["implied", "caring"]),
            ),
            models.CheckConstraint(
                name="consent_disclosure_hidden",
                condition=Q(hidden_until__isnull=True) | ~Q(hidden_why=""),
            ),
            # Whoever was not told hears why; and nobody agreed to what rests on no agreement.
            models.CheckConstraint(
                name="consent_disclosure_told", condition=~Q(told_before="not_yet") | ~Q(why_not="")
            ),
            models.CheckConstraint(
                name="consent_disclosure_agreed", condition=~Q(told_before="agreed") | Q(agreed_at__isnull=False)
            ),
            models.CheckConstraint(
                name="consent_disclosure_signed", condition=Q(agreed_at__isnull=True) | Q(basis="consent")
            ),
        ]


class DisclosedPart(Recorded):
    """What left of one category: exactly the words and figures, with the hash of them.

    ``about``: others of the family of whom these words say something, each of whom had to agree too.
    """

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    subject = models.UUIDField()
    category = models.SmallIntegerField()
    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, related_name="parts")
    about = ArrayField(models.UUIDField(), default=list, db_default=[], blank=True)
    snapshot = models.TextField(help_text="what was shown, word for word, as she can read it")
    sha256 = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["disclosure"], name="consent_part_disclosure")]


class DisclosureStep(Recorded):
    """What came after: her comment, an acknowledgement, an answer sent back, or that she has been told."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    subject = models.UUIDField()
    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, related_name="steps")
    kind = models.TextField(choices=Afterwards)
    words = models.TextField(default="", blank=True)

    class Meta:
        indexes = [models.Index(fields=["disclosure"], name="consent_step_disclosure")]


class Statement(Recorded):
    """Her correction of, or disagreement with, something written: stands beside it wherever it is shown (D-93)."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    subject = models.UUIDField()
    category = models.SmallIntegerField()
    about = models.TextField(help_text="what it is beside, such as 'care.contact'")
    target = models.UUIDField()
    words = models.TextField()
    asks_change = models.BooleanField(default=False, help_text="she wants it put right")

    class Meta:
        indexes = [models.Index(fields=["target"], name="consent_statement_target")]


class BreakGlass(Recorded):
    """Somebody opened what was not hers to see, in an emergency: why, for how long, who looked at it, who told her."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    subject = models.UUIDField(help_text="the woman or the child who is in need")
    colleague = models.ForeignKey(Colleague, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    categories = models.IntegerField(help_text="bit mask of what was opened")
    proved_at = models.DateTimeField(help_text="when the colleague last proved who she is")
    until = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.UUIDField(null=True, blank=True)
    found = models.TextField(default="", blank=True, help_text="what the review found")
    told_her_at = models.DateTimeField(null=True, blank=True)
    told_how = models.TextField(default="", db_default="", blank=True, help_text="when it was later: how she was told")
    not_told_why = models.TextField(default="", blank=True)
    not_told_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["family"], name="consent_glass_family")]
        constraints = [
            models.CheckConstraint(
                name="consent_glass_not_told",
                condition=Q(not_told_until__isnull=True) | ~Q(not_told_why=""),
            )
        ]


class DutyReport(Recorded):
    """A concern that may have to be reported (E-04). Its steps say what people thought, decided and did."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["family"], name="consent_report_family")]


class DutyReportStep(Recorded):
    """One step of it, dated, in somebody's words. Nothing is overwritten."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(DutyReport, on_delete=models.PROTECT, related_name="steps")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    step = models.TextField(choices=ReportStep)
    on = models.DateField()
    words = models.TextField(default="", blank=True)
    with_whom = models.TextField(default="", blank=True)
    why_not = models.TextField(choices=WhyNotTold, default="", blank=True)
    again_on = models.DateField(null=True, blank=True, help_text="when telling her is looked at again")

    class Meta:
        indexes = [models.Index(fields=["report"], name="consent_reportstep_report")]
        constraints = [
            models.UniqueConstraint(
                fields=["report"],
                name="consent_reportstep_once",
                condition=Q(step="reported"),
                violation_error_message=_("This was reported already."),
            )
        ]

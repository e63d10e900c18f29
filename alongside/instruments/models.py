"""Definitions of instruments by version, and what this site says, holds and switches. No person is in here."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from alongside.instruments.terms import Origin, Pack, State
from alongside.recordkeeping.models import Recorded

MOST_CHARACTERS = 1_000_000  # of one definition


class Definition(Recorded):
    """One version of one instrument in one language. ``recorded_by`` drafted it (or loaded the file).

    Published, it never changes (a trigger sees to it): what somebody answered keeps its meaning. The document is text
    and not a JSON column, so that the bytes that were checked are the bytes that are kept (docs/decisions/0012).
    """

    code = models.TextField()
    version = models.TextField()
    language = models.TextField(default="en")
    title = models.TextField()
    state = models.TextField(choices=State, default=State.DRAFT)
    pack = models.TextField(choices=Pack, default=Pack.SITE)
    origin = models.TextField(choices=Origin, default=Origin.SITE)
    document = models.TextField(help_text="canonical JSON: sorted keys, no white space, UTF-8")
    checksum = models.TextField(help_text="SHA-256 of the document, in hexadecimal")
    published_at = models.DateTimeField(null=True, editable=False)
    published_by = models.UUIDField(null=True, editable=False)
    retired_at = models.DateTimeField(null=True, editable=False)
    retired_by = models.UUIDField(null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code", "version", "language"],
                name="instruments_definition_once",
                violation_error_message=_("This version of the instrument is here already, in this language."),
            ),
            models.CheckConstraint(
                name="instruments_definition_size",
                condition=LessThanOrEqual(Length("document"), MOST_CHARACTERS),
                violation_error_message=_("This is larger than one questionnaire can be."),
            ),
            models.CheckConstraint(
                name="instruments_definition_checksum", condition=Q(checksum__regex=r"^[0-9a-f]{64}$")
            ),
            models.CheckConstraint(
                name="instruments_definition_published",
                condition=Q(state="draft", published_at__isnull=True, retired_at__isnull=True)
                | Q(state="published", published_at__isnull=False, published_by__isnull=False, retired_at__isnull=True)
                | Q(state="retired", published_at__isnull=False, retired_at__isnull=False, retired_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.version} ({self.language})"


class SiteUse(Recorded):
    """What this site says it uses instruments for. The newest counts; earlier ones stay and can be looked up."""

    clinical = models.BooleanField(default=False)
    research = models.BooleanField(default=False)
    educational = models.BooleanField(default=False)
    commercial = models.BooleanField(default=False)
    words = models.TextField(default="", blank=True, help_text="who decided it, and where that is written")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="instruments_siteuse_one",
                condition=Q(clinical=True) | Q(research=True) | Q(educational=True) | Q(commercial=True),
                violation_error_message=_("Please choose at least one use."),
            )
        ]


class Overlay(Recorded):
    """The words of an instrument that this site holds a permission for. ``recorded_by`` installed them.

    They are shown here and never leave: no export, no download, no repository holds them. The newest counts, unless it
    was taken out.
    """

    definition = models.ForeignKey(Definition, on_delete=models.PROTECT, related_name="overlays")
    texts = models.TextField(help_text="canonical JSON: {title, instructions, stem, items: {id: {text, options}}}")
    permission = models.TextField(help_text="where the permission is kept")
    taken_out_at = models.DateTimeField(null=True, editable=False)
    taken_out_by = models.UUIDField(null=True, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="instruments_overlay_permission",
                condition=~Q(permission=""),
                violation_error_message=_("Please say where the permission is kept."),
            ),
            models.CheckConstraint(
                name="instruments_overlay_size", condition=LessThanOrEqual(Length("texts"), MOST_CHARACTERS)
            ),
        ]


class SiteNorm(Recorded):
    """Spread, reliability and means this site uses for one scale, with their source. A new row replaces an earlier one.

    Published norms come from people unlike ours; a site may enter those of its own manual or study. The row that is
    valid on a day and was recorded last counts.
    """

    code = models.TextField(help_text="of the instrument, whichever version")
    scale = models.TextField()
    sd = models.DecimalField(max_digits=9, decimal_places=4, help_text="standard deviation before the programme")
    r = models.DecimalField(max_digits=5, decimal_places=4, help_text="reliability")
    r_type = models.TextField(help_text="what kind of reliability, such as 'test-retest, 2 weeks'")
    mean_clinical = models.DecimalField(max_digits=9, decimal_places=4, null=True, blank=True)
    sd_clinical = models.DecimalField(max_digits=9, decimal_places=4, null=True, blank=True)
    mean_general = models.DecimalField(max_digits=9, decimal_places=4, null=True, blank=True)
    sd_general = models.DecimalField(max_digits=9, decimal_places=4, null=True, blank=True)
    cutoff = models.DecimalField(max_digits=9, decimal_places=4, null=True, blank=True)
    source = models.TextField(help_text="manual, article or own study")
    valid_from = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="instruments_sitenorm_sd",
                condition=Q(sd__gt=0)
                & (Q(sd_clinical__isnull=True) | Q(sd_clinical__gt=0))
                & (Q(sd_general__isnull=True) | Q(sd_general__gt=0)),
                violation_error_message=_("A standard deviation is more than nothing."),
            ),
            models.CheckConstraint(
                name="instruments_sitenorm_r",
                condition=Q(r__gte=0, r__lt=1),
                violation_error_message=_("A reliability lies between 0 and 1, and is less than 1."),
            ),
            models.CheckConstraint(
                name="instruments_sitenorm_source",
                condition=~Q(source=""),
                violation_error_message=_("Please say where these numbers come from."),
            ),
        ]
        indexes = [models.Index(fields=["code", "scale"], name="instruments_sitenorm_scale")]


class Switch(Recorded):
    """This site asks an instrument, or does not. The newest counts; without one, the definition's own default does."""

    code = models.TextField(help_text="of the instrument, whichever version")
    on = models.BooleanField()
    why = models.TextField(default="", blank=True)

    class Meta:
        indexes = [models.Index(fields=["code", "-recorded_at"], name="instruments_switch_newest")]

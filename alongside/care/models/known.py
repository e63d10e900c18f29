"""What her team knows already, so that she need not say it twice: in her words, known to whom she says."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from alongside.accounts.models import Colleague
from alongside.care.terms import KnownKind
from alongside.families.models import Family, Woman
from alongside.recordkeeping.models import Recorded


class Known(Recorded):
    """One thing of hers; its words are in its versions. ``only`` is what the wall goes by, as she said it last.

    ``newest`` is the database's: whoever may not read the newest version takes no older one for what stands.
    """

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    woman = models.ForeignKey(Woman, on_delete=models.PROTECT, related_name="+")
    kind = models.TextField(choices=KnownKind)
    only = ArrayField(
        models.UUIDField(),
        default=list,
        blank=True,
        db_default=[],
        help_text="who knows it; none: all of her team",
    )
    newest = models.PositiveIntegerField(
        default=1, db_default=1, editable=False, help_text="the number of its newest version"
    )
    put_away_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        indexes = [models.Index(fields=["family"], name="care_known_family")]


class KnownVersion(Recorded):
    """Her words from this day on, and to whom they were said to be known. A further one is added, none is changed."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    woman = models.ForeignKey(Woman, on_delete=models.PROTECT, related_name="+")
    known = models.ForeignKey(Known, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    on = models.DateField()
    words = models.TextField(help_text="as spoken")
    only = ArrayField(models.UUIDField(), default=list, blank=True, db_default=[])
    colleague = models.ForeignKey(
        Colleague, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="who wrote it with her; nobody, where she wrote it herself",
    )  # fmt: skip
    agreed_at = models.DateTimeField(null=True, blank=True, editable=False, help_text="when she said that it is right")

    class Meta:
        indexes = [models.Index(fields=["family"], name="care_knownversion_family")]
        constraints = [
            models.UniqueConstraint(fields=["known", "number"], name="care_knownversion_number"),
            models.CheckConstraint(name="care_knownversion_first", condition=Q(number__gte=1)),
        ]

"""Words of record keeping."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Source(models.TextChoices):
    """Where a fact came from. Shown beside the fact; none is worth more than her own word."""

    HERSELF = "herself", _("she told us")
    STAFF = "staff", _("a worker saw or did it")
    AGENCY = "agency", _("another agency told us")
    DOCUMENT = "document", _("a paper (order, letter, hospital note)")
    CARER = "carer", _("the person caring for the child told us")
    IMPORTED = "imported", _("brought over from an earlier system")
    UNKNOWN = "unknown", _("we do not know")

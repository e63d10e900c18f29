"""Figures of sharing in words."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from alongside.consent.queries import Sharing
from alongside.pages.worker.presented.colleagues import told


@dataclass(frozen=True)
class SharingShown:
    """One line: an agency, how many families agreed to it, of how many something went there."""

    agency: str
    agreed: str
    went: str


def sharing(figures: Iterable[Sharing], names: Mapping[uuid.UUID, str]) -> list[SharingShown]:
    """All together first, then agencies by name."""
    lines = [
        (row.agency is not None, names.get(row.agency, "") if row.agency else _("All together"), row) for row in figures
    ]
    return [
        SharingShown(name, told(row.agreed, row.few_agreed), told(row.went, row.few_went))
        for _part, name, row in sorted(lines, key=lambda line: line[:2])
    ]

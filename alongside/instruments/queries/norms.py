"""Which norms this site goes by."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from alongside.instruments.models import SiteNorm
from alongside.instruments.rules.change import Norm, caseness, norm_of
from alongside.instruments.rules.definition import Definition as Read


def own_norms(code: str) -> QuerySet[SiteNorm]:
    """All norms that this site recorded for an instrument, the newest of each scale first."""
    return SiteNorm.objects.filter(code=code).order_by("scale", "-valid_from", "-recorded_at", "-id")


def own_norm(code: str, scale: str, on: date) -> SiteNorm | None:
    """The norm of this site that counts on a day; ``None`` when there is none."""
    return own_norms(code).filter(scale=scale, valid_from__lte=on).first()


def norms_for(definition: Read, scale: str, on: date) -> tuple[Norm, ...]:
    """Norms to judge a change with, the one to use first: this site's own on that day, then the published one.

    Ready for ``rules.change.judge``; each carries SD, r, the kind of r and the source. One statement. Raises KeyError
    for a scale that the definition does not have.
    """
    own = own_norm(definition.code, scale, on)
    published = norm_of(definition, scale)
    return (_ready(own, published.better), published) if own else (published,)


def norms_at(definitions: Mapping[uuid.UUID, Read], on: date) -> dict[tuple[uuid.UUID, str], tuple[Norm, ...]]:
    """{(definition's id, scale): norms}, each as ``norms_for`` gives them, for every scale; one statement."""
    codes = {each.code for each in definitions.values()}
    rows = SiteNorm.objects.filter(code__in=codes, valid_from__lte=on)
    newest = rows.order_by("code", "scale", "-valid_from", "-recorded_at", "-id").distinct("code", "scale")
    own = {(row.code, row.scale): row for row in newest}
    found: dict[tuple[uuid.UUID, str], tuple[Norm, ...]] = {}
    for id, each in definitions.items():
        for scale in each.every_scale:
            published, held = norm_of(each, scale), own.get((each.code, scale))
            found[id, scale] = (_ready(held, published.better), published) if held else (published,)
    return found


def _ready(own: SiteNorm, better: str) -> Norm:
    def group(mean: Decimal | None, sd: Decimal | None) -> tuple[float, float] | None:
        return None if mean is None or sd is None else (float(mean), float(sd))

    return Norm(
        sd=float(own.sd),
        r=float(own.r),
        r_type=own.r_type,
        source=own.source,
        caseness=None if own.cutoff is None else caseness(float(own.cutoff), better),
        better=better,
        clinical=group(own.mean_clinical, own.sd_clinical),
        ordinary=group(own.mean_general, own.sd_general),
        about={"own": True, "valid_from": own.valid_from.isoformat()},
    )

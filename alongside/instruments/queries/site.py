"""What this site says, holds and switches."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet

from alongside.instruments.models import Overlay, SiteUse, Switch
from alongside.instruments.terms import Use


@dataclass(frozen=True)
class Site:
    """What this site declared, holds and switched, asked once for any number of instruments (three statements)."""

    declaration: SiteUse | None
    overlays: dict[uuid.UUID, Overlay]
    switches: dict[str, Switch]

    @cached_property
    def uses(self) -> frozenset[str]:
        """The uses declared; empty while nothing was declared."""
        return uses_of(self.declaration)

    def on(self, code: str, default: bool) -> bool:
        """Is this instrument asked here? ``default`` is the definition's own."""
        return self.switches[code].on if code in self.switches else default


def uses_of(declaration: SiteUse | None) -> frozenset[str]:
    """The uses that a declaration names."""
    if declaration is None:
        return frozenset()
    return frozenset(use for use in Use.values if getattr(declaration, use))


def declaration() -> SiteUse | None:
    """The newest declaration of use; ``None`` before the first."""
    return SiteUse.objects.order_by("-recorded_at", "-id").first()


def declarations() -> QuerySet[SiteUse]:
    """All declarations, the newest first."""
    return SiteUse.objects.order_by("-recorded_at", "-id")


def overlay_of(definition: uuid.UUID) -> Overlay | None:
    """The words this site installed for a version last, unless they were taken out."""
    newest = Overlay.objects.filter(definition_id=definition).order_by("-recorded_at", "-id").first()
    return newest if newest is not None and newest.taken_out_at is None else None


def switch_of(code: str) -> Switch | None:
    """The newest switch of an instrument; ``None`` when nobody touched it."""
    return Switch.objects.filter(code=code).order_by("-recorded_at", "-id").first()


def site(codes: Collection[str] | None = None) -> Site:
    """What holds for these instruments (for all: ``None``) at this site."""
    overlays = Overlay.objects.defer("texts").order_by("definition_id", "-recorded_at", "-id").distinct("definition_id")
    switches = Switch.objects.order_by("code", "-recorded_at", "-id").distinct("code")
    if codes is not None:
        overlays = overlays.filter(definition__code__in=list(codes))
        switches = switches.filter(code__in=list(codes))
    held = {overlay.definition_id: overlay for overlay in overlays if overlay.taken_out_at is None}
    return Site(declaration(), held, {switch.code: switch for switch in switches})

"""What is offered here, and in which rooms."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language

from alongside.services.catalogue import shipped
from alongside.services.models import Place, Service
from alongside.services.rules import Kind


@dataclass(frozen=True)
class Offered:
    """A service as this site has it. ``own``: the site's newest word about it, in the language it was written in."""

    code: str
    name: str
    about: str
    modality: str
    settings: tuple[str, ...]
    sectors: tuple[str, ...]
    target: str
    relationship: bool
    needs: tuple[str, ...]
    offered: bool
    own: Service | None = None
    items: tuple[str, ...] = ()


def every_service() -> list[Offered]:
    """Every service, those that come along in their order, then the site's own by name; one statement."""
    rows = {row.code: row for row in Service.objects.order_by("code", "-recorded_at", "-id").distinct("code")}
    language = get_language() or "en"
    found = [
        _of_row(rows.pop(kind.code), kind) if kind.code in rows else _of_file(kind, language) for kind in shipped()
    ]
    return found + sorted((_of_row(row) for row in rows.values()), key=lambda each: each.name.casefold())


def service(code: str) -> Offered | None:
    """One service; None when there is none of this code. One statement."""
    row = Service.objects.filter(code=code).order_by("-recorded_at", "-id").first()
    kind = next((each for each in shipped() if each.code == code), None)
    if row is not None:
        return _of_row(row, kind)
    return _of_file(kind, get_language() or "en") if kind else None


def name_in_file(code: str) -> str:
    """What a service that comes along is called in the reader's language; "" for one of the site's own."""
    kind = next((each for each in shipped() if each.code == code), None)
    return kind.name.said(get_language() or "en") if kind else ""


def places(*, all_of_them: bool = False) -> list[Place]:
    """Rooms in use, by name; ``all_of_them``: also those that are not used any more."""
    found = Place.objects.order_by("name", "id")
    return list(found if all_of_them else found.filter(in_use=True))


def _of_file(kind: Kind, language: str) -> Offered:
    return Offered(
        code=kind.code, name=kind.name.said(language), about=kind.about.said(language), modality=kind.modality,
        settings=kind.settings, sectors=kind.sectors, target=kind.target, relationship=kind.relationship,
        needs=kind.needs, offered=True, items=kind.items,
    )  # fmt: skip


def _of_row(row: Service, kind: Kind | None = None) -> Offered:
    return Offered(
        code=row.code, name=row.name, about=row.about, modality=row.modality, settings=tuple(row.settings),
        sectors=tuple(row.sectors), target=row.target, relationship=row.relationship, needs=tuple(row.needs),
        offered=row.offered, own=row, items=kind.items if kind else (),
    )  # fmt: skip

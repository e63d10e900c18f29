"""What this site offers, and its rooms."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from alongside.agencies.models import Agency
from alongside.families.actions.insisting import one_of, only
from alongside.families.rules import clean
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.models import new_id
from alongside.recordkeeping.rules import Refused
from alongside.services.models import Place, Service
from alongside.services.queries import service as held_service
from alongside.services.terms import Modality, Sector, Setting, Target

LONGEST_NAME = 200
LONGEST_TEXT = 2_000
PLACE = ("name", "adults_only", "quiet", "seats", "in_use")


@transaction.atomic
def say_service(
    *, code: str, name: str, about: str, modality: str, settings: Sequence[str], sectors: Sequence[str], target: str,
    relationship: bool, needs: Sequence[str], offered: bool, base: uuid.UUID | None, by: uuid.UUID, at: datetime,
) -> Service:  # fmt: skip
    """What this site says of a service; an empty ``code`` makes one of its own. What it said before stays.

    ``base``: the site's newest word about it when the form was opened. Raises ``Refused``: ``name_needed``,
    ``too_long``, ``unknown_choice``, ``no_such_service``, ``changed_meanwhile``.
    """
    said = {"name": _short(name, "name", LONGEST_NAME), "about": _short(about, "about", LONGEST_TEXT)}
    if not said["name"]:
        raise Refused("name_needed", field="name")
    one_of(modality, Modality.values, "modality")
    one_of(target, Target.values, "target")
    for field, given, known in (("settings", settings, Setting.values), ("sectors", sectors, Sector.values)):
        for each in given:
            one_of(each, known, field)
    if code:
        now = held_service(code)
        if now is None:
            raise Refused("no_such_service", field="code")
        if (now.own.pk if now.own else None) != base:
            raise Refused("changed_meanwhile")
    row = Service(
        id=new_id(), code=code or _own_code(said["name"]), modality=modality, settings=list(settings),
        sectors=list(sectors), target=target, relationship=relationship, needs=list(dict.fromkeys(needs)),
        offered=offered, recorded_by=by, recorded_at=at, **said,
    )  # fmt: skip
    row.save(force_insert=True)
    write_trail([entry("service said", service=row.code)], by=by)
    return row


@transaction.atomic
def open_place(*, agency: Agency, by: uuid.UUID, at: datetime, **values: Any) -> Place:
    """A further room. Raises ``Refused``: ``name_needed``, ``name_taken``, ``seats_without_children``."""
    row = Place(id=new_id(), agency=agency, recorded_by=by, recorded_at=at, **_place(values))
    _saved(lambda: row.save(force_insert=True))
    write_trail([entry("room said", place=row.pk)], by=by)
    return row


@transaction.atomic
def keep_place(*, place: Place, base_version: int, by: uuid.UUID, **values: Any) -> Place:
    """What is said of a room, changed. Raises ``Refused`` like ``open_place``, and ``changed_meanwhile``."""
    rows = Place.objects.filter(pk=place.pk, version=base_version)
    changed = _saved(lambda: rows.update(version=base_version + 1, **_place(values)))
    if not changed:
        raise Refused("changed_meanwhile")
    write_trail([entry("room said", place=place.pk)], by=by)
    place.refresh_from_db()
    return place


def _place(values: Mapping[str, Any]) -> dict[str, Any]:
    only(values, PLACE)
    said = dict(values)
    said["name"] = _short(said.get("name", ""), "name", LONGEST_NAME)
    if not said["name"]:
        raise Refused("name_needed", field="name")
    if said.get("adults_only") and said.get("seats"):
        raise Refused("seats_without_children", field="seats")
    return said


def _saved(save: Any) -> Any:
    try:
        with transaction.atomic():
            return save()
    except IntegrityError as no:
        if "services_place_name" in str(no):
            raise Refused("name_taken", field="name") from no
        raise


def _short(text: str, field: str, limit: int) -> str:
    said = clean(text)
    if len(said) > limit:
        raise Refused("too_long", field=field, limit=limit, length=len(said))
    return said


def _own_code(name: str) -> str:
    """A code nobody has yet: the site's own ones begin with "own-"."""
    return f"own-{slugify(name)[:40] or 'service'}-{new_id().hex[-6:]}"

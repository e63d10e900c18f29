"""Everything that is written about one woman, record by record, as whoever prepares her copy may read it.

One statement for each kind of record (``her_sources``), however many there are.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Model
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from alongside.consent import queries as consent
from alongside.families.models import Dyad, Person
from alongside.families.terms import PersonKind, language_words
from alongside.safekeeping.terms import Category as C
from alongside.stewardship.queries.her_source import Source
from alongside.stewardship.queries.her_sources import SOURCES, number
from alongside.stewardship.rules.her_copy import Around, Line, Piece, words_of


@dataclass(frozen=True)
class HerFile:
    """What is written about her, who is around her, and kinds that the asker's part does not read (a mask)."""

    pieces: tuple[Piece, ...]
    around: Around
    unread: int


def her_file(asker: consent.Asker, *, family: uuid.UUID, herself: uuid.UUID, at: datetime) -> HerFile:
    """Everything of hers that the asker may read, in the language that is switched on; a fixed number of statements."""
    world = consent.world_of(family)
    people = list(Person.objects.filter(family_id=family))
    dyads = list(Dyad.objects.filter(family_id=family, woman_id=herself).values_list("id", "child_id"))
    theirs = {child for _id, child in dyads if consent.decides_for(world, woman=herself, child=child, at=at)}
    hers = {herself, *theirs, *(id for id, child in dyads if child in theirs)}
    children = {p.id for p in people if p.kind == PersonKind.CHILD}
    own = [name for p in people if p.id == herself or p.id in children for name in _names(p)]
    others = [name for p in people if p.id != herself and p.id not in children for name in _names(p)]
    law = consent.law_here()
    around = Around(
        herself, frozenset(hers), frozenset(children), words_of(others, own), law.copy_leaves_out if law else 0
    )
    subjects = [herself, *(id for id, _child in dyads)]
    pieces = tuple(piece for source in SOURCES for piece in _pieces(source, family, subjects, at))
    return HerFile(pieces, around, _kinds(family, herself) & ~_mask(pieces))


def _names(person: Person) -> list[str]:
    return [person.name, person.legal_name, *person.other_names]


def _mask(pieces: Iterable[Piece]) -> int:
    found = 0
    for piece in pieces:
        found |= 1 << piece.category
    return found


def _kinds(family: uuid.UUID, herself: uuid.UUID) -> int:
    """Every kind of record in which something is written about her, whoever may read it; nothing for a stranger."""
    with connection.cursor() as cursor:
        cursor.execute("select safekeeping.kinds_about_her(%s::uuid, %s::uuid)", [family, herself])
        return int(cursor.fetchone()[0] or 0)


def _pieces(source: Source, family: uuid.UUID, subjects: list[uuid.UUID], at: datetime) -> Iterable[Piece]:
    model = apps.get_model(source.model)
    rows = model._base_manager.filter(family_id=family, **{f"{source.whose}__in": subjects})
    if source.without:
        rows = rows.exclude(**source.without)
    if source.model == "consent.DisclosedPart":  # what is not safe to be told yet comes later; the paper always says so
        rows = rows.exclude(disclosure__hidden_until__gt=at)
    rows = rows.select_related(*source.joined).prefetch_related(*source.with_it).order_by(*source.order)
    return (piece for row in rows if (piece := _piece(source, row, subjects[0])).lines)


def _piece(source: Source, row: Model, herself: uuid.UUID) -> Piece:
    """A record as she reads it. Where it says who told it, its words are hers if she did, whomever they are about."""
    hers, about, subject = source.hers, source.about(row) if source.about else frozenset(), getattr(row, source.whose)
    if source.told_by:
        holder, last = _get(row, source.told_by)
        if getattr(holder, last) == herself:
            about, subject = frozenset(), herself
        else:
            hers = frozenset()
    category = source.category if isinstance(source.category, C) else getattr(row, source.category)
    lines = [Line(str(label), _shown(row, name), name in hers) for name, label in source.fields]
    if source.more:
        lines += [Line(str(label), str(text), said) for label, text, said in source.more(row)]
    return Piece(
        source.name, row.pk, int(category), str(source.title), _day(row, source.on), subject,
        tuple(line for line in lines if line.text.strip()),
        about, source.others_named(row) if source.others_named else False,
    )  # fmt: skip


def _get(row: Any, name: str) -> tuple[Any, str]:
    *path, last = name.split(".")
    for step in path:
        row = getattr(row, step)
    return row, last


def _day(row: Any, name: str) -> date | None:
    if not name:
        return None
    holder, last = _get(row, name)
    found = getattr(holder, last)
    return timezone.localdate(found) if isinstance(found, datetime) else found


def _shown(row: Any, name: str) -> str:
    """A field as she reads it."""
    holder, last = _get(row, name)
    value = getattr(holder, last)
    if value is None or value == "":
        return ""
    field = holder._meta.get_field(last)
    if field.choices:
        return capfirst(str(getattr(holder, f"get_{last}_display")()))
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    if last == "languages":
        return language_words(value)
    if isinstance(value, list):
        named = dict(getattr(field, "base_field", field).flatchoices or ())
        return ", ".join(str(named.get(each, each)) for each in value)
    return number(value) if hasattr(value, "normalize") and not isinstance(value, str) else str(value)

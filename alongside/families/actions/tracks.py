"""Recording and correcting the tracks of a child's life. Nothing is overwritten: a correction adds rows."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction

from alongside.families import rules
from alongside.families.actions.insisting import day_of, insist, one_of, only
from alongside.families.models import Child
from alongside.families.queries import MODELS, clash, clashes
from alongside.families.terms import Because, InvolvementKind, LegalKind, LivingKind, RightTopic
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.models import new_id
from alongside.recordkeeping.rules import Refused
from alongside.recordkeeping.terms import Source

# What a row of each track holds besides its days.
VALUES: dict[str, tuple[str, ...]] = {
    "living": ("kind", "carer", "day_to_day", "note"),
    "legal": ("kind", "basis", "note"),
    "involvement": ("kind", "agency", "worker", "note"),
    "right": ("topic", "holder", "holder_agency", "basis", "note"),
}
_CODES: dict[str, tuple[str, list[str]]] = {
    "living": ("kind", LivingKind.values),
    "legal": ("kind", LegalKind.values),
    "involvement": ("kind", InvolvementKind.values),
    "right": ("topic", RightTopic.values),
}


@transaction.atomic
def record_track(
    *, kind: str, child: Child, during: Any, values: dict[str, Any], source: str = Source.STAFF,
    ends_previous: bool = False, makes_room: bool = False, by: uuid.UUID, at: datetime, id: uuid.UUID | None = None,
) -> Any:  # fmt: skip
    """One stretch of one track (``kind``: living, legal, involvement, right) of one child, and of no other child.

    Parameters
    ----------
    during: first day and day after the last (``None``: it still holds), or a range of the database.
    values: see ``VALUES``; ``kind`` (``topic`` for a right) is needed.
    ends_previous: an open-ended row that begins earlier ends on the first of these days.
    makes_room: whatever is recorded for these days gives way and keeps its other days: an order that reaches us late.

    Rows that give way are superseded, and new rows hold the days they keep, so that what was known before stays
    readable. Raises ``Refused("overlaps", clash=row)`` when the days are taken and nothing was said about it.
    """
    _check(kind, child, during, values, source, at)
    _one_at_a_time(kind, child)
    topic = str(values.get("topic", ""))
    found = list(clashes(kind, child, during, topic=topic))
    pieces = _giving_way(found, during, ends_previous=ends_previous, makes_room=makes_room)
    model: Any = MODELS[kind]
    row = model(
        id=id or new_id(), family_id=child.family_id, child=child, during=rules.span(during), source=source,
        recorded_by=by, recorded_at=at, **_cleaned(values),
    )  # fmt: skip
    lines = [_supersede(old, kind, by, at) for old, _ in pieces]
    again = [_copy(old, piece, by, at) for old, left in pieces for piece in left]
    _write([*again, row], kind, child, during, topic)
    lines.append(entry("track recorded", family=child.family_id, subject=child.pk, track=kind, row=row.id))
    write_trail(lines, by=by)
    return row


@transaction.atomic
def correct_track(
    *, row: Any, during: Any, values: dict[str, Any], source: str | None = None, by: uuid.UUID, at: datetime
) -> Any:
    """A better version of ``row``, which is superseded and stays readable. Values left out stay as they were.

    Raises ``Refused``: ``changed_meanwhile`` when a colleague corrected it first, ``overlaps`` when the days are taken.
    """
    kind = next(name for name, model in MODELS.items() if isinstance(row, model))
    child = Child.objects.select_related("person").get(pk=row.child_id, family_id=row.family_id)
    values = {name: getattr(row, name) for name in VALUES[kind]} | values
    source = source or row.source
    _check(kind, child, during, values, source, at)
    _one_at_a_time(kind, child)
    line = _supersede(row, kind, by, at)
    model: Any = MODELS[kind]
    better = model(
        id=new_id(), family_id=row.family_id, child=child, during=rules.span(during), source=source,
        recorded_by=by, recorded_at=at, **_cleaned(values),
    )  # fmt: skip
    taken = clash(kind, child, during, topic=str(values.get("topic", "")))
    if taken is not None:
        raise Refused(Because.OVERLAPS, field="during", clash=taken)
    _write([better], kind, child, during, str(values.get("topic", "")))
    done = entry("track corrected", family=child.family_id, subject=child.pk, track=kind, row=better.id)
    write_trail([line, done], by=by)
    return better


def _check(kind: str, child: Child, during: Any, values: dict[str, Any], source: str, at: datetime) -> None:
    """Everything that can be said without looking at other rows."""
    only(values, VALUES[kind])
    code, choices = _CODES[kind]
    one_of(str(values.get(code, "")), choices, code)
    one_of(source, Source.values, "source")
    insist(rules.check_track(kind, during, born_on=child.person.born_on, on=day_of(at)))
    if kind == "right" and bool(values.get("holder")) == bool(values.get("holder_agency")):
        raise Refused(Because.ONE_HOLDER, field="holder")
    for name in ("carer", "holder"):
        person = values.get(name)
        if person is not None and person.family_id != child.family_id:
            raise Refused(Because.ANOTHER_FAMILY, field=name)


def _cleaned(values: dict[str, Any]) -> dict[str, Any]:
    return {name: rules.clean(value) if isinstance(value, str) else value for name, value in values.items()}


def _one_at_a_time(kind: str, child: Child) -> None:
    """Two workers write one track of one child after each other (two exclusion checks at once could deadlock)."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"track {kind} {child.pk}"])


def _giving_way(
    found: Sequence[Any], during: Any, *, ends_previous: bool, makes_room: bool
) -> list[tuple[Any, list[rules.Span]]]:
    """For each row in the way: the days it keeps. Raises ``Refused`` when a row may not give way."""
    first, _until = rules.span(during)
    pieces = []
    for old in found:
        left = rules.without(old.during, during)
        if not makes_room:
            earlier_and_open = old.during.upper is None and old.during.lower < first
            if not (ends_previous and earlier_and_open):
                raise Refused(Because.OVERLAPS, field="during", clash=old)
            left = [(old.during.lower, first)]
        pieces.append((old, left))
    return pieces


def _supersede(row: Any, kind: str, by: uuid.UUID, at: datetime) -> dict[str, Any]:
    changed = type(row).objects.filter(pk=row.pk, superseded_at=None).update(superseded_at=at, superseded_by=by)
    if not changed:
        raise Refused(Because.CHANGED_MEANWHILE, clash=row)
    return entry("track superseded", family=row.family_id, subject=row.child_id, track=kind, row=row.pk)


def _copy(old: Any, days: rules.Span, by: uuid.UUID, at: datetime) -> Any:
    """The same row with the days it keeps, as a new version (its source stays)."""
    kind = next(name for name, model in MODELS.items() if isinstance(old, model))
    attributes = {f.attname: getattr(old, f.attname) for f in old._meta.concrete_fields if f.name in VALUES[kind]}
    return type(old)(
        id=new_id(), family_id=old.family_id, child_id=old.child_id, during=days, source=old.source,
        recorded_by=by, recorded_at=at, **attributes,
    )  # fmt: skip


def _write(rows: Sequence[Any], kind: str, child: Child, during: Any, topic: str) -> None:
    """Write; the database's own exclusion is the last line, and answers like the question asked before."""
    try:
        with transaction.atomic():
            for row in rows:
                row.save(force_insert=True)
    except IntegrityError as error:
        taken = clash(kind, child, during, topic=topic)
        if taken is None or "_once" not in str(error):
            raise
        raise Refused(Because.OVERLAPS, field="during", clash=taken) from error

"""Install the words of an instrument that this site has permission for, and take them out again."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from alongside.instruments import queries
from alongside.instruments.actions.canonical import written
from alongside.instruments.models import MOST_CHARACTERS, Definition, Overlay
from alongside.instruments.rules.definition import Definition as Read
from alongside.instruments.terms import Because, Misfit
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.rules import Refused


@dataclass(frozen=True)
class DoesNotFit:
    """One place where words and questions do not fit: which item (by id), and how (a code of ``terms.Misfit``)."""

    item: str
    how: str


@transaction.atomic
def install_overlay(
    *, definition: uuid.UUID, texts: Mapping[str, Any], permission: str, by: uuid.UUID, at: datetime
) -> Overlay:
    """Keep the words of an instrument for this site. They are shown here and never leave.

    ``texts``: ``{"instructions", "stem", "options": [labels], "items": {id: {"text", "options": [labels]}}}``; only the
    items' texts are needed, labels in the order of the definition's options. Raises ``Refused``:
    ``not_for_overlay``, ``permission_needed``, ``no_texts``, ``too_big``,
    ``texts_do_not_fit`` (``detail["misfits"]``).
    """
    row = Definition.objects.get(id=definition)
    read = queries.definition(row.id)
    if read.licence.text != "overlay":
        raise Refused(Because.NOT_FOR_OVERLAY)
    if not permission.strip():
        raise Refused(Because.PERMISSION_NEEDED, field="permission")
    items = texts.get("items")
    if not isinstance(items, Mapping) or not items:
        raise Refused(Because.NO_TEXTS, field="texts")
    wrong = tuple(misfits(read, texts))
    if wrong:
        raise Refused(Because.TEXTS_DO_NOT_FIT, field="texts", misfits=wrong)
    text = written(texts)
    if len(text) > MOST_CHARACTERS:
        raise Refused(Because.TOO_BIG, field="texts")
    overlay = Overlay.objects.create(
        definition=row, texts=text, permission=permission.strip(), recorded_by=by, recorded_at=at
    )
    write_trail([entry("instrument words installed", definition=row.id, code=row.code)], by=by)
    return overlay


@transaction.atomic
def take_out_overlay(*, definition: uuid.UUID, by: uuid.UUID, at: datetime) -> None:
    """The words are shown no longer (a permission ended). Every version of them that was installed is taken out."""
    taken = Overlay.objects.filter(definition_id=definition, taken_out_at=None).update(taken_out_at=at, taken_out_by=by)
    if not taken:
        raise Refused(Because.NOTHING_TO_TAKE_OUT)
    write_trail([entry("instrument words taken out", definition=definition)], by=by)


def misfits(read: Read, texts: Mapping[str, Any]) -> Iterator[DoesNotFit]:
    """Where these words do not fit the questions of ``read``; all places, in the order of the questions."""
    items = texts["items"]
    shared = texts.get("options")
    for id, item in read.every_item.items():
        held = items.get(id)
        if not isinstance(held, Mapping) or not _words(held.get("text")):
            yield DoesNotFit(id, Misfit.NO_WORDS)
            continue
        labels = held.get("options", shared if item.options else None)
        if labels is None:
            continue
        if not isinstance(labels, (list, tuple)) or not all(_words(label) for label in labels):
            yield DoesNotFit(id, Misfit.LABELS_ARE_WORDS)
        elif len(labels) != len(item.options):
            yield DoesNotFit(id, Misfit.LABELS_COUNT)
    for id in items:
        if id not in read.every_item:
            yield DoesNotFit(str(id), Misfit.NO_SUCH_QUESTION)


def _words(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())

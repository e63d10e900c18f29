"""Bring what comes along with Alongside into the database. Asking twice brings nothing twice."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from alongside.instruments.actions.canonical import checksum, written
from alongside.instruments.catalogue import Shipped, shipped
from alongside.instruments.models import Definition
from alongside.instruments.rules.reading import read
from alongside.instruments.terms import Because, Origin, State
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.rules import Refused

# The same version has the same id in every database, so that answers and exports can be compared.
NAMESPACE = uuid.UUID("0190d0b0-0000-7000-8000-00000a551e55")


@dataclass(frozen=True)
class Loaded:
    """How many definitions are new, how many were here already."""

    new: int
    here: int


def shipped_id(code: str, version: str, language: str) -> uuid.UUID:
    """The id of a version that comes along."""
    return uuid.uuid5(NAMESPACE, f"{code}\n{version}\n{language}")


@transaction.atomic
def load_catalogue(*, by: uuid.UUID, at: datetime, catalogue: Iterable[Shipped] | None = None) -> Loaded:
    """Write every shipped definition that is not here yet, published. Runs as the loader; safe at every start.

    Raises ``Refused`` (``file_changed``, with ``detail["files"]``) and writes nothing when the file of a
    published version is no longer what was published; raises ``rules.definition.Unreadable`` for a damaged file.
    """
    held = dict(Definition.objects.filter(origin=Origin.SHIPPED).values_list("id", "checksum"))
    fresh: list[Definition] = []
    changed: list[str] = []
    for file in shipped() if catalogue is None else catalogue:
        document = json.loads(file.text())
        definition = read(document)
        text = written(document)
        id = shipped_id(definition.code, definition.version, definition.language)
        if id in held:
            if held[id] != checksum(text):
                changed.append(f"{file.pack}/{file.path.name}")
            continue
        fresh.append(
            Definition(
                id=id,
                code=definition.code,
                version=definition.version,
                language=definition.language,
                title=definition.title,
                state=State.PUBLISHED,
                pack=file.pack,
                origin=Origin.SHIPPED,
                document=text,
                checksum=checksum(text),
                published_at=at,
                published_by=by,
                recorded_at=at,
                recorded_by=by,
            )
        )
    if changed:
        raise Refused(Because.FILE_CHANGED, files=tuple(changed))
    Definition.objects.bulk_create(fresh)
    if fresh:
        write_trail([entry("instruments loaded", new=len(fresh))], by=by)
    return Loaded(len(fresh), len(held))

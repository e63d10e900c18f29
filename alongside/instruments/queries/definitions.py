"""Which versions there are, and one of them ready to be scored with."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable

from django.db.models import QuerySet

from alongside.instruments.models import Definition
from alongside.instruments.rules.checking import problems
from alongside.instruments.rules.definition import Definition as Read
from alongside.instruments.rules.noting import Problem
from alongside.instruments.rules.reading import Unreadable, read
from alongside.instruments.terms import State

ENGLISH = "en"
# Published versions never change, so reading one again would give the same. About 60 kB each.
_READ: dict[uuid.UUID, Read] = {}
_MOST_KEPT = 300


def row(id: uuid.UUID) -> Definition:
    """One version, in whichever state. Raises Definition.DoesNotExist."""
    return Definition.objects.get(id=id)


def published(code: str, language: str = ENGLISH) -> Definition | None:
    """The version asked today: the one published last in this language, else in English, else in any."""
    found = Definition.objects.filter(code=code, state=State.PUBLISHED).order_by("-published_at", "-id")
    return min(found, key=lambda each: unlike(each.language, language), default=None)


def unlike(language: str, wanted: str) -> int:
    """How far a definition's language is from the one wanted: 0 the same, 1 of the same kind ("fr", "fr-ca")…"""
    if language.casefold() == wanted.casefold():
        return 0
    if language.casefold().split("-")[0] == wanted.casefold().split("-")[0]:
        return 1
    return 2 if language == ENGLISH else 3


def this_version(code: str, version: str, language: str = ENGLISH) -> Definition | None:
    """This very version, in whichever state; ``None`` when it is not known here."""
    return Definition.objects.filter(code=code, version=version, language=language).first()


def versions(code: str) -> QuerySet[Definition]:
    """Every version of an instrument, published ones first, the newest first; without their documents."""
    return Definition.objects.filter(code=code).defer("document").order_by("-published_at", "-recorded_at", "-id")


def drafts() -> QuerySet[Definition]:
    """What is being written, the newest first; without the documents."""
    return Definition.objects.filter(state=State.DRAFT).defer("document").order_by("-recorded_at", "-id")


def definition(id: uuid.UUID) -> Read:
    """A definition ready to be scored with; asks the database once per process for a published version.

    Raises Definition.DoesNotExist, and ``rules.reading.Unreadable`` for a draft that cannot be read yet.
    """
    return definitions([id])[id]


def definitions(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Read]:
    """Several at once, in at most one statement. Raises Definition.DoesNotExist when one is not there."""
    wanted = list(ids)
    found = {id: _READ[id] for id in wanted if id in _READ}
    missing = [id for id in wanted if id not in found]
    if missing:
        rows = Definition.objects.filter(id__in=missing).values_list("id", "state", "document")
        for id, state, document in rows:
            found[id] = read(json.loads(document))
            if state != State.DRAFT:
                _remember(id, found[id])
        if len(found) < len(set(wanted)):
            raise Definition.DoesNotExist
    return found


def draft_so_far(draft: Definition) -> tuple[Read | None, list[Problem]]:
    """A draft as far as it can be read (``None``: not yet), and everything that is still to be done to publish it."""
    held = json.loads(draft.document)
    try:
        return read(held), problems(held)
    except Unreadable as no:
        return None, problems(held) or no.problems


def _remember(id: uuid.UUID, held: Read) -> None:
    if len(_READ) >= _MOST_KEPT:
        _READ.clear()
    _READ[id] = held


def titles(codes: Iterable[str]) -> dict[str, str]:
    """The title of the published version of each code, in one statement; a code nobody knows is left out."""
    rows = Definition.objects.filter(code__in=set(codes), state=State.PUBLISHED).order_by("published_at", "id")
    return dict(rows.values_list("code", "title"))

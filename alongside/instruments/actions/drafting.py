"""Write a definition of our own: draft it, publish it with its worked examples, retire it."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from alongside.instruments.actions.canonical import checksum, written
from alongside.instruments.models import MOST_CHARACTERS, Definition
from alongside.instruments.rules.checking import problems
from alongside.instruments.terms import Because, Origin, Pack, State
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.rules import Refused


@transaction.atomic
def save_draft(
    *, document: str, draft: uuid.UUID | None = None, base_checksum: str = "", by: uuid.UUID, at: datetime
) -> Definition:
    """Keep a draft, ready or not: it needs a code, a version, a language and a title.

    ``document`` is JSON as text. To go on with a draft give its id and the checksum it was opened with. Nothing is
    overwritten. Raises ``Refused``: ``too_big``; ``unreadable`` (``detail["problems"]``);
    ``already_there``; ``drafted_meanwhile`` (``detail["now"]``: as a colleague left it).
    """
    held = _parsed(document)
    text = written(held)
    names = _names(held)
    if draft is None:
        _must_be_new(names)
        kept = Definition.objects.create(
            **names, document=text, checksum=checksum(text), pack=Pack.SITE, origin=Origin.SITE,
            recorded_by=by, recorded_at=at,
        )  # fmt: skip
    else:
        kept = Definition.objects.select_for_update().get(id=draft)
        if kept.state != State.DRAFT:
            raise Refused(Because.ALREADY_PUBLISHED)
        if kept.checksum != base_checksum:
            raise Refused(Because.DRAFTED_MEANWHILE, now=kept)
        _must_be_new(names, besides=kept.id)
        for name, value in names.items():
            setattr(kept, name, value)
        kept.document, kept.checksum = text, checksum(text)
        kept.save(update_fields=[*names, "document", "checksum"])
    write_trail([entry("instrument drafted", definition=kept.id, code=kept.code)], by=by)
    return kept


@transaction.atomic
def publish(*, definition: uuid.UUID, by: uuid.UUID, at: datetime) -> Definition:
    """Publish a draft; from then on it never changes.

    Raises ``Refused``: ``problems`` (``detail["problems"]``) while anything is wrong with it, worked
    examples that are missing or do not come out included; ``already_published`` when somebody was quicker.
    """
    kept = Definition.objects.select_for_update().get(id=definition)
    if kept.state != State.DRAFT:
        raise Refused(Because.ALREADY_PUBLISHED)
    found = problems(json.loads(kept.document))
    if found:
        raise Refused(Because.PROBLEMS, problems=tuple(found))
    kept.state, kept.published_at, kept.published_by = State.PUBLISHED, at, by
    kept.save(update_fields=["state", "published_at", "published_by"])
    write_trail([entry("instrument published", definition=kept.id, code=kept.code)], by=by)
    return kept


@transaction.atomic
def retire(*, definition: uuid.UUID, by: uuid.UUID, at: datetime) -> Definition:
    """Ask a version of our own no longer; what was answered with it stays. Shipped versions are switched off."""
    kept = Definition.objects.select_for_update().get(id=definition)
    if kept.origin == Origin.SHIPPED:
        raise Refused(Because.SHIPPED_STAYS)
    if kept.state != State.PUBLISHED:
        raise Refused(Because.NOT_PUBLISHED)
    kept.state, kept.retired_at, kept.retired_by = State.RETIRED, at, by
    kept.save(update_fields=["state", "retired_at", "retired_by"])
    write_trail([entry("instrument retired", definition=kept.id, code=kept.code)], by=by)
    return kept


def _parsed(document: str) -> Mapping[str, Any]:
    if len(document) > MOST_CHARACTERS:
        raise Refused(Because.TOO_BIG, field="document")
    try:
        held = json.loads(document)
        written(held)  # NaN and Infinity are no JSON
    except (ValueError, RecursionError) as no:
        raise Refused(Because.UNREADABLE, field="document", problems=tuple(problems(document.encode()))) from no
    if not isinstance(held, dict):
        raise Refused(Because.UNREADABLE, field="document", problems=tuple(problems(document.encode())))
    return held


def _names(held: Mapping[str, Any]) -> dict[str, str]:
    """Code, version, language and title: what a draft cannot do without."""
    questionnaire, scoring = held.get("questionnaire"), held.get("scoring")
    found: dict[str, str] = {}
    for part in (scoring, questionnaire):
        if isinstance(part, Mapping):
            for name in ("code", "version", "language", "title"):
                value = part.get(name)
                if isinstance(value, str) and value.strip():
                    found.setdefault(name, value.strip())
    found.setdefault("language", "en")
    if len(found) < 4:
        raise Refused(Because.UNREADABLE, field="document", problems=tuple(problems(held)))
    return found


def _must_be_new(names: Mapping[str, str], besides: uuid.UUID | None = None) -> None:
    same = Definition.objects.filter(code=names["code"], version=names["version"], language=names["language"])
    if any(id != besides for id in same.values_list("id", flat=True)):
        raise Refused(Because.ALREADY_THERE, field="document")

"""Words of an instrument as somebody pastes them: one line for each question, a small table, or JSON."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

from django.utils.translation import gettext as _

from alongside.instruments.rules.definition import Definition

_NUMBER = re.compile(r"^\s*(?P<id>[\w.]+?)\s*[.):\t]\s*(?P<text>\S.*)$")


class NotTexts(Exception):
    """What was given cannot be read as words of an instrument; the message says why, in words for people."""


def read_texts(given: str, terms: Definition) -> dict[str, Any]:
    """``{"items": {id: {"text", "options"?}}, …}`` out of lines, a table with the columns id and text, or JSON.

    Raises NotTexts. Whether the words fit the questions is asked by the action that installs them.
    """
    given = given.strip()
    if given.startswith("{"):
        return _json(given)
    first = given.splitlines()[0] if given else ""
    for sign in (",", ";", "\t"):
        columns = [name.strip().casefold() for name in first.split(sign)]
        if {"id", "text"} <= set(columns):
            return _table(given, sign)
    return _lines(given, terms)


def _json(given: str) -> dict[str, Any]:
    try:
        held = json.loads(given)
    except (ValueError, RecursionError) as no:
        line = getattr(no, "lineno", 0)
        raise NotTexts(_("This begins like JSON but cannot be read; look at line %(line)d.") % {"line": line}) from no
    known = {"instructions", "stem", "options", "items"}
    if not set(held) <= known or not isinstance(held.get("items"), dict):
        raise NotTexts(_("JSON needs “items”, and may have “instructions”, “stem” and “options”."))
    return {key: held[key] for key in held}


def _table(given: str, sign: str) -> dict[str, Any]:
    rows = csv.DictReader(io.StringIO(given), delimiter=sign)
    rows.fieldnames = [str(name).strip().casefold() for name in rows.fieldnames or ()]
    items: dict[str, Any] = {}
    for number, row in enumerate(rows, start=2):
        name = (row.get("id") or "").strip()
        if not name:
            raise NotTexts(_("Line %(line)d of the table has no id.") % {"line": number})
        if name in items:
            raise NotTexts(_("Question %(name)s stands in the table twice.") % {"name": name})
        items[name] = {"text": (row.get("text") or "").strip()}
        labels = [label.strip() for label in (row.get("options") or "").split("|") if label.strip()]
        if labels:
            items[name]["options"] = labels
    return {"items": items}


def _lines(given: str, terms: Definition) -> dict[str, Any]:
    lines = [line.strip() for line in given.splitlines() if line.strip()]
    names = list(terms.every_item)
    if len(lines) != len(names):
        raise NotTexts(
            _("There are %(lines)d lines, and the instrument has %(items)d questions.")
            % {"lines": len(lines), "items": len(names)}
        )
    found = [_NUMBER.match(line) for line in lines]
    if all(match and match["id"] == name for match, name in zip(found, names, strict=True)):
        lines = [match["text"] for match in found if match]
    return {"items": {name: {"text": line} for name, line in zip(names, lines, strict=True)}}

"""Finding an instrument for a command: by its code among those that come along, or in a file of one's own."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alongside.instruments.catalogue import shipped
from alongside.instruments.rules import Definition, Unreadable, read
from alongside.instruments.rules.checking import MOST_BYTES, too_big
from alongside.instruments.rules.words import nearest
from alongside.project.home import CannotContinue


@dataclass(frozen=True)
class Found:
    """A definition and where it came from. ``pack``: its licence pack, or "" for a file of one's own."""

    definition: Definition
    document: dict[str, Any]
    pack: str
    path: Path


def every() -> list[Found]:
    """All that come along, by code."""
    found = []
    for file in shipped():
        document = json.loads(file.text())
        found.append(Found(read(document), document, file.pack, file.path))
    return sorted(found, key=lambda one: one.definition.code.casefold())


def find(name: str) -> Found:
    """The instrument called ``name``: a code such as PHQ-9 (any case), ``CODE@VERSION``, or a file (my.json).

    Raises CannotContinue with names that look like it.
    """
    if name.casefold().endswith(".json"):
        return _file(Path(name))
    code, _, version = name.partition("@")
    documents = [(file, json.loads(file.text())) for file in shipped()]
    codes = {document["scoring"]["code"] for _, document in documents}
    chosen = [(f, d) for f, d in documents if _plain(d["scoring"]["code"]) == _plain(code)]
    if not chosen:
        near = nearest(code, codes, 5)
        raise CannotContinue(
            f"No instrument is called “{code}” here." + (f" Is one of these meant: {', '.join(near)}?" if near else ""),
            "`alongside instruments list` shows all of them.",
        )
    of_version = [(f, d) for f, d in chosen if not version or d["scoring"]["version"].casefold() == version.casefold()]
    if not of_version:
        known = ", ".join(d["scoring"]["version"] for _, d in chosen)
        raise CannotContinue(f"{code} has no version “{version}” here. Known: {known}.")
    file, document = of_version[-1]
    return Found(read(document), document, file.pack, file.path)


def _plain(code: str) -> str:
    return "".join(c for c in code.casefold() if c.isalnum())


def _file(path: Path) -> Found:
    document = json_of(path)
    try:
        return Found(read(document), document, "", path)
    except Unreadable as why:
        told = "\n".join(f"  {problem}" for problem in why.problems[:10])
        raise CannotContinue(
            f"{path} is not a definition yet:\n{told}", f"`alongside instruments check {path}` says all."
        ) from why


def json_of(path: Path) -> Any:
    """What a JSON file holds. Raises CannotContinue."""
    try:
        return json.loads(bytes_of(path))
    except (ValueError, RecursionError) as why:
        raise CannotContinue(f"{path} is not JSON.", f"`alongside instruments check {path}` says where.") from why


def bytes_of(path: Path) -> bytes:
    """A file's bytes, unless it is far too large to be a definition. Raises CannotContinue."""
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise CannotContinue(f"{path}: {too_big(size).says}")
        return path.read_bytes()
    except OSError as why:
        said = "There is no such file" if isinstance(why, FileNotFoundError) else (why.strerror or "It cannot be read")
        raise CannotContinue(f"{path}: {said}.") from why

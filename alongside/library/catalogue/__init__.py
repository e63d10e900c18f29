"""The programmes that come along and what is known about them: data beside the code, read once and checked.

``programmes/``: one file for each programme, called after its code. ``evidence/``: what is known, as files of items.
``sources.toml``: every paper, page and document that a file names, and what we saw of it. ``schema.json`` says for
programs what docs/reference/programmes.md tells in words.

No text of anybody's manual is in here: sessions are numbered, and have a title only where a public source names it.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from alongside.library.rules import Catalogue, Problem, read

HERE = Path(__file__).resolve().parent
SCHEMA = HERE / "schema.json"
PROGRAMMES, EVIDENCE, SOURCES = HERE / "programmes", HERE / "evidence", HERE / "sources.toml"


class NotRight(ValueError):
    """A file of the catalogue cannot be used; the message says which and why."""


def checked(folder: Path = HERE) -> tuple[Catalogue, list[Problem]]:
    """The catalogue in ``folder``, and all that is wrong with it. Raises ``NotRight`` for a file that is not TOML."""
    return read(
        {path.name: _loaded(path) for path in sorted((folder / PROGRAMMES.name).glob("*.toml"))},
        {path.name: _loaded(path) for path in sorted((folder / EVIDENCE.name).glob("*.toml"))},
        _loaded(folder / SOURCES.name),
    )


@cache
def shipped() -> Catalogue:
    """What comes along. Raises ``NotRight`` when something is wrong with it."""
    catalogue, problems = checked()
    if problems:
        raise NotRight("\n".join(map(str, problems)))
    return catalogue


def _loaded(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as no:
        raise NotRight(f"{path.name}: {no}") from no

"""The programmes that come along and what is known about them: data beside the code, read once and checked.

``programmes/``: one file for each programme, called after its code. ``evidence/``: what is known, as files of items.
``plans.toml``: every plan there ever was, with its hash: `python -m alongside.library.catalogue` adds new ones. A plan
that was changed without a new version fails the tests, so that what was delivered by it keeps its meaning.
``checklists.toml``: what people of a site go through together, about themselves and their rooms.
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
CHECKLISTS = HERE / "checklists.toml"
KEPT = "plans.toml"


class NotRight(ValueError):
    """A file of the catalogue cannot be used; the message says which and why."""


def checked(folder: Path = HERE) -> tuple[Catalogue, list[Problem]]:
    """The catalogue in ``folder``, and all that is wrong with it. Raises ``NotRight`` for a file that is not TOML."""
    return read(
        {path.name: _loaded(path) for path in sorted((folder / PROGRAMMES.name).glob("*.toml"))},
        {path.name: _loaded(path) for path in sorted((folder / EVIDENCE.name).glob("*.toml"))},
        _loaded(folder / SOURCES.name),
        _loaded(lists) if (lists := folder / CHECKLISTS.name).exists() else {},
    )


def plans(catalogue: Catalogue) -> dict[str, str]:
    """{"fff/53-hours": hash of what is planned} of every plan in the catalogue."""
    return {
        f"{programme.code}/{version.code}": version.sha256
        for programme in catalogue.programmes
        for version in programme.versions
    }


def changed(catalogue: Catalogue, folder: Path = HERE) -> list[Problem]:
    """Plans that are not as they were written down, or were not written down yet, or are gone."""
    now, kept = plans(catalogue), _loaded(folder / KEPT)
    found = []
    for plan in sorted({*now, *kept}):
        if plan not in kept:
            found.append(Problem(plan, "is new: python -m alongside.library.catalogue writes it down."))
        elif plan not in now:
            found.append(Problem(plan, "is gone: what was delivered by it could not be read any more."))
        elif now[plan] != kept[plan]:
            found.append(
                Problem(plan, "was changed: what was delivered by it would change its meaning. Make a new one.")
            )
    return found


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

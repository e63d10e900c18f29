"""Lists that people of a site go through together: about themselves and their rooms, never about a woman."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from alongside.library.rules.noting import Table
from alongside.recordkeeping.rules import Words


@dataclass(frozen=True)
class Points:
    """A few points under a heading."""

    title: Words
    points: tuple[Words, ...]


@dataclass(frozen=True)
class Checklist:
    """One list. ``stock``: things to be counted, not what is asked. ``background``: what it comes from."""

    code: str
    title: Words
    about: Words
    source: str
    parts: tuple[Points, ...]
    stock: bool = False
    background: Words | None = None


def read_checklists(table: Table) -> Iterator[Checklist]:
    """The lists of ``checklists.toml``, in their order; what is wrong is noted in ``table``."""
    codes: set[str] = set()
    for each in table.tables("checklists"):
        made = Checklist(
            each.text("code"), each.needed_words("title"), each.needed_words("about"), each.text("source"),
            tuple(_points(part) for part in each.tables("parts")), each.flag("stock"), each.words("background"),
        )  # fmt: skip
        if made.code in codes:
            each.no("code", "two lists are called the same.")
        if not made.parts:
            each.no("parts", "a list has at least one part.")
        codes.add(made.code)
        each.done()
        yield made
    table.done()


def _points(table: Table) -> Points:
    made = Points(table.needed_words("title"), table.several_words("points"))
    if not made.points:
        table.no("points", "a part has at least one point.")
    table.done()
    return made

"""What somebody who listens to a PDF file hears of its structure."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf


def elements(made: bytes) -> Iterator[tuple[str, str]]:
    """Each element of the structure, in order: its tag without "/", and the title that a heading has."""
    with pikepdf.open(io.BytesIO(made)) as file:
        assert file.Root.MarkInfo.Marked
        yield from _below(file.Root.StructTreeRoot)


def _below(parent: pikepdf.Dictionary) -> Iterator[tuple[str, str]]:
    kids = parent.get("/K")
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield str(kid.S)[1:], str(kid.get("/T", ""))
            yield from _below(kid)

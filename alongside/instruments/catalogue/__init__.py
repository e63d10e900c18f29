"""The definitions that come along: one file for each version of an instrument, in packs by licence.

Data beside the code, not under the code's licence: each pack has its own ``LICENCE.md``. What the files mean is told in
``docs/reference/instrument-definitions.md``; ``schema.json`` says it for programs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
SCHEMA = HERE / "schema.json"
PACKS = ("open", "noncommercial", "no_derivatives", "score_only", "own")


@dataclass(frozen=True)
class Shipped:
    """One file. ``pack`` is the folder it lies in: under which terms it comes along."""

    pack: str
    path: Path

    def text(self) -> str:
        """The file as it is written."""
        return self.path.read_text(encoding="utf-8")


def shipped() -> Iterator[Shipped]:
    """Every file of the catalogue, pack by pack, by name."""
    for pack in PACKS:
        for path in sorted((HERE / pack).glob("*.json")):
            yield Shipped(pack, path)

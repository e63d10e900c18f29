"""What getting to know each other is about: parts and questions as data, read once and checked.

The words are our own. A part says first what it is about; every question can be left out.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from alongside.intake.rules import Part, read

HERE = Path(__file__).resolve().parent / "conversations.toml"


@cache
def shipped() -> tuple[int, tuple[Part, ...]]:
    """(edition, every part in the order of the file). Which one is taken first is hers to say."""
    document = tomllib.loads(HERE.read_text(encoding="utf-8"))
    return int(document["edition"]), tuple(read(document))


def part(code: str) -> Part | None:
    """One part; None when there is none of this code."""
    return next((each for each in shipped()[1] if each.code == code), None)

"""The services that come along: the reference programme's full list as data, read once and checked.

What a site offers, what it calls it and whom it needs for it is said in the programme itself (``services.Service``).
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from alongside.services.rules import Kind, read

HERE = Path(__file__).resolve().parent / "services.toml"


@cache
def shipped() -> tuple[Kind, ...]:
    """Every service of the file, in its order."""
    return tuple(read(tomllib.loads(HERE.read_text(encoding="utf-8"))))


@cache
def ways() -> dict[str, str]:
    """{item of the requirements: where it stands} for those that are a way of working and no service."""
    return dict(tomllib.loads(HERE.read_text(encoding="utf-8"))["ways"])

"""What messages say and how answers are read: data beside the code, read once and checked. Plain Python."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent


@cache
def loaded(name: str) -> dict[str, Any]:
    """One file of the catalogue, such as ``loaded("hearing")``. Raises FileNotFoundError, tomllib.TOMLDecodeError."""
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))

"""A goal as it was said, for the practice programme. Her words are in ``wishes_en`` and ``wishes_fr``."""

from __future__ import annotations

from typing import NamedTuple


class Wish(NamedTuple):
    """A goal as it was said. ``steps``: (words, who helps: "" for herself, "team", or a name)."""

    lane: str
    for_whom: str
    words: str
    why: str
    counts: str
    at_zero: str
    at_ten: str
    steps: tuple[tuple[str, str], ...]

"""Words in a child's day that speak of the child's mother: a hint, asked once. What is hers stands in her own
record."""

from __future__ import annotations

import re
from collections.abc import Iterable

from alongside.recordkeeping.rules import fold

_MOTHER = re.compile(r"\b(mother|mum|mummy|mom|mommy|mama|maman|mère|mere)\b", re.IGNORECASE)


def speaks_of(text: str, names: Iterable[str]) -> str:
    """The word of a text that seems to speak of the child's mother or of somebody else; "" when none does.

    ``names``: of everybody else in the file. A hint only: "she sang Mama" is a lovely moment.

    >>> speaks_of("Mum looked tired at the door", [])
    'Mum'
    >>> speaks_of("Built a tower with Dot", ["Dot Alder"])
    'Dot'
    """
    if found := _MOTHER.search(text):
        return found.group(0)
    folded = f" {fold(text)} "
    for name in names:
        first = name.split(" ")[0] if name.strip() else ""
        if len(fold(first)) > 1 and f" {fold(first)} " in folded:
            return first
    return ""

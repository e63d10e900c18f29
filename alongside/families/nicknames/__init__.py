"""Short forms of given names, to find somebody who is called otherwise than she is written.

The list (``groups.py``) is our own suggestion list: written down by hand for English- and French-speaking Canada, no
data set behind it, and not a statement about anybody's name. A line holds forms that are used for each other; a form
may stand on several lines ("alex"). It only ever adds suggestions to "is it perhaps the same person?".
"""

from __future__ import annotations

import functools

from alongside.families.nicknames.groups import GROUPS
from alongside.recordkeeping.rules import fold


@functools.cache
def groups() -> tuple[frozenset[str], ...]:
    """The lines of the list, folded."""
    return tuple(frozenset(fold(form) for form in line.split()) for line in GROUPS.splitlines() if line.strip())


@functools.cache
def _forms() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for group in groups():
        for form in group:
            found.setdefault(form, set()).update(group)
    return {form: frozenset(others - {form}) for form, others in found.items()}


def called(given_name: str) -> frozenset[str]:
    """Other forms of one given name, folded, without itself: ``called("Liz")`` holds "elizabeth"."""
    return _forms().get(fold(given_name), frozenset())


def variants(name: str, most: int = 12) -> list[str]:
    """A whole name, folded, and the same name with its first part in its other forms; at most ``most``.

    >>> variants("Liz Roy")[:2]
    ['liz roy', 'beth roy']
    """
    first, _, rest = fold(name).partition(" ")
    if not first:
        return []
    others = sorted(called(first))
    return [f"{form} {rest}".strip() for form in (first, *others)][:most]

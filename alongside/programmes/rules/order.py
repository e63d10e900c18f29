"""Relationship before behaviour (P-22), on the way: said kindly where a session is written down. It holds nobody up."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from alongside.library.terms import About


def comes_too_early(about: Collection[str], before: Iterable[Collection[str]]) -> bool:
    """Strategies for behaviour, and no work on the relationship in this session or one before it?

    >>> comes_too_early(["behaviour"], [["feelings"]]), comes_too_early(["behaviour"], [["relationship"]])
    (True, False)
    """
    if About.BEHAVIOUR not in about or About.RELATIONSHIP in about:
        return False
    return not any(About.RELATIONSHIP in each for each in before)

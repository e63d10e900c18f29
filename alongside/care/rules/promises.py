"""Whom of us something can be promised for, and how far the way to it may be. Plain Python."""

from __future__ import annotations

from collections.abc import Collection

from alongside.accounts.terms import RoleName
from alongside.recordkeeping.rules import Decision
from alongside.safekeeping.terms import Category

MOST_TRAVEL = 24 * 60  # minutes there


def check_way(minutes: int | None) -> Decision:
    """The way there takes up to a day, or nobody has said."""
    return Decision(True) if minutes is None or 0 <= minutes <= MOST_TRAVEL else Decision(False, "way_of_a_day")


def check_worker(parts: Collection[str], category: int) -> Decision:
    """``parts``: those in which she is on the team today. Whether she is let in to read it the wall says.

    What a woman lets her peer supporter read is hers to change: for one only notes of peer support are sure.

    >>> [check_worker(parts, Category.SERVICE_USE).because for parts in ([], ["peer"], ["counsellor"])]
    ['not_on_her_team', 'could_not_read_it', '']
    """
    if not parts:
        return Decision(False, "not_on_her_team")
    sure = category == Category.PEER_SUPPORT or set(parts) != {RoleName.PEER.value}
    return Decision(True) if sure else Decision(False, "could_not_read_it")

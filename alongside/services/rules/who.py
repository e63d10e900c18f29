"""Who has to be there (S-033, D-I7), and where children may be meanwhile (S-203)."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from alongside.recordkeeping.rules import Decision


def missing(needs: Iterable[str], parts: Collection[str]) -> list[str]:
    """The parts that a service asks for and nobody of those who are there plays."""
    return [part for part in needs if part not in parts]


def check_parts(needs: Collection[str], parts: Collection[str], why_without: str) -> Decision:
    """Somebody is there, and all whom the service asks for; or it was said why it goes on without one of them.

    >>> check_parts(["counsellor", "therapist"], ["counsellor"], "").because
    'both_needed'
    """
    if not parts:
        return Decision(False, "nobody_there")
    if missing(needs, parts) and not why_without.strip():
        return Decision(False, "both_needed")
    return Decision(True)


def check_children(children: str, *, adults_only: bool, seats_next_door: int | None) -> Decision:
    """No child comes into a room that is kept without; who is looked after next door has a room with seats there.

    ``adults_only``: of the room itself. ``seats_next_door``: of the room next door; ``None`` when none was named.
    """
    if children == "here" and adults_only:
        return Decision(False, "no_children_here")
    if children == "next_door" and not seats_next_door:
        return Decision(False, "no_seats" if seats_next_door == 0 else "room_needed_next_door")
    return Decision(True)

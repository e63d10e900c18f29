"""Functions that look past the wall: they act as the keeper, and only named roles may call them."""

from __future__ import annotations

from collections.abc import Iterable


def kept(functions: Iterable[str], *, to: str = "") -> str:
    """SQL: these functions of ``safekeeping``, with their arguments, belong to the keeper; ``to`` are the roles that call them.

    Last the owner: once the keeper owns them, nobody else can grant.
    """
    lines = []
    for name in functions:
        lines.append(f"revoke all on function safekeeping.{name} from public;")
        if to:
            lines.append(f"grant execute on function safekeeping.{name} to {to};")
        lines.append(f"alter function safekeeping.{name} owner to alongside_keeper;")
    return "\n".join(lines)

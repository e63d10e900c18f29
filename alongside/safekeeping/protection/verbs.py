"""Functions that look past the wall: they act as the keeper, and only named roles may call them."""

from __future__ import annotations

from collections.abc import Iterable


def service(id: str, name: str) -> str:
    """SQL: the principal that a job plays (``safekeeping.serving(name)``). It reads no category and is let into no family.

    ``id`` is fixed, so that every site has the same one.
    """
    return f"""
create policy seed on safekeeping_principal for insert to alongside_owner with check (true);
create policy seed on safekeeping_capacity for insert to alongside_owner with check (true);
insert into safekeeping_principal (id, kind, name, active) values ('{id}', 'service', '{name}', true);
insert into safekeeping_capacity (id, principal, abilities, categories, writes, valid)
  values ('{id}', '{id}', 0, 0, 0, tstzrange(null, null));
drop policy seed on safekeeping_principal;
drop policy seed on safekeeping_capacity;
"""


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

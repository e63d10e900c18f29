"""What is closed to everybody in random families, and what is opened again."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.wall.worlds import Home, Worlds


def draw_seals(worlds: Worlds, home: Home) -> None:
    """Somebody's whole file, what is between two, or single notes are closed; some were and are open again."""
    if not worlds.maybe(0.35):
        return
    written = [row["id"] for row in worlds.rows["care_contact"] if row["family_id"] == home.id]
    targets = worlds.random.choice(
        [
            [home.children[0]],
            [home.children[1]],
            [home.dyads[home.children[0]]],
            [home.woman],
            written[:3],
            written[3:4],
        ]
    )
    for target in targets:
        again = worlds.maybe(0.2)
        worlds.add("consent_seal", id=worlds.id(), family_id=home.id, target=target, kind="note", with_it=[],
                 why=worlds.random.choice(["adoption", "court_order", "she_asks"]), words="x", asked_why="",
                 asked_by=worlds.id() if again else None, asked_at=worlds.now if again else None,
                 opened_by=worlds.id() if again else None, opened_at=worlds.past(1) if again else None, **worlds.stamp())  # fmt: skip


def seal_or_open(worlds: Worlds, home: Home, what: str) -> None:
    """As an action would write it."""
    if what == "sealed":
        worlds.db.execute(
            "insert into consent_seal (id, family_id, target, kind, with_it, why, words, asked_why, recorded_by, recorded_at)"
            " select %s, %s, %s, 'child', '{}', 'she_asks', 'x', '', %s, statement_timestamp() where not exists"
            " (select from consent_seal s where s.target = %s and s.opened_at is null)",
            [worlds.id(), home.id, home.children[1], worlds.id(), home.children[1]])  # fmt: skip
    else:
        worlds.db.execute(
            "update consent_seal set opened_at = statement_timestamp(), opened_by = %s, asked_by = %s"
            " where family_id = %s and opened_at is null", [worlds.id(), worlds.id(), home.id])  # fmt: skip

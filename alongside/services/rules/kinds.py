"""What a service is, and how the file of services that come along is read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from alongside.recordkeeping.rules import Words
from alongside.services.terms import Modality, Sector, Setting, Target


@dataclass(frozen=True)
class Kind:
    """A service (D-50). ``needs``: the parts that must be there (S-033). ``items``: of the requirements it answers."""

    code: str
    name: Words
    about: Words
    modality: str
    settings: tuple[str, ...]
    sectors: tuple[str, ...]
    target: str
    relationship: bool
    needs: tuple[str, ...]
    items: tuple[str, ...] = ()
    offered: bool = True


def read(document: Mapping[str, Any]) -> list[Kind]:
    """Every service of the file, in its order. Raises KeyError or TypeError for one that is not whole."""
    return [
        Kind(
            code=row["code"], name=Words(**row["name"]), about=Words(**row["about"]), modality=row["modality"],
            settings=tuple(row["settings"]), sectors=tuple(row["sectors"]), target=row["target"],
            relationship=bool(row["relationship"]), needs=tuple(row["needs"]), items=tuple(row["items"]),
        )
        for row in document["services"]
    ]  # fmt: skip


def problems(kinds: Iterable[Kind], parts: Iterable[str]) -> list[str]:
    """What is wrong with a list of services, in words; ``parts``: those that colleagues can play."""
    found, seen, known = [], set(), set(parts)
    for kind in kinds:
        said = {
            "modality": {kind.modality} - set(Modality.values),
            "settings": set(kind.settings) - set(Setting.values),
            "sectors": set(kind.sectors) - set(Sector.values),
            "target": {kind.target} - set(Target.values),
            "needs": set(kind.needs) - known,
        }
        found += [f"{kind.code}: {field} {sorted(left)}" for field, left in said.items() if left]
        if kind.code in seen:
            found.append(f"{kind.code}: twice")
        if not (kind.settings and kind.sectors and kind.name.en and kind.name.fr and kind.about.en and kind.about.fr):
            found.append(f"{kind.code}: not whole")
        if kind.modality == Modality.GROUP and not {"counsellor", "therapist"} <= set(kind.needs):
            found.append(f"{kind.code}: a group has an addiction counsellor and a parent-infant therapist (S-033)")
        seen.add(kind.code)
    return found

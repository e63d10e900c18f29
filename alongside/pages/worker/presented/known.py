"""What her team knows already: her words, who knows them, who wrote them with her, whether she says it is right."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from alongside.access.policy import May, decide
from alongside.care.models import KnownVersion
from alongside.care.queries import KnownSeen
from alongside.care.terms import KnownKind
from alongside.safekeeping.queries import Me
from alongside.safekeeping.terms import Category


@dataclass(frozen=True)
class VersionShown:
    """What stood, or stands, in it."""

    words: str
    on: date
    who_knows: str
    by: str
    agreed: bool


@dataclass(frozen=True)
class KnownShown:
    """One thing, and what can be done with it."""

    id: uuid.UUID
    kind: str
    now: VersionShown
    earlier: tuple[VersionShown, ...]
    doing: tuple[tuple[str, str], ...]


def known(rows: Iterable[KnownSeen], names: Mapping[uuid.UUID, str], me: Me, *, today: bool) -> list[KnownShown]:
    """Each thing as the asker reads it."""
    return [
        KnownShown(
            seen.row.pk, str(KnownKind(seen.row.kind).label), version(seen.now, names),
            tuple(version(row, names) for row in seen.versions[-2::-1]), _doing(seen, me) if today else (),
        )
        for seen in rows
    ]  # fmt: skip


def version(row: KnownVersion, names: Mapping[uuid.UUID, str]) -> VersionShown:
    """One version of it."""
    return VersionShown(
        row.words, row.on, ", ".join(sorted(names.get(who, _("a colleague")) for who in row.only)),
        row.colleague.name if row.colleague else "", row.agreed_at is not None,
    )  # fmt: skip


def writes(me: Me) -> bool:
    """She writes what her team knows: lets her write how to reach her."""
    return bool(decide(me, May.WRITE_IN_FAMILY)) and me.may_write(Category.CONTACT)


def _doing(seen: KnownSeen, me: Me) -> tuple[tuple[str, str], ...]:
    if not writes(me):
        return ()
    to = [("known_anew", _("She says it differently, or to others"))]
    if seen.now.agreed_at is None:
        to.append(("known_agreed", _("She has read it, and it is right")))
    to.append(("known_away", _("Put it away")))
    return tuple((reverse(name, args=[seen.row.family_id, seen.row.pk]), words) for name, words in to)

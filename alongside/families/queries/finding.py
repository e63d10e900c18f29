"""Finding people, noticing that somebody may be here already, and long lists a page at a time."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Q

from alongside.families import rules
from alongside.families.models import Family, Person
from alongside.families.nicknames import variants
from alongside.families.terms import PersonKind
from alongside.recordkeeping.rules import fold

# Up to so many files, a list starts from the files; beyond, it walks along the index of sorted names.
FEW_FILES = 1000


@dataclass(frozen=True)
class Found:
    """Somebody found. ``likeness``: 2 the same name, 1.5 it begins so, else how alike from 0 to 1."""

    person: Person
    likeness: float


@dataclass(frozen=True)
class MaybeSame:
    """Somebody the asker may see, perhaps the same person. ``why``: ``name``, ``nickname``, ``like``, ``born``."""

    person: Person
    why: tuple[str, ...]
    likeness: float


@dataclass(frozen=True)
class ListedFamily:
    """One line of a list of families."""

    family: Family
    woman: Person

    @property
    def key(self) -> tuple[str, uuid.UUID]:
        """Where the next page goes on."""
        return self.woman.sort_key, self.woman.id


def _alike(keys: Sequence[str], limit: int) -> dict[uuid.UUID, dict[str, float]]:
    """Person -> {asked key: likeness}, one statement for all keys, through the one function that searches names."""
    found: dict[uuid.UUID, dict[str, float]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "select a.key, f.person, f.likeness from unnest(%s::text[]) a(key)"
            " cross join lateral safekeeping.find_people(a.key, %s::int) f",
            [list(keys), limit],
        )
        for key, person, likeness in cursor.fetchall():
            found.setdefault(person, {})[key] = float(likeness)
    return found


def find_people(text: str, limit: int = 20) -> list[Found]:
    """People whose name is like ``text`` (accents and case do not matter), best first: two statements.

    Only people in files the asker is let into; nothing tells whether there are others.
    """
    key = fold(text)
    if not key:
        return []
    alike = {person: max(keys.values()) for person, keys in _alike([key], limit).items()}
    people = Person.objects.filter(id__in=list(alike)).select_related("family")
    return sorted((Found(p, alike[p.id]) for p in people), key=lambda f: (-f.likeness, f.person.sort_key, f.person.id))


def possible_duplicates(names: Iterable[str], born_on: date | None = None, limit: int = 10) -> list[MaybeSame]:
    """People the asker may see who may already be this person: two statements.

    Compared by folded name (trigrams), by other forms of the given name, and by how near the days of birth are. Two
    quite different days of birth are two people, unless the names are the very same.
    """
    asked = rules.name_keys("", "", tuple(names))
    keys = list(dict.fromkeys(form for key in asked for form in variants(key)))
    if not keys:
        return []
    alike = _alike(keys, 2 * limit)
    found = []
    for person in Person.objects.filter(id__in=list(alike)).select_related("family"):
        same = _compare(person, alike[person.id], asked, born_on)
        if same:
            found.append(same)
    return sorted(found, key=lambda m: (-m.likeness, m.person.sort_key, m.person.id))[:limit]


def _compare(person: Person, likeness: dict[str, float], asked: list[str], born_on: date | None) -> MaybeSame | None:
    """How alike one candidate is, or ``None`` when it is somebody else."""
    own = max((v for k, v in likeness.items() if k in asked), default=0.0)
    nick = max((v for k, v in likeness.items() if k not in asked), default=0.0)
    days = rules.days_alike(person.born_on, born_on)
    best = max(own, nick)
    if best < 0.5 or (days == 0 and own < 2) or (days < 0.5 and best < 0.6):
        return None
    why = ["name" if own >= 2 else "nickname" if nick > own and nick >= 1.5 else "like"]
    if days >= 0.5:
        why.append("born")
    return MaybeSame(person, tuple(why), best + days)


def _own_files(principal: uuid.UUID, most: int) -> list[uuid.UUID]:
    """Files this principal is let into today, from her own cells; at most ``most`` of them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select distinct family from safekeeping_cell"
            " where principal = %s and valid @> statement_timestamp() limit %s",
            [principal, most],
        )
        return [family for (family,) in cursor.fetchall()]


def families_list(
    principal: uuid.UUID,
    *,
    after: tuple[str, uuid.UUID] | None = None,
    size: int = 50,
    opened_by: date | None = None,
) -> list[ListedFamily]:
    """One page of the families this principal is let into, by the woman's name: two statements, whatever the count.

    ``after`` is the ``key`` of the last line of the page before. Who is kept out of a file does not find it here.
    ``opened_by``: only files that were open by that day.
    """
    files = _own_files(principal, FEW_FILES + 1)
    women = Person.objects.filter(kind=PersonKind.WOMAN).select_related("family").order_by("sort_key", "id")
    if len(files) <= FEW_FILES:
        women = women.filter(family_id__in=files)
    if opened_by is not None:
        women = women.filter(family__opened_on__lte=opened_by)
    if after is not None:
        key, last = after
        women = women.filter(Q(sort_key__gt=key) | Q(sort_key=key, id__gt=last), sort_key__gte=key)
    return [ListedFamily(person.family, person) for person in women[:size]]

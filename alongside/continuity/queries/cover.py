"""Who is away, who is there meanwhile, and for whom nobody is: a gap is always said."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange

from alongside.continuity import rules
from alongside.continuity.models import Away, Cover
from alongside.continuity.rules import Days
from alongside.enrolment.models import KeyWorker
from alongside.families.models import Person
from alongside.families.terms import PersonKind

AHEAD = timedelta(days=120)  # days away that are asked about
BACK = timedelta(days=31)  # for how long what was handed back stands on the first page
MOST = 200  # families of one leave


@dataclass(frozen=True)
class ToCover:
    """A family of the one who is away: who was asked or agreed, and on which days, from today on, nobody is there."""

    family: uuid.UUID
    name: str
    covers: tuple[Cover, ...]
    gaps: tuple[Days, ...]


@dataclass(frozen=True)
class Leave:
    """Days away, with the families of which she is the key worker then, as far as the asker is let into them."""

    away: Away
    families: tuple[ToCover, ...]

    @property
    def gaps(self) -> int:
        """How many of these families nobody covers on some of the days."""
        return sum(1 for each in self.families if each.gaps)


def away(id: uuid.UUID) -> Away:
    """One leave that was not taken back. Raises Away.DoesNotExist."""
    return Away.objects.select_related("colleague").get(pk=id, withdrawn_at=None)


def cover(id: uuid.UUID) -> Cover:
    """One cover, for those who read the team and for the one who was asked. Raises Cover.DoesNotExist."""
    return Cover.objects.select_related("away__colleague", "colleague").get(pk=id)


def leaves(today: date, *, of: uuid.UUID | None = None) -> list[Leave]:
    """Days away from ``today`` on, the next first, with who covers; of one colleague, or of all; five statements."""
    rows = Away.objects.filter(withdrawn_at=None, during__overlap=DateRange(today, today + AHEAD))
    rows = rows.filter(colleague_id=of) if of else rows
    found = list(rows.select_related("colleague").order_by("during", "id"))
    if not found:
        return []
    span = DateRange(min(each.during.lower for each in found), max(each.during.upper for each in found))
    gone = {each.colleague_id for each in found}
    keys = KeyWorker.objects.filter(colleague_id__in=gone, during__overlap=span).order_by("family_id", "id")
    held: dict[uuid.UUID, dict[uuid.UUID, list[Days]]] = defaultdict(lambda: defaultdict(list))
    for key in keys[: MOST * len(found)]:
        held[key.colleague_id][key.family_id].append((key.during.lower, key.during.upper or date.max))
    covers = _covers(found)
    also = _away_days({each.colleague_id for rows in covers.values() for each in rows}, span)
    names = _names({family for by_family in held.values() for family in by_family})
    return [Leave(each, _to_cover(each, held[each.colleague_id], covers, also, names, today)) for each in found]


def _covers(found: Iterable[Away]) -> dict[tuple[uuid.UUID, uuid.UUID], list[Cover]]:
    rows: dict[tuple[uuid.UUID, uuid.UUID], list[Cover]] = defaultdict(list)
    asked = Cover.objects.filter(away__in=[each.pk for each in found]).select_related("colleague")
    for row in asked.order_by("during", "recorded_at", "id"):
        rows[row.away_id, row.family_id].append(row)
    return rows


def _away_days(colleagues: Collection[uuid.UUID], span: DateRange) -> dict[uuid.UUID, list[Days]]:
    found: dict[uuid.UUID, list[Days]] = defaultdict(list)
    rows = Away.objects.filter(colleague_id__in=colleagues, withdrawn_at=None, during__overlap=span)
    for row in rows:
        found[row.colleague_id].append((row.during.lower, row.during.upper))
    return found


def _names(families: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    women = Person.objects.filter(family_id__in=families, kind=PersonKind.WOMAN).order_by("-recorded_at", "-id")
    return dict(women.values_list("family_id", "name"))


def _to_cover(
    away: Away, held: dict[uuid.UUID, list[Days]], covers: dict[tuple[uuid.UUID, uuid.UUID], list[Cover]],
    also: dict[uuid.UUID, list[Days]], names: dict[uuid.UUID, str], today: date,
) -> tuple[ToCover, ...]:  # fmt: skip
    days, found = (away.during.lower, away.during.upper), []
    for family, keys in held.items():
        needed = [each for each in (rules.within(key, days) for key in keys) if each]
        if not needed or family not in names:
            continue
        rows = covers.get((away.pk, family), [])
        there = [
            free
            for row in rows
            if is_agreed(row) and (both := rules.within((row.during.lower, row.during.upper), days))
            for free in rules.without(both, also[row.colleague_id])
        ]
        left = [each for each in (rules.within(each, (today, date.max)) for each in needed) if each]
        gaps = {gap for each in left for gap in rules.uncovered(each, there)}
        found.append(ToCover(family, names[family], tuple(rows), tuple(sorted(gaps))))
    return tuple(sorted(found, key=lambda each: (each.name, each.family)))


def is_agreed(row: Cover) -> bool:
    """She said yes, and nothing ended it since."""
    return bool(row.agreed_at and not row.her_no_at and not row.ended_at)


def cover_of_hers(id: uuid.UUID) -> Cover:
    """One cover, for the woman herself, who reads no colleague's row. Raises Cover.DoesNotExist."""
    return Cover.objects.get(pk=id)


@dataclass(frozen=True)
class MyCover:
    """On her own page: who is there while somebody of her team is away, on days on which she can be."""

    id: uuid.UUID
    who: str
    for_whom: str
    first: date
    until: date  # the day after the last


@dataclass(frozen=True)
class MyGap:
    """On her own page: the one she turns to first is away, and nobody is there yet, from when until the last day."""

    for_whom: str
    first: date
    until: date  # the day after the last
    others: bool  # somebody else of her team is there on the first day


def my_gaps() -> list[MyGap]:
    """Of the woman who is signed in, up to two weeks before it begins; nothing for anybody else. One statement."""
    with connection.cursor() as cursor:
        cursor.execute("select * from safekeeping.my_gaps()")
        return [MyGap(*row) for row in cursor.fetchall()]


def my_covers() -> list[MyCover]:
    """Of the woman who is signed in; nothing for anybody else. One statement."""
    with connection.cursor() as cursor:
        cursor.execute("select * from safekeeping.my_covers()")
        return [MyCover(*row) for row in cursor.fetchall()]


@dataclass(frozen=True)
class NotThere:
    """Somebody of her team is away today, ``until`` the day after the last, or is kept out of her file, or both."""

    until: date | None
    kept_out: bool


def my_team_not_there() -> dict[uuid.UUID, NotThere]:
    """Who of the team of the woman who is signed in is away today or kept out; nothing for others. One statement."""
    with connection.cursor() as cursor:
        cursor.execute("select colleague, until, kept_out from safekeeping.my_team_not_there()")
        return {colleague: NotThere(until, kept_out) for colleague, until, kept_out in cursor.fetchall()}

"""Named questions about appointments, calendars and feeds."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from django.db import connection
from django.db.models import (
    Case,
    DateField,
    DateTimeField,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    TimeField,
    UUIDField,
    Value,
    When,
)  # fmt: skip
from django.db.models.functions import Cast, Coalesce

from alongside.calendars.models import Elsewhere, Feed
from alongside.calendars.rules import Entry, key_hash
from alongside.care.models import Promise
from alongside.care.queries import promises_of
from alongside.care.terms import PromiseState
from alongside.families.models import Dyad
from alongside.families.terms import PersonKind
from alongside.services.models import Service, Session, SessionWorker
from alongside.services.queries import Comes, coming_of, sessions_between
from alongside.services.rules import instant

HOUR = timedelta(hours=1)
BEFORE, AHEAD = timedelta(days=31), timedelta(days=366)  # what a feed tells


@dataclass(frozen=True)
class Told:
    """An entry with what it is: exactly one of ``session``, ``promise``, ``elsewhere`` (each as its room gives it).

    ``also``: others of the family who come to the same session, as ``row`` is the first of them.
    """

    entry: Entry
    kind: str
    family: uuid.UUID | None
    row: object
    also: tuple[object, ...] = ()


def of_colleague(colleague: uuid.UUID, begins: datetime, ends: datetime, zone: tzinfo) -> list[Told]:
    """Everything of hers that begins in this time, in order: where she is, what she promised, whom she goes along with.

    Four statements. What she may not read is not there. What is called off stands there as called off.
    """
    held = [
        Told(
            Entry(
                row.pk, row.during.lower, row.during.upper, place=row.place.name if row.place else "",
                who=frozenset({colleague}), off=row.off_at is not None,
            ),
            "session", None, row,
        )
        for row in sessions_between(begins, ends, colleague=colleague)
    ]  # fmt: skip
    along = _standing(Q(goes_along=colleague), begins, ends)
    said = _promises(Q(worker=colleague), begins, ends, zone, who=colleague)
    return _in_order([*held, *(_elsewhere(row, colleague) for row in along), *said])


@dataclass(frozen=True)
class Next:
    """What a colleague has next: ``kind`` is "session", "elsewhere" (she goes along) or "promise".

    ``at``: ``None`` for a day without an hour. ``family``: ``None`` of a session. ``what``: what it is called, "" where
    nobody called it anything but by its ``service``, a code.
    """

    kind: str
    id: uuid.UUID
    family: uuid.UUID | None
    on: date
    at: time | None
    what: str
    service: str


def next_of(colleague: uuid.UUID, begins: datetime, ends: datetime, zone: tzinfo, size: int = 12) -> list[Next]:
    """What she has next: where she is and whom she goes along with in this time, and ``size`` of what she promised.

    In order from the day on which it ``begins``; what was promised for days before stands last, the last day first.
    What is called off is not there, nor what she may not read. One statement.
    """
    today = begins.astimezone(zone).date()
    during = Q(during__startswith__gte=begins, during__startswith__lt=ends, off_at=None)
    there = SessionWorker.objects.filter(session=OuterRef("pk"), colleague=colleague, ended_at=None)
    own = Service.objects.filter(code=OuterRef("service")).order_by("-recorded_at", "-id").values("name")[:1]
    called = Case(When(called="", then=Coalesce(Subquery(own), _NO_WORDS)), default="called", output_field=TextField())
    sessions = _next(
        Session.objects.filter(Exists(there), during), "session", family=_NO_FAMILY, what=called, service=F("service")
    )
    along = _next(Elsewhere.objects.filter(during, goes_along=colleague, superseded_at=None), "elsewhere")
    said = _next(promises_of(colleague, today), "promise", on=F("on"), at=F("at_time"), starts=_NO_INSTANT)[:size]
    found = [_of_row(*row, zone=zone) for row in sessions.union(along, said, all=True)]
    return sorted(found, key=lambda each: (each.on < today, abs((each.on - today).days), each.at or time.max, each.id))


_NO_FAMILY, _NO_INSTANT = Cast(Value(None), UUIDField()), Cast(Value(None), DateTimeField())
_NO_DAY, _NO_TIME, _NO_WORDS = Cast(Value(None), DateField()), Cast(Value(None), TimeField()), Value("", TextField())


def _next(rows: QuerySet[Any], kind: str, **more: Any) -> QuerySet[Any]:
    """As rows of the same columns, so that three tables are asked at once."""
    named: dict[str, Any] = {
        "kind": Value(kind, TextField()), "of": F("id"), "family": F("family_id"),
        "starts": Func(F("during"), function="lower", output_field=DateTimeField()), "on": _NO_DAY, "at": _NO_TIME,
        "what": F("what"), "service": _NO_WORDS, **more,
    }  # fmt: skip
    columns = {f"next_{name}": value for name, value in named.items()}
    return rows.annotate(**columns).values_list(*columns)


def _of_row(
    kind: str, id: uuid.UUID, family: uuid.UUID | None, starts: datetime | None, on: date, at: time | None, what: str,
    service: str, *, zone: tzinfo,
) -> Next:  # fmt: skip
    if starts is not None:
        local = starts.astimezone(zone)
        on, at = local.date(), local.time()
    return Next(kind, id, family, on, at, what, service)


def of_family(
    family: uuid.UUID, begins: datetime, ends: datetime, zone: tzinfo, *, known_at: datetime | None = None
) -> list[Told]:
    """Everything that they come to and that was arranged with them, with us and elsewhere; eight statements at most.

    A session to which several of them come is one entry. As far as the asker may read. ``known_at``: only what was
    recorded by then, and stood then.
    """
    together: dict[uuid.UUID, list[Comes]] = {}
    for each in coming_of(family, since=begins, until=ends, known_at=known_at):
        together.setdefault(each.booking.session_id, []).append(each)
    held = [_coming(family, each, known_at) for each in together.values()]
    rows = _standing(Q(family=family), begins, ends, known_at)
    here = [_elsewhere(row, row.subject, known_at) for row in rows]
    said = _promises(Q(family=family), begins, ends, zone, known_at)
    two = {row.pk: frozenset({row.woman_id, row.child_id}) for row in Dyad.objects.filter(family_id=family)}
    return _in_order([*held, *(_each_of(told, two) for told in (*here, *said))])


def appointment(family: uuid.UUID, id: uuid.UUID) -> Elsewhere:
    """One, also one that was put right or called off. Raises Elsewhere.DoesNotExist for one hidden or not there."""
    return Elsewhere.objects.get(family_id=family, pk=id)


def is_her_peer(family: uuid.UUID) -> bool:
    """The asker is on the team of this family as its peer supporter, to whom no appointment is open; one statement."""
    with connection.cursor() as cursor:
        cursor.execute("select safekeeping.is_her_peer(%s)", [family])
        return bool(cursor.fetchone()[0])  # type: ignore[index]


def appointments(family: uuid.UUID, begins: datetime, ends: datetime) -> list[Elsewhere]:
    """What stands with others in this time, who of us goes along beside each; one statement."""
    return _standing(Q(family=family), begins, ends)


def my_feed(owner: uuid.UUID) -> Feed | None:
    """The feed that the asker has turned on, if any; never somebody else's."""
    return Feed.objects.filter(owner=owner, ended_at=None).first()


@dataclass(frozen=True)
class FeedTime:
    """One time of a feed, without what it is or whom it is about."""

    thing: uuid.UUID
    begins: datetime
    ends: datetime
    whole_day: bool
    off: bool
    said_at: datetime


def feed(key: str, now: datetime, zone: str) -> tuple[str, list[FeedTime]] | None:
    """What a calendar is told that brings ``key``: the words of every entry ("" for none chosen) and the times.

    ``None`` for a key that opens nothing, whatever the reason. Two statements, asked as nobody.
    """
    hashed = key_hash(key)
    with connection.cursor() as cursor:
        cursor.execute("select says, heading from safekeeping.feed_heading(%s)", [hashed])
        chosen = cursor.fetchone()
        if chosen is None:
            return None
        cursor.execute(
            "select * from safekeeping.feed_times(%s, %s, %s, %s)", [hashed, zone, now - BEFORE, now + AHEAD]
        )
        times = [FeedTime(*row) for row in cursor.fetchall()]
    says, heading = chosen
    return (heading if says == "words" else ""), times


def _standing(whose: Q, begins: datetime, ends: datetime, known_at: datetime | None = None) -> list[Elsewhere]:
    rows = Elsewhere.objects.filter(whose, during__startswith__gte=begins, during__startswith__lt=ends)
    if known_at is None:
        rows = rows.filter(superseded_at=None)
    else:
        later = Q(superseded_at=None) | Q(superseded_at__gt=known_at)
        rows = rows.filter(later, recorded_at__lte=known_at)
    return list(rows.select_related("goes_along").order_by("during", "id"))


def _promises(
    whose: Q, begins: datetime, ends: datetime, zone: tzinfo, known_at: datetime | None = None, *,
    who: uuid.UUID | None = None,
) -> list[Told]:  # fmt: skip
    """What a person said will happen, while it is open (or was at ``known_at``). Without an hour: its day alone."""
    first, last = begins.astimezone(zone).date(), ends.astimezone(zone).date()
    stands = Q(state=PromiseState.OPEN)
    if known_at is not None:  # what was settled after that day stood on it
        stands = (stands | Q(settled_on__gt=known_at.astimezone(zone).date())) & Q(recorded_at__lte=known_at)
    rows = Promise.objects.filter(whose, stands, on__gte=first, on__lt=last)
    return [
        Told(_promise(row, zone, who or row.subject), "promise", row.family_id, row)
        for row in rows.order_by("on", "at_time", "id")
    ]


def _promise(row: Promise, zone: tzinfo, who: uuid.UUID) -> Entry:
    begins = instant(row.on, row.at_time or time.min, zone)
    ends = begins + HOUR if row.at_time else _next_day(row.on, zone)
    return Entry(row.pk, begins, ends, what=row.what, who=frozenset({who}), whole_day=row.at_time is None)


def _next_day(on: date, zone: tzinfo) -> datetime:
    return instant(on + timedelta(days=1), time.min, zone)


def _coming(family: uuid.UUID, who: list[Comes], known_at: datetime | None) -> Told:
    """One session with all of the family who come to it, the woman first."""
    first, *also = sorted(who, key=lambda each: (each.booking.person.kind != PersonKind.WOMAN, each.booking.pk))
    held = first.booking
    entry = Entry(
        held.pk, first.during.lower, first.during.upper, what=held.session.called,
        place=first.room,
        who=frozenset(each.booking.person_id for each in who), off=_off_by(held.session.off_at, known_at),
    )  # fmt: skip
    return Told(entry, "session", family, first, tuple(also))


def _each_of(told: Told, two: Mapping[uuid.UUID, frozenset[uuid.UUID]]) -> Told:
    """What is about two who belong together needs each of them."""
    who = frozenset(person for one in told.entry.who for person in two.get(one, {one}))
    return replace(told, entry=replace(told.entry, who=who))


def _elsewhere(row: Elsewhere, who: uuid.UUID, known_at: datetime | None = None) -> Told:
    entry = Entry(
        row.pk, row.during.lower, row.during.upper, what=row.what, place=row.place, travel=row.travel,
        asked_by=row.asked_by, who=frozenset({who}), off=_off_by(row.off_at, known_at),
    )  # fmt: skip
    return Told(entry, "elsewhere", row.family_id, row)


def _off_by(off_at: datetime | None, known_at: datetime | None) -> bool:
    return off_at is not None and (known_at is None or off_at <= known_at)


def _in_order(found: Iterable[Told]) -> list[Told]:
    def when(told: Told) -> tuple[datetime, bool, datetime, str]:
        return (told.entry.begins, not told.entry.whole_day, told.entry.ends, str(told.entry.id))

    return sorted(found, key=when)

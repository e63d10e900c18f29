"""Named questions about messages: how she wants them, what waits, went or did not go, what her team is told."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import (
    Case,
    Count,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
    Window,
)
from django.db.models.expressions import RawSQL

from alongside.assessment.queries import WAITING, Waiting
from alongside.consent.models import Consent
from alongside.consent.terms import Effect, FormKind
from alongside.families.models import Person
from alongside.families.terms import PersonKind
from alongside.reminders.models import Heard, Message, Notice, Reminded, Wish
from alongside.reminders.terms import WENT, NoticeKind
from alongside.safekeeping.terms import Category

MANY = 50


def agreed_on(family: uuid.UUID, woman: uuid.UUID, day: date) -> bool:
    """On this day she has a signed form about messages that she did not take back; one statement."""
    rows = Consent.objects.filter(
        family_id=family, giver_id=woman, giver_agency=None, effect=Effect.PERMIT, form__kind=FormKind.MESSAGES,
        withdrawn_at=None, signed_at__isnull=False, during__contains=day,
    )  # fmt: skip
    return rows.exists()


def wishes_of(family: uuid.UUID, woman: uuid.UUID) -> list[Wish]:
    """The newest wish of each way; one statement."""
    rows = Wish.objects.filter(family_id=family, woman_id=woman).order_by("by", "-version").distinct("by")
    return list(rows)


def wish_of(family: uuid.UUID, woman: uuid.UUID, way: str) -> Wish | None:
    """The newest wish of one way; ``None`` when she has not said anything about it."""
    return Wish.objects.filter(family_id=family, woman_id=woman, by=way).order_by("-version").first()


def messages_of(family: uuid.UUID, limit: int = MANY) -> list[Message]:
    """What waits, went or did not go, the newest first; one statement."""
    return list(Message.objects.filter(family_id=family).order_by("-planned_at", "-id")[:limit])


def went_to(family: uuid.UUID, limit: int) -> list[Message]:
    """What went, word for word, the newest first; one statement. What did not go takes no place among them."""
    went = Message.objects.filter(family_id=family, state__in=WENT).exclude(words="")
    return list(went.order_by("-planned_at", "-id")[:limit])


def heard_of(family: uuid.UUID, limit: int = MANY) -> list[Heard]:
    """What she wrote back, the newest first; one statement."""
    return list(Heard.objects.filter(family_id=family).order_by("-came_at", "-id")[:limit])


def reminded_of(family: uuid.UUID) -> dict[uuid.UUID, Reminded]:
    """{thing: asked for} of everything she is to be reminded of; one statement."""
    return {row.target: row for row in Reminded.objects.filter(family_id=family, taken_back_at=None)}


def open_notices(family: uuid.UUID | None = None, *, me: uuid.UUID | None = None) -> QuerySet[Notice]:
    """What nobody has taken up yet, of one family or of all that the asker may see: the hard, then the oldest first.

    Something hard that was taken and not settled stands again for those who are told, once its time has passed; for
    whoever has it (``me``) it is here until then. What she took back on her own page waits for nobody.
    """
    rows = _open(me) if family is None else _open(me).filter(family_id=family)
    return rows.order_by(Case(When(kind=NoticeKind.HARD, then=0), default=1), "told_at", "id")


def _open(me: uuid.UUID | None) -> QuerySet[Notice]:
    again = Q(pk__in=RawSQL("select unnest(safekeeping.hard_for_me())", []))
    return Notice.objects.filter(
        Q(taken_at=None, taken_back_at=None)
        | Q(kind=NoticeKind.HARD, settled_at=None) & (again | Q(taken_by=me, taken_by__isnull=False))
    )


@dataclass(frozen=True)
class CameBack:
    """What nobody has taken up: everything ``hard`` first told first, the ``newest`` of the rest, how many ``more``."""

    hard: tuple[Notice, ...]
    newest: tuple[Notice, ...]
    more: int


def came_back(me: uuid.UUID, size: int = 6) -> CameBack:
    """For a first page: ``size`` of what is hard and of the rest, as far as the asker may see; one statement."""
    rows = _open(me).annotate(among=Window(Count("*")))
    hard = rows.filter(kind=NoticeKind.HARD).order_by("told_at", "id")[:size]
    newest = rows.exclude(kind=NoticeKind.HARD).order_by("-told_at", "-id")[:size]
    found = sorted(hard.union(newest, all=True), key=lambda row: (row.told_at, row.pk))
    first = [row for row in found if row.kind == NoticeKind.HARD]
    rest = [row for row in reversed(found) if row.kind != NoticeKind.HARD]
    among = sum(each[0].among for each in (first, rest) if each)  # how many there are of each stands beside each row
    return CameBack(tuple(first), tuple(rest), among - len(found))


def with_came_back(people: QuerySet[Person], me: uuid.UUID) -> QuerySet[Person]:
    """The same people, each woman with what ``came_back_of`` reads: no statement more where they are asked anyway."""
    kinds = open_notices(me=me).filter(family_id=OuterRef("family_id")).values("kind")[:MANY]
    nothing = Value([], output_field=ArrayField(TextField()))
    return people.annotate(came_back=Case(When(kind=PersonKind.WOMAN, then=ArraySubquery(kinds)), default=nothing))


def came_back_of(person: Person) -> list[NoticeKind]:
    """Of a woman who was asked for ``with_came_back``: the kinds of what waits, each once; no statement."""
    return [NoticeKind(kind) for kind in dict.fromkeys(getattr(person, "came_back", None) or [])]


def waiting(principal: uuid.UUID, arranges: bool = False) -> Waiting:
    """What waits for the asker, answers and messages alike, in one statement (it stands on every page of staff).

    A message that cannot wait is nobody's until somebody takes it, and then hers until somebody was in touch.
    """
    sql = f"""
with answers as ({WAITING})
select a.for_her,
       a.hers + (select count(*) from reminders_notice n
                  where n.kind = 'hard' and n.taken_by = %(me)s and n.settled_at is null),
       a.nobodys + cardinality(safekeeping.hard_for_me()), a.somebody, a.open_until
  from answers a
"""
    with connection.cursor() as cursor:
        cursor.execute(sql, {"me": principal, "arranges": arranges})
        return Waiting(*cursor.fetchone())


@dataclass(frozen=True)
class OtherTime:
    """She would like another time of this. ``here``: said on her page alone; ``taken``: somebody of her team has it."""

    here: bool
    taken: bool


def other_times_of(woman: uuid.UUID, since: datetime) -> dict[tuple[uuid.UUID, datetime], OtherTime]:
    """{(thing, when it was to be): what she said} of what was to be from ``since`` on, on her page or by message. One
    statement. A thing that has been moved since is at another time, and not among it."""
    later = Q(starts_at__gte=since) | Q(message__starts_at__gte=since)
    rows = Notice.objects.filter(later, woman_id=woman, kind=NoticeKind.OTHER_TIME, taken_back_at=None)
    found: dict[tuple[uuid.UUID, datetime], OtherTime] = {}
    columns = ("target", "starts_at", "message__target", "message__starts_at", "taken_at")
    for target, starts, of_message, its_start, taken in rows.values_list(*columns):
        thing = (target or of_message, starts or its_start)
        before = found.get(thing, OtherTime(True, False))
        found[thing] = OtherTime(before.here and target is not None, before.taken or taken is not None)
    return found


def of_nobody(limit: int = MANY) -> list[Heard]:
    """What came from numbers of nobody, the newest first, as far as the asker may read. One statement."""
    return list(Heard.objects.filter(family=None, read_at__isnull=False).order_by("-came_at", "-id")[:limit])


def reasons_open_to_me(women: Iterable[uuid.UUID | None]) -> frozenset[tuple[uuid.UUID, Category]]:
    """(woman, kind), of the kinds of which a reason tells: where the asker may read why nothing went. One statement."""
    with connection.cursor() as cursor:
        asked = sorted({woman for woman in women if woman})
        cursor.execute("select woman, category from safekeeping.reasons_for_me(%s::uuid[])", [asked])
        return frozenset((woman, Category(category)) for woman, category in cursor.fetchall())


def notice(id: uuid.UUID) -> Notice:
    """One notice. Raises Notice.DoesNotExist for one that is hidden or not there."""
    return Notice.objects.get(pk=id)

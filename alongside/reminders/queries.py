"""Named questions about messages: how she wants them, what waits, went or did not go, what her team is told."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from alongside.consent.models import Consent
from alongside.consent.terms import Effect, FormKind
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
    """What nobody has taken up yet, of one family or of all that the asker may see, the oldest first.

    Something hard that was taken and not settled stands again for those who are told, once its time has passed; for
    whoever has it (``me``) it is here until then.
    """
    again = Q(pk__in=RawSQL("select unnest(safekeeping.hard_for_me())", []))
    rows = Notice.objects.filter(
        Q(taken_at=None) | Q(kind=NoticeKind.HARD, settled_at=None) & (again | Q(taken_by=me, taken_by__isnull=False))
    )
    return (rows if family is None else rows.filter(family_id=family)).order_by("told_at", "id")


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

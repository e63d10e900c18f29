"""What somebody outside is shown, and what she sent back: as far as it is open to whoever asks, now."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import Case, Exists, JSONField, OuterRef, Prefetch, QuerySet, Value, When
from django.db.models.functions import JSONObject

from alongside.consent.models import OutsideWorker, SentBack, SentBackStep, SentDocument
from alongside.consent.terms import Receipt
from alongside.families.models import Person
from alongside.families.terms import PersonKind


@dataclass(frozen=True)
class SharedWithMe:
    """Somebody about whom something is shared with me. ``categories``: of what; ``key``: her place in my list."""

    person: uuid.UUID
    family: uuid.UUID
    known_as: str
    kind: str
    key: str
    categories: int


@dataclass(frozen=True)
class InMyCare:
    """A child I look after, and of what something is open to me about it."""

    child: uuid.UUID
    family: uuid.UUID
    categories: int


def shared_with_me(size: int, after: tuple[str, uuid.UUID] | None = None) -> list[SharedWithMe]:
    """People who are shared with me by name, ``size`` at a time (200 at most), by the name I know them by.

    ``after`` is (key, person) of the last one shown. One statement, whatever the number of families.
    """
    key, person = after or (None, None)
    return _shared(None, key, person, size)


def one_shared_with_me(person: uuid.UUID) -> SharedWithMe:
    """One of them. Raises OutsideWorker.DoesNotExist for anybody else: never shared, taken back, or not there."""
    found = _shared(person, None, None, 1)
    if not found:
        raise OutsideWorker.DoesNotExist
    return found[0]


def _shared(person: uuid.UUID | None, key: str | None, after: uuid.UUID | None, size: int) -> list[SharedWithMe]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select person, family, known_as, kind, key, categories"
            " from safekeeping.shared_with_me(%s::uuid, %s::text, %s::uuid, %s::int)",
            [person, key, after, size],
        )
        return [SharedWithMe(*row) for row in cursor.fetchall()]


def pairs_with_me(child: uuid.UUID) -> dict[uuid.UUID, int]:
    """{the two together: categories} of which something is open to me, for the page of this child."""
    with connection.cursor() as cursor:
        cursor.execute("select dyad, categories from safekeeping.pairs_with_me(%s::uuid)", [child])
        return {dyad: categories for dyad, categories in cursor.fetchall() if categories}


def in_my_care() -> list[InMyCare]:
    """The children a carer looks after today, as the file says it."""
    with connection.cursor() as cursor:
        cursor.execute("select child, family, categories from safekeeping.in_my_care()")
        return [InMyCare(*row) for row in cursor.fetchall()]


def _whole(found: QuerySet[SentBack]) -> QuerySet[SentBack]:
    """With its document (not what that holds) and its receipts, newest first."""
    steps = SentBackStep.objects.order_by("recorded_at", "id")
    document = SentDocument.objects.defer("content")
    found = found.prefetch_related(Prefetch("steps", steps), Prefetch("document", document))
    return found.order_by("-recorded_at", "-id")


def sent_by_me(me: uuid.UUID, subjects: list[uuid.UUID], size: int = 50) -> list[SentBack]:
    """What I sent back about these subjects, while it is open to me; three statements."""
    return list(_whole(SentBack.objects.filter(colleague_id=me, subject__in=subjects))[:size])


def sent_back_to(
    family: uuid.UUID, size: int = 50, before: datetime | None = None, until: datetime | None = None
) -> list[SentBack]:
    """What came from outside about this family, as far as the asker may read it; three statements.

    ``before``: the time of the last one on the page above; ``until``: only what had come by then.
    """
    found = SentBack.objects.filter(family_id=family)
    if until is not None:
        found = found.filter(recorded_at__lte=until)
    if before is not None:
        found = found.filter(recorded_at__lt=before)
    return list(_whole(found)[:size])


def came(family: uuid.UUID) -> list[SentBack]:
    """The same without their words, documents and receipts: of what a letter may hold words; one statement."""
    return list(SentBack.objects.filter(family_id=family).defer("words").order_by("-recorded_at", "-id"))


@dataclass(frozen=True)
class Unread:
    """Something that came from outside and that nobody of the team has read."""

    family: uuid.UUID
    agency: str
    at: datetime


def _unread() -> QuerySet[SentBack]:
    read = SentBackStep.objects.filter(sent_back=OuterRef("pk"), kind=Receipt.TEAM)
    return SentBack.objects.filter(~Exists(read)).order_by("-recorded_at", "-id")


def with_arrived(people: QuerySet[Person]) -> QuerySet[Person]:
    """The same people, each woman with what ``arrived`` reads: no statement more where they are asked for anyway."""
    came = (
        _unread()
        .filter(family_id=OuterRef("family_id"))
        .values(json=JSONObject(agency="agency__name", at="recorded_at"))
    )
    nothing = Value([], output_field=ArrayField(JSONField()))
    whose = When(kind=PersonKind.WOMAN, then=ArraySubquery(came[:12]))
    return people.annotate(arrived=Case(whose, default=nothing))


def arrived(people: Iterable[Person]) -> list[Unread]:
    """What came for the family of people who were asked for ``with_arrived`` and nobody here has read; no statement."""
    for person in people:
        if held := getattr(person, "arrived", None):
            return [Unread(person.family_id, each["agency"], datetime.fromisoformat(each["at"])) for each in held]
    return []


def sent_about_me(size: int = 50) -> list[SentBack]:
    """What came from outside about me, or a child for whom I decide today: for her own page; three statements."""
    return list(_whole(SentBack.objects.all())[:size])


def my_document(sent: uuid.UUID) -> SentDocument:
    """A document of it, with its content. Raises SentDocument.DoesNotExist for one that is hidden, or not there."""
    return SentDocument.objects.get(sent_back_id=sent)


def document(sent: uuid.UUID, family: uuid.UUID) -> SentDocument:
    """A document with its content. Raises SentDocument.DoesNotExist for one that is hidden, or not there."""
    return SentDocument.objects.get(sent_back_id=sent, family_id=family)

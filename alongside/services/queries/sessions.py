"""When something takes place, where, and who of us is there. None of it names anybody who comes."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from alongside.services.models import Series, Session, SessionWorker


def _whole() -> QuerySet[Session]:
    """Sessions with their rooms, and as ``there`` those who are there: two statements."""
    there = (
        SessionWorker.objects.filter(ended_at=None).select_related("colleague").order_by("part", "recorded_at", "id")
    )
    return Session.objects.select_related("place", "minding", "series").prefetch_related(
        Prefetch("workers", there, to_attr="there")
    )


def sessions_between(begins: datetime, ends: datetime, *, colleague: uuid.UUID | None = None) -> list[Session]:
    """Sessions that begin in this time, in order; ``colleague``: those at which she is. Two statements."""
    found = _whole().filter(during__startswith__gte=begins, during__startswith__lt=ends)
    if colleague is not None:
        found = found.filter(workers__colleague=colleague, workers__ended_at=None).distinct()
    return list(found.order_by("during", "id"))


def in_the_same_room(row: Session) -> list[Session]:
    """This session and others during which children are looked after in the same room meanwhile; two statements."""
    found = _whole().filter(minding_id=row.minding_id, minding__isnull=False, during__overlap=row.during, off_at=None)
    return list(found.order_by("during", "id"))


def session(id: uuid.UUID) -> Session:
    """One session. Raises Session.DoesNotExist for one of another agency or that is not there; two statements."""
    return _whole().get(pk=id)


def there_at(sessions: Collection[uuid.UUID]) -> dict[uuid.UUID, list[uuid.UUID]]:
    """{session: those of us who are there}, as far as the asker may read; one statement, none for no session."""
    found: dict[uuid.UUID, list[uuid.UUID]] = {}
    if sessions:
        rows = SessionWorker.objects.filter(session_id__in=list(sessions), ended_at=None).order_by("part", "id")
        for session, colleague in rows.values_list("session_id", "colleague_id"):
            found.setdefault(session, []).append(colleague)
    return found


def series(id: uuid.UUID) -> Series:
    """One series. Raises Series.DoesNotExist for one of another agency or that is not there."""
    return Series.objects.get(pk=id)


def series_sessions(id: uuid.UUID, *, since: datetime | None = None) -> list[Session]:
    """The sessions of a series in order, from an instant on; two statements."""
    found = _whole().filter(series_id=id)
    return list((found if since is None else found.filter(during__startswith__gte=since)).order_by("during", "id"))


def at_the_same_time(sessions: Iterable[Session], colleagues: Collection[uuid.UUID]) -> list[SessionWorker]:
    """Where else these colleagues are meanwhile: for a kind word, never in the way. One statement."""
    held = list(sessions)
    if not held or not colleagues:
        return []
    first = min(each.during.lower for each in held)
    last = max(each.during.upper for each in held)
    found = SessionWorker.objects.filter(
        colleague_id__in=list(colleagues), ended_at=None, session__off_at=None, session__during__overlap=(first, last)
    ).exclude(session_id__in=[each.pk for each in held])
    rows = found.select_related("colleague", "session").order_by("session__during", "colleague__name", "id")
    return [row for row in rows if any(_meanwhile(row.session, each) for each in held)]


def _meanwhile(one: Session, other: Session) -> bool:
    return bool(one.during.lower < other.during.upper and other.during.lower < one.during.upper)

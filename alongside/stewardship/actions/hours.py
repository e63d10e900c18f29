"""Nobody who works here is at two places at one hour in the days to come, whatever chance told.

What takes place, where somebody goes along, and who meets whom for supervision stands as it was arranged. What was only
said will happen (a promise with an hour) takes a free hour of that day where its own is taken.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from alongside.calendars.models import Elsewhere
from alongside.care.models import Promise
from alongside.care.terms import PromiseState
from alongside.services.models import SessionWorker
from alongside.stewardship.actions.supervising import coming

AHEAD = timedelta(days=15)
HOUR = timedelta(hours=1)
FREE = tuple(time(hour, minute) for hour in range(9, 18) for minute in (0, 30))

Span = tuple[datetime, datetime]


def taken(day: date) -> dict[uuid.UUID, list[Span]]:
    """Colleague -> when something is arranged with her from ``day`` on."""
    first = timezone.make_aware(datetime.combine(day, time()))
    found: dict[uuid.UUID, list[Span]] = defaultdict(list)
    there = SessionWorker.objects.filter(session__off_at=None, session__during__startswith__gte=first)
    for who, during in there.values_list("colleague_id", "session__during"):
        found[who].append((during.lower, during.upper))
    along = Elsewhere.objects.filter(superseded_at=None, off_at=None, during__startswith__gte=first)
    for who, during in along.exclude(goes_along=None).values_list("goes_along_id", "during"):
        found[who].append((during.lower, during.upper))
    for who, begins, ends in coming(first):
        found[who].append((begins, ends))
    return found


def one_place_at_a_time(day: date) -> None:
    """Move what was promised for an hour that is taken; on a full day it stands without one (as the loader)."""
    held = taken(day)
    said = Promise.objects.filter(state=PromiseState.OPEN, on__gte=day, on__lt=day + AHEAD).exclude(at_time=None)
    for promise in said.order_by("on", "at_time", "id"):
        hours = (promise.at_time, *FREE)
        at_time = next((hour for hour in hours if hour and _is_free(promise.on, hour, held[promise.worker])), None)
        if at_time is not None:
            held[promise.worker].append(_hour(promise.on, at_time))
        if at_time != promise.at_time:
            Promise.objects.filter(pk=promise.pk).update(at_time=at_time)


def _hour(on: date, begins: time) -> Span:
    at = timezone.make_aware(datetime.combine(on, begins))
    return at, at + HOUR


def _is_free(on: date, begins: time, spans: list[Span]) -> bool:
    first, last = _hour(on, begins)
    return all(last <= begun or over <= first for begun, over in spans)

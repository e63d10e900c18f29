"""What takes place here, day by day; one session; a series; and to what somebody of a family means to come."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from alongside.access import scope
from alongside.access.policy import May, decide
from alongside.library import queries as library
from alongside.pages.page import page
from alongside.pages.worker.days import YEARS, showing
from alongside.pages.worker.presented import doing, people
from alongside.pages.worker.presented import sessions as present
from alongside.programmes import queries as programmes
from alongside.recordkeeping.actions import entry
from alongside.safekeeping.terms import Category
from alongside.services import queries
from alongside.services.models import Session
from alongside.services.rules import instant

WEEK = 7


@require_safe
@page(May.SEE_SESSIONS)
def sessions(request: HttpRequest) -> HttpResponse:
    """One day, or seven; everybody's or her own. Nobody who comes is named."""
    me, now = request.me, timezone.now()  # type: ignore[attr-defined]
    day, one_day = day_asked(request), request.GET.get("show") == "day"
    mine = request.GET.get("whose") == "mine"
    after = day + timedelta(days=1 if one_day else WEEK)
    rows = queries.sessions_between(midnight(day), midnight(after), colleague=me.principal if mine else None)
    called = present.names(queries.every_service())
    shown = [present.session(row, called, now) for row in rows]
    step = 1 if one_day else WEEK
    context = {
        "day": day,
        "last": after - timedelta(days=1),
        "one_day": one_day,
        "mine": mine,
        "today": timezone.localdate(),
        "days": [(each, list(found)) for each, found in groupby(shown, key=lambda one: one.day)],
        "earlier": _address(day - timedelta(days=step), one_day, mine),
        "later": _address(day + timedelta(days=step), one_day, mine),
        "other_span": _address(day, not one_day, mine),
        "other_whose": _address(day, one_day, not mine),
        "plans": decide(me, May.PLAN_SESSIONS),
    }
    return TemplateResponse(request, "worker/sessions/list.html", context)


@require_safe
@page(May.SEE_SESSIONS)
def session(request: HttpRequest, session: uuid.UUID) -> HttpResponse:
    """One session; for those who are there also who comes, by the name each one goes by."""
    me, now = request.me, timezone.now()  # type: ignore[attr-defined]
    row = queries.session(session)
    there = any(worker.colleague_id == me.principal for worker in row.there)  # type: ignore[attr-defined]
    coming = queries.who_comes(session) if there else []
    begun = timezone.localdate(row.during.lower) <= timezone.localdate(now)
    meanwhile = queries.at_the_same_time([row], [worker.colleague_id for worker in row.there])  # type: ignore[attr-defined]
    say = there or row.recorded_by == me.principal or decide(me, May.KEEP_SERVICES)
    context = {
        "session": present.session(row, present.names(queries.every_service()), now),
        "row": row,
        "there": there,
        "workers": row.there,  # type: ignore[attr-defined]
        "coming": [list(map(present.come, found)) for _n, found in groupby(coming, key=lambda one: one.together)],
        "rides": present.rides(coming),
        "notes": there and begun and not row.off_at and now - row.during.upper <= queries.NAMES_FOR,
        "elsewhere": [f"{each.colleague.name}: {_when(each.session)}" for each in meanwhile],
        "say": say and not row.off_at,
        "may_be_off": say and not row.off_at and row.during.upper > now,
        "may_be_moved": say and not row.off_at and row.during.lower > now,
    }
    return TemplateResponse(request, "worker/sessions/one.html", context)


@require_safe
@page(May.SEE_SESSIONS)
def series(request: HttpRequest, series: uuid.UUID) -> HttpResponse:
    """A series with its sessions, those to come first."""
    now = timezone.now()
    row, held = queries.series(series), queries.series_sessions(series)
    called = present.names(queries.every_service())
    shown = [present.session(each, called, now) for each in held]
    group = programmes.group_of_series(row.pk)
    programme = library.programme(group.programme) if group else None
    context = {
        "series": row,
        "name": row.called or called.get(row.service, row.service),
        "coming": [each for each in shown if not each.over],
        "been": [each for each in reversed(shown) if each.over],
        "may_be_off": not row.off_at and any(not each.over and not each.off for each in shown)
        and _has_the_say(request, row),
        "group": group,
        "group_name": programme.name if programme else "",
        "may_follow": decide(request.me, May.PLAN_SESSIONS) and not row.off_at,  # type: ignore[attr-defined]
    }  # fmt: skip
    return TemplateResponse(request, "worker/sessions/series.html", context)


@require_safe
@page(May.SEE_FAMILIES)
def family_sessions(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """To what somebody of this family means to come, and how it was; as far as the asker may read it."""
    me, asked, now = request.me, showing(request), timezone.now()  # type: ignore[attr-defined]
    found = scope.the_file(family, asked.known_at)
    writes = doing.writes_here(me, found) and me.may_write(Category.SERVICE_USE) and not asked.past
    rows = queries.coming_of(family, known_at=asked.written_by)
    called = present.names(queries.every_service())
    then = midnight(asked.day) if asked.past else now
    request.trail.append(entry("looked at sessions", family=family, subject=found.woman.id))  # type: ignore[attr-defined]
    lines = [(row.during.lower, present.comes(row, called, now=now, writes=writes)) for row in rows]
    context = {
        "family": family,
        "showing": asked,
        "name": people.names(found).people[found.woman.id],
        "coming": [line for begins, line in lines if begins >= then],
        "been": [line for begins, line in reversed(lines) if begins < then],
        "book_url": reverse("booking_add", args=[family]) if writes else "",
    }
    return TemplateResponse(request, "worker/sessions/family.html", context)


def midnight(day: date) -> datetime:
    """When this day begins where the programme is."""
    return instant(day, time.min, timezone.get_current_timezone())


def day_asked(request: HttpRequest, name: str = "on", *, usual: date | None = None) -> date:
    """``?on=YYYY-MM-DD`` (or whatever is its ``name``); ``usual``, or today, for anything else."""
    try:
        asked = parse_date(request.GET.get(name, ""))
    except ValueError:
        asked = None
    return asked if asked is not None and asked.year in YEARS[1:-1] else usual or timezone.localdate()


def _address(day: date, one_day: bool, mine: bool) -> str:
    more = ("&show=day" if one_day else "") + ("&whose=mine" if mine else "")
    return f"{reverse('sessions')}?on={day.isoformat()}{more}"


def _when(row: Session) -> str:
    return present.clock(row.during.lower, row.during.upper)


def _has_the_say(request: HttpRequest, row: Any) -> bool:
    me = request.me  # type: ignore[attr-defined]
    return bool(row.recorded_by == me.principal or decide(me, May.KEEP_SERVICES))

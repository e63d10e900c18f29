"""Child care: the day and its rooms, a child's own days, who may fetch it, and the numbers of carers."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from alongside.access import scope
from alongside.access.policy import May, decide
from alongside.accounts import queries as accounts
from alongside.childcare import queries
from alongside.childcare.models import LogEntry
from alongside.pages.page import page
from alongside.pages.worker.days import Showing, showing
from alongside.pages.worker.presented import childcare as present
from alongside.pages.worker.presented import sessions as sessions_shown
from alongside.pages.worker.sessions import day_asked, midnight
from alongside.recordkeeping.actions import entry
from alongside.safekeeping.terms import Category
from alongside.services import queries as services


@require_safe
@page(May.SEE_SESSIONS)
def child_care(request: HttpRequest) -> HttpResponse:
    """One day: where children are looked after, and who of us is there. No child is named."""
    me, day = request.me, day_asked(request)  # type: ignore[attr-defined]
    rows = queries.sessions_of_day(midnight(day), midnight(day + timedelta(days=1)))
    called = sessions_shown.names(services.every_service())
    url = reverse("child_care")
    context = {
        "day": day,
        "rooms": [present.room(row, called, me.principal) for row in rows],
        "earlier": f"{url}?on={(day - timedelta(days=1)).isoformat()}",
        "later": f"{url}?on={(day + timedelta(days=1)).isoformat()}",
        "plan_url": reverse("session_add") if decide(me, May.PLAN_SESSIONS) else "",
    }
    return TemplateResponse(request, "worker/childcare/day.html", context)


@require_safe
@page(May.SEE_SESSIONS)
def child_care_room(request: HttpRequest, session: uuid.UUID) -> HttpResponse:
    """One room while children are looked after there: for those who are there, each child and what a carer must
    know."""
    me = request.me  # type: ignore[attr-defined]
    row = services.session(session)
    if row.minding is None:
        raise Http404
    is_there = any(worker.colleague_id == me.principal for worker in row.there)  # type: ignore[attr-defined]
    there = is_there and me.reads(Category.CHILD_HEALTH_DEV)
    children = queries.children_there(session) if there else []
    now = queries.room_now(row, timezone.now())
    begun = timezone.localdate(row.during.lower) <= timezone.localdate()
    called = sessions_shown.names(services.every_service())
    context = {
        "room": present.room(row, called, me.principal),
        "there": there,
        "children": [present.child(each, session, notes=begun and not row.off_at) for each in children],
        "carers": now.carers,
        "stands": now.stands,
        "said": present.said_of_carers(now.stands),
        "shared_with": [present.name_of(each, called) for each in now.shared_with],
        "carers_url": reverse("carers"),
    }
    return TemplateResponse(request, "worker/childcare/room.html", context)


@require_safe
@page(May.SEE_FAMILIES)
def childs_days(request: HttpRequest, family: uuid.UUID, child: uuid.UUID) -> HttpResponse:
    """A child's day with us, any day; and what helps this child. The same number of statements whatever is there."""
    me, asked = request.me, showing(request)  # type: ignore[attr-defined]
    found = scope.the_file(family, asked.known_at)
    person = found.child(child)
    told = queries.day_of(family, child, asked.day, asked.known_at)
    versions = queries.entry_versions(family, child, asked.day)
    plan, *earlier = queries.help_versions(family, child) or [None]
    consults = queries.consults_of(family, child)
    days = queries.days_told(family, child, asked.today)
    names = accounts.names({row.recorded_by for row in (*told.entries, *versions, *consults, *earlier)})
    writes = decide(me, May.WRITE_IN_FAMILY) and me.may_write(Category.CHILD_HEALTH_DEV)
    request.trail.append(entry("looked at a child's days", family=family, subject=child))  # type: ignore[attr-defined]
    shown = [row for row in (plan, *earlier) if row is not None and asked.had(row, row.on)]
    context = {
        "family": family,
        "child": person,
        "showing": asked,
        "day": asked.day,
        "doors": told.doors,
        "entries": [present.told(row, names, writes=bool(writes) and asked.known_at is None) for row in told.entries],
        "versions": [present.told(row, names, writes=False) for row in versions if _put_right(row, asked)],
        "days": [(on, f"?on={on.isoformat()}") for on in days if on != asked.day],
        "plan": shown[0] if shown else None,
        "earlier": shown[1:],
        "consults": [row for row in consults if asked.had(row, row.on)],
        "doing": present.doing(family, child, asked.day, gives_places=me.may_write(Category.SERVICE_USE))
        if writes and asked.day <= asked.today
        else [],
    }
    return TemplateResponse(request, "worker/childcare/child.html", context)


def _put_right(row: LogEntry, asked: Showing) -> bool:
    """It had been put right by when this page asks what was known; until then it stands among the others."""
    return asked.known_at is None or (row.superseded_at is not None and row.superseded_at <= asked.known_at)


@require_safe
@page(May.SEE_FAMILIES)
def childs_fetching(request: HttpRequest, family: uuid.UUID, child: uuid.UUID) -> HttpResponse:
    """Who may fetch this child today, who is on the list, and who must not, for those who read what courts say."""
    me, today = request.me, timezone.localdate()  # type: ignore[attr-defined]
    found = scope.the_file(family)
    person = found.child(child)
    writes = decide(me, May.WRITE_IN_FAMILY) and me.may_write(Category.CHILD_HEALTH_DEV)
    legal = decide(me, May.WRITE_IN_FAMILY) and me.may_write(Category.CHILD_WELFARE_LEGAL)
    fetchers = queries.fetchers_of(family, child, today)
    bars = queries.bars_of(family, child, today)
    words = queries.words_of_today(family, child, today)
    names = accounts.names({row.recorded_by for row in (*fetchers, *bars, *words)})
    people = {each.id: each.name for each in found.people}
    request.trail.append(entry("looked at who may fetch", family=family, subject=child))  # type: ignore[attr-defined]
    of = [family, child]
    context = {
        "family": family,
        "child": person,
        "today": today,
        "answers": [present.answer(each) for each in queries.fetching_of(child, today)],
        "fetchers": [present.fetcher(row, people, writes=bool(writes)) for row in fetchers],
        "bars": [present.bar(row, writes=bool(legal)) for row in bars],
        "words": [(row, names.get(row.recorded_by, "")) for row in words],
        "add_url": reverse("fetcher_add", args=of) if writes else "",
        "bar_url": reverse("fetch_bar", args=of) if legal else "",
        "today_url": reverse("fetch_today", args=of) if writes and queries.may_say_today() else "",
    }
    return TemplateResponse(request, "worker/childcare/fetching.html", context)


@require_safe
@page(May.SEE_SESSIONS)
def carers(request: HttpRequest) -> HttpResponse:
    """How many children one carer may have here, with where each number comes from."""
    keeps = decide(request.me, May.KEEP_SERVICES)  # type: ignore[attr-defined]
    rows = queries.ratios_all(request.me.agency)  # type: ignore[attr-defined]
    context = {"rows": [present.ratio(row, keeps=bool(keeps)) for row in rows], "keeps": keeps}
    return TemplateResponse(request, "worker/childcare/carers.html", context)

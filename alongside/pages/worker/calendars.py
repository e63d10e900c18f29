"""A worker's own days, and all that a family has to come to: with us, and elsewhere."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from alongside.access import scope
from alongside.access.policy import May, decide
from alongside.calendars import queries, rules
from alongside.calendars.models import Elsewhere
from alongside.families import queries as families
from alongside.pages.page import page
from alongside.pages.worker.days import showing
from alongside.pages.worker.presented import calendars as present
from alongside.pages.worker.presented import people
from alongside.pages.worker.presented import sessions as of_sessions
from alongside.pages.worker.sessions import WEEK, day_asked, midnight
from alongside.recordkeeping.actions import entry
from alongside.services import queries as services

AHEAD = 28  # days that a family's calendar shows


@require_safe
@page(May.SEE_SESSIONS)
def my_days(request: HttpRequest) -> HttpResponse:
    """One day of hers, or seven: where she is, what she promised, whom she goes along with."""
    me, day, one_day = request.me, day_asked(request), request.GET.get("show") == "day"  # type: ignore[attr-defined]
    step = 1 if one_day else WEEK
    after = day + timedelta(days=step)
    zone = timezone.get_current_timezone()
    told = queries.of_colleague(me.principal, midnight(day), midnight(after), zone)
    women = families.women_in({each.family for each in told if each.family})
    request.trail += [entry("shown in a list", family=f, subject=p.id) for f, p in women.items()]  # type: ignore[attr-defined]
    called = of_sessions.names(services.every_service())
    names = {family: woman.name or _("No name given") for family, woman in women.items()}
    close = rules.too_close(each.entry for each in told)
    more = "&show=day" if one_day else ""
    context = {
        "day": day,
        "last": after - timedelta(days=1),
        "one_day": one_day,
        "days": present.days(told, close, called, names, {}, writes=False, own=True),
        "too_close": bool(close),
        "earlier": f"?on={(day - timedelta(days=step)).isoformat()}{more}",
        "later": f"?on={after.isoformat()}{more}",
        "other_span": f"?on={day.isoformat()}{'' if one_day else '&show=day'}",
    }
    return TemplateResponse(request, "worker/calendars/mine.html", context)


@require_safe
@page(May.SEE_FAMILIES)
def family_calendar(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """Four weeks of one family, from today, the day asked about, or ``?from=YYYY-MM-DD``; how much is asked of her in
    the first seven days, and by whom."""
    me, asked = request.me, showing(request)  # type: ignore[attr-defined]
    found = scope.the_file(family, asked.known_at)
    writes = bool(decide(me, May.WRITE_IN_FAMILY)) and not asked.past and not queries.is_her_peer(family)
    first = day_asked(request, "from", usual=asked.day)
    after = first + timedelta(days=AHEAD)
    zone = timezone.get_current_timezone()
    told = queries.of_family(family, midnight(first), midnight(after), zone, known_at=asked.written_by)
    week = midnight(first + timedelta(days=WEEK))
    # What one of us said will be done is nothing that she has to come to.
    asks = [each.entry for each in told if each.kind != "promise" and each.entry.begins < week]
    sentence, bars = present.load(rules.load(asks))
    called = of_sessions.names(services.every_service())
    rows = [each.row for each in told if isinstance(each.row, Elsewhere)]
    along = {row.goes_along.pk: row.goes_along.name for row in rows if row.goes_along}
    close = rules.too_close(each.entry for each in told)
    request.trail.append(entry("looked at the calendar", family=family, subject=found.woman.id))  # type: ignore[attr-defined]
    names = people.names(found).people
    context = {
        "family": family,
        "showing": asked,
        "name": names[found.woman.id],
        "days": present.days(told, close, called, names, along, writes=writes),
        "too_close": bool(close),
        "load": sentence,
        "asked_by": bars,
        "add_url": reverse("appointment_add", args=[family]) if writes else "",
        "first": first if first != asked.day else None,
        "last": after - timedelta(days=1),
        "earlier": asked.link(**{"from": (first - timedelta(days=AHEAD)).isoformat()}),
        "later": asked.link(**{"from": after.isoformat()}),
    }
    return TemplateResponse(request, "worker/calendars/family.html", context)

"""The first page: the people she works with and the next kind act; for everybody else, where to go from here."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from alongside.access import scope
from alongside.access.policy import May, decide
from alongside.care import queries as care
from alongside.consent import queries as consent
from alongside.families import queries as families
from alongside.pages.page import page
from alongside.pages.worker.cover import meanwhile
from alongside.pages.worker.days import showing
from alongside.pages.worker.families import FindForm
from alongside.pages.worker.presented import doors, mentions, missed, sent, telling, used
from alongside.pages.worker.presented import lists as present
from alongside.pages.worker.presented.alerts import alerts
from alongside.pages.worker.team import waiting
from alongside.recordkeeping.actions import entry
from alongside.safekeeping.queries import Me
from alongside.safekeeping.terms import Ability, Category, Kind

MOST_FAMILIES = 60
MOST_PROMISES = 12
TO_TELL = 50


@require_safe
@page(May.SEE_HOME)
def home(request: HttpRequest) -> HttpResponse:
    """Her own families; a door for staff who see no family; one quiet page for everybody else."""
    me = request.me
    if me.kind == Kind.HERSELF:
        return redirect("mine")
    if decide(me, May.SEE_SHARED):
        return redirect("shared")
    if decide(me, May.CARE_FOR):
        return redirect("caring")
    if me.kind != Kind.STAFF:
        return TemplateResponse(request, "worker/nothing_yet.html")
    if not decide(me, May.SEE_FAMILIES):
        shown = {"doors": doors.doors(me), "name": me.name, "waiting": _waiting(me)}
        shown["alerts"] = alerts(me, timezone.now())
        return TemplateResponse(request, "worker/home_doors.html", shown)
    return _with_families(request)


def _all_of_them(me: Me) -> bool:
    """She is on no team but may open every file, and there are some: the list of all is where she goes."""
    return me.can(Ability.ALL_FILES) and bool(families.families_list(me.principal, size=1))


def _waiting(me: Me) -> list[tuple[str, str]]:
    """Wide parts and codes that wait for her yes; asked only for those who keep accounts."""
    return waiting(me).for_me if decide(me, May.KEEP_ACCOUNTS) else []


def _same_waits(me: Me) -> bool:
    """Somebody said that two records are one person's, or two after all; asked only for who may agree."""
    return me.can(Ability.KEEP_WALL) and consent.same_waits_for(me.principal)


def _coming_up(me: Me, names: dict[uuid.UUID, str], today: date) -> list[present.NextThing]:
    return present.coming_up(care.promises_of(me.principal, MOST_PROMISES), names, today)


def _begun(rows: list[care.HomeRow]) -> list[tuple[str, uuid.UUID, datetime]]:
    """Where she was writing: (whose file, its id, when she kept it last)."""
    return [(row.name or _("No name given"), row.family, row.begun_at) for row in rows if row.begun_at]


def _missed(me: Me, rows: list[care.HomeRow], today: date) -> list[care.MissedEachOther]:
    """Whom of hers somebody may reach out to; asked only for those who read how."""
    if not me.reads(Category.CONTACT):
        return []
    women = [(row.family, row.woman) for row in rows if row.woman]
    return care.missed_in(women, today, settings.REACH_OUT_EVERY_DAYS)[:MOST_PROMISES]


def _with_families(request: HttpRequest) -> HttpResponse:
    me, asked = request.me, showing(request)
    rows = care.home(me.principal, asked.day, size=MOST_FAMILIES, at=asked.written_by)
    children = scope.children_in((row.family for row in rows), asked.day if asked.past else None)
    request.trail += [entry("shown in a list", family=r.family, subject=r.woman) for r in rows if r.woman]
    names = {row.family: row.name for row in rows}
    waits = consent.waits(() if asked.past else names)
    by_name = sorted(rows, key=lambda row: row.sort_key)
    shown = {
        "showing": asked,
        "lines": [present.my_line(row, children.get(row.family, ()), asked) for row in by_name],
        "next": () if asked.past else _coming_up(me, names, asked.today),
        "missed": () if asked.past else missed.missed(_missed(me, rows, asked.today), names, asked.today),
        "to_meet": () if asked.past else used.to_meet(care.to_meet(names), names, me, asked.today),
        **({} if asked.past else meanwhile(me)),
        "begun": [] if asked.past else _begun(rows),
        "to_ask": () if asked.past else mentions.prompts(care.to_ask(names, asked.today), names, me, asked.today),
        "came": [(each, names[each.family]) for each in sent.unread(waits.unread)],
        "more_came": waits.more_unread,
        "to_tell": [(telling.to_tell(each, asked.today), names[each.family]) for each in waits.to_tell],
        "more_to_tell": waits.more_to_tell,
        "find": FindForm(),
        "may_open": decide(me, May.OPEN_FILE),
        "sees_all": not rows and _all_of_them(me),
        "name": me.name,
        "waiting": _waiting(me),
        "alerts": None if asked.past else alerts(me, timezone.now(), names),
        "same_waits": _same_waits(me),
        "wide": True,
        "is_elder": me.may_write(Category.CULTURAL) and not me.may_write(Category.CONTACT),
        "is_peer": me.may_write(Category.PEER_SUPPORT) and not me.may_write(Category.CONTACT),
    }
    return TemplateResponse(request, "worker/home.html", shown)


@require_safe
@page(May.SEE_FAMILIES)
def to_tell(request: HttpRequest) -> HttpResponse:
    """Everything that women she works with have not been told yet, by the day for it; fifty at a time."""
    me, today, after = request.me, timezone.localdate(), _number(request.GET.get("after", ""))
    rows = care.home(me.principal, today, size=MOST_FAMILIES)
    names = {row.family: row.name for row in rows}
    waits = consent.waits(names, size=TO_TELL, start=after)
    told = {each.family for each in waits.to_tell}
    request.trail += [entry("shown in a list", family=r.family, subject=r.woman) for r in rows if r.family in told]
    older = f"?after={after + TO_TELL}" if waits.more_to_tell > 0 else ""
    shown = {
        "to_tell": [(telling.to_tell(each, today), names[each.family]) for each in waits.to_tell],
        "newer": f"?after={max(after - TO_TELL, 0)}" if after else "",
        "older": older,
    }
    return TemplateResponse(request, "worker/to_tell.html", shown)


def _number(text: str) -> int:
    """A number of an address, 0 for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0

"""The first page: the people she works with and the next kind act; for everybody else, where to go from here."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from alongside.access import scope
from alongside.access.policy import May, decide
from alongside.calendars import queries as calendars
from alongside.calendars.queries import Next
from alongside.care import queries as care
from alongside.consent import queries as consent
from alongside.families import queries as families
from alongside.intake import queries as intake
from alongside.pages.page import page
from alongside.pages.worker.cover import meanwhile
from alongside.pages.worker.days import number, showing
from alongside.pages.worker.families import FindForm
from alongside.pages.worker.presented import doors, mentions, messages, missed, sent, telling, used
from alongside.pages.worker.presented import lists as present
from alongside.pages.worker.presented.alerts import alerts
from alongside.pages.worker.presented.intake import AtTheDoorShown, at_the_door
from alongside.pages.worker.sessions import midnight
from alongside.pages.worker.team import waiting
from alongside.recordkeeping.actions import entry
from alongside.reminders import queries as reminders
from alongside.safekeeping.queries import Me
from alongside.safekeeping.terms import Ability, Category, Kind

OF_HERS = 500  # families of hers among which is looked for what is for today
LINES = 60  # of the list of her families at a time
FEW = 12  # of each kind of thing that is shown at once
AHEAD = 2  # days of which sessions and ways along are said: today and tomorrow
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
        shown["came_back"] = _came_back(me, {})
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


def _next(me: Me, today: date) -> list[Next]:
    """Where she is and with whom she goes along today and tomorrow, and what she promised."""
    zone = timezone.get_current_timezone()
    return calendars.next_of(me.principal, midnight(today), midnight(today + timedelta(days=AHEAD)), zone, FEW)


def _came_back(me: Me, names: Mapping[uuid.UUID, str]) -> messages.CameBackShown | None:
    """What came back by message; asked only for those who take it up."""
    if not decide(me, May.WATCH):
        return None
    return messages.came_back(reminders.came_back(me.principal), names, me.principal)


def _at_the_door(me: Me) -> AtTheDoorShown | None:
    """Who wrote on the page for everybody; asked only for those who open files."""
    return at_the_door(intake.at_the_door(), timezone.now()) if decide(me, May.OPEN_FILE) else None


def _missed(me: Me, rows: list[care.HomeRow], today: date) -> list[care.MissedEachOther]:
    """Whom of hers somebody may reach out to; asked only for those who read how."""
    if not me.reads(Category.CONTACT):
        return []
    women = [(row.family, row.woman) for row in rows if row.woman]
    return care.missed_in(women, today, settings.REACH_OUT_EVERY_DAYS)


def _with_families(request: HttpRequest) -> HttpResponse:
    """What is asked of her is looked for in every family of hers, and the list of them is read in parts."""
    me, asked, start = request.me, showing(request), number(request.GET.get("after", ""))
    rows = care.home(me.principal, asked.day, size=OF_HERS, at=asked.written_by)
    start = start if start < len(rows) else 0
    by_name = sorted(rows, key=lambda row: (row.sort_key, row.family))
    part = by_name[start : start + LINES]
    children = scope.children_in((row.family for row in part), asked.day if asked.past else None)
    names = Named({row.family: row.name for row in rows})
    shown = {
        "showing": asked,
        "lines": [present.my_line(row, children.get(row.family, ()), asked) for row in part],
        "newer": asked.link(after=max(start - LINES, 0)) if start else "",
        "older": asked.link(after=start + LINES) if len(rows) > start + LINES else "",
        "find": FindForm(),
        "may_open": decide(me, May.OPEN_FILE),
        "sees_all": not rows and _all_of_them(me),
        "name": me.name,
        "waiting": _waiting(me),
        "same_waits": _same_waits(me),
        "wide": True,
        "is_elder": me.may_write(Category.CULTURAL) and not me.may_write(Category.CONTACT),
        "is_peer": me.may_write(Category.PEER_SUPPORT) and not me.may_write(Category.CONTACT),
    }
    if not asked.past:
        shown |= _today(me, rows, names, asked.today)
    seen = names.said | {row.family for row in part}
    request.trail += [
        entry("shown in a list", family=r.family, subject=r.woman) for r in rows if r.woman and r.family in seen
    ]
    return TemplateResponse(request, "worker/home.html", shown)


def _today(me: Me, rows: list[care.HomeRow], names: Named, today: date) -> dict[str, Any]:
    """What comes next, what waits, and what there is to ask and to tell, whichever family of hers it is of."""
    families, waits = list(names), consent.waits(names)
    reach = missed.missed(_missed(me, rows, today), names, today)
    ask = mentions.prompts(care.to_ask(families, today, LINES), names, me, today)
    return {
        "came_back": _came_back(me, names),
        "at_the_door": _at_the_door(me),
        "next": present.coming_up(_next(me, today), names, today),
        "missed": reach[:FEW],
        "more_missed": reach[FEW:],
        "to_meet": used.to_meet(care.to_meet(families), names, me, today),
        **meanwhile(me),
        "begun": [(names[row.family] or _("No name given"), row.family, row.begun_at) for row in rows if row.begun_at],
        "to_ask": ask[:FEW],
        "more_to_ask": ask[FEW:],
        "came": [(each, names[each.family]) for each in sent.unread(waits.unread)],
        "more_came": waits.more_unread,
        "to_tell": [(telling.to_tell(each, today), names[each.family]) for each in waits.to_tell],
        "more_to_tell": waits.more_to_tell,
        "alerts": alerts(me, timezone.now(), names),
    }


class Named(Mapping[uuid.UUID, str]):
    """{family: how its woman is called}; ``said``: those who were looked up, so that her trail says who was named."""

    def __init__(self, names: Mapping[uuid.UUID, str]) -> None:
        self._names = names
        self.said: set[uuid.UUID] = set()

    def __getitem__(self, family: uuid.UUID) -> str:
        name = self._names[family]
        self.said.add(family)
        return name

    def __contains__(self, family: object) -> bool:
        return family in self._names

    def __iter__(self) -> Iterator[uuid.UUID]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


@require_safe
@page(May.SEE_FAMILIES)
def to_tell(request: HttpRequest) -> HttpResponse:
    """Everything that women she works with have not been told yet, by the day for it; fifty at a time."""
    me, today, after = request.me, timezone.localdate(), number(request.GET.get("after", ""))
    rows = care.home(me.principal, today, size=OF_HERS)
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

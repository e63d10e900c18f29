"""Programmes with a family, one of them, one that a group follows, and what is given here altogether."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from alongside.access import scope
from alongside.access.policy import May, decide
from alongside.accounts import queries as accounts
from alongside.instruments import queries as instruments
from alongside.library import queries as library
from alongside.library.rules import dose
from alongside.pages.page import page
from alongside.pages.worker.days import showing
from alongside.pages.worker.families import SIZE, id_of
from alongside.pages.worker.presented import library as plans
from alongside.pages.worker.presented import lists, people
from alongside.pages.worker.presented import programme_turns as way
from alongside.pages.worker.presented import programmes as present
from alongside.pages.worker.presented import sessions as present_sessions
from alongside.pages.worker.presented.story import Names
from alongside.programmes import queries
from alongside.programmes.models import Delivery
from alongside.programmes.queries import DeliverySeen
from alongside.programmes.rules import ON_HER_PAGE, shares
from alongside.programmes.terms import State
from alongside.recordkeeping.actions import entry
from alongside.services import queries as services


@require_safe
@page(May.SEE_FAMILIES)
def deliveries(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """Every programme with this family that the asker may read, today or as of a day."""
    me, asked = request.me, showing(request)  # type: ignore[attr-defined]
    found = scope.the_file(family, asked.known_at)
    rows = queries.deliveries_of(family, until=asked.day if asked.past else None, known_at=asked.known_at)
    called = people.names(found)
    request.trail.append(entry("looked at programmes", family=family, subject=found.woman.id))  # type: ignore[attr-defined]
    writes = decide(me, May.WRITE_IN_FAMILY) and not asked.past
    own = library.all_titles() if rows else {}
    shown = {row.delivery.pk: _shown(row, called, own, writes=False) for row in rows}
    context = {
        "family": family,
        "showing": asked,
        "name": called.people[found.woman.id],
        "parts": present.parts(rows, shown),
        "begin_url": reverse("delivery_begin", args=[family]) if writes else "",
    }
    return TemplateResponse(request, "worker/programmes/list.html", context)


@require_safe
@page(May.WRITE_IN_FAMILY)
def programme_begin(request: HttpRequest, code: str, plan: str) -> HttpResponse:
    """With whom a plan of the library is begun: a family of hers, or a series that follows none yet."""
    programme, version = library.programme(code), library.version(code, plan)
    if programme is None or version is None:
        raise Http404
    me, today, after = request.me, timezone.localdate(), id_of(request.GET.get("after", ""))  # type: ignore[attr-defined]
    rows = scope.families_of_mine(me.principal, today, past=False, after=after, size=SIZE + 1)
    older = f"?after={rows[SIZE - 1].woman.id}" if len(rows) > SIZE else ""
    request.trail += [entry("shown in a list", family=row.family, subject=row.woman.id) for row in rows[:SIZE]]  # type: ignore[attr-defined]
    which = f"?plan={code}/{plan}"
    names = present_sessions.names(services.every_service()) if decide(me, May.PLAN_SESSIONS) else {}
    follows = id_of(request.GET.get("series", ""))
    series = queries.series_without_plan(today, after=follows, size=SIZE + 1) if decide(me, May.PLAN_SESSIONS) else []
    context = {
        "programme": programme,
        "plan": plans.said(version.title),
        "lines": [
            replace(lists.line(row), url=reverse("delivery_begin", args=[row.family]) + which) for row in rows[:SIZE]
        ],
        "older": older,
        "series": [
            (
                reverse("group_begin", args=[row.pk]) + which,
                row.called or names.get(row.service, row.service),
                row.first_on,
            )
            for row in series[:SIZE]
        ],
        "more_series": f"?series={series[SIZE - 1].pk}#groups" if len(series) > SIZE else "",
    }
    return TemplateResponse(request, "worker/programmes/begin.html", context)


@require_safe
@page(May.SEE_FAMILIES)
def delivery(request: HttpRequest, family: uuid.UUID, delivery: uuid.UUID) -> HttpResponse:
    """One programme: done and to come, how much, what was held, how it kept to its plan, what was asked."""
    me, asked = request.me, showing(request)  # type: ignore[attr-defined]
    found, here = scope.the_file(family, asked.known_at), queries.delivery(family, delivery)
    request.trail.append(entry("looked at programmes", family=family, subject=here.subject))  # type: ignore[attr-defined]
    called = people.names(found)
    context: dict[str, Any] = {"family": family, "showing": asked, "name": called.people[found.woman.id]}
    try:
        row = queries.delivery_of(family, delivery, until=asked.day if asked.past else None, known_at=asked.known_at)
    except Delivery.DoesNotExist:  # it had not begun on that day
        return TemplateResponse(request, "worker/programmes/one.html", context)
    writes = decide(me, May.WRITE_IN_FAMILY) and me.may_write(here.category) and not asked.past
    own, names = library.all_titles(), accounts.names(_led_by(row))
    titles = instruments.titles({measure.instrument for measure in row.version.measures})
    outcomes = queries.outcomes(row, today=asked.day, known_at=asked.known_at)
    context |= {
        "delivery": _shown(row, called, own, writes=writes),
        "doses": present.doses_of(row),
        "held": present.held(
            row, names, present.titles(row.steps, own.get((here.programme, here.plan), {})), writes=writes
        ),
        "said": [each for each in row.after if each.held_id is None],
        "fidelity": present.fidelity(row),
        "turns": way.turns(row.turns, row.with_group),
        "outcomes": [present.outcome(each, titles) for each in outcomes],
        "workers": [(each, *told) for each, told in zip(row.workers, _workers(row), strict=True)],
        "writes": writes,
        "resting": row.stands.state == State.PAUSED,
        "over": row.stands.over,
    }
    return TemplateResponse(request, "worker/programmes/one.html", context)


@require_safe
@page(May.SEE_PROGRAMMES_GIVEN)
def programmes_here(request: HttpRequest) -> HttpResponse:
    """How much of each plan is given here and how sessions kept to it: no family, no worker. Three statements."""
    marks = queries.marks_here()
    rows = []
    for each in queries.given_here():
        programme, version = library.programme(each.programme), library.version(each.programme, each.plan)
        if programme is None or version is None:
            continue
        held = [mark.share for mark in marks if (mark.programme, mark.plan) == (each.programme, each.plan)]
        rows.append(
            {
                "name": programme.name,
                "anchor": f"{each.programme}-{each.plan}",
                "plan": plans.said(version.title),
                "figures": each,
                "planned": plans.in_short(dose(version)),
                "sessions": present.sessions(each.sessions) if each.sessions is not None else "",
                "hours": present.hours(each.minutes) if each.minutes is not None else "",
                "marks": present.shares_of(held, version),
            }
        )
    request.trail.append(entry("counted programmes", plans=len(rows)))  # type: ignore[attr-defined]
    context = {"rows": rows, "first": timezone.localdate().replace(day=1)}
    return TemplateResponse(request, "worker/programmes/here.html", context)


@require_safe
@page(May.SEE_SESSIONS)
def programme_group(request: HttpRequest, group: uuid.UUID) -> HttpResponse:
    """A programme that a group follows: its plan, its meetings, how they kept to it. Nobody who comes is named."""
    me, row = request.me, queries.group(group)  # type: ignore[attr-defined]
    own = present.titles(row.steps, library.titles(row.group.programme).get(row.group.plan, {}))
    named = {each.session.pk: each for each in row.meetings}
    today = timezone.localdate()
    meetings = [
        {
            "on": timezone.localdate(each.during.lower),
            "off": each.off_at is not None,
            "title": present.called(row.version, named[each.pk].number, own) if each.pk in named else "",
            "url": reverse("session", args=[each.pk]),
            "name_url": reverse("meeting_name", args=[row.group.pk, each.pk])
            if decide(me, May.PLAN_SESSIONS) and not each.off_at and timezone.localdate(each.during.lower) <= today
            else "",
            "marks": [
                present.marks(mark, row.version)
                for mark in row.fidelity
                if each.pk in named and mark.held_id == named[each.pk].id
            ],
        }
        for each in row.sessions
    ]
    context = {
        "group": row.group,
        "name": row.programme.name,
        "plan": plans.said(row.version.title),
        "steps": [(step.n, str(step.place.label), step.place == "done") for step in row.steps],
        "turns": way.group_turns(row.turns),
        "adapt_url": reverse("group_adapt", args=[row.group.pk]) if decide(me, May.PLAN_SESSIONS) else "",
        "doses": present.doses(row.planned, row.given),
        "meetings": meetings,
        "fidelity": present.shares_of(shares(row.fidelity), row.version),  # type: ignore[arg-type]
    }
    return TemplateResponse(request, "worker/programmes/group.html", context)


def _shown(
    row: DeliverySeen, called: Names, own: Mapping[tuple[str, str], Mapping[int, str]], *, writes: bool
) -> present.DeliveryShown:  # fmt: skip
    told = row.delivery
    who = called.people.get(told.subject) or called.dyads.get(told.subject, "")
    return present.delivery(row, who, own.get((told.programme, told.plan), {}), on_her_page=ON_HER_PAGE, writes=writes)


def _workers(row: DeliverySeen) -> Iterable[tuple[str, str]]:
    return [(each.colleague.name, str(each.get_part_display())) for each in row.workers]


def _led_by(row: DeliverySeen) -> set[uuid.UUID]:
    return {id for each in row.held if each.own for id in each.own.led_by}

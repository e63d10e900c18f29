"""A family's page: the woman, her children, the two together, her team, what is coming up, the timeline."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from alongside.access import own_page, scope
from alongside.access.policy import May
from alongside.care import queries as care
from alongside.consent import queries as consent
from alongside.continuity import queries as continuity
from alongside.enrolment import queries as enrolment
from alongside.families import queries as families
from alongside.families.models import Relationship
from alongside.pages.page import page
from alongside.pages.worker.days import Showing, showing
from alongside.pages.worker.presented import doing, file, mentions, missed, people, reaching, sent, story, used
from alongside.recordkeeping import queries as recordkeeping
from alongside.recordkeeping.actions import entry
from alongside.reminders import queries as reminders
from alongside.safekeeping.terms import Category

NEWEST = 8  # entries of the timeline that are read on this page; all of them are drawn


@require_safe
@page(May.SEE_FAMILIES)
def family(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """Twelve statements, whatever the family has lived through."""
    day = showing(request)
    along = own_page.along if day.past else partial(_along, request.me.principal)
    found = scope.the_file(family, day.known_at, along=along)
    request.trail.append(entry("looked at a family", family=family, subject=found.woman.id))
    shown = {"showing": day, "family": found.id, "file_name": found.family.name, "wide": True}
    shown["opened_on"] = found.family.opened_on
    return TemplateResponse(request, "worker/family.html", shown | _about(request, found, day))


def _along(me: uuid.UUID, people: scope.People) -> scope.People:
    """How her own page stands, what came from outside and by message, what to ask her, whether we missed each other,
    whether somebody could be with her; whether the asker is there by covering alone.

    In the statement that asks who is here.
    """
    today = timezone.localdate()
    came = reminders.with_came_back(consent.with_arrived(continuity.with_covers_alone(own_page.along(people))), me)
    return care.with_to_meet(care.with_missed(care.with_to_ask(came, today), today))


def _about(request: HttpRequest, found: scope.File, day: Showing) -> dict[str, Any]:
    """Her, the children, the two together, the team, on that day."""
    me = request.me
    called = people.names(found)
    entries = care.timeline(found.id, until=day.day, known_at=day.known_at)
    keys = list(enrolment.key_workers_on(found.id, day.day))
    members = list(enrolment.team_on(found.id, day.day))
    tracks = families.tracks_on(found.id, day.day, day.known_at)
    woman = people.woman(found, entries, day.day)
    around = list(families.people_around(found.id, day.day, day.known_at))
    shown = {
        "woman": woman,
        "children": people.children(found, tracks, keys, called, day.day),
        "around": people.around(around, found, me),
        "team": people.team(members, keys, called),
        "quiet": people.quiet_words(woman),
        "knows_her": found.knows_her,
        "reads_waits": me.reads(Category.SERVICE_USE),
    }
    if not day.past:
        workers = {member.colleague_id: member.colleague.name for member in members}
        shown |= _today(me, found, day, workers, around)
        shown |= {
            "team_doing": doing.team(me, found, members),
            "more": doing.more(me, found, away=woman.quiet or woman.ended, enrolled=bool(woman.state)),
        }
    return shown | _told(found, called, day, entries)


def _today(
    me: Any, found: scope.File, day: Showing, workers: dict[uuid.UUID, str], around: list[Relationship]
) -> dict[str, Any]:
    """What is for today alone: what was arranged, how to reach her, what waits for a decision, what can be written."""
    plan, own = scope.safe_contact(found), own_page.of(found.woman)
    return {
        "missed": missed.reaching_out(found, me, plan, around, own, timezone.now()),
        "to_meet": used.to_meet(care.to_meet_of(found.woman), {}, me, day.today),
        "reach_wish_url": doing.reach_wish(me, found),
        "promises": file.promises(care.open_promises(found.id), workers, day.today, me),
        "reach": reaching.reaching(plan, day.today),
        "reach_url": doing.reaching(me, found),
        "own_page": own,
        "own_page_url": doing.own_page(me, found),
        "to_ask": mentions.prompts(care.asked_of(found.people), {}, me, day.today),
        "came": sent.unread(consent.arrived(found.people)),
        "came_back": [kind.label for kind in reminders.came_back_of(found.woman)],
        "agreements_url": doing.agreements(me, found),
        "waiting": file.waiting(recordkeeping.set_aside_in(found.id), found, me),
        "doing": doing.first(me, found),
        "expecting_doing": doing.expecting(me, found),
    }


def _told(found: scope.File, called: story.Names, day: Showing, entries: list[care.Entry]) -> dict[str, Any]:
    return {
        "picture": story.picture(entries, called, day.day, today=day.today),
        "told": [story.told(each, called, found.id) for each in entries[:NEWEST]],
        "longer": len(entries) > NEWEST,
        "welcome": file.welcome_back(entries, day.day),
    }

"""Getting to know each other: cards of what we talked about, and who waits to be met and welcomed."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from alongside.access import scope
from alongside.access.policy import May, decide
from alongside.families.models import Woman
from alongside.intake import queries
from alongside.pages.page import page
from alongside.pages.worker.days import showing
from alongside.pages.worker.presented import intake as present
from alongside.pages.worker.presented import people
from alongside.recordkeeping.actions import entry
from alongside.safekeeping.terms import Ability, Category


@require_safe
@page(May.SEE_FAMILIES)
def getting_to_know(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """Every part as it stands, in talks; how we heard of her, how long she waited. As many statements always."""
    me, asked = request.me, showing(request)  # type: ignore[attr-defined]
    file = scope.the_file(family, asked.known_at)
    if not file.knows_her or not me.reads(Category.SERVICE_USE):
        raise Woman.DoesNotExist
    her = Woman(person_id=file.woman.id, family_id=family)
    her.person = file.woman
    her.her_why = file.woman.woman.her_why
    until, today = asked.day if asked.past else None, not asked.past
    found = queries.getting_to_know(family, her.pk, until=until, known_at=asked.known_at)
    facts = queries.known(her, asked.day) if today else {}
    goals = queries.became_goals(family, found.told)
    wait, welcome = queries.wait_of(family, her.pk, asked.day, asked.known_at)
    request.trail.append(entry("looked at getting to know", family=family, subject=her.pk))  # type: ignore[attr-defined]
    writes = today and decide(me, May.WRITE_IN_FAMILY) and me.may_write(Category.SERVICE_USE)
    first = list(queries.first_contacts_of(family, until=until, known_at=asked.known_at))
    context = {
        "family": family,
        "woman": her.pk,
        "showing": asked,
        "name": people.names(file).people[file.woman.id],
        "cards": present.cards(found, me, family, facts, goals=goals, today=today),
        "talks": len({row.on for row in found.conversations}),
        "first": [(row, present.first_contact(row)) for row in first],
        "wait": present.wait(wait) if wait else None,
        "welcome": welcome,
        "offers": list(queries.offers_of(family, until=until, known_at=asked.known_at)),
        "writes": writes,
    }
    return TemplateResponse(request, "worker/intake/cards.html", context)


@require_safe
@page(May.SEE_FAMILIES)
def waits(request: HttpRequest) -> HttpResponse:
    """Who waits to be welcomed, in the order of the first contact, and what was left at the door; three statements."""
    me, today = request.me, timezone.localdate()  # type: ignore[attr-defined]
    rows = queries.waits(me.principal, today, everybody=me.can(Ability.ALL_FILES))
    request.trail += [entry("shown in a list", family=row.family, subject=row.woman) for row in rows]  # type: ignore[attr-defined]
    opens = decide(me, May.OPEN_FILE)
    context = {
        "waits": present.waiting(rows),
        "knocks": list(queries.knocks()) if opens else [],
        "at_the_door": present.at_the_door(queries.at_the_door(), timezone.now()) if opens else None,
        "opens": opens,
        "door_url": reverse("door") if decide(me, May.KEEP_DOOR) else "",
    }
    return TemplateResponse(request, "worker/intake/waits.html", context)

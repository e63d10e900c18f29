"""Peer support: a peer's own page, the places for whoever looks after peers, and one family's."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from alongside.access import scope
from alongside.access.policy import May, decide
from alongside.accounts import queries as accounts
from alongside.accounts.terms import RoleName
from alongside.families.models import Person
from alongside.pages.page import page
from alongside.pages.worker.presented import peers as present
from alongside.pages.worker.presented import peers_learning as learning
from alongside.pages.worker.presented import people
from alongside.peers import queries
from alongside.recordkeeping.actions import entry
from alongside.safekeeping.terms import Category


@require_safe
@page(May.SEE_PEERS)
def peers(request: HttpRequest) -> HttpResponse:
    """What peer support is here; for a peer her women, what waits for her yes, what is her own, for one who
    was a peer before what she wrote then; ten statements."""
    me = request.me.principal  # type: ignore[attr-defined]
    plays = accounts.roles_on(me, timezone.localdate()).filter(name=RoleName.PEER).exists()
    rows = queries.mine(me) if plays else []
    women = queries.women(rows)
    shown, supervises = [present.beside(row, women) for row in rows], queries.supervises()
    for row in rows:
        if row.subject in women:
            request.trail.append(entry("looked at peer support", family=row.family_id, subject=row.subject))  # type: ignore[attr-defined]
    profile, story, well, learns = queries.profile(me), queries.story(me), queries.wellness(me), queries.learning(me)
    context: dict[str, Any] = {
        "plays": plays,
        "kept": [] if plays else learning.kept(profile, story, well, learns),
        "beside": [row for row in shown if not row.waits],
        "waiting": [row for row in shown if row.waits],
        "agreements": [present.agreement(row, me) for row in present.current(queries.agreements())],
        "agreement_url": reverse("peer_agreement", args=[me]) if plays else "",
        "profile": profile,
        "story": story,
        "wellness": learning.wellness(well),
        "wellness_shown": learning.shown_to(well) if plays else [],
        "learning": learning.of_one(learns),
        "supervises": supervises,
        "shown_to_me": learning.shown_to_me(queries.shown_to_me(me)) if supervises else [],
        "prompts": present.prompts(),
    }
    return TemplateResponse(request, "worker/peers.html", context)


@require_safe
@page(May.SEE_PEERS)
def places(request: HttpRequest) -> HttpResponse:
    """Each peer's own cap and what is free of it, what they learn, and women who wait; for whoever looks after peers;
    seven statements."""
    if not queries.supervises():
        raise Http404
    held = queries.places()
    said = queries.profiles(held)
    waiting = queries.waiting()
    women = queries.women(waiting)
    request.trail += [  # type: ignore[attr-defined]
        entry("shown in a list", family=row.family_id, subject=row.subject) for row in waiting if row.subject in women
    ]
    rows = [
        present.PlaceShown(
            name=who.name, place=held[who.pk], agreement_url=reverse("peer_agreement", args=[who.pk]),
            **{
                name: getattr(said.get(who.pk), name, "") for name in ("languages", "hours", "wants", "rather_not")
            },
        )
        for who in queries.peers_here(held)
    ]  # fmt: skip
    context = {
        "peers": rows,
        "matrix": learning.matrix(said_of := queries.learnings(request.me.principal)),  # type: ignore[attr-defined]
        "learns": [(row.colleague.name, learning.of_one(row)) for row in said_of],
        "waiting": [
            (women[row.subject].name, row, reverse("family_peers", args=[row.family_id]))
            for row in waiting
            if row.subject in women
        ],
    }
    return TemplateResponse(request, "worker/peers/places.html", context)


@require_safe
@page(May.SEE_FAMILIES)
def family_peers(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """Peer support of one woman: her wish, who is there, who walks beside her, what they did; twelve statements."""
    me = request.me  # type: ignore[attr-defined]
    found = scope.the_file(family)
    seen = queries.of_her(family)
    if not seen.matches and not found.knows_her:
        raise Person.DoesNotExist
    says = bool(decide(me, May.MATCH_PEERS)) and me.may_write(Category.PEER_SUPPORT)
    offered = queries.to_choose(family) if says and seen.looking else []
    names = accounts.names({row.colleague_id for row in (*seen.matches, *seen.answers)})
    request.trail.append(entry("looked at peer support", family=family, subject=found.woman.id))  # type: ignore[attr-defined]
    context = {
        "family": family,
        "name": people.names(found).people[found.woman.id],
        "how": present.how(seen),
        "wish": seen.wish if seen.looking else None,
        "answers": present.answers(seen, names),
        "offered": offered,
        "matches": present.matches(seen, names, says=says, me=me.principal),
        "contacts": [present.contact(done) for done in queries.contacts_of(family, found.woman.id)],
        "says": says,
    }
    return TemplateResponse(request, "worker/peers/family.html", context)

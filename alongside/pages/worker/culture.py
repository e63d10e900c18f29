"""Cultural programming: one family's, and an Elder's own page."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from alongside.access import scope
from alongside.access.policy import May, decide
from alongside.accounts import queries as accounts
from alongside.accounts.terms import RoleName
from alongside.culture import queries, rules
from alongside.culture.terms import Answer
from alongside.families.models import Person
from alongside.pages.page import page
from alongside.pages.worker.presented import people
from alongside.recordkeeping.actions import entry
from alongside.safekeeping.terms import Category


@require_safe
@page(May.SEE_FAMILIES)
def family_culture(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """What was offered or asked for, what she said, who is beside her; eleven statements at most."""
    me = request.me  # type: ignore[attr-defined]
    found = scope.the_file(family)
    woman = found.woman.id
    offers, beside = queries.offers_of(woman), queries.beside(woman)
    # An Elder beside her reads nothing else of her record.
    if not me.reads(Category.CULTURAL) or not (found.knows_her or beside):
        raise Person.DoesNotExist
    names = accounts.names({row.colleague_id for row in beside} | {row.recorded_by for row in offers})
    last = rules.newest(offers)
    arranges = bool(decide(me, May.ARRANGE_TEAM))
    request.trail.append(entry("looked at culture", family=family, subject=woman))  # type: ignore[attr-defined]
    context: dict[str, Any] = {
        "family": family,
        "name": people.names(found).people[woman],
        "offers": [
            (row, capfirst(row.get_what_display()) if row.what else "", names.get(row.recorded_by, ""))
            for row in offers
        ],
        "never": last == Answer.NEVER,
        "beside": [
            (
                row,
                names.get(row.colleague_id, ""),
                arranges or row.colleague_id == me.principal,
                row.colleague_id == me.principal,
            )
            for row in beside
        ],
        "may_begin": last == Answer.YES and arranges,
        "writes": me.may_write(Category.CULTURAL) and found.knows_her,
    }
    return TemplateResponse(request, "worker/culture/family.html", context)


@require_safe
@page(May.SEE_FAMILIES)
def culture(request: HttpRequest) -> HttpResponse:
    """An Elder's or cultural worker's own page: the women who said yes, and the sessions they lead."""
    me = request.me.principal  # type: ignore[attr-defined]
    if not accounts.roles_on(me, timezone.localdate()).filter(name=RoleName.ELDER).exists():
        raise Http404
    rows = queries.mine(me)
    women = queries.women(rows)
    for row in rows:
        if row.subject in women:
            request.trail.append(entry("looked at culture", family=row.family_id, subject=row.subject))  # type: ignore[attr-defined]
    context = {
        "rows": [
            (women[row.subject].name, row, reverse("family_culture", args=[row.family_id]))
            for row in rows
            if row.subject in women
        ],
    }
    return TemplateResponse(request, "worker/culture/mine.html", context)

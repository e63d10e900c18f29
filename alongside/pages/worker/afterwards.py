"""Endings and after: how things stood, goodbyes, staying in touch, giving back; who would like to hear from us."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from alongside.access import scope
from alongside.access.policy import May, decide
from alongside.accounts import queries as accounts
from alongside.afterwards import queries
from alongside.afterwards.terms import Stage
from alongside.families.models import Person
from alongside.pages.page import page
from alongside.pages.worker import paging
from alongside.pages.worker.presented import afterwards as present
from alongside.pages.worker.presented import doing, people
from alongside.recordkeeping.actions import entry
from alongside.safekeeping.terms import Category


@require_safe
@page(May.SEE_FAMILIES)
def family_afterwards(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """Her endings with both views, goodbyes, whether we stay in touch; for those who keep the wall, giving back."""
    me = request.me  # type: ignore[attr-defined]
    found = scope.the_file(family)
    if not found.knows_her:
        raise Person.DoesNotExist
    woman = found.woman.id
    called = people.names(found)
    writes = doing.writes_here(me, found) and me.may_write(Category.SERVICE_USE)
    keeps = bool(decide(me, May.KEEP_OUT))
    endings, views = queries.endings_of(woman), queries.views_of(woman)
    touch, giving = queries.touch_of(woman), queries.giving_back_of(woman) if keeps else []
    goodbyes = list(queries.goodbyes_of(woman)[:20])
    who = {row.colleague_id for row in giving if row.colleague_id} | {id for row in giving for id in row.keep_out}
    request.trail.append(entry("looked at goodbyes", family=family, subject=woman))  # type: ignore[attr-defined]
    context: dict[str, Any] = {
        "family": family,
        "woman": woman,
        "name": called.people[woman],
        "endings": [present.ending(row, views, found, called.people, writes=writes) for row in endings],
        "goodbyes": goodbyes,
        "touch": present.touch(touch) if touch else None,
        "giving": [present.step(row, accounts.names(who) if who else {}) for row in giving],
        "may_begin": bool(giving) and giving[0].stage == Stage.YES,
        "keeps": keeps,
        "writes": writes,
        "ending_url": reverse("ending_add", args=[family, woman]) if writes else "",
    }
    return TemplateResponse(request, "worker/afterwards/family.html", context)


@require_safe
@page(May.SEE_FAMILIES)
def in_touch(request: HttpRequest) -> HttpResponse:
    """Who would like to hear from us, how and for what; and what women left for others, without their names.

    Each of the two lists goes on part by part.
    """
    after, past = paging.id_asked(request), paging.past_asked(request, "words")
    rows, further = paging.part(queries.in_touch(after=after, size=queries.PART + 1), queries.PART)
    left, more = paging.part(queries.left_for_others(past=past, size=queries.PART + 1), queries.PART)
    for row in rows:
        line = entry("shown in a list", family=row.touch.family_id, subject=row.woman.id)
        request.trail.append(line)  # type: ignore[attr-defined]
    context = {
        "rows": [present.listed(row) for row in rows],
        "older": f"?after={further.woman.id}" if further else "",
        "later_part": after is not None,
        "left": left,
        "left_older": f"?words={past + queries.PART}#left" if more is not None else "",
        "left_later": past > 0,
    }
    return TemplateResponse(request, "worker/afterwards/in_touch.html", context)

"""For a foster or kin carer: what looking after this child asks for, and nothing else of the file."""

from __future__ import annotations

import uuid

from django.db import ProgrammingError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from alongside.access.policy import May
from alongside.care import queries as care
from alongside.consent import actions as consent
from alongside.consent import queries
from alongside.consent.queries import InMyCare
from alongside.families import queries as families
from alongside.families.models import Child
from alongside.pages.design.shared import PartShown, care_need, coming
from alongside.pages.page import page
from alongside.recordkeeping.actions import entry
from alongside.safekeeping.terms import Category


@require_safe
@page(May.CARE_FOR)
def children(request: HttpRequest) -> HttpResponse:
    """The children who live with me now."""
    found = queries.in_my_care()
    names = families.names_of([each.child for each in found])
    request.trail += [entry("shown in a list", family=each.family, subject=each.child) for each in found]  # type: ignore[attr-defined]
    shown = [{"id": each.child, "name": names.get(each.child, "")} for each in found]
    return TemplateResponse(request, "partner/children.html", {"children": shown})


@require_safe
@page(May.CARE_FOR)
def child(request: HttpRequest, child: uuid.UUID) -> HttpResponse:
    """What looking after this child asks for: care needs, what will happen, whom to call."""
    held = next((each for each in queries.in_my_care() if each.child == child), None)
    if held is None:
        raise Child.DoesNotExist
    shown = _parts(held)
    stamp = {"by": request.me.principal, "at": timezone.now()}  # type: ignore[attr-defined]
    try:
        with transaction.atomic():
            words = {part.category: part.text for part in shown if part.entries}
            consent.record_view(family=held.family, subject=child, parts=words, notice="", **stamp)
    except ProgrammingError as no:
        raise Http404 from no
    request.trail.append(entry("looked at what is shared", family=held.family, subject=child))  # type: ignore[attr-defined]
    name = families.names_of([child]).get(child, "")
    return TemplateResponse(request, "partner/child.html", {"name": name, "parts": shown})


def _parts(held: InMyCare) -> list[PartShown]:
    if not held.categories >> Category.CHILD_HEALTH_DEV & 1:
        return []
    needs = tuple(care_need(need) for need in care.needs_of(held.family, held.child))
    plans = tuple(coming(promise) for promise in care.appointments_of(held.family, held.child))
    return [PartShown(held.child, int(Category.CHILD_HEALTH_DEV), _("What is good to know"), (*needs, *plans))]

"""Messages to her: how they may come and who else sees them, what went or did not and why, what came back."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from alongside.access import scope
from alongside.access.policy import May, decide
from alongside.care import queries as care
from alongside.families import queries as families
from alongside.pages.page import page
from alongside.pages.worker.presented import messages as present
from alongside.pages.worker.presented import people
from alongside.pages.worker.presented.reaching import reaching
from alongside.pages.worker.presented.words import name_of
from alongside.recordkeeping.actions import entry
from alongside.reminders import queries
from alongside.safekeeping.terms import Category


@require_safe
@page(May.SEE_FAMILIES)
def messages(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """One family's: a fixed number of statements, whatever went."""
    me, today = request.me, timezone.localdate()
    found = scope.the_file(family)
    woman = found.woman.id
    request.trail.append(entry("looked at messages", family=family, subject=woman))
    # Who works with the children alone reads how to reach her, and does not write for her.
    with_her = getattr(found.woman, "woman", None) is not None
    writes = with_her and bool(decide(me, May.WRITE_IN_FAMILY)) and me.may_write(Category.CONTACT)
    wishes, rows = queries.wishes_of(family, woman), queries.messages_of(family)
    asked, known = queries.reminded_of(family), queries.reasons_open_to_me([woman])
    shown = {
        "family": family,
        "name": people.names(found).people[woman],
        "agreed": queries.agreed_on(family, woman, today),
        "reach": reaching(scope.safe_contact(found), today),
        "wishes": present.wishes(wishes, family, woman, writes),
        "stop_url": reverse("messages_stop", args=[family, woman]) if writes and any(w.wanted for w in wishes) else "",
        "notices": present.notices(queries.open_notices(family, me=me.principal), {}, writes, known, me.principal),
        "messages": present.messages(rows, known),
        "heard": present.heard(queries.heard_of(family)),
        "to_remind": present.to_remind(care.open_promises(family), asked, family, writes),
        "wide": True,
    }
    return TemplateResponse(request, "worker/messages/family.html", shown)


@require_safe
@page(May.WATCH)
def notices(request: HttpRequest) -> HttpResponse:
    """What came back by message and nobody has taken up, of every family she may see and of numbers of nobody."""
    me = request.me.principal
    found = list(queries.open_notices(me=me)[: queries.MANY + 1])
    rows = found[: queries.MANY]
    women = families.women_in(row.family_id for row in rows if row.family_id)
    names = {family: name_of(person) for family, person in women.items()}
    request.trail += [
        entry("shown in a list", family=row.family_id, subject=row.woman_id) for row in rows if row.family_id
    ]
    known = queries.reasons_open_to_me(row.woman_id for row in rows)
    # Whoever arranges teams reads all of it, and whoever took one that could not wait reads that one.
    shown = {"notices": present.notices(rows, names, True, known, me), "strays": present.heard(queries.of_nobody())}
    shown["more"] = len(found) > len(rows)
    return TemplateResponse(request, "worker/messages/notices.html", shown)

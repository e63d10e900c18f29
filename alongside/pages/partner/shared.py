"""Who is shared with me, and what: each look is a line of the ledger, written before anything is shown.

What was never shared, what was taken back and what does not exist look the same: the page of nothing.
"""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from datetime import date

from django.db import ProgrammingError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from alongside.access.outside import seen_from_outside
from alongside.access.policy import May
from alongside.consent import actions as consent
from alongside.consent import queries
from alongside.consent.queries import SharedWithMe
from alongside.pages.design.shared import PartShown, law_words, notice, parts
from alongside.pages.page import page
from alongside.pages.partner import presented
from alongside.recordkeeping.actions import entry

SIZE = 50
_LAST = re.compile(r"(\d{4}-\d{2}-\d{2})\.([0-9a-f-]{36})")


@require_safe
@page(May.SEE_SHARED)
def people(request: HttpRequest) -> HttpResponse:
    """The people who share something with my agency and with whom I work, by the name I know them by."""
    found = queries.shared_with_me(SIZE + 1, _after(request))
    shown = found[:SIZE]
    request.trail += [entry("shown in a list", family=each.family, subject=each.person) for each in shown]  # type: ignore[attr-defined]
    more = urlencode({"after": shown[-1].key, "id": shown[-1].person}) if len(found) > SIZE else ""
    context = {
        "people": [presented.person(each) for each in shown],
        "older": f"{reverse('shared')}?{more}" if more else "",
        "first": not request.GET.get("id"),
    }
    return TemplateResponse(request, "partner/people.html", context)


def _after(request: HttpRequest) -> tuple[str, uuid.UUID] | None:
    try:
        return request.GET.get("after", ""), uuid.UUID(request.GET.get("id", ""))
    except ValueError:
        return None


@dataclass(frozen=True)
class Looked:
    """What is shown about somebody now, and the lines of the ledger that tell of it."""

    who: SharedWithMe
    subjects: list[uuid.UUID]
    parts: list[PartShown]
    lines: list[consent.Viewed]
    notice: str
    older: tuple[date, uuid.UUID] | None

    @property
    def acknowledged(self) -> bool:
        """I said that I have all of this."""
        return all(line.acknowledged for line in self.lines)


def looked(request: HttpRequest, person: uuid.UUID, before: tuple[date, uuid.UUID] | None = None) -> Looked:
    """Find what is shared about somebody, and write that it was looked at. Raises for whoever may not (any more)."""
    open_to_me = seen_from_outside(person, timezone.localdate(), before)
    who, found = open_to_me.who, open_to_me.found
    shown, words_of_law = parts(found, person), notice()
    stamp = {"by": request.me.principal, "at": timezone.now()}  # type: ignore[attr-defined]
    lines: list[consent.Viewed] = []
    try:
        with transaction.atomic():
            for subject in dict.fromkeys(part.subject for part in shown):
                held = [part for part in shown if part.subject == subject]
                lines += consent.record_view(
                    family=who.family, subject=subject, parts={part.category: part.text for part in held},
                    about={part.category: part.about for part in held}, notice=words_of_law, **stamp,
                )  # fmt: skip
    except ProgrammingError as no:
        raise Http404 from no  # taken back in between: nothing is shown, as if it had never been
    along = words_of_law if any(line.notice for line in lines) else ""
    return Looked(who, list(open_to_me.subjects), shown, lines, along, found.older)


@require_safe
@page(May.SEE_SHARED)
def person(request: HttpRequest, person: uuid.UUID) -> HttpResponse:
    """What she shares with my agency for this purpose, what I sent back, and who has read that."""
    last = _LAST.fullmatch(request.GET.get("before", ""))
    before = (date.fromisoformat(last[1]), uuid.UUID(last[2])) if last else None
    seen = looked(request, person, before)
    sent = queries.sent_by_me(request.me.principal, seen.subjects)  # type: ignore[attr-defined]
    request.trail.append(entry("looked at what is shared", family=seen.who.family, subject=person))  # type: ignore[attr-defined]
    shown = {
        "who": presented.person(seen.who),
        "parts": seen.parts,
        "notice": law_words(seen.notice),
        "acknowledged": seen.acknowledged,
        "sent": [presented.sent(each) for each in sent],
        "older": f"?{urlencode({'before': f'{seen.older[0]}.{seen.older[1]}'})}" if seen.older else "",
        "later": before is not None,
    }
    return TemplateResponse(request, "partner/person.html", shown)


@require_POST
@page(May.SEE_SHARED)
def have_it(request: HttpRequest, person: uuid.UUID) -> HttpResponse:
    """I have read this and have it."""
    seen = looked(request, person)
    lines = [line.disclosure for line in seen.lines]
    consent.acknowledge(disclosures=lines, by=request.me.principal, at=timezone.now())  # type: ignore[attr-defined]
    request.trail.append(entry("acknowledged", family=seen.who.family, subject=person))  # type: ignore[attr-defined]
    return redirect("shared_person", person)

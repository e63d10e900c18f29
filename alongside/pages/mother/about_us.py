"""What she thinks of us. Belongs to nobody: no name, no day, no line in the trail."""

from __future__ import annotations

import contextlib

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from alongside.assessment import actions as assessment
from alongside.assessment import queries
from alongside.instruments import queries as instruments
from alongside.pages.mother.asking import around
from alongside.pages.mother.door import Door
from alongside.recordkeeping.rules import Refused


def about_us(request: HttpRequest, door: Door) -> HttpResponse:
    """All questions on one page, sent once; nothing is kept before that, and nothing says that it was she."""
    shelf = queries.about_the_service()
    if shelf is None or not door.hers:
        raise Http404
    request.trail = []  # type: ignore[attr-defined]  # that she looked at this page is told to nobody either
    terms, shown = instruments.to_ask(shelf.row.pk)
    if request.method == "POST":
        given = {item.id: request.POST.get(f"q{item.id}", "") for item in terms.items}
        with contextlib.suppress(Refused):  # nothing was chosen, or a value made by hand: there is nothing to keep
            assessment.record_anonymous(
                definition=shelf.row.pk, agency=request.me.agency, answers=given, at=timezone.now()  # type: ignore[attr-defined]
            )  # fmt: skip
        return render(request, "mother/about_us_thanks.html", around(door) | {"tools": None})
    if door.sitting.ended_at is None:
        return redirect(door.to("begin"))
    return render(
        request, "mother/about_us.html", around(door) | {"terms": terms, "notice": shown.notice, "tools": None}
    )

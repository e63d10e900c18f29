"""What women will read of a study: the list, and one as they will read it."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from alongside.access.policy import May, decide
from alongside.evaluation import queries
from alongside.pages.page import page
from alongside.pages.worker.presented import for_women as present


@require_safe
@page(May.SEE_FOR_WOMEN)
def all_words_for_women(request: HttpRequest) -> HttpResponse:
    """All of them, what waits first. One statement."""
    rows = sorted(queries.words_for_women(), key=lambda row: row.answered_at is not None)
    shown = {"rows": [present.line(row) for row in rows], "writes": decide(request.me, May.KEEP_STUDIES)}  # type: ignore[attr-defined]
    return TemplateResponse(request, "worker/studies/for_women.html", shown)


@require_safe
@page(May.SEE_FOR_WOMEN)
def words_for_women(request: HttpRequest, words: uuid.UUID) -> HttpResponse:
    """One, in each language it stands in, and what may be done with it."""
    row = queries.words_for_woman(words)
    me = request.me  # type: ignore[attr-defined]
    reads, writes = bool(decide(me, May.READ_FOR_WOMEN)), bool(decide(me, May.KEEP_STUDIES))
    shown = {
        "row": row,
        "state": present.STATES[present.state_of(row)],
        "each": present.each_language(row),
        "one_language": len(present.languages_of(row)) == 1,
        "may": present.may_be_done(row, me=me.principal, reads=reads, writes=writes),
        "writes": writes,
    }
    return TemplateResponse(request, "worker/studies/for_women_one.html", shown)

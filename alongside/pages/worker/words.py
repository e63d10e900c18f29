"""Texts before the women's advisory council: where each stands, and what the council said."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from alongside.access.policy import May, decide
from alongside.pages.page import page
from alongside.wording import queries
from alongside.wording.terms import ReviewForm, ReviewStatus


@require_safe
@page(May.SEE_WORDS)
def words(request: HttpRequest) -> HttpResponse:
    """Every text in its newest version; a text that was sent back is not used. First what must be changed."""
    me = request.me  # type: ignore[attr-defined]
    texts = [(text, ReviewStatus(text.status).label) for text in queries.texts()]
    shown = {
        "texts": texts,
        "still_shown": queries.shown_though_sent_back(),
        "pay": list(queries.pay()[:20]),
        "may_put": decide(me, May.PUT_WORDS),
        "for_women": decide(me, May.SEE_FOR_WOMEN),
        "may_pay": decide(me, May.KEEP_ACCOUNTS),
    }
    return TemplateResponse(request, "worker/words.html", shown)


@require_safe
@page(May.SEE_WORDS)
def text(request: HttpRequest, text: uuid.UUID) -> HttpResponse:
    """One text and what was said about it."""
    found = queries.text(text)
    still_shown = [line for one, lines in queries.shown_though_sent_back() if one.pk == found.pk for line in lines]
    reviews = [
        (review, ReviewStatus(review.outcome).label, ReviewForm(review.form).label)
        for review in queries.reviews_of(found)
    ]
    shown = {
        "text": found,
        "still_shown": still_shown,
        "status": ReviewStatus(found.status).label,
        "reviews": reviews,
        "may_review": decide(request.me, May.REVIEW_WORDS),  # type: ignore[attr-defined]
        "may_put": decide(request.me, May.PUT_WORDS),  # type: ignore[attr-defined]
    }
    return TemplateResponse(request, "worker/text.html", shown)

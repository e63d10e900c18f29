"""Instruments: which there are and what they measure, how each is shown here and scored, what is being written."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from alongside.access.policy import May, decide
from alongside.accounts import queries as accounts
from alongside.families.terms import language_words
from alongside.instruments import queries
from alongside.instruments.terms import Origin, State, Use
from alongside.pages.page import page
from alongside.pages.worker.presented import instruments as present
from alongside.pages.worker.presented import scoring


@require_safe
@page(May.SEE_INSTRUMENTS)
def instruments(request: HttpRequest) -> HttpResponse:
    """Every instrument by what it measures; what this site uses them for; drafts for whoever keeps them."""
    keeps = decide(request.me, May.KEEP_INSTRUMENTS)  # type: ignore[attr-defined]
    declared = queries.declaration()
    shown = {
        "groups": present.grouped(queries.catalogue(get_language() or queries.ENGLISH)),
        "declared": declared,
        "uses": [Use(use).label for use in Use.values if declared and getattr(declared, use)],
        "declared_by": accounts.names({declared.recorded_by}).get(declared.recorded_by, "") if declared else "",
        "keeps": keeps,
        "wide": True,
        "drafts": [(each, language_words([each.language])) for each in queries.drafts()] if keeps else [],
    }
    return TemplateResponse(request, "worker/instruments/list.html", shown)


@require_safe
@page(May.SEE_INSTRUMENTS)
def instrument(request: HttpRequest, definition: uuid.UUID) -> HttpResponse:
    """One version: its questions as she sees them if they may be shown, its scoring in plain words, norms, versions."""
    row = queries.row(definition)
    if row.state == State.DRAFT:
        raise type(row).DoesNotExist
    terms, how = queries.to_ask(row.id)
    shelf = queries.on_shelf(row)
    shown = {
        **_in_words(terms),
        "row": row,
        "how": how,
        "state": present.STATES[how.how],
        "why": present.why(how, terms),
        "on": shelf.on,
        "entered": how.allowed and terms.licence.text == "score_only",
        "keeps": decide(request.me, May.KEEP_INSTRUMENTS),  # type: ignore[attr-defined]
        "ours": row.origin == Origin.SITE,
        "published": row.state == State.PUBLISHED,
        "overlay": queries.overlay_of(row.id) if terms.licence.text == "overlay" else None,
        "takes_words": terms.licence.text == "overlay",
        "own_norms": list(queries.own_norms(row.code)),
        "versions": present.versions(queries.versions(row.code)),
    }
    return TemplateResponse(request, "worker/instruments/one.html", shown)


@require_safe
@page(May.KEEP_INSTRUMENTS)
def draft(request: HttpRequest, definition: uuid.UUID) -> HttpResponse:
    """A draft as she would see it, with everything that is still to be done before it can be published."""
    row = queries.row(definition)
    if row.state != State.DRAFT:
        raise type(row).DoesNotExist
    terms, problems = queries.draft_so_far(row)
    language = language_words([row.language])
    shown = {"row": row, "problems": problems, "readable": terms is not None, "language": language}
    if terms is not None:
        shown |= _in_words(terms)
    return TemplateResponse(request, "worker/instruments/draft.html", shown)


def _in_words(terms: present.Definition) -> dict[str, object]:
    return {
        "terms": terms,
        "facts": present.facts(terms),
        "introduction": queries.introduction(terms, get_language() or queries.ENGLISH),
        "questions": present.questions(terms),
        "scales": scoring.scales(terms),
        "critical": present.critical(terms),
        "norms": scoring.norms(terms),
        "reliability": scoring.reliability(terms),
    }

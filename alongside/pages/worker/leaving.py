"""Letters and reports: what is written to somebody outside, what left, and what came after."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from alongside.access import scope
from alongside.access.policy import May
from alongside.accounts import queries as accounts
from alongside.agencies import queries as agencies
from alongside.consent import queries, rules
from alongside.consent.models import Letter
from alongside.consent.terms import LetterKind, ToldBefore
from alongside.pages.design.kinds import KINDS
from alongside.pages.design.shared import law_words
from alongside.pages.page import page
from alongside.pages.worker.days import showing
from alongside.pages.worker.presented import doing, leaving, people
from alongside.pages.worker.presented import papers as present_papers
from alongside.pages.worker.presented.sent import came_words
from alongside.recordkeeping.actions import entry

SIZE = 30
_LAST = uuid.UUID(int=(1 << 128) - 1)


@require_safe
@page(May.SEE_FAMILIES)
def letters(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """What is being written and what left, the newest first; as of a day: what had been written by then."""
    found, asked = scope.the_file(family), showing(request)
    until = asked.written_by
    called = people.names(found)
    request.trail.append(entry("looked at letters", family=family, subject=found.woman.id))  # type: ignore[attr-defined]
    lines = queries.ledger(family, before=(until, _LAST) if until else None, size=SIZE)
    shown = {
        "family": family,
        "showing": asked,
        "name": called.people[found.woman.id],
        "letters": [leaving.letter(row, called, until) for row in queries.letters_of(family, SIZE, until)],
        "lines": [leaving.line(row, called) for row in lines],
        "new": doing.letter(request.me, found),  # type: ignore[attr-defined]
        "knows_her": found.knows_her,
        "numbers": [(called.people[each.id], each.id) for each in (found.woman, *found.children)],
    }
    return TemplateResponse(request, "worker/leaving/letters.html", shown)


def may_be_said(request: HttpRequest, letter: Letter) -> dict[int, rules.Answer]:
    """For each kind of record: may it be said in this letter, now?"""
    world = queries.world_of(letter.family_id)
    to = rules.Recipient(person=letter.colleague_id, agency=letter.agency_id) if letter.agency_id else None
    return queries.may_be_said(
        queries.asker_of(request.me), world, subject=letter.subject, categories=KINDS, about=letter.about,  # type: ignore[attr-defined]
        purpose=letter.purpose, to=to, at=timezone.now(), part2=queries.part2_of(letter),
    )  # fmt: skip


def _drawn(held: Letter) -> list[str]:
    """Of what came from other agencies it holds words, as far as its reader may know; no statement where of nothing."""
    if not held.draws_on:
        return []
    seen = [came_words(row) for row in queries.came(held.family_id) if row.pk in held.draws_on]
    unseen = len(held.draws_on) - len(seen)
    return [*seen, *([_("something that you do not read (protected by 42 CFR Part 2)")] if unseen else [])]


@require_safe
@page(May.SEE_FAMILIES)
def letter(request: HttpRequest, family: uuid.UUID, letter: uuid.UUID) -> HttpResponse:
    """One letter: what may be said (before anything is written), how it reads, whether it was read with her."""
    found = scope.the_file(family)
    held = queries.letter(family, letter)
    request.trail.append(entry("looked at letters", family=family, subject=held.subject))  # type: ignore[attr-defined]
    called, parts = people.names(found), list(held.parts.all())
    shown: dict[str, Any] = {
        "family": family,
        "letter": held,
        "to": leaving.to_words(held),
        "purpose": leaving.what_for(held),
        "about": leaving.about_words(called, held.subject),
        "also": [called.people[each] for each in held.about if each in called.people],
        "drawn": _drawn(held),
        "sections": leaving.sections(parts, held.language),
        "findings": [],
        "told": ToldBefore(held.told_before).label if held.told_before else "",
        "talk": held.kind == LetterKind.TALK,
        "hers": leaving.into_her_hands(held.for_whom) if held.agency is None else "",
        "ready": bool(held.told_before) and (held.agency is not None or held.told_before == ToldBefore.WITH_HER),
        "lines": [leaving.line(row, called) for row in held.lines.all()],
        "steps": [leaving.step(each) for row in held.lines.all() for each in row.steps.all()],
        "open": held.sent_at is None and held.put_away_at is None and doing.letter(request.me, found),  # type: ignore[attr-defined]
    }
    if shown["open"]:
        answers = may_be_said(request, held)
        ordered = any(answer.because == "court_order" for answer in answers.values())
        papers = {row.pk: present_papers.in_short(row) for row in queries.papers_of(family)} if ordered else {}
        kinds = leaving.kinds(held, answers, parts, request.me, papers)  # type: ignore[attr-defined]
        shown |= {
            "may": [each for each in kinds if each.allowed],
            "may_not": [each for each in kinds if not each.allowed],
            "out": [each for each in kinds if each.written and not each.allowed],
            "notice": law_words(queries.notice_of(answers.values(), held.language)),
            "findings": leaving.findings(parts, held.language),
            "agreements": doing.agreements(request.me, found),  # type: ignore[attr-defined]
        }
    else:
        shown["notice"] = law_words(next((row.notice for row in held.lines.all() if row.notice), ""))
    return TemplateResponse(request, "worker/leaving/letter.html", shown)


@require_safe
@page(May.SEE_FAMILIES)
def letter_paper(request: HttpRequest, family: uuid.UUID, letter: uuid.UUID) -> HttpResponse:
    """To print: the whole letter in its own language, strengths first, with the notice that the law asks for."""
    found = scope.the_file(family)
    held = queries.letter(family, letter)
    request.trail.append(entry("printed a letter", family=family, subject=held.subject, letter=held.pk))  # type: ignore[attr-defined]
    called, lines = people.names(found), list(held.lines.all())
    notice = next((row.notice for row in lines if row.notice), "")
    if not lines:
        notice = queries.notice_of(may_be_said(request, held).values(), held.language)
    known_as = [
        row.known_as
        for row in queries.outside_workers(family, timezone.localdate())
        if row.person_id == held.subject and row.colleague_id == held.colleague_id
    ]
    programme = agencies.programme()
    with translation.override(held.language):
        shown = {
            "family": family,
            "letter": held,
            "on": held.sent_at or timezone.now(),
            "from": programme.agency.name if programme else "",
            "to": leaving.to_words(held),
            "about": known_as[0] if known_as else leaving.about_words(called, held.subject),
            "sections": leaving.sections(held.parts.all(), held.language),
            "with_her": held.told_before == ToldBefore.WITH_HER,
            "hers": held.agency is None,
            "writer": accounts.names({held.recorded_by}).get(held.recorded_by, ""),
            "notice": law_words(notice),
        }
        response = HttpResponse(render_to_string("worker/leaving/paper.html", shown, request))
    response["Content-Disposition"] = 'inline; filename="letter.html"'
    return response


@require_safe
@page(May.SEE_FAMILIES)
def line(request: HttpRequest, family: uuid.UUID, line: uuid.UUID) -> HttpResponse:
    """One thing that left, word for word as far as the reader's part goes, and what came after."""
    found = scope.the_file(family)
    held = queries.disclosed(family, line)
    request.trail.append(entry("looked at letters", family=family, subject=held.subject))  # type: ignore[attr-defined]
    called = people.names(found)
    shown = {
        "family": family,
        "line": leaving.line(held, called),
        "title": held.title,
        "parts": [part.snapshot for part in sorted(held.parts.all(), key=lambda part: part.category)],
        "notice": law_words(held.notice),
        "hidden_why": held.hidden_why,
        "paper": present_papers.in_short(held.legal_basis) if held.legal_basis else "",
        "steps": [leaving.step(each) for each in sorted(held.steps.all(), key=lambda s: (s.recorded_at, s.id))],
        "open": doing.letter(request.me, found),  # type: ignore[attr-defined]
        "id": held.pk,
    }
    return TemplateResponse(request, "worker/leaving/line.html", shown)

"""How a child is growing and learning: assessments, the report to read and to print, growth."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from alongside.access import scope
from alongside.access.policy import May
from alongside.access.scope import File
from alongside.accounts import queries as accounts
from alongside.assessment import queries
from alongside.assessment.growth_standards import CHARTS
from alongside.assessment.models import DevelopmentalAssessment, Growth
from alongside.assessment.rules.growth import chart_for
from alongside.consent import queries as consent
from alongside.families.models import Child, Person
from alongside.pages.design.days import date_format
from alongside.pages.design.shared import law_words
from alongside.pages.page import page
from alongside.pages.worker import earlier
from alongside.pages.worker.days import Showing, showing
from alongside.pages.worker.presented import development as present
from alongside.pages.worker.presented import growing, people
from alongside.recordkeeping.actions import entry


def _child(file: File, id: uuid.UUID) -> tuple[Person, Child]:
    person = file.child(id)
    child = scope.child_of(person)
    assert child is not None  # file.child raises for anybody who is no child
    return person, child


def _may_write(request: HttpRequest, asked: Showing) -> bool:
    """She may, and the page shows today."""
    return not asked.past and present.writes(request.me)  # type: ignore[attr-defined]


@require_safe
@page(May.SEE_FAMILIES)
def developments(request: HttpRequest, family: uuid.UUID, child: uuid.UUID) -> HttpResponse:
    """Every assessment of one child until today or a day, the newest first."""
    file, asked = scope.the_file(family), showing(request)
    file.child(child)
    found = [row for row in queries.assessments_of(family, child) if asked.had(row, row.on)]
    request.trail.append(entry("looked at development", family=family, subject=child))
    shown = {
        "family": family,
        "child": child,
        "showing": asked,
        "name": people.names(file).people[child],
        "lines": present.lines(found, asked.day),
        "add_url": reverse("development_add", args=[family, child]) if _may_write(request, asked) else "",
    }
    return TemplateResponse(request, "worker/development/list.html", shown)


def _report(request: HttpRequest, family: uuid.UUID, id: uuid.UUID) -> tuple[DevelopmentalAssessment, dict]:
    found = queries.assessment(family, id)
    file = scope.the_file(family)
    file.child(found.subject)
    decided = {row.recorded_by for row in found.without_her.all()}
    shown = present.report(found, request.me, accounts.names(decided))
    return found, {"family": family, "child": found.subject, "name": people.names(file).people[found.subject],
                   "report": shown}  # fmt: skip


@require_safe
@page(May.SEE_FAMILIES)
def development(request: HttpRequest, family: uuid.UUID, assessment: uuid.UUID) -> HttpResponse:
    """One report, and whether the mother has heard it."""
    found, shown = _report(request, family, assessment)
    request.trail.append(entry("looked at development", family=family, subject=found.subject))
    shown |= {
        "doing": present.doing(request.me, found, shown["report"]),
        "versions": earlier.of(family, found)[0],
    }
    return TemplateResponse(request, "worker/development/one.html", shown)


@require_safe
@page(May.SEE_FAMILIES)
def development_print(request: HttpRequest, family: uuid.UUID, assessment: uuid.UUID) -> HttpResponse:
    """The report for the mother, to print: plain words, strengths first, a title that tells nobody anything."""
    found, shown = _report(request, family, assessment)
    request.trail.append(entry("printed development", family=family, subject=found.subject))
    return TemplateResponse(request, "worker/development/print.html", shown)


@require_safe
@page(May.SEE_FAMILIES)
def development_copy(request: HttpRequest, family: uuid.UUID, release: uuid.UUID) -> HttpResponse:
    """A copy that went, to print: the very words of the ledger, with the notice of the law that goes along.

    When the report changed after this copy went, what went is no longer printed again.
    """
    gone = queries.release(family, release)
    found, shown = _report(request, family, gone.assessment_id)
    if gone.version != found.version or not shown["report"].may_go:
        raise Http404
    line = consent.disclosed(family, gone.disclosure_id)
    request.trail.append(  # type: ignore[attr-defined]
        entry("printed development", family=family, subject=found.subject, release=gone.pk)
    )
    words = next(part.snapshot for part in line.parts.all() if part.category == gone.category)
    with translation.override(gone.language):
        day = date_format(timezone.localdate(line.recorded_at))
        shown = {
            "back": shown["report"].url,
            "language": gone.language,
            "title": line.title,
            "copy_for": _("Copy for %(to)s, %(day)s.") % {"to": line.recipient, "day": day},
            "paragraphs": present.paragraphs(words, gone.language),
            "notice": law_words(line.notice),
        }
    return TemplateResponse(request, "worker/development/copy.html", shown)


@require_safe
@page(May.SEE_FAMILIES)
def growth(request: HttpRequest, family: uuid.UUID, child: uuid.UUID) -> HttpResponse:
    """Weight, length and head circumference beside the usual range; ``?chart=girls|boys`` when it is not known."""
    file, day = scope.the_file(family), showing(request)
    person, record = _child(file, child)
    asked = request.GET.get("chart", "")
    chart = asked if asked in CHARTS else chart_for(record.sex)
    may_write = _may_write(request, day)
    rows = [row for row in queries.growth_of(family, child, day.known_at) if day.had(row, row.on)]

    def correct(row: Growth) -> str:
        return reverse("growth_correct", args=[family, child, row.pk]) if may_write else ""

    request.trail.append(entry("looked at development", family=family, subject=child))
    shown = {
        "family": family,
        "child": child,
        "name": people.names(file).people[child],
        "chart": chart,
        "showing": day,
        "measured": growing.shown(rows, person, record, chart, correct),
        "girls": day.link(chart="girls"),
        "boys": day.link(chart="boys"),
        "born": person.born_on,
        "add_url": reverse("growth_add", args=[family, child]) if may_write and person.born_on else "",
    }
    return TemplateResponse(request, "worker/development/growth.html", shown)

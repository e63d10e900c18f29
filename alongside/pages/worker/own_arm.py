"""The data dictionary of a study, and what a comparison site sees: the files of its own arm, by code."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from alongside.access.policy import May
from alongside.evaluation import queries
from alongside.evaluation.models import Study
from alongside.pages.design.download import as_file
from alongside.pages.page import page
from alongside.pages.worker.presented import own_arm as present


@require_safe
@page(May.KEEP_STUDIES)
def study_dictionary(request: HttpRequest, study: uuid.UUID) -> HttpResponse:
    """Every column of the study's table, whatever is in it. A fixed number of statements."""
    row, columns = _columns(study)
    return TemplateResponse(request, "worker/studies/dictionary.html", {"study": row, "columns": columns})


@require_safe
@page(May.KEEP_STUDIES)
def study_dictionary_file(request: HttpRequest, study: uuid.UUID) -> HttpResponse:
    """The same as a file."""
    return as_file("dictionary.csv", "text/csv", present.as_table(_columns(study)[1]))


def _columns(study: uuid.UUID) -> tuple[Study, list[present.Column]]:
    row = queries.study(study)
    own = queries.own_arm(row)
    known = queries.instruments_named(own.instruments if own else ())
    return row, present.dictionary(row, own, queries.imports(row), known)


@require_safe
@page(May.SEE_SITES_ARM)
def site_arm(request: HttpRequest) -> HttpResponse:
    """The files of the asker's own site, and what her site may bring in itself. Two statements."""
    shown = {"files": queries.site_files(), "asked": queries.site_asked()}
    return TemplateResponse(request, "worker/studies/site.html", shown)


@require_safe
@page(May.SEE_SITES_ARM)
def site_arm_file(request: HttpRequest, file: uuid.UUID) -> HttpResponse:
    """One of them: who is in it by code, and each answer. Three statements."""
    row, people = queries.site_rows(file)
    named = sorted({_name(answer.measure, answer.wave) for each in people for answer in each.answers.all()})
    lines = []
    for each in people:
        said = {_name(a.measure, a.wave): a.word if a.number is None else f"{a.number:g}" for a in each.answers.all()}
        lines.append((each.code, each.arm, [said.get(name, "") for name in named]))
    shown = {"file": row, "names": named, "lines": lines}
    return TemplateResponse(request, "worker/studies/site_file.html", shown)


def _name(measure: str, wave: str) -> str:
    return f"{measure}.{wave}" if wave else measure

"""Studies: the list, one study, a version of its plan, and what a run came to."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from alongside.access.policy import May, decide
from alongside.evaluation import queries
from alongside.evaluation.rules.framing import ARM
from alongside.pages.page import page
from alongside.pages.worker.presented import for_women, own_arm, study_results
from alongside.pages.worker.presented import studies as present


@require_safe
@page(May.SEE_STUDIES)
def studies(request: HttpRequest) -> HttpResponse:
    """Every study of the evaluator's; for a community's data steward those that wait for her word. One statement."""
    keeps = bool(decide(request.me, May.KEEP_STUDIES))  # type: ignore[attr-defined]
    speaks = bool(decide(request.me, May.ANSWER_STUDIES))  # type: ignore[attr-defined]
    shown = {"rows": [present.line(row) for row in queries.studies()], "keeps": keeps, "speaks": speaks}
    return TemplateResponse(request, "worker/studies/list.html", shown)


@require_safe
@page(May.KEEP_STUDIES)
def study(request: HttpRequest, study: uuid.UUID) -> HttpResponse:
    """One study: its question, the way through it, who is in it, its plans and runs. A fixed number of statements."""
    row = queries.study(study)
    shape, flow = queries.shape_of(row), queries.flow(row)
    frame, own = queries.frame(row), queries.own_arm(row)
    said = queries.own_answers(row) if own else None
    shown = {
        "own": own,
        "own_people": frame.column(ARM).count(own.arm) if own and frame.rows else 0,
        "own_said": own_arm.answered(said) if own else "",
        "known": own_arm.known_counts(row, own, said, flow),
        "study": row,
        "design": row.get_design_display(),
        "waits": queries.waits_for_steward(row),
        "flow": present.flow_drawn(flow, shape.arms),
        "counted": present.flow_lines(flow, shape.arms),
        "open_ends": present.open_ends(flow, shape.arms),
        "files": queries.imports(row),
        "sites": queries.sites_of(row),
        "start": present.at_the_start(frame, shape.arms, own.arm if own else ""),
        "answered": present.answered(frame, shape.arms, own.arm if own else ""),
        "plans": queries.plans(row),
        "runs": [present.run_line(each) for each in queries.runs(row)],
    }
    return TemplateResponse(request, "worker/studies/one.html", shown)


@require_safe
@page(May.KEEP_STUDIES)
def study_plan(request: HttpRequest, plan: uuid.UUID) -> HttpResponse:
    """A version of the plan, word for word, and what may be done with it."""
    row = queries.plan(plan)
    newest = queries.plans(row.study)[0]
    shown = {
        "plan": row,
        "study": row.study,
        "steps": present.steps_of(row.toml),
        "newest": newest.pk == row.pk,
        "runs": [present.run_line(each) for each in queries.runs(row.study) if each.run.plan_id == row.pk],
    }
    return TemplateResponse(request, "worker/studies/plan.html", shown)


@require_safe
@page(May.KEEP_STUDIES)
def study_run(request: HttpRequest, run: uuid.UUID) -> HttpResponse:
    """What a run came to so far; while it goes on, the page says how far it is and is asked for again."""
    row = queries.run(run)
    found = queries.results(row)
    progress = queries.Progress(row, len(found))
    shown = {
        "run": present.run_line(progress),
        "next": present.next_step(row, found),
        "outcomes": study_results.outcomes(row),
        "together": study_results.together(found, row.plan.study) if row.finished_at else [],
        "row": row,
        "for_women": [for_women.line(each) for each in queries.words_of_run(row)],
        "plan": row.plan,
        "study": row.plan.study,
        "results": [study_results.shown(each, row.plan.study) for each in found],
    }
    return TemplateResponse(request, "worker/studies/run.html", shown)

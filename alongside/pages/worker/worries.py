"""A worry about a child that may have to be reported (E-04): its steps, what the law says. Nothing is decided here."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from alongside.access import scope
from alongside.access.policy import May, decide
from alongside.accounts import queries as accounts
from alongside.agencies import queries as agencies
from alongside.consent import queries
from alongside.consent.models import DutyReport, DutyReportStep
from alongside.consent.profiles import shipped
from alongside.consent.terms import ReportStep, WhyNotTold
from alongside.pages.page import page
from alongside.pages.worker.days import showing
from alongside.pages.worker.presented import people
from alongside.pages.worker.presented.story import Names
from alongside.recordkeeping.actions import entry


@dataclass(frozen=True)
class StepShown:
    """One step: what, on which day, when it was written, by whom, with whom, in whose words."""

    what: str
    on: date
    written_at: datetime
    by: str
    with_whom: str
    words: str
    why_not: str
    again_on: date | None


@dataclass(frozen=True)
class WorryShown:
    """One worry: about whom, its steps, and whether it was reported."""

    url: str
    child: str
    at: datetime
    steps: list[StepShown]
    state: str


def _step(row: DutyReportStep, names: dict[uuid.UUID, str]) -> StepShown:
    return StepShown(
        str(row.get_step_display()), row.on, row.recorded_at, names.get(row.recorded_by, ""), row.with_whom, row.words,
        str(WhyNotTold(row.why_not).label) if row.why_not else "", row.again_on,
    )  # fmt: skip


def shown(row: DutyReport, called: Names, names: dict[uuid.UUID, str]) -> WorryShown:
    """As it stands, by the last of three words: reported, no report needed, open."""
    steps = list(row.steps.all())
    codes = [step.step for step in steps]
    state = _("open")
    if ReportStep.REPORTED in codes:
        state = _("reported")
    elif ReportStep.NOT_REPORTED in codes:
        state = _("no report was needed")
    return WorryShown(
        reverse("worry", args=[row.family_id, row.pk]), called.people.get(row.child_id, ""), row.recorded_at,
        [_step(step, names) for step in steps], state,
    )  # fmt: skip


def law() -> dict[str, str]:
    """What the profile of this programme says of the duty, and where it stands; empty when it names none."""
    programme = agencies.programme()
    profile = shipped().get(programme.jurisdiction) if programme else None
    if profile is None or not profile.report_duty:
        return {}
    return {"title": profile.title, "source": profile.sources["report"]}


@require_safe
@page(May.SEE_FAMILIES)
def worries(request: HttpRequest, family: uuid.UUID) -> HttpResponse:
    """Worries about the children of this family, the newest first; as of a day: what had been written by then."""
    found, asked = scope.the_file(family), showing(request)
    rows = queries.reports_of(family, asked.written_by)
    names = accounts.names({step.recorded_by for row in rows for step in row.steps.all()})
    called = people.names(found)
    request.trail.append(entry("looked at a worry", family=family, subject=found.woman.id))  # type: ignore[attr-defined]
    may = decide(request.me, May.WRITE_IN_FAMILY)  # type: ignore[attr-defined]
    context = {
        "family": family,
        "showing": asked,
        "worries": [shown(row, called, names) for row in rows],
        "law": law(),
        "new": [
            (reverse("worry_add", args=[family, child.id]), called.people[child.id])
            for child in found.children
            if may and scope.child_of(child) is not None
        ],
    }
    return TemplateResponse(request, "worker/worries/worries.html", context)


# What may come next, in the order of E-04. The order is shown, not enforced: the law wants the report at once.
NEXT = (
    ReportStep.CONSULTED, ReportStep.TOLD_HER, ReportStep.NOT_TOLD, ReportStep.REPORTED, ReportStep.NOT_REPORTED,
    ReportStep.BESIDE_HER, ReportStep.SUPPORTED,
)  # fmt: skip


def _next(report: DutyReport, done: set[str], mine: bool) -> list[dict[str, Any]]:
    rows = []
    for step in NEXT:
        if step == ReportStep.REPORTED:
            url = reverse("worry_report", args=[report.family_id, report.pk]) if mine and step not in done else ""
        else:
            url = reverse("worry_step", args=[report.family_id, report.pk, step.value.replace("_", "-")])
        rows.append({"label": step.label, "url": url, "done": step in done, "reported": step == ReportStep.REPORTED})
    return rows


@require_safe
@page(May.SEE_FAMILIES)
def worry(request: HttpRequest, family: uuid.UUID, report: uuid.UUID) -> HttpResponse:
    """One worry: its steps with their times, what may come next, and what the law says with its source."""
    found = scope.the_file(family)
    row = queries.report(family, report)
    names = accounts.names({step.recorded_by for step in row.steps.all()} | {row.recorded_by})
    request.trail.append(entry("looked at a worry", family=family, subject=row.child_id, report=row.pk))  # type: ignore[attr-defined]
    mine = row.recorded_by == request.me.principal  # type: ignore[attr-defined]
    context = {
        "family": family,
        "worry": shown(row, people.names(found), names),
        "whose": names.get(row.recorded_by, ""),
        "mine": mine,
        "next": _next(row, {step.step for step in row.steps.all()}, mine)
        if decide(request.me, May.WRITE_IN_FAMILY)  # type: ignore[attr-defined]
        else [],
        "law": law(),
        "letters": reverse("leaving", args=[family]),
    }
    return TemplateResponse(request, "worker/worries/worry.html", context)

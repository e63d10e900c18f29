"""A concern that may have to be reported (E-04): people decide, this writes down what they thought, decided and did."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from alongside.consent import queries
from alongside.consent.actions.disclosing import To, disclose, refuse
from alongside.consent.models import Disclosure, DutyReport, DutyReportStep
from alongside.consent.rules.leaving import Told, may_report, may_step
from alongside.consent.terms import DisclosureKind, Purpose, ReportStep, ToldBefore
from alongside.families.models import Child
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.models import new_id


@transaction.atomic
def begin_report(
    *, child: Child, on: date, words: str, by: uuid.UUID, at: datetime, id: uuid.UUID | None = None
) -> DutyReport:
    """Write down what worries me about a child. It is the concern of whoever writes it, and is not passed on.

    Nothing is reported by it. Raises Refused (``words_missing``).
    """
    refuse(may_step(ReportStep.CONCERN, (), words, "", False))
    report = DutyReport.objects.create(
        id=id or new_id(), family_id=child.family_id, child=child, recorded_by=by, recorded_at=at
    )
    _write(report, ReportStep.CONCERN, on, words, by=by, at=at)
    write_trail([entry("concern written", family=child.family_id, subject=child.pk, report=report.pk)], by=by)
    return report


def _write(
    report: DutyReport, step: str, on: date, words: str, *, with_whom: str = "", why_not: str = "",
    again_on: date | None = None, by: uuid.UUID, at: datetime,
) -> DutyReportStep:  # fmt: skip
    return DutyReportStep.objects.create(
        id=new_id(), family_id=report.family_id, report=report, child_id=report.child_id, step=ReportStep(step).value,
        on=on, words=words.strip(), with_whom=with_whom.strip(), why_not=why_not, again_on=again_on, recorded_by=by,
        recorded_at=at,
    )  # fmt: skip


def _steps(report: DutyReport) -> frozenset[str]:
    return frozenset(DutyReportStep.objects.filter(report=report).values_list("step", flat=True))


@transaction.atomic
def add_report_step(
    *, report: DutyReport, step: str, on: date, words: str = "", with_whom: str = "", why_not: str = "",
    again_on: date | None = None, by: uuid.UUID, at: datetime,
) -> DutyReportStep:  # fmt: skip
    """One step more; nothing that was written is changed. (``send_report`` writes that it was reported.)

    Raises Refused (``words_missing``; when she is not told: ``why_not_needed``, ``again_needed``).
    """
    refuse(may_step(step, _steps(report), words, why_not, again_on is not None))
    made = _write(report, step, on, words, with_whom=with_whom, why_not=why_not, again_on=again_on, by=by, at=at)
    written = entry("report step", family=report.family_id, subject=report.child_id, report=report.pk, step=made.step)
    write_trail([written], by=by)
    return made


@transaction.atomic
def send_report(
    *, report: DutyReport, to: To, words: str, category: int, present: bool | None = None,
    hidden_until: datetime | None = None, hidden_why: str = "", asker: queries.Asker, by: uuid.UUID, at: datetime,
) -> Disclosure:  # fmt: skip
    """It was reported, by whoever has the concern: the worry and what it rests on, no more, word for word.

    Whether she was told is what the steps say; ``present``: she was there. Raises Refused: ``say_if_told``,
    ``reported_already``, and what ``disclose`` says.
    """
    held = DutyReport.objects.get(pk=report.pk)
    refuse(may_report(_steps(held)))
    steps = DutyReportStep.objects.filter(report=held, step__in=(ReportStep.TOLD_HER, ReportStep.NOT_TOLD))
    last = steps.order_by("-recorded_at", "-id")[0]
    before = ToldBefore.NOT_YET
    if last.step == ReportStep.TOLD_HER:
        before = ToldBefore.WITH_HER if present else ToldBefore.TOLD
    [line] = disclose(
        family=held.family_id, subject=held.child_id, to=to, kind=DisclosureKind.REPORT, purpose=Purpose.REPORT,
        parts={category: words}, told=Told(before, present, last.why_not, hidden_until, hidden_why), report=held,
        asker=asker, by=by, at=at,
    )  # fmt: skip
    # Dated by the same clock as what left: once this stands, the duty is done and the same concern opens nothing more.
    day = timezone.localdate(line.recorded_at)
    _write(held, ReportStep.REPORTED, day, words, with_whom=to.words, by=by, at=line.recorded_at)
    written = entry("report step", family=held.family_id, subject=held.child_id, report=held.pk, step="reported")
    write_trail([written], by=by)
    return line

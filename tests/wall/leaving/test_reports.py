"""A concern: reported once by whoever has it, and never without saying whether she was told."""

from __future__ import annotations

import uuid

import pytest
from django.db import ProgrammingError, transaction

from alongside.consent import actions, queries
from alongside.consent.models import (
    DisclosedPart,
    DutyReport,
    DutyReportStep,
)
from alongside.families.models import Child
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.terms import Category as C
from tests.cast import acting_as, ident
from tests.wall.leaving.steps import ALDER, BEE, BO, disclosing, me, now, stamp, to

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])


def _concern(who: str = "W1", child: uuid.UUID = BEE) -> DutyReport:
    return actions.begin_report(
        child=Child.objects.get(person_id=child), on=now().date(), words="SECRET bruise", **stamp(who)
    )


def test_a_concern_is_reported_once_by_whoever_has_it() -> None:
    """T-09, what consent has to do with it: what must be told is said to her first, and the line says so."""
    today = now().date()
    with acting_as("W1"):
        report = _concern()
        words = {"words": "What we saw.", "category": C.CHILD_WELFARE_LEGAL, "to": to("CAS")}
        with pytest.raises(Refused, match="say_if_told"):
            actions.send_report(report=report, asker=me(), **words, **stamp())
        with pytest.raises(Refused, match="why_not_needed"):
            actions.add_report_step(report=report, step="not_told", on=today, words="x", **stamp())
        with pytest.raises(Refused, match="again_needed"):
            actions.add_report_step(report=report, step="not_told", on=today, why_not="not_safe", **stamp())
        actions.add_report_step(report=report, step="told_her", on=today, words="At her kitchen table.", **stamp())
    with acting_as("SUP"), pytest.raises(Refused, match="not_covered"):  # not hers to pass on
        actions.send_report(report=report, asker=me("SUP"), **words, **stamp("SUP"))
    with acting_as("W1"):
        line = actions.send_report(report=report, present=True, asker=me(), **words, **stamp())
        assert (line.basis, line.report_id, line.told_before) == ("duty_to_report", report.id, "with_her")
        with pytest.raises(Refused, match="reported_already"):
            actions.send_report(report=report, asker=me(), **words, **stamp())
        with pytest.raises(Refused, match="not_covered"):  # it opens nothing else
            disclosing("CAS", subject=BEE, purpose="report", parts={C.CHILD_WELFARE_LEGAL: "more"})
        steps = [step.step for step in queries.report(ALDER, report.id).steps.all()]
        assert steps == ["concern", "told_her", "reported"]
    with acting_as("p_ana"):  # she decides for Bee today
        mine = queries.disclosed(ALDER, line.id)
        assert [part.snapshot for part in mine.parts.all()] == ["What we saw."]
        assert not DutyReport.objects.exists()


def test_whoever_cares_for_the_children_has_the_duty_too() -> None:
    """Her part reads nothing of child welfare: she writes her own concern, reports it, and reads that alone."""
    with acting_as("CHC"):
        report = _concern("CHC")
        actions.add_report_step(
            report=report, step="told_her", on=now().date(), words="In the morning.", **stamp("CHC")
        )
        line = actions.send_report(
            report=report, words="What I saw.", category=C.CHILD_WELFARE_LEGAL, to=to("CAS"), asker=me("CHC"),
            **stamp("CHC"),
        )  # fmt: skip
        assert DisclosedPart.objects.get(disclosure=line).snapshot == "What I saw."
        assert list(DutyReport.objects.all()) == [report]  # not the other one about Bo
        assert DutyReportStep.objects.count() == 3
        with pytest.raises(ProgrammingError), transaction.atomic():
            actions.add_report_step(
                report=DutyReport(id=ident("report BO"), family_id=ALDER, child_id=BO), step="consulted", on=now().date(),
                words="x", **stamp("CHC"),
            )  # fmt: skip
    with acting_as("W1"):
        assert DutyReport.objects.filter(pk=report.pk).exists()

"""Named questions about studies. The wall answers: whoever has no part in studies finds none."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from alongside.evaluation.models import (
    AnalysisPlan,
    FlowCount,
    Participant,
    PlanRun,
    Result,
    Study,
    StudyAnswer,
    StudyImport,
    WordsForWomen,
)
from alongside.evaluation.rules.flow import Counted, newest
from alongside.evaluation.rules.framing import Frame, assemble
from alongside.evaluation.rules.registering import Shape


def studies() -> QuerySet[Study]:
    """Every study of the asker's, the newest first, with how many participants and results it has; one statement."""
    people = Count("imports__participants", distinct=True)
    results = Count("plans__runs", filter=Q(plans__runs__finished_at__isnull=False), distinct=True)
    return Study.objects.annotate(people=people, results=results).order_by("-recorded_at", "-id")


def study(id: uuid.UUID) -> Study:
    """One study. Raises Study.DoesNotExist for anybody else's, as for one that never was."""
    return Study.objects.get(pk=id)


def shape_of(study: Study) -> Shape:
    """Its arms, waves and measures."""
    return Shape(tuple(study.arms), tuple(study.waves), tuple(study.measures))


def imports(study: Study) -> list[StudyImport]:
    """What was brought in, the oldest first, each with ``people``; one statement."""
    with_people = StudyImport.objects.filter(study=study).select_related("site").annotate(people=Count("participants"))
    return list(with_people.order_by("recorded_at", "id"))


def people_of(study: Study) -> dict[str, int]:
    """{arm: how many participants}."""
    counted = Participant.objects.filter(study=study).values_list("arm").annotate(Count("id"))
    return dict(counted.order_by("arm"))


def frame(study: Study) -> Frame:
    """Who is in the study and what they answered; two statements, whatever the number of rows."""
    brought = StudyImport.objects.filter(study=study).order_by("recorded_at", "id")
    columns = [name for names in brought.values_list("columns", flat=True) for name in names]
    rows = Participant.objects.filter(study=study).order_by("arm", "code", "id")
    answers = (f"answers__{name}" for name in ("measure", "wave", "number", "word"))
    return assemble(shape_of(study), columns, rows.values_list("id", "code", "arm", *answers))


def flow(study: Study) -> dict[tuple[str, str], Counted]:
    """{(step, arm): the newest number}."""
    rows = FlowCount.objects.filter(study=study).order_by("recorded_at", "id")
    return newest(Counted(row.step, row.arm, row.count, row.why) for row in rows)


def waits_for_steward(study: Study) -> bool:
    """It asks for a community's yes, and the last word was not yes."""
    if not study.asks_steward:
        return False
    last = StudyAnswer.objects.filter(study=study).order_by("-recorded_at", "-id").first()
    return last is None or not last.agreed


def plans(study: Study) -> list[AnalysisPlan]:
    """Every version of the plan, the newest first."""
    return list(AnalysisPlan.objects.filter(study=study).order_by("-number"))


def plan(id: uuid.UUID) -> AnalysisPlan:
    """One version. Raises AnalysisPlan.DoesNotExist for anybody else's, as for one that never was."""
    return AnalysisPlan.objects.select_related("study").get(pk=id)


@dataclass(frozen=True)
class Progress:
    """How far a run is: ``done`` of ``steps``."""

    run: PlanRun
    done: int

    @property
    def state(self) -> str:
        """waiting, running or done."""
        return "done" if self.run.finished_at else "running" if self.run.started_at else "waiting"


def runs(study: Study) -> list[Progress]:
    """Every run of its plans, the newest first; one statement."""
    rows = PlanRun.objects.filter(plan__study=study).select_related("plan").annotate(told=Count("results"))
    return [Progress(row, row.told) for row in rows.order_by("-recorded_at", "-id")]


def run(id: uuid.UUID) -> PlanRun:
    """One run. Raises PlanRun.DoesNotExist for anybody else's, as for one that never was."""
    return PlanRun.objects.select_related("plan__study").get(pk=id)


def results(run: PlanRun) -> list[Result]:
    """What a run came to so far, in the order of the plan."""
    return list(Result.objects.filter(run=run).order_by(F("number")))


def words_for_women() -> list[WordsForWomen]:
    """What was written for the women, the newest first: to its readers all of it, to a woman what she may read now."""
    return list(WordsForWomen.objects.order_by("-recorded_at", "-id"))


def words_for_woman(id: uuid.UUID) -> WordsForWomen:
    """One of them. Raises WordsForWomen.DoesNotExist for anybody else's, as for one that never was."""
    return WordsForWomen.objects.get(pk=id)


def words_of_run(run: PlanRun) -> list[WordsForWomen]:
    """What was written for the women about a run, the newest first."""
    return list(WordsForWomen.objects.filter(run=run).order_by("-recorded_at", "-id"))

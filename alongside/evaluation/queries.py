"""Named questions about studies. The wall answers: whoever has no part in studies finds none."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection, connections
from django.db.models import Count, F, Q, QuerySet

from alongside.agencies.models import Agency
from alongside.agencies.terms import OURS
from alongside.assessment.models import Wave
from alongside.evaluation.models import (
    AnalysisPlan,
    FlowCount,
    OwnArm,
    Participant,
    PlanRun,
    Result,
    ScaleRule,
    SiteAsked,
    Study,
    StudyAnswer,
    StudyImport,
    WordsForWomen,
)
from alongside.evaluation.rules.flow import Counted, newest
from alongside.evaluation.rules.framing import Frame, Row, assemble
from alongside.evaluation.rules.own import CLUSTER
from alongside.evaluation.rules.registering import Shape
from alongside.evaluation.rules.reporting import Changed, Dose, Report, ScaleSaid, Scores, Staying
from alongside.evaluation.terms import OwnColumn
from alongside.instruments.models import Definition


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


def frame(study: Study, on: date | None = None, *, own: bool = True) -> Frame:
    """Who is in the study and what they answered; three statements, whatever the number of rows.

    ``on``: our own programme as it stood on that day; today without one. What was brought in stands as it is.
    ``own``: without it our own programme stays out, as for the loader, who asks no wall.
    """
    brought = StudyImport.objects.filter(study=study).order_by("recorded_at", "id")
    columns = [name for names in brought.values_list("columns", flat=True) for name in names]
    rows = Participant.objects.filter(study=study).order_by("arm", "code", "id")
    answers = (f"answers__{name}" for name in ("measure", "wave", "number", "word"))
    held = [*rows.values_list("id", "code", "arm", *answers), *(own_rows(study, on) if own else [])]
    return assemble(shape_of(study), [*columns, CLUSTER, *OwnColumn.values], held)


def own_rows(study: Study, on: date | None = None) -> list[Row]:
    """Our own women (or children) of the study by code, as of a day; one statement. The wall says who they are.

    None of them without a part in the study, before a community's yes, or while fewer than five women said yes; no
    answer at a wave, and no word of a column, of fewer than five women.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select code, code, arm, measure, wave, number, word from safekeeping.frame_rows(%s::uuid, %s::date)",
            [study.pk, on],
        )
        return cursor.fetchall()


def own_arm(study: Study) -> OwnArm | None:
    """How our own programme is an arm of it; ``None``: it is none."""
    return OwnArm.objects.filter(study=study).first()


@dataclass(frozen=True)
class Answered:
    """How many women here were asked for a study, and what they said."""

    asked: int
    said_no: int
    said_yes: int
    stopped: int


def own_answers(study: Study) -> Answered | None:
    """What women here said when they were asked, as counts. ``None``: one of the counts would be of one of few."""
    with connection.cursor() as cursor:
        cursor.execute("select * from safekeeping.frame_answers(%s::uuid)", [study.pk])
        row = cursor.fetchone()
    return Answered(*row) if row else None


@dataclass(frozen=True)
class Asking:
    """A study that a woman here may be asked for."""

    id: uuid.UUID
    title: str


def asking() -> list[Asking]:
    """Studies with our own programme as an arm, for her own page and for whoever works with families."""
    with connection.cursor() as cursor:
        cursor.execute("select id, title from safekeeping.studies_asking()")
        return [Asking(*row) for row in cursor.fetchall()]


def instruments_named(codes: Iterable[str]) -> dict[str, tuple[str, list[str]]]:
    """{code: (title, versions that were published)}; one statement, and a code nobody knows is left out."""
    rows = Definition.objects.filter(code__in=set(codes), published_at__isnull=False).order_by("published_at", "id")
    found: dict[str, tuple[str, list[str]]] = {}
    for code, title, version in rows.values_list("code", "title", "version"):
        versions = found.get(code, ("", []))[1]
        found[code] = (title, versions if version in versions else [*versions, version])
    return found


def site_files() -> list[StudyImport]:
    """Files of the asker's own site's arm, the newest first, with ``people``; the wall shows no other."""
    return list(StudyImport.objects.annotate(people=Count("participants")).order_by("-recorded_at", "-id"))


@dataclass(frozen=True)
class SiteStudy:
    """A study of which the asker's site may bring its arm's files: all that its coordinator learns of the study."""

    id: uuid.UUID
    title: str
    arm: str
    waves: tuple[str, ...]
    measures: tuple[str, ...]

    @property
    def shape(self) -> Shape:
        """The study as her file has to know it: one arm."""
        return Shape((self.arm,), self.waves, self.measures)


def site_asked() -> list[SiteStudy]:
    """Studies of which the asker's site may bring its arm's files now; one statement."""
    with connection.cursor() as cursor:
        cursor.execute("select study, title, arm, waves, measures from safekeeping.site_asked()")
        rows = cursor.fetchall()
    return [SiteStudy(id, title, arm, tuple(waves), tuple(measures)) for id, title, arm, waves, measures in rows]


def sites_of(study: Study) -> list[SiteAsked]:
    """The newest word to each comparison site about bringing its arm's files; one statement."""
    rows = SiteAsked.objects.filter(study=study).select_related("site").order_by("recorded_at", "id")
    return list({row.site_id: row for row in rows}.values())


def site_rows(file: uuid.UUID) -> tuple[StudyImport, list[Participant]]:
    """One file of the asker's own site's arm, and who is in it by code, with their answers; three statements.

    Raises StudyImport.DoesNotExist for anybody else's.
    """
    row = StudyImport.objects.get(pk=file)
    people = Participant.objects.filter(brought=row).order_by("arm", "code").prefetch_related("answers")
    return row, list(people)


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


def report() -> Report:
    """Every figure of a report that the asker's part may read, as the month began; seven statements, whatever the rows.

    The database counts and keeps back (migrations/0008_reports); without the part each figure is empty.
    """
    return Report(
        tuple(Scores(*row) for row in _asked("score_figures")),
        tuple(Changed(*row) for row in _asked("change_figures")),
        tuple(Dose(*row) for row in _asked("dose_figures")),
        tuple(Staying(*row) for row in _asked("retention_figures")),
        _scales(),
        dict(Wave.objects.order_by("months", "code").values_list("code", "name")),
        dict(Agency.objects.filter(kind__in=OURS).values_list("id", "name")),
    )


def _asked(figures: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"select * from safekeeping.{figures}()")
        return cursor.fetchall()


def _scales() -> dict[tuple[str, str], ScaleSaid]:
    """{(instrument, scale): what its newest version says}; one statement.

    Asked at her own yes alone is one that ever was so: scores of an older version are in the figures too.
    """
    rows = list(ScaleRule.objects.order_by("id"))
    opt_in = {(row.code, row.scale) for row in rows if row.opt_in}
    return {
        (row.code, row.scale): ScaleSaid(
            row.code, row.scale, row.construct, row.better,
            f"{row.cut_op}{row.cut_value:g}" if row.cut_op and row.cut_value is not None else "",
            row.s_diff, row.points, row.r, row.r_type, row.sd, row.source, row.judged,
            (row.code, row.scale) in opt_in,
        )
        for row in rows
    }  # fmt: skip


def tallies_astray() -> list[tuple[uuid.UUID, str, str, str, int, int]]:
    """(agency, instrument, scale, wave, scores counted, scores there) where the two differ; as the loader alone."""
    with connections["loader"].cursor() as cursor:
        cursor.execute("select * from safekeeping.tallies_astray()")
        return cursor.fetchall()

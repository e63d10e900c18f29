"""`alongside import answers`: answers question by question from a wide or a long CSV file."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from alongside.project.commands.importing_desk import Desk, bar, signed_in
from alongside.project.commands.importing_measure import Measure, may_write_about, measure_called
from alongside.project.commands.importing_options import (
    As,
    Encoding,
    IdColumn,
    IgnoreColumns,
    Missing,
    ReportFile,
    Study,
    Write,
)
from alongside.project.commands.importing_report import Report
from alongside.project.home import CannotContinue

if TYPE_CHECKING:
    from alongside.stewardship.rules.answers import Answers

BATCH = 200  # people written in one transaction


def answers(
    file: Annotated[Path, typer.Argument(help="The CSV file.")],
    who: As,
    instrument: Annotated[str, typer.Option(help="The measure: a code of the catalogue, such as PHQ-9.")],
    id_column: IdColumn,
    on: Annotated[str, typer.Option("--on", metavar="COLUMN", help="The column with the day.")],
    wave: Annotated[str, typer.Option(metavar="COLUMN", help="A column that says which time it was.")] = "",
    item: Annotated[str, typer.Option(metavar="COLUMN", help="Long: the column with the question.")] = "",
    answer: Annotated[str, typer.Option(metavar="COLUMN", help="Long: the column with the answer.")] = "",
    study: Study = "",
    missing: Missing = None,
    ignore_columns: IgnoreColumns = False,
    write: Write = False,
    encoding: Encoding = "",
    report: ReportFile = None,
) -> None:
    """Bring over answers to one measure, question by question, with the scores they come to.

    Wide: a column for each question, called as in the definition. Long: a row for each answer, with --item and
    --answer. A blank answer was not given; it is never nought. The same file again records nothing twice.
    """
    from alongside.stewardship.rules.answers import Columns

    if bool(item) != bool(answer):
        raise typer.BadParameter("A long file needs both --item and --answer.")
    columns = Columns(id_column, on, wave, item, answer, tuple(missing or ()), ignore_columns)
    with signed_in(who) as desk:
        from django.utils import timezone

        from alongside.stewardship.rules.answers import Answers

        measure = _measure(instrument, desk)
        assert measure.terms is not None
        told = Report(("person", "people"))
        found = Answers(file, columns, measure.terms, today=timezone.localdate(), encoding=encoding)
        _take_in(found, told)
        if not told.stopped:
            _go_through(found, desk, told, study.strip(), measure, write)
        told.tell(written=write, file=report)
    if told.problems:
        raise typer.Exit(1)


def _measure(name: str, desk: Desk) -> Measure:
    measure = measure_called(name, desk)
    if measure.terms is None:
        raise CannotContinue(
            f"{measure.name} is not in the catalogue, so its answers mean nothing here.",
            "`alongside instruments list` names those that are; totals come over with `alongside import scores`.",
        )
    if measure.terms.anonymous:
        raise CannotContinue(f"{measure.name} belongs to nobody, so it is not brought over for anybody.")
    may_write_about(measure.terms.category, desk)
    return measure


def _take_in(found: Answers, told: Report) -> None:
    told.looks += found.looks
    told.problems += [*found.problems, *found.astray]
    told.stopped = bool(found.problems)
    for person in found.people.values():
        told.problems += person.problems
        if person.problems:
            told.left_out.add(person.key)
    if found.left_out and not told.stopped:
        typer.echo("Columns not read: " + ", ".join(found.left_out[:30]))


def _go_through(found: Answers, desk: Desk, told: Report, study: str, measure: Measure, write: bool) -> None:
    """Bring people over a batch at a time; a dry run does the same and takes it back."""
    from django.db import transaction
    from django.utils import timezone

    from alongside.stewardship.actions.importing_answers import bring_people_with_answers
    from alongside.stewardship.rules.answers import ready

    assert measure.terms is not None and measure.definition is not None
    people, done = ready(found), 0
    with bar("Bringing over" if write else "Looking", len(found.people)) as show:
        while batch := list(islice(people, BATCH)):
            with desk.acting(), transaction.atomic():
                outcome = bring_people_with_answers(
                    people=batch, study=study, definition=measure.definition, terms=measure.terms, agency=desk.agency,
                    by=desk.me.principal, at=timezone.now(),
                )  # fmt: skip
                if not write:
                    transaction.set_rollback(True)
            told.problems += outcome.problems
            refused = {problem.family for problem in outcome.problems}
            told.left_out |= refused
            told.brought += len(batch) - len(refused)
            told.rows += Counter({
                "new records": outcome.people, "occasions done": outcome.done,
                "occasions already here": outcome.already,
            })  # fmt: skip
            done += len(batch)
            show(done)

"""`alongside import scores`: repeated scores from a wide or a long CSV file."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from alongside.project.commands.importing_desk import Desk, bar, signed_in
from alongside.project.commands.importing_measure import Measure, keep_norm, may_write_about, measure_called, read_norm
from alongside.project.commands.importing_options import As, Encoding, IdColumn, Missing, ReportFile, Study, Write
from alongside.project.commands.importing_report import Report

if TYPE_CHECKING:
    from alongside.stewardship.rules.scores import Layout, Scores

BATCH = 200  # people written in one transaction


def scores(
    file: Annotated[Path, typer.Argument(help="The CSV file.")],
    who: As,
    instrument: Annotated[
        str,
        typer.Option(
            help="What was measured: a code of the catalogue (BDI-II), whose range, cut-offs and norms then apply;"
            " or any other name."
        ),
    ],
    id_column: IdColumn,
    study: Study = "",
    layout: Annotated[
        Literal["wide", "long"] | None, typer.Option(help="wide: a column for each wave. long: a row for each.")
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=TIME", help="Wide: a column and its time after the start: bdi.2m=2."),
    ] = None,
    time: Annotated[str, typer.Option(metavar="COLUMN", help="Long: the column with the time after the start.")] = "",
    score: Annotated[str, typer.Option(metavar="COLUMN", help="Long: the column with the score.")] = "",
    unit: Annotated[Literal["months", "weeks", "days"], typer.Option(help="What times are counted in.")] = "months",
    baseline_on: Annotated[str, typer.Option(metavar="DAY", help="The first day for everybody: 2001-01-15.")] = "",
    baseline_column: Annotated[
        str, typer.Option(metavar="COLUMN", help="A column with each person's own first day.")
    ] = "",
    missing: Missing = None,
    about: Annotated[
        str,
        typer.Option(help="What it is about: decides who may read it. A measure of the catalogue says so itself."),
    ] = "",
    norm: Annotated[
        str,
        typer.Option(
            metavar="sd=…,r=…,source=…",
            help="Our own figures for reliable change: sd=9.6,r=0.86,source=where from; also type= (the kind of r) and"
            " cutoff=.",
        ),
    ] = "",
    write: Write = False,
    encoding: Encoding = "",
    report: ReportFile = None,
) -> None:
    """Bring over repeated scores of one measure. A missing score is kept as *not available*; it is never nought.

    The same file again records nothing twice; a longer one adds the later waves.
    """
    wanted = _layout(
        id_column, layout, column or [], time, score, unit, baseline_on, baseline_column, tuple(missing or ())
    )
    figures = read_norm(norm) if norm else None
    with signed_in(who) as desk:
        from django.utils import timezone

        from alongside.stewardship.rules.scores import Scores

        measure = measure_called(instrument, desk)
        category = may_write_about(measure.about(about), desk)
        told = Report(("person", "people"))
        found = Scores(file, measure.within(wanted), today=timezone.localdate(), encoding=encoding)
        _take_in(found, told)
        if not told.stopped:
            if figures:
                keep_norm(figures, measure, desk, write=write)
            for line in measure.figures(desk):
                typer.echo(line)
            _go_through(found, desk, told, study.strip(), measure, category, write)
        told.tell(written=write, file=report)
    if told.problems:
        raise typer.Exit(1)


def _layout(
    id_column: str, layout: str | None, columns: list[str], time: str, score: str, unit: str, baseline_on: str,
    baseline_column: str, missing: tuple[str, ...],
) -> Layout:  # fmt: skip
    """The options as a layout. Raises BadParameter where they do not fit together."""
    from alongside.stewardship.rules.scores import Layout

    wide, long = bool(columns), bool(time or score)
    if wide == long or (layout == "wide" and not wide) or (layout == "long" and not long):
        raise typer.BadParameter("Give --column NAME=TIME for each wave (wide), or --time and --score (long).")
    if long and not (time and score):
        raise typer.BadParameter("A long file needs both --time and --score.")
    if bool(baseline_on) == bool(baseline_column):
        raise typer.BadParameter("Give the first day: --baseline-on DAY for everybody, or --baseline-column COLUMN.")
    waves = tuple(_wave(text) for text in columns)
    if len({when for _, when in waves}) < len(waves):
        raise typer.BadParameter("Two columns have the same time.")
    return Layout(
        id_column, waves, time, score, unit, _day(baseline_on) if baseline_on else None, baseline_column, missing
    )


def _wave(text: str) -> tuple[str, int]:
    name, equals, when = text.rpartition("=")
    if not equals or not name or not (when.isascii() and when.isdigit()) or len(when) > 4:
        raise typer.BadParameter(f"--column is written NAME=TIME, with a whole number for the time: {text}")
    return name, int(when)


def _day(text: str) -> date:
    from alongside.stewardship.rules.problems import SENTENCES
    from alongside.stewardship.rules.values import Unclear, read_day

    try:
        return read_day("--baseline-on", text.strip())
    except Unclear as why:
        raise typer.BadParameter(SENTENCES[why.code].format(**why.values)) from why


def _take_in(found: Scores, told: Report) -> None:
    told.looks += found.looks
    told.problems += [*found.problems, *found.astray]
    told.stopped = bool(found.problems)
    for person in found.people.values():
        told.problems += person.problems
        if person.problems:
            told.left_out.add(person.key)
    if found.left_out and not told.stopped:
        typer.echo("Columns not read: " + ", ".join(found.left_out[:30]))


def _go_through(
    found: Scores, desk: Desk, told: Report, study: str, measure: Measure, category: int, write: bool
) -> None:  # fmt: skip
    """Bring people over a batch at a time; a dry run does the same and takes it back."""
    from django.db import transaction
    from django.utils import timezone

    from alongside.stewardship.actions.importing_scores import bring_scores
    from alongside.stewardship.rules.scores import ready

    people, done = ready(found), 0
    with bar("Bringing over" if write else "Looking", len(found.people)) as show:
        while batch := list(islice(people, BATCH)):
            with desk.acting(), transaction.atomic():
                outcome = bring_scores(
                    people=batch, study=study, instrument=measure.name, category=category,
                    definition=measure.definition, agency=desk.agency, by=desk.me.principal, at=timezone.now(),
                )  # fmt: skip
                if not write:
                    transaction.set_rollback(True)
            told.problems += outcome.problems
            refused = {p.family for p in outcome.problems if p.code == "unknown_person"}
            told.left_out |= refused
            told.already += outcome.unchanged
            told.brought += len(batch) - len(refused) - outcome.unchanged
            told.rows += Counter({
                "new records": outcome.people, "occasions done": outcome.done, "not available": outcome.not_available,
                "occasions already here": outcome.already,
            })  # fmt: skip
            done += len(batch)
            show(done)

"""`alongside import`: people, dates and scores from CSV files. Looks first; writes only with --write."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from alongside.project.commands.importing_answers import answers
from alongside.project.commands.importing_desk import Desk, bar, signed_in
from alongside.project.commands.importing_options import As, Encoding, IgnoreColumns, ReportFile, Write
from alongside.project.commands.importing_report import Report
from alongside.project.commands.importing_scores import scores
from alongside.project.home import CannotContinue

if TYPE_CHECKING:
    from alongside.stewardship.rules.caseload import Caseload
    from alongside.stewardship.rules.people import Draft, Known

BATCH = 200  # families written in one transaction

import_ = typer.Typer(
    add_completion=False,
    rich_markup_mode="markdown",
    help="Bring in people, dates and scores from CSV files. It **looks first** and says what there is to mend, file by "
    "file and line by line; only `--write` writes.\n\nStart with `alongside import --templates my-import`: empty "
    "files, filled-in examples and the schemas. Then `alongside import caseload my-import --as 'your name'`. "
    "What each column means: docs/reference/import.md.",
)
import_.command("scores")(scores)
import_.command("answers")(answers)


@import_.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    templates: Annotated[
        Path | None, typer.Option(help="Write empty files, examples and schemas to this folder, and stop.")
    ] = None,
) -> None:
    """Write templates, or teach."""
    if templates is not None:
        _write_templates(templates)
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def _write_templates(folder: Path) -> None:
    from alongside.stewardship.rules.reference import write_templates

    try:
        written = write_templates(folder)
    except OSError as why:
        raise CannotContinue(f"Nothing can be written to {folder}: {why.strerror}.", "Choose another folder.") from why
    typer.echo(f"{len(written)} files written to {folder}; files that were there are as they were.")
    typer.echo(
        f"Fill in at least families.csv and people.csv, then: alongside import caseload {folder} --as 'your name'"
    )


@import_.command()
def caseload(
    paths: Annotated[list[Path], typer.Argument(metavar="FOLDER|FILES", help="families.csv, people.csv and others.")],
    who: As,
    write: Write = False,
    ignore_columns: IgnoreColumns = False,
    encoding: Encoding = "",
    report: ReportFile = None,
) -> None:
    """Bring over families with their people, states, tracks, contacts and teams.

    Each family goes in wholly or not at all. The same files again bring nothing over twice.
    """
    with signed_in(who) as desk:
        from alongside.stewardship.rules.caseload import Caseload

        told = Report(("family", "families"))
        with Caseload(paths, encoding=encoding, ignore_columns=ignore_columns) as files:
            _index(files, told)
            if not told.stopped:
                _go_through(files, desk, told, write)
        told.tell(written=write, file=report)
    if told.problems:
        raise typer.Exit(1)


def _index(files: Caseload, told: Report) -> None:
    if not files.problems:
        with bar("Reading", files.bytes) as show:
            for done in files.index():
                show(done)
    told.looks += files.looks
    told.problems += [*files.problems, *files.astray]
    told.stopped = bool(files.problems)


def _go_through(files: Caseload, desk: Desk, told: Report, write: bool) -> None:
    """Check every family and, with ``write``, write those that are ready, a batch at a time."""
    from django.utils import timezone

    from alongside.stewardship.queries import brought_over, known_here
    from alongside.stewardship.rules.checking import check_family

    now = timezone.now()
    with desk.acting():
        known = known_here(on=timezone.localdate(now), writes=desk.me.writes)
    families, done = files.families(), 0
    with bar("Bringing over" if write else "Looking", len(files)) as show:
        while batch := list(islice(families, BATCH)):
            with desk.acting():
                here = brought_over(desk.agency, "family", [bundle.key for bundle in batch])
            drafts = []
            for bundle in batch:
                if bundle.key in here:
                    told.already += 1
                    continue
                draft, problems, looks = check_family(bundle, known)
                told.problems += problems
                told.looks += looks
                if draft is None:
                    told.left_out.add(bundle.key)
                else:
                    drafts.append(draft)
            (_write if write else _look)(drafts, known, desk, told)
            done += len(batch)
            show(done)


def _look(drafts: list[Draft], known: Known, desk: Desk, told: Report) -> None:
    """Count what would be written; name people who are here already with another family."""
    from alongside.stewardship.queries import brought_over
    from alongside.stewardship.rules.problems import Problem

    with desk.acting():
        elsewhere = brought_over(desk.agency, "person", [key for draft in drafts for key in draft.people])
    for draft in drafts:
        clash = [row for key, row in draft.people.items() if key in elsewhere]
        if clash:
            told.left_out.add(draft.key)
            told.problems += [Problem("elsewhere", row.file, row.line, {}, draft.key) for row in clash]
            continue
        told.brought += 1
        kinds = {"women": "woman", "children": "child", "other people": "other"}
        told.rows.update({name: len(draft.of_kind(kind)) for name, kind in kinds.items()})
        told.rows.update(
            {"track rows": len(draft.tracks), "contacts": len(draft.contacts), "team rows": len(draft.team)}
        )


def _write(drafts: list[Draft], known: Known, desk: Desk, told: Report) -> None:
    from django.utils import timezone

    from alongside.stewardship.actions.importing import bring_over
    from alongside.stewardship.rules.problems import Problem

    if not drafts:
        return
    with desk.acting():
        outcome = bring_over(drafts=drafts, known=known, agency=desk.agency, by=desk.me.principal, at=timezone.now())
    told.brought += len(outcome.written)
    told.already += len(outcome.already)
    told.rows += Counter({name: count for name, count in outcome.rows.items() if name != "families"})
    rows = {draft.key: draft.family for draft in drafts}
    for key, why in outcome.refused.items():
        told.left_out.add(key)
        told.problems.append(Problem("refused", rows[key].file, rows[key].line, {"why": why}, key))

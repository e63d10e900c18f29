"""`alongside score`: scores of one instrument from a CSV file of answers. Starts without Django or a database."""

from __future__ import annotations

import csv
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from alongside.project.commands.instruments_found import find
from alongside.project.home import CannotContinue

if TYPE_CHECKING:
    from alongside.instruments.rules import Definition
    from alongside.project.commands.score_rows import Cells, Layout, Row
    from alongside.stewardship.rules.reading import Source

TOLD_EVERY = 100_000  # rows between two lines of progress where there is no screen


def score(
    instrument: Annotated[str, typer.Argument(help="Its code (PHQ-9, any case; PHQ-9@VERSION), or a file: my.json.")],
    file: Annotated[str, typer.Argument(metavar="FILE.csv", help="The answers; `-` is standard input.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object for each row, for programs.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Say of each score how it came about.")] = False,
    keep: Annotated[
        list[str] | None, typer.Option(metavar="COLUMN", help="A column to carry along (`id` always is).")
    ] = None,
    missing: Annotated[
        list[str] | None, typer.Option(metavar="TEXT", help="A further way in which the file says “not answered”: -99.")
    ] = None,
    encoding: Annotated[str, typer.Option(help="How the file's letters are kept, if it is not found right.")] = "",
    strict: Annotated[bool, typer.Option("--strict", help="End with 1 when a row cannot be scored.")] = False,
) -> None:
    """Score questionnaires: one row of answers in, **one row of scores out**, in the same order.

    Columns are named like the items (`1`, `2` … as `alongside instruments show PHQ-9` lists them) and hold the numbers
    of the answers that were chosen, before anything is turned round. An empty cell is *not answered*; it is never
    nought. “NA” is *not applicable*, which few items allow. A column `months` holds the child's age where scores depend
    on it.

    A row with an answer that cannot be is not scored: it says which. Nothing is written anywhere.

    `alongside score PHQ-9 answers.csv --json`
    """
    from alongside.stewardship.rules.problems import FileTrouble

    found = find(instrument)
    try:
        with _opened(file, encoding, found.definition) as source:
            wrong = _go_through(found.definition, source, keep or [], missing or [], as_json, explain)
    except FileTrouble as why:
        said = "What stands before this line is scored, the rest is not." if why.problem.line > 1 else ""
        raise CannotContinue(str(why), said) from why
    except BrokenPipeError:  # whoever reads our lines has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from None
    if wrong and strict:
        raise typer.Exit(1)


@contextmanager
def _opened(file: str, encoding: str, definition: Definition) -> Iterator[Source]:
    """The CSV file, or standard input copied to one, since a file is read twice."""
    from alongside.stewardship.rules.reading import open_csv

    known = {name.casefold() for name in definition.every_item}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(file)
        if file == "-":
            path = Path(folder) / "standard input"
            with path.open("wb") as copy:
                shutil.copyfileobj(sys.stdin.buffer, copy)
        source = open_csv(path, encoding=encoding, known=lambda header: header.strip().casefold() in known)
        try:
            yield source
        finally:
            source.close()


def _go_through(
    definition: Definition, source: Source, keep: list[str], missing: list[str], as_json: bool, explain: bool
) -> int:
    """Score and print every row; how many could not be scored for an answer that cannot be."""
    from alongside.project.commands.score_rows import Cells, layout_of, scored_rows

    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    layout = layout_of(definition, source, keep)
    for note in [*(str(look) for look in source.looks), *layout.notes]:
        sys.stderr.write(f"{note}\n")
    cells = Cells(missing, comma=source.separator == ";")
    table = csv.writer(sys.stdout, lineterminator="\n")
    header = _header(definition, layout)
    if not as_json and not explain:
        table.writerow(header)
    rows = wrong = 0
    with _progress(source) as show:
        for row in scored_rows(definition, source, layout, cells):
            rows += 1
            wrong += "error" in row.flat
            if as_json:
                said = {"explain": _explained(definition, row, layout, cells)} if explain else {}
                sys.stdout.write(json.dumps({**row.kept, **row.flat, **said}, ensure_ascii=False) + "\n")
            elif explain:
                who = ", ".join(f"{name} {value}" for name, value in row.kept.items()) or f"line {row.line}"
                lines = "\n".join(f"  {line}" for line in _explained(definition, row, layout, cells))
                sys.stdout.write(f"{who}\n{lines}\n")
            else:
                table.writerow([_cell({**row.kept, **row.flat}.get(name)) for name in header])
            if rows % 1000 == 0:
                show(rows, row.offset)
    sys.stdout.flush()
    _close(rows, wrong)
    return wrong


def _close(rows: int, wrong: int) -> None:
    if not rows:
        sys.stderr.write("There are no rows under the header.\n")
    else:
        told = f"; {wrong:,} could not be scored (they say why)" if wrong else ""
        sys.stderr.write(f"{rows:,} row{'' if rows == 1 else 's'}{told}.\n")


def _explained(definition: Definition, row: Row, layout: Layout, cells: Cells) -> list[str]:
    from alongside.instruments.rules import score as score_one
    from alongside.project.commands.score_explain import explained
    from alongside.project.commands.score_rows import answers_of

    scores = score_one(definition, answers_of(row.cells, layout, cells), months=row.months)
    if "error" in row.flat and not scores.error:  # the row itself is not whole
        return [f"Not scored: {row.flat['error']}."]
    return explained(scores, answers_of(row.cells, layout, cells))


def _header(definition: Definition, layout: Layout) -> list[str]:
    """Columns of the table of scores: what is carried along, every result, what is wrong with the row."""
    from alongside.instruments.rules import score as score_one

    results = list(score_one(definition, {}).flat())
    for scale in definition.scales:
        if scale.missing.method == "lower_bound":
            results.insert(results.index(f"{scale.code}.prorated") + 1, f"{scale.code}.at_least")
    return [*layout.kept, *results, "error", "because"]


def _cell(value: Any) -> Any:
    """A value for a cell: nothing for what is not known, words for yes and no, items one after the other."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return " ".join(value) if isinstance(value, list) else ("" if value is None else value)


@contextmanager
def _progress(source: Source) -> Iterator[Any]:
    """Progress on the error output: a bar on a screen, now and then a line elsewhere."""
    if not sys.stderr.isatty():
        yield lambda rows, _: rows % TOLD_EVERY or sys.stderr.write(f"{rows:,} rows …\n")
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (TextColumn("Scoring"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        size = source.handle.seek(0, os.SEEK_END)
        task = progress.add_task("", total=max(size, 1))
        yield lambda _, offset: progress.update(task, completed=offset)

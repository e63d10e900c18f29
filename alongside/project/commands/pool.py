"""`alongside pool`: files of several sites, together. A site writes its own; the reports run over all of them, with
DuckDB on one machine or Apache Spark across machines. Starts without a database.
"""

from __future__ import annotations

import csv
import json
import random
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from alongside.project.home import CannotContinue

if TYPE_CHECKING:
    from alongside.evaluation.analyse.table import Table

pool = typer.Typer(
    add_completion=False, no_args_is_help=True, rich_markup_mode="markdown",
    help="Reports over **several sites**: each writes its own files (Parquet), without names or days; the reports of "
    "the programme's pages run over all of them.\n\n"
    "`alongside pool write extract.zip --site North --to pool` · `alongside pool report pool`\n\n"
    "When, how, and when not: docs/how-to/scale-out.md.",
)  # fmt: skip


@contextmanager
def _kindly() -> Iterator[None]:
    from alongside.evaluation.methods.refusing import Unfit

    try:
        yield
    except Unfit as why:
        raise CannotContinue(why.what, why.do) from why


@pool.command()
def write(
    extract: Annotated[str, typer.Argument(metavar="EXTRACT", help="A study's extract (zip), or such a CSV file.")],
    site: Annotated[str, typer.Option(help="The site, as all files of the pool call it. Needed.")],
    to: Annotated[Path, typer.Option(metavar="FOLDER", help="The pool's folder. Needed.")],
    measures: Annotated[str, typer.Option(metavar="CSV", help="measure, instrument, scale, better, cutoff …")] = "",
    services: Annotated[str, typer.Option(metavar="CSV", help="Meetings: code, day, minutes.")] = "",
    retention: Annotated[str, typer.Option(metavar="CSV", help="Who was there: code, start, end.")] = "",
    known: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Up to which day that is known.")] = None,
    waves: Annotated[str, typer.Option(help="The waves in their order: pre,2m,8m (else as the file has them).")] = "",
    replace: Annotated[bool, typer.Option("--replace", help="Make the site's files anew.")] = False,
) -> None:  # fmt: skip
    """Make a **site's own files** from its study's extract: new codes, no days, and nobody who is one of few.

    The extract has the columns `code`, `arm` and `measure.wave` (`bdi.8m`), or a row a score: `code`, `arm`,
    `instrument`, `wave`, `value`. `family` beside `code` says who belongs together. Norms come from `--measures`; a
    line that names an instrument of Alongside (PHQ-9) takes what is published for it.
    """
    from alongside.evaluation.analyse.registry import parts
    from alongside.evaluation.pooled.gathering import gather
    from alongside.evaluation.pooled.writing import write as write_site

    with _kindly():
        made = gather(
            site.strip(), _extract(extract), measures=_table(measures), services=_table(services),
            retention=_table(retention), waves=parts(waves), known=known.date() if known else None,
            shuffle=random.SystemRandom().shuffle, published=_published,
        )  # fmt: skip
        files = write_site(to, made, replace=replace)
    for file in files:
        typer.echo(f"{file}: {len(made.tables[file.stem]):,} rows")
    if made.left_out:
        typer.echo(f"Left out, for they are no scores: {', '.join(made.left_out)}.")
    without = [row["instrument"] for row in made.tables["measures"] if not row["judged"]]
    if without:
        typer.echo(f"Without a norm, so that no change is judged: {', '.join(without)}.")


def _table(file: str) -> Table | None:
    from alongside.evaluation.analyse.reading import read_table

    return read_table(file) if file else None


def _extract(file: str) -> Table:
    """The table of an extract as it leaves a study (zip), or of a CSV file."""
    from alongside.evaluation.analyse.reading import read_table
    from alongside.evaluation.rules.framing import FILE

    if not zipfile.is_zipfile(file):
        return read_table(file)
    with zipfile.ZipFile(file) as archive, tempfile.TemporaryDirectory() as folder:
        if FILE not in archive.namelist():
            raise CannotContinue(f"{file} holds no {FILE}.", "Take the extract as it left the study.")
        return read_table(archive.extract(FILE, folder))


def _published(instrument: str, scale: str) -> dict[str, Any]:
    """What Alongside knows of a scale; nothing where it does not know the instrument."""
    from alongside.instruments.rules.change import norm_of
    from alongside.project.commands.instruments_found import find

    try:
        definition = find(instrument).definition
    except CannotContinue:
        return {}
    codes = list(definition.every_scale)
    code = scale or ("total" if "total" in codes else codes[0] if len(codes) == 1 else "")
    if code not in codes:
        return {}
    norm = norm_of(definition, code)
    found: dict[str, Any] = {
        "better": norm.better or None, "sd": norm.sd, "r": norm.r, "points": norm.fixed,
        "source": norm.source or norm.fixed_source or None, "judged": not (definition.static or definition.groups_only),
    }  # fmt: skip
    if norm.caseness:
        found |= {"cut_op": norm.caseness.op, "cut_value": float(norm.caseness.value)}
    return found


@pool.command()
def report(
    folder: Annotated[str, typer.Argument(metavar="FOLDER", help="The pool: a folder a site; Spark reads s3a:// too.")],
    which: Annotated[
        list[str] | None, typer.Argument(metavar="[REPORT]...", help="scores, change, dose, retention.")
    ] = None,
    engine: Annotated[str, typer.Option(help="duckdb (this machine) or spark (one machine or many).")] = "duckdb",
    master: Annotated[str, typer.Option(help="Spark's master; else what spark-submit says, or this machine.")] = "",
    threads: Annotated[int, typer.Option(min=0, help="How many at once on this machine; 0: all.")] = 0,
    least: Annotated[int, typer.Option(min=2, help="Fewer families than this are few: nothing is said of them.")] = 5,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, at full precision.")] = False,
    as_csv: Annotated[Path | None, typer.Option("--csv", metavar="FOLDER", help="A CSV file for each report.")] = None,
) -> None:  # fmt: skip
    """The programme's **reports over all sites**: scores, reliable change, dose, retention.

    The same with either engine, figure by figure. First the files are checked: rows that stand twice, people in no
    list, numbers that are none. What is about few families is withheld (×), and so is what would give it away.
    """
    from alongside.evaluation.pooled.checking import check
    from alongside.evaluation.pooled.engines import engine as engine_of
    from alongside.evaluation.pooled.engines import say_wait
    from alongside.evaluation.pooled.pool import open_pool
    from alongside.evaluation.pooled.reports import answer, asked_for
    from alongside.evaluation.pooled.withholding import shown

    with _kindly():
        reports = asked_for(which or [])
        say_wait(engine)
        with engine_of(engine, threads=threads, master=master) as opened:
            whole = open_pool(opened, folder)
            if not which:
                reports = [each for each in reports if each.table in whole]
            check(whole)
            found = {each.name: shown(each, answer(each, whole), least) for each in reports}
    if as_csv is not None:
        _csv(as_csv, reports, found)
    if as_json:
        sys.stdout.write(json.dumps(_json(engine, least, reports, found), ensure_ascii=False, allow_nan=False) + "\n")
    elif as_csv is None:
        _print(reports, found)


def _json(engine: str, least: int, reports: list[Any], found: dict[str, Any]) -> dict[str, Any]:
    from alongside.evaluation.pooled.reports import VARIANT

    told = {each.name: {"what": each.what, "columns": list(each.columns), "rows": found[each.name]} for each in reports}
    return {"engine": engine, "least": least, "variant": VARIANT, "reports": told}


def _csv(folder: Path, reports: list[Any], found: dict[str, Any]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for each in reports:
            with (folder / f"{each.name}.csv").open("w", newline="", encoding="utf-8") as out:
                table = csv.writer(out)
                table.writerow([*each.columns, "withheld", "differ"])
                for row in found[each.name]:
                    cells = ["" if row[name] is None else row[name] for name in each.columns]
                    table.writerow([*cells, " ".join(row["withheld"]), " ".join(row["differ"])])
    except OSError as why:
        raise CannotContinue(f"{folder} cannot be written: {why.strerror or why}.") from why
    typer.echo(f"Written: {', '.join(f'{each.name}.csv' for each in reports)} in {folder}.", err=True)


def _print(reports: list[Any], found: dict[str, Any]) -> None:
    import io

    from rich.console import Console

    from alongside.evaluation.analyse.outcome import Part
    from alongside.evaluation.analyse.printing import as_table
    from alongside.project.telling import console

    out = console()
    for each in reports:
        rows = [
            ["×" if name in row["withheld"] else "all" if name in ("site", "arm") and row[name] is None else row[name]
             for name in each.columns]
            for row in found[each.name]
        ]  # fmt: skip
        out.print(f"[bold]{each.what}[/bold]")
        wide = Console(file=io.StringIO(), width=10_000, color_system=None)
        wide.print(as_table(Part(each.name, each.columns, rows)))
        for line in wide.file.getvalue().splitlines():  # type: ignore[attr-defined]
            out.print(line.rstrip(), markup=False)
        differ = [(row["instrument"], row["scale"], *row["differ"]) for row in found[each.name] if row["differ"]]
        for instrument, scale, *what in dict.fromkeys(differ):
            out.print(f"{' '.join(filter(None, (instrument, scale)))}: sites differ in {', '.join(what)}, so that all "
                      "together are not judged.", markup=False)  # fmt: skip
        out.print()
    out.print("× is withheld: about few families, or it would give away what is.", markup=False)


@pool.command()
def schema() -> None:
    """Print what the files hold, as a Data Package with **Table Schemas**: what others need to make such files."""
    from alongside.evaluation.pooled.schema import package

    sys.stdout.write(package())

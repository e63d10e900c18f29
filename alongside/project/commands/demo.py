"""`alongside demo`: an empty database becomes a practice programme."""

from __future__ import annotations

import time
from typing import Annotated

import typer

from alongside.project.commands import programme
from alongside.project.home import CannotContinue
from alongside.project.telling import console

WHAT_TO_DO = {
    "real_programme": "Practise in a folder of its own: ALONGSIDE_HOME=/path/to/folder alongside demo",
    "already_loaded": "Start it with alongside up, or choose another folder with ALONGSIDE_HOME for a new one.",
    "too_many": "Choose another number: alongside demo --families 120",
}


def demo(
    families: Annotated[int, typer.Option(help="How many families.", min=1, max=50_000)] = 120,
    seed: Annotated[int, typer.Option(help="The same number gives the same programme.")] = 1995,
) -> None:
    """Fill an empty database with a **practice programme**: lifelike families over six years, and nobody is real.

    The first families are stories to look at: twins born early (Wren Larivière), a child who comes home again
    (Marguerite Doyle), a return to use after four years (Joanne Petrov), nine quiet months (Amina Clarke), a very
    long history (Delphine Archer), and a child in foster care (Corinne Blake). `alongside up` then lets you walk in as
    one of the people who work there, at another agency, as a foster carer, or as a mother.

    A database with real families is never filled. 120 families take a few seconds, 50,000 about ten minutes.
    """
    with programme(process="loader"):
        load(families=families, seed=seed)
    console().print("Start it: alongside up")


def load(*, families: int = 120, seed: int = 1995) -> int:
    """Load the practice programme with a progress bar, in a process that was set up for "loader". Returns the rows.

    Raises CannotContinue when the database is not empty or is for real families.
    """
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from alongside.recordkeeping.rules import Refused
    from alongside.stewardship.actions import load_demonstration
    from alongside.stewardship.terms import Refusal

    out, began = console(), time.monotonic()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    try:
        with Progress(*columns, console=out, transient=True, disable=not out.is_terminal) as bar:
            task = bar.add_task("Telling families", total=families)
            rows = load_demonstration(
                families=families, seed=seed, progress=lambda done, _: bar.update(task, completed=done)
            )
    except Refused as no:
        raise CannotContinue(str(Refusal(no.because).label), WHAT_TO_DO.get(no.because, "")) from no
    took = time.monotonic() - began
    out.print(
        f"[green]✓[/green] A practice programme of {families} families ({rows} records) [dim]({took:.1f} s)[/dim]"
    )
    return rows

"""`alongside age`: a child's age for norms and forms."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Annotated

import typer

from alongside.project.home import CannotContinue

MOST_WEEKS_EARLY = 20


def age(
    dob: Annotated[str, typer.Option(metavar="DAY", help="The day of birth: 2024-02-29.")],
    on: Annotated[str, typer.Option(metavar="DAY", help="The day to say the age for; without it, today.")] = "",
    weeks_early: Annotated[int, typer.Option(help="How many whole weeks before the due date.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, for programs.")] = False,
) -> None:
    """Say a child's age in **completed months**, corrected when born early, and the SWYC form for it.

    Born at least three weeks early and under 24 months old, a child's age is counted from the day it was due.

    `alongside age --dob 2023-01-10 --on 2024-06-01 --weeks-early 6`
    """
    from alongside.instruments.rules.ages import SWYC_WINDOWS, form_for, months_for_norms

    born_on, day = _day("--dob", dob), _day("--on", on) if on else datetime.now(UTC).astimezone().date()
    if not 0 <= weeks_early <= MOST_WEEKS_EARLY:
        raise CannotContinue(f"--weeks-early is from 0 to {MOST_WEEKS_EARLY} (weeks before the due date).")
    if day < born_on:
        raise CannotContinue(f"On {day} the child was not born yet (born on {born_on}).")
    found = months_for_norms(born_on, day, weeks_early)
    form = form_for(SWYC_WINDOWS, found.months)
    if as_json:
        said = {
            "dob": str(born_on), "on": str(day), "weeks_early": weeks_early,
            "chronological_months": found.chronological, "completed_months": found.months,
            "corrected": found.corrected, "form": form,
        }  # fmt: skip
        typer.echo(json.dumps(said))
        return
    typer.echo(f"{found.months} completed months" + (" (corrected)" if found.corrected else ""))
    if found.corrected:
        typer.echo(f"  {found.chronological} months by the calendar, born {weeks_early} weeks early")
    typer.echo(f"  SWYC form: {form or 'none for this age'}")


def _day(name: str, text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError as why:
        raise CannotContinue(f"{name} is “{text}”. A day is written year-month-day: 2024-02-29.") from why

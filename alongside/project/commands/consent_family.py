"""`alongside consent audit` and `consent matrix --family`: the same rules, asked of the programme's own database."""

from __future__ import annotations

import json
import sys
import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import typer

from alongside.consent.rules import CATEGORIES
from alongside.project.commands import console, programme
from alongside.project.home import CannotContinue

if TYPE_CHECKING:
    from alongside.stewardship.queries import Forbidden

FOUND = 1
_NAMES = {bit: name for name, bit in CATEGORIES.items()}


def audit(*, as_json: bool = False) -> int:
    """Look at the whole ledger. Returns how many parts of lines the rules would not have let go."""
    with programme(process="loader"):
        found = look()
        tell(found, as_json=as_json)
    return len(found)


def look() -> list[Forbidden]:
    """Every line, with a bar; in a process set up for "loader"."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from alongside.stewardship import queries

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    total = queries.lines_in_ledger()
    with Progress(*columns, console=console(), transient=True) as bar:
        task = bar.add_task("Looking at every line of the ledger", total=total)
        found = list(queries.audit(lambda n: bar.advance(task, n)))
    console().print(f"{total} lines of the ledger looked at, {len(found)} things the rules would not have let go.")
    return found


def tell(found: Iterable[Forbidden], *, as_json: bool) -> None:
    """Each of them on standard output. Ids and codes: no names, no words of a record."""
    said = [_row(each) for each in found]
    if as_json:
        typer.echo(json.dumps(said, ensure_ascii=False))
        return
    for row in said:
        what = row["category"] or "the whole line"
        typer.echo(f"{row['at']}  {row['line']}  {what}, resting on {row['basis']}: {', '.join(row['why'])}")


def _row(each: Forbidden) -> dict[str, Any]:
    return {
        "line": str(each.line), "family": str(each.family), "at": each.at.isoformat(), "basis": each.basis,
        "category": None if each.category is None else _NAMES.get(each.category, str(each.category)),
        "why": list(each.why),
    }  # fmt: skip


def matrix(family: str, *, as_json: bool = False) -> None:
    """The table of one family as it stands now: everybody let into it in any way, about everybody in it."""
    try:
        wanted = uuid.UUID(family)
    except ValueError:
        raise CannotContinue("--family is the long number in the address of the family's page.") from None
    with programme(process="loader"):
        rows = table(wanted)
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        typer.echo(f"{row['who']}, about {row['about']}: {', '.join(row['categories']) or 'nothing'}")


def table(family: uuid.UUID) -> list[dict[str, Any]]:
    """``who`` (a name), ``about`` (an id and what it is) and ``categories``; in a process set up for "loader"."""
    from django.db import transaction
    from django.utils import timezone

    from alongside.consent import queries as consent
    from alongside.consent import rules
    from alongside.consent.rules.standing import matrix as every
    from alongside.families.models import Family, Person
    from alongside.stewardship import queries

    with transaction.atomic():
        try:
            world = consent.world_of(family)
        except Family.DoesNotExist:
            raise CannotContinue("There is no such family here.") from None
        asked = queries.who_might_ask(family, world, timezone.now())
        kinds = dict(Person.objects.filter(family_id=family).exclude(kind="other").values_list("id", "kind"))
    subjects: list[rules.vocabulary.Who] = [*kinds, *world.dyads]
    found = []
    for name, asker in asked:
        known = consent.on_her_own_page(world, asker.person) if asker.person else world
        for row in every(known, [asker], subjects):
            about = f"{row.subject} ({kinds.get(row.subject, 'the two together')})"  # type: ignore[call-overload]
            held = [code for code, bit in CATEGORIES.items() if row.mask >> bit & 1]
            found.append({"who": name, "about": about, "categories": held})
    return found


def stop_if_found(number: int) -> None:
    """End with 1 when anything was found, so that a script stops too."""
    if number:
        sys.stderr.write("Please look at these with whoever keeps privacy.\n")
        raise typer.Exit(FOUND)

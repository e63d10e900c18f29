"""An outcome for people: numbers of a length one can read, tables, the answer, what it cannot show."""

from __future__ import annotations

import io
import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from alongside.evaluation.analyse.calling import Called
    from alongside.evaluation.analyse.outcome import Part


def figure_of(value: Any) -> str:
    """A cell: five significant digits, never 1e+05 for what fits on a line; nothing for what is not known."""
    if value is None:
        return ""
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        if not math.isfinite(value):
            return "" if math.isnan(value) else ("∞" if value > 0 else "-∞")
        if value == int(value) and abs(value) < 1e9:
            return str(int(value))
        if abs(value) >= 1e5:
            return f"{value:,.1f}".replace(",", "")
        return f"{value:.5g}"
    return str(value)


def as_table(part: Part) -> Any:
    """A rich table of one part, without its title; numbers stand to the right."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style=None)
    for n, name in enumerate(part.columns):
        numeric = all(isinstance(row[n], int | float) or hasattr(row[n], "item") or row[n] is None for row in part.rows)
        table.add_column(str(name), justify="right" if numeric and part.rows else "left", no_wrap=True)
    for row in part.rows:
        table.add_row(*(figure_of(cell) for cell in row))
    return table


def who(called: Called) -> str:
    """One line: how many rows were used, and what is missing where."""
    used = called.outcome.used
    if "rows" not in used:
        return ""
    missing = [f"{name} {count}" for name, count in used.get("missing", {}).items() if count]
    gaps = f" Missing: {', '.join(missing)}." if missing else " Nothing is missing."
    return f"{used.get('used', used['rows'])} of {used['rows']} rows of {called.file} were used.{gaps}"


def show(called: Called, out: Any) -> None:
    """Print an outcome to a rich console."""
    from rich.console import Console
    from rich.markup import escape

    outcome = called.outcome
    if outcome.sentence:
        out.print(outcome.sentence, markup=False)
    if words := who(called):
        out.print(words, markup=False)
    for part in outcome.tables:
        out.print()
        out.print(f"[bold]{escape(part.title)}[/bold]")
        table = as_table(part)
        whole = Console(file=io.StringIO(), width=10_000, color_system=None)  # a narrow screen cuts no number short
        whole.print(table)
        for line in whole.file.getvalue().splitlines():  # type: ignore[attr-defined]
            out.print(line.rstrip(), markup=False)
    notes = [*called.notes, *outcome.notes]
    if notes:
        out.print()
        for note in notes:
            out.print(f"- {note}", markup=False)

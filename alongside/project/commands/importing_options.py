"""Options that every kind of `alongside import` has."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

As = Annotated[
    str, typer.Option("--as", metavar="WHO", help="The colleague who imports: a name, or an e-mail address.")
]
Write = Annotated[bool, typer.Option("--write/--dry-run", help="Write what can be written. Without it, only look.")]
Encoding = Annotated[str, typer.Option(help="How the letters are kept, if it is not found right: cp1252, utf-16 …")]
ReportFile = Annotated[Path | None, typer.Option("--report", help="Write the whole report to this file.")]
IgnoreColumns = Annotated[bool, typer.Option("--ignore-columns", help="Leave out columns nobody knows.")]

IdColumn = Annotated[str, typer.Option("--id", metavar="COLUMN", help="The column that says whose row it is.")]
Study = Annotated[
    str,
    typer.Option(
        help="People of this study become records of their own, by an alias. Without it: keys of an earlier import."
    ),
]
Missing = Annotated[list[str] | None, typer.Option(help="A further way in which the file says “missing”, such as -99.")]

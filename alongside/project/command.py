"""The `alongside` command. Each sub-command is read from its own module only when it is asked for, so that those that
need no database (`wording`) start at once and work without Django.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import typer
import typer.core

from alongside.project.home import CannotContinue
from alongside.project.telling import tell

# name: (module, function, what the list says)
COMMANDS = {
    "up": ("alongside.project.commands.up", "up", "Start the programme and print its address."),
    "begin": ("alongside.project.commands.begin", "begin", "Set up a first real programme."),
    "agree": ("alongside.project.commands.agreeing", "agree", "Say the second yes to what waits for it."),
    "sign-in-again": ("alongside.project.commands.agreeing", "sign_in_again", "Help who keeps accounts to sign in."),
    "demo": ("alongside.project.commands.demo", "demo", "Fill an empty database with a practice programme."),
    "import": ("alongside.project.commands.importing", "import_", "Bring in people, dates and scores from CSV files."),
    "score": ("alongside.project.commands.score", "score", "Score answers in a CSV file, without a database."),
    "change": ("alongside.project.commands.change", "change", "Say whether a change between two scores is reliable."),
    "analyse": (
        "alongside.project.commands.analyse",
        "analyse",
        "Evaluate with a CSV file: does it help, how, for whom.",
    ),
    "pool": ("alongside.project.commands.pool", "pool", "Report over files of several sites, on one machine or many."),
    "age": ("alongside.project.commands.age", "age", "A child's age for norms and forms, corrected when born early."),
    "instruments": ("alongside.project.commands.instruments", "instruments", "See questionnaires; check your own."),
    "programmes": (
        "alongside.project.commands.programmes",
        "programmes",
        "See programmes, their plans, and what is known.",
    ),
    "doctor": ("alongside.project.commands.doctor", "doctor", "Check that everything stands, and say what to do."),
    "consent": ("alongside.project.commands.consent", "consent", "Say what may be shared, with whom, and why."),
    "wording": ("alongside.project.commands.wording", "wording", "Check texts for words that hurt or blame."),
    "docs": ("alongside.project.commands.docs", "docs", "Write the generated pages of the documentation anew."),
    "messages": ("alongside.project.commands.messages", "messages", "Bring the translations up to date."),
    "migrate": ("alongside.project.commands.migrate", "migrate", "Bring the database up to this version."),
}
HIDDEN = {"docs", "messages", "migrate"}


class LazyCommands(typer.core.TyperGroup):
    """Lists the commands by name and summary; reads a command's module when that command is called."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command to run, as click does, and put the real one in the place of its name."""
        name, listed, rest = super().resolve_command(ctx, args)
        return name, _read(name) if name in COMMANDS else listed, rest


def _read(name: str) -> Any:
    module, function, _ = COMMANDS[name]
    try:
        found = getattr(import_module(module), function)
    except ModuleNotFoundError as problem:
        if problem.name != module:
            raise
        raise CannotContinue(
            f"This version of Alongside has no `alongside {name}` yet.", "Update Alongside, then try again."
        ) from problem
    if isinstance(found, typer.Typer):  # a command with commands of its own
        return typer.main.get_command(found)
    alone = typer.Typer(add_completion=False, rich_markup_mode="markdown")
    alone.command(name)(found)
    return typer.main.get_command(alone)


def _app() -> typer.Typer:
    app = typer.Typer(
        cls=LazyCommands,
        add_completion=False,
        no_args_is_help=True,
        pretty_exceptions_enable=False,  # their frames print local variables, and those may be about people
        rich_markup_mode="markdown",
        help="Alongside: the working system of a relationship-focused programme for women and their young children.\n\n"
        "Start with `alongside up`, which runs a practice programme with no real person in it. "
        "`alongside begin` sets up your own. Each command explains itself: `alongside begin --help`.\n\n"
        "The data lies in one folder; `ALONGSIDE_HOME` names another. "
        "`ALONGSIDE_DATABASE_URL` uses a PostgreSQL 18 server in place of the one that comes along.",
    )
    for name, (_, _, summary) in COMMANDS.items():
        app.command(name, help=summary, hidden=name in HIDDEN)(lambda: None)
    app.callback()(lambda: None)
    return app


def main(arguments: list[str] | None = None) -> None:
    """Run one command and exit: 0 done, 1 something stands in the way (said how to mend it), 2 not understood."""
    try:
        _app()(arguments, prog_name="alongside")
    except CannotContinue as trouble:
        tell(trouble)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)

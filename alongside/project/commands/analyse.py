"""`alongside analyse`: the methods of evaluation on anyone's CSV file. Starts without Django or a database.

Each method's options come from its own declaration (``alongside.evaluation.analyse.of``), so that the command line,
plans and the reference page say the same.
"""

from __future__ import annotations

import inspect
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
import typer.core

from alongside.project.home import CannotContinue

if TYPE_CHECKING:
    from alongside.evaluation.analyse.calling import Called
    from alongside.evaluation.analyse.registry import Method

READING: dict[str, Any] = {
    "missing": Annotated[list[str] | None, typer.Option(help="A further text that says “no answer”: -99.")],
    "where": Annotated[list[str] | None, typer.Option(help="Only rows with column=value (or column!=value).")],
    "days": Annotated[list[str] | None, typer.Option(help="Days between two dates as a column: stay=entered:left.")],
    "wide": Annotated[str, typer.Option(help="Make one row a person of a row a wave: id,wave,score.")],
    "make": Annotated[list[str] | None, typer.Option(help="A column made from others: gain=change(before,after).")],
    "long": Annotated[list[str] | None, typer.Option(help="Make a row a wave: score=column:wave,column:wave.")],
    "encoding": Annotated[str, typer.Option(help="How the file's letters are kept, if it is not found right.")],
    "decimal": Annotated[Literal[",", "."] | None, typer.Option(help="What stands before decimals in this file.")],
    "date_form": Annotated[
        Literal["iso", "dmy", "mdy", "d-month-y"] | None, typer.Option(help="How days are written, if unclear.")
    ],
}


class Methods(typer.core.TyperGroup):
    """The methods as commands; one is read when it is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Every method, sorted."""
        from alongside.evaluation.analyse.registry import METHODS

        return METHODS.names()

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of one method, or nothing."""
        from alongside.evaluation.analyse.registry import METHODS

        alone = typer.Typer(add_completion=False, rich_markup_mode="markdown")
        if cmd_name not in METHODS.names():
            return _template(cmd_name, alone)
        method = METHODS[cmd_name]
        alone.command(method.name, help=f"{method.summary}\n\n`{method.example}`", short_help=method.summary)(
            _command(method)
        )
        return typer.main.get_command(alone)


def _template(id: str, alone: typer.Typer) -> Any:
    """The command of a ready-made analysis, or nothing."""
    from alongside.evaluation.templates.reading import TEMPLATES
    from alongside.project.commands import analyse_templates

    if id not in TEMPLATES:
        return None
    template = TEMPLATES[id]
    alone.command(id, help=f"{template.question}\n\n{template.shows}", short_help=template.title)(
        analyse_templates.command(template, READING, _parameter)
    )
    return typer.main.get_command(alone)


analyse = typer.Typer(
    cls=Methods, add_completion=False, invoke_without_command=True, rich_markup_mode="markdown",
    help="Evaluate with anyone's **CSV file**: change, comparison, mechanism, use, cost. Nothing is kept anywhere.\n\n"
    "`alongside analyse describe scores.csv --columns before,after --arm group`\n\n"
    "Rows hold no names. Every method says who was used, what is missing and what it cannot show; its options: "
    "`alongside analyse describe --help`. All of them: docs/reference/analyse.md.",
)  # fmt: skip


@analyse.callback()
def _without(
    ctx: typer.Context,
    plan: Annotated[Path | None, typer.Option(metavar="PLAN.toml", help="Run a whole plan of analyses.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="With --plan: one JSON object for all.")] = False,
    templates: Annotated[bool, typer.Option("--templates", help="List the ready-made analyses and plans.")] = False,
    ready: Annotated[str, typer.Option(metavar="NAME", help="Print a ready-made plan.")] = "",
    invent: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Write an invented study with its plan, to try things out.")
    ] = None,
    seed: Annotated[int | None, typer.Option(help="With --invent: the same seed, the same study.")] = None,
    null: Annotated[
        bool, typer.Option("--null", help="With --invent: a study in which nothing has an effect.")
    ] = False,
) -> None:
    if ctx.invoked_subcommand is not None:
        return
    if templates or ready or invent:
        from alongside.project.commands import analyse_templates

        if templates:
            analyse_templates.listed()
        elif ready:
            analyse_templates.ready(ready)
        elif invent:
            analyse_templates.invent(invent, seed, null)
        return
    if plan is not None:
        _plan(plan, as_json)
        return
    from rich.table import Table

    from alongside.evaluation.analyse.registry import METHODS
    from alongside.project.telling import console

    table = Table(box=None, pad_edge=False)
    table.add_column("method", no_wrap=True)
    table.add_column("what it answers")
    for name in METHODS:
        table.add_row(name, METHODS[name].summary)
    console().print(table)
    console().print("\nOptions of one: alongside analyse METHOD --help", markup=False)
    console().print("Ready-made analyses and plans: alongside analyse --templates", markup=False)


def _command(method: Method) -> Callable[..., None]:
    """A function with the method's options as its parameters, for typer to read."""
    ours = {option.name.replace("-", "_"): option for option in method.options}
    common: dict[str, Any] = {
        "as_json": Annotated[bool, typer.Option("--json", help="One JSON object, for programs.")],
        "figure": Annotated[Path | None, typer.Option(metavar="OUT.svg", help="Draw it, with its numbers, as SVG.")],
        "seed": Annotated[int | None, typer.Option(help="Where chance draws: the same seed, the same figures.")],
    }
    parameters = []
    if method.reads_table:
        file = Annotated[str, typer.Argument(metavar="FILE.csv", help="Rows of people or waves; `-`: standard input.")]
        parameters.append(inspect.Parameter("file", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=file))
        common |= {name: kind for name, kind in READING.items() if name not in ours}
    for name, option in ours.items():
        parameters.append(_parameter(name, option))
    for name, kind in common.items():
        default = False if name == "as_json" else "" if name in ("wide", "encoding") else None
        parameters.append(inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=kind, default=default))

    def run(**given: Any) -> None:
        reading = {name: given[name] for name in READING if name in given and name not in ours and given[name]}
        options = {name: given[name] for name in ours}
        _run(method, given.get("file"), reading, options, given["seed"], given["as_json"], given["figure"])

    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {each.name: each.annotation for each in parameters}
    return run


def _parameter(name: str, option: Any) -> inspect.Parameter:
    said = option.help + (f" [{', '.join(option.choices)}]" if option.choices else "")
    if option.required:
        said += " Needed."
    elif option.default not in (None, (), "", False):
        default = option.default
        shown = ",".join(f"{each:g}" if isinstance(each, float) else str(each) for each in default) if isinstance(
            default, tuple
        ) else f"{default:g}" if isinstance(default, float) else default  # fmt: skip
        said += f" Usually: {shown}."
    kind = bool if option.kind == "flag" else str | None
    words = {
        "column": "COLUMN",
        "columns": "COLUMN,COLUMN",
        "number": "NUMBER",
        "numbers": "NUMBER,NUMBER",
        "integer": "WHOLE",
    }
    more = {} if option.kind == "flag" else {"metavar": words.get(option.kind, "TEXT")}
    flag = f"--{option.name}"
    return inspect.Parameter(
        name, inspect.Parameter.KEYWORD_ONLY, annotation=Annotated[kind, typer.Option(flag, help=said, **more)],
        default=False if option.kind == "flag" else None,
    )  # fmt: skip


def _run(
    method: Method, file: str | None, reading: dict[str, Any], options: dict[str, Any], seed: int | None, as_json: bool,
    figure: Path | None,
) -> None:  # fmt: skip
    from alongside.evaluation.analyse.calling import call
    from alongside.evaluation.methods.refusing import Unfit

    try:
        called = call(method.name, file, seed=seed, reading=reading, **options)
    except Unfit as why:
        raise CannotContinue(why.what, why.do) from why
    if figure is not None:
        _draw(called, figure)
    if as_json:
        sys.stdout.write(json.dumps(called.as_json(), ensure_ascii=False, allow_nan=False) + "\n")
        return
    from alongside.evaluation.analyse.printing import show
    from alongside.project.telling import console

    show(called, console())


def _draw(called: Called, figure: Path) -> None:
    from alongside.evaluation.analyse.figure import svg

    if called.outcome.drawing is None:
        raise CannotContinue(f"`{called.method.name}` has nothing to draw.", "Leave --figure away.")
    try:
        figure.write_text(svg(called.outcome.drawing, called.outcome.sentence), encoding="utf-8")
    except OSError as why:
        raise CannotContinue(f"{figure} cannot be written: {why.strerror or why}.") from why


def _plan(path: Path, as_json: bool) -> None:
    """Run a plan; it ends with 1 when one of its analyses was refused."""
    from alongside.evaluation.analyse.plan import run_plan
    from alongside.evaluation.analyse.printing import show
    from alongside.evaluation.methods.refusing import Unfit
    from alongside.project.telling import console

    def told(name: str, found: Any) -> None:
        if as_json:
            return
        out = console()
        out.rule(name)
        if isinstance(found, Unfit):
            out.print(f"Refused: {found.what} {found.do}", markup=False)
        else:
            show(found, out)

    try:
        whole = run_plan(path, told)
    except Unfit as why:
        raise CannotContinue(why.what, why.do) from why
    if as_json:
        sys.stdout.write(json.dumps(whole, ensure_ascii=False, allow_nan=False) + "\n")
    if any("refused" in each for each in whole["results"]):
        raise typer.Exit(1)

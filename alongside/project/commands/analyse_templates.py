"""`alongside analyse A-01 FILE.csv …`: a ready-made analysis; their list, ready-made plans, the invented study."""

from __future__ import annotations

import inspect
import json
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from alongside.project.home import CannotContinue

if TYPE_CHECKING:
    from alongside.evaluation.templates.reading import Template
    from alongside.evaluation.templates.running import Ran


def command(
    template: Template, reading: Mapping[str, Any], parameter: Callable[[str, Any], inspect.Parameter]
) -> Callable[..., None]:
    """A function with the template's roles as its parameters, for typer to read."""
    roles = {role.name.replace("-", "_"): role for role in template.roles}
    common: dict[str, Any] = {
        "as_json": (Annotated[bool, typer.Option("--json", help="One JSON object, for programs.")], False),
        "figures": (
            Annotated[Path | None, typer.Option(metavar="FOLDER", help="Draw each analysis into this folder.")], None,
        ),
        "as_plan": (
            Annotated[Path | None, typer.Option(metavar="PLAN.toml", help="Write down the plan that runs it again.")],
            None,
        ),
        "seed": (Annotated[int | None, typer.Option(help="Where chance draws: same seed, same figures.")], None),
    }  # fmt: skip
    file = Annotated[Path, typer.Argument(metavar="FILE.csv", help="Rows of people or waves.")]
    parameters = [inspect.Parameter("file", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=file)]
    if not template.reads_table:
        parameters = []
    parameters += [parameter(name, role) for name, role in roles.items()]
    also = {name: (kind, "" if name in ("wide", "encoding") else None) for name, kind in reading.items()}
    for name, (kind, default) in {**common, **{n: v for n, v in also.items() if n not in roles}}.items():
        parameters.append(inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=kind, default=default))

    def run(**given: Any) -> None:
        read = {name: given[name] for name in reading if name not in roles and given.get(name)}
        asked = {role.name: given[name] for name, role in roles.items() if given[name] not in (None, False)}
        _run(template, given.get("file"), asked, read, given)

    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {each.name: each.annotation for each in parameters}
    return run


def _run(
    template: Template, file: Path | None, roles: dict[str, Any], read: dict[str, Any], given: dict[str, Any]
) -> None:
    from alongside.evaluation.methods.refusing import Unfit
    from alongside.evaluation.templates.running import run

    plan = given["as_plan"]
    folder = plan.resolve().parent if plan else None
    try:
        ran = run(template, file and file.resolve(), roles, seed=given["seed"], reading=read, folder=folder)
    except Unfit as why:
        raise CannotContinue(why.what, why.do) from why
    if plan:
        _write(plan, ran.plan)
    if given["figures"]:
        _draw(ran, given["figures"])
    if given["as_json"]:
        sys.stdout.write(json.dumps(ran.told, ensure_ascii=False, allow_nan=False) + "\n")
    else:
        _show(ran)
    if any("refused" in each for each in ran.told["results"]):
        raise typer.Exit(1)


def _show(ran: Ran) -> None:
    from alongside.evaluation.analyse.printing import show
    from alongside.evaluation.methods.refusing import Unfit
    from alongside.project.telling import console

    out = console()
    out.print(f"{ran.template.id}: {ran.template.question}", markup=False)
    for each in ran.answers:
        out.print(f"→ {each}", markup=False)
    for name, what in ran.found:
        out.print()
        out.rule(name)
        if isinstance(what, Unfit):
            out.print(f"Refused: {what.what} {what.do}", markup=False)
        else:
            show(what, out)
    out.rule("What it cannot say")
    for each in ran.template.limits:
        out.print(f"- {each}", markup=False)
    out.rule("The plan that runs it again")
    for line in ran.plan.splitlines():
        out.print(line, markup=False, soft_wrap=True)


def _draw(ran: Ran, folder: Path) -> None:
    from alongside.evaluation.analyse.figure import svg
    from alongside.evaluation.methods.refusing import Unfit

    folder.mkdir(parents=True, exist_ok=True)
    for n, (name, what) in enumerate(ran.found, start=1):
        if not isinstance(what, Unfit) and what.outcome.drawing is not None:
            called = re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-")
            _write(folder / f"{n:02}-{called}.svg", svg(what.outcome.drawing, what.outcome.sentence))


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as why:
        raise CannotContinue(f"{path} cannot be written: {why.strerror or why}.") from why


def listed() -> None:
    """Print every template, by what it is about, and the ready-made plans."""
    from alongside.evaluation import plans
    from alongside.evaluation.templates.reading import ABOUT, TEMPLATES
    from alongside.project.telling import console

    out = console()
    for about, heading in ABOUT.items():
        mine = [TEMPLATES[id] for id in TEMPLATES if TEMPLATES[id].about == about]
        if mine:
            out.print(f"[bold]{heading}[/bold]")
        for each in mine:
            out.print(f"  {each.id}  {each.question}", markup=False)
    out.print("[bold]Ready-made plans[/bold]")
    for name in plans.names():
        out.print(f"  {name}  {plans.recipe(name)['title']}", markup=False)
    out.print("\nColumns of one: alongside analyse A-01 --help. A plan: alongside analyse --ready NAME", markup=False)


def ready(name: str) -> None:
    """Print a ready-made plan, to be changed and saved."""
    from alongside.evaluation import plans
    from alongside.evaluation.methods.refusing import Unfit

    try:
        sys.stdout.write(plans.expanded(name))
    except Unfit as why:
        raise CannotContinue(why.what, why.do) from why


def invent(folder: Path, seed: int | None, null: bool) -> None:
    """Write the invented study and its plan into a folder."""
    from alongside.evaluation.invented import write
    from alongside.project.telling import console

    try:
        written = write(folder, seed=seed, null=null)
    except OSError as why:
        raise CannotContinue(f"{folder} cannot be written into: {why.strerror or why}.") from why
    out = console()
    out.print("Nobody in these files is real: every figure in them was invented.", markup=False)
    for path in written:
        out.print(f"  {path}", markup=False)

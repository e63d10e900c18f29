"""`alongside programmes`: look at the programmes that come along and check their files. Needs no database."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from alongside.project.home import CannotContinue
from alongside.project.telling import console

if TYPE_CHECKING:
    from alongside.library.rules import Programme, Span, Version

programmes = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="Look at the programmes that come along, their plans, and what is known about them.\n\n"
    "`alongside programmes list`, `alongside programmes show pup`, `alongside programmes validate`",
)
AsJson = Annotated[bool, typer.Option("--json", help="JSON, for programs.")]


@programmes.command("list")
def list_(as_json: AsJson = False) -> None:
    """All that come along: code, name, plans, how much they come to, how much is known."""
    from alongside.library.catalogue import shipped

    rows = [
        {
            "code": each.code, "name": each.name, "evidence": len(shipped().about(each.code)),
            "plans": [{"plan": version.code, "dose": amount(version)} for version in each.versions],
        }
        for each in shipped().programmes
    ]  # fmt: skip
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for name in ("code", "name", "plans", "known"):
        table.add_column(name, no_wrap=name == "code")
    for each in shipped().programmes:
        plans = "; ".join(f"{version.code} ({amount(version)})" for version in each.versions)
        table.add_row(each.code, each.name, plans, str(len(shipped().about(each.code))))
    console().print(table)


@programmes.command()
def show(programme: Annotated[str, typer.Argument(help="Its code.")]) -> None:
    """One programme: its plans session by session, what comes first, and what is known about it."""
    from alongside.library.catalogue import shipped

    try:
        found = shipped().programme(programme.strip().lower())
    except KeyError as no:
        known = ", ".join(each.code for each in shipped().programmes)
        raise CannotContinue(f"No programme is called “{programme}” here. Known: {known}.") from no
    for line in _described(found):
        typer.echo(line)


def _described(programme: Programme) -> list[str]:
    from alongside.library.catalogue import shipped
    from alongside.library.rules import comes_first

    lines = [programme.name, f"  {programme.about.en}", f"  {programme.manual.en}"]
    for version in programme.versions:
        lines.append(f"{version.code}: {version.title.en} ({amount(version)})")
        lines.append(f"  Comes first: {comes_first(version).value.replace('_', ' ')}")
        lines.append(f"  Led by: {', '.join(version.facilitators) or 'not said'}")
        lines += [
            f"  {session.n}. {session.title.en if session.title else 'Session ' + str(session.n)}"
            f" ({_span(session.minutes, 'minutes')})"
            for session in version.sessions
        ]
        lines += [f"  Looks at {each.instrument}: {', '.join(each.when)}" for each in version.measures]
    catalogue = shipped()
    lines.append("What is known")
    for item in catalogue.about(programme.code):
        null = " (something made no difference, or made things worse)" if item.null else ""
        lines.append(f"  {item.title.en}: {catalogue.sources[item.source].citation}{null}")
    return lines


@programmes.command()
def validate(
    folder: Annotated[Path | None, typer.Argument(help="A folder like alongside/library/catalogue.")] = None,
) -> None:
    """Check every file that comes along (or of a folder like it). Ends with 1 when one is not right."""
    from alongside.library.catalogue import HERE, NotRight, changed, checked

    try:
        catalogue, problems = checked(folder or HERE)
        problems += changed(catalogue, folder or HERE) if not problems else []
    except NotRight as no:
        raise CannotContinue(str(no)) from no
    wrong = [*map(str, problems), *_unknown_instruments(catalogue.programmes)]
    for each in wrong:
        typer.echo(each)
    count = f"{len(catalogue.programmes)} programmes, {len(catalogue.evidence)} items of evidence"
    typer.echo(f"{count}, {len(wrong)} to mend." if wrong else f"{count}: all are right.")
    raise typer.Exit(1 if wrong else 0)


def _unknown_instruments(found: tuple[Programme, ...]) -> list[str]:
    """Measures of a code that no instrument has: the library cannot see this itself."""
    from alongside.instruments.catalogue import shipped

    known = {json.loads(each.text())["scoring"]["code"] for each in shipped()}
    return [
        f"{programme.code}.toml, {version.code}: no instrument is called “{measure.instrument}”."
        for programme in found
        for version in programme.versions
        for measure in version.measures
        if measure.instrument not in known
    ]


def amount(version: Version) -> str:
    """What a plan comes to, in a few words: "33 sessions, 53 hours, 16 weeks"; "open" when nothing is said."""
    from alongside.library.rules import dose

    planned = dose(version)
    told = [_span(planned.sessions, "sessions")] if planned.sessions else []
    if planned.hours:
        low, high = planned.hours
        told.append(f"{low:g} hours" if low == high else f"{low:g} to {high:g} hours")
    if planned.lasts:
        told.append(_span(planned.lasts.span, planned.lasts.unit))
    return ", ".join(told) or "open"


def _span(span: Span | None, unit: str) -> str:
    if span is None:
        return f"{unit} not said"
    if span.one:
        return f"{span.low} {unit.removesuffix('s') if span.low == 1 else unit}"
    return f"{span.low} to {span.high} {unit}"

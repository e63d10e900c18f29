"""`alongside instruments`: look at questionnaires and check your own. Needs no database."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from alongside.project.commands.instruments_found import bytes_of, every, find
from alongside.project.home import CannotContinue
from alongside.project.telling import console

if TYPE_CHECKING:
    from alongside.instruments.rules import Definition

WORDS = {
    "shipped": "with its words",
    "overlay": "words from a site with permission",
    "score_only": "results only",
}

instruments = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="Look at the questionnaires that come along, and check one of your own.\n\n"
    "`alongside instruments list`, `alongside instruments show PHQ-9`, `alongside instruments check my.json`",
)
AsJson = Annotated[bool, typer.Option("--json", help="JSON, for programs.")]


@instruments.command("list")
def list_(as_json: AsJson = False) -> None:
    """All that come along: code, version, title, whether their words do."""
    rows = [
        {
            "code": one.definition.code, "version": one.definition.version, "title": one.definition.title,
            "words": one.definition.licence.text, "pack": one.pack, "licence": one.definition.licence.kind,
            "scales": list(one.definition.every_scale), "default_enabled": one.definition.default_enabled,
        }
        for one in every()
    ]  # fmt: skip
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for name in ("code", "version", "title", "words"):
        table.add_column(name, no_wrap=name == "code")
    for row in rows:
        table.add_row(row["code"], row["version"], row["title"], WORDS[row["words"]])
    console().print(table)


@instruments.command()
def show(
    instrument: Annotated[str, typer.Argument(help="Its code, or a file.")],
    as_json: AsJson = False,
) -> None:
    """One instrument: its items (the columns of a CSV file), scales, cut-offs, critical answers, licence."""
    found = find(instrument)
    if as_json:
        typer.echo(json.dumps(found.document, ensure_ascii=False, indent=1))
        return
    for line in _described(found.definition):
        typer.echo(line)


def _described(d: Definition) -> list[str]:
    lines = [f"{d.code}, version {d.version} ({d.language}): {d.title}", f"  {d.citation}"]
    lines.append(f"  About: {d.subject}; {', '.join(d.constructs)}; {d.recall or 'no period'}")
    lines.append(f"  Licence: {d.licence.kind}; {WORDS[d.licence.text]}. {d.licence.statement}")
    lines.append("Items")
    for item in d.every_item.values():
        among = f"{item.number.low:g} to {item.number.high:g}" if item.number else ", ".join(
            f"{value} {label}" if label != str(value) else label for value, label in item.options
        )  # fmt: skip
        more = "" if item.scored else " (not scored)"
        lines.append(f"  {item.id}: {item.text}{more} [{among}]")
    lines.append("Scales")
    for scale in d.scales:
        span = f" {scale.range[0]:g} to {scale.range[1]:g}" if scale.range else ""
        turned = f"; turned round: {', '.join(n for n in scale.items if n in scale.reverse)}" if scale.reverse else ""
        missing = f"; missing: {scale.missing.method}" + (f" up to {scale.missing.most}" if scale.missing.most else "")
        lines.append(f"  {scale.code}: {scale.method} of {', '.join(scale.items)}{span}{turned}{missing}")
        if scale.bands:
            lines.append("    " + "; ".join(f"{b.low:g} to {b.high:g} {b.label}" for b in scale.bands))
        lines += [f"    {cutoff.key}: {cutoff.label}" for cutoff in scale.cutoffs]
    lines += [f"  {algorithm.code}: {algorithm.rule}" for algorithm in d.algorithms]
    if d.critical:
        lines.append("Critical answers (a named person is told at once)")
        lines += [f"  item {c.item} {c.op} {c.value:g}: {c.label}" for c in d.critical]
    return lines


@instruments.command()
def check(file: Annotated[Path, typer.Argument(help="A definition of your own: my.json.")]) -> None:
    """Check a definition of your own: its shape, its rules, its worked examples. Ends with 1 when it is not ready."""
    from alongside.instruments.rules.checking import problems

    found = problems(bytes_of(file))
    for problem in found:
        typer.echo(str(problem))
    typer.echo(f"{len(found)} to mend." if found else f"{file} may be published.")
    raise typer.Exit(1 if found else 0)


@instruments.command()
def validate() -> None:
    """Check every definition that comes along. Ends with 1 when one is not right."""
    from alongside.instruments.rules.checking import problems

    count = wrong = 0
    for one in every():
        count += 1
        for problem in problems(one.path.read_bytes()):
            wrong += 1
            typer.echo(f"{one.path.name}: {problem}")
    typer.echo(f"{count} definitions, {wrong} to mend." if wrong else f"All {count} definitions are right.")
    raise typer.Exit(1 if wrong else 0)


@instruments.command()
def licence(
    instrument: Annotated[str, typer.Argument(help="Its code. Without it, all.")] = "",
    use: Annotated[
        list[str] | None,
        typer.Option(help="Your uses: clinical, research, educational, commercial."),
    ] = None,
    overlay: Annotated[bool, typer.Option("--overlay", help="You have words, with permission.")] = False,
    as_json: AsJson = False,
) -> None:
    """What licences allow for the uses you name. Nothing here is legal advice."""
    from alongside.instruments.rules.licence import USES, may_show

    declared = frozenset(use or ())
    if declared - set(USES):
        raise CannotContinue(f"--use is one of: {', '.join(USES)}.")
    rows: list[dict[str, Any]] = []
    for one in [find(instrument)] if instrument else every():
        terms = one.definition.licence
        answer = may_show(terms, declared, overlay)
        row = {"code": one.definition.code, "licence": terms.kind, "flags": sorted(terms.flags)}
        answered = {"allowed": answer.allowed, "how": answer.how, "because": answer.because, "notice": answer.notice}
        rows.append({**row, **answered, "statement": terms.statement})
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        why = {"": "", "undeclared": " (name your uses first: --use)"}.get(row["because"], f" ({row['because']})")
        said = WORDS[row["how"]] if row["allowed"] else f"not used{why}"
        typer.echo(f"{row['code']}: {said}. {row['licence']}. {row['statement']}")
        if row["notice"]:
            typer.echo(f"    Shown with it: {row['notice']}")

"""`alongside change`: is the change between two scores more than the measure's own unsteadiness?"""

from __future__ import annotations

import json
import math
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from alongside.project.commands.instruments_found import find
from alongside.project.home import CannotContinue

if TYPE_CHECKING:
    from alongside.instruments.rules import Definition
    from alongside.instruments.rules.change import Change, Norm


def change(
    instrument: Annotated[str, typer.Argument(help="Its code: PHQ-9.")],
    pre: Annotated[float, typer.Option(help="The earlier score.")],
    post: Annotated[float, typer.Option(help="The later score.")],
    scale: Annotated[str, typer.Option(help="Which of its scales, if there are several.")] = "",
    r: Annotated[float | None, typer.Option("--r", help="Your own reliability, from 0 to below 1.")] = None,
    sd: Annotated[float | None, typer.Option("--sd", help="Your own standard deviation, in points.")] = None,
    r_type: Annotated[str, typer.Option(help="What kind of reliability: alpha, test-retest 2 weeks …")] = "",
    source: Annotated[str, typer.Option(help="Where your own figures come from.")] = "",
    caseness: Annotated[str, typer.Option(help="Who counts as clinical: 10, or '<=39'.")] = "",
    better: Annotated[
        Literal["lower", "higher"] | None, typer.Option(help="Which way is better, if the scale does not say.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, for programs.")] = False,
) -> None:
    """Say whether a change is **reliable** (Jacobson and Truax), and on which figures that stands.

    A statement about change is only as good as its reliability: r, its kind, SD and where they come from are said
    with it. Give your own with --r and --sd.

    `alongside change PHQ-9 --pre 18 --post 9`
    """
    from alongside.instruments.rules.change import CannotJudge, judge

    definition = find(instrument).definition
    if definition.static:
        raise CannotContinue(
            f"{definition.code} asks about what has happened. That does not change, so neither does its score: "
            "nothing is said about a change."
        )
    code = _scale_of(definition, scale)
    for name, value in (("--pre", pre), ("--post", post)):
        _within(definition, code, name, value)
    norm = _norm(definition, code, r, sd, r_type, source, caseness, better)
    try:
        found = judge(pre, post, norm)
    except CannotJudge as why:
        raise CannotContinue(
            f"{definition.code}, {code}: {why}",
            "Such as: --sd 6.1 --r 0.84 --r-type test-retest --source 'manual'.",
        ) from why
    if as_json:
        typer.echo(json.dumps(found.flat(), ensure_ascii=False))
    else:
        _tell(definition, code, pre, post, found, norm)


def _scale_of(definition: Definition, asked: str) -> str:
    codes = list(definition.every_scale)
    if asked:
        found = next((code for code in codes if code.casefold() == asked.casefold()), None)
        if found is None:
            raise CannotContinue(f"{definition.code} has no scale “{asked}”. It has: {', '.join(codes)}.")
        return found
    if "total" in codes or len(codes) == 1:
        return "total" if "total" in codes else codes[0]
    if not codes:
        raise CannotContinue(f"{definition.code} has no scores.")
    raise CannotContinue(f"{definition.code} has several scales.", f"Say which with --scale: {', '.join(codes)}.")


def _within(definition: Definition, code: str, name: str, value: float) -> None:
    limits = definition.scale(code).range
    if not math.isfinite(value) or (limits and not limits[0] <= value <= limits[1]):
        span = f" from {limits[0]} to {limits[1]}" if limits else ""
        raise CannotContinue(f"{name} {value:g} cannot be: {definition.code}, {code}, goes{span or ' by numbers'}.")


def _norm(
    definition: Definition, code: str, r: float | None, sd: float | None, r_type: str, source: str, cases: str,
    better: str | None,
) -> Norm:  # fmt: skip
    """The norm that comes along, with the figures given in its place."""
    from alongside.instruments.rules.change import caseness, norm_of

    norm = norm_of(definition, code)
    if r is not None:
        norm = replace(norm, r=r, r_type=r_type or "your own", source=source or "your own figures")
    if sd is not None:
        norm = replace(norm, sd=sd, source=source or "your own figures")
    if better:
        norm = replace(norm, better=better)
    if cases:
        try:
            norm = replace(norm, caseness=caseness(cases, norm.better))
        except ValueError as why:
            raise CannotContinue("--caseness is a number, or a sign and a number: 10, '>=10', '<=39'.") from why
    return norm


def _tell(definition: Definition, code: str, pre: float, post: float, found: Change, norm: Norm) -> None:
    out = sys.stdout.write
    out(f"{definition.code}, {code}: {pre:g} to {post:g}, a change of {found.change}. {found.klass.capitalize()}.\n")
    if found.rci is not None:
        kind = f" ({norm.r_type})" if norm.r_type else ""
        out(f"  Reliable from {found.needed} points (RCI {found.rci}; beyond 1.96 either way).\n")
        out(f"  It stands on r = {norm.r}{kind}, SD = {norm.sd}; source: {norm.source or 'not named'}.\n")
    else:
        out(f"  Reliable from {found.needed} points, by a fixed rule; source: {norm.fixed_source or 'not named'}.\n")
        out("  No r and SD are known here, so there is no reliable change index.\n")
    if norm.caseness:
        crossed = "now on the other side of it" if found.crossed_caseness else "not crossed towards better"
        out(f"  Caseness {norm.caseness.op}{norm.caseness.value:g}: {crossed}.\n")
    if found.rci is not None and norm.fixed is not None:
        reached = "reached" if found.statement["fixed_rule"]["reached"] else "not reached"
        out(f"  Fixed rule in use, {norm.fixed:g} points ({norm.fixed_source or 'source not named'}): {reached}.\n")

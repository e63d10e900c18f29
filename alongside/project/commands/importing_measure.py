"""Which measure scores and answers are of, and the figures of our own that may come with them."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

import typer

from alongside.project.commands.importing_desk import Desk
from alongside.project.home import CannotContinue

if TYPE_CHECKING:
    from alongside.instruments.rules import Definition
    from alongside.stewardship.rules.scores import Layout

NORM = {"sd", "r", "source", "type", "cutoff"}
USUALLY_ABOUT = "mental_health_trauma"


@dataclass(frozen=True)
class Measure:
    """A measure of the catalogue, or one that is known by its name alone. ``scale``: of which a total is."""

    name: str
    definition: uuid.UUID | None = None
    terms: Definition | None = None
    scale: str = ""

    def about(self, asked: str) -> str:
        """What it is about: a measure of the catalogue says so itself. Raises BadParameter."""
        if self.terms is None:
            return asked or USUALLY_ABOUT
        if asked and asked != self.terms.category:
            raise typer.BadParameter(f"{self.name} is about {self.terms.category}. Leave --about out.")
        return self.terms.category

    def within(self, layout: Layout) -> Layout:
        """The layout with the ends of the scale, so that what cannot be is named."""
        scale = self.terms.every_scale.get(self.scale) if self.terms else None
        if scale is None or scale.range is None:
            return layout
        least, most = (Decimal(str(end)) for end in scale.range)
        return replace(layout, least=least, most=most)

    def figures(self, desk: Desk) -> Iterator[str]:
        """What a change will be judged by, and that a measure known by its name alone is not judged."""
        from django.utils import timezone

        from alongside.instruments.queries import norms_for

        if self.terms is None or self.definition is None:
            yield f"{self.name} is not in the catalogue: kept under this name, without norms and cut-offs."
            return
        yield f"{self.name}: {self.terms.title}, version {self.terms.version}."
        if not self.scale:
            yield "It has no total of its own, so totals are shown and no change is judged."
            return
        with desk.acting():
            norm = norms_for(self.terms, self.scale, timezone.localdate())[0]
        if norm.points is None:
            yield "No norm is known for it: a change is shown and not judged. --norm gives one of your own."
            return
        yield (
            f"Reliable change (Jacobson–Truax) from {norm.points:.2f} points on: r = {norm.r} ({norm.r_type or '–'}), "
            f"SD = {norm.sd}, from: {norm.source or norm.fixed_source}."
        )
        if not norm.about.get("own"):
            yield "These figures do not come from women like yours; --norm gives some of your own."


def measure_called(name: str, desk: Desk) -> Measure:
    """The measure of the catalogue with this code, else a measure of this name. Raises BadParameter for no name."""
    from alongside.assessment.rules.reading import scale_of_total
    from alongside.instruments import queries

    if not name.strip():
        raise typer.BadParameter("--instrument needs a name.")
    with desk.acting():
        row = queries.published(name.strip())
        if row is None:
            return Measure(name.strip())
        terms = queries.definition(row.id)
    return Measure(terms.code, row.id, terms, scale_of_total(terms))


def may_write_about(about: str, desk: Desk) -> int:
    """The category's number. Raises BadParameter for no such thing, CannotContinue for whoever may not write it."""
    from alongside.safekeeping.terms import Category

    names = {c.name.lower(): c for c in Category}
    if about not in names:
        raise typer.BadParameter(f"--about is one of: {', '.join(names)}")
    if not desk.me.may_write(names[about]):
        raise CannotContinue(
            f"The part of this colleague does not let her write about {about}.", "Choose another with --about or --as."
        )
    return int(names[about])


def read_norm(text: str) -> dict[str, Any]:
    """``sd=9.6,r=0.86,source=Our own trial, 2003`` by name; a text may hold commas. Raises BadParameter."""
    parts = [part.partition("=") for part in re.split(r",(?=\s*(?:r|[a-z]{2,})=)", text)]
    found: dict[str, Any] = {name.strip(): value.strip() for name, _, value in parts}
    if not set(found) <= NORM or not {"sd", "r", "source"} <= set(found) or len(found) < len(parts):
        raise typer.BadParameter("--norm is written sd=…,r=…,source=… and may have type=… and cutoff=….")
    for name in ("sd", "r", "cutoff"):
        if name in found:
            try:
                found[name] = Decimal(found[name])
            except InvalidOperation as odd:
                raise typer.BadParameter(f"--norm: {name} is a number, such as 0.86.") from odd
    return found


def keep_norm(figures: dict[str, Any], measure: Measure, desk: Desk, *, write: bool) -> None:
    """Keep our own figures for the measure's total, once. Raises CannotContinue, BadParameter."""
    from django.utils import timezone

    from alongside.instruments.actions import record_norm
    from alongside.instruments.queries import own_norm
    from alongside.recordkeeping.rules import Refused
    from alongside.safekeeping.terms import Ability

    if measure.terms is None or not measure.scale:
        raise typer.BadParameter("--norm belongs to the total of a measure of the catalogue.")
    if not desk.me.can(Ability.KEEP_INSTRUMENTS):
        raise CannotContinue(
            "The part of this colleague does not include keeping norms.",
            "Name the programme's manager with --as; or leave --norm out: it can be entered on the measure's page.",
        )
    now = timezone.now()
    wanted = {
        "sd": figures["sd"], "r": figures["r"], "r_type": figures.get("type", ""), "source": figures["source"],
        "cutoff": figures.get("cutoff"),
    }  # fmt: skip
    with desk.acting():
        held = own_norm(measure.terms.code, measure.scale, timezone.localdate(now))
        if held is not None and all(getattr(held, name) == value for name, value in wanted.items()):
            typer.echo("These figures are kept already.")
            return
        if not write:
            typer.echo("Would be kept as our own figures, from today on.")
            return
        try:
            record_norm(
                code=measure.terms.code, scale=measure.scale, valid_from=timezone.localdate(now),
                by=desk.me.principal, at=now, **wanted,
            )  # fmt: skip
        except Refused as no:
            said = {"sd_positive": "sd is more than nothing", "r_between": "r is from 0 to below 1"}
            raise typer.BadParameter(f"--norm: {said.get(no.because, no.because)}.") from no
    typer.echo("Kept as our own figures, from today on.")

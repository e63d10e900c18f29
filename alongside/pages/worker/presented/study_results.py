"""What one analysis came to, as a page shows it: the sentence, tables, the drawing with its numbers, limits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from alongside.evaluation.analyse.outcome import Part
from alongside.evaluation.analyse.printing import figure_of
from alongside.evaluation.models import PlanRun, Result, Study
from alongside.pages.design.drawings import drawn


@dataclass(frozen=True)
class Shown:
    """One result. ``registered``: which registered outcomes it is about, the primary ones first."""

    number: int
    name: str
    method: str
    seed: int
    sentence: str
    unfit: str
    tables: list[Part]
    drawing: SafeString | str
    notes: list[str]
    used: str
    primary: list[str]
    secondary: list[str]
    same_wave: str


def shown(row: Result, study: Study) -> Shown:
    """One result of a run."""
    told = row.told
    tables = [
        Part(part["title"], part["columns"], [[figure_of(cell) for cell in line] for line in part["rows"]])
        for part in told.get("tables", [])
    ]
    named = {str(value) for value in _values(told.get("options", {}))}
    used = told.get("used", {})
    return Shown(
        row.number, row.name, row.method, row.seed, told.get("sentence", ""), row.unfit, tables,
        drawn(told.get("drawing"), told.get("sentence", ""), f"drawn-{row.number}", lang="en"),
        list(told.get("notes", [])), f"{used['used']} / {used['rows']}" if "rows" in used else "",
        [each for each in study.primary if each in named], [each for each in study.secondary if each in named],
        share_a_wave(row, study),
    )  # fmt: skip


def _values(options: dict[str, Any]) -> list[Any]:
    found: list[Any] = []
    for value in options.values():
        found += value if isinstance(value, list) else [value]
    return found


def share_a_wave(row: Result, study: Study) -> str:
    """The wave at which a mediator and the outcome of a mediation were both measured; "" when there is none."""
    asked = row.told.get("options", {})
    if row.method != "mediation" or row.unfit:
        return ""
    of = {name: wave for wave in study.waves for name in _values(asked) if str(name).endswith(f".{wave}")}
    wave = str(asked.get("y-wave") or of.get(asked.get("y"), ""))
    mediators = {str(asked.get("m-wave") or of.get(name, "")) for name in asked.get("m", [])}
    return wave if wave in mediators else ""


def outcomes(run: PlanRun) -> SafeString | str:
    """All outcomes of the study as small drawings; "" for a run of before there were any."""
    said = _("The mean of each arm at each wave, of every outcome of the study. Each number stands in the table below.")
    return drawn((run.outcomes or {}).get("drawing"), said, "outcomes")

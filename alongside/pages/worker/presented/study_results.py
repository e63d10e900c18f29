"""What one analysis came to, as a page shows it: the sentence, tables, the drawing with its numbers, limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from alongside.evaluation.models import PlanRun, Result, Study
from alongside.evaluation.rules.several import held_together
from alongside.pages.design.drawings import drawn
from alongside.pages.design.result_words import WORDS
from alongside.pages.design.said import Spoken, Tongue


@dataclass(frozen=True)
class Table:
    """A table of a result in words of the page."""

    title: Spoken
    columns: list[Spoken]
    rows: list[list[Spoken]]


@dataclass(frozen=True)
class Shown:
    """One result. ``registered``: which registered outcomes it is about, the primary ones first."""

    number: int
    name: str
    method: str
    seed: int
    sentence: Spoken
    unfit: str
    tables: list[Table]
    drawing: SafeString | str
    notes: list[Spoken]
    used: str
    primary: list[str]
    secondary: list[str]
    same_wave: str


def shown(row: Result, study: Study) -> Shown:
    """One result of a run."""
    told = row.told
    named = {str(value) for value in _values(told.get("options", {}))}
    # Names of columns and of groups; a word of ours among the options (an order, a variant) is none.
    tongue = Tongue(told.get("said"), {*(named - WORDS), *study.arms, *study.waves, *study.measures})
    sentence = tongue.of(told.get("sentence", ""))
    tables = [
        Table(
            tongue.of(part["title"]),
            [tongue.of(name) for name in part["columns"]],
            [[tongue.cell(cell) for cell in line] for line in part["rows"]],
        )
        for part in told.get("tables", [])
    ]
    used, drawing = told.get("used", {}), told.get("drawing")
    return Shown(
        row.number, row.name, row.method, row.seed, sentence, row.unfit, tables,
        drawn(
            drawing, sentence.text, f"drawn-{row.number}", words=tongue.words(), lang=sentence.lang,
            title_lang=tongue.of(drawing["title"]).lang if drawing else "",
        ),
        [tongue.of(note) for note in told.get("notes", [])],
        f"{used['used']} / {used['rows']}" if "rows" in used else "",
        [each for each in study.primary if each in named], [each for each in study.secondary if each in named],
        share_a_wave(row, study),
    )  # fmt: skip


def together(rows: Sequence[Result], study: Study) -> list[tuple[str, str, str, str]]:
    """(outcome, analysis, p, p held together) of every registered primary outcome, where there are several."""
    answers = (
        (row.name, row.method, row.told.get("options", {}), row.told.get("values", {})) for row in rows if not row.unfit
    )
    tongue = Tongue()
    return [
        (each.outcome, each.analysis or "–", tongue.p(each.p), tongue.p(each.p_holm))
        for each in held_together(study.primary, answers)
    ]


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

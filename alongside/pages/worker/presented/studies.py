"""Studies in words and lines: the way through one, who is in it arm by arm, how far a run is."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.evaluation.analyse.outcome import plain
from alongside.evaluation.analyse.saying import sentences_in
from alongside.evaluation.models import PlanRun, Result, Study
from alongside.evaluation.queries import Progress
from alongside.evaluation.rules import alike as rules_alike
from alongside.evaluation.rules import flow as rules
from alongside.evaluation.rules.flow import Counted
from alongside.evaluation.rules.framing import ARM, Frame
from alongside.evaluation.rules.own import CLUSTER, LEAST_WOMEN
from alongside.evaluation.rules.planning import Step, steps
from alongside.evaluation.terms import BEFORE_ARMS, FlowStep
from alongside.pages.design import svg
from alongside.pages.design.drawings import drawn
from alongside.pages.design.said import Tongue

Flow = Mapping[tuple[str, str], Counted]


@dataclass(frozen=True)
class Line:
    """A study in the list."""

    title: str
    url: str
    about: str
    answer_url: str


def line(row: Study) -> Line:
    """One study in the list, with how many take part and how often it was run."""
    people = ngettext("%(n)d participant", "%(n)d participants", row.people) % {"n": row.people}  # type: ignore[attr-defined]
    runs = ngettext("%(n)d run", "%(n)d runs", row.results) % {"n": row.results}  # type: ignore[attr-defined]
    about = f"{row.get_design_display()} · {people} · {runs}"
    answer = reverse("study_answer", args=[row.pk]) if row.asks_steward else ""
    return Line(row.title, reverse("study", args=[row.pk]), capfirst(about), answer)


@dataclass(frozen=True)
class RunLine:
    """One run: when, of which version, how far."""

    url: str
    at: datetime
    number: int
    done: int
    of: int
    state: str
    going_on: bool


def run_line(each: Progress) -> RunLine:
    """One run in words."""
    said = {"waiting": _("waits for the worker"), "running": _("is being run"), "done": _("done")}[each.state]
    run = each.run
    return RunLine(
        reverse("study_run", args=[run.pk]), run.recorded_at, run.plan.number, each.done, run.steps, said,
        run.finished_at is None,
    )  # fmt: skip


def next_step(run: PlanRun, told: Sequence[Result]) -> str:
    """The analysis that comes next; "" when all are told."""
    if run.finished_at is not None:
        return ""
    done = {each.number for each in told}
    return next((each.name for n, each in enumerate(steps(run.plan.toml), start=1) if n not in done), "")


def steps_of(toml: str) -> list[Step]:
    """The analyses of a plan, for a page that lists them."""
    return steps(toml)


def flow_lines(flow: Flow, arms: Sequence[str]) -> list[tuple[str, str, int | None, str]]:
    """(step, arm, how many or nothing, why) in their order: what the drawing shows, as a table."""
    found = []
    for step in FlowStep:
        for arm in ("",) if step in BEFORE_ARMS else arms:
            counted = flow.get((step.value, arm))
            if counted is not None:
                found.append((capfirst(step.label), arm, counted.count, counted.why))
    return found


def open_ends(flow: Flow, arms: Sequence[str]) -> str:
    """What does not add up, in a sentence; "" when it does or cannot be told."""
    away = rules.open_ends(dict(flow), arms)
    if away > 0:
        told = ngettext(
            "Of %(n)d person who was looked at it is not said where she went on.",
            "Of %(n)d persons who were looked at it is not said where they went on.", away,
        )  # fmt: skip
        return told % {"n": away}
    if away < 0:
        return _("More went on than were looked at. Please look at the numbers again.")
    return ""


def flow_drawn(flow: Flow, arms: Sequence[str]) -> SafeString | str:
    """The way through the study as a drawing for a narrow and a wide place; "" when nothing was counted yet."""
    if not flow:
        return ""
    told = [
        f"{count} {label.lower()}" + (f" ({arm})" if arm else "") for label, arm, count, _w in flow_lines(flow, arms)
    ]
    pictures = [_drawn(flow, arms, width, told) for width in (svg.NARROW, svg.WIDE)]
    return SafeString("".join(pictures))


def _drawn(flow: Flow, arms: Sequence[str], width: int, told: list[str]) -> str:
    """Boxes from above to below: the whole study first, then one column for each arm."""
    body, y, row = [], 10.0, 44.0
    for step in BEFORE_ARMS:
        counted = flow.get((step.value, ""))
        if counted is not None:
            body.append(_box(6, y, width - 12, f"{counted.count} · {capfirst(step.label)}"))
            y += row
    y += 6
    across = (width - 12) / max(len(arms), 1)
    for n, arm in enumerate(arms):
        body.append(svg.text(6 + across * n + across / 2, y + 14, arm, "v-lane", "middle"))
    y += 26
    for step in (each for each in FlowStep if each not in BEFORE_ARMS):
        counted_in = [flow.get((step.value, arm)) for arm in arms]
        if not any(counted_in):
            continue
        body.append(svg.text(6, y + 12, capfirst(step.label), "v-tick"))
        for n, counted in enumerate(counted_in):
            if counted is not None:
                body.append(_box(8 + across * n, y + 18, across - 4, str(counted.count), middle=True))
        y += row + 20
    title, sentence = _("The way through the study"), "; ".join(told)
    return svg.frame("flow", width, y + 8, title, sentence, "".join(body))


def _box(x: float, y: float, width: float, words: str, *, middle: bool = False) -> str:
    place = svg.number
    at = (x + width / 2, "middle") if middle else (x + 10, "start")
    return (
        f'<rect class="v-bar" x="{place(x)}" y="{place(y)}" width="{place(width)}" height="34" rx="6"/>'
        f"{svg.text(at[0], y + 22, words, 'v-label', at[1])}"
    )


def balance(frame: Frame, arms: Sequence[str], own: str = "") -> list[tuple[str, list[str]]]:
    """(what, for each arm) at the start: means and spread of numbers, how many said a word; the first outcome last.

    Of the arm ``own``, our own programme, nothing is told of fewer than five, and a word without its share: words of
    few are left out of the table, so that nobody could say of how many it is one.
    """
    first = frame.outcomes[:1]
    found: list[tuple[str, list[str]]] = [
        (_("Participants"), [_counted(frame.column(ARM).count(arm), arm == own) for arm in arms])
    ] if frame.rows else []  # fmt: skip
    for name in (*frame.characteristics, *first):
        cells = frame.column(name)
        by_arm = {arm: [cell for cell in _of(cells, frame.column(ARM), arm) if cell is not None] for arm in arms}
        there = [cell for held in by_arm.values() for cell in held]
        if all(isinstance(cell, float) for cell in there):
            found.append(
                (name, [_mean([float(c) for c in by_arm[arm] if isinstance(c, float)], arm == own) for arm in arms])
            )
        elif name != CLUSTER:
            for word in sorted({str(cell) for cell in there}):
                found.append((f"{name}: {word}", [_share(by_arm[arm], word, arm == own) for arm in arms]))
    return found


@dataclass(frozen=True)
class AtTheStart:
    """Who is in the arms at the start: lines as of ``balance``, with how far each further arm is from the first."""

    heads: list[str]
    lines: list[tuple[str, list[str]]]
    drawing: SafeString | str


def at_the_start(frame: Frame, arms: Sequence[str], own: str = "") -> AtTheStart:
    """The table and the same as a drawing; no drawing where there is nothing to compare."""
    lines, drawing = balance(frame, arms, own), rules_alike.at_the_start(frame, arms, own)
    if drawing is None:
        return AtTheStart([], lines, "")
    tongue = Tongue(sentences_in(drawing), {*frame.names, *arms})
    heads = [_("%(arms)s, in SD") % {"arms": tongue.of(one.name).text} for one in drawing.series]
    apart = [dict(zip(one.x, one.y, strict=True)) for one in drawing.series]
    lines = [(what, [*cells, *(_apart(one.get(what), own) for one in apart)]) for what, cells in lines]
    said = _("How far each arm is from the first, in standard deviations. Each number stands in the table below.")
    return AtTheStart(heads, lines, drawn(plain(drawing), said, "alike", words=tongue.words()))


def _apart(value: float | None, own: str) -> str:
    decimals = 1 if own else 2
    return "–" if value is None else number_format(round(value, decimals) + 0.0, decimals)


def answered(frame: Frame, arms: Sequence[str], own: str = "") -> list[tuple[str, list[str]]]:
    """(outcome, how many have it in each arm); of the arm ``own`` no number below five."""
    of = frame.column(ARM) if frame.rows else []
    return [
        (name, [_counted(sum(cell is not None for cell in _of(frame.column(name), of, arm)), arm == own)
                for arm in arms])
        for name in frame.outcomes
    ]  # fmt: skip


def _counted(count: int, own: bool) -> str:
    return _("fewer than five") if own and count < LEAST_WOMEN else str(count)


def _of(cells: Sequence[object], of: Sequence[object], arm: str) -> list[object]:
    """The cells of one arm."""
    return [cell for cell, mine in zip(cells, of, strict=True) if mine == arm]


def _mean(values: Sequence[float], own: bool) -> str:
    if own and len(values) < LEAST_WOMEN:
        return _("fewer than five")
    if not values:
        return "–"
    mean = math.fsum(values) / len(values)
    if len(values) < 2:
        return _one(mean)
    spread = math.sqrt(math.fsum((value - mean) ** 2 for value in values) / (len(values) - 1))
    return f"{_one(mean)} ({_one(spread)})"


def _one(value: float) -> str:
    """With one decimal: ``number_format`` cuts, and does not round."""
    return number_format(round(value, 1), 1)


def _share(cells: Sequence[object], word: str, own: bool) -> str:
    same = sum(str(cell) == word for cell in cells)
    if own:
        return _counted(same, own)
    return f"{same} ({round(100 * same / len(cells))} %)" if cells else "–"

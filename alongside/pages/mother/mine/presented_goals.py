"""Something she wants, as she reads it: short, plain, and said to her."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.goals.models import Goal, GoalRating, GoalStep
from alongside.goals.queries import GoalSeen
from alongside.goals.rules import HIGHEST, LOWEST
from alongside.goals.terms import ForWhom, Helps, Settled, Standing
from alongside.pages.design.scores import Point, scores_svg
from alongside.pages.mother.mine.forms_goals import STANDS

PARTS: dict[Standing, Any] = {
    Standing.OPEN: gettext_lazy("Going on"),
    Standing.RESTING: gettext_lazy("Resting"),
    Standing.REACHED: gettext_lazy("Good enough for now"),
    Standing.CHANGED: gettext_lazy("Became something else"),
    Standing.PUT_AWAY: gettext_lazy("Put away"),
}
_STEPS: dict[Settled, Any] = {Settled.DONE: gettext_lazy("Done"), Settled.LET_GO: gettext_lazy("Let go")}


@dataclass(frozen=True)
class StepShown:
    """A small step; ``settled`` is empty while it waits."""

    id: uuid.UUID
    words: str
    who: str
    settled: str


@dataclass(frozen=True)
class GoalShown:
    """Something she wants, and how it was over time."""

    id: uuid.UUID
    words: str
    why: str
    about: str
    hers: bool
    on: date
    state: Standing
    said: str
    latest: str
    at_zero: str
    at_ten: str
    steps: list[StepShown]
    ratings: list[tuple[date, int | None, str]]
    talks: list[tuple[date, str]]
    became: uuid.UUID | None


def goal(
    row: GoalSeen, names: Mapping[uuid.UUID, str], workers: Mapping[uuid.UUID, str], herself: uuid.UUID
) -> GoalShown:  # fmt: skip
    """A goal as she reads it. ``names``: whoever she may read about, by how she calls them here."""
    held, state = row.goal, row.stands.state
    return GoalShown(
        id=held.pk,
        words=held.her_words,
        why=held.why,
        about=_about(held, names, herself),
        hers=held.told_by == herself,
        on=held.on,
        state=state,
        said=str(STANDS[state]),
        latest=_latest(row.ratings[-1]) if row.ratings else "",
        at_zero=held.at_zero,
        at_ten=held.at_ten,
        steps=[_step(each, row, workers) for each in row.steps],
        ratings=[(each.on, each.value, each.words) for each in reversed(row.ratings)],
        talks=[(each.on, each.her_words) for each in reversed(row.talks) if each.her_words],
        became=next((each.into_id for each in reversed(row.standings) if each.into_id), None),
    )


def _about(held: Goal, names: Mapping[uuid.UUID, str], herself: uuid.UUID) -> str:
    """Whom it is about, said to her; nothing where it is about herself."""
    if held.for_whom == ForWhom.FAMILY:
        return _("All of us")
    if held.subject == herself:
        return ""
    name = names.get(held.subject) or _("your child")
    return _("%(child)s and you") % {"child": name} if held.for_whom == ForWhom.DYAD else name


def _latest(last: GoalRating) -> str:
    return _("“%(words)s”") % {"words": last.words} if last.value is None else _("%(n)d of 10") % {"n": last.value}


def _step(step: GoalStep, row: GoalSeen, workers: Mapping[uuid.UUID, str]) -> StepShown:
    who = step.helper if step.helps == Helps.SOMEBODY else ""
    if step.helps == Helps.COLLEAGUE and step.colleague_id:
        who = workers.get(step.colleague_id, _("somebody of your team"))
    settled = row.settled(step)
    return StepShown(step.pk, step.words, who, str(_STEPS[Settled(settled)]) if settled else "")


def by_standing(shown: Iterable[GoalShown]) -> list[tuple[str, list[GoalShown]]]:
    """(heading, goals) by how they stand, those that go on first; an empty part is left out."""
    held: dict[Standing, list[GoalShown]] = {}
    for each in shown:
        held.setdefault(each.state, []).append(each)
    return [(str(title), held[state]) for state, title in PARTS.items() if state in held]


def picture(row: GoalSeen) -> SafeString:
    """Her numbers over time, with the same as a table."""
    points = [Point(each.on, float(each.value or 0), each.words) for each in row.numbers]
    return scores_svg(points, _("How it was for you"), lowest=LOWEST, highest=HIGHEST, uid="mine")

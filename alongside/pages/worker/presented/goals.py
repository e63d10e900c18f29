"""Goals as they are read: her words as spoken, her number over time, small steps, how it stands and since when."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access.policy import May, decide
from alongside.goals.models import Goal, GoalRating, GoalStanding, GoalStep, GoalTalk
from alongside.goals.queries import GoalSeen
from alongside.goals.rules import HIGHEST, LEADS, LOWEST, ON_HER_PAGE
from alongside.goals.terms import Counts, ForWhom, Helps, Lane, Settled, Standing
from alongside.pages.design.days import date_format
from alongside.pages.design.kinds import KINDS
from alongside.pages.design.scores import Point, scores_svg
from alongside.pages.worker.presented.doing import Doing
from alongside.pages.worker.presented.story import TOGETHER, Names
from alongside.safekeeping.queries import Me
from alongside.safekeeping.terms import Category

# In which part of the page goals stand, in this order.
PARTS: dict[Standing, Any] = {
    Standing.OPEN: gettext_lazy("Going on"),
    Standing.RESTING: gettext_lazy("Resting"),
    Standing.REACHED: gettext_lazy("Good enough for now"),
    Standing.CHANGED: gettext_lazy("Became another goal"),
    Standing.PUT_AWAY: gettext_lazy("Put away"),
}
_OF = {ForWhom.DYAD: TOGETHER, ForWhom.CHILD: "child", ForWhom.WOMAN: "woman", ForWhom.FAMILY: "woman"}
Workers = Mapping[uuid.UUID, str]
NOTHING_STOOD: Mapping[str, Any] = {}


@dataclass(frozen=True)
class StepShown:
    """A small step: the words, who helps, about when, and what came of it."""

    words: str
    who: str
    by_on: date | None
    settled: str
    settled_on: date | None
    done_url: str
    let_go_url: str


@dataclass(frozen=True)
class RatingShown:
    """One time that she said where she is with it."""

    on: date
    value: int | None
    words: str
    who: str
    correct_url: str


@dataclass(frozen=True)
class StandingShown:
    """From this day on it stood like this; ``into``: the goal it became (its words, its address)."""

    on: date
    said: str
    her_words: str
    into_url: str


@dataclass(frozen=True)
class TalkShown:
    """It was looked at together."""

    on: date
    her_words: str
    facts: list[tuple[str, str]]
    again_on: date | None
    who: str


@dataclass(frozen=True)
class GoalShown:
    """One goal. ``stood``-like fields are those of the day that is asked."""

    id: uuid.UUID
    url: str
    words: str
    why: str
    who: str
    lane_class: str
    told_by: str
    lane: str
    leads: str
    counts: str
    at_zero: str
    at_ten: str
    on: date
    standing: str
    since: date | None
    latest: str
    open_steps: list[StepShown]
    steps: list[StepShown]
    kind: str
    on_her_page: bool
    said_of_whom: bool


def parts(rows: Iterable[GoalSeen], shown: Mapping[uuid.UUID, GoalShown]) -> list[tuple[str, str, list[GoalShown]]]:
    """(anchor, heading, goals) by how they stand; those that go on come first, and an empty part is left out."""
    held: dict[Standing, list[GoalShown]] = {}
    for row in rows:
        held.setdefault(row.stands.state, []).append(shown[row.goal.pk])
    return [(f"goals-{state}", str(title), held[state]) for state, title in PARTS.items() if state in held]


def goal(
    row: GoalSeen, names: Names, workers: Workers, me: Me, stood: Mapping[str, Any] = NOTHING_STOOD, *,
    today: bool = True,
) -> GoalShown:  # fmt: skip
    """A goal as the team reads it. ``stood``: its words as they stood on that day; ``today``: it can be written in."""
    held, told = row.goal, {**_now(row.goal), **stood}
    writes = today and may_write(me, held)
    steps = [_step(each, row, workers, writes) for each in row.steps]
    lane, stands = Lane(told["lane"]), row.stands
    return GoalShown(
        id=held.pk,
        url=reverse("goal", args=[held.family_id, held.pk]),
        words=told["her_words"],
        why=told["why"],
        who=whom(held, names),
        lane_class=_OF[ForWhom(held.for_whom)],
        told_by="" if held.told_by == names.woman else names.people.get(held.told_by, _("somebody of the family")),
        lane=capfirst(str(lane.label)),
        leads=str(LEADS[lane].label),
        counts=", ".join(str(Counts(code).label) for code in told["counts"]),
        at_zero=told["at_zero"],
        at_ten=told["at_ten"],
        on=held.on,
        standing=capfirst(str(stands.state.label)),
        since=stands.since,
        latest=latest(row.ratings),
        open_steps=[step for step in steps if not step.settled],
        steps=steps,
        kind=str(KINDS[Category(held.category)]),
        on_her_page=bool(ON_HER_PAGE >> held.category & 1),
        said_of_whom=held.about is not None and None not in held.about,
    )


def _now(held: Goal) -> dict[str, Any]:
    return {name: getattr(held, name) for name in ("her_words", "why", "at_zero", "at_ten", "counts", "lane")}


def may_write(me: Me, held: Goal) -> bool:
    """The asker's part writes this kind of record."""
    return bool(decide(me, May.WRITE_IN_FAMILY)) and me.may_write(held.category)


def whom(held: Goal, names: Names) -> str:
    """Whom the goal is about."""
    if held.for_whom == ForWhom.FAMILY:
        return _("The family")
    return names.dyads.get(held.subject) or names.people.get(held.subject, "")


def latest(ratings: Sequence[GoalRating]) -> str:
    """Where she said she is with it, the last time; "" when she was never asked."""
    if not ratings:
        return ""
    last = ratings[-1]
    day = date_format(last.on, "DATE_FORMAT")
    if last.value is None:
        return _("“%(words)s”, %(day)s") % {"words": last.words, "day": day}
    return _("%(number)d of 10, %(day)s") % {"number": last.value, "day": day}


def picture(row: GoalSeen, uid: str) -> SafeString:
    """Her numbers over time; nothing until there is one. What 0 and 10 mean stands beside it in her words."""
    points = [Point(each.on, float(each.value or 0), each.words) for each in row.numbers]
    return scores_svg(
        points, _("Where she is with this, as she says"), lowest=LOWEST, highest=HIGHEST, uid=uid
    )  # fmt: skip


def _step(step: GoalStep, row: GoalSeen, workers: Workers, writes: bool) -> StepShown:
    settled = row.settled(step)
    args = [step.family_id, step.pk]
    return StepShown(
        step.words,
        helper(step, workers),
        step.by_on,
        capfirst(str(Settled(settled).label)) if settled else "",
        step.settled_on if settled else None,
        reverse("goal_step_done", args=args) if writes and not settled else "",
        reverse("goal_step_let_go", args=args) if writes and not settled else "",
    )


def helper(step: GoalStep, workers: Workers) -> str:
    """Who helps with it, by name."""
    if step.helps == Helps.COLLEAGUE and step.colleague_id:
        return workers.get(step.colleague_id, _("a colleague"))
    return step.helper if step.helps == Helps.SOMEBODY else str(Helps(step.helps).label)


def ratings(row: GoalSeen, workers: Workers, me: Me, *, today: bool) -> list[RatingShown]:
    """Each time she said where she is with it, the newest first, with a way to put it right."""
    writes = today and may_write(me, row.goal)
    return [
        RatingShown(
            each.on, each.value, each.words, _written_by(each, workers),
            reverse("goal_rating_right", args=[each.family_id, each.pk]) if writes else "",
        )
        for each in reversed(row.ratings)
    ]  # fmt: skip


def standings(row: GoalSeen) -> list[StandingShown]:
    """How it stood, the newest first."""
    return [_standing(each) for each in reversed(row.standings)]


def _standing(row: GoalStanding) -> StandingShown:
    url = reverse("goal", args=[row.family_id, row.into_id]) if row.into_id else ""
    return StandingShown(row.on, capfirst(str(Standing(row.state).label)), row.her_words, url)


def talks(row: GoalSeen, workers: Workers) -> list[TalkShown]:
    """Each time it was looked at together, the newest first."""
    return [_talk(each, workers) for each in reversed(row.talks)]


def _talk(row: GoalTalk, workers: Workers) -> TalkShown:
    facts = [
        (_("What helped"), row.what_helped),
        (_("What gets in the way"), row.in_the_way),
        (_("Being a parent, as she says"), row.as_parent),
    ]
    told = [(title, text) for title, text in facts if text]
    return TalkShown(row.on, row.her_words, told, row.again_on, _written_by(row, workers))


def _written_by(row: GoalRating | GoalTalk, workers: Workers) -> str:
    """Who wrote it down: a colleague, or whoever signed in as herself."""
    return workers.get(row.recorded_by, _("on her own page"))


def people_in(rows: Iterable[GoalSeen]) -> set[uuid.UUID]:
    """Ids of everybody who helps with a step or wrote something down."""
    found: set[uuid.UUID] = set()
    for row in rows:
        found |= {step.colleague_id for step in row.steps if step.colleague_id}
        found |= {each.recorded_by for each in (*row.ratings, *row.talks)}
    return found


def doing(held: Goal, me: Me) -> list[Doing]:
    """The forms of one goal, for those whose part writes it; what is done most comes first."""
    if not may_write(me, held):
        return []
    args = [held.family_id, held.pk]
    return [
        Doing(reverse("goal_rate", args=args), _("Where is she with this today?"), "write"),
        Doing(reverse("goal_step_add", args=args), _("A small step"), "leaf"),
        Doing(reverse("goal_talk", args=args), _("We talked it over"), "speech"),
        Doing(reverse("goal_stands", args=args), _("It stands differently now"), "calendar"),
        Doing(reverse("goal_words", args=args), _("She says it differently")),
        Doing(reverse("goal_file", args=args), _("Another lane, or who may read it")),
    ]

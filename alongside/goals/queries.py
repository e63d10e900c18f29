"""Named questions about goals: all of a family's, or one, with everything that hangs on them, as of a day."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.db.models import Model, OuterRef, Q, QuerySet, Subquery

from alongside.goals import rules
from alongside.goals.models import Goal, GoalRating, GoalStanding, GoalStep, GoalTalk
from alongside.goals.terms import Helps, Settled, Standing

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class GoalSeen:
    """One goal with what hangs on it, each in the order of its days."""

    goal: Goal
    ratings: tuple[GoalRating, ...] = ()
    steps: tuple[GoalStep, ...] = ()
    standings: tuple[GoalStanding, ...] = ()
    talks: tuple[GoalTalk, ...] = ()
    until: date | None = None
    known_at: datetime | None = None

    @property
    def stands(self) -> rules.Stands:
        """How it stands, and since when."""
        return rules.stands(self.standings)  # type: ignore[arg-type]

    @property
    def numbers(self) -> tuple[GoalRating, ...]:
        """Those of the ratings that are a number."""
        return tuple(row for row in self.ratings if row.value is not None)

    def settled(self, step: GoalStep) -> str:
        """What had come of a step by the day that was asked, as it was known then; "" while it is open."""
        if not step.settled_as or step.settled_on is None:
            return ""
        later = self.until is not None and step.settled_on > self.until
        unknown = self.known_at is not None and step.settled_at is not None and step.settled_at > self.known_at
        return "" if later or unknown else Settled(step.settled_as).value


def goals_of(
    family_id: uuid.UUID, *, until: date | None = None, known_at: datetime | None = None
) -> list[GoalSeen]:  # fmt: skip
    """Every goal of a family that the asker may read, the newest first; five statements, whatever their number.

    ``until``: the last day looked at. ``known_at``: only what was recorded by then. The words are those of today; what
    they were is in their earlier versions.
    """
    goals = Goal.objects.filter(family_id=family_id).order_by("-on", "-id")
    return _seen(_by(goals, until, known_at), family_id, until, known_at)


def goal_of(
    family_id: uuid.UUID, id: uuid.UUID, *, until: date | None = None, known_at: datetime | None = None
) -> GoalSeen:  # fmt: skip
    """One goal, as ``goals_of``. Raises Goal.DoesNotExist for one that is hidden, of another family, or not there."""
    found = _seen(_by(Goal.objects.filter(family_id=family_id, pk=id), until, known_at), family_id, until, known_at)
    if not found:
        raise Goal.DoesNotExist
    return found[0]


def goal(family_id: uuid.UUID, id: uuid.UUID) -> Goal:
    """One goal alone. Raises Goal.DoesNotExist for one that is hidden, of another family, or not there."""
    return Goal.objects.get(family_id=family_id, pk=id)


def step(family_id: uuid.UUID, id: uuid.UUID) -> GoalStep:
    """One step with its goal. Raises GoalStep.DoesNotExist for one that is hidden, of another family, or not there."""
    return GoalStep.objects.select_related("goal").get(family_id=family_id, pk=id)


def next_step(family_id: uuid.UUID) -> GoalStep | None:
    """The newest small step, with its goal, that is not settled and that no colleague does, of a goal that goes on; one
    statement."""
    standing = GoalStanding.objects.filter(goal_id=OuterRef("goal_id")).order_by("-on", "-recorded_at", "-id")
    open_ones = GoalStep.objects.filter(family_id=family_id, settled_as="").exclude(helps=Helps.COLLEAGUE)
    going_on = open_ones.annotate(state=Subquery(standing.values("state")[:1])).filter(
        Q(state=None) | Q(state=Standing.OPEN)
    )
    return going_on.select_related("goal").order_by("-recorded_at", "-id").first()


def rating(family_id: uuid.UUID, id: uuid.UUID) -> GoalRating:
    """One rating as it stands, with its goal. Raises GoalRating.DoesNotExist for one put right since, or hidden."""
    return GoalRating.objects.select_related("goal").get(family_id=family_id, pk=id, superseded_at=None)


def standing_of(goals: Collection[uuid.UUID]) -> dict[uuid.UUID, rules.Stands]:
    """How each of these stands today; one statement."""
    rows: dict[uuid.UUID, list[GoalStanding]] = {id: [] for id in goals}
    for row in GoalStanding.objects.filter(goal_id__in=list(goals)):
        rows[row.goal_id].append(row)
    return {id: rules.stands(held) for id, held in rows.items()}  # type: ignore[arg-type]


def _by(rows: QuerySet[Row], until: date | None, known_at: datetime | None) -> QuerySet[Row]:
    """Those that had happened by the day and were recorded by the instant."""
    if until is not None:
        rows = rows.filter(on__lte=until)
    return rows if known_at is None else rows.filter(recorded_at__lte=known_at)


def _seen(
    goals: Iterable[Goal], family: uuid.UUID, until: date | None, known_at: datetime | None
) -> list[GoalSeen]:  # fmt: skip
    held = list(goals)
    hangs = {"family_id": family, "goal_id__in": [goal.pk for goal in held]}
    ratings = GoalRating.objects.filter(**hangs)
    if known_at is None:
        ratings = ratings.filter(superseded_at=None)
    else:
        ratings = ratings.filter(Q(superseded_at=None) | Q(superseded_at__gt=known_at))
    steps = GoalStep.objects.filter(**hangs)
    if known_at is not None:
        steps = steps.filter(recorded_at__lte=known_at)
    if until is not None:  # a step has no day on which it was said: it is there from when it was written down
        steps = steps.filter(recorded_at__date__lte=until)
    by_day = ("on", "recorded_at", "id")
    of_ratings = _under(_by(ratings, until, known_at).order_by(*by_day))
    of_steps = _under(steps.order_by("recorded_at", "id"))
    standings = _under(_by(GoalStanding.objects.filter(**hangs), until, known_at).order_by(*by_day))
    talks = _under(_by(GoalTalk.objects.filter(**hangs), until, known_at).order_by(*by_day))
    return [
        GoalSeen(
            goal,
            ratings=tuple(of_ratings.get(goal.pk, ())),
            steps=tuple(of_steps.get(goal.pk, ())),
            standings=tuple(standings.get(goal.pk, ())),
            talks=tuple(talks.get(goal.pk, ())),
            until=until,
            known_at=known_at,
        )
        for goal in held
    ]


def _under(rows: Iterable[Any]) -> dict[uuid.UUID, list[Any]]:
    found: dict[uuid.UUID, list[Any]] = {}
    for row in rows:
        found.setdefault(row.goal_id, []).append(row)
    return found

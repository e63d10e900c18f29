"""What happens with a goal: steps, numbers, how it stands, talks. All of it adds rows; nothing counts them."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from alongside.enrolment.rules import require
from alongside.families.actions.insisting import one_of
from alongside.families.rules import clean
from alongside.goals import rules
from alongside.goals.actions.telling import check_texts
from alongside.goals.models import Goal, GoalRating, GoalStanding, GoalStep, GoalTalk
from alongside.goals.queries import standing_of
from alongside.goals.terms import Helps, Settled, Standing
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.models import new_id
from alongside.recordkeeping.rules import Refused


@transaction.atomic
def rate_goal(
    *, goal: Goal, on: date, value: int | None = None, words: str = "", by: uuid.UUID, at: datetime,
    id: uuid.UUID | None = None,
) -> GoalRating:  # fmt: skip
    """Where she is with it on this day: 0 to 10, words, or both. The same ``id`` sent twice is one.

    Raises ``Refused``: ``not_of_ten``, ``number_or_words``, ``in_future``, ``too_long``.
    """
    if id is not None and (known := GoalRating.objects.filter(goal=goal, pk=id).first()) is not None:
        return known
    rated = _rating(goal, on, value, words, by=by, at=at, id=id)
    write_trail([_line("goal rated", goal)], by=by)
    return rated


@transaction.atomic
def put_rating_right(
    *, rating: GoalRating, on: date, value: int | None = None, words: str = "", by: uuid.UUID, at: datetime
) -> GoalRating:  # fmt: skip
    """A further row in place of one that was written wrongly; the first stays in the record and is drawn no longer.

    Raises ``Refused`` like ``rate_goal``, and ``number_put_right`` when somebody was quicker.
    """
    if not GoalRating.objects.filter(pk=rating.pk, superseded_at=None).update(superseded_at=at):
        raise Refused("number_put_right", field="value")
    better = _rating(rating.goal, on, value, words, by=by, at=at, corrects=rating)
    write_trail([_line("goal rating put right", rating.goal)], by=by)
    return better


@transaction.atomic
def add_step(
    *, goal: Goal, words: str, helps: str = Helps.HERSELF, colleague: uuid.UUID | None = None, helper: str = "",
    by_on: date | None = None, by: uuid.UUID, at: datetime, id: uuid.UUID | None = None,
) -> GoalStep:  # fmt: skip
    """Something small, who helps (``colleague``, or ``helper`` by the name she gives), and about when.

    The same ``id`` sent twice is one step. Raises ``Refused``: ``words_needed``, ``too_long``, ``who_helps``.
    """
    if id is not None and (known := GoalStep.objects.filter(goal=goal, pk=id).first()) is not None:
        return known
    one_of(helps, Helps.values, "helps")
    words, helper = clean(words), clean(helper)
    if not words:
        raise Refused("words_needed", field="words")
    for field, text in (("words", words), ("helper", helper)):
        if len(text) > rules.SHORT_TEXT:
            raise Refused("too_long", field=field, limit=rules.SHORT_TEXT, length=len(text))
    require(rules.check_helper(helps, colleague=colleague, helper=helper), field="helps")
    step = GoalStep(
        id=id or new_id(), words=words, helps=Helps(helps).value, by_on=by_on,
        colleague_id=colleague if helps == Helps.COLLEAGUE else None,
        helper=helper if helps == Helps.SOMEBODY else "", **_of(goal, by, at),
    )  # fmt: skip
    step.save(force_insert=True)
    write_trail([_line("goal step", goal)], by=by)
    return step


@transaction.atomic
def settle_step(*, step: GoalStep, settled_as: str, on: date, by: uuid.UUID, at: datetime) -> GoalStep:
    """It is done, or let go (no reason is asked). Raises ``Refused``: ``in_future``, ``step_settled``."""
    one_of(settled_as, Settled.values, "settled_as")
    require(rules.check_day(on, timezone.localdate(at)), field="on")
    settled = {"settled_as": Settled(settled_as).value, "settled_on": on, "settled_at": at}
    if not GoalStep.objects.filter(pk=step.pk, settled_as="").update(**settled):
        raise Refused("step_settled", field="settled_as")
    for name, value in settled.items():
        setattr(step, name, value)
    write_trail([_line("goal step settled", step.goal)], by=by)
    return step


@transaction.atomic
def say_standing(
    *, goal: Goal, state: str, on: date, her_words: str = "", into: Goal | None = None, by: uuid.UUID, at: datetime,
    id: uuid.UUID | None = None,
) -> GoalStanding:  # fmt: skip
    """How it stands from this day on, at her word: each can follow each, and no reason is asked.

    ``into``: the goal of the same family that it became, for "became another goal" alone. The same ``id`` sent twice is
    one row. Raises ``Refused``: ``stands_so``, ``which_goal``, ``another_goal``, ``not_of_this_family``, ``in_future``,
    ``too_long``.
    """
    if id is not None and (known := GoalStanding.objects.filter(goal=goal, pk=id).first()) is not None:
        return known
    one_of(state, Standing.values, "state")
    words = clean(her_words)
    check_texts({"her_words": words})
    require(rules.check_day(on, timezone.localdate(at)), field="on")
    became = into if state == Standing.CHANGED else None
    if became is not None and became.family_id != goal.family_id:
        raise Refused("not_of_this_family", field="into")
    now = standing_of([goal.pk])[goal.pk].state
    decision = rules.check_standing(now, state, into=became.pk if became else None, goal=goal.pk)
    require(decision, field="into" if state == Standing.CHANGED else "state")
    said = GoalStanding(
        id=id or new_id(), state=Standing(state).value, on=on, her_words=words, into=became, **_of(goal, by, at)
    )
    said.save(force_insert=True)
    write_trail([_line("goal standing", goal)], by=by)
    return said


@transaction.atomic
def talk_over(
    *, goal: Goal, on: date, her_words: str = "", what_helped: str = "", in_the_way: str = "", as_parent: str = "",
    again_on: date | None = None, value: int | None = None, by: uuid.UUID, at: datetime,
) -> GoalTalk:  # fmt: skip
    """It was looked at together. ``value``: her number of that day, when she gave one; ``again_on``: when she would
    like to look at it again, which reminds nobody by itself. Raises ``Refused``: ``words_needed`` if nothing was said.
    """
    said = {"her_words": her_words, "what_helped": what_helped, "in_the_way": in_the_way, "as_parent": as_parent}
    said = {name: clean(text) for name, text in said.items()}
    check_texts(said)
    if not any(said.values()) and value is None and again_on is None:
        raise Refused("words_needed", field="her_words")
    require(rules.check_day(on, timezone.localdate(at)), field="on")
    talk = GoalTalk(id=new_id(), on=on, again_on=again_on, **said, **_of(goal, by, at))
    talk.save(force_insert=True)
    if value is not None:
        _rating(goal, on, value, "", by=by, at=at)
    write_trail([_line("goal talked over", goal)], by=by)
    return talk


def _rating(
    goal: Goal, on: date, value: int | None, words: str, *, by: uuid.UUID, at: datetime, id: uuid.UUID | None = None,
    corrects: GoalRating | None = None,
) -> GoalRating:  # fmt: skip
    words = clean(words)
    check_texts({"words": words})
    require(rules.check_rating(value, words), field="value")
    require(rules.check_day(on, timezone.localdate(at)), field="on")
    rated = GoalRating(id=id or new_id(), on=on, value=value, words=words, corrects=corrects, **_of(goal, by, at))
    rated.save(force_insert=True)
    return rated


def _of(goal: Goal, by: uuid.UUID, at: datetime) -> dict[str, Any]:
    """What everything that hangs on a goal has from it."""
    return {
        "goal": goal, "family_id": goal.family_id, "subject": goal.subject, "category": goal.category,
        "recorded_by": by, "recorded_at": at,
    }  # fmt: skip


def _line(verb: str, goal: Goal) -> dict[str, Any]:
    return entry(verb, family=goal.family_id, subject=goal.subject, goal=goal.pk)

"""Talking: over as many days as it takes, in her order. Everything can be left out; nothing is written over."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from alongside.assessment.actions import moving
from alongside.enrolment.models import Enrolment, StateChange
from alongside.enrolment.queries import latest_change
from alongside.enrolment.rules import require
from alongside.enrolment.terms import Because, State
from alongside.families.actions.insisting import one_of
from alongside.families.models import Family, Woman
from alongside.families.rules import clean
from alongside.goals import actions as goals
from alongside.goals.models import Goal
from alongside.goals.terms import ForWhom, Lane
from alongside.intake import rules
from alongside.intake.catalogue import part as part_of
from alongside.intake.catalogue import shipped
from alongside.intake.models import Conversation, Told
from alongside.intake.queries import goal_id
from alongside.intake.terms import How, Standing, Was
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.models import new_id
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.terms import Category


@dataclass(frozen=True)
class Said:
    """What came of one question (``question`` "": of the whole part). ``words`` are kept as spoken."""

    question: str = ""
    standing: str = Standing.SAID
    words: str = ""
    picked: Sequence[str] = ()


@transaction.atomic
def talk(
    *, woman: Woman, part: str, said: Iterable[Said], on: date, how: str = How.CAME_BY, before: str = "",
    after: str = "", by: uuid.UUID, at: datetime, id: uuid.UUID | None = None,
) -> list[Told]:  # fmt: skip
    """One part of a talk on this day. Several parts on one day, written by one colleague, are one conversation.

    The first talk with somebody who was reaching out is the day on which we met: her state follows. The same ``id``
    sent twice keeps it once. Raises ``Refused``: ``no_such_part``, ``nothing_told``, ``in_future``, ``before_we_knew``,
    ``too_long``, ``unknown_choice``; ProgrammingError (42501) where the part is not hers to write.
    """
    one_of(how, How.values, "how")
    for name, value in (("before", before), ("after", after)):
        if value:
            one_of(value, Was.values, name)
    began = Enrolment.objects.filter(family_id=woman.family_id, person_id=woman.pk).first()
    require(rules.check_day(on, timezone.localdate(at), began.first_contact_on if began else None), field="on")
    held = _conversation(woman, on, how, before, after, by=by, at=at)
    kept = _keep(woman, part, list(said), on, held, by=by, at=at, of=id)
    if began is not None:
        _we_met(began, on, by=by, at=at)
    write_trail([_line("talked", woman)], by=by)
    return kept


@transaction.atomic
def say(
    *, woman: Woman, part: str, said: Iterable[Said], by: uuid.UUID, at: datetime, id: uuid.UUID | None = None
) -> list[Told]:  # fmt: skip
    """What she writes herself, on her own page, today. Raises ``Refused`` like ``talk``."""
    on = timezone.localdate(at)
    kept = _keep(woman, part, list(said), on, None, by=by, at=at, of=id)
    write_trail([_line("talked", woman)], by=by)
    return kept


@transaction.atomic
def take_back(*, woman: Woman, part: str, by: uuid.UUID, at: datetime) -> int:
    """Everything she told in one part is shown no longer, to anybody. No reason is asked. Returns how many rows.

    Goals that were told on from it stay: they have their own standing. Raises ``Refused``: ``no_such_part``.
    """
    if part_of(part) is None:
        raise Refused("no_such_part", field="part")
    rows = Told.objects.filter(family_id=woman.family_id, woman_id=woman.pk, part=part, taken_back_at=None)
    count = rows.update(taken_back_at=at)
    if count:
        write_trail([_line("talk taken back", woman)], by=by)
    return count


@transaction.atomic
def tell_on(*, told: Told, her_words: str, lane: str, by: uuid.UUID, at: datetime) -> Goal:
    """Something she told becomes a goal, at her word and in her words. The same one twice is one goal.

    Words that were told in a kind of record of their own stay in it, whichever lane they go to; of those that everybody
    on her team reads, the lane decides. Raises ``Refused``: ``only_her_words``, ``too_long``, ``unknown_choice``.
    """
    words = clean(her_words)
    if not words:
        raise Refused("only_her_words", field="her_words")
    one_of(lane, Lane.values, "lane")
    own = None if told.category == Category.SERVICE_USE else told.category
    return goals.tell_goal(
        family=Family(id=told.family_id), subject=told.woman_id, for_whom=ForWhom.WOMAN, told_by=told.woman_id,
        lane=lane, her_words=words, on=told.on, category=own, by=by, at=at, id=goal_id(told.pk),
    )  # fmt: skip


def _conversation(
    woman: Woman, on: date, how: str, before: str, after: str, *, by: uuid.UUID, at: datetime
) -> Conversation:  # fmt: skip
    """The talk of this day that this colleague wrote down, or a new one; how it was is told by a further row."""
    same = {"family_id": woman.family_id, "woman_id": woman.pk, "on": on, "recorded_by": by, "how": How(how).value}
    was = {"before": str(before), "after": str(after)}
    found = Conversation.objects.filter(**same).order_by("-recorded_at", "-id").first()
    if found is not None and all(not value or getattr(found, name) == value for name, value in was.items()):
        return found
    row = Conversation(id=new_id(), recorded_at=at, **same, **was)
    row.save(force_insert=True)
    return row


def _keep(
    woman: Woman, code: str, said: list[Said], on: date, held: Conversation | None, *, by: uuid.UUID, at: datetime,
    of: uuid.UUID | None,
) -> list[Told]:  # fmt: skip
    """The rows of one part; at least one."""
    part = part_of(code)
    if part is None:
        raise Refused("no_such_part", field="part")
    if not said:
        raise Refused("nothing_told")
    kept = []
    for each in said:
        row = _row(part, each)
        row.id = uuid.uuid5(of, f"{code} {each.question} {row.standing}") if of else new_id()
        if of and (known := Told.objects.filter(family_id=woman.family_id, pk=row.id).first()) is not None:
            kept.append(known)
            continue
        row.family_id, row.woman_id, row.conversation = woman.family_id, woman.pk, held
        row.on, row.recorded_by, row.recorded_at = on, by, at
        row.save(force_insert=True)
        kept.append(row)
    return kept


def _row(part: rules.Part, said: Said) -> Told:
    one_of(said.standing, Standing.values, said.question or "part")
    question = part.question(said.question) if said.question else None
    if said.question and question is None:
        raise Refused("no_such_part", field=said.question)
    choices = {choice.code for choice in question.choices} if question else set()
    for code in said.picked:
        one_of(code, choices, said.question)
    words = clean(said.words)
    require(rules.check_said(said.standing, words, said.picked), field=said.question)
    if len(words) > rules.LONGEST_TEXT:
        raise Refused("too_long", field=said.question, limit=rules.LONGEST_TEXT, length=len(words))
    return Told(
        category=int(part.category), part=part.code, question=said.question, edition=shipped()[0],
        standing=Standing(said.standing).value, words=words, picked=list(dict.fromkeys(said.picked)),
    )  # fmt: skip


def _we_met(began: Enrolment, on: date, *, by: uuid.UUID, at: datetime) -> None:
    """She was reaching out, and now we talked: nothing else moves her state, and nothing ever moves it back."""
    newest = latest_change(began.id)
    if newest is None or newest.state != State.REACHING_OUT or on < newest.from_on:
        return
    if StateChange.objects.filter(enrolment=began).exclude(state=State.REACHING_OUT).exists():
        return
    moving.change_state(
        enrolment=began, state=State.GETTING_TO_KNOW, because=Because.WE_MET, from_on=on, by=by, at=at
    )  # fmt: skip


def _line(verb: str, woman: Woman) -> dict[str, object]:
    # Which part it was is not for whoever reads the trail.
    return entry(verb, family=woman.family_id, subject=woman.pk)

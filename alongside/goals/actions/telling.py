"""Telling a goal, saying it anew, filing it under another lane or kind. Words are kept as spoken; none is lost."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from alongside.enrolment.rules import require
from alongside.families.actions.insisting import change_newest, one_of, only
from alongside.families.models import Child, Dyad, Family, Membership, Person
from alongside.families.rules import clean
from alongside.goals import rules
from alongside.goals.models import Goal, GoalRating, GoalStanding, GoalStep, GoalTalk
from alongside.goals.terms import Counts, ForWhom, Lane
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.models import SetAside, new_id
from alongside.recordkeeping.rules import Refused

ABOUT = "goals.goal"
TEXTS = ("her_words", "why", "at_zero", "at_ten")
WORDS = (*TEXTS, "counts")  # what is said anew
FILED = ("lane", "category", "about")
HANGS_ON_IT = (GoalStep, GoalRating, GoalStanding, GoalTalk)


@transaction.atomic
def tell_goal(
    *, family: Family, subject: uuid.UUID, for_whom: str, told_by: uuid.UUID, lane: str, her_words: str, on: date,
    why: str = "", counts: Sequence[str] = (), at_zero: str = "", at_ten: str = "", category: int | None = None,
    about: Collection[uuid.UUID] | None = None, by: uuid.UUID, at: datetime, id: uuid.UUID | None = None,
) -> Goal:  # fmt: skip
    """A goal as it was said. ``subject``: the woman (also for the family's own), the child or the dyad.

    ``told_by``: somebody of this family, whose words these are. ``category``: the kind of record; what is usual for the
    lane and the person when left out. ``about``: of whom else it speaks; ``None`` while nobody has said, and then
    nobody outside reads it. The same ``id`` sent twice is one goal. Raises ``Refused`` with a code of ``terms.No`` and
    the field; ProgrammingError (42501) where the file or the kind is not hers to write in.
    """
    if id is not None and (known := Goal.objects.filter(family=family, pk=id).first()) is not None:
        return known
    one_of(for_whom, ForWhom.values, "for_whom")
    said = _said({"her_words": her_words, "why": why, "at_zero": at_zero, "at_ten": at_ten, "counts": counts})
    one_of(lane, Lane.values, "lane")
    kind = rules.usual_category(lane, for_whom) if category is None else category
    require(rules.check_category(kind), field="category")
    require(rules.check_day(on, timezone.localdate(at)), field="on")
    _check_subject(family.pk, for_whom, subject)
    _check_people(family.pk, {told_by, *(about or ())})
    goal = Goal(
        id=id or new_id(), family=family, subject=subject, for_whom=ForWhom(for_whom).value, category=int(kind),
        told_by=told_by, lane=Lane(lane).value, on=on,
        about=rules.others_named(about, subject=subject, told_by=told_by), recorded_by=by, recorded_at=at, **said,
    )  # fmt: skip
    goal.save(force_insert=True)
    write_trail([entry("goal told", family=family.pk, subject=subject, goal=goal.pk)], by=by)
    return goal


@transaction.atomic
def say_anew(
    *, goal: Goal, base_version: int, values: Mapping[str, Any], by: uuid.UUID, at: datetime
) -> Goal | SetAside:  # fmt: skip
    """She says it differently now (any of ``WORDS``); what she said before stays readable.

    Other words may name others: until somebody says whom (``file_anew``), nobody outside reads them.

    When somebody was quicker, nothing is overwritten: what was written here is kept beside it. Raises ``Refused``:
    ``words_needed``, ``too_long``, ``unknown_choice``.
    """
    only(values, WORDS)
    return _change(goal, base_version, _said(values), "goal said anew", by=by, at=at)


@transaction.atomic
def file_anew(
    *, goal: Goal, base_version: int, lane: str, category: int, about: Collection[uuid.UUID] | None, by: uuid.UUID,
    at: datetime,
) -> Goal | SetAside:  # fmt: skip
    """Another lane, another kind of record, or of whom else it speaks; with everything that hangs on it.

    Raises ``Refused``: ``kind_unfit``, ``not_of_this_family``, ``unknown_choice``; ProgrammingError (42501) for a kind
    that is not hers to write.
    """
    one_of(lane, Lane.values, "lane")
    require(rules.check_category(category), field="category")
    _check_people(goal.family_id, set(about or ()))
    others = rules.others_named(about, subject=goal.subject, told_by=goal.told_by)
    values = {"lane": Lane(lane).value, "category": int(category), "about": others}
    changed = _change(goal, base_version, values, "goal filed", by=by, at=at)
    if isinstance(changed, Goal):
        for model in HANGS_ON_IT:
            model.objects.filter(goal=goal).update(category=int(category))  # type: ignore[attr-defined]
    return changed


def _change(
    goal: Goal, base_version: int, values: dict[str, Any], verb: str, *, by: uuid.UUID, at: datetime
) -> Goal | SetAside:  # fmt: skip
    """Change it if it still is what was on screen; else keep what was written beside it."""
    aside = change_newest(
        goal, base_version=base_version, values=values, about=ABOUT, family=goal.family_id, subject=goal.subject,
        category=goal.category, by=by, at=at,
    )  # fmt: skip
    if aside:
        return aside
    goal.refresh_from_db()
    about = {"goal": goal.pk, "version": goal.version}
    write_trail([entry(verb, family=goal.family_id, subject=goal.subject, **about)], by=by)
    return goal


def _said(values: Mapping[str, Any]) -> dict[str, Any]:
    """The words as the database can hold them; a goal has at least its own."""
    said: dict[str, Any] = {name: clean(text) for name, text in values.items() if name in TEXTS}
    if not said.get("her_words", "-"):
        raise Refused("words_needed", field="her_words")
    check_texts(said)
    if "counts" in values:
        for code in values["counts"]:
            one_of(code, Counts.values, "counts")
        said["counts"] = list(dict.fromkeys(Counts(code).value for code in values["counts"]))
    return said


def check_texts(texts: Mapping[str, str]) -> None:
    """Every text can be kept in one piece; else ``Refused("too_long")`` with its field, length and limit."""
    if field := rules.too_long(texts):
        raise Refused("too_long", field=field, limit=rules.limit_of(field), length=len(texts[field]))


def _check_subject(family: uuid.UUID, for_whom: str, subject: uuid.UUID) -> None:
    """``subject`` is a woman, child or dyad of this family, as ``for_whom`` says; else ``Refused``."""
    if for_whom == ForWhom.DYAD:
        found = Dyad.objects.filter(pk=subject, family_id=family).exists()
    elif for_whom == ForWhom.CHILD:
        found = Child.objects.filter(pk=subject, family_id=family).exists()
    else:
        found = Person.objects.filter(pk=subject, family_id=family, kind="woman").exists()
    if not found:
        raise Refused("not_of_this_family", field="subject")


def _check_people(family: uuid.UUID, wanted: Collection[uuid.UUID]) -> None:
    """Everybody named is in this family, first recorded here or by membership; else ``Refused``."""
    here = set(Person.objects.filter(family_id=family, pk__in=wanted).values_list("pk", flat=True))
    if left := set(wanted) - here:
        here |= set(Membership.objects.filter(family_id=family, person__in=left).values_list("person", flat=True))
    if set(wanted) - here:
        raise Refused("not_of_this_family", field="about")

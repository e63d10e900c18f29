"""Safety plans: made with her, word for word; a version never overwrites one; how she has her copy is her choice."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from alongside.agencies.models import Agency
from alongside.care import queries, rules
from alongside.care.actions.contacts import check_people
from alongside.care.models import LocalProtocol, SafetyCopy, SafetyPlan, SafetyTurn, SafetyVersion
from alongside.care.rules import Reaching
from alongside.care.terms import HerCopy, PlanKind, PlanStep, PlanTurn
from alongside.enrolment.rules import require
from alongside.families.actions.insisting import one_of
from alongside.families.models import Family, Woman
from alongside.families.rules import clean
from alongside.recordkeeping.actions import entry, set_aside, write_trail
from alongside.recordkeeping.models import SetAside, new_id
from alongside.recordkeeping.rules import Refused

ABOUT = "care.safetyplan"


@transaction.atomic
def make_plan(
    *, family: Family, woman: uuid.UUID, kind: str, said: Mapping[str, str], on: date,
    with_colleague: uuid.UUID | None = None, also_with: str = "", again_on: date | None = None,
    about: Collection[uuid.UUID] | None = None, by: uuid.UUID, at: datetime, id: uuid.UUID | None = None,
) -> SafetyPlan:  # fmt: skip
    """A plan with its first version. ``said``: step -> her words; steps she left out are left out.

    ``about``: of whom else it speaks; ``None`` while nobody has said, and then nobody outside reads it. The same
    ``id`` sent twice is one plan. Nothing of it is anywhere but here until she chooses a copy. Raises ``Refused`` with
    a code of ``terms.No`` and the field; ProgrammingError (42501) where the file or the kind is not hers to write in.
    """
    if id is not None and (known := SafetyPlan.objects.filter(family=family, pk=id).first()) is not None:
        return known
    one_of(kind, PlanKind.values, "kind")
    values = _values(kind, woman, said, on, with_colleague, also_with, again_on, about, at)
    if not Woman.objects.filter(pk=woman, family=family).exists():
        raise Refused("for_her_alone", field="woman")
    check_people(family.pk, values["about"] or ())
    plan = SafetyPlan(
        id=id or new_id(), family=family, subject=woman, kind=PlanKind(kind).value,
        category=int(rules.OF_KIND[PlanKind(kind)]), recorded_by=by, recorded_at=at,
    )  # fmt: skip
    plan.save(force_insert=True)
    SafetyVersion(id=new_id(), number=1, **values, **_of(plan, by, at)).save(force_insert=True)
    write_trail([_line("safety plan made", plan, version=1)], by=by)
    return plan


@transaction.atomic
def say_plan_anew(
    *, plan: SafetyPlan, base_version: int, said: Mapping[str, str], on: date, with_colleague: uuid.UUID | None = None,
    also_with: str = "", again_on: date | None = None, about: Collection[uuid.UUID] | None = None, by: uuid.UUID,
    at: datetime, id: uuid.UUID | None = None,
) -> SafetyVersion | SetAside:  # fmt: skip
    """A further version; the ones before stay. ``base_version``: the number of the version that the form showed.

    When somebody was quicker, what was written here is kept beside it, and nothing is lost. Exactly what stands already
    makes no version. The same ``id`` sent twice is one. Raises ``Refused`` like ``make_plan``, and ``plan_ended``.
    """
    if id is not None and (known := SafetyVersion.objects.filter(plan=plan, pk=id).first()) is not None:
        return known
    values = _values(plan.kind, plan.subject, said, on, with_colleague, also_with, again_on, about, at)
    check_people(plan.family_id, values["about"] or ())
    if rules.has_ended(plan.turns.all()):  # type: ignore[arg-type]
        raise Refused("plan_ended", field="on")
    newest = plan.versions.order_by("-number").first()
    # Of whom it was said to speak is not unsaid (docs/decisions/0023): outside, nobody has said of these words.
    if values["about"] is None and newest is not None and newest.about:
        values["about"] = [*(person for person in newest.about if person), None]
    if newest is not None and all(getattr(newest, name) == value for name, value in values.items()):
        return newest
    version = SafetyVersion(id=id or new_id(), number=base_version + 1, **values, **_of(plan, by, at))
    if newest is None or newest.number == base_version:
        try:
            with transaction.atomic():
                version.save(force_insert=True)
        except IntegrityError:  # somebody at the same moment
            pass
        else:
            SafetyVersion.objects.filter(plan=plan, superseded_at=None).exclude(pk=version.pk).update(superseded_at=at)
            write_trail([_line("safety plan said anew", plan, version=version.number)], by=by)
            return version
    return set_aside(
        family=plan.family_id, subject=plan.subject, category=plan.category, about=ABOUT, target=plan.pk,
        written=_written(values), by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def turn_plan(
    *, plan: SafetyPlan, what: str, on: date, her_words: str = "", again_on: date | None = None, by: uuid.UUID,
    at: datetime, id: uuid.UUID | None = None,
) -> SafetyTurn:  # fmt: skip
    """It was looked at and is still right, is no longer needed, or is taken up again; no reason is asked.

    The same ``id`` sent twice is one row. Raises ``Refused``: ``stands_so``, ``plan_ended``, ``in_future``,
    ``again_is_past``, ``too_long``.
    """
    if id is not None and (known := SafetyTurn.objects.filter(plan=plan, pk=id).first()) is not None:
        return known
    one_of(what, PlanTurn.values, "what")
    words, today = clean(her_words), timezone.localdate(at)
    _check_texts({"her_words": words})
    require(rules.check_day(on, today), field="on")
    require(rules.check_again(again_on, today), field="again_on")
    require(rules.check_turn(what, rules.has_ended(plan.turns.all())), field="what")  # type: ignore[arg-type]
    turn = SafetyTurn(
        id=id or new_id(), what=PlanTurn(what).value, on=on, her_words=words,
        again_on=None if what == PlanTurn.ENDED else again_on, **_of(plan, by, at),
    )  # fmt: skip
    turn.save(force_insert=True)
    write_trail([_line("safety plan turned", plan, what=turn.what)], by=by)
    return turn


@transaction.atomic
def choose_copy(
    *, plan: SafetyPlan, how: str, heading: str = "", steps: Sequence[str] = (), seen: uuid.UUID | None,
    around: Reaching, reached_by: uuid.UUID | None = None, by: uuid.UUID, at: datetime, id: uuid.UUID | None = None,
) -> SafetyCopy:  # fmt: skip
    """How she has her plan from now on, as she chose. ``seen``: the choice that the form showed (``None``: none yet).

    ``heading``: words that stand above it and could be anybody's; ``steps``: what is on it (none: all she answered).
    ``around``, ``reached_by``: how she is reached safely (``queries.reaching``). Raises ``Refused``: ``ask_her_first``,
    ``she_is_watched``, ``they_live_together``, ``page_is_off``, ``chosen_meanwhile``, ``not_a_step``, ``too_long``.
    """
    if id is not None and (known := SafetyCopy.objects.filter(plan=plan, pk=id).first()) is not None:
        return known
    one_of(how, HerCopy.values, "how")
    heading = clean(heading)
    if len(heading) > rules.SHORT_HEADING:
        raise Refused("too_long", field="heading", limit=rules.SHORT_HEADING, length=len(heading))
    if not set(steps) <= {step.value for step in rules.STEPS[PlanKind(plan.kind)]}:
        raise Refused("not_a_step", field="steps")
    now = queries.copy_of(plan)
    if (now.pk if now else None) != seen:
        raise Refused("chosen_meanwhile", field="how")
    require(rules.may_have_copy(plan.kind, how, around, timezone.localdate(at)), field="how")
    chosen = [step.value for step in PlanStep if step.value in set(steps)]
    copy = SafetyCopy(
        id=id or new_id(), how=HerCopy(how).value, heading=heading, steps=chosen,
        reached_by=reached_by if how == HerCopy.PAGE else None, **_of(plan, by, at),
    )  # fmt: skip
    copy.save(force_insert=True)
    write_trail([_line("safety copy chosen", plan, how=copy.how)], by=by)
    return copy


@transaction.atomic
def print_card(*, plan: SafetyPlan, around: Reaching, by: uuid.UUID, at: datetime) -> SafetyCopy:
    """Her card is printed now: asked once more whether somebody could find it, and written in the trail.

    Raises ``Refused``: ``no_card`` where she chose another way, ``plan_ended``, and like ``choose_copy``.
    """
    now = queries.copy_of(plan)
    if now is None or now.how != HerCopy.CARD:
        raise Refused("no_card", field="how")
    if rules.has_ended(plan.turns.all()):  # type: ignore[arg-type]
        raise Refused("plan_ended", field="how")
    require(rules.may_have_copy(plan.kind, now.how, around, timezone.localdate(at)), field="how")
    write_trail([_line("safety card printed", plan)], by=by)
    return now


@transaction.atomic
def take_off_her_page(*, plan: SafetyPlan, by: uuid.UUID, at: datetime) -> SafetyCopy:
    """She does not want it on her page any more; from now on there is nothing, and nobody asks why."""
    copy = SafetyCopy(id=new_id(), how=HerCopy.NOTHING.value, **_of(plan, by, at))
    copy.save(force_insert=True)
    write_trail([_line("safety copy chosen", plan, how=copy.how)], by=by)
    return copy


@transaction.atomic
def write_local_protocol(
    *,
    agency: Agency,
    kind: str,
    words: str,
    words_fr: str = "",
    source: str,
    checked_on: date,
    by: uuid.UUID,
    at: datetime,
) -> LocalProtocol:
    """What this place does when it comes to this; a further row counts from now on, and no words mean: none any more.

    Raises ``Refused``: ``where_from``, ``in_future``, ``too_long``.
    """
    one_of(kind, PlanKind.values, "kind")
    words, words_fr, source = clean(words), clean(words_fr), clean(source)
    _check_texts({"words": words, "words_fr": words_fr, "source": source})
    if (words or words_fr) and not source:
        raise Refused("where_from", field="source")
    require(rules.check_day(checked_on, timezone.localdate(at)), field="checked_on")
    row = LocalProtocol(
        id=new_id(), agency=agency, kind=PlanKind(kind).value, words=words, words_fr=words_fr, source=source,
        checked_on=checked_on, recorded_by=by, recorded_at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    write_trail([entry("local protocol written", kind=row.kind, protocol=row.pk)], by=by)
    return row


def _values(
    kind: str, woman: uuid.UUID, said: Mapping[str, str], on: date, with_colleague: uuid.UUID | None, also_with: str,
    again_on: date | None, about: Collection[uuid.UUID] | None, at: datetime,
) -> dict[str, Any]:  # fmt: skip
    """What a version says, as the database can hold it; else ``Refused``."""
    words = {step: text for step, each in said.items() if (text := clean(each))}
    require(rules.check_said(kind, words), field=next(iter(words), "said"))
    _check_texts(words)
    also = clean(also_with)
    _check_texts({"also_with": also})
    today = timezone.localdate(at)
    require(rules.check_day(on, today), field="on")
    require(rules.check_again(again_on, today), field="again_on")
    return {
        "said": words, "on": on, "colleague_id": with_colleague, "also_with": also, "again_on": again_on,
        "about": rules.others_named(about, woman),
    }  # fmt: skip


def _check_texts(texts: Mapping[str, str]) -> None:
    """Every text can be kept in one piece; else ``Refused("too_long")`` with its field, length and limit."""
    for field, text in texts.items():
        if len(text) > rules.SHORT_TEXT:
            raise Refused("too_long", field=field, limit=rules.SHORT_TEXT, length=len(text))


def _written(values: Mapping[str, Any]) -> dict[str, Any]:
    """What somebody wrote at the same time, as it can be kept in JSON."""
    days = {name: values[name].isoformat() if values[name] else None for name in ("on", "again_on")}
    about = values["about"] and [person and str(person) for person in values["about"]]
    colleague = str(values["colleague_id"]) if values["colleague_id"] else None
    return {**values, **days, "about": about, "colleague_id": colleague}


def _of(plan: SafetyPlan, by: uuid.UUID, at: datetime) -> dict[str, Any]:
    """What everything that hangs on a plan has from it."""
    return {
        "plan": plan, "family_id": plan.family_id, "subject": plan.subject, "category": plan.category,
        "recorded_by": by, "recorded_at": at,
    }  # fmt: skip


def _line(verb: str, plan: SafetyPlan, **more: Any) -> dict[str, Any]:
    return entry(verb, family=plan.family_id, subject=plan.subject, plan=plan.pk, **more)

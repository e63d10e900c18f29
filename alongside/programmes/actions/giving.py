"""Beginning a programme with somebody, saying who of us gives it, adapting it, letting it rest, ending it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from alongside.accounts.queries import colleagues
from alongside.enrolment.rules import require
from alongside.families.actions.insisting import one_of
from alongside.families.models import Child, Dyad, Family, Person
from alongside.families.rules import clean
from alongside.library import queries as library
from alongside.library.rules import Version, speaks_first
from alongside.library.terms import Facilitator
from alongside.programmes import rules
from alongside.programmes.models import Delivery, DeliveryTurn, DeliveryWorker, GroupDelivery, GroupTurn, SessionHeld
from alongside.programmes.terms import ADAPTED, ForWhom, No, Turn
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.models import new_id
from alongside.recordkeeping.rules import Refused
from alongside.services.terms import Setting

Workers = Sequence[tuple[uuid.UUID, str]]  # colleague, and as what the plan names


@transaction.atomic
def begin_delivery(
    *, family: Family, subject: uuid.UUID, for_whom: str, programme: str, plan: str, begins_on: date, setting: str,
    workers: Workers, her_words: str = "", order_why: str = "", sure: bool = False, category: int | None = None,
    group: GroupDelivery | None = None, by: uuid.UUID, at: datetime, id: uuid.UUID | None = None,
) -> Delivery:  # fmt: skip
    """A programme is begun with her. ``subject``: the woman, the child or the dyad; ``workers``: who of us gives it.

    Nothing is asked of her before. Where a plan begins with strategies for behaviour a reason is asked for once
    (``Refused("relationship_first")``); with ``sure`` it is kept without one. With a ``group`` the plan is the group's.
    The same ``id`` sent twice is one delivery. Raises ``Refused`` with a code of ``terms.No`` and the field;
    ProgrammingError (42501) where the file or the kind is not hers to write in.
    """
    if id is not None and (known := Delivery.objects.filter(family=family, pk=id).first()) is not None:
        return known
    one_of(for_whom, ForWhom.values, "for_whom")
    one_of(setting, Setting.values, "setting")
    if group is not None:
        programme, plan = group.programme, group.plan
    version = check_plan(programme, plan)
    words, why = clean(her_words), clean(order_why)
    check_texts({"her_words": words, "order_why": why})
    kind = rules.usual_category(programme, for_whom) if category is None else category
    require(rules.check_category(kind), field="category")
    require(rules.check_begins(begins_on, timezone.localdate(at)), field="begins_on")
    _check_subject(family.pk, for_whom, subject)
    if not workers:
        raise Refused(No.NOBODY_THERE, field="workers")
    if speaks_first(version) and not why and not sure and group is None:
        raise Refused(No.RELATIONSHIP_FIRST, field="order_why")
    delivery = Delivery(
        id=id or new_id(), family=family, subject=subject, for_whom=ForWhom(for_whom).value, category=int(kind),
        programme=programme, plan=plan, group=group, begins_on=begins_on, setting=Setting(setting).value,
        her_words=words, order_why=why, recorded_by=by, recorded_at=at,
    )  # fmt: skip
    delivery.save(force_insert=True)
    for colleague, part in workers:
        _join(delivery, colleague, part, by=by, at=at)
    # No name of the programme: some tell what she lived through, and more people read a line than a delivery.
    write_trail([entry("programme begun", family=family.pk, subject=subject, delivery=delivery.pk)], by=by)
    return delivery


@transaction.atomic
def join_worker(
    *, delivery: Delivery, colleague: uuid.UUID, part: str, by: uuid.UUID, at: datetime
) -> DeliveryWorker:  # fmt: skip
    """One more of us gives it from now on. Who is there already stays. Raises ``Refused``: ``not_a_colleague``."""
    stays = DeliveryWorker.objects.filter(delivery=delivery, colleague_id=colleague, part=part, ended_at=None).first()
    if stays is not None:
        return stays
    row = _join(delivery, colleague, part, by=by, at=at)
    write_trail([line_of("programme turned", delivery, colleague=colleague)], by=by)
    return row


@transaction.atomic
def end_worker(*, worker: DeliveryWorker, by: uuid.UUID, at: datetime) -> None:
    """She does not give it any more. Raises ``Refused("nobody_there")`` for the last one: say who goes on first."""
    here = DeliveryWorker.objects.filter(delivery=worker.delivery_id, ended_at=None)
    if not here.exclude(pk=worker.pk).exists():
        raise Refused(No.NOBODY_THERE, field="workers")
    if here.filter(pk=worker.pk).update(ended_at=at):
        line = line_of("programme turned", worker.delivery, colleague=worker.colleague_id)
        write_trail([line], by=by)


@transaction.atomic
def say_turn(
    *, delivery: Delivery, what: str, on: date, numbers: Sequence[int] = (), why: str = "", her_words: str = "",
    by: uuid.UUID, at: datetime, id: uuid.UUID | None = None,
) -> DeliveryTurn:  # fmt: skip
    """The plan is adapted (``numbers`` of its sessions, and ``why``), or it rests, goes on, or is over from that day.

    Ending needs no reason; ``her_words`` are kept as spoken. An added session gets the next number, and ``why`` says
    what it is. The same ``id`` sent twice is one row. Raises ``Refused`` with a code of ``terms.No`` and the field.
    """
    if id is not None and (known := DeliveryTurn.objects.filter(delivery=delivery, pk=id).first()) is not None:
        return known
    one_of(what, Turn.values, "what")
    why, words = clean(why), clean(her_words)
    check_texts({"why": why, "her_words": words})
    require(rules.check_day(on, timezone.localdate(at), delivery.begins_on), field="on")
    version = check_plan(delivery.programme, delivery.plan)
    turns = turns_of(delivery)
    _order, out, added = rules.adapted(version, turns)
    held = SessionHeld.objects.filter(family_id=delivery.family_id, delivery=delivery, superseded_at=None)
    done = {number for number in held.values_list("number", flat=True) if number is not None}
    if what == Turn.ADDED:
        numbers = [rules.next_number(version, added, beside_group=delivery.group_id is not None)]
    decision = rules.check_turn(
        what, numbers, why, now=rules.stands(turns).state, version=version, done=done, out=out, added=added
    )
    field = {No.WHY_OTHERWISE: "why", No.STANDS_SO: "what"}.get(decision.because, "numbers")  # type: ignore[call-overload]
    require(decision, field=field)
    turn = DeliveryTurn(
        id=id or new_id(), what=Turn(what).value, on=on, numbers=list(numbers) if what in ADAPTED else [],
        why=why, her_words=words, **of_delivery(delivery, by, at),
    )  # fmt: skip
    turn.save(force_insert=True)
    write_trail([line_of("programme turned", delivery, what=turn.what)], by=by)
    return turn


# --- what these verbs share


def turns_of(delivery: Delivery) -> list[rules.TurnRow]:
    """What was done with its plan: with the group it goes with, and with this family."""
    own = DeliveryTurn.objects.filter(family_id=delivery.family_id, delivery=delivery)
    with_group = GroupTurn.objects.filter(group=delivery.group_id) if delivery.group_id else ()
    return [*own, *with_group]


def check_plan(programme: str, plan: str) -> Version:
    """The version of the plan; else ``Refused("no_such_plan")``."""
    version = library.version(programme, plan)
    if version is None:
        raise Refused(No.NO_SUCH_PLAN, field="plan")
    return version


def check_texts(texts: Mapping[str, str]) -> None:
    """Every text can be kept in one piece; else ``Refused("too_long")`` with its field, length and limit."""
    if field := rules.too_long(texts):
        raise Refused(No.TOO_LONG, field=field, limit=rules.LONGEST_TEXT, length=len(texts[field]))


def check_colleagues(ids: Sequence[uuid.UUID], on: date, field: str) -> None:
    """All of them work here on that day; else ``Refused("not_a_colleague")``."""
    if set(ids) - set(colleagues(on).filter(pk__in=list(ids)).values_list("pk", flat=True)):
        raise Refused(No.NOT_A_COLLEAGUE, field=field)


def of_delivery(delivery: Delivery, by: uuid.UUID, at: datetime) -> dict[str, Any]:
    """What everything that hangs on a delivery has from it."""
    return {
        "delivery": delivery, "family_id": delivery.family_id, "subject": delivery.subject,
        "category": delivery.category, "recorded_by": by, "recorded_at": at,
    }  # fmt: skip


def line_of(verb: str, delivery: Delivery, **more: Any) -> dict[str, Any]:
    """A line of the trail about a delivery."""
    return entry(verb, **of_whom(delivery), **more)


def of_whom(delivery: Delivery) -> dict[str, Any]:
    """Of whom a line of the trail about a delivery is."""
    return {"family": delivery.family_id, "subject": delivery.subject, "delivery": delivery.pk}


def _join(delivery: Delivery, colleague: uuid.UUID, part: str, *, by: uuid.UUID, at: datetime) -> DeliveryWorker:
    one_of(part, Facilitator.values, "workers")
    check_colleagues([colleague], min(delivery.begins_on, timezone.localdate(at)), "workers")
    row = DeliveryWorker(
        id=new_id(), colleague_id=colleague, part=Facilitator(part).value, **of_delivery(delivery, by, at)
    )
    row.save(force_insert=True)
    return row


def _check_subject(family: uuid.UUID, for_whom: str, subject: uuid.UUID) -> None:
    """``subject`` is a woman, child or dyad of this family, as ``for_whom`` says; else ``Refused``."""
    if for_whom == ForWhom.DYAD:
        found = Dyad.objects.filter(pk=subject, family_id=family).exists()
    elif for_whom == ForWhom.CHILD:
        found = Child.objects.filter(pk=subject, family_id=family).exists()
    else:
        found = Person.objects.filter(pk=subject, family_id=family, kind="woman").exists()
    if not found:
        raise Refused(No.NOT_OF_THIS_FAMILY, field="subject")

"""A programme given to a group: which series follows it, which of its sessions a meeting was, how it kept to it."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from alongside.agencies.models import Agency
from alongside.enrolment.rules import require
from alongside.families.actions.insisting import one_of
from alongside.families.rules import clean
from alongside.library.rules import speaks_first
from alongside.library.terms import About
from alongside.programmes import rules
from alongside.programmes.actions.giving import check_plan, check_texts
from alongside.programmes.actions.holding import check_about, marks_of
from alongside.programmes.models import GroupDelivery, GroupFidelity, GroupSession, GroupTurn
from alongside.programmes.terms import ADAPTED, No, SeenBy, State, Turn
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.models import new_id
from alongside.recordkeeping.rules import Refused
from alongside.services.models import Series, Session


@transaction.atomic
def begin_group(
    *, agency: Agency, series: Series, programme: str, plan: str, order_why: str = "", sure: bool = False,
    by: uuid.UUID, at: datetime, id: uuid.UUID | None = None,
) -> GroupDelivery:  # fmt: skip
    """From now on this series follows this plan. It names nobody who comes.

    Where the plan begins with strategies for behaviour a reason is asked for once (``Refused("relationship_first")``);
    with ``sure`` it is kept without one. Raises ``Refused``: ``no_such_plan``, ``given_already``, ``too_long``.
    """
    if id is not None and (known := GroupDelivery.objects.filter(pk=id).first()) is not None:
        return known
    version, why = check_plan(programme, plan), clean(order_why)
    check_texts({"order_why": why})
    if speaks_first(version) and not why and not sure:
        raise Refused(No.RELATIONSHIP_FIRST, field="order_why")
    row = GroupDelivery(
        id=id or new_id(), agency=agency, series=series, programme=programme, plan=plan, order_why=why, recorded_by=by,
        recorded_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as no:
        raise Refused(No.GIVEN_ALREADY, field="series") from no
    write_trail([entry("series planned", series=series.pk, plan=f"{programme}/{plan}")], by=by)
    return row


@transaction.atomic
def name_meeting(
    *, group: GroupDelivery, session: Session, number: int | None, about: Sequence[str] = (), order_why: str = "",
    sure: Collection[str] = (), was: uuid.UUID | None = None, by: uuid.UUID, at: datetime,
    id: uuid.UUID | None = None,
) -> GroupSession:  # fmt: skip
    """Which session of the plan this meeting was; said again it is a further row. ``was``: what the form showed.

    Who was there is said with the session itself (services). Raises ``Refused``: ``in_future``, ``is_off``,
    ``no_such_session``, ``held_meanwhile`` when a colleague said something since the form was opened,
    ``relationship_first`` once.
    """
    if id is not None and (known := GroupSession.objects.filter(group=group, pk=id).first()) is not None:
        return known
    version, why = check_plan(group.programme, group.plan), clean(order_why)
    check_texts({"order_why": why})
    if session.off_at is not None or session.series_id != group.series_id:
        raise Refused(No.IS_OFF, field="number")
    require(rules.check_day(timezone.localdate(session.during.lower), timezone.localdate(at)), field="number")
    _order, _out, added = rules.adapted(version, GroupTurn.objects.filter(group=group))
    require(rules.check_number(number, version, added), field="number")
    of_plan = next((each.about for each in version.sessions if each.n == number), About.OPEN.value)
    row = GroupSession(
        id=id or new_id(), group=group, session=session, number=number, about=check_about(about) or [of_plan],
        order_why=why, recorded_by=by, recorded_at=at,
    )  # fmt: skip
    now = GroupSession.objects.filter(session=session, superseded_at=None).first()
    if (now.pk if now else None) != was and No.HELD_MEANWHILE not in sure:
        raise Refused(No.HELD_MEANWHILE, field="number")
    before = GroupSession.objects.filter(group=group, superseded_at=None, session__during__lt=session.during)
    if not (why or group.order_why or No.RELATIONSHIP_FIRST in sure) and rules.comes_too_early(
        row.about, before.exclude(session=session).values_list("about", flat=True)
    ):
        raise Refused(No.RELATIONSHIP_FIRST, field="order_why")
    if now is not None:
        GroupSession.objects.filter(pk=now.pk, superseded_at=None).update(superseded_at=at)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as no:  # somebody was quicker by a moment
        raise Refused(No.HELD_MEANWHILE, field="number") from no
    write_trail([entry("group session said", session=session.pk, group=group.pk, number=number)], by=by)
    return row


@transaction.atomic
def adapt_group(
    *, group: GroupDelivery, what: str, on: date, numbers: Sequence[int] = (), why: str = "", by: uuid.UUID,
    at: datetime, id: uuid.UUID | None = None,
) -> GroupTurn:  # fmt: skip
    """The plan is adapted with the group: sessions left out, taken in again, added, in another order; and ``why``.

    It holds for everybody whose programme goes with the group, beside what is adapted with one family. An added
    session gets the next number, and ``why`` says what it is; of two who add at once each has its own. Raises
    ``Refused`` with a code of ``terms.No`` and the field.
    """
    if id is not None and (known := GroupTurn.objects.filter(group=group, pk=id).first()) is not None:
        return known
    one_of(what, [each.value for each in ADAPTED], "what")
    why = clean(why)
    check_texts({"why": why})
    require(rules.check_day(on, timezone.localdate(at)), field="on")
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended('programme ' || %s, 0))", [str(group.pk)])
    version = check_plan(group.programme, group.plan)
    _order, out, added = rules.adapted(version, GroupTurn.objects.filter(group=group))
    meetings = GroupSession.objects.filter(group=group, superseded_at=None, session__off_at=None)
    done = {number for number in meetings.values_list("number", flat=True) if number is not None}
    if what == Turn.ADDED:
        numbers = [rules.next_number(version, added)]
        if numbers[0] > rules.OF_GROUP:
            raise Refused(No.NO_SUCH_SESSION, field="numbers")
    decision = rules.check_turn(what, numbers, why, now=State.GOING, version=version, done=done, out=out, added=added)
    field = {No.WHY_OTHERWISE: "why", No.STANDS_SO: "what"}.get(decision.because, "numbers")  # type: ignore[call-overload]
    require(decision, field=field)
    turn = GroupTurn(
        id=id or new_id(), group=group, what=Turn(what).value, on=on, numbers=list(numbers), why=why, recorded_by=by,
        recorded_at=at,
    )  # fmt: skip
    turn.save(force_insert=True)
    write_trail([entry("series planned", series=group.series_id, what=turn.what)], by=by)
    return turn


@transaction.atomic
def mark_meeting(
    *, held: GroupSession, answers: Sequence[str], seen_by: str = SeenBy.SELF, note: str = "", by: uuid.UUID,
    at: datetime, id: uuid.UUID | None = None,
) -> GroupFidelity:  # fmt: skip
    """How a meeting kept to the marks of its plan. The note names nobody who comes. Raises ``Refused``:
    ``nothing_marked``, ``too_long``."""
    if id is not None and (known := GroupFidelity.objects.filter(held=held, pk=id).first()) is not None:
        return known
    asked, noted = marks_of(held.group.programme, held.group.plan, answers, seen_by, note)
    row = GroupFidelity(
        id=id or new_id(), held=held, asked=asked, answers=list(answers), seen_by=SeenBy(seen_by).value, note=noted,
        recorded_by=by, recorded_at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    write_trail([entry("group session said", group=held.group_id, held=held.pk)], by=by)
    return row

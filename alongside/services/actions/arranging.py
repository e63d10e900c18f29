"""Arranging when something takes place and who of us is there; calling it off with a reason."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from alongside.accounts.models import Role
from alongside.agencies.models import Agency
from alongside.enrolment.rules import require
from alongside.families.actions.insisting import one_of
from alongside.families.rules import clean
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.models import new_id
from alongside.recordkeeping.rules import Refused
from alongside.services import rules
from alongside.services.models import Place, Series, Session, SessionWorker
from alongside.services.queries import service as held_service
from alongside.services.terms import Children, Mode, WhyOff

SHORT_TEXT = 500  # characters of a name, a reason
There = Sequence[tuple[uuid.UUID, str]]  # colleague and part


@dataclass(frozen=True)
class _Plan:
    """What all sessions of one form have in common, looked through."""

    agency: Agency
    service: str
    needs: tuple[str, ...]
    called: str
    mode: str
    place: Place | None
    children: str
    minding: Place | None
    without_why: str
    there: There
    way_in: str


@transaction.atomic
def plan_session(
    *, agency: Agency, service: str, on: date, begins: time, minutes: int, there: There, called: str = "",
    mode: str = Mode.IN_PERSON, place: Place | None = None, children: str = Children.NONE, minding: Place | None = None,
    without_why: str = "", way_in: str = "", by: uuid.UUID, at: datetime, id: uuid.UUID | None = None,
) -> Session:  # fmt: skip
    """One session. ``there``: who of us, in which part. ``without_why``: why it goes on though one is missing (D-I7).

    ``way_in``: a link or a number, for one by phone or online; it stands on pages and in no message. The same ``id``
    sent twice is one session. Raises ``Refused`` with a code of ``terms.No`` and the field.
    """
    if id is not None and (known := Session.objects.filter(pk=id).first()) is not None:
        return known
    plan = _looked_through(
        agency=agency, service=service, called=called, mode=mode, place=place, children=children, minding=minding,
        without_why=without_why, way_in=way_in, there=there, days=[on], minutes=minutes,
    )  # fmt: skip
    [session] = _written(plan, [on], begins, minutes, series=None, ids=[id or new_id()], by=by, at=at)
    write_trail([entry("session planned", session=session.pk, service=service)], by=by)
    return session


@transaction.atomic
def plan_series(
    *, agency: Agency, service: str, first_on: date, until_on: date, begins: time, minutes: int, there: There,
    every: int = 1, called: str = "", mode: str = Mode.IN_PERSON, place: Place | None = None,
    children: str = Children.NONE, minding: Place | None = None, without_why: str = "", way_in: str = "",
    by: uuid.UUID, at: datetime, id: uuid.UUID | None = None,
) -> Series:  # fmt: skip
    """A series and all its sessions, at the same time on the clock, also when that is changed in between.

    A room that is taken once stops the whole: nothing is written, and ``Refused("place_taken")`` says on which ``day``.
    Raises ``Refused`` with a code of ``terms.No`` and the field.
    """
    if id is not None and (known := Series.objects.filter(pk=id).first()) is not None:
        return known
    try:
        days = rules.days_of(first_on, until_on, weeks=max(every, 1))
    except ValueError as no:
        raise Refused(str(no), field="until_on") from no
    plan = _looked_through(
        agency=agency, service=service, called=called, mode=mode, place=place, children=children, minding=minding,
        without_why=without_why, way_in=way_in, there=there, days=days, minutes=minutes,
    )  # fmt: skip
    series = Series(
        id=id or new_id(), agency=agency, service=service, called=plan.called, first_on=first_on, until_on=until_on,
        every=max(every, 1), begins=begins, minutes=minutes, recorded_by=by, recorded_at=at,
    )  # fmt: skip
    series.save(force_insert=True)
    made = _written(plan, days, begins, minutes, series=series, ids=[new_id() for _ in days], by=by, at=at)
    write_trail([entry("series planned", series=series.pk, service=service, sessions=len(made))], by=by)
    return series


@transaction.atomic
def call_off(*, session: Session, why: str, words: str = "", by: uuid.UUID, at: datetime) -> Session:
    """It does not take place; its room and every seat are free again. Raises ``Refused``: ``is_off``, ``has_been``."""
    off = _reason(why, words, by, at)
    if session.during.upper <= at:
        raise Refused("has_been", field="why")
    if not Session.objects.filter(pk=session.pk, off_at=None).update(**off):
        raise Refused("is_off", field="why")
    write_trail([entry("session called off", session=session.pk, why=why)], by=by)
    session.refresh_from_db()
    return session


@transaction.atomic
def call_off_series(*, series: Series, why: str, words: str = "", by: uuid.UUID, at: datetime) -> list[uuid.UUID]:
    """Every session of the series that has not begun yet is called off; those that were stay as they are.

    Returns them, so that whoever reminds people can be told. Raises ``Refused``: ``is_off``.
    """
    off = _reason(why, words, by, at)
    coming = Session.objects.filter(series=series, off_at=None, during__startswith__gt=at)
    called = list(coming.values_list("pk", flat=True))
    changed = Series.objects.filter(pk=series.pk, off_at=None).update(**off)
    if not changed and not called:
        raise Refused("is_off", field="why")
    coming.update(**off)
    write_trail([entry("series called off", series=series.pk, why=why, sessions=len(called))], by=by)
    return called


@transaction.atomic
def say_way_in(
    *, session: Session, way_in: str, was: str, whole_series: bool = False, by: uuid.UUID, at: datetime
) -> Session:
    """How somebody comes in by phone or online: a link, or a number; "" for nothing yet.

    ``was``: as the form showed it. ``whole_series``: also in those of its series that are still to come and had the
    same. Its words stand in no trail. Raises ``Refused``: ``way_in_odd``, ``is_off``, ``changed_meanwhile``, also for
    whoever has no say about it.
    """
    way = clean(way_in)
    require(rules.check_way_in(way), field="way_in")
    if session.off_at is not None:
        raise Refused("is_off", field="way_in")
    held = Session.objects.filter(off_at=None, way_in=was).exclude(mode=Mode.IN_PERSON)
    if not held.filter(pk=session.pk).update(way_in=way):
        raise Refused("changed_meanwhile", field="way_in")
    if whole_series and session.series_id:
        held.filter(series=session.series_id, during__startswith__gt=at).update(way_in=way)
    write_trail([entry("way in said", session=session.pk)], by=by)
    session.refresh_from_db()
    return session


@transaction.atomic
def add_worker(*, session: Session, colleague: uuid.UUID, part: str, by: uuid.UUID, at: datetime) -> SessionWorker:
    """One more of us is there. Raises ``Refused``: ``not_her_part``; ProgrammingError (42501) without a say."""
    check_there([(colleague, part)], [timezone.localdate(session.during.lower)])
    known = SessionWorker.objects.filter(session=session, colleague_id=colleague, part=part, ended_at=None).first()
    if known is not None:
        return known
    row = SessionWorker(id=new_id(), session=session, colleague_id=colleague, part=part, recorded_by=by, recorded_at=at)
    row.save(force_insert=True)
    write_trail([entry("somebody added to a session", session=session.pk, colleague=colleague, part=part)], by=by)
    return row


@transaction.atomic
def end_worker(*, worker: SessionWorker, without_why: str = "", by: uuid.UUID, at: datetime) -> None:
    """She is not there after all. Raises ``Refused``: ``nobody_there``, ``both_needed`` when no reason is given."""
    session = Session.objects.get(pk=worker.session_id)
    left = SessionWorker.objects.filter(session=session, ended_at=None).exclude(pk=worker.pk)
    why = clean(without_why) or session.without_why
    require(rules.check_parts(session.needs, set(left.values_list("part", flat=True)), why), field="without_why")
    if why != session.without_why:
        Session.objects.filter(pk=session.pk).update(without_why=short(why, "without_why"))
    SessionWorker.objects.filter(pk=worker.pk, ended_at=None).update(ended_at=at)
    line = entry("somebody taken off a session", session=session.pk, colleague=worker.colleague_id, part=worker.part)
    write_trail([line], by=by)


def _looked_through(
    *, agency: Agency, service: str, called: str, mode: str, place: Place | None, children: str, minding: Place | None,
    without_why: str, way_in: str, there: There, days: Sequence[date], minutes: int,
) -> _Plan:  # fmt: skip
    offered = held_service(service)
    if offered is None or not offered.offered:
        raise Refused("no_such_service", field="service")
    one_of(mode, Mode.values, "mode")
    one_of(children, Children.values, "children")
    require(rules.check_minutes(minutes), field="minutes")
    if place is not None and place.seats:
        raise Refused("room_for_minding", field="place")
    seats = minding.seats if minding else None
    fits = rules.check_children(children, adults_only=bool(place and place.adults_only), seats_next_door=seats)
    require(fits, field="place" if fits.because == "no_children_here" else "minding")
    why = short(without_why, "without_why")
    way = clean(way_in) if mode != Mode.IN_PERSON else ""
    require(rules.check_way_in(way), field="way_in")
    parts = {part for _colleague, part in there}
    require(rules.check_parts(offered.needs, parts, why), field="there")
    check_there(there, days)
    return _Plan(
        agency, service, offered.needs, short(called, "called"), mode, place if mode == Mode.IN_PERSON else None,
        children, minding if children == Children.NEXT_DOOR else None, why, list(dict.fromkeys(there)), way,
    )  # fmt: skip


def check_there(there: Iterable[tuple[uuid.UUID, str]], days: Sequence[date], *, field: str = "there") -> None:
    """Each one plays her part here on the first and on the last day. Raises ``Refused("not_her_part")``."""
    wanted = set(there)
    for day in {days[0], days[-1]}:
        held = Role.objects.filter(colleague_id__in={who for who, _part in wanted}, during__contains=day)
        if wanted - set(held.values_list("colleague_id", "name")):
            raise Refused("not_her_part", field=field)


def _written(
    plan: _Plan, days: Sequence[date], begins: time, minutes: int, *, series: Series | None, ids: Sequence[uuid.UUID],
    by: uuid.UUID, at: datetime,
) -> list[Session]:  # fmt: skip
    zone = timezone.get_current_timezone()
    common: Mapping[str, Any] = {
        "agency": plan.agency, "series": series, "service": plan.service, "called": plan.called, "mode": plan.mode,
        "place": plan.place, "children": plan.children, "minding": plan.minding, "needs": list(plan.needs),
        "without_why": plan.without_why, "way_in": plan.way_in, "recorded_by": by, "recorded_at": at,
    }  # fmt: skip
    sessions = [
        Session(id=id, during=DateTimeTZRange(*rules.stretch(day, begins, minutes, zone)), **common)
        for id, day in zip(ids, days, strict=True)
    ]
    _check_place(plan.place, sessions)
    try:
        with transaction.atomic():
            Session.objects.bulk_create(sessions)
    except IntegrityError as no:  # somebody was quicker by a moment
        if "services_session_place" not in str(no):
            raise
        raise Refused("place_taken", field="place") from no
    SessionWorker.objects.bulk_create(
        SessionWorker(id=new_id(), session=session, colleague_id=who, part=part, recorded_by=by, recorded_at=at)
        for session in sessions
        for who, part in plan.there
    )
    return sessions


def _check_place(place: Place | None, sessions: Sequence[Session]) -> None:
    """The room is free each time; else ``Refused("place_taken")`` with the first day on which it is not."""
    if place is None:
        return
    span = (sessions[0].during.lower, sessions[-1].during.upper)
    taken = Session.objects.filter(place=place, off_at=None, during__overlap=span).order_by("during")
    for held in taken.values_list("during", flat=True):
        for each in sessions:
            if held.lower < each.during.upper and each.during.lower < held.upper:
                raise Refused("place_taken", field="place", day=timezone.localdate(each.during.lower))


def _reason(why: str, words: str, by: uuid.UUID, at: datetime) -> dict[str, Any]:
    one_of(why, WhyOff.values, "why")
    return {"off_at": at, "off_by": by, "off_why": WhyOff(why).value, "off_words": short(words, "words")}


def short(text: str, field: str) -> str:
    """A few words, trimmed. Raises ``Refused("too_long")``."""
    said = clean(text)
    if len(said) > SHORT_TEXT:
        raise Refused("too_long", field=field, limit=SHORT_TEXT, length=len(said))
    return said

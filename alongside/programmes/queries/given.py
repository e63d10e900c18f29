"""Deliveries of a family with what hangs on them, as of a day. Who came to a group is read where it was said."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from alongside.families.models import Dyad
from alongside.library import queries as library
from alongside.library.rules import Dose, Programme, Version, dose
from alongside.programmes import rules
from alongside.programmes.models import (
    AfterWords,
    Delivery,
    DeliveryTurn,
    DeliveryWorker,
    Fidelity,
    GroupTurn,
    SessionHeld,
)
from alongside.programmes.queries.groups import Meeting, group_turns, meetings_of
from alongside.programmes.terms import ForWhom, There
from alongside.services.models import Presence

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Held:
    """One session that took place: her own, or one of the group in which somebody of the family was there."""

    id: uuid.UUID
    number: int | None
    on: date
    minutes: int | None
    mode: str
    there: tuple[str, ...]
    about: tuple[str, ...]
    own: SessionHeld | None = None
    meeting: Meeting | None = None


@dataclass(frozen=True)
class _Was:
    """How one person of the family was in one session of a group."""

    session: uuid.UUID
    person: uuid.UUID
    kind: str
    how: str


@dataclass(frozen=True)
class DeliverySeen:
    """One delivery with what hangs on it, in the order of its days."""

    delivery: Delivery
    programme: Programme
    version: Version
    workers: tuple[DeliveryWorker, ...] = ()
    held: tuple[Held, ...] = ()
    turns: tuple[DeliveryTurn, ...] = ()
    after: tuple[AfterWords, ...] = ()
    fidelity: tuple[Fidelity, ...] = ()
    with_group: tuple[GroupTurn, ...] = ()

    @property
    def stands(self) -> rules.Stands:
        """How it stands, and since when."""
        return rules.stands(self.turns)

    @property
    def steps(self) -> list[rules.Step]:
        """Every session of the plan, as it was adapted with the group and with her: done, still to come, left out."""
        return rules.steps(self.version, self.held, [*self.with_group, *self.turns])

    @property
    def planned(self) -> Dose:
        """What its plan comes to."""
        return dose(self.version)

    def given(self, *who: str) -> rules.Delivered:
        """What was given so far; with ``who``: those sessions in which all of these took part."""
        return rules.delivered(self.held, who)

    @property
    def newer(self) -> tuple[Version, ...]:
        """Versions that stand after this one in the library: they change nothing here."""
        codes = [version.code for version in self.programme.versions]
        return self.programme.versions[codes.index(self.version.code) + 1 :]


def deliveries_of(
    family: uuid.UUID, *, until: date | None = None, known_at: datetime | None = None
) -> list[DeliverySeen]:  # fmt: skip
    """Every delivery of a family that the asker may read, the newest first; ten statements, whatever their number.

    ``until``: the last day looked at. ``known_at``: only what was recorded by then.
    """
    return _seen(Delivery.objects.filter(family_id=family), family, until, known_at)


def delivery_of(
    family: uuid.UUID, id: uuid.UUID, *, until: date | None = None, known_at: datetime | None = None
) -> DeliverySeen:  # fmt: skip
    """One delivery, as ``deliveries_of``. Raises Delivery.DoesNotExist for one hidden, elsewhere, or not there."""
    found = _seen(Delivery.objects.filter(family_id=family, pk=id), family, until, known_at)
    if not found:
        raise Delivery.DoesNotExist
    return found[0]


def delivery_of_series(family: uuid.UUID, series: Collection[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """{series: the newest delivery that goes with the group there}, as far as the asker may read; one statement."""
    rows = Delivery.objects.filter(family_id=family, group__series_id__in=list(series)).order_by("recorded_at", "id")
    return dict(rows.values_list("group__series_id", "id"))


def delivery(family: uuid.UUID, id: uuid.UUID) -> Delivery:
    """One delivery alone. Raises Delivery.DoesNotExist for one that is hidden, of another family, or not there."""
    return Delivery.objects.get(family_id=family, pk=id)


def worker(family: uuid.UUID, id: uuid.UUID) -> DeliveryWorker:
    """Somebody who gives a programme now. Raises DeliveryWorker.DoesNotExist for one who does not, or hidden."""
    found = DeliveryWorker.objects.select_related("colleague", "delivery")
    return found.get(family_id=family, pk=id, ended_at=None)


def session_held(family: uuid.UUID, id: uuid.UUID, *, stands: bool = True) -> SessionHeld:
    """One session as it stands, with its delivery; ``stands=False``: also one that was put right meanwhile, for a form
    that was sent. Raises SessionHeld.DoesNotExist for one put right, or hidden."""
    rows = SessionHeld.objects.select_related("delivery").filter(family_id=family, pk=id)
    return (rows.filter(superseded_at=None) if stands else rows).get()


def _seen(
    rows: QuerySet[Delivery], family: uuid.UUID, until: date | None, known_at: datetime | None
) -> list[DeliverySeen]:  # fmt: skip
    if until is not None:
        rows = rows.filter(begins_on__lte=until)
    deliveries = list(_by(rows, known_at).order_by("-begins_on", "-id"))
    of: dict[str, Any] = {"family_id": family, "delivery_id__in": [row.pk for row in deliveries]}
    workers = DeliveryWorker.objects.filter(_stood(known_at, "ended_at"), **of).select_related("colleague")
    own = SessionHeld.objects.filter(**of)
    turns, after = DeliveryTurn.objects.filter(**of), AfterWords.objects.filter(**of)
    if until is not None:
        own, turns, after = (each.filter(on__lte=until) for each in (own, turns, after))  # type: ignore[assignment]
    every = list(_by(own, known_at).order_by("on", "recorded_at", "id"))
    held = [
        row for row in every if row.superseded_at is None or (known_at is not None and row.superseded_at > known_at)
    ]
    marks = Fidelity.objects.filter(family_id=family, held_id__in=[row.pk for row in every])
    groups = {row.group_id for row in deliveries if row.group_id}
    meetings = meetings_of(groups, until=until, known_at=known_at)
    adapted = group_turns(groups, until=until, known_at=known_at)
    was = _was(family, {each.session.pk for each in meetings}, known_at)
    dyads = {row.pk: row for row in Dyad.objects.filter(pk__in=[row.subject for row in deliveries])}
    of_workers = _under(_by(workers, known_at).order_by("recorded_at", "id"))
    of_turns = _under(_by(turns, known_at).order_by("on", "recorded_at", "id"))
    of_after = _under(_by(after, known_at).order_by("on", "recorded_at", "id"))
    of_held, of_marks = _under(held), list(_by(marks, known_at).order_by("recorded_at", "id"))
    _with_what_stood((*of_marks, *(each for rows_ in of_after.values() for each in rows_)), every, held)
    found = []
    for row in deliveries:
        programme, version = library.programme(row.programme), library.version(row.programme, row.plan)
        if programme is None or version is None:  # a plan is never taken out of the library
            continue
        hers = [_own(each) for each in of_held.get(row.pk, ())]
        tied = {each.session_id for each in of_held.get(row.pk, ()) if each.session_id}  # hers, and counted once
        grouped = [each for each in meetings if each.group == row.group_id and each.session.pk not in tied]
        shared = list(_of_group(row, grouped, was, dyads.get(row.subject)))
        ids = {each.id for each in hers}
        found.append(
            DeliverySeen(
                row, programme, version, tuple(of_workers.get(row.pk, ())),
                tuple(sorted([*hers, *shared], key=lambda each: (each.on, each.id))), tuple(of_turns.get(row.pk, ())),
                tuple(of_after.get(row.pk, ())), tuple(each for each in of_marks if each.held_id in ids),
                tuple(each for each in adapted if each.group_id == row.group_id),
            )
        )  # fmt: skip
    return found


def _with_what_stood(
    said: Iterable[Fidelity | AfterWords], every: Iterable[SessionHeld], held: Iterable[SessionHeld]
) -> None:
    """Marks and her words stay where they were said; they are shown with the row that stood in its place then."""
    after = {row.corrects_id: row.pk for row in every if row.corrects_id}
    stood = {row.pk for row in held}
    for each in said:
        while each.held_id is not None and each.held_id not in stood and each.held_id in after:
            each.held_id = after[each.held_id]


def _own(row: SessionHeld) -> Held:
    return Held(row.pk, row.number, row.on, row.minutes, row.mode, tuple(row.there), tuple(row.about), own=row)


def _was(family: uuid.UUID, sessions: Collection[uuid.UUID], known_at: datetime | None) -> list[_Was]:
    """How people of the family were in these sessions, as far as the asker may read it."""
    rows = Presence.objects.filter(_stood(known_at), family_id=family, session_id__in=sessions)
    return [_Was(row.session_id, row.person_id, row.person.kind, row.how) for row in rows.select_related("person")]


def was_at(family: uuid.UUID, session: uuid.UUID) -> bool:
    """It was said that somebody of this family was at this session, as far as the asker may read it; one statement."""
    return any(rules.met(each.how) for each in _was(family, {session}, None))


def _of_group(
    row: Delivery, meetings: Iterable[Meeting], was: Iterable[_Was], dyad: Dyad | None
) -> Iterable[Held]:  # fmt: skip
    """Meetings of the group in which whoever this delivery is for took part."""
    hers = {
        ForWhom.WOMAN: {row.subject},
        ForWhom.CHILD: {row.subject},
        ForWhom.DYAD: {dyad.woman_id, dyad.child_id} if dyad else set(),
    }[ForWhom(row.for_whom)]
    for each in meetings:
        here = [one for one in was if one.session == each.session.pk and rules.met(one.how)]
        if not any(one.person in hers for one in here):
            continue
        # Of a woman's own programme all her children count who came along; of two who belong together these two.
        of = [one for one in here if row.for_whom != ForWhom.DYAD or one.person in hers]
        there = tuple(kind for kind in There.values if any(one.kind == kind for one in of))
        yield Held(
            each.id, each.number, each.on, each.minutes, each.session.mode, there, tuple(each.about), meeting=each
        )


def _by(rows: QuerySet[Row], known_at: datetime | None) -> QuerySet[Row]:
    return rows if known_at is None else rows.filter(recorded_at__lte=known_at)


def _stood(known_at: datetime | None, ends: str = "superseded_at") -> Q:
    """What stands now, or stood at that instant."""
    return Q(**{ends: None}) if known_at is None else Q(**{ends: None}) | Q(**{f"{ends}__gt": known_at})


def _under(rows: Iterable[Any]) -> Mapping[uuid.UUID, list[Any]]:
    found: dict[uuid.UUID, list[Any]] = {}
    for row in rows:
        found.setdefault(row.delivery_id, []).append(row)
    return found

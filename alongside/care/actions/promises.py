"""Promises: something a person said will happen. Settled by a person, never by the passing of time."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from alongside.care import rules
from alongside.care.actions.contacts import check_subject, check_texts
from alongside.care.models import Promise
from alongside.care.rules.promises import check_way, check_worker
from alongside.care.terms import ForWhom, No, PromiseState
from alongside.enrolment.queries import team_on
from alongside.enrolment.rules import require
from alongside.families.models import Child, Dyad, Family
from alongside.families.rules import clean
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.models import new_id
from alongside.recordkeeping.rules import Refused


@transaction.atomic
def promise(
    *, family: Family, subject: uuid.UUID, category: int, what: str, on: date, at_time: time | None = None,
    place: str = "", travel: int | None = None, worker: uuid.UUID | None = None, by: uuid.UUID, at: datetime,
    id: uuid.UUID | None = None,
) -> Promise:  # fmt: skip
    """Something that will happen on ``on``: a meeting, a call, a ride. The same ``id`` sent twice is one promise.

    ``place``: where somebody goes, in words that are safe on her own page; ``travel``: minutes there, ``None`` while
    nobody has said. ``worker``: who does it (``by`` when left out), somebody of the team who reads it. Raises
    ``Refused``: ``words_needed``, ``category_needed``, ``category_unfit``, ``not_of_this_family``, ``too_long``,
    ``way_of_a_day``, ``not_on_her_team``, ``could_not_read_it``.
    """
    if id is not None and (known := Promise.objects.filter(family=family, pk=id).first()) is not None:
        return known
    check_thing(family.pk, subject, category, what)
    made = Promise(
        id=id or new_id(), family=family, subject=subject, category=int(category), what=what, on=on, at_time=at_time,
        worker=worker or by, recorded_by=by, recorded_at=at, **_way(place, travel),
    )  # fmt: skip
    if made.worker != by:
        _check_worker(made, at)
    _save(made)
    write_trail([_made(made, by)], by=by)
    return made


@transaction.atomic
def keep_promise(*, promise: Promise, on: date, by: uuid.UUID, at: datetime) -> Promise:
    """It happened. Raises ``Refused("already_settled")`` when somebody settled it before."""
    return _settle(promise, PromiseState.KEPT, on, by)


@transaction.atomic
def let_go_promise(*, promise: Promise, on: date, by: uuid.UUID, at: datetime) -> Promise:
    """It is no longer wanted or possible; no reason is asked. Raises ``Refused("already_settled")``."""
    return _settle(promise, PromiseState.LET_GO, on, by)


@transaction.atomic
def change_promise(
    *, promise: Promise, on: date, at_time: time | None = None, what: str | None = None, place: str | None = None,
    travel: int | None = None, worker: uuid.UUID | None = None, by: uuid.UUID, at: datetime,
) -> Promise:  # fmt: skip
    """Another day or another thing instead: the old promise stays as "changed", a new open one is returned.

    ``place``: where it is now, with ``travel``; ``None``: both as before. ``worker``: who does it now, as of
    ``promise``. Raises ``Refused`` like ``promise``, and ``already_settled``.
    """
    what = promise.what if what is None else what
    _check_words(what)
    made = Promise(
        family_id=promise.family_id, subject=promise.subject, category=promise.category, what=what, on=on,
        at_time=at_time, worker=worker or promise.worker, recorded_by=by, recorded_at=at,
        **(_way(promise.place, promise.travel) if place is None else _way(place, travel)),
    )  # fmt: skip
    if made.worker not in (by, promise.worker):
        _check_worker(made, at)
    _settle(promise, PromiseState.CHANGED, timezone.localdate(at), by)
    _save(made)
    if made.worker != promise.worker:
        write_trail([_made(made, by)], by=by)
    return made


def check_thing(family: uuid.UUID, subject: uuid.UUID, category: int, what: str) -> None:
    """Something that will happen has words, a kind and somebody of this family; else ``Refused``."""
    _check_words(what)
    require(rules.check_category(category), field="category")
    check_subject(family, whom(family, subject), subject)


def _check_words(what: str) -> None:
    if not what.strip():
        raise Refused("words_needed", field="what")
    check_texts({"what": what})


def _way(place: str, travel: int | None) -> dict[str, Any]:
    said = clean(place)
    check_texts({"place": said})
    require(check_way(travel), field="travel")
    return {"place": said, "travel": travel}


def _check_worker(made: Promise, at: datetime) -> None:
    """Whoever does it is on the team today; else ``Refused``."""
    team = team_on(made.family_id, timezone.localdate(at)).filter(colleague_id=made.worker)
    require(check_worker(list(team.values_list("role", flat=True)), made.category), field="worker")


def _save(made: Promise) -> None:
    """Written, where the wall lets the colleague in to read it; else ``Refused("could_not_read_it")``."""
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as no:
        if "care_promise_worker" not in str(no):
            raise
        raise Refused(No.COULD_NOT_READ_IT, field="worker") from no


def _made(made: Promise, by: uuid.UUID) -> dict[str, Any]:
    """The line of the trail; of one that stands on a colleague's day, also whose."""
    whose = {} if made.worker == by else {"colleague": made.worker}
    return entry("promise made", family=made.family_id, subject=made.subject, promise=made.id, **whose)


def _settle(promise: Promise, state: PromiseState, on: date, by: uuid.UUID) -> Promise:
    """Settle it once; of two people who do, the second is told."""
    changed = Promise.objects.filter(pk=promise.pk, state=PromiseState.OPEN).update(state=state.value, settled_on=on)
    if not changed:
        raise Refused("already_settled", field="state")
    promise.state, promise.settled_on = state.value, on
    about = {"promise": promise.id, "state": state.value}
    write_trail([entry("promise settled", family=promise.family_id, subject=promise.subject, **about)], by=by)
    return promise


def whom(family: uuid.UUID, subject: uuid.UUID) -> str:
    """Whether ``subject`` is a child, a dyad or (else) the woman."""
    if Child.objects.filter(pk=subject, family_id=family).exists():
        return ForWhom.CHILD
    return ForWhom.DYAD if Dyad.objects.filter(pk=subject, family_id=family).exists() else ForWhom.WOMAN

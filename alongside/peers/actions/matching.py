"""She asks or is offered, she chooses, the peer says yes; what she lets her read; a pause, a goodbye."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from alongside.families.actions.insisting import one_of
from alongside.families.models import Family, Person
from alongside.families.rules import clean
from alongside.families.terms import PersonKind
from alongside.peers import queries, rules
from alongside.peers.models import PeerAllowance, PeerAnswer, PeerMatch, PeerWish
from alongside.peers.terms import Answer, How, Kind
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.models import new_id
from alongside.recordkeeping.rules import Refused

# What the database says when it does not let a match in -> the word for it.
NOT_IN = {
    "peers_match_cap": "places_taken", "peers_match_not_now": "not_just_now", "peers_match_her_yes": "her_yes_first",
    "peers_match_once": "already_matched", "peers_match_whose_pause": "pause_not_yours",
}  # fmt: skip


@transaction.atomic
def wish_for(
    *, family: Family, woman: uuid.UUID, how: str, on: date, her_words: str = "", by: uuid.UUID, at: datetime,
    id: uuid.UUID | None = None,
) -> PeerWish:  # fmt: skip
    """She would like a peer supporter, or one was offered to her. The same ``id`` sent twice is one.

    Raises ``Refused``: ``wish_open``, ``too_long``, ``in_future``, ``not_of_this_family``; ProgrammingError (42501) for
    whoever may not look for one with her.
    """
    if id is not None and (known := PeerWish.objects.filter(family=family, pk=id).first()) is not None:
        return known
    words = clean(her_words)
    _check_words(her_words=words)
    _check_day(on, at)
    if not Person.objects.filter(pk=woman, family_id=family.pk, kind=PersonKind.WOMAN).exists():
        raise Refused("not_of_this_family", field="woman")
    row = PeerWish(
        id=id or new_id(), family_id=family.pk, subject=woman, how=How(how).value, on=on, her_words=words,
        recorded_by=by, recorded_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as clash:
        raise Refused("wish_open") from clash
    write_trail([_line("peer support wished for", row)], by=by)
    return row


@transaction.atomic
def close_wish(*, wish: PeerWish, by: uuid.UUID, at: datetime) -> None:
    """Nobody is looked for any more, and no peer is asked any more. No reason."""
    if PeerWish.objects.filter(pk=wish.pk, closed_at=None).update(closed_at=at):
        for match in PeerMatch.objects.filter(wish=wish, begun_on=None, ended_on=None):
            _call("end_peer_match(%s::uuid, %s::date, false)", match.pk, timezone.localdate(at))
        write_trail([_line("peer support let go", wish)], by=by)


@transaction.atomic
def answer(
    *, wish: PeerWish, colleague: uuid.UUID, said: str, on: date, by: uuid.UUID, at: datetime,
    id: uuid.UUID | None = None,
) -> PeerAnswer:  # fmt: skip
    """Yes, no, later or somebody else, to one peer; no reason, and the peer never learns of it.

    The same ``id`` sent twice is one. Raises ``Refused``: ``wish_closed``, ``in_future``.
    """
    if id is not None and (known := PeerAnswer.objects.filter(wish=wish, pk=id).first()) is not None:
        return known
    one_of(said, Answer.values, "said")
    _check_day(on, at)
    if not PeerWish.objects.filter(pk=wish.pk, closed_at=None).exists():
        raise Refused("wish_closed")
    row = PeerAnswer(
        id=id or new_id(), wish=wish, colleague_id=colleague, answer=Answer(said).value, on=on, recorded_by=by,
        recorded_at=at, family_id=wish.family_id, subject=wish.subject,
    )  # fmt: skip
    row.save(force_insert=True)
    return row


@transaction.atomic
def ask_peer(
    *, wish: PeerWish, colleague: uuid.UUID, goes_by: str, on: date, by: uuid.UUID, at: datetime,
    id: uuid.UUID | None = None,
) -> PeerMatch:  # fmt: skip
    """She said yes to this peer: the peer is asked, and is told ``goes_by`` and nothing else.

    The same ``id`` sent twice is one. Raises ``Refused``: ``places_taken`` (the cap that the peer set for herself, also
    for the second of two who ask at one instant), ``not_just_now`` (she rests, or the two are kept apart: which, nobody
    learns here), ``already_matched``, ``wish_closed``, ``words_needed``, ``too_long``.
    """
    if id is not None and (known := PeerMatch.objects.filter(wish=wish, pk=id).first()) is not None:
        return known
    name = clean(goes_by)
    if not name:
        raise Refused("words_needed", field="goes_by")
    _check_words(goes_by=name)
    answer(wish=wish, colleague=colleague, said=Answer.YES, on=on, by=by, at=at)
    row = PeerMatch(
        id=id or new_id(), wish=wish, colleague_id=colleague, goes_by=name, family_id=wish.family_id,
        subject=wish.subject, recorded_by=by, recorded_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as no:
        code = NOT_IN.get(_constraint(no))
        if code is None:
            raise
        raise Refused(code, field="colleague") from no
    write_trail([_line("peer supporter asked", row, colleague=colleague)], by=by)
    return row


@transaction.atomic
def begin_match(*, match: PeerMatch, on: date, by: uuid.UUID, at: datetime) -> PeerMatch:
    """The peer says yes herself; from ``on`` she is on the team and reads what the woman allows: at first nothing.

    Said twice it is one. Raises ``Refused``: ``match_ended``, ``not_just_now``; ProgrammingError (42501) for
    anybody else.
    """
    _check_day(on, at)
    try:
        with transaction.atomic():
            begun = _call("begin_peer_match(%s::uuid, %s::date)", match.pk, on)
    except IntegrityError as no:
        if _constraint(no) not in NOT_IN:
            raise
        raise Refused(NOT_IN[_constraint(no)]) from no
    now = PeerMatch.objects.filter(pk=match.pk, ended_on=None).first()
    if now is None:
        raise Refused("match_ended")
    if begun:
        write_trail([_line("peer support began", now, colleague=now.colleague_id)], by=by)
    return now


@transaction.atomic
def allow(
    *, match: PeerMatch, kinds: Collection[int], base: uuid.UUID | None, by: uuid.UUID, at: datetime,
    id: uuid.UUID | None = None,
) -> PeerAllowance:  # fmt: skip
    """What her peer supporter may read from the next statement on; ``kinds`` of ``terms.Kind``, none of them at first.

    ``base``: the row that the form showed, ``None`` for none yet. Taking back always counts; opening more does when
    nobody changed it meanwhile. Raises ``Refused``: ``allowed_since``, ``match_ended``; ProgrammingError (42501) for
    the peer herself and for whoever may not.
    """
    if id is not None and (known := PeerAllowance.objects.filter(match=match, pk=id).first()) is not None:
        return known
    wanted = sorted({Kind(kind).value for kind in kinds})
    with connection.cursor() as cursor:  # of two at one instant the second sees what the first said
        cursor.execute("select pg_advisory_xact_lock(4713, hashtext(%s))", [str(match.pk)])
    if PeerMatch.objects.filter(pk=match.pk).exclude(ended_on=None).exists():
        raise Refused("match_ended")
    newest = queries.newest_allowance(match.pk)
    same = (newest.pk if newest else None) == base
    decision = rules.check_allowance(wanted, newest.kinds if newest else (), same_base=same)
    if not decision:
        raise Refused(decision.because, field="kinds")
    row = PeerAllowance(
        id=id or new_id(), match=match, kinds=wanted, family_id=match.family_id, subject=match.subject, recorded_by=by,
        recorded_at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    write_trail([_line("peer reading said", row, kinds=wanted)], by=by)
    return row


@transaction.atomic
def pause_match(*, match: PeerMatch, paused: bool, by: uuid.UUID) -> None:
    """A pause between the two, or its end: meanwhile the peer reads the name and how to reach her, and nothing else.

    Said twice it is one. Raises ``Refused``: ``begins_later``, ``match_ended``, ``pause_not_yours`` for a peer who
    would end a pause that is not her own.
    """
    _check_stands(match)
    if match.begun_on is None:
        raise Refused("begins_later")
    try:
        with transaction.atomic():
            changed = _call("pause_peer_match(%s::uuid, %s::boolean)", match.pk, paused)
    except IntegrityError as no:
        if _constraint(no) not in NOT_IN:
            raise
        raise Refused(NOT_IN[_constraint(no)]) from no
    if changed:
        write_trail([_line("peer support paused" if paused else "peer support goes on", match)], by=by)


@transaction.atomic
def end_match(*, match: PeerMatch, on: date, goodbye: bool, by: uuid.UUID, at: datetime) -> None:
    """It ends, at the word of either, with a goodbye or without; nobody says why, and it is nobody's fault.

    Raises ``Refused``: ``match_ended``, ``in_future``.
    """
    _check_day(on, at)
    _check_stands(match)
    write_trail([_line("peer support ended", match, colleague=match.colleague_id)], by=by)
    _call("end_peer_match(%s::uuid, %s::date, %s::boolean)", match.pk, on, goodbye)


def _check_stands(match: PeerMatch) -> None:
    if not PeerMatch.objects.filter(pk=match.pk, ended_on=None).exists():
        raise Refused("match_ended")


def _check_day(on: date, at: datetime) -> None:
    decision = rules.check_day(on, timezone.localdate(at))
    if not decision:
        raise Refused(decision.because, field="on")


def _check_words(**texts: str) -> None:
    if field := rules.too_long(texts):
        raise Refused("too_long", field=field, limit=rules.LIMITS.get(field, rules.LONG_TEXT), length=len(texts[field]))


def _line(verb: str, row: PeerWish | PeerMatch | PeerAllowance, **detail: object) -> dict:
    return dict(entry(verb, family=row.family_id, subject=row.subject, **detail))  # type: ignore[arg-type]


def _constraint(clash: IntegrityError) -> str:
    return getattr(getattr(clash.__cause__, "diag", None), "constraint_name", "") or ""


def _call(call: str, *values: Any) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"select safekeeping.{call}", values)
        return bool(cursor.fetchone()[0])  # type: ignore[index]

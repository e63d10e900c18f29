"""A sitting: begun with her, paused, gone on with elsewhere, stopped or finished. She may stop at any moment."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from alongside.assessment import rules
from alongside.assessment.actions.offering import about, later, step
from alongside.assessment.actions.scoring import score_again
from alongside.assessment.models import Occasion, Sitting, SittingPart
from alongside.assessment.queries.measures import said_yes
from alongside.assessment.queries.sittings import OPEN, Asked, asked, parts
from alongside.assessment.terms import Mode, No, OccasionState, SittingEnd
from alongside.families.models import Family, Woman
from alongside.instruments import queries as instruments
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.rules import Refused

TOKEN_LASTS = timedelta(hours=4)


@dataclass(frozen=True)
class Started:
    """A sitting, what is asked in it, and what is for another time because it would take too long."""

    sitting: Sitting
    now: tuple[Occasion, ...]
    later: tuple[Occasion, ...]


@transaction.atomic
def start_sitting(
    *, family: Family, woman: Woman, occasions: Sequence[uuid.UUID], mode: str, met_on: date | None,
    minutes: int = rules.USUAL_MINUTES, language: str = "en", person_at_hand: uuid.UUID | None = None,
    before: str = "", by: uuid.UUID, at: datetime, id: uuid.UUID | None = None,
) -> Started:  # fmt: skip
    """Begin with what she chose, as much as fits into ``minutes``; the rest is for later.

    Goes on with what was begun elsewhere: an earlier sitting in which these questions lie open is paused, and the
    device that holds it knows nothing more. Raises ``Refused`` (``nothing_chosen``, ``first_meeting``,
    ``not_asked_here``, ``no_words_here``, ``done_today``, ``her_yes``, ``at_hand``, ``feeling_first``, ``she_waits``,
    ``not_by_post``).
    """
    today = timezone.localdate(at)
    allowed = rules.after_first_meeting(met_on, today)
    if not allowed:
        raise Refused(allowed.because)
    measures = _measures(family, occasions, today)
    _hard(measures, woman, mode, person_at_hand, before)
    fits = rules.propose([(each, each.minutes_left or 1) for each in measures], minutes)
    _pause_elsewhere(measures, by, at)
    new = Sitting(
        family=family, woman=woman, mode=mode, minutes=minutes, language=language, person_at_hand=person_at_hand,
        before=before, recorded_by=by, recorded_at=at,
    )  # fmt: skip
    if id is not None:
        new.pk = id
    new.save(force_insert=True)
    now = tuple(each.occasion for each in fits.now)
    Occasion.objects.filter(pk__in=[row.pk for row in now]).update(sitting=new, mode=mode)
    SittingPart.objects.bulk_create(
        SittingPart(
            family=family, subject=row.subject, category=row.category, sitting=new, occasion=row, place=place,
            recorded_by=by, recorded_at=at,
        )
        for place, row in enumerate(now)
    )  # fmt: skip
    wait = tuple(each.occasion for each in fits.later)
    for row in wait:
        if row.state == OccasionState.OFFERED:
            later(occasion=row, by=by, at=at)
    write_trail([entry("sitting begun", **_about(new), mode=mode, measures=len(now))], by=by)
    return Started(new, now, wait)


@transaction.atomic
def hand_over(
    *, sitting: Sitting, token_hash: bytes, lasts: timedelta = TOKEN_LASTS, by: uuid.UUID, at: datetime
) -> datetime:
    """Let a device be signed in as this sitting and nothing else; returns until when (four hours at most).

    Raises ProgrammingError (42501) for anybody but the colleague who began it.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select safekeeping.open_sitting(%s, %s::uuid, %s::interval)",
            [token_hash, sitting.pk, f"{lasts.total_seconds()} seconds"],
        )
        until: datetime = cursor.fetchone()[0]
    write_trail([entry("device handed over", **_about(sitting))], by=by)
    return until


@transaction.atomic
def note_feeling(*, sitting: Sitting, when: str, feeling: str, by: uuid.UUID, at: datetime) -> Sitting:
    """How she is ``before`` or ``after`` the questions. Never what about (E-09)."""
    Sitting.objects.filter(pk=sitting.pk).update(**{when: feeling})
    setattr(sitting, when, feeling)
    write_trail([entry("asked how she is", **_about(sitting), when=when)], by=by)
    return sitting


@transaction.atomic
def pause(*, sitting: Sitting, by: uuid.UUID, at: datetime) -> Sitting:
    """To go on another time, on this device or another. Every answer is kept; nothing is scored yet."""
    held = _going_on(sitting)
    _end(held, SittingEnd.PAUSED, by, at)
    return held


@transaction.atomic
def stop(*, sitting: Sitting, by: uuid.UUID, at: datetime) -> Sitting:
    """She stops. What she answered is kept and counted as part of it; the rest is for later, if she likes."""
    return _settle(sitting, SittingEnd.STOPPED, by, at)


@transaction.atomic
def finish(*, sitting: Sitting, by: uuid.UUID, at: datetime) -> Sitting:
    """She is through. Measures with an answer to each question are done, others part of it; all are scored."""
    return _settle(sitting, SittingEnd.FINISHED, by, at)


@transaction.atomic
def give_back(*, sitting: Sitting, by: uuid.UUID, at: datetime) -> Sitting:
    """The device goes back to the worker: it knows nothing more. Unfinished questions can be gone on with."""
    held = Sitting.objects.select_for_update().get(pk=sitting.pk)
    if held.ended_at is None:
        _end(held, SittingEnd.RETURNED, by, at)
    _forget(held.pk)
    return held


@transaction.atomic
def confirm_earlier(*, asked: Asked, sitting: Sitting, by: uuid.UUID, at: datetime) -> Occasion:
    """She looked at what she had answered too long ago to be counted unasked, and it is still so.

    Raises ``Refused`` (``sitting_over``).
    """
    _going_on(sitting)
    row = asked.occasion
    row.confirmed_on = timezone.localdate(at)
    Occasion.objects.filter(pk=row.pk).update(confirmed_on=row.confirmed_on)
    write_trail([entry("earlier answers confirmed", **about(row))], by=by)
    return row


@transaction.atomic
def begin_anew(*, asked: Asked, sitting: Sitting, by: uuid.UUID, at: datetime) -> uuid.UUID:
    """She would rather answer a measure anew: what she said stays as it is, left unfinished; a fresh one lies open.

    Returns the id of the fresh occasion. Raises ``Refused`` (``sitting_over``).
    """
    _going_on(sitting)
    with connection.cursor() as cursor:
        cursor.execute(
            "select safekeeping.begin_anew(%s::uuid, %s::uuid, %s::date)",
            [sitting.pk, asked.occasion.pk, timezone.localdate(at)],
        )
        fresh: uuid.UUID = cursor.fetchone()[0]
    write_trail([entry("measure begun anew", **about(asked.occasion))], by=by)
    return fresh


def _settle(sitting: Sitting, end: SittingEnd, by: uuid.UUID, at: datetime) -> Sitting:
    held = _going_on(sitting)
    for part in parts(held.pk):
        _close(part, by, at)
    _end(held, end, by, at)
    return held


def _close(part: Asked, by: uuid.UUID, at: datetime) -> None:
    """What becomes of one measure when the sitting is over."""
    row, state = part.occasion, rules.state_after(part.terms, part.answers)
    if not state:
        if row.state == OccasionState.OFFERED:
            Occasion.objects.filter(pk=row.pk).update(state=OccasionState.LATER)
            step(row, OccasionState.LATER, by=by, at=at)
        return
    # Dated by its answers, not by the day on which somebody closed it: what was said in January is of January.
    first, last = part.first_day or timezone.localdate(at), part.last_day or timezone.localdate(at)
    row.on = max(last, row.confirmed_on or last)
    row.answered_from = first if first < row.on else None
    if state == OccasionState.DONE and not _becomes_done(row, at):
        state = OccasionState.PARTLY  # a colleague recorded this measure for today in the meantime
    if state == OccasionState.PARTLY:
        Occasion.objects.filter(pk=row.pk).update(state=state, on=row.on, answered_from=row.answered_from)
    if row.state != state:
        step(row, state, by=by, at=at)
    row.state = state
    score_again(row, part.terms, part.answers, by=by, at=at)


def _becomes_done(row: Occasion, at: datetime) -> bool:
    try:
        with transaction.atomic():
            Occasion.objects.filter(pk=row.pk).update(
                state=OccasionState.DONE, on=row.on, answered_from=row.answered_from, done_at=at
            )
    except IntegrityError:
        return False
    return True


def _going_on(sitting: Sitting) -> Sitting:
    held = Sitting.objects.select_for_update().get(pk=sitting.pk)
    if held.ended_at is not None:
        raise Refused(No.SITTING_OVER)
    return held


def _end(held: Sitting, end: SittingEnd, by: uuid.UUID, at: datetime) -> None:
    Sitting.objects.filter(pk=held.pk).update(ended_at=at, end=end)
    held.ended_at, held.end = at, end
    write_trail([entry("sitting ended", **_about(held), end=end)], by=by)


def _forget(sitting: uuid.UUID) -> None:
    """The device in her hands means nothing from now on."""
    with connection.cursor() as cursor:
        cursor.execute("select safekeeping.end_sitting(%s::uuid)", [sitting])


def _pause_elsewhere(measures: Sequence[Asked], by: uuid.UUID, at: datetime) -> None:
    ids = {each.occasion.sitting_id for each in measures if each.occasion.sitting_id}
    for other in Sitting.objects.select_for_update().filter(pk__in=ids):
        if other.ended_at is None:
            _end(other, SittingEnd.PAUSED, by, at)
        _forget(other.pk)


def _measures(family: Family, occasions: Sequence[uuid.UUID], today: date) -> list[Asked]:
    """What was chosen, in the order chosen, with definitions and answers; each may be asked here, today."""
    held_open = Occasion.objects.select_for_update().filter(family=family, pk__in=list(occasions), begun_anew=None)
    rows = {row.pk: row for row in held_open}
    chosen = [rows[pk] for pk in dict.fromkeys(occasions) if pk in rows and rows[pk].state in OPEN]
    if not chosen:
        raise Refused(No.NOTHING_CHOSEN, field="occasions")
    found = asked(chosen)
    held = instruments.site([each.terms.code for each in found])
    for each in found:
        if not held.on(each.terms.code, each.terms.default_enabled):
            raise Refused(No.NOT_ASKED_HERE, field="occasions")
        if not instruments.shown_how(each.occasion.definition_id, held).with_words:  # type: ignore[arg-type]
            raise Refused(No.NO_WORDS_HERE, field="occasions")
    done = Occasion.objects.filter(family=family, on=today, state=OccasionState.DONE)
    today_done = set(done.values_list("subject", "instrument", "source"))
    if any((row.subject, row.instrument, row.source) in today_done for row in chosen):
        raise Refused(No.DONE_TODAY, field="occasions")
    return found


def _hard(measures: Sequence[Asked], woman: Woman, mode: str, person_at_hand: uuid.UUID | None, before: str) -> None:
    """Questions about hard things need her yes, somebody there, and a word on how she is; none goes by post."""
    hard = [each.terms.code for each in measures if each.terms.opt_in]
    if mode == Mode.MAIL and (hard or not all(_fits_a_letter(each) for each in measures)):
        raise Refused(No.NOT_BY_POST, field="occasions")
    yes = said_yes(woman.pk, hard) if hard else set()
    for code in hard:
        may = rules.may_be_hard(opt_in=True, her_yes=code in yes, at_hand=person_at_hand is not None, before=before)
        if not may:
            fields = {No.AT_HAND: "person_at_hand", No.FEELING_FIRST: "before", No.SHE_WAITS: "before"}
            raise Refused(may.because, field=fields.get(No(may.because), "occasions"))


def _fits_a_letter(measure: Asked) -> bool:
    """Nobody must hear of its answers at once, and its words tell nobody else what the letter is about."""
    terms, shown = instruments.to_ask(measure.occasion.definition_id)  # type: ignore[arg-type]
    return not terms.critical and rules.plain_enough(terms, shown.notice)


def _about(sitting: Sitting) -> dict[str, Any]:
    return {"family": sitting.family_id, "subject": sitting.woman_id, "sitting": sitting.pk}

"""Answers of which somebody in the programme is told at once, and what is done about them.

Everything stays inside the programme: an alert is with one person, passes on when nobody takes it or whoever has it
falls silent or away, and is closed by a person who says what was done. The verbs are the wall's own
(``migrations/0003_watch.py``): it decides who may be told, and its clock says when.
"""

from __future__ import annotations

import logging
import uuid
from datetime import datetime
from typing import Any

from django.db import DatabaseError, IntegrityError, connection, transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from psycopg.types.range import TimestamptzRange

from alongside.assessment import rules
from alongside.assessment.models import Alert, Answer, DutyShift, EscalationContact, Protocol
from alongside.assessment.terms import AlertVerb, No
from alongside.instruments import queries as instruments
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.rules import Refused

log = logging.getLogger("alongside.watch")

WATCH_SERVICE = "watch"
WATCH_JOB = "assessment.watch"


def watch_answer(*, answer: Answer, confirmed: bool | None, by: uuid.UUID, at: datetime) -> None:
    """Called for every saved answer to a question that is watched, inside the transaction that saves it.

    Also when the answer is one of which nobody is told: it may take an earlier one back. ``confirmed``: whether she
    confirmed it when asked once; ``None`` before that. An answer she has not confirmed counts all the same: the alert
    is raised and marked so. One statement; when somebody is told, two more: the trail, and the worker is woken up.
    """
    if not _tells(answer):
        _call("alert_heard(%s::uuid, false)", answer.pk)
    elif confirmed is not None:
        _call("alert_heard(%s::uuid, %s)", answer.pk, confirmed)
    elif _call("raise_alert(%s::uuid)", answer.pk):
        write_trail([entry("alert raised", family=answer.family_id, subject=answer.subject, item=answer.item)], by=by)
        wake_the_worker()


def _tells(answer: Answer) -> bool:
    if answer.occasion.definition_id is None:
        return False
    definition = instruments.definition(answer.occasion.definition_id)
    return rules.tells(definition, answer.item, rules.raw(answer.standing, answer.value, answer.words))


def wake_the_worker() -> None:
    """The worker looks each minute; this only makes it look at once. Nothing is lost when it cannot be woken."""
    try:
        with transaction.atomic():
            app.configure_task(WATCH_JOB, queueing_lock=WATCH_JOB, lock=WATCH_JOB).defer(timestamp=0)
    except AlreadyEnqueued:
        pass
    except DatabaseError:
        log.warning("the worker could not be woken; it looks again within a minute")


@transaction.atomic
def take_alert(*, alert: Alert, by: uuid.UUID, at: datetime) -> Alert:
    """ "I have it": nobody else is told from now on. Raises ``Refused`` (``alert_with_another``, ``alert_closed``)."""
    _answered(_call("take_alert(%s::uuid)", alert.pk))
    write_trail([entry("alert taken", **_about(alert))], by=by)
    return _again(alert)


@transaction.atomic
def follow_up(*, alert: Alert, words: str, by: uuid.UUID, at: datetime) -> Alert:
    """What was done or tried, in words. Raises ``Refused`` (``say_what_was_done``, ``alert_with_another``, …)."""
    _say(alert, AlertVerb.FOLLOWED_UP, words)
    write_trail([entry("alert followed up", **_about(alert))], by=by)
    return _again(alert)


@transaction.atomic
def close_alert(*, alert: Alert, words: str, by: uuid.UUID, at: datetime) -> Alert:
    """A person closes it and says what was done. What the alert opened to her ends with it."""
    _say(alert, AlertVerb.CLOSED, words)
    write_trail([entry("alert closed", **_about(alert))], by=by)
    return _again(alert)


@transaction.atomic
def pass_on(*, alert: Alert, to: uuid.UUID, by: uuid.UUID, at: datetime) -> None:
    """Give it to a colleague of the programme, who is told at once.

    Raises ``Refused`` (``not_to_her``, ``alert_with_another``, ``alert_closed``).
    """
    _answered(_call("pass_alert(%s::uuid, %s::uuid)", alert.pk, to))
    write_trail([entry("alert passed on", **_about(alert), to=to)], by=by)
    wake_the_worker()


@transaction.atomic
def go_on_duty(
    *, agency: uuid.UUID, colleague: uuid.UUID, begins: datetime, ends: datetime, by: uuid.UUID, at: datetime
) -> DutyShift:
    """A colleague is there for alerts from ``begins`` to ``ends``.

    Raises ``Refused`` (``duty_backwards``, ``duty_over``, ``duty_too_long``, ``duty_twice``), ProgrammingError (42501)
    for whoever may not arrange it and for a colleague of another agency.
    """
    decision = rules.check_duty(begins, ends, at)
    if not decision:
        raise Refused(decision.because, field="ends_on")
    shift = DutyShift(
        agency=agency, colleague_id=colleague, during=TimestamptzRange(begins, ends), recorded_by=by, recorded_at=at
    )
    try:
        with transaction.atomic():
            shift.save(force_insert=True)
    except IntegrityError as twice:
        raise Refused(No.DUTY_TWICE, field="begins_on") from twice
    write_trail([entry("duty planned", colleague=colleague)], by=by)
    return shift


@transaction.atomic
def end_duty(*, shift: DutyShift, by: uuid.UUID, at: datetime) -> None:
    """This duty ends now, or never begins."""
    DutyShift.objects.filter(pk=shift.pk, ended_at=None).update(ended_at=at)
    write_trail([entry("duty ended", colleague=shift.colleague_id)], by=by)


@transaction.atomic
def set_escalation(*, agency: uuid.UUID, colleagues: list[uuid.UUID], by: uuid.UUID, at: datetime) -> None:
    """Who is told when nobody on duty answers, in this order; replaces the list.

    Raises ``Refused`` (``list_empty``), ProgrammingError (42501) for whoever may not arrange it.
    """
    wanted = list(dict.fromkeys(colleagues))
    if not wanted:
        raise Refused(No.LIST_EMPTY, field="first")
    EscalationContact.objects.filter(agency=agency, active=True).update(active=False)
    EscalationContact.objects.bulk_create(
        EscalationContact(agency=agency, colleague_id=each, place=place, recorded_by=by, recorded_at=at)
        for place, each in enumerate(wanted)
    )
    write_trail([entry("escalation list set", count=len(wanted))], by=by)


@transaction.atomic
def set_protocol(
    *, agency: uuid.UUID, instrument: str, told_before: str, told_before_fr: str, steps: str, minutes: int,
    hours_to_follow_up: int = rules.USUAL_HOURS_TO_FOLLOW_UP, hours_to_close: int = rules.USUAL_HOURS_TO_CLOSE,
    by: uuid.UUID, at: datetime,
) -> Protocol:  # fmt: skip
    """What she reads before such a question, and what whoever is told does; earlier words are kept.

    ``instrument``: its code, or "" for all that have no protocol of their own. ``minutes``: how long the first person
    has to take it before the next one is told. ``hours_to_follow_up``, ``hours_to_close``: how long whoever has it may
    say nothing, after taking it and after following it up, before she is asked. Raises ``Refused``
    (``told_before_needed``, ``steps_needed``, ``minutes_odd``, ``hours_odd``).
    """
    decision, field = rules.check_protocol(told_before, steps, minutes, hours_to_follow_up, hours_to_close)
    if not decision:
        raise Refused(decision.because, field=field)
    row = Protocol.objects.create(
        agency=agency, instrument=instrument.strip(), told_before=told_before.strip(),
        told_before_fr=told_before_fr.strip(), steps=steps.strip(), minutes_to_answer=minutes,
        hours_to_follow_up=hours_to_follow_up, hours_to_close=hours_to_close, recorded_by=by, recorded_at=at,
    )  # fmt: skip
    write_trail([entry("protocol set", instrument=instrument)], by=by)
    return row


def something_open() -> bool:
    """Whether any alert is open: the service need not sign in for nothing."""
    return bool(_call("something_open()"))


def escalate() -> int:
    """What nobody has taken in time goes to the next person; whoever has one and says nothing for long is asked.

    The service "watch" alone; returns how many were told.
    """
    return int(_call("escalate_alerts()"))


def letters() -> list[tuple[list[uuid.UUID], str]]:
    """Letters still to go, one for each person: the steps it stands for, and her address. The service "watch" alone."""
    with connection.cursor() as cursor:
        cursor.execute("select steps, address from safekeeping.watch_letters()")
        return [(list(steps), address) for steps, address in cursor.fetchall()]


def letter_went(*, steps: list[uuid.UUID], sent: bool) -> None:
    """A letter went, or did not and is tried again. The service "watch" alone."""
    _call("letter_went(%s::uuid[], %s)", steps, sent)


def _say(alert: Alert, verb: AlertVerb, words: str) -> None:
    if not words.strip():
        raise Refused(No.SAY_WHAT_WAS_DONE, field="words")
    _answered(_call("say_what_was_done(%s::uuid, %s, %s)", alert.pk, str(verb), words.strip()))


def _answered(code: str) -> None:
    """What the wall said: done, or why not in a word of ours."""
    kind = {"with_another": No.ALERT_WITH_ANOTHER, "closed": No.ALERT_CLOSED}
    if code == "not_to_her":
        raise Refused(No.NOT_TO_HER, field="to")
    if code != "done":
        raise Refused(kind[code])


def _again(alert: Alert) -> Alert:
    alert.refresh_from_db()
    return alert


def _about(alert: Alert) -> dict[str, Any]:
    return {"family": alert.family_id, "subject": alert.subject, "alert": alert.pk}


def _call(call: str, *values: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(f"select safekeeping.{call}", values)
        return cursor.fetchone()[0]

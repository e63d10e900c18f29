"""States come and go; none of these verbs closes a file, frees a place or ends a team."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from alongside.enrolment import rules
from alongside.enrolment.models import Ending, Enrolment, StateChange, WelcomeBack
from alongside.enrolment.queries import latest_change
from alongside.enrolment.terms import Because, State, Welcome
from alongside.families.models import Family, Person
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.rules import Refused

_ENDING_BECAUSE = {
    State.ENDED_BY_CHOICE: Because.HER_CHOICE,
    State.MOVED: Because.MOVED_AWAY,
    State.TRANSFERRED: Because.OTHER_SERVICE,
    State.DIED: Because.DEATH,
}


@transaction.atomic
def enrol(
    *, family: Family, person: Person, first_contact_on: date, came_by: str = "",
    state: str = State.REACHING_OUT, by: uuid.UUID, at: datetime,
) -> Enrolment:  # fmt: skip
    """She (or the child) begins to be with the programme, reaching out unless ``state`` says more.

    Raises ``Refused``: ``already_enrolled`` (once for ever: the file goes on), ``in_future``.
    """
    rules.require(rules.day_is_here(first_contact_on, timezone.localdate(at)), field="first_contact_on")
    rules.require(rules.allowed_transition("", state, Because.FIRST_CONTACT), field="state")
    rules.require_texts(came_by=came_by)
    try:
        with transaction.atomic():
            enrolment = Enrolment.objects.create(
                family=family, person_id=person.pk, first_contact_on=first_contact_on, came_by=came_by,
                recorded_by=by, recorded_at=at,
            )  # fmt: skip
    except IntegrityError as known:
        raise Refused("already_enrolled", field="person") from known
    _add(enrolment, state, Because.FIRST_CONTACT, first_contact_on, "", by, at)
    write_trail([entry("enrolled", family=family.pk, subject=person.pk)], by=by)
    return enrolment


@transaction.atomic
def change_state(
    *, enrolment: Enrolment, state: str, because: str, from_on: date, her_words: str = "", by: uuid.UUID, at: datetime
) -> StateChange:
    """From ``from_on`` on, ``state``. Raises ``Refused`` with a code of ``terms.No`` when it does not follow."""
    _check_change(enrolment, state, because, from_on, at)
    rules.require_texts(her_words=her_words)
    change = _add(enrolment, state, because, from_on, her_words, by, at)
    write_trail([_line(enrolment, state)], by=by)
    return change


@transaction.atomic
def end(
    *, enrolment: Enrolment, state: str, on: date, because: str = "", planned: bool | None = None, goals: str = "",
    children: str = "", relationship: str = "", her_words: str = "", by: uuid.UUID, at: datetime,
) -> Ending:  # fmt: skip
    """How a time with the programme ended, in her words too (D-44). The door stays open, the team is left as it is."""
    rules.require(rules.is_ending(state), field="state")
    because = because or _ENDING_BECAUSE[State(state)]
    _check_change(enrolment, state, because, on, at, field="on")
    rules.require_texts(goals=goals, children=children, relationship=relationship, her_words=her_words)
    ending = Ending.objects.create(
        family_id=enrolment.family_id, person_id=enrolment.person_id, on=on, planned=planned, goals=goals,
        children=children, relationship=relationship, her_words=her_words, recorded_by=by, recorded_at=at,
    )  # fmt: skip
    _add(enrolment, state, because, on, her_words, by, at)
    write_trail([_line(enrolment, state)], by=by)
    return ending


@transaction.atomic
def welcome_back(
    *, family: Family, person: Person, on: date, changed: Sequence[str] = (), her_words: str = "",
    by: uuid.UUID, at: datetime,
) -> WelcomeBack:  # fmt: skip
    """She is back: same file, same people; ``changed`` says what is asked again (codes of ``terms.Welcome``).

    From every state but death. When nobody had noted that she was away, the welcome stands alone. Raises ``Refused``
    (``in_future``, ``stays_died``) and ``Enrolment.DoesNotExist``.
    """
    rules.require(rules.day_is_here(on, timezone.localdate(at)), field="on")
    rules.require_texts(her_words=her_words)
    enrolment = Enrolment.objects.get(family=family, person_id=person.pk)
    newest = latest_change(enrolment.id)
    state = newest.state if newest else ""
    rules.require(rules.may_come_back(state), field="on")
    welcome = WelcomeBack.objects.create(
        family=family, person_id=person.pk, on=on, changed=[Welcome(code).value for code in changed],
        her_words=her_words, recorded_by=by, recorded_at=at,
    )  # fmt: skip
    if newest is None or newest.state != State.ACTIVE:
        # She may have come back before the night in which the job noted a gap: never before what is recorded last.
        from_on = max(on, newest.from_on) if newest else on
        _add(enrolment, State.ACTIVE, Because.WELCOME_BACK, from_on, her_words, by, at)
    write_trail([entry("welcomed back", family=family.pk, subject=person.pk)], by=by)
    return welcome


def _check_change(
    enrolment: Enrolment, state: str, because: str, from_on: date, at: datetime, *, field: str = "from_on"
) -> None:
    rules.require(rules.day_is_here(from_on, timezone.localdate(at)), field=field)
    if from_on < enrolment.first_contact_on:
        raise Refused("before_first_contact", field=field)
    before = latest_change(enrolment.id, until=from_on)
    rules.require(rules.allowed_transition(before.state if before else "", state, because), field="state")


def _add(
    enrolment: Enrolment, state: str, because: str, from_on: date, her_words: str, by: uuid.UUID, at: datetime
) -> StateChange:
    return StateChange.objects.create(
        family_id=enrolment.family_id, person_id=enrolment.person_id, enrolment=enrolment, state=State(state).value,
        because=Because(because).value, from_on=from_on, her_words=her_words, recorded_by=by, recorded_at=at,
    )  # fmt: skip


def _line(enrolment: Enrolment, state: str) -> dict[str, object]:
    return entry("state recorded", family=enrolment.family_id, subject=enrolment.person_id, state=state)

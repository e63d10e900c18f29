"""Beginning, planning, saying, writing: what is refused kindly, and what sent twice is one."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from alongside.recordkeeping.rules import Refused
from alongside.supervision import actions, queries
from alongside.supervision.models import Meeting, Reflection, Supervision
from alongside.supervision.terms import ForWhom, Kind, No, Rhythm, Standing, Theme
from tests.cast import CAST, T0, TODAY, acting_as

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
SUP, W1, W2 = (CAST[name] for name in ("SUP", "W1", "W2"))
BY: dict[str, Any] = {"by": W1, "at": T0}
HOUR = timedelta(hours=1)


def begin(**more: Any) -> Supervision:
    given = {"supervisor": SUP, "colleague": W1, "kind": Kind.REFLECTIVE, "rhythm": Rhythm.WEEKLY, **BY, **more}
    return actions.begin(**given)


def refused(because: str, verb: Any, **given: Any) -> None:
    with pytest.raises(Refused) as no, transaction.atomic():
        verb(**given)
    assert no.value.because == because


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("rhythm", Rhythm)
def test_two_begin_once_and_either_ends(kind: str, rhythm: str) -> None:
    with acting_as("W1"):
        id = uuid.uuid4()
        found = begin(kind=kind, rhythm=rhythm, id=id)
        assert begin(kind=kind, rhythm=rhythm, id=id).pk == found.pk == id
        refused(No.ALREADY_MEET, begin, kind=kind)
        with pytest.raises(IntegrityError), transaction.atomic():  # also when two begin in the same moment
            Supervision.objects.create(
                supervisor_id=SUP, colleague_id=W1, kind=kind, rhythm=rhythm, during=found.during, recorded_by=W1
            )
        to_come = actions.plan(supervision=found, begins=T0 + HOUR, minutes=60, **BY)
        met = actions.plan(supervision=found, begins=T0 - 2 * HOUR, minutes=60, **BY)
    with acting_as("SUP"):
        actions.end(supervision=queries.supervision(found.pk), at=T0)
        [seen] = queries.mine(T0)
        assert seen.over and seen.ahead == ()
        assert {m.pk: m.standing for m in seen.before} == {to_come.pk: Standing.CALLED_OFF, met.pk: Standing.HELD}
        later = {"begins": T0 + timedelta(days=9), "minutes": 60, "by": SUP, "at": T0}
        refused(No.OVER, actions.plan, supervision=queries.supervision(found.pk), **later)


def test_who_cannot_meet() -> None:
    with acting_as("W1"):
        refused(No.NOT_YOURSELF, begin, supervisor=W1)
        refused(No.NOT_HERE, begin, supervisor=CAST["CW1"])  # works elsewhere
        refused(No.NOT_HERE, begin, supervisor=uuid.uuid4())
        with pytest.raises(IntegrityError), transaction.atomic():
            Supervision.objects.create(
                supervisor_id=W1, colleague_id=W1, kind=Kind.PEER, rhythm=Rhythm.WEEKLY, recorded_by=W1,
                during=(TODAY, None),
            )  # fmt: skip


def test_no_two_meetings_at_one_time_and_what_came_of_them() -> None:
    with acting_as("W1"):
        found = begin()
        id = uuid.uuid4()
        row = actions.plan(supervision=found, begins=T0 + HOUR, minutes=60, id=id, **BY)
        assert actions.plan(supervision=found, begins=T0 + HOUR, minutes=60, id=id, **BY).pk == row.pk
        for minutes in (-59, -1, 0, 59):
            begins = T0 + HOUR + timedelta(minutes=minutes)
            refused(No.SAME_TIME, actions.plan, supervision=found, begins=begins, minutes=60, **BY)
        with pytest.raises(IntegrityError), transaction.atomic():
            Meeting.objects.create(supervision=found, during=row.during, recorded_by=W1)
        actions.plan(supervision=found, begins=T0 + 2 * HOUR, minutes=60, **BY)  # the next hour is free
        refused(No.TOO_FAR, actions.plan, supervision=found, begins=T0 + timedelta(days=400), minutes=60, **BY)
        say = {"meeting": row, "base": Standing.PLANNED}
        refused(No.NOT_YET, actions.say, standing=Standing.HELD, at=T0, **say)
        actions.say(standing=Standing.CALLED_OFF, at=T0, **say)
        refused(No.CHANGED, actions.say, standing=Standing.HELD, at=T0 + 5 * HOUR, **say)  # the other one was quicker
        actions.plan(supervision=found, begins=T0 + HOUR, minutes=60, **BY)  # the hour is free again
        row.refresh_from_db()
        again = {"meeting": row, "base": Standing.CALLED_OFF, "at": T0 + 5 * HOUR}
        refused(No.SAME_TIME, actions.say, standing=Standing.HELD, **again)


def test_a_meeting_is_moved_once() -> None:
    with acting_as("W1"):
        found = begin()
        row = actions.plan(supervision=found, begins=T0 + HOUR, minutes=60, **BY)
        move = {"meeting": row, "minutes": 30, "base": Standing.PLANNED, **BY}
        id = uuid.uuid4()
        there = actions.move(begins=T0 + HOUR, id=id, **move)  # its own hour is free once it is moved
        assert actions.move(begins=T0 + HOUR, id=id, **move).pk == there.pk
        row.refresh_from_db()
        assert (row.standing, there.standing) == (Standing.MOVED, Standing.PLANNED)
        refused(No.CHANGED, actions.move, begins=T0 + 4 * HOUR, **move)
        [seen] = queries.mine(T0)
        assert [m.pk for m in seen.ahead] == [there.pk] and [m.pk for m in seen.before] == [row.pk]


def test_what_is_written_is_kept_as_written_and_read_by_whom_it_is_for() -> None:
    words = "Heavy week: «لا» 🙂 <b>Zoé</b>"
    with acting_as("W1"):
        found, id = begin(), uuid.uuid4()
        keep = {"supervision": found, "on": TODAY, **BY}
        mine = actions.reflect(
            words=f" {words}\x00", for_whom=ForWhom.MINE, themes=["strain", "strain", "well"], id=id, **keep
        )
        assert actions.reflect(words="other", for_whom=ForWhom.BOTH, id=id, **keep).pk == mine.pk
        both = actions.reflect(words="for both", for_whom=ForWhom.BOTH, **keep)
        stored = Reflection.objects.get(pk=id)
        assert (stored.words, stored.themes) == (words, [Theme.STRAIN, Theme.WELL])
        refused(No.WORDS_NEEDED, actions.reflect, words=" \x00 ", for_whom=ForWhom.MINE, **keep)
        refused("too_long", actions.reflect, words="x" * 8001, for_whom=ForWhom.MINE, **keep)
        refused(
            "in_future", actions.reflect, words="x", for_whom=ForWhom.MINE, **{**keep, "on": TODAY + timedelta(days=1)}
        )
        assert {r.pk for r in queries.mine(T0)[0].reflections} == {both.pk, mine.pk}
    with acting_as("SUP"):
        assert [r.pk for r in queries.mine(T0)[0].reflections] == [both.pk]
    with acting_as("W2"):
        assert queries.mine(T0) == []
        for question, thing in ((queries.supervision, found), (queries.meeting, both)):
            with pytest.raises((Supervision.DoesNotExist, Meeting.DoesNotExist)):
                question(thing.pk)

"""Appointments with others are written down, put right and called off; a feed is turned on and off."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from alongside.calendars import actions, queries, rules
from alongside.calendars.models import Elsewhere, Feed
from alongside.care.actions import keep_promise, promise
from alongside.families.models import Family
from alongside.recordkeeping.models import Trail
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.terms import Category as C
from tests.cast import CAST, T0, acting_as, dyad

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
ANA, BEE, ALDER = CAST["ANA"], CAST["BEE"], CAST["ALDER"]
BY: dict[str, Any] = {"by": CAST["W1"], "at": T0}
TORONTO = ZoneInfo("America/Toronto")
NINE = datetime(2026, 3, 10, 9, tzinfo=TORONTO)
FAR = NINE + timedelta(days=2000)


def down(**more: Any) -> Elsewhere:
    given = {
        "family": Family(id=ALDER), "subject": ANA, "for_whom": "woman", "asked_by": "court", "what": "the judge",
        "begins": NINE, "ends": NINE + timedelta(hours=1), **BY, **more,
    }  # fmt: skip
    return actions.write_down(**given)


def test_one_is_written_down_once_under_the_usual_kind() -> None:
    id = uuid.uuid4()
    with acting_as("W1"):
        row = down(id=id, what="  the judge\x00 ", about=[ANA, CAST["CAL"], CAST["CAL"]])
        assert down(id=id, what="other").pk == row.pk and queries.appointment(ALDER, id).what == "the judge"
        assert row.category == C.CHILD_WELFARE_LEGAL and row.about == [CAST["CAL"]]
        assert down(subject=BEE, for_whom="child", asked_by="health").category == C.CHILD_HEALTH_DEV
        assert down(category=C.MENTAL_HEALTH_TRAUMA).category == C.MENTAL_HEALTH_TRAUMA
    with acting_as("PRIV"):
        assert Trail.objects.filter(verb="appointment written down", family=ALDER).count() == 3


@pytest.mark.parametrize(
    ("more", "because", "field"),
    [
        ({"what": "  "}, "appointment_words", "what"),
        ({"what": "x" * 501}, "appointment_too_long", "what"),
        ({"place": "x" * 501}, "appointment_too_long", "place"),
        ({"ends": NINE}, "appointment_minutes", "begins"),
        ({"ends": NINE - timedelta(hours=1)}, "appointment_minutes", "begins"),
        ({"begins": FAR, "ends": FAR + timedelta(hours=1)}, "appointment_too_far", "begins"),
        ({"travel": 1441}, "appointment_travel", "travel"),
        ({"asked_by": "nobody"}, "unknown_choice", "asked_by"),
        ({"subject": CAST["MIRA"]}, "not_of_this_family", "subject"),
        ({"about": [CAST["MIRA"]]}, "not_of_this_family", "about"),
        ({"category": C.CONTACT}, "category_unfit", "category"),
    ],
    ids=["no words", "long", "long place", "no time", "backwards", "far away", "way", "nobody asks", "another file",
         "names another file", "kind"],
)  # fmt: skip
def test_what_cannot_be_is_said_kindly(more: dict[str, Any], because: str, field: str) -> None:
    with acting_as("W1"), pytest.raises(Refused) as no:
        down(**more)
    assert (no.value.because, no.value.field) == (because, field)


def test_put_right_is_a_further_row_and_of_two_the_second_is_told() -> None:
    with acting_as("W1"):
        row, id = down(), uuid.uuid4()
        values = {
            "asked_by": "court",
            "what": "the judge, by phone",
            "begins": NINE,
            "ends": NINE + timedelta(minutes=30),
        }
        right = actions.put_right(appointment=row, id=id, **values, **BY)
        assert actions.put_right(appointment=row, id=id, **values, **BY).pk == right.pk  # sent twice
        assert right.corrects_id == row.pk and (right.subject, right.for_whom) == (ANA, "woman")
        with pytest.raises(Refused, match="appointment_changed"):
            actions.put_right(appointment=row, **values, **BY)
        assert queries.appointment(ALDER, row.pk).superseded_at == T0
        assert [told.entry.what for told in of_family() if told.kind == "elsewhere"] == ["the judge, by phone"]
        assert [t.entry.what for t in of_family(known_at=T0 - timedelta(days=1))] == []


def test_called_off_stays_to_be_seen_and_is_called_off_once() -> None:
    with acting_as("W1"):
        row = down()
        actions.call_off(appointment=row, **BY)
        (told,) = [told for told in of_family() if told.kind == "elsewhere"]
        assert told.entry.off
        for verb in (actions.call_off, actions.put_right):
            with pytest.raises(Refused):
                verb(appointment=row, **BY)


def of_family(**more: Any) -> list[queries.Told]:
    day = datetime(2026, 3, 10, tzinfo=TORONTO)
    return queries.of_family(ALDER, day, day + timedelta(days=1), TORONTO, **more)


def test_one_calendar_for_a_family_and_for_a_colleague() -> None:
    """What was promised, what is elsewhere, what takes place here; in order, a whole day before its hours."""
    with acting_as("W1"):
        along = down(goes_along=CAST["W1"])
        day = date(2026, 3, 10)
        said: dict[str, Any] = {"family": Family(id=ALDER), "subject": ANA, "category": C.SERVICE_USE, **BY}
        hour = promise(what="a call", on=day, at_time=time(8), worker=CAST["W1"], **said)
        whole = promise(what="the form", on=day, worker=CAST["W1"], **said)
        found = [(told.kind, told.entry.id) for told in of_family()]
        assert found == [("promise", whole.pk), ("promise", hour.pk), ("elsewhere", along.pk)]
        midnight = datetime(2026, 3, 10, tzinfo=TORONTO)
        hers = queries.of_colleague(CAST["W1"], midnight, midnight + timedelta(days=1), TORONTO)
        assert [told.entry.id for told in hers] == [whole.pk, hour.pk, along.pk]
        assert queries.of_colleague(CAST["W2"], midnight, midnight + timedelta(days=1), TORONTO) == []
        month = datetime(2026, 1, 1, tzinfo=TORONTO)
        past = queries.of_family(ALDER, month, midnight, TORONTO)
        assert {told.kind for told in past} == {"session", "elsewhere", "promise"}


def test_what_was_settled_since_stands_on_the_calendar_of_a_day_before_that() -> None:
    day = date(2026, 3, 10)
    with acting_as("W1"):
        row = promise(family=Family(id=ALDER), subject=ANA, category=C.SERVICE_USE, what="a call", on=day, **BY)
        keep_promise(promise=row, on=day, **BY)
        assert of_family() == []
        assert [told.entry.id for told in of_family(known_at=T0 + timedelta(days=2))] == [row.pk]
        assert of_family(known_at=T0 - timedelta(days=1)) == []


def test_a_session_to_which_they_come_together_is_one_and_two_who_belong_together_are_two_people() -> None:
    begins = datetime(2026, 1, 1, tzinfo=TORONTO)
    with acting_as("W1"):
        [group] = [each for each in queries.of_family(ALDER, begins, NINE, TORONTO) if each.kind == "session"]
        assert group.entry.who == {ANA, BEE} and len(group.also) == 1
        two = down(subject=dyad("ANA", "BEE"), for_whom="dyad", what="the two")
        down(subject=BEE, for_whom="child", asked_by="school", begins=NINE + timedelta(minutes=30))
        found = of_family()
        assert {each.entry.id: each.entry.who for each in found}[two.pk] == {ANA, BEE}
        assert [close.same_time for close in rules.too_close(each.entry for each in found)] == [True]


def test_a_feed_is_on_once_and_off_at_once() -> None:
    with acting_as("W2"):
        key = actions.turn_on(owner=CAST["W2"], says="words", heading="Busy", at=T0)
        again = actions.turn_on(owner=CAST["W2"], says="time", heading="not kept", at=T0)
        assert key != again and len(again) >= 43
        feed = queries.my_feed(CAST["W2"])
        assert feed is not None and feed.heading == "" and Feed.objects.count() == 2
        with pytest.raises(Refused, match="feed_words_tell"):
            actions.turn_on(owner=CAST["W2"], says="words", heading="Clinic", tells=["clinic"], at=T0)
    assert queries.feed(key, T0, "America/Toronto") is None
    assert queries.feed(again, T0, "America/Toronto") == ("", [])
    with acting_as("W2"):
        actions.turn_off(owner=CAST["W2"], at=T0)
        assert queries.my_feed(CAST["W2"]) is None
    assert queries.feed(again, T0, "America/Toronto") is None
    assert queries.feed("", T0, "America/Toronto") is None and queries.feed("\x00\udcff", T0, "America/Toronto") is None


def test_the_hour_that_the_clock_leaves_out_and_the_one_it_shows_twice() -> None:
    with acting_as("W1"):
        said: dict[str, Any] = {"family": Family(id=ALDER), "subject": ANA, "category": C.SERVICE_USE, **BY}
        for day in (date(2026, 3, 8), date(2026, 11, 1)):
            promise(
                what="a call", on=day, at_time=time(2, 30) if day.month == 3 else time(1, 30), worker=CAST["W1"], **said
            )
    found = queries.feed("W1's key", T0, "America/Toronto")
    assert found is not None
    begins = [row.begins.astimezone(TORONTO) for row in found[1]]
    assert [(b.month, b.day, b.hour, b.minute) for b in begins if b.day in (1, 8)] == [(3, 8, 3, 30), (11, 1, 1, 30)]

"""The timeline, promises and home: what they show, to whom, and in how many statements."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.care import actions, queries
from alongside.care.models import Contact, LaneVersion
from alongside.consent.actions import seal
from alongside.families.models import Family
from alongside.safekeeping.terms import Category
from tests.cast import CAST, T0, TODAY, acting_as

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
ALDER = CAST["ALDER"]


def kinds(who: str, **asked: object) -> set[str]:
    with acting_as(who):
        return {entry.kind for entry in queries.timeline(ALDER, **asked)}


def test_the_timeline_holds_what_every_room_knows_newest_first() -> None:
    with acting_as("W1"):
        entries = queries.timeline(ALDER, until=None)
    assert {e.kind for e in entries} == {
        "contact", "state", "return", "occasion", "pregnancy", "birth", "together", "living", "legal", "right", "team",
        "key_worker", "hand_over", "goal", "goal_stands", "goal_talk", "plan",
        "plan_signed",
    }  # fmt: skip
    assert [e.on for e in entries] == sorted((e.on for e in entries), reverse=True)
    lanes = {e.kind: e.lane for e in entries}
    assert (lanes["return"], lanes["birth"], lanes["together"], lanes["legal"]) == ("woman", "child", "dyad", "child")
    assert {e.lane for e in entries if e.kind == "contact"} == {"woman", "child", "dyad"}
    team = next(e for e in entries if e.kind == "team" and e.code == "counsellor")
    assert team.text in ("Wanda, counsellor", "Wren, counsellor")
    assert team.stretch and team.until is None


def test_each_reader_has_her_own_timeline() -> None:
    assert "return" not in kinds("CHC", until=None)
    assert not {"plan", "plan_signed"} & kinds("PEER", until=None)
    assert kinds("CHC", until=None) == {"contact", "birth", "living", "team", "key_worker", "goal", "plan"}
    assert "return" not in kinds("PEER", until=None)
    assert kinds("W2", until=None) == kinds("W3", until=None) == kinds("p_cal", until=None) == set()
    assert kinds("PRIV", until=None) == set()


def test_lanes_of_the_plan_stand_where_whoever_reads_what_stands_in_them_reads_them() -> None:
    def told(**asked: object) -> list[tuple[str, str, str]]:
        rows = queries.timeline(ALDER, **asked)
        return [(e.kind, e.code, e.text or e.also) for e in rows if e.kind.startswith("plan")]

    better, signed = ("plan", "better", "SECRET lane: better 2"), ("plan_signed", "better", "typed")
    before, close = ("plan", "better", "SECRET lane: better 1"), ("plan", "close", "SECRET lane: close 1")
    with acting_as("W1"):
        assert sorted(told()) == sorted([signed, better, before, close])
        last = LaneVersion.objects.get(lane="better", number=2)
        assert before in told(until=last.on - timedelta(days=1)) and better not in told(
            until=last.on - timedelta(days=1)
        )
    with acting_as("CHC"):  # who works with the child: the lane that her part reads, and no sign of another one
        assert told() == [close]
    # What stands now is kept from all of us: then nothing of that lane is told, nor of before.
    with acting_as("PRIV"):
        seal(target=last.pk, why="she_asks", words="on her wish", by=CAST["PRIV"], at=T0)
    with acting_as("W1"):
        assert told() == [close]


def test_a_child_care_worker_reads_nothing_of_the_mothers() -> None:
    with acting_as("CHC"):
        entries = queries.timeline(ALDER, until=None)
    subjects = {e.subject for e in entries if e.kind == "contact"}
    assert subjects == {CAST["BEE"]}


def test_as_of_a_day_later_things_have_not_happened_and_later_ends_are_not_known() -> None:
    with acting_as("W1"):
        entries = queries.timeline(ALDER, until=date(2024, 2, 9))
        assert not [e for e in entries if e.on > date(2024, 2, 9)]
        # Bee was born the day after; the pregnancy that ended then still goes on.
        [pregnancy] = [e for e in entries if e.kind == "pregnancy"]
        assert pregnancy.until is None
        assert [e.subject for e in entries if e.kind == "birth"] == [CAST["BO"]]
        [pregnancy] = [e for e in queries.timeline(ALDER, until=None) if e.kind == "pregnancy"]
        assert pregnancy.until == date(2024, 2, 10)
        assert pregnancy.on == date(2024, 2, 20) - timedelta(days=280)


def test_as_we_knew_it_before_anything_was_recorded() -> None:
    with acting_as("W1"):
        assert queries.timeline(ALDER, until=None, known_at=T0 - timedelta(seconds=1)) == []
        assert queries.timeline(ALDER, until=None, known_at=T0) == queries.timeline(ALDER, until=None)


def test_a_correction_replaces_what_it_corrects_but_not_as_it_was_known_then() -> None:
    later = T0 + timedelta(hours=2)
    with acting_as("W1"):
        contact = Contact.objects.get(note="SECRET visit")
        corrected = actions.correct_contact(contact=contact, values={"on": date(2026, 1, 31)}, by=CAST["W1"], at=later)
        now = {e.id for e in queries.timeline(ALDER, until=None) if e.kind == "contact"}
        then = {e.id for e in queries.timeline(ALDER, until=None, known_at=T0) if e.kind == "contact"}
    assert corrected.id in now and contact.id not in now
    assert contact.id in then and corrected.id not in then


def _contacts(count: int) -> None:
    family = Family.objects.get(id=ALDER)
    Contact.objects.bulk_create(
        Contact(
            family=family, subject=CAST["ANA"], for_whom="woman", category=Category.SERVICE_USE, mode="home",
            on=TODAY - timedelta(days=n), worker=CAST["W1"], recorded_by=CAST["W1"], recorded_at=T0,
        )
        for n in range(count)
    )  # fmt: skip


def test_one_statement_for_one_entry_or_seven_hundred() -> None:
    with acting_as("W1"):
        with CaptureQueriesContext(connection) as few:
            queries.timeline(ALDER, until=None)
        _contacts(700)
        with CaptureQueriesContext(connection) as many:
            began = datetime.now(UTC)
            entries = queries.timeline(ALDER, until=TODAY)
            took = (datetime.now(UTC) - began).total_seconds()
    assert len(few) == len(many) == 1
    assert len(entries) > 700
    assert took < 0.5, took  # generous: the benchmark says how fast, this only that nothing is asked per row


def test_a_limit_keeps_the_newest() -> None:
    with acting_as("W1"):
        entries = queries.timeline(ALDER, until=None)
        assert queries.timeline(ALDER, until=None, limit=3) == entries[:3]


def test_home_is_one_statement_and_shows_the_next_promise() -> None:
    with acting_as("W1"), CaptureQueriesContext(connection) as asked:
        [row] = queries.home(CAST["W1"], TODAY)
    assert len(asked) == 1
    assert (row.family, row.name, row.state, row.children) == (ALDER, "Ana Alder", "active", 2)
    assert (row.promise_on, row.promise_what) == (date(2026, 3, 5), "SECRET ride to the clinic")


def test_home_holds_my_families_in_the_order_of_the_next_promise_then_the_name() -> None:
    with acting_as("W2"):
        rows = queries.home(CAST["W2"], TODAY)
        assert [row.name for row in rows] == ["Ève Birch", "Gia Alder", "Mira (alias)"]
        actions.promise(
            family=Family.objects.get(id=CAST["MAPLE"]), subject=CAST["MIRA"], category=Category.SERVICE_USE,
            what="call", on=date(2026, 3, 9), by=CAST["W2"], at=T0,
        )  # fmt: skip
        rows = queries.home(CAST["W2"], TODAY)
        assert [row.name for row in rows] == ["Mira (alias)", "Ève Birch", "Gia Alder"]
        first = queries.home(CAST["W2"], TODAY, size=2)
        rest = queries.home(CAST["W2"], TODAY, after=first[-1].key, size=2)
    assert [r.family for r in [*first, *rest]] == [r.family for r in rows]


def test_home_of_others_is_theirs() -> None:
    with acting_as("W3"):  # on the team by mistake, and kept out
        assert queries.home(CAST["W3"], TODAY) == []
        assert queries.home(CAST["W1"], TODAY) == []  # somebody else's home
    with acting_as("CHC"):
        [row] = queries.home(CAST["CHC"], TODAY)
    assert (row.name, row.state, row.promise_what, row.children) == ("Ana Alder", "", "", 2)


def test_next_promises_is_one_statement_for_many_families() -> None:
    with acting_as("W1"), CaptureQueriesContext(connection) as asked:
        found = queries.next_promises([ALDER, CAST["BIRCH"], CAST["MAPLE"]])
    assert len(asked) == 1
    assert set(found) == {ALDER}


def test_contacts_come_in_pages() -> None:
    with acting_as("W1"):
        first = list(queries.contacts_of(ALDER, size=4))
        rest = list(queries.contacts_of(ALDER, after=(first[-1].on, first[-1].id), size=10))
        every = list(queries.contacts_of(ALDER))
    assert [*first, *rest] == every
    assert len(every) == 7

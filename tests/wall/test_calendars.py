"""The wall around appointments with others, and a feed that tells times and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, transaction
from psycopg import errors

from alongside.calendars import actions, queries
from alongside.calendars.models import Elsewhere
from alongside.calendars.rules import key_hash
from alongside.consent.actions import seal
from alongside.enrolment.actions import leave_team
from alongside.enrolment.models import TeamMember
from alongside.families.models import Family
from alongside.peers import actions as peers
from alongside.peers import queries as peer_matches
from alongside.project import roles
from alongside.safekeeping import actions as safekeeping
from alongside.safekeeping.terms import Category as C
from tests.cast import CAST, T0, TODAY, acting_as, dyad, ident
from tests.databases import Cluster
from tests.wall.conftest import Ask

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
ANA, BEE, ALDER = CAST["ANA"], CAST["BEE"], CAST["ALDER"]
COURT, CLINIC, SAFE, HOUSING, HEALTH = (ident(f"appointment {n}") for n in range(5))
NOBODY = [
    "W2", "W3", "p_cal", "p_dot", "p_foster", "p_fin", "NUR", "CW1", "CW2", "DRX", "PO", "EVAL", "ADM", "PRIV", "COUNCIL",
    "SITE2",
]  # fmt: skip
EVERY = "select array_agg(id) from calendars_elsewhere"
KEY = "W1's key"
PROMISED = [ident("promise 1")]
NOW = datetime.now(UTC)
ZONE = "America/Toronto"


@pytest.mark.parametrize("shape", ["", roles.SMALL, roles.REPORT])
@pytest.mark.parametrize("who", NOBODY)
def test_the_wrong_people_get_no_appointment_not_even_a_count(ask: Ask, who: str, shape: str) -> None:
    assert ask(who, "select count(*) from calendars_elsewhere", take=shape) == [(0,)]


@pytest.mark.parametrize("who", [*NOBODY, "SUP", "DIR", "PIT", "p_ana"])
def test_nobody_learns_that_somebody_else_has_a_feed(ask: Ask, who: str) -> None:
    assert ask(who, "select count(*) from calendars_feed") == [(0,)]
    assert ask("W1", "select count(*) from calendars_feed") == [(1,)]


@pytest.mark.parametrize(
    ("who", "seen"),
    [("W1", {COURT, CLINIC, SAFE, HOUSING, HEALTH}), ("DIR", {COURT, CLINIC, HOUSING, HEALTH}), ("CHC", {CLINIC}),
     ("PEER", set()), ("p_ana", {COURT, CLINIC, HOUSING, HEALTH})],
)  # fmt: skip
@pytest.mark.parametrize("shape", ["", roles.SMALL, roles.REPORT])
def test_each_part_reads_its_own_kinds_and_she_what_may_be_seen_over_her_shoulder(
    ask: Ask, who: str, seen: set[Any], shape: str
) -> None:
    assert set(ask(who, EVERY, take=shape)[0][0] or []) == seen


def test_her_peer_supporter_has_nothing_to_do_with_what_others_want_of_her() -> None:
    """Not of the kind that Ana lets her read, not where she goes along herself, not in a feed, and while it rests neither."""
    with acting_as("PEER"):
        key = actions.turn_on(owner=CAST["PEER"], says="time", at=T0)
        begins = T0 + timedelta(days=9)
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            actions.write_down(
                family=Family(id=ALDER), subject=ANA, for_whom="woman", asked_by="health", what="a clinic", begins=begins,
                ends=begins + timedelta(hours=1), by=CAST["PEER"], at=T0,
            )  # fmt: skip
        for change in ("off_at", "superseded_at"):
            assert not Elsewhere.objects.filter(pk=HEALTH).update(**{change: T0})
        assert queries.of_colleague(CAST["PEER"], T0, T0 + timedelta(days=30), UTC) == []
    assert told(key) == []
    with acting_as("p_ana"):
        peers.pause_match(match=peer_matches.match(ident("peer match")), paused=True, by=ANA)
    with acting_as("PEER"):
        assert not Elsewhere.objects.exists()


def test_she_writes_down_her_own_and_nothing_of_anybody_else() -> None:
    nine = datetime(2026, 3, 10, 9, tzinfo=T0.tzinfo)
    said: dict[str, Any] = {
        "family": Family(id=ALDER),
        "begins": nine,
        "ends": nine + timedelta(hours=1),
        "what": "the bank",
    }
    with acting_as("p_ana"):
        row = actions.write_down(subject=ANA, for_whom="woman", asked_by="income", by=ANA, at=T0, **said)
        right = actions.put_right(appointment=row, asked_by="income", begins=nine, ends=nine + timedelta(hours=2),
                                  what="the bank, later", by=ANA, at=T0)  # fmt: skip
        assert Elsewhere.objects.filter(pk=right.pk).exists()
        actions.call_off(appointment=right, by=ANA, at=T0)
        # Written by a colleague: hers to read, not to change.
        assert not Elsewhere.objects.filter(pk=COURT).update(off_at=T0)
    for more in (
        {"category": C.IPV_SAFETY}, {"subject": BEE, "for_whom": "child"}, {"goes_along": CAST["W1"]},
        {"subject": dyad("ANA", "BEE"), "for_whom": "dyad"},
    ):  # fmt: skip
        with acting_as("p_ana"), pytest.raises(ProgrammingError), transaction.atomic():
            actions.write_down(
                **{**said, "subject": ANA, "for_whom": "woman", "asked_by": "income", "by": ANA, "at": T0, **more}
            )
    with acting_as("W1"):
        assert Elsewhere.objects.filter(pk=right.pk).exists()


def test_the_web_changes_no_word_and_moves_nothing_to_another_file(cluster: Cluster, database: str) -> None:
    with cluster.as_role(roles.APP, database) as app:
        for change in (
            "update calendars_elsewhere set what = 'x'", "update calendars_elsewhere set family_id = family_id",
            "delete from calendars_elsewhere", "update calendars_feed set heading = 'x'", "delete from calendars_feed",
            "update calendars_feed set owner = owner",
        ):  # fmt: skip
            with pytest.raises(errors.InsufficientPrivilege), app.transaction():
                app.execute(change)


# --- the feed


def told(key: str = KEY) -> list[Any] | None:
    found = queries.feed(key, T0, ZONE)
    return None if found is None else [row.thing for row in found[1]]


def test_a_calendar_that_brings_the_key_is_told_times_and_the_chosen_words() -> None:
    """Asked as nobody: no session, no cookie."""
    with acting_as(None):
        found = queries.feed(KEY, T0, ZONE)
    assert found is not None and found[0] == "SECRET heading"
    # The group of last month, where she was, what she promised, and the court to which she goes along.
    assert [row.thing for row in found[1]] == [ident("session"), *PROMISED, COURT]
    assert {type(value).__name__ for row in found[1] for value in vars(row).values()} == {"UUID", "datetime", "bool"}


def test_no_role_of_the_web_reads_a_feed_past_its_function(cluster: Cluster, database: str) -> None:
    with cluster.as_role(roles.APP, database) as app:
        assert app.execute("select count(*) from calendars_feed").fetchone() == (0,)
        for inside in ("fed('x'::bytea)", "fed_reads(null, null, null, 0, null, null, null, 0, null)"):
            with pytest.raises(errors.InsufficientPrivilege), app.transaction():
                app.execute(f"select * from safekeeping.{inside}")


def test_the_keeper_reads_no_word_for_it(cluster: Cluster, database: str) -> None:
    with cluster.admin(database) as admin:
        for table, words in (
            ("calendars_elsewhere", "what"),
            ("calendars_elsewhere", "place"),
            ("care_promise", "what"),
        ):
            held = "select has_column_privilege('alongside_keeper', %s, %s, 'select')"
            assert admin.execute(held, [table, words]).fetchone() == (False,), (table, words)


def test_kept_out_at_once_means_not_told_at_once() -> None:
    assert COURT in (told() or [])
    with acting_as("SUP"):
        safekeeping.keep_out(id=ident("out"), principal=CAST["W1"], family=ALDER)
        assert told() == [ident("session")]
        safekeeping.lift(id=ident("out"))
        assert COURT in (told() or [])


def test_what_is_sealed_is_told_to_nobody() -> None:
    with acting_as("PRIV"):
        seal(target=ANA, why="she_asks", words="on her wish", by=CAST["PRIV"], at=T0)
        assert told() == [ident("session")]


def test_off_the_team_nothing_of_that_file_is_told() -> None:
    with acting_as("SUP"):
        leave_team(member=TeamMember.objects.get(family=ALDER, colleague=CAST["W1"]), on=TODAY, by=CAST["SUP"], at=T0)
        assert told() == [ident("session")]


def test_a_key_that_opens_nothing_looks_the_same_whatever_the_reason(ask: Ask) -> None:
    for key in ("", "guess", "x" * 4000):
        times = "select count(*) from safekeeping.feed_times(%s, 'UTC', '-infinity', 'infinity')"
        assert ask(None, times, [key_hash(key)]) == [(0,)]
        assert told(key) is None

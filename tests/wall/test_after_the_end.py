"""When a sitting is over: the one thing its dead token still does, and the end of what somebody began who is kept out.

Tried as an attacker would who holds the page's own database role and a token that means nothing any more.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from psycopg import errors

from alongside.instruments.actions.loading import shipped_id
from alongside.project import roles
from alongside.safekeeping.actions import hashed, new_token
from tests.cast import CAST, ident, token_of
from tests.databases import Cluster

PHQ = shipped_id("PHQ-9", "standard-2w", "en")
LATE = "select told, again from safekeeping.keep_late_answer(%s, %s, %s, 'answered', %s, '', uuidv7(), %s)"


class Place:
    """The pages' role on one connection, and the owner of the machine on the same one to make time pass."""

    def __init__(self, admin: psycopg.Connection) -> None:
        self.admin = admin

    def run(self, query: str, *values: object) -> list[tuple]:
        found = self.admin.execute(query, values)  # type: ignore[arg-type]
        return found.fetchall() if found.description else []

    @contextmanager
    def acting(self, token: str) -> Iterator[None]:
        """As the pages' role with this token."""
        self.run(f"set local role {roles.APP}")
        self.run("select set_config('alongside.token', %s, true)", token)
        try:
            yield
        finally:
            if self.admin.info.transaction_status != psycopg.pq.TransactionStatus.INERROR:
                self.run("select set_config('alongside.token', '', true)")
                self.run("reset role")

    def refused(self, token: str, query: str, *values: object) -> None:
        with pytest.raises(errors.InsufficientPrivilege), self.admin.transaction(), self.acting(token):
            self.run(query, *values)

    def handed(self, who: str = "W1", family: str = "ALDER", woman: str = "ANA") -> tuple[uuid.UUID, uuid.UUID, str]:
        """A sitting of this colleague with one measure, on a device: (sitting, occasion, the device's token)."""
        sitting, occasion, token = uuid.uuid4(), uuid.uuid4(), new_token()
        with self.acting(token_of(who)):
            self.run(
                "insert into assessment_sitting (id, recorded_by, family_id, woman_id, mode, minutes, language, before, after,"
                " \"end\") values (%s, safekeeping.me(), %s, %s, 'tablet', 15, 'en', '', '', '')",
                sitting, CAST[family], CAST[woman],
            )  # fmt: skip
            self.run(
                'insert into assessment_occasion (id, family_id, subject, category, instrument, definition_id, "on", wave,'
                " state, source, note, sitting_id, recorded_by) values (%s, %s, %s, 4, 'PHQ-9', %s, now(), '', 'partly',"
                " 'her_report', '', %s, safekeeping.me())",
                occasion, CAST[family], CAST[woman], PHQ, sitting,
            )  # fmt: skip
            self.run(
                "insert into assessment_sittingpart (id, recorded_by, family_id, subject, category, sitting_id, occasion_id,"
                " place) values (uuidv7(), safekeeping.me(), %s, %s, 4, %s, %s, 0)",
                CAST[family], CAST[woman], sitting, occasion,
            )  # fmt: skip
            self.run("select safekeeping.open_sitting(%s, %s, '4 hours')", hashed(token), sitting)
        return sitting, occasion, token

    def dead_since(self, sitting: uuid.UUID, how: str) -> None:
        """Make time pass for a device."""
        self.run(f"update safekeeping_session set {how} where principal = %s", sitting)

    def lives(self, token: str) -> bool:
        with self.acting(token):
            return self.run("select safekeeping.me() is not null") == [(True,)]

    def end_of(self, sitting: uuid.UUID) -> str:
        return self.run('select "end" from assessment_sitting where id = %s', sitting)[0][0]


@pytest.fixture
def place(cluster: Cluster, database: str) -> Iterator[Place]:
    with cluster.admin(database) as admin, admin.transaction(force_rollback=True):
        yield Place(admin)


DEAD = [
    "ended_at = clock_timestamp() - interval '1 second'",
    "ended_at = clock_timestamp() - interval '23 hours 59 minutes'",
    "last_seen_at = clock_timestamp() - interval '2 hours'",
    "expires_at = clock_timestamp() - interval '20 hours'",
]


@pytest.mark.parametrize("how", DEAD)
def test_for_a_day_a_dead_token_leaves_an_answer_and_somebody_is_told(place: Place, how: str) -> None:
    sitting, occasion, token = place.handed()
    place.dead_since(sitting, how)
    assert not place.lives(token)
    with place.acting(token):
        assert place.run(LATE, None, occasion, "9", 2, True) == [(True, False)]
        assert place.run(LATE, None, occasion, "9", 2, True) == [(True, True)]
        assert place.run(LATE, None, occasion, "1", 3, False) == [(False, False)]
        for table in ("assessment_answer", "assessment_occasion", "assessment_sitting", "assessment_alert"):
            assert place.run(f"select count(*) from {table}") == [(0,)], table
    kept = place.run(
        "select item, value::int, late, superseded_at is not null, sitting_id, recorded_by from assessment_answer"
        " where occasion_id = %s order by item", occasion,
    )  # fmt: skip
    assert kept == [("1", 3, True, True, sitting, sitting), ("9", 2, True, True, sitting, sitting)]
    assert place.run("select item, state, recorded_by from assessment_alert where occasion_id = %s", occasion) == [
        ("9", "raised", sitting)
    ]
    steps = place.run("select s.recorded_by from assessment_alertstep s join assessment_alert a on a.id = s.alert_id"
                      " where a.occasion_id = %s", occasion)  # fmt: skip
    assert len(steps) >= 2 and set(steps) == {(sitting,)}
    lines = place.run("select verb, principal from recordkeeping_trail where detail ->> 'occasion' = %s", str(occasion))
    assert lines == [("late answer kept", sitting)] * 2
    assert place.run("select * from safekeeping.broken_links()") == []


@pytest.mark.parametrize(
    "how",
    [
        "ended_at = clock_timestamp() - interval '24 hours 1 minute'",
        "last_seen_at = clock_timestamp() - interval '25 hours 1 minute'",
        "expires_at = clock_timestamp() - interval '2 days'",
    ],
)
def test_after_a_day_it_leaves_nothing(place: Place, how: str) -> None:
    sitting, occasion, token = place.handed()
    place.dead_since(sitting, how)
    place.refused(token, LATE, None, occasion, "9", 2, True)
    with place.acting(token):
        assert place.run("select * from safekeeping.late_question(null, %s)", occasion) == []


def test_a_sitting_that_ended_more_than_a_day_ago_takes_nothing_more_though_its_token_lives(place: Place) -> None:
    sitting, occasion, token = place.handed()
    place.run(
        "update assessment_sitting set ended_at = clock_timestamp() - interval '25 hours', \"end\" = 'stopped'"
        " where id = %s", sitting,
    )  # fmt: skip
    place.refused(token, LATE, None, occasion, "9", 2, True)


def test_only_about_what_lay_open_in_its_own_sitting(place: Place) -> None:
    one, mine, token = place.handed()
    _two, other, _token = place.handed()
    _three, elsewhere, _token = place.handed("W2", "BIRCH", "EVE")
    place.dead_since(one, "ended_at = clock_timestamp()")
    for occasion in (other, elsewhere, ident("occasion 1"), uuid.uuid4()):
        place.refused(token, LATE, None, occasion, "9", 2, True)
        place.refused(token, LATE, _two, occasion, "9", 2, True)  # whichever sitting it names
    with place.acting(token):
        assert place.run(LATE, None, mine, "9", 2, True) == [(True, False)]


def test_a_token_that_nobody_ever_had_leaves_nothing(place: Place) -> None:
    sitting, occasion, _token = place.handed()
    for token in ("", "made up", token_of("W2"), token_of("p_ana"), token_of("CHC"), token_of("W3")):
        place.refused(token, LATE, sitting, occasion, "9", 2, True)


def test_an_answer_that_nobody_is_told_of_raises_nothing_whatever_is_said(place: Place) -> None:
    sitting, occasion, token = place.handed()
    place.dead_since(sitting, "ended_at = clock_timestamp()")
    place.refused(token, LATE, None, occasion, "1", 2, True)  # this question is not watched


def test_the_verbs_inside_are_for_nobody_else(place: Place) -> None:
    sitting, occasion, token = place.handed()
    for call in (
        f"safekeeping.alert_about('{occasion}')", f"safekeeping.late_sitting('{sitting}', '{occasion}')",
        f"safekeeping.end_sittings_of('{CAST['W1']}', null)", "safekeeping.append_trail('[]', null)",
    ):  # fmt: skip
        for who in (token, token_of("W1"), token_of("DIR")):
            place.refused(who, f"select {call}")


# --- whoever began it is no longer here ---------------------------------------------------------------------------------


def test_whoever_is_kept_out_of_a_file_keeps_no_device_in_it(place: Place) -> None:
    hers, occasion, token = place.handed()
    colleague, _occasion, other = place.handed("PIT")
    with place.acting(token_of("SUP")):
        place.run("select safekeeping.keep_out(uuidv7(), %s, %s)", CAST["W1"], CAST["ALDER"])
    assert not place.lives(token) and place.end_of(hers) == "closed"
    assert place.lives(other) and place.end_of(colleague) == ""  # a colleague's goes on
    with place.acting(token_of("PIT")):  # and what lay open is still there for the others
        assert place.run("select state from assessment_occasion where id = %s", occasion) == [("partly",)]
    with place.acting(token):  # what she was just answering is not lost
        assert place.run(LATE, None, occasion, "9", 2, True) == [(True, False)]


def test_of_another_family_her_devices_go_on(place: Place) -> None:
    _sitting, _occasion, token = place.handed("PIT")
    with place.acting(token_of("SUP")):
        place.run("select safekeeping.keep_out(uuidv7(), %s, %s)", CAST["PIT"], CAST["BIRCH"])
    assert place.lives(token)


def test_a_device_that_only_shows_what_she_said_goes_dark_too(place: Place) -> None:
    sitting, _occasion, token = place.handed()
    place.run("update assessment_sitting set ended_at = clock_timestamp(), \"end\" = 'finished' where id = %s", sitting)
    with place.acting(token_of("SUP")):
        place.run("select safekeeping.keep_out(uuidv7(), %s, %s)", CAST["W1"], CAST["ALDER"])
    assert not place.lives(token) and place.end_of(sitting) == "finished"


@pytest.mark.parametrize("how", ["left", "account closed", "role ended"])
def test_her_devices_go_with_her(place: Place, how: str) -> None:
    sitting, _occasion, token = place.handed()
    _other, _occasion, colleagues = place.handed("PIT")
    if how == "account closed":
        place.run("insert into accounts_user (id, email, password, is_active, must_have_second_factor)"
                  " values (%s, 'w1@example.org', '!', true, false)", ident("user W1"))  # fmt: skip
        place.run("update accounts_user set is_active = false where id = %s", ident("user W1"))
    with place.acting(token_of("ADM")):
        if how == "left":
            place.run(
                "select safekeeping.keep_principal(%s, %s, %s, null, 'staff', 'Wanda', false)",
                CAST["W1"], ident("user W1"), CAST["LEAD"],
            )  # fmt: skip
        if how == "role ended":
            [(role,)] = place.run("select id from accounts_role where colleague_id = %s", CAST["W1"])
            place.run("select safekeeping.end_capacity(%s, %s, statement_timestamp())", role, CAST["W1"])
    assert not place.lives(token) and place.end_of(sitting) == "closed"
    assert place.lives(colleagues)


def test_a_role_that_ends_tomorrow_and_a_further_one_leave_her_device_alone(place: Place) -> None:
    sitting, _occasion, token = place.handed()
    with place.acting(token_of("ADM")):
        [(role,)] = place.run("select id from accounts_role where colleague_id = %s", CAST["W1"])
        place.run("select safekeeping.end_capacity(%s, %s, statement_timestamp() + interval '1 day')", role, CAST["W1"])
    assert place.lives(token) and place.end_of(sitting) == ""


def test_a_device_lasts_no_longer_than_her_part(place: Place) -> None:
    with place.acting(token_of("ADM")):
        [(role,)] = place.run("select id from accounts_role where colleague_id = %s", CAST["W1"])
        place.run(
            "select safekeeping.end_capacity(%s, %s, statement_timestamp() + interval '20 minutes')", role, CAST["W1"]
        )
    sitting, _occasion, _token = place.handed()
    [(minutes,)] = place.run(
        "select extract(epoch from expires_at - clock_timestamp()) / 60 from safekeeping_session where principal = %s",
        sitting,
    )
    assert 19 < minutes <= 20

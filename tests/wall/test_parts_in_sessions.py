"""What a session's row says of its principal is what her parts say, at every moment (docs/decisions/0019)."""

from __future__ import annotations

import random
import threading
import time
import uuid
from collections.abc import Iterator

import psycopg
import pytest

from alongside.consent.terms import RecipientClass
from alongside.project import roles
from tests.cast import CAST, token_of
from tests.databases import Cluster
from tests.wall.test_sessions import database_template

# How a session stands by its own row, and how it would if it were worked out from principal and parts alone.
COLUMNS = "kind, agency, person, active, playing, categories, writes, abilities"
WORKED_OUT = ("active", "playing", "categories", "writes", "abilities", "stands")
COMPARE = f"""
select s.principal, s.stands @> statement_timestamp() as holds, row({", ".join(f"s.{c}" for c in COLUMNS.split(", "))})
    is not distinct from row({", ".join(f"t.{c}" for c in COLUMNS.split(", "))}) as alike
  from safekeeping_session s cross join lateral safekeeping.stand_of(s.principal) t
 where s.ended_at is null and s.expires_at > statement_timestamp()"""
ANSWERS = (
    "select safekeeping.me(), safekeeping.my_categories(), safekeeping.my_writes(), safekeeping.my_abilities(),"
    " safekeeping.my_agency(), safekeeping.my_person(), safekeeping.my_kind(), safekeeping.signed_in(),"
    " safekeeping.my_guarded()"
)


@pytest.fixture
def own(cluster: Cluster, database: str) -> Iterator[str]:
    """A database of this test's own, because it commits."""
    name = f"{database}_parts"
    cluster.clone(database_template(cluster), name)
    yield name
    cluster.drop(name)


def as_told(page: psycopg.Connection, who: str) -> tuple:
    page.execute("select set_config('alongside.token', %s, true)", [token_of(who)])
    row = page.execute(ANSWERS).fetchone()
    page.rollback()
    assert row
    return row


def test_whatever_changes_a_part_changes_the_open_sessions_with_it(cluster: Cluster, own: str) -> None:
    """Random changes of parts and principals, also of parts that begin or end while the test runs."""
    chance = random.Random(19)
    ways = (
        "update safekeeping_capacity set categories = %(mask)s where principal = %(who)s",
        "update safekeeping_capacity set writes = %(mask)s, abilities = %(mask)s where principal = %(who)s",
        "update safekeeping_capacity set valid = tstzrange(lower(valid), clock_timestamp() + %(soon)s::interval) where principal = %(who)s",
        "update safekeeping_capacity set valid = tstzrange(clock_timestamp() + %(soon)s::interval, null) where principal = %(who)s",
        "insert into safekeeping_capacity (id, principal, abilities, categories, writes, valid) values"
        " (gen_random_uuid(), %(who)s, %(mask)s, %(mask)s, 0, tstzrange(statement_timestamp() - %(soon)s::interval, null))",
        "delete from safekeeping_capacity where ctid in (select ctid from safekeeping_capacity where principal = %(who)s limit 1)",
        "update safekeeping_principal set active = not active where id = %(who)s",
        "update safekeeping_principal set agency = gen_random_uuid() where id = %(who)s",
        "update safekeeping_capacity set principal = %(other)s where principal = %(who)s",
    )  # fmt: skip
    people = [CAST[name] for name in ("W1", "W2", "SUP", "CW1", "p_ana")]
    with cluster.admin(own) as admin:
        for turn in range(120):
            who, other = chance.sample(people, 2)
            given = {
                "who": who,
                "other": other,
                "mask": chance.getrandbits(12),
                "soon": f"{chance.randint(1, 40)} milliseconds",
            }
            admin.execute(chance.choice(ways), given)
            if turn % 3 == 0:
                time.sleep(0.01)
            found = admin.execute(COMPARE).fetchall()
            assert len(found) >= len(people)
            assert [row for row in found if row[1] and not row[2]] == [], turn


def test_a_part_that_ends_is_over_at_that_moment_also_within_a_transaction(cluster: Cluster, own: str) -> None:
    with cluster.admin(own) as admin, cluster.as_role(roles.APP, own) as page:
        admin.execute(
            "update safekeeping_capacity set valid = tstzrange(lower(valid), clock_timestamp() + interval '300 milliseconds')"
            " where principal = %s", [CAST["W1"]],
        )  # fmt: skip
        page.execute("select set_config('alongside.token', %s, true)", [token_of("W1")])
        before = page.execute("select safekeeping.me(), (select count(*) from care_contact)").fetchone()
        time.sleep(0.35)
        after = page.execute("select safekeeping.me(), (select count(*) from care_contact)").fetchone()
    assert before == (CAST["W1"], 7)
    assert after == (None, 0)


def test_a_row_that_says_nothing_of_how_she_stands_is_worked_out(cluster: Cluster, own: str) -> None:
    """The same answers with the row and without it."""
    with cluster.admin(own) as admin, cluster.as_role(roles.APP, own) as page:
        people = ("W1", "SUP", "CW1", "p_ana", "PRIV")
        admin.execute(
            "insert into safekeeping_bar (family, subject, categories, agency, recipient_class, valid, basis)"
            " select %s, %s, 1, p.agency, '', tstzrange(null, null), p.id from safekeeping_principal p where p.id = %s",
            [CAST["ALDER"], CAST["ANA"], CAST["W1"]],
        )
        kept = {who: as_told(page, who) for who in people}
        assert kept["W1"][-1] == [CAST["ALDER"]]
        blank = ", ".join(f"{column} = null" for column in WORKED_OUT)
        admin.execute(f"update safekeeping_session set {blank}")  # type: ignore[call-overload]
        assert {who: as_told(page, who) for who in people} == kept
        assert len({str(told) for told in kept.values()}) == len(people)


@pytest.mark.parametrize("opened_first", [True, False])
def test_who_signs_in_while_her_part_ends_does_not_keep_it(cluster: Cluster, own: str, opened_first: bool) -> None:
    """Two transactions at the same time, whichever is first: the second waits, and both agree in the end."""
    token = f"a token of this test alone {uuid.uuid4()}"
    opens = "select safekeeping.open_session(sha256(convert_to(%s, 'UTF8')), %s, interval '1 hour', interval '1 hour', true)"
    ends = "update safekeeping_capacity set valid = tstzrange(lower(valid), clock_timestamp()) where principal = %s"
    with (
        cluster.as_role(roles.GATE, own) as gate,
        cluster.admin(own) as admin,
        cluster.as_role(roles.APP, own) as page,
    ):
        admin.autocommit = False

        def open_it() -> None:
            gate.execute(opens, [token, CAST["W1"]])

        def end_it() -> None:
            admin.execute(ends, [CAST["W1"]])

        first, second = (open_it, end_it) if opened_first else (end_it, open_it)
        first()
        waiting = threading.Thread(target=second)
        waiting.start()
        time.sleep(0.2)
        assert waiting.is_alive()  # it waits for the other one
        (gate if opened_first else admin).commit()
        waiting.join(10)
        (admin if opened_first else gate).commit()
        page.execute("select set_config('alongside.token', %s, true)", [token])
        assert page.execute("select safekeeping.me()").fetchone() == (None,)
        stored = page.execute("select safekeeping.my_categories()").fetchone()
    assert stored == (0,)


def test_nobody_reads_or_writes_it_herself(cluster: Cluster, own: str) -> None:
    for role in (roles.APP, roles.WORKER, roles.GATE):
        with cluster.as_role(role, own) as connection:
            for statement in (
                "select stands from safekeeping_session",
                "update safekeeping_session set categories = 16383",
                "select safekeeping.stand_of(gen_random_uuid())",
            ):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    connection.execute(statement)
                connection.rollback()


@pytest.mark.parametrize("klass", [each.value for each in RecipientClass])
def test_a_class_of_which_somebody_is_one_guards_the_family_for_her(cluster: Cluster, own: str, klass: str) -> None:
    """Of every class that a form may name: who belongs to it is asked about each row of that family."""
    with cluster.admin(own) as admin, cluster.as_role(roles.APP, own) as page:
        admin.execute("delete from safekeeping_bar")
        admin.execute(
            "insert into safekeeping_bar (family, subject, categories, recipient_class, valid, basis)"
            " values (%s, %s, 1, %s, tstzrange(null, null), gen_random_uuid())",
            [CAST["ALDER"], CAST["ANA"], klass],
        )
        belonging = 0
        for who in ("W1", "SUP", "CW1", "PO", "DRX"):
            row = admin.execute(
                "select safekeeping.in_class(%s, p.kind, p.agency) from safekeeping_principal p where p.id = %s",
                [klass, CAST[who]],
            ).fetchone()
            assert row
            if row[0]:
                belonging += 1
                assert as_told(page, who)[-1] == [CAST["ALDER"]], who
        assert belonging

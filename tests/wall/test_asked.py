"""Who learns that somebody asked, and that somebody opened a file in an emergency; and who never does."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime

import psycopg
import pytest
from psycopg import errors

from alongside.safekeeping.terms import Category as C
from alongside.safekeeping.terms import mask
from tests.cast import CAST, token_of
from tests.databases import Cluster

ADD = (
    'insert into consent_refusedask (id, recorded_by, family_id, subject, "on", asked_by, named, how, said)'
    " values (%s, safekeeping.me(), %s, %s, current_date, 'visits', 'Cal', 'phone', 'SECRET')"
)
SEEN = "select count(*) from consent_refusedask where said = 'SECRET'"


@pytest.fixture
def db(cluster: Cluster, database: str) -> Iterator[psycopg.Connection]:
    with cluster.admin(database) as admin, admin.transaction(force_rollback=True):
        yield admin


def become(db: psycopg.Connection, who: str) -> None:
    db.execute("reset session authorization")
    db.execute("select set_config('alongside.token', %s, true)", [token_of(who)])
    db.execute("set local session authorization alongside_app")


def asked(db: psycopg.Connection, subject: str = "BEE") -> uuid.UUID:
    become(db, "W1")
    id = uuid.uuid4()
    db.execute(ADD, [id, CAST["ALDER"], CAST[subject]])
    return id


@pytest.mark.parametrize(
    ("who", "sees"), [("W1", 1), ("SUP", 1), ("CHC", 1), ("W2", 0), ("W3", 0), ("PRIV", 0), ("ADM", 0)]
)
def test_the_team_is_warned(db: psycopg.Connection, who: str, sees: int) -> None:
    asked(db)
    become(db, who)
    assert db.execute(SEEN).fetchone() == (sees,)


def test_of_the_mother_those_are_not_told_who_work_with_the_child_alone(db: psycopg.Connection) -> None:
    asked(db, "ANA")
    become(db, "CHC")
    assert db.execute(SEEN).fetchone() == (0,)


@pytest.mark.parametrize("who", ["p_ana", "p_cal", "p_dot", "p_fin", "CW1", "CW2", "NUR", "DRX", "PO"])
def test_nobody_outside_sees_it_whatever_was_agreed_or_decided(db: psycopg.Connection, who: str) -> None:
    """The one who asked may be any of them: a mother's ex-partner with rights, a worker elsewhere, a carer."""
    asked(db)
    asked(db, "ANA")
    db.execute("reset session authorization")
    db.execute(  # even let in by mistake, as one of our own would be
        "insert into safekeeping_cell (principal, family, subject, reach, categories, beyond, writes, valid, basis)"
        " select p.id, %s, %s, 'file', 16383, 16383, 16383, tstzrange(null, null), gen_random_uuid()"
        " from safekeeping_principal p join safekeeping_session s on s.principal = p.id"
        " where s.token_hash = sha256(%s::bytea)", [CAST["ALDER"], CAST["ALDER"], token_of(who).encode()],
    )  # fmt: skip
    become(db, who)
    assert db.execute("select count(*) from consent_refusedask").fetchone() == (0,)
    assert db.execute("select count(*) from safekeeping.asked_and_refused('-infinity')").fetchone() == (0,)
    with pytest.raises(errors.InsufficientPrivilege):
        db.execute(ADD, [uuid.uuid4(), CAST["ALDER"], CAST["BEE"]])


def test_whoever_keeps_privacy_hears_that_it_happened_and_never_the_words(db: psycopg.Connection) -> None:
    asked(db)
    become(db, "PRIV")
    rows = db.execute("select * from safekeeping.asked_and_refused('-infinity')").fetchall()
    assert [row[:4] for row in rows] == [(CAST["ALDER"], CAST["BEE"], "visits", "phone")]
    assert db.execute("select count(*) from safekeeping.asked_and_refused('infinity')").fetchone() == (0,)
    for who in ("W1", "SUP", "DIR", "ADM"):
        become(db, who)
        assert db.execute("select count(*) from safekeeping.asked_and_refused('-infinity')").fetchone() == (0,)


def test_of_another_family_or_in_another_name_it_is_not_written(db: psycopg.Connection) -> None:
    become(db, "W1")
    for family, subject in (("ALDER", "EVE"), ("BIRCH", "EVE"), ("BIRCH", "BEE")):
        with pytest.raises(errors.InsufficientPrivilege), db.transaction():
            db.execute(ADD, [uuid.uuid4(), CAST[family], CAST[subject]])
    with pytest.raises(errors.InsufficientPrivilege), db.transaction():
        db.execute(ADD.replace("safekeeping.me()", "%s"), [uuid.uuid4(), CAST["SUP"], CAST["ALDER"], CAST["BEE"]])
    id = asked(db)
    for change in ("update consent_refusedask set said = 'x'", "delete from consent_refusedask"):
        with pytest.raises(errors.InsufficientPrivilege), db.transaction():
            db.execute(f"{change} where id = %s", [id])


def opened(db: psycopg.Connection, person: str = "ANA") -> None:
    """Willa opens something in an emergency."""
    db.execute("update safekeeping_session set proved_at = clock_timestamp()")
    become(db, "W2")
    reason = "brought in unconscious, we must know what she takes"
    db.execute("select safekeeping.break_glass(%s, %s, %s, %s)", [uuid.uuid4(), CAST[person], reason, mask(C.SUD)])


TEAM = "select colleague, family from safekeeping.opened_by_my_team() where opened_at > %s"


def test_whoever_arranges_teams_hears_that_a_colleague_opened_something(db: psycopg.Connection) -> None:
    began = datetime.now(UTC)
    opened(db)
    become(db, "SUP")
    assert db.execute(TEAM, [began]).fetchall() == [(CAST["W2"], CAST["ALDER"])]
    # Kept out of that file she hears that it happened, and not where.
    db.execute("reset session authorization")
    db.execute(
        "insert into safekeeping_exclusion (id, principal, family, since) values (gen_random_uuid(), %s, %s, now())",
        [CAST["SUP"], CAST["ALDER"]],
    )
    become(db, "SUP")
    assert db.execute(TEAM, [began]).fetchall() == [(CAST["W2"], None)]
    for who in ("W1", "W2", "PEER", "CHC", "PRIV", "ADM", "CW1", "DRX", "p_ana", "p_cal", "SITE2"):
        become(db, who)
        assert db.execute(TEAM, [began]).fetchall() == [], who
    # A week later it is no news any more.
    db.execute("reset session authorization")
    db.execute("update consent_breakglass set recorded_at = recorded_at - interval '7 days'")
    become(db, "SUP")
    assert db.execute("select count(*) from safekeeping.opened_by_my_team()").fetchone() == (0,)

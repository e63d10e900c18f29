"""A community's yes: who writes and ends it, who reads it, what it lets the database compile, and when that is over."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from psycopg import errors

from alongside.consent.actions.forms import form_id
from alongside.safekeeping.terms import Category as C
from tests.cast import CAST, token_of
from tests.databases import Cluster

ALDER, ANA, CAS, HOSP = (CAST[name] for name in ("ALDER", "ANA", "CAS", "HOSP"))
ADD = (
    "insert into consent_collectivepermission (id, recorded_by, recorded_at, family_id, subject, agency_id, given_by, reference,"
    " during, ended_why) values (%s, safekeeping.me(), '2000-01-01', %s, %s, %s, 'the council', '',"
    " daterange(current_date - 9, current_date + 30), '')"
)
END = (
    "update consent_collectivepermission set ended_at = '2000-01-01', ended_by = safekeeping.me(), ended_why = 'asked back'"
    " where id = %s"
)


@pytest.fixture
def db(cluster: Cluster, database: str) -> Iterator[psycopg.Connection]:
    with cluster.admin(database) as admin, admin.transaction(force_rollback=True):
        yield admin


def become(db: psycopg.Connection, who: str | None) -> None:
    db.execute("reset session authorization")
    if who:
        db.execute("select set_config('alongside.token', %s, true)", [token_of(who)])
        db.execute("set local session authorization alongside_app")


def given(db: psycopg.Connection, agency: uuid.UUID = CAS, subject: uuid.UUID = ANA) -> uuid.UUID:
    become(db, "PRIV")
    id = uuid.uuid4()
    db.execute(ADD, [id, ALDER, subject, agency])
    return id


def agreed(db: psycopg.Connection) -> None:
    """Ana agreed that the society sees everything, culture too."""
    become(db, None)
    consent = uuid.uuid4()
    db.execute(
        "insert into consent_consent (id, recorded_by, recorded_at, family_id, giver_id, effect, form_id, recipient_kind, agency_id,"
        " recipient_class, purpose, during, explained, signed_how, signature, copy_given, version)"
        " values (%s, %s, now(), %s, %s, 'permit', %s, 'agency', %s, '', 'care_coordination',"
        " daterange(current_date - 30, current_date + 30), 'x', '', '', '', 1)",
        [consent, CAST["W1"], ALDER, ANA, form_id("sharing", "ontario", "en", 1), CAS],
    )
    for category in (C.CULTURAL, C.CONTACT):
        db.execute(
            "insert into consent_consentline (id, recorded_by, recorded_at, family_id, consent_id, subject, category)"
            " values (gen_random_uuid(), %s, now(), %s, %s, %s, %s)",
            [CAST["W1"], ALDER, consent, ANA, category],
        )
    db.execute(
        "update consent_consent set signed_at = now() - interval '1 day', signed_how = 'typed', signature = 'Ana' where id = %s",
        [consent],
    )


def opened(db: psycopg.Connection) -> set[int]:
    """The kinds that are compiled for the society's worker now."""
    become(db, None)
    rows = db.execute(
        "select categories from safekeeping_cell where principal = %s and subject = %s and reach = 'outside'"
        " and valid @> clock_timestamp()", [CAST["CW1"], ANA],
    ).fetchall()  # fmt: skip
    return {int(c) for (mask,) in rows for c in C if mask >> c & 1}


def test_culture_is_compiled_only_with_both_keys(db: psycopg.Connection) -> None:
    agreed(db)
    assert C.CONTACT in opened(db) and C.CULTURAL not in opened(db)  # hers alone
    given(db, HOSP)
    assert C.CULTURAL not in opened(db)  # to another agency
    given(db, CAS, CAST["BEE"])
    assert C.CULTURAL not in opened(db)  # about somebody else
    id = given(db)
    assert {C.CONTACT, C.CULTURAL} <= opened(db)
    # On a screen a society's worker still reads none of it: her part does not.
    become(db, "CW1")
    reads = db.execute("select safekeeping.my_categories() >> %s & 1", [int(C.CULTURAL)]).fetchone()
    assert reads == (0,)
    become(db, "PRIV")
    assert db.execute(END, [id]).rowcount == 1
    assert C.CONTACT in opened(db) and C.CULTURAL not in opened(db)


def test_without_hers_it_opens_nothing(db: psycopg.Connection) -> None:
    given(db)
    assert C.CULTURAL not in opened(db)


def test_when_is_said_by_the_servers_clock_and_it_ends_once(db: psycopg.Connection) -> None:
    id = given(db)
    assert db.execute(END, [id]).rowcount == 1
    fresh = "select recorded_at > now() - interval '1 hour', ended_at > now() - interval '1 hour' from consent_collectivepermission"
    assert db.execute(f"{fresh} where id = %s", [id]).fetchone() == (True, True)
    assert db.execute(END, [id]).rowcount == 0
    for change in ("given_by = 'x'", "agency_id = null", "during = 'empty'", "subject = null"):
        with pytest.raises(errors.InsufficientPrivilege), db.transaction():
            db.execute(f"update consent_collectivepermission set {change} where id = %s", [id])
    with pytest.raises(errors.InsufficientPrivilege), db.transaction():
        db.execute("delete from consent_collectivepermission")
    for bad in ("daterange(current_date, null)", "'empty'"):
        with pytest.raises(errors.CheckViolation), db.transaction():
            db.execute(
                ADD.replace("daterange(current_date - 9, current_date + 30)", bad), [uuid.uuid4(), ALDER, ANA, CAS]
            )
    with pytest.raises(errors.InsufficientPrivilege), db.transaction():
        db.execute(ADD, [uuid.uuid4(), ALDER, CAST["EVE"], CAS])


def test_ending_it_waits_for_whoever_discloses_and_says_a_later_moment(
    db: psycopg.Connection, cluster: Cluster, database: str
) -> None:
    id = uuid.uuid4()
    db.execute("set local session_replication_role = replica")  # written long ago: nothing of it is compiled here
    become(db, "PRIV")
    db.execute(ADD, [id, ALDER, ANA, CAS])
    become(db, None)
    db.execute("set local session_replication_role = origin")
    with cluster.as_role("alongside_app", database) as discloses, ThreadPoolExecutor(1) as threads:
        discloses.execute("select set_config('alongside.token', %s, true)", [token_of("W1")])
        discloses.execute("select safekeeping.hold_still(%s)", [ALDER])
        become(db, "PRIV")
        ended = threads.submit(lambda: db.execute(f"{END} returning ended_at", [id]).fetchone())
        with pytest.raises(TimeoutError):
            ended.result(0.5)
        (left,) = discloses.execute("select clock_timestamp()").fetchone()
        discloses.commit()
        assert ended.result(30)[0] > left


@pytest.mark.parametrize("who", ["W1", "W2", "SUP", "DIR", "ADM", "CW1", "DRX", "p_ana", "p_cal", "p_fin"])
def test_nobody_else_writes_or_ends_it(db: psycopg.Connection, who: str) -> None:
    id = given(db)
    become(db, who)
    with pytest.raises(errors.InsufficientPrivilege), db.transaction():
        db.execute(ADD, [uuid.uuid4(), ALDER, ANA, CAS])
    assert db.execute(END, [id]).rowcount == 0


@pytest.mark.parametrize(
    ("who", "sees"), [("PRIV", 1), ("W1", 1), ("SUP", 1), ("W2", 0), ("CHC", 0), ("CW1", 0), ("p_ana", 0), ("p_cal", 0)]
)
def test_who_reads_it(db: psycopg.Connection, who: str, sees: int) -> None:
    given(db)
    become(db, who)
    assert db.execute("select count(*) from consent_collectivepermission").fetchone() == (sees,)

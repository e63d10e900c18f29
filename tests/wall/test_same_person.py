"""Two records of one woman, tried as an attacker would: who may say it, what it closes, what undoing it leaves."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime

import psycopg
import pytest
from psycopg import errors

from alongside.project import roles
from tests.cast import CAST, token_of
from tests.databases import Cluster
from tests.wall.test_only_closes import ZONE, sight
from tests.wall.worlds import Home, Worlds

ANA, GIA, MIRA, EVE, FIN, OLA = (CAST[name] for name in ("ANA", "GIA", "MIRA", "EVE", "FIN", "OLA"))
SAY = "select safekeeping.say_same(%s, %s, %s, 'the same card number')"
SAME = "select id from consent_sameperson"
AGREE, DROP, APART_AGREED, STAY = (
    f"select safekeeping.{verb}(%s)" for verb in ("agree_same", "drop_same", "agree_apart", "stay_same")
)
APART = "select safekeeping.say_apart(%s, 'two cards after all')"
# Everything that is compiled, without the numbers of its rows.
EVERYTHING = (
    "select 'cell', array[principal::text, family::text, subject::text, reach, categories::text, beyond::text,"
    " writes::text, valid::text, basis::text] from safekeeping_cell union all"
    " select 'bar', array[family::text, subject::text, categories::text, principal::text, agency::text, recipient_class,"
    " recorded::text, valid::text, basis::text, to_whom::text] from safekeeping_bar union all"
    " select 'out', array[id::text, principal::text, family::text, since::text, lifted_at::text, via::text]"
    " from safekeeping_exclusion order by 1, 2"
)


@pytest.fixture
def tried(cluster: Cluster, database: str) -> Iterator[psycopg.Connection]:
    """One transaction in which everybody may try; taken back at the end."""
    with cluster.admin(database) as admin, admin.transaction(force_rollback=True):
        yield admin


def become(admin: psycopg.Connection, who: str | None) -> None:
    """As a page of hers, also for what asks whether this is the loader; ``None``: whoever looks at everything."""
    admin.execute("reset session authorization")
    if who is not None:
        admin.execute("select set_config('alongside.token', %s, true)", [token_of(who)])
        admin.execute(f"set local session authorization {roles.APP}")


@contextmanager
def acting(admin: psycopg.Connection, who: str) -> Iterator[None]:
    become(admin, who)
    yield
    become(admin, None)


def done(admin: psycopg.Connection, who: str, statement: str, values: list) -> bool:
    """Did the database let her? What it refuses leaves nothing behind, not even whom we are."""
    try:
        with admin.transaction(), acting(admin, who):
            admin.execute(statement, values)
    except errors.InsufficientPrivilege:
        return False
    return True


def said(admin: psycopg.Connection, who: str = "SUP", one: uuid.UUID = ANA, other: uuid.UUID = GIA) -> uuid.UUID:
    id = uuid.uuid4()
    assert done(admin, who, SAY, [id, one, other])
    return id


def everything(admin: psycopg.Connection) -> list[tuple]:
    become(admin, None)
    return admin.execute(EVERYTHING).fetchall()


def notes(admin: psycopg.Connection, who: str, whose: str) -> int:
    """How many notes of this file, or about this person, she sees."""
    asked = "select count(*) from care_contact where %s in (family_id, subject)"
    with acting(admin, who):
        (found,) = admin.execute(asked, [CAST[whose]]).fetchone()
    return found


@pytest.mark.parametrize("who", ["W1", "PEER", "CHC", "PRIV", "ADM", "EVAL", "CW1", "p_cal", "p_ana", "SITE2", "W3"])
def test_whoever_does_not_work_with_both_files_cannot_say_it(tried: psycopg.Connection, who: str) -> None:
    assert not done(tried, who, SAY, [uuid.uuid4(), ANA, GIA])


@pytest.mark.parametrize(
    ("one", "other"),
    [(ANA, ANA), (CAST["BEE"], CAST["BO"]), (ANA, FIN), (ANA, CAST["BEE"]), (ANA, OLA), (CAST["CAL"], GIA),
     (ANA, uuid.UUID(int=7))],
    ids=["herself", "two of one file", "a woman and a child", "a mother and her child", "of another agency",
         "somebody around her", "a guessed number"],
)  # fmt: skip
def test_what_cannot_be_one(tried: psycopg.Connection, one: uuid.UUID, other: uuid.UUID) -> None:
    assert not done(tried, "SUP", SAY, [uuid.uuid4(), one, other])


def test_from_one_word_to_two_people_and_back(tried: psycopg.Connection) -> None:
    id = said(tried)
    assert not done(tried, "SUP", SAY, [uuid.uuid4(), GIA, ANA])  # it is said already, also the other way round
    for who in (
        "SUP",
        "W1",
        "W2",
        "PRIV",
        "p_ana",
        "CW1",
    ):  # she who said it, whoever sees one file, whoever reads no name
        assert not done(tried, who, AGREE, [id]), who
    assert not done(tried, "DIR", APART, [id])  # nobody agreed yet
    assert done(tried, "DIR", AGREE, [id])
    assert not done(tried, "SUP", DROP, [id]) and not done(tried, "DIR", DROP, [id])  # now two are needed
    assert not done(tried, "DIR", APART_AGREED, [id])
    assert not done(tried, "W1", APART, [id])
    assert done(tried, "DIR", APART, [id])
    assert not done(tried, "DIR", APART_AGREED, [id])
    assert done(tried, "SUP", STAY, [id])
    assert done(tried, "DIR", APART, [id]) and done(tried, "SUP", APART_AGREED, [id])
    for verb in (AGREE, DROP, APART, APART_AGREED, STAY):
        assert not done(tried, "DIR", verb, [id])  # it is over
    said(tried)  # and may be said anew


def test_one_is_enough_to_say_no_before_a_second_agreed(tried: psycopg.Connection) -> None:
    assert done(tried, "DIR", DROP, [said(tried)])
    mine = said(tried, "W2", GIA, MIRA)
    assert not done(tried, "W1", DROP, [mine])
    assert done(tried, "W2", DROP, [mine])


def test_her_second_account_is_no_second_person(tried: psycopg.Connection) -> None:
    id = said(tried)
    tried.execute("update safekeeping_principal set account = (select account from safekeeping_principal where id = %s)"
                  " where id = %s", [CAST["SUP"], CAST["DIR"]])  # fmt: skip
    assert not done(tried, "DIR", AGREE, [id])


def test_it_is_there_for_those_alone_who_know_both(tried: psycopg.Connection) -> None:
    said(tried)
    told = {}
    for who in (
        "SUP",
        "DIR",
        "W1",
        "W2",
        "W3",
        "PEER",
        "CHC",
        "PRIV",
        "ADM",
        "CW1",
        "p_cal",
        "p_foster",
        "p_ana",
        "SITE2",
    ):
        with acting(tried, who):
            told[who] = len(tried.execute(SAME).fetchall())
    assert {who for who, count in told.items() if count} == {"SUP", "DIR"}
    for name in ("same_as(%s)", "strict_spans(%s)", "strict_bars(%s)", "compile_family(%s)"):
        assert not done(tried, "DIR", f"select safekeeping.{name}", [CAST["ALDER"]])
    with acting(tried, "W1"):  # what the rules are told names nobody and no file
        rows = tried.execute("select * from safekeeping.same_people(%s, null)", [CAST["ALDER"]]).fetchall()
        others = tried.execute("select * from safekeeping.same_people(%s, null)", [CAST["CEDAR"]]).fetchall()
    assert [person for person, _same in rows] == [ANA] and GIA not in rows[0] and others == []


def test_of_whoever_is_sealed_the_rules_are_told_nothing(tried: psycopg.Connection) -> None:
    """Whoever looks afterwards at what was done before (the loader) is told as before."""
    said(tried)

    def told(who: str | None) -> dict[str, list[tuple]]:
        become(tried, who)
        if who is None:
            tried.execute(f"set local session authorization {roles.LOADER}")
        asked = {name: tried.execute(f"select * from safekeeping.{name}(%s, null)", [family]).fetchall()
                 for name, family in (("same_people", CAST["ALDER"]), ("said_of_same", CAST["CEDAR"]),
                                      ("outside_of_same", CAST["CEDAR"]))}  # fmt: skip
        become(tried, None)
        return asked

    seen = {"same_people": "W1", "said_of_same": "W2", "outside_of_same": "W2"}
    before = told(None)
    assert all(before.values())
    for name, who in seen.items():
        assert told(who)[name] == before[name]
    for person in (ANA, GIA):
        sealing = "select safekeeping.seal(%s, %s, 'court_order', 'x', null)"
        assert done(tried, "PRIV", sealing, [uuid.uuid4(), person])
    for name, who in seen.items():
        assert told(who)[name] == [], name
    assert told(None) == before


def test_whoever_is_kept_out_of_one_is_kept_out_of_the_other(tried: psycopg.Connection) -> None:
    """W3 is kept out of Ana's file, the peer supporter of Gia's, in which she is herself the woman."""
    assert notes(tried, "PEER", "ALDER") > 0
    before = everything(tried)
    id = said(tried)
    assert notes(tried, "PEER", "ALDER") == 0
    tried.execute("select safekeeping.let_in(%s, %s, %s, 'file', 16383, 16383, tstzrange(null, null), %s)",
                  [CAST["W3"], CAST["CEDAR"], CAST["CEDAR"], uuid.UUID(int=3)])  # fmt: skip
    assert notes(tried, "W3", "CEDAR") == 0
    with acting(tried, "W3"):
        assert tried.execute(
            "select count(*) from families_person where family_id = %s", [CAST["CEDAR"]]
        ).fetchone() == (0,)
    (derived,) = tried.execute(
        "select id from safekeeping_exclusion where family = %s and via is not null", [CAST["ALDER"]]
    ).fetchone()
    done(tried, "SUP", "select safekeeping.lift(%s)", [derived])
    assert notes(tried, "PEER", "ALDER") == 0  # it is lifted where it was said
    # Kept out of the one while they are one; let back there, and so here.
    out = uuid.uuid4()
    assert done(tried, "SUP", "select safekeeping.keep_out(%s, %s, %s)", [out, CAST["W1"], CAST["CEDAR"]])
    assert notes(tried, "W1", "ALDER") == 0
    assert done(tried, "SUP", "select safekeeping.lift(%s)", [out])
    assert notes(tried, "W1", "ALDER") > 0
    tried.execute("delete from safekeeping_exclusion where id = %s", [out])
    tried.execute("delete from safekeeping_cell where basis = %s", [uuid.UUID(int=3)])
    assert done(tried, "DIR", DROP, [id])
    assert notes(tried, "PEER", "ALDER") > 0
    assert everything(tried) == before


def test_somebody_outside_sees_what_both_agreed_to_and_undoing_restores_it(tried: psycopg.Connection) -> None:
    before, seen = everything(tried), notes(tried, "CW1", "ANA")
    assert seen > 0
    id = said(tried)
    assert notes(tried, "CW1", "ANA") == 0  # Gia said nothing to anybody
    assert notes(tried, "W1", "ANA") > 0  # our own people work on
    assert done(tried, "DIR", AGREE, [id])
    assert notes(tried, "CW1", "ANA") == 0
    assert done(tried, "SUP", APART, [id])
    assert notes(tried, "CW1", "ANA") == 0  # saying that they are two opens nothing
    assert done(tried, "DIR", APART_AGREED, [id])
    assert notes(tried, "CW1", "ANA") == seen
    assert everything(tried) == before


def test_over_several_steps(tried: psycopg.Connection) -> None:
    """Ana and Gia are one, Gia and Eve are one: then whoever is kept out of Ana's file is kept out of Eve's."""
    before = everything(tried)
    first, second = said(tried), said(tried, "DIR", GIA, EVE)
    out = "select count(*) from safekeeping_exclusion where principal = %s and family = %s"
    assert tried.execute(out, [CAST["W3"], CAST["BIRCH"]]).fetchone() == (1,)
    assert done(tried, "DIR", DROP, [first])
    assert tried.execute(out, [CAST["W3"], CAST["BIRCH"]]).fetchone() == (0,)
    assert done(tried, "SUP", DROP, [second])
    assert everything(tried) == before


def test_taking_back_in_the_other_file_is_stamped_when_nobody_discloses_any_more(
    tried: psycopg.Connection, cluster: Cluster, database: str
) -> None:
    """What left of this file before it waited left before she took it back, also by the server's clock."""
    form = uuid.uuid4()
    tried.execute("set local session_replication_role = replica")  # written long ago: nothing of it is compiled here
    tried.execute(
        "insert into consent_sameperson (id, recorded_by, person_id, family_id, other_person_id, other_family_id, why, apart_why)"
        " values (gen_random_uuid(), gen_random_uuid(), %s, %s, %s, %s, 'x', '')", [ANA, CAST["ALDER"], GIA, CAST["CEDAR"]],
    )  # fmt: skip
    tried.execute(
        "insert into consent_consent (id, recorded_by, family_id, effect, form_id, recipient_kind, giver_id, agency_id,"
        " recipient_class, purpose, during, explained, signed_at, signed_how, signature, copy_given, version)"
        " select %s, recorded_by, %s, 'permit', form_id, 'agency', %s, %s, '', 'care', daterange('2026-01-01', null), '',"
        " now() - interval '1 day', 'typed', 'x', '', 1 from consent_consent where signed_at is not null limit 1",
        [form, CAST["CEDAR"], GIA, CAST["HOSP"]],
    )  # fmt: skip
    tried.execute("set local session_replication_role = origin")
    back = "update consent_consent set withdrawn_at = now() where id = %s returning withdrawn_at"
    with cluster.as_role(roles.APP, database) as discloses, ThreadPoolExecutor(1) as threads:
        discloses.execute("select set_config('alongside.token', %s, true)", [token_of("W1")])
        discloses.execute("select safekeeping.hold_still(%s)", [CAST["ALDER"]])
        become(tried, "W2")
        taken = threads.submit(lambda: tried.execute(back, [form]).fetchone())
        with pytest.raises(TimeoutError):
            taken.result(0.5)
        (left,) = discloses.execute("select clock_timestamp()").fetchone()
        discloses.commit()
        assert taken.result(30)[0] > left
    become(tried, None)


HOMES = 24


@pytest.fixture(scope="module")
def worlds(cluster: Cluster, template: str) -> Iterator[Worlds]:
    name = "alongside_same_person"
    cluster.clone(template, name)
    with cluster.admin(name) as admin:
        now = datetime.now(UTC)
        made = Worlds(admin, 4711, now.astimezone(ZONE).date(), now)
        made.people_of_agencies(CAST["LEAD"])
        for _ in range(HOMES):
            made.home()
        made.write()
        admin.execute("update consent_sameperson set ended_at = now() - interval '1 second' where ended_at is null")
        yield made
    cluster.drop(name)


def test_of_random_families_it_only_closes_and_is_taken_apart_without_a_trace(worlds: Worlds) -> None:
    """Whoever looks, at either of two files: never more than before; and afterwards everything as it was, byte for byte."""
    fewer = 0
    for one, other in zip(worlds.homes[::2], worlds.homes[1::2], strict=True):
        with worlds.db.transaction(force_rollback=True):
            before, known = everything(worlds.db), _sight(worlds, one, other)
            for mine, theirs in ((one.woman, other.woman), (one.children[0], other.children[1])):
                _say(worlds, (mine, one.id), (theirs, other.id))
                now = _sight(worlds, one, other)
                assert all(now[who] <= known[who] for who in known)
                fewer += now != known
            worlds.db.execute("update consent_sameperson set ended_at = now() where ended_at is null")
            assert everything(worlds.db) == before
    assert fewer > HOMES / 10


def _say(worlds: Worlds, *sides: tuple[uuid.UUID, uuid.UUID]) -> None:
    (one, family), (other, others) = sorted(sides)
    worlds.db.execute(
        "insert into consent_sameperson (id, recorded_by, person_id, family_id, other_person_id, other_family_id, why,"
        " apart_why) values (gen_random_uuid(), gen_random_uuid(), %s, %s, %s, %s, 'x', '')", [one, family, other, others],
    )  # fmt: skip


def _sight(worlds: Worlds, *homes: Home) -> dict:
    return {(home.id, who): seen for home in homes for who, seen in sight(worlds.db, home).items()}

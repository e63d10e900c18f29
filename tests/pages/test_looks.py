"""Access case D12: looks that stand out are listed for whoever keeps privacy, with how often it was simply work."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.db import IntegrityError, ProgrammingError, connections, transaction
from django.utils import timezone

from alongside.accounts.models import Colleague
from alongside.families.actions import record_household
from alongside.families.models import Family
from alongside.project import roles
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.rules import Refused
from alongside.stewardship import actions, queries
from alongside.stewardship.models import LookAnswer, OwnStreet
from alongside.stewardship.rules.looks import so_far, street_key
from tests.cast import CAST, acting_as, token_of
from tests.client import client_as, statements
from tests.databases import Cluster
from tests.pages.writing import send

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
ALDER, BIRCH = CAST["ALDER"], CAST["BIRCH"]
DESK, LOOKS, STREET = "/privacy/", "/privacy/looks/", "/team/my-street/"
OTHERS = ["W1", "W2", "SUP", "DIR", "EVAL", "ADM", "CW1", "p_ana", "p_cal", "SITE2"]


def looked(who: str, *families: uuid.UUID, verb: str = "looked at a family") -> None:
    """Somebody opened these files, and the trail says so."""
    with acting_as(who):
        write_trail([entry(verb, family=family, subject=family) for family in families])


def empty(who: str, times: int) -> None:
    """She asked so often for something that was not there."""
    with acting_as(who):
        write_trail([entry("nothing there") for _ in range(times)])


def found(who: str = "PRIV") -> set[tuple[str, uuid.UUID | None, int]]:
    """What stands out: who and why, which file, how many."""
    with acting_as(who):
        return {
            (f"{each.name.split(',')[0]}: {each.kind}", each.family, each.files) for each in queries.looks().waiting
        }


def lives(who: str, words: str) -> None:
    with acting_as(who):
        actions.keep_own_street(words=words, by=CAST[who], at=timezone.now())


def household(address: str, family: uuid.UUID = ALDER, who: str = "W1") -> None:
    with acting_as(who):
        record_household(
            family=Family.objects.get(pk=family),
            name="home",
            address=address,
            secret=True,
            by=CAST[who],
            at=timezone.now(),
        )


def some(count: int) -> list[uuid.UUID]:
    return [uuid.uuid4() for _ in range(count)]


def test_forty_files_and_ones_own_street_are_both_listed_with_how_often_it_was_work() -> None:
    """W2 opens 40 files with which she does not work; W4 (here: Chris) one with his own street in it."""
    household("34 Élm St., Unit 2, Toronto")
    lives("CHC", "12 Elm Street")
    looked("W2", *some(40), BIRCH)
    looked("CHC", ALDER, verb="looked at a child")
    looked("W1", ALDER)
    assert found() == {("Willa: many", None, 40), ("Chris: street", ALDER, 1)}
    page = client_as("PRIV").get(LOOKS).text
    assert "Nobody was asked yet" in page and "40 families" in page
    assert "<bdi>Willa, counsellor</bdi>" in page and str(ALDER)[-8:] in page
    assert "Alder" not in page and "lm St" not in page and "SECRET" not in page
    assert LOOKS in client_as("PRIV").get(DESK).text


def test_it_is_for_whoever_keeps_privacy_alone() -> None:
    looked("W2", *some(40))
    week = monday().isoformat()
    for who in OTHERS:
        assert found(who) == set(), who
        for address in (LOOKS, f"{LOOKS}{week}/{CAST['W2']}/many/"):
            assert client_as(who).get(address).status_code == 404, (who, address)
    with acting_as(None), connections["default"].cursor() as cursor:
        cursor.execute("select * from safekeeping.looks_that_stand_out(8)")
        assert cursor.fetchall() == []


@pytest.mark.parametrize(
    ("families", "times", "stands_out"), [(9, 1, False), (10, 1, True), (1, 40, False), (9, 5, False)]
)
def test_from_ten_families_in_a_week(families: int, times: int, stands_out: bool) -> None:
    opened = some(families)
    for _ in range(times):
        looked("W2", *opened)
    assert found() == ({("Willa: many", None, families)} if stands_out else set())


def test_her_own_families_lists_and_emergencies_are_no_such_looks() -> None:
    looked("W2", BIRCH, CAST["MAPLE"], CAST["CEDAR"], *some(9))
    looked("W2", *some(30), verb="shown in a list")
    looked("W2", *some(30), verb="looked in an emergency")
    looked("PRIV", *some(30), verb="looked at a breach")
    assert found() == set()


def test_asking_for_what_is_not_there() -> None:
    empty("W2", 20)
    empty("W1", 19)
    assert found() == {("Willa: asked", None, 0)}
    assert "20 lines" in client_as("PRIV").get(LOOKS).text


def test_people_of_other_agencies_and_the_women_themselves_are_not_listed_here() -> None:
    for who in ("CW1", "p_ana", "SITE2"):
        looked(who, *some(40))
        empty(who, 40)
    assert found() == set()


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("12 Elm Street", "elm"), ("Elm St", "elm"), ("12, Elm", "elm"), ("34-2 King Street West, Toronto", "king"),
        ("12 rue de la Montagne Ouest", "montagne"), ("Chemin de l’Église", "eglise"), ("Avenue Road", ""),
        ("St Clair Ave. W", "clair"), ("", ""), ("  ", ""), ("100 5th Avenue", "5th"),
    ],
)  # fmt: skip
def test_what_an_address_is_searched_for(words: str, key: str) -> None:
    assert street_key(words) == key


def test_her_own_street_is_hers_alone_and_can_be_taken_back() -> None:
    household("34 Elm Street")
    assert send("W1", STREET, {"words": "12 Elm Street"})["Location"] == "/team/"
    assert "12 Elm Street" in client_as("W1").get(STREET).text
    for who in ("W2", "SUP", "DIR", "PRIV", "ADM", None):
        with acting_as(who):
            assert not OwnStreet.objects.exists(), who
    with acting_as("W2"), pytest.raises(ProgrammingError), transaction.atomic():
        OwnStreet.objects.create(colleague_id=CAST["W1"], words="x", key="x", recorded_by=CAST["W2"])
    looked("W1", ALDER)
    assert found() == {("Wanda: street", ALDER, 1)}  # also of somebody on the team
    send("W1", STREET, {"words": " "})
    assert found() == set()
    refused = send("W1", STREET, {"words": "Street"})
    assert refused.status_code == 200 and "Please write the name of the street" in refused.text


def test_neighbours_are_found_by_whole_words() -> None:
    household("34 Elmhurst Street")
    lives("W1", "Elm Street")
    looked("W1", ALDER)
    assert found() == set()


def test_the_same_family_name(named: Any) -> None:
    named("W1", "Wanda Álder")
    named("W2", "Alder")  # one word alone is no family name
    looked("W1", ALDER, BIRCH)
    looked("W2", ALDER)
    assert [row[3:5] for row in named.rows() if row[3] == "name"] == [("name", ALDER)]


class Named:
    """Colleagues by other names, and what whoever keeps privacy is told, in one transaction of the server's own."""

    def __init__(self, admin: psycopg.Connection) -> None:
        self.admin = admin

    def __call__(self, who: str, name: str) -> None:
        self.admin.execute("reset role")
        self.admin.execute("update accounts_colleague set name = %s where id = %s", [name, CAST[who]])
        for family in (ALDER, BIRCH):
            self.line(who, family)

    def line(self, who: str, family: uuid.UUID, at: datetime | None = None) -> None:
        self.admin.execute("reset role")
        self.admin.execute(
            "insert into recordkeeping_trail (shard, seq, at, principal, agency, verb, family, subject, detail, prev, hash)"
            " select 0, coalesce(max(seq), 0) + 1, %s, %s, %s, 'looked at a family', %s, %s, '{}', '', '' from recordkeeping_trail"
            " where shard = 0",
            [at or datetime.now(UTC), CAST[who], CAST["LEAD"], family, family],
        )

    def rows(self, weeks: int = 8) -> list[tuple]:
        self.admin.execute("select set_config('alongside.token', %s, true)", [token_of("PRIV")])
        self.admin.execute(f"set local role {roles.APP}")
        return self.admin.execute("select * from safekeeping.looks_that_stand_out(%s)", [weeks]).fetchall()


@pytest.fixture
def named(cluster: Cluster, database: str) -> Iterator[Named]:
    with cluster.admin(database) as admin, admin.transaction(force_rollback=True):
        yield Named(admin)


def monday() -> Any:
    today = timezone.localdate()
    return today - timedelta(days=today.weekday())


def test_weeks_are_weeks_of_the_programme(named: Named) -> None:
    """Monday 00:00 in Toronto; eight weeks unless asked for otherwise, and never more than a year."""
    start = timezone.make_aware(datetime.combine(monday(), datetime.min.time()))
    for family in some(10):
        named.line("W2", family, start - timedelta(seconds=1))
    for family in some(11):
        named.line("W2", family, start)
    for family in some(12):
        named.line("W2", family, start - timedelta(weeks=7))
    for family in some(13):
        named.line("W2", family, start - timedelta(weeks=7, seconds=1))
    told = [(row[0], row[5]) for row in named.rows()]
    assert told == [(monday(), 11), (monday() - timedelta(weeks=1), 10), (monday() - timedelta(weeks=7), 12)]
    assert [row[5] for row in named.rows(10_000)] == [11, 10, 12, 13]
    assert [row[5] for row in named.rows(-1)] == [11]


def test_what_it_was_is_written_down_once_by_somebody_else() -> None:
    looked("W2", *some(40))
    looked("PRIV", *some(40))
    browser = client_as("PRIV")
    address = f"{LOOKS}{monday().isoformat()}/{CAST['W2']}/many/"
    own = f"{LOOKS}{monday().isoformat()}/{CAST['PRIV']}/many/"
    page = browser.get(LOOKS).text
    assert address in page and own not in page and "This is about you" in page
    assert browser.get(own).status_code == 404
    for wrong in (
        address.replace("many", "asked"),
        address.replace(monday().isoformat(), "2026-13-01"),
        f"{address}{ALDER}/",
    ):
        assert browser.get(wrong).status_code == 404, wrong
    assert send(browser, address, {"found": "work", "words": "She moved files to the new shelf"})["Location"] == LOOKS
    after = browser.get(LOOKS).text
    assert "Of 1 that were asked about so far, 1 were simply work: 100 in a hundred." in after
    assert "She moved files to the new shelf" in after and address not in after
    assert browser.get(address).status_code == 404
    with acting_as("PRIV"):
        again = {"agency": CAST["LEAD"], "week": monday(), "kind": "many", "family": None, "found": "work",
                 "by": CAST["PRIV"], "at": timezone.now()}  # fmt: skip
        with pytest.raises(Refused, match="answered_already"):
            actions.answer_look(colleague=CAST["W2"], **again)
        row = LookAnswer.objects.get()
        with pytest.raises(IntegrityError), transaction.atomic():
            LookAnswer.objects.create(
                agency_id=CAST["LEAD"], colleague_id=CAST["W2"], week=row.week, kind="many", found="lists",
                recorded_by=CAST["PRIV"],
            )  # fmt: skip
        for wrong in (
            lambda: actions.answer_look(colleague=CAST["PRIV"], **again),  # of herself
            lambda: actions.answer_look(colleague=CAST["W1"], **{**again, "agency": CAST["OTHER_SITE"]}),
            lambda: actions.answer_look(colleague=CAST["W1"], **{**again, "family": CAST["ELM"]}),
            lambda: actions.answer_look(colleague=CAST["W1"], **{**again, "by": CAST["SUP"]}),
            lambda: LookAnswer.objects.filter(pk=row.pk).update(found="not_hers"),
            lambda: LookAnswer.objects.all().delete(),
        ):
            with pytest.raises(ProgrammingError), transaction.atomic():
                wrong()
    for who in [*OTHERS, None]:
        with acting_as(who):
            assert not LookAnswer.objects.exists(), who


def test_what_was_not_for_her_goes_on_to_what_went_wrong() -> None:
    household("34 Elm Street")
    lives("W1", "Elm Street")
    looked("W1", ALDER)
    address = f"{LOOKS}{monday().isoformat()}/{CAST['W1']}/street/{ALDER}/"
    assert send("PRIV", address, {"found": "not_hers", "words": ""})["Location"] == "/privacy/breaches/new/"
    looked("W2", *some(10))
    send("PRIV", f"{LOOKS}{monday().isoformat()}/{CAST['W2']}/many/", {"found": "lists"})
    assert (
        "Of 2 that were asked about so far, 1 were simply work: 50 in a hundred." in client_as("PRIV").get(LOOKS).text
    )


def test_the_rate_is_that_of_all_that_were_asked() -> None:
    assert so_far([]).percent is None
    assert (so_far(["work", "lists", "not_hers"]).percent, so_far(["not_hers"]).percent) == (67, 0)


def test_a_file_she_is_kept_out_of_is_not_named() -> None:
    with acting_as("SUP"):
        from alongside.enrolment.actions import keep_out

        keep_out(
            family=Family.objects.get(pk=ALDER), colleague=Colleague.objects.get(pk=CAST["PRIV"]), why="family",
            by=CAST["SUP"], at=timezone.now(),
        )  # fmt: skip
    household("34 Elm Street")
    lives("W1", "Elm Street")
    looked("W1", ALDER)
    assert found() == set()


def test_as_many_statements_whatever_stands_out() -> None:
    browser = client_as("PRIV")
    with statements() as few:
        browser.get(LOOKS)
    for who in ("W1", "W2", "SUP", "PIT", "PEER"):
        looked(who, *some(12))
        empty(who, 25)
    with statements() as many:
        assert "PIT" not in browser.get(LOOKS).text
    assert len(few) == len(many) <= 3, many

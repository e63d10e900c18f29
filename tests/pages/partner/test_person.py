"""What is shown of one person, and the line of the ledger that is that page, word for word."""

from __future__ import annotations

import re
from datetime import UTC, timedelta
from email.utils import format_datetime

import pytest
from django.utils import timezone

from tests.cast import CAST, ident
from tests.client import client_as, statements
from tests.databases import Cluster
from tests.pages.partner.shared import PAIR, bare, here, ledger, main, one
from tests.signed import change_signed


@here
@pytest.mark.parametrize("person", ["GIA", "EVE", "BO", "CAL", "DOT", "OLA", "nobody at all"])
def test_whoever_is_not_shared_is_not_there(person: str) -> None:
    page = client_as("CW1").get(one(person))
    assert page.status_code == 404
    assert bare(page).replace(str(CAST[person]).encode(), b"") == bare(client_as("CW1").get(one("x"))).replace(
        str(CAST["x"]).encode(), b""
    )


@here
def test_hidden_and_absent_ask_the_database_the_same() -> None:
    with statements() as hidden:
        client_as("CW1").get(one("GIA"))
    with statements() as absent:
        client_as("CW1").get(one("nobody at all"))
    nameless = [[re.sub(r"'[0-9a-f]{32}'", "", each) for each in made] for made in (hidden, absent)]
    assert nameless[0] == nameless[1] != []


def test_what_is_shown_is_what_the_ledger_keeps(own: str, cluster: Cluster) -> None:
    """D-I4: each look is a line, and the line is the page, word for word."""
    for person in ("ANA", "BEE"):
        page = client_as("CW1").get(one(person))
        assert page.status_code == 200
        shown = main(page)
        kept = [
            row
            for row in ledger(cluster, own)
            if row[0] in ({"ANA": [CAST["ANA"]], "BEE": [CAST["BEE"], PAIR]}[person])
        ]
        assert kept
        left = shown.split("What you sent")[0]  # below stands what the reader wrote herself
        for _subject, _category, snapshot, notice, basis in kept:
            for line in filter(None, snapshot.split("\n")):
                words = re.sub(r"\s+", " ", line).strip()
                assert words in shown, line
                left = left.replace(words, "", 1)
            assert basis == "consent" and notice and notice in shown
        assert (
            "SECRET" not in left and "NEED" not in left
        )  # nothing of the record is shown that the ledger does not keep
    every = " ".join(row[2] for row in ledger(cluster, own))
    for there in (
        "SECRET visit",
        "SECRET I see it otherwise",
        "SECRET child note",
        "SECRET between them",
        "NEED no nuts for Bee",
    ):
        assert there in every
    for not_there in ("SECRET use", "SECRET counselling", "SECRET safety", "SECRET peer note", "Bo", "SECRET Sam"):
        assert not_there not in every


def test_the_same_look_again_is_one_line_and_one_more_in_the_trail(own: str, cluster: Cluster) -> None:
    client_as("CW1").get(one("ANA"))
    before = ledger(cluster, own)
    client_as("CW1").get(one("ANA"))
    assert ledger(cluster, own) == before and len(before) == 1
    with cluster.admin(own) as admin:
        looked = admin.execute(
            "select count(*) from recordkeeping_trail where principal = %s and verb = 'looked at what is shared' and subject = %s",
            [CAST["CW1"], CAST["ANA"]],
        ).fetchone()
    assert looked == (2,)


@pytest.mark.parametrize("table", ["consent_disclosure", "consent_disclosedpart"])
def test_nothing_is_shown_when_the_ledger_cannot_be_written(own: str, cluster: Cluster, table: str) -> None:
    """The database refuses the line for real: then there is no page, and no word of hers in the answer."""
    with cluster.admin(own) as admin:
        admin.execute(
            f"alter table {table} add constraint refused_in_this_test check (recorded_by <> '{CAST['CW1']}') not valid"
        )
    browser = client_as("CW1")
    browser.raise_request_exception = False
    page = browser.get(one("ANA"))
    assert page.status_code == 500 and "SECRET" not in page.text and "Ana A." not in page.text
    browser.raise_request_exception = True


def test_a_look_that_is_not_committed_shows_nothing(own: str, cluster: Cluster) -> None:
    """Also when the line is written and only its transaction fails, at the very end."""
    with cluster.admin(own) as admin:
        admin.execute(
            "create function fail_late() returns trigger language plpgsql as $$ begin"
            " raise exception 'too late' using errcode = '23514'; end $$"
        )
        admin.execute(
            "create constraint trigger late after insert on consent_disclosure deferrable initially deferred"
            " for each row execute function fail_late()"
        )
    browser = client_as("CW1")
    browser.raise_request_exception = False
    page = browser.get(one("ANA"))
    assert page.status_code == 500 and "SECRET" not in page.text
    assert ledger(cluster, own) == []


@here
def test_a_fixed_number_of_statements_for_one_person() -> None:
    client_as("CW1").get(one("BEE"))
    with statements() as made:
        client_as("CW1").get(one("BEE"))
    assert len(made) <= 16, made


@here
def test_the_notice_of_the_law_here_word_for_word() -> None:
    assert (
        "This was shared for one purpose. Ontario law (PHIPA) lets you use it, or pass it on, for that purpose only."
        in main(client_as("CW1").get(one("ANA")))
    )


def test_the_notice_of_the_law_in_the_united_states(own: str, cluster: Cluster) -> None:
    with cluster.admin(own) as admin:
        admin.execute("update agencies_programme set jurisdiction = 'united-states'")
    page = client_as("CW1").get(one("ANA"))
    notice = "42 CFR part 2 prohibits unauthorized use or disclosure of these records."
    assert notice in main(page)
    assert {row[3] for row in ledger(cluster, own)} == {notice}


@pytest.mark.parametrize("minutes", [-10, 10, -24 * 60, 24 * 60])
def test_a_clock_that_is_wrong_changes_neither_what_is_open_nor_the_day_of_the_line(
    own: str, cluster: Cluster, monkeypatch: pytest.MonkeyPatch, minutes: int
) -> None:
    """Of the partner's machine, and of the one that makes the pages; a day is what ten minutes are at midnight."""
    right = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: right() + timedelta(minutes=minutes))
    cora = client_as("CW1")
    said = {"date": format_datetime(timezone.now().replace(tzinfo=UTC), usegmt=True)}
    began = right()
    assert cora.get(one("ANA"), headers=said).status_code == 200
    with cluster.admin(own) as admin:
        looks = admin.execute(
            "select recorded_at from consent_disclosure where recorded_by = %s and subject = %s and kind = 'view'",
            [CAST["CW1"], CAST["ANA"]],
        ).fetchall()
        assert [began <= at <= right() for (at,) in looks] == [True]
    # Signed a minute ago it is open; taken back a minute ago it is closed.
    change_signed(
        cluster, own, "update consent_consent set signed_at = now() - interval '1 minute' where id = %s", [ident("C1")]
    )
    assert cora.get(one("ANA"), headers=said).status_code == 200
    change_signed(
        cluster,
        own,
        "update consent_consent set withdrawn_at = now() - interval '1 minute' where id = %s",
        [ident("C1")],
    )
    assert cora.get(one("ANA"), headers=said).status_code == 404

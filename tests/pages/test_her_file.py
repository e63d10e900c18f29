"""Her own pages about her file: who saw what, what is written, a copy; and the worker's press that shares a note."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.test import Client

from alongside.wording.rules import check, hard_sentences, read
from tests.cast import CAST, ident
from tests.client import client_as, statements
from tests.databases import Cluster
from tests.pages.her_page.telling import TELLING, plain

pytestmark = pytest.mark.usefixtures("committing")
ANA, ALDER, CAS = CAST["ANA"], CAST["ALDER"], CAST["CAS"]
NOTE = ident("contact 0")
ADDRESSES = ["/my/", "/my/seen/", "/my/seen/here/", "/my/file/", "/my/file/copy/"]


@pytest.fixture
def admin(cluster: Cluster, committing: str) -> Iterator[psycopg.Connection]:
    with cluster.admin(committing) as connection:
        yield connection


def sent(**fields: Any) -> dict[str, Any]:
    return {"submission": str(uuid.uuid4()), **fields}


def share(show: str = "yes", about: tuple[uuid.UUID, ...] = (), note: uuid.UUID = NOTE) -> Any:
    return client_as("W1").post(
        f"/families/{ALDER}/contacts/{note}/share/", sent(show=show, about=[str(id) for id in about])
    )


# --- notes


def test_a_worker_shares_a_note_and_she_writes_beside_it(hers: Client) -> None:
    worker = client_as("W1")
    assert "SECRET visit" not in hers.get("/my/file/").text
    assert "Share it with her" in worker.get(f"/families/{ALDER}/contacts/{NOTE}/").text
    form = worker.get(f"/families/{ALDER}/contacts/{NOTE}/share/").text
    assert "SECRET visit" in form and "Cal Ash" in form and re.search(r'value="no"[^>]* checked', form)
    assert share().status_code == 302
    assert "On her own page since" in worker.get(f"/families/{ALDER}/contacts/").text
    page = hers.get("/my/file/")
    assert "SECRET visit" in page.text and "Wanda" in page.text
    words = sent(words="I came at ten, not at noon", asks_change="on")
    assert hers.post(f"/my/file/{NOTE}/", words)["Location"] == f"/my/file/{NOTE}/"
    assert hers.post(f"/my/file/{NOTE}/", words).status_code == 302  # sent twice, kept once
    for text in (hers.get("/my/file/").text, worker.get(f"/families/{ALDER}/contacts/{NOTE}/").text,
                 worker.get(f"/families/{ALDER}/contacts/").text):  # fmt: skip
        assert text.count("I came at ten, not at noon") == 1
        assert "put right" in text
    share("no")
    assert "SECRET visit" not in hers.get("/my/file/").text
    assert hers.get(f"/my/file/{NOTE}/").status_code == 404
    assert hers.post(f"/my/file/{NOTE}/", sent(words="again")).status_code == 404


def test_what_cannot_be_shared_is_said_in_words(hers: Client) -> None:
    page = share(about=(CAST["CAL"],))
    assert page.status_code == 200 and "It speaks of somebody else" in page.text
    page = share(note=ident("contact 3"))
    assert "not shown on a page that somebody else might see" in page.text
    assert "SECRET" not in hers.get("/my/file/").text


@pytest.mark.parametrize("who", ["W2", "W3", "CHC", "p_ana", "p_cal", "PRIV", "CW1", "EVAL"])
def test_nobody_else_shares_it(who: str) -> None:
    address = f"/families/{ALDER}/contacts/{NOTE}/share/"
    for page in (client_as(who).get(address), client_as(who).post(address, sent(show="yes"))):
        assert page.status_code == 404 or page["Location"] in ("/account/login/",), who


def test_ids_of_others_lead_nowhere(hers: Client) -> None:
    for id in (NOTE, ident("contact 4"), uuid.uuid4()):
        share("no")
        assert hers.get(f"/my/file/{id}/").status_code == 404
        assert hers.get(f"/my/seen/{id}/").status_code == 404
        assert hers.post(f"/my/seen/{id}/", sent(words="x")).status_code == 404


# --- what went outside


def left(admin: psycopg.Connection, **more: Any) -> uuid.UUID:
    """A line of the ledger with one part, as whoever discloses writes it."""
    id = uuid.uuid4()
    fields: dict[str, Any] = {
        "id": id, "family_id": ALDER, "subject": ANA, "agency_id": CAS, "recipient": "Children’s aid", "kind": "report",
        "purpose": "report", "basis": "duty_to_report", "title": "", "notice": "Do not pass this on.", "sha256": "",
        "told_before": "not_yet", "present": False, "why_not": "not_reached", "hidden_why": "", "hidden_until": None,
        "recorded_by": CAST["W1"], "recorded_at": datetime.now(UTC), **more,
    }  # fmt: skip
    names = ", ".join(fields)
    marks = ", ".join(f"%({name})s" for name in fields)
    admin.execute(f"insert into consent_disclosure ({names}) values ({marks})", fields)  # type: ignore[arg-type]
    admin.execute(
        "insert into consent_disclosedpart (id, family_id, subject, category, disclosure_id, snapshot, sha256, recorded_by,"
        " recorded_at) values (%s, %s, %s, 1, %s, 'SECRET every word of it', 'x', %s, now())",
        [uuid.uuid4(), ALDER, fields["subject"], id, CAST["W1"]],
    )
    return id


def test_she_reads_what_went_outside_word_for_word(hers: Client, admin: psycopg.Connection) -> None:
    id = left(admin)
    page = hers.get("/my/seen/").text
    for words in (
        "Children’s aid",
        "The law says that we must tell.",
        "We did not tell you before.",
        "did not reach you",
    ):
        assert words in page, words
    page = hers.get(f"/my/seen/{id}/").text
    assert "SECRET every word of it" in page and "Do not pass this on." in page
    assert hers.post(f"/my/seen/{id}/", sent(words="You could have called"))["Location"] == f"/my/seen/{id}/"
    assert "You could have called" in hers.get("/my/seen/").text
    assert hers.post(f"/my/seen/{id}/", sent(words="  ")).status_code == 422


def test_a_long_ledger_goes_on(hers: Client, admin: psycopg.Connection) -> None:
    many = [
        left(admin, recipient=f"Clinic {n}", recorded_at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=n))
        for n in range(40)
    ]
    first = hers.get("/my/seen/").text
    further = re.findall(r'href="(\?before=[^"]+)"', first)
    second = hers.get("/my/seen/" + further[0].replace("&amp;", "&")).text
    here, there = ([id for id in many if f'href="/my/seen/{id}/"' in page] for page in (first, second))
    assert {*here, *there} == set(many) and not set(here) & set(there)
    for guess in ("?before=x", "?before=2026-13-01T00:00:00_" + str(many[0])):
        assert hers.get("/my/seen/" + guess).status_code == 200


def test_what_is_not_safe_to_tell_is_nowhere(hers: Client, admin: psycopg.Connection) -> None:
    id = left(admin, recipient="Police", hidden_until=datetime.now(UTC) + timedelta(days=1), hidden_why="not safe yet")
    assert "Police" not in hers.get("/my/seen/").text
    assert hers.get(f"/my/seen/{id}/").status_code == 404


# --- who looked


def test_she_reads_who_looked_and_on_which_day(hers: Client) -> None:
    client_as("W1").get(f"/families/{ALDER}/")
    client_as("W1").get(f"/families/{ALDER}/contacts/")
    client_as("PIT").get(f"/families/{ALDER}/timeline/")
    client_as("W2").get(f"/families/{ALDER}/")  # finds nothing, and is not there
    page = hers.get("/my/seen/here/").text
    assert "Wanda, counsellor" in page and "opened your file" in page and "read notes" in page
    assert "Pilar, parent-infant therapist" in page
    assert "Willa" not in page and "Ana" not in re.sub(r"(?s)<nav.*?</nav>", "", page)
    assert "Nobody looked in this month." in hers.get("/my/seen/here/?month=2001-02").text
    for guess in ("?month=x", "?month=2026-13", "?month=9999-01", "?month=0001-01"):
        assert hers.get("/my/seen/here/" + guess).status_code == 200


def test_an_emergency_is_told_when_it_is_safe(hers: Client, admin: psycopg.Connection) -> None:
    client_as("SUP").get(f"/families/{ALDER}/timeline/")
    assert "Suki, supervisor" in hers.get("/my/seen/here/").text

    def glass(until: datetime) -> None:
        admin.execute("delete from consent_breakglass")
        admin.execute(
            "insert into consent_breakglass (id, family_id, subject, colleague_id, reason, categories, proved_at, until, found,"
            " not_told_why, not_told_until, recorded_by, recorded_at) values (%s, %s, %s, %s, 'She was found unwell on the"
            " street', 1, now(), now() + interval '1 hour', 'It was right to look', 'he reads it', %s, %s, now())",
            [uuid.uuid4(), ALDER, ANA, CAST["SUP"], until, CAST["SUP"]],
        )

    glass(datetime.now(UTC) + timedelta(hours=1))
    assert "Suki" not in hers.get("/my/seen/here/").text
    assert "found unwell" not in hers.get("/my/seen/").text
    glass(datetime.now(UTC) - timedelta(seconds=1))
    assert "Suki, supervisor" in hers.get("/my/seen/here/").text
    assert "found unwell" in hers.get("/my/seen/").text and "It was right to look" in hers.get("/my/seen/").text


# --- a copy


def test_she_asks_for_a_copy_and_whoever_keeps_privacy_answers(hers: Client) -> None:
    assert hers.post("/my/file/copy/", sent()).status_code == 422
    assert hers.post("/my/file/copy/", sent(how="together", words="please soon"))["Location"] == "/my/file/copy/"
    hers.post("/my/file/copy/", sent(how="on_paper"))
    page = hers.get("/my/file/copy/").text
    assert page.count("You asked on") == 1 and "Somebody is working on it" in page
    desk = client_as("PRIV")
    assert "Copies asked for" in desk.get("/").text
    page = desk.get("/copies/").text
    assert "please soon" in page and "Ana" not in page
    answer = re.findall(r'href="(/copies/[0-9a-f-]+/)"', page)[0]
    desk.post(answer, sent(answer="given_in_part", words="What somebody else told us is not in it."))
    assert "What somebody else told us is not in it." in hers.get("/my/file/copy/").text
    assert desk.get(answer).status_code == 404
    for who in ("W1", "W2", "SUP", "ADM", "p_cal", None):
        assert client_as(who).get("/copies/").status_code in (302, 404)


# --- all of them


@pytest.mark.parametrize(("language", "grade"), [("en", "en"), ("fr-ca", "fr")])
def test_every_page_is_neutral_and_easy_to_read(
    hers: Client, admin: psycopg.Connection, language: str, grade: Any
) -> None:
    """Names, parts and days are what they are, and a note is the worker's own words: they are looked at apart."""
    hers.cookies["django_language"] = language
    share()
    id = left(admin, recipient="Mia")
    admin.execute("update consent_disclosedpart set snapshot = ''")
    texts = {}
    for address in [*ADDRESSES, f"/my/file/{NOTE}/", f"/my/seen/{id}/"]:
        page = hers.get(address)
        assert page.status_code == 200, address
        html = re.sub(r"(?s)<article.*?</article>|<li><strong>.*?</li>|<time.*?</time>", "", page.text)
        assert not TELLING.search(html), (address, TELLING.search(html))
        assert page["Cache-Control"] == "no-store, max-age=0"
        texts[address] = plain(html)
    share("no")
    text = "\n".join(texts.values())
    found = read(text, grade)
    assert found.easy, (found, hard_sentences(text, grade))
    assert [f for f in check(text, audience="woman") if f.level == "avoid"] == []


@pytest.mark.parametrize("who", ["W1", "W2", "SUP", "PRIV", "p_cal", "p_foster", "CW1", None])
def test_nobody_else_opens_them(who: str | None) -> None:
    for address in [*ADDRESSES, f"/my/file/{NOTE}/"]:
        page = client_as(who).get(address)
        assert (page.status_code, page.get("Location")) in ((404, None), (302, "/my/in/")), address


def test_another_woman_sees_her_own_and_nothing_of_hers(hers: Client, admin: psycopg.Connection) -> None:
    share()
    left(admin, recipient="Children’s aid")
    client_as("W1").get(f"/families/{ALDER}/")
    for address in ADDRESSES[1:4]:
        text = client_as("p_fin").get(address).text
        assert "SECRET" not in text and "Wanda" not in text and "Children’s aid" not in text, address
    share("no")


def test_her_own_pages_ask_a_fixed_number_of_questions(hers: Client, admin: psycopg.Connection) -> None:
    for _ in range(3):
        left(admin)
    counts = {}
    for address in ADDRESSES:
        with statements() as asked:
            hers.get(address)
        counts[address] = len(asked)
    assert max(counts.values()) <= 12, counts

"""What people outside are shown, what they send, and what the ledger says of it."""

from __future__ import annotations

import html
import io
import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client
from PIL import Image

from tests.cast import CAST, dyad, ident, token_of
from tests.client import client_as, statements
from tests.databases import Cluster
from tests.pages.lives import appointment
from tests.pages.test_accounts import own  # noqa: F401

here = pytest.mark.django_db(databases=["default", "gate", "loader"])

PAIR = dyad("ANA", "BEE")
NOBODY = ["CW2", "DRX", "PO", "W1", "SUP", "PRIV", "ADM", "p_cal", "p_dot", "p_foster", "p_ana", "EVAL"]


def main(page: Any) -> str:
    """The main part of a page, as somebody reads it: tags out, spaces one."""
    inner = re.search(r"<main.*?</main>", page.text, re.S)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", inner[0]))).strip() if inner else ""


def bare(page: Any) -> bytes:
    """The bytes of a page without what is different each time: the marks of forms."""
    return re.sub(rb'(name="(?:csrfmiddlewaretoken|submission)" value=")[^"]*', rb"\1", page.content)


def ledger(cluster: Cluster, database: str, who: str = "CW1") -> list[tuple]:
    with cluster.admin(database) as admin:
        return admin.execute(
            "select d.subject, p.category, p.snapshot, d.notice, d.basis from consent_disclosure d"
            " join consent_disclosedpart p on p.disclosure_id = d.id where d.recorded_by = %s and d.kind = 'view'"
            " order by d.recorded_at, p.category", [CAST[who]],
        ).fetchall()  # fmt: skip


def one(person: str) -> str:
    return f"/shared/{CAST[person]}/"


# --- the list ---------------------------------------------------------------------------------------------------------


@here
def test_home_leads_to_whom_is_shared() -> None:
    page = client_as("CW1").get("/")
    assert page.status_code == 302 and page["Location"] == "/shared/"
    page = client_as("CW1").get("/shared/")
    assert "Ana A." in main(page) and "Bee A." in main(page) and "Alder" not in page.text
    assert "Bee Alder" in main(client_as("NUR").get("/shared/"))
    assert client_as("p_foster").get("/")["Location"] == "/caring/"


@here
@pytest.mark.parametrize("who", ["CW2", "DRX", "PO"])
def test_other_workers_outside_find_an_empty_page_and_no_count(who: str) -> None:
    """Not assigned, locked out, an agency with which nothing is shared: the very same page."""
    page = client_as(who).get("/shared/")
    assert page.status_code == 200 and "There is nothing here to see" in page.text
    names = {"CW2": b"Colin, child-welfare worker", "DRX": b"Dr X", "PO": b"Pat, probation"}
    others = [bare(client_as(other).get("/shared/")).replace(names[other], b"") for other in names]
    assert bare(page).replace(names[who], b"") == others[0] == others[1] == others[2]


@here
@pytest.mark.parametrize("who", [w for w in NOBODY if w not in ("CW2", "DRX", "PO")])
def test_these_pages_are_for_people_outside(who: str) -> None:
    for path in ("/shared/", one("ANA"), f"{one('ANA')}send/", f"{one('ANA')}sent/{ident('sent ANA')}/"):
        assert client_as(who).get(path).status_code == 404
    assert client_as(who).post(f"{one('ANA')}have-it/").status_code == 404


@here
def test_long_lists_go_on_and_take_as_many_statements(cluster: Cluster) -> None:
    with connections["loader"].cursor() as cursor:  # the same transaction as the page needs: see below
        cursor.execute("select 1")
    with statements() as few:
        client_as("CW1").get("/shared/")
    assert len(few) <= 2


# --- one person -------------------------------------------------------------------------------------------------------


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


def test_what_is_shown_is_what_the_ledger_keeps(own: str, cluster: Cluster) -> None:  # noqa: F811
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


def test_the_same_look_again_is_one_line_and_one_more_in_the_trail(own: str, cluster: Cluster) -> None:  # noqa: F811
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
def test_nothing_is_shown_when_the_ledger_cannot_be_written(own: str, cluster: Cluster, table: str) -> None:  # noqa: F811
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


def test_a_look_that_is_not_committed_shows_nothing(own: str, cluster: Cluster) -> None:  # noqa: F811
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


def test_the_notice_of_the_law_in_the_united_states(own: str, cluster: Cluster) -> None:  # noqa: F811
    with cluster.admin(own) as admin:
        admin.execute("update agencies_programme set jurisdiction = 'united-states'")
    page = client_as("CW1").get(one("ANA"))
    notice = "42 CFR part 2 prohibits unauthorized use or disclosure of these records."
    assert notice in main(page)
    assert {row[3] for row in ledger(cluster, own)} == {notice}


# --- taken back while the page is open --------------------------------------------------------------------------------


def signed(admin: Any, query: str, values: Any) -> None:
    """Change what was signed, as only an administrator of the server can; what follows from it follows."""
    guards = (
        ("consent_consent", "signed_stays"),
        ("consent_consentline", "signed_stays"),
        ("consent_consentline", "line_stays"),
    )
    with admin.transaction():
        for table, guard in guards:
            admin.execute(f"alter table {table} disable trigger {guard}")
        admin.execute(query, values)
        admin.execute("set constraints all immediate")
        for table, guard in guards:
            admin.execute(f"alter table {table} enable trigger {guard}")


@pytest.fixture
def two(cluster: Cluster, template: str, own: str, django_db_blocker: Any) -> Iterator[Any]:  # noqa: F811
    """Two towns alike; ``two(n)`` lets the pages look at one of them."""
    other = cluster.clone(template, f"{own}_other")
    used = [connections[alias] for alias in ("default", "gate")]

    def go(to: str) -> None:
        for each in used:
            each.close()
            each.settings_dict["NAME"] = to

    go.names = (own, other)  # type: ignore[attr-defined]
    yield go
    go(own)
    cluster.drop(other)


SEEN = [
    "/shared/",
    one("ANA"),
    one("BEE"),
    f"{one('ANA')}send/",
    f"{one('BEE')}send/",
    f"{one('ANA')}sent/{ident('sent ANA')}/",
]


def seen(browser: Client) -> list[tuple[int, bytes]]:
    pages = [browser.get(path) for path in SEEN]
    return [(page.status_code, bare(page)) for page in pages]


@pytest.mark.parametrize(
    "category", [None, 1, 7, 8], ids=["everything", "being here", "how the child grows", "the two together"]
)
def test_what_is_taken_back_looks_as_if_it_had_never_been_shared(
    two: Any, cluster: Cluster, category: int | None
) -> None:
    """In one town she shared it, he read it, and she took it back; in the other she never shared it. The same bytes."""
    once, never = two.names
    rule = "(%(c)s::int is null or category = %(c)s) and consent_id = any (%(ids)s)"
    values = {"c": category, "ids": [ident("C1"), ident("C2")]}
    two(once)
    browser = client_as("CW1")
    shared_before = seen(browser)
    with cluster.admin(once) as admin:
        admin.execute(f"update consent_consentline set withdrawn_at = now() where {rule}", values)
    after = seen(browser)
    assert after != shared_before
    two(never)
    with cluster.admin(never) as admin:
        signed(admin, f"delete from consent_consentline where {rule}", values)  # type: ignore[arg-type]
    assert seen(client_as("CW1")) == after
    if category is None:
        assert [status for status, _page in after] == [200, 404, 404, 404, 404, 404]
        assert b"There is nothing here to see" in after[0][1]


def test_a_form_that_was_open_when_it_was_taken_back_sends_nothing(own: str, cluster: Cluster) -> None:  # noqa: F811
    browser = client_as("CW1")
    form = {"kind": "hand_off", "about": "1", "words": "she is well", "submission": str(uuid.uuid4())}
    assert browser.get(f"{one('ANA')}send/").status_code == 200
    with cluster.admin(own) as admin:
        admin.execute("update consent_consent set withdrawn_at = now() where id = %s", [ident("C1")])
        before = admin.execute("select count(*) from consent_sentback").fetchone()
    for path, data in ((f"{one('ANA')}send/", form), (f"{one('ANA')}have-it/", {})):
        page = browser.post(path, data)
        assert page.status_code == 404 and "Ana A." not in page.text
    with cluster.admin(own) as admin:
        assert admin.execute("select count(*) from consent_sentback").fetchone() == before


# --- I have it, sending back ------------------------------------------------------------------------------------------


@here
def test_i_have_this() -> None:
    browser = client_as("CW1")
    assert "I have this" in main(browser.get(one("ANA")))
    page = browser.post(f"{one('ANA')}have-it/", follow=True)
    assert "You said that you have this." in main(page)
    assert "You said that you have this." not in main(client_as("CW1").get(one("BEE")))
    assert browser.get(f"{one('ANA')}have-it/").status_code == 405


def picture() -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "SECRET street 7"
    Image.new("RGB", (40, 30), "white").save(out, "JPEG", exif=exif)
    return out.getvalue()


def send(browser: Client, person: str = "ANA", name: str = "", held: bytes = b"", **more: str) -> Any:
    data: dict[str, Any] = {
        "kind": "hand_off",
        "about": "1",
        "words": "she is well",
        "submission": str(uuid.uuid4()),
        **more,
    }
    if name:
        data["document"] = SimpleUploadedFile(name, held)
    return browser.post(f"{one(person)}send/", data, follow=True)


@here
def test_something_sent_back_is_read_by_her_team_and_receipts_come_back() -> None:
    page = send(client_as("CW1"), words="Court was moved to Friday.")
    assert "Her team can read it now, and so can she" in page.text
    assert "Court was moved to Friday." in main(page) and "nobody has read it yet" in main(page)
    family = f"/families/{CAST['ALDER']}/"
    assert "Something came from outside" in main(client_as("W1").get(family))
    assert "From Child-welfare society" in main(client_as("W1").get("/"))
    for who in ("W2", "W3", "CW2", "NUR", "p_cal"):
        assert client_as(who).get(f"{family}sent/").status_code == 404
    assert "Court was moved" not in client_as("CHC").get(f"{family}sent/").text  # not her part to read
    assert "nobody has read it yet" in main(client_as("CW1").get(one("ANA")))
    page = client_as("W1").get(f"{family}sent/")
    assert "Court was moved to Friday." in main(page) and "Cora, child-welfare worker, Child-welfare society" in main(
        page
    )
    assert "Her team has read it" in main(client_as("CW1").get(one("ANA")))
    before = main(client_as("W1").get(f"{family}sent/?on=2026-01-05"))
    assert "Court was moved" not in before and "Nothing had come by that day" in before
    assert "Something came from outside" not in main(client_as("W1").get(family))


@here
def test_she_reads_what_was_sent_about_her_and_whoever_sent_it_sees_that() -> None:
    send(client_as("CW1"), words="Court was moved to Friday.")
    assert "What others sent" in main(client_as("p_ana").get("/my/"))
    page = client_as("p_ana").get("/my/sent/")
    assert "Court was moved to Friday." in main(page) and "Cora, child-welfare worker, Child-welfare society" in main(
        page
    )
    assert "plan.txt" in main(page) and "Your team has not read it yet" in main(page)
    file = client_as("p_ana").get(f"/my/sent/{ident('sent ANA')}/")
    assert file.content == b"SECRET words of a document" and file["Content-Disposition"].startswith("attachment")
    assert "She has read it" in main(client_as("CW1").get(one("ANA")))
    for who in ("p_fin", "p_foster", "CW1", "NUR", "W1"):
        assert client_as(who).get(f"/my/sent/{ident('sent ANA')}/").status_code == 404
    assert "Court was moved" not in client_as("p_fin").get("/my/sent/").text


@here
def test_a_picture_is_kept_without_where_it_was_taken() -> None:
    held = picture()
    assert b"SECRET street" in held
    browser = client_as("CW1")
    page = send(browser, name="../../IMG 1.jpeg", held=held, kind="document", words="")
    assert "IMG 1.jpg" in main(page)
    link = re.findall(r'href="(/shared/[^"]+/sent/[^"]+/)"', page.text)[0]
    file = browser.get(link)
    assert file.status_code == 200 and file["Content-Type"] == "image/jpeg"
    assert file["Content-Disposition"] == 'attachment; filename="IMG 1.jpg"'
    assert (
        file["Content-Security-Policy"] == "default-src 'none'; sandbox" and file["X-Content-Type-Options"] == "nosniff"
    )
    assert file["Cache-Control"] == "no-store, max-age=0"
    assert file.content[:3] == b"\xff\xd8\xff" and b"SECRET" not in file.content and b"Exif" not in file.content
    for who in ("CW2", "NUR", "DRX", "W1", "p_foster"):
        assert client_as(who).get(link).status_code == 404
    sent = link.split("/")[-2]
    ours = f"/families/{CAST['ALDER']}/sent/{sent}/document/"
    assert client_as("W1").get(ours).content == file.content
    for who in ("W2", "W3", "CHC", "CW1", "p_cal"):
        assert client_as(who).get(ours).status_code == 404


@here
@pytest.mark.parametrize(
    ("name", "held", "said"),
    [
        ("a.html", b"<!doctype html><script>alert(1)</script>", "can run, open or send by itself"),
        ("a.jpg", b"MZ\x90\x00\x03", "Please send a PDF, a picture (JPEG or PNG) or plain text"),
        ("a.pdf", b"%PDF-1.7 and nothing", "cannot be read"),
        ("a.txt", b"", "This file is empty"),
        ("a.txt", b"x" * 5_000_001, "This is too big"),
        ("", b"", "Please choose the document"),
    ],
)
def test_what_is_not_kept_is_said_kindly_beside_the_file(name: str, held: bytes, said: str) -> None:
    page = send(client_as("CW1"), name=name, held=held, kind="document", words="some words")
    assert page.status_code == 422 and said in main(page) and "some words" in page.text
    assert 'href="#id_document"' in page.text


@here
def test_a_file_of_many_megabytes_is_not_even_read() -> None:
    page = send(client_as("CW1"), name="big.txt", held=b"x" * 9_000_000, kind="document", words="")
    assert page.status_code == 422 and "This is too big" in main(page)


@here
@pytest.mark.parametrize("about", ["2", "7", f"1.{dyad('EVE', 'FIN')}", "", "x", "13"])
def test_a_kind_of_record_that_is_not_shared_cannot_be_chosen_by_hand(about: str) -> None:
    page = send(client_as("CW1"), about=about)
    assert page.status_code == 422


@here
def test_about_the_two_together() -> None:
    page = send(client_as("CW1"), "BEE", about=f"8.{PAIR}", words="they laughed a lot")
    assert page.status_code == 200 and "they laughed a lot" in main(page)


@here
def test_the_same_form_sent_twice_is_one_message() -> None:
    browser, key = client_as("CW1"), str(uuid.uuid4())
    for _ in range(2):
        page = send(browser, words="only once", submission=key)
    assert page.text.count("only once") == 1


@here
def test_words_are_needed_but_for_a_document() -> None:
    assert "Please write a few words." in main(send(client_as("CW1"), words="  "))
    assert send(client_as("CW1"), words="x" * 20_001).status_code == 422


# --- carers -----------------------------------------------------------------------------------------------------------


def test_a_foster_carer_sees_what_the_child_needs_and_each_look_is_a_line(own: str, cluster: Cluster) -> None:  # noqa: F811
    """B06: allergies, appointments; no name of the mother, no address, no kind of programme, no word about using."""
    with cluster.admin(own) as admin:
        appointment(admin, "BO")
    browser = client_as("p_foster")
    shown = main(browser.get("/caring/"))
    assert "Bo Alder" in shown and "Bee" not in shown
    page = browser.get(f"/caring/{CAST['BO']}/")
    assert "NEED no nuts for Bo" in main(page) and "NEED eyes of Bo are looked at" in main(page)
    for word in ("Ana", "SECRET", "Bee", "mother", "programme of", "substance", "using", "Dot"):
        assert word not in main(page), word
    [(subject, category, snapshot, notice, basis)] = ledger(cluster, own, "p_foster")
    assert (subject, category, notice, basis) == (CAST["BO"], 7, "", "caring")
    assert "NEED no nuts for Bo" in snapshot
    for other in ("BEE", "ANA", "FIN", "x"):
        gone = browser.get(f"/caring/{CAST[other]}/")
        assert gone.status_code == 404
    for who in ("p_cal", "p_dot", "CW1", "W1", "p_ana"):
        assert client_as(who).get(f"/caring/{CAST['BO']}/").status_code == 404


def test_when_the_child_moves_the_page_is_empty(own: str, cluster: Cluster) -> None:  # noqa: F811
    with cluster.admin(own) as admin:
        admin.execute(
            "update families_livingarrangement set during = daterange(lower(during), (now() at time zone 'America/Toronto')::date)"
            " where child_id = %s", [CAST["BO"]],
        )  # fmt: skip
    browser = client_as("p_foster")
    assert "There is nothing here to see" in browser.get("/caring/").text
    assert browser.get(f"/caring/{CAST['BO']}/").status_code == 404


def test_grandmother_is_family_and_carer(own: str, cluster: Cluster) -> None:  # noqa: F811
    """B08: while Bee lives with Dot she sees what Bee needs, and nothing that was seen between mother and child."""
    assert "There is nothing here to see" in client_as("p_dot").get("/caring/").text
    with cluster.admin(own) as admin:
        admin.execute(
            "update families_livingarrangement set carer_id = %s where child_id = %s", [CAST["DOT"], CAST["BEE"]]
        )
    browser = client_as("p_dot")
    page = browser.get(f"/caring/{CAST['BEE']}/")
    assert "NEED no nuts for Bee" in main(page)
    for word in ("SECRET", "Ana", "Cal", "Bo"):
        assert word not in main(page)
    assert browser.get(one("ANA")).status_code == 404 and browser.get(one("BEE")).status_code == 404


@here
def test_our_own_people_write_what_a_carer_has_to_know() -> None:
    add = f"/families/{CAST['ALDER']}/children/{CAST['BO']}/needs/add/"
    browser = client_as("CHC")
    given = {"kind": "feeding", "words": "NEED small pieces", "submission": str(uuid.uuid4())}
    assert browser.post(add, given).status_code == 302
    assert "NEED small pieces" in main(client_as("p_foster").get(f"/caring/{CAST['BO']}/"))
    page = browser.get(f"/families/{CAST['ALDER']}/children/{CAST['BO']}/")
    assert "NEED small pieces" in main(page)
    # Somebody's name among the words is asked about once.
    named = {"kind": "other", "words": "NEED Ana says he sleeps late", "submission": str(uuid.uuid4())}
    page = browser.post(add, named)
    assert page.status_code == 200 and "a carer will read them" in main(page)
    for url in re.findall(
        r'href="(/families/[^"]+/take-back/)"',
        client_as("CHC").get(f"/families/{CAST['ALDER']}/children/{CAST['BO']}/").text,
    ):
        assert client_as("W2").post(url, {"submission": ""}).status_code == 404
        assert browser.post(url, {"submission": str(uuid.uuid4())}).status_code == 302
    assert "NEED small pieces" not in main(client_as("p_foster").get(f"/caring/{CAST['BO']}/"))
    for who in ("PEER", "W2", "CW1", "p_foster", "p_ana"):
        assert client_as(who).get(add).status_code == 404


@here
def test_a_token_alone_is_not_enough_without_a_part() -> None:
    browser = Client()
    browser.cookies[settings.TOKEN_COOKIE] = token_of("nobody")
    assert browser.get("/shared/").status_code == 302

"""Saying that one has it, and sending something back."""

from __future__ import annotations

import io
import re
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from tests.cast import CAST, dyad, ident
from tests.client import client_as
from tests.pages.partner.shared import PAIR, here, main, one


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

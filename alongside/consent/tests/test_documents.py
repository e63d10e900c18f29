"""What somebody outside may send: known by what it holds, without what it carried along, and nothing that runs."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from alongside.consent.rules import documents
from alongside.consent.rules.documents import JPEG, PDF, PNG, TEXT, NotTaken, clean
from alongside.consent.tests.attachments import WHERE, D, N, catalogue, noted, paper, photo, refused, script

# --- what is kept -----------------------------------------------------------------------------------------------------


def test_a_photo_keeps_the_picture_and_nothing_else() -> None:
    held = photo()
    assert held.count(WHERE) == 3 and b"shelter" in held
    kept = clean("IMG_1234.JPG", held)
    assert (kept.media_type, kept.name) == (JPEG, "IMG_1234.jpg")
    assert WHERE not in kept.content and b"shelter" not in kept.content and b"Exif" not in kept.content
    with Image.open(io.BytesIO(kept.content)) as picture:
        assert picture.size == (80, 60) and not picture.getexif() and not {"comment", "xmp", "exif"} & set(picture.info)


def test_a_photo_taken_sideways_is_upright_without_its_note() -> None:
    with Image.open(io.BytesIO(clean("a.jpg", photo(turned=True)).content)) as picture:
        assert picture.size == (60, 80)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "LA", "P", "1", "I;16"])
def test_a_png_of_any_kind(mode: str) -> None:
    kept = clean("scan.png", photo("PNG", mode=mode))
    assert kept.media_type == PNG and WHERE not in kept.content and b"xmp" not in kept.content
    with Image.open(io.BytesIO(kept.content)) as picture:
        picture.load()
        assert picture.size == (80, 60)


def test_what_hangs_behind_a_picture_is_left_behind() -> None:
    behind = io.BytesIO()
    with zipfile.ZipFile(behind, "w") as archive:
        archive.writestr("run.sh", "rm -rf /")
    kept = clean("a.jpg", photo() + behind.getvalue())
    assert b"run.sh" not in kept.content and not zipfile.is_zipfile(io.BytesIO(kept.content))


def test_a_pdf_keeps_its_pages_and_not_who_wrote_it() -> None:
    held = paper()
    kept = clean("Report for Ana.pdf", held)
    assert (kept.media_type, kept.name) == (PDF, "Report for Ana.pdf")
    assert WHERE not in held.replace(WHERE, b"") and WHERE in held
    assert WHERE not in kept.content and b"Metadata" not in kept.content
    with pikepdf.open(io.BytesIO(kept.content)) as pdf:
        assert len(pdf.pages) == 1 and b"Seen on Tuesday" in pdf.pages[0].Contents.read_bytes()
        assert not pdf.docinfo.keys()


def test_earlier_versions_inside_a_pdf_are_gone() -> None:
    first = paper(
        lambda pdf: pdf.pages[0].__setattr__("Contents", pdf.make_stream(b"BT (SECRET before) Tj ET")),
        compress_streams=False,
    )
    # What word processors do: the change is written behind, and the old words stay in the file.
    body = first[: first.rindex(b"startxref")]
    with pikepdf.open(io.BytesIO(first)) as pdf:
        contents, root = pdf.pages[0].Contents.objgen, pdf.Root.objgen
        size = len(pdf.objects) + 1
    start = int(first.rsplit(b"startxref", 1)[1].split()[0])
    again = f"{contents[0]} 0 obj\n<</Length 23>>\nstream\nBT (Only this) Tj ET   \nendstream\nendobj\n".encode()
    table = f"xref\n{contents[0]} 1\n{len(first):010d} 00000 n \ntrailer\n"
    table += f"<</Size {size}/Root {root[0]} 0 R/Prev {start}>>\n"
    held = first + again + table.encode() + f"startxref\n{len(first) + len(again)}\n%%EOF\n".encode()
    assert body in held and b"SECRET before" in held
    kept = clean("a.pdf", held).content
    with pikepdf.open(io.BytesIO(kept)) as pdf:
        assert b"Only this" in pdf.pages[0].Contents.read_bytes()
        streams = [thing.read_bytes() for thing in pdf.objects if isinstance(thing, pikepdf.Stream)]
    assert not any(b"SECRET" in each for each in streams) and b"SECRET" not in kept


def with_photo(pdf: pikepdf.Pdf) -> None:
    stream = pdf.make_stream(photo())
    stream.Type, stream.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    stream.Width, stream.Height, stream.ColorSpace, stream.BitsPerComponent = 80, 60, pikepdf.Name.DeviceRGB, 8
    stream.Filter = pikepdf.Name.DCTDecode
    pdf.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=stream))
    pdf.pages[0].Contents = pdf.make_stream(b"/Im0 Do")


def test_a_photo_inside_a_pdf_tells_no_place_either() -> None:
    held = paper(with_photo)
    assert b"camera of the shelter" in held
    kept = clean("a.pdf", held).content
    assert b"camera of the shelter" not in kept and WHERE not in kept
    with pikepdf.open(io.BytesIO(kept)) as pdf:
        inside = pikepdf.PdfImage(pdf.pages[0].Resources.XObject.Im0).as_pil_image()
    with Image.open(io.BytesIO(photo())) as before:
        assert inside.convert("RGB").tobytes() == before.convert("RGB").tobytes()  # the picture is as it was


@pytest.mark.parametrize(
    ("held", "kept"),
    [
        (b"She came on Tuesday.\n", "She came on Tuesday.\n"),
        ("Ève est venue.".encode("cp1252"), "Ève est venue."),
        ("Ève est venue.".encode("utf-8-sig"), "Ève est venue."),
        ("Ève".encode("utf-16"), "Ève"),
        (b"2 < 3, and a <name> in brackets", "2 < 3, and a <name> in brackets"),
    ],
)
def test_text_is_kept_as_it_reads(held: bytes, kept: str) -> None:
    found = clean("note.TXT", held)
    assert (found.media_type, found.name, found.content.decode()) == (TEXT, "note.txt", kept)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd.txt"),
        ("C:\\letters\\for Ana.docx.txt", "for Ana.docx.txt"),
        ("a\u202egnp.exe", "agnp.txt"),
        ("line\nbreak\x00.txt", "linebreak.txt"),
        ("", "document.txt"),
        ("....", "document.txt"),
        ("x" * 500, "x" * 100 + ".txt"),
        ("one \t two   three .txt", "one two three.txt"),
        (" .hidden. ", "hidden.txt"),
        ("Box X.pdf", "Box X.txt"),
        ("Rapport d’été.pdf", "Rapport d’été.txt"),
    ],
)
def test_names_that_are_safe_to_show_and_to_save(name: str, shown: str) -> None:
    assert clean(name, b"words").name == shown


# --- what is not ------------------------------------------------------------------------------------------------------


RUNS: dict[str, Callable[[pikepdf.Pdf], Any]] = {
    "a script at the start": catalogue(OpenAction=script),
    "a page at the start, and then a script": catalogue(
        OpenAction=lambda: D(S=N.GoTo, D=pikepdf.Array([0]), Next=script())
    ),
    "scripts by name": catalogue(Names=lambda: D(JavaScript=D(Names=pikepdf.Array([pikepdf.String("x"), script()])))),
    "a script on closing": catalogue(AA=lambda: D(WC=script())),
    "a script that is only pointed at": lambda pdf: pdf.Root.__setitem__("/X", pdf.make_indirect(script())),
    "a program": noted(A=D(S=N.Launch, F=pikepdf.String("cmd.exe"))),
    "a form that is sent": noted(A=D(S=N.SubmitForm, F=pikepdf.String("https://x.example"))),
    "another file to open": catalogue(OpenAction=lambda: D(S=N.GoToR, F=pikepdf.String("//server/share"))),
    "a form of the second kind": catalogue(AcroForm=lambda: D(XFA=pikepdf.String("<xdp/>"))),
    "a file hidden inside": lambda pdf: pdf.attachments.__setitem__("run.exe", b"MZ"),
    "a film": noted(Subtype=N.RichMedia),
}


@pytest.mark.parametrize("what", RUNS)
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "packed"])
def test_a_pdf_that_could_do_something_is_refused(what: str, packed: bool) -> None:
    """Also when what it does is packed into a stream of objects, where no search for words would find it."""
    mode = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable
    refused(paper(RUNS[what], object_stream_mode=mode), "document_runs")


def test_a_pdf_that_only_opens_at_a_page_or_names_a_website_is_taken() -> None:
    """The test above could pass with everything refused; this one could not."""
    opening = catalogue(OpenAction=lambda: pikepdf.Array([0, N.Fit]))
    assert clean("a.pdf", paper(opening)).media_type == PDF
    link = noted(A=D(S=N.URI, URI=pikepdf.String("https://example.org")))
    assert clean("a.pdf", paper(link)).media_type == PDF


def test_a_pdf_with_a_password_and_one_that_anybody_may_open() -> None:
    lock = pikepdf.Encryption(owner="theirs", user="theirs")
    refused(paper(encryption=lock), "document_locked")
    opened = clean("a.pdf", paper(encryption=pikepdf.Encryption(owner="theirs", user="")))
    with pikepdf.open(io.BytesIO(opened.content)) as pdf:
        assert not pdf.is_encrypted


@pytest.mark.parametrize(
    "held",
    [
        b"<!DOCTYPE html><p>hello",
        b"  <svg onload=alert(1)>",
        b"words, and then <script>alert(1)</script>",
        b"#!/bin/sh\nrm -rf /",
        b'<?xml version="1.0"?><x/>',
        "<html>".encode("utf-16"),
    ],
)
def test_text_that_something_would_run_is_refused(held: bytes) -> None:
    refused(held, "document_runs", "note.txt")


OFFICE = io.BytesIO()
with zipfile.ZipFile(OFFICE, "w") as archive:
    archive.writestr("word/document.xml", "<w/>")


@pytest.mark.parametrize(
    "held",
    [OFFICE.getvalue(), b"MZ\x90\x00\x03", b"\x7fELF\x02\x01", b"GIF89a\x01\x00\x01\x00\x00",
     b"RIFF\x24\x00\x00\x00WEBP", b"\x00\x00\x00\x18ftypheic", bytes(range(256))],
)  # fmt: skip
def test_anything_else_is_refused_whatever_it_is_called(held: bytes) -> None:
    for name in ("a.pdf", "a.jpg", "a.txt"):
        refused(held, "document_kind", name)


@pytest.mark.parametrize("held", [b"", b" \n\t ", b"\x0b\x0c", b"\xfe\xff", b"\xef\xbb\xbf", "\n ".encode("utf-16")])
def test_nothing(held: bytes) -> None:
    refused(held, "document_empty")


def test_too_big_in_bytes_and_in_points_and_in_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    refused(b"x" * (documents.MOST_BYTES + 1), "document_too_big")
    assert clean("a.txt", b"x" * documents.MOST_BYTES)
    # Few bytes that would unfold to a wall of points.
    wall = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(wall, "PNG")
    assert len(wall.getvalue()) < 100_000
    refused(wall.getvalue(), "document_too_big")
    monkeypatch.setattr(documents, "MOST_PAGES", 2)
    refused(paper(pages=3), "document_too_big")
    assert clean("a.pdf", paper(pages=2))


@pytest.mark.parametrize(
    "whole", [photo(), photo("PNG"), paper(), paper(with_photo)], ids=["jpeg", "png", "pdf", "photo"]
)
def test_files_that_are_cut_or_spoiled_never_fall_over(whole: bytes) -> None:
    """Either something that can be read comes back, or a kind no."""
    chance = random.Random(4)
    for _ in range(60):
        held = bytearray(whole[: chance.randrange(9, len(whole))] if chance.random() < 0.5 else whole)
        for _ in range(chance.randrange(0, 20)):
            held[chance.randrange(9, len(held))] = chance.randrange(256) if len(held) > 9 else 0
        try:
            kept = clean("a", bytes(held))
        except NotTaken as no:
            assert no.because.startswith("document_")
        else:
            assert documents.kind_of(kept.content) == kept.media_type


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_at_all(held: bytes) -> None:
    try:
        kept = clean("a", held)
    except NotTaken:
        return
    assert kept.media_type == TEXT and kept.content.decode()

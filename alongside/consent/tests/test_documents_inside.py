"""Each thing in a document that is refused or taken out, one at a time, and where the limits lie."""

from __future__ import annotations

import codecs
import io
from typing import Any

import pikepdf
import pytest
from PIL import Image

from alongside.consent.rules import documents
from alongside.consent.rules.documents import JPEG, PDF, clean, without_extras
from alongside.consent.tests.attachments import WHERE, D, N, catalogue, noted, paper, photo, refused, script


def kept(**entries: Any) -> pikepdf.Pdf:
    """What is kept of a PDF whose first dictionary has these entries."""
    made = {key: (lambda value=value: value) for key, value in entries.items()}
    return pikepdf.open(io.BytesIO(clean("a.pdf", paper(catalogue(**made))).content))


def test_the_limits_and_the_kinds() -> None:
    found = documents.MOST_BYTES, documents.MOST_PIXELS, documents.MOST_PAGES, documents.MOST_OBJECTS
    assert found == (5_000_000, 50_000_000, 300, 100_000)
    assert documents.ENDINGS == {
        "application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png", "text/plain": ".txt",
    }  # fmt: skip


def test_each_limit_to_the_last_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "MOST_PIXELS", 80 * 60)
    assert clean("a.jpg", photo())
    monkeypatch.setattr(documents, "MOST_PIXELS", 80 * 60 - 1)
    refused(photo(), "document_too_big")
    with pikepdf.open(io.BytesIO(paper())) as pdf:
        objects = len(pdf.objects)
    monkeypatch.setattr(documents, "MOST_OBJECTS", objects)
    assert clean("a.pdf", paper())
    monkeypatch.setattr(documents, "MOST_OBJECTS", objects - 1)
    refused(paper(), "document_too_big")
    monkeypatch.undo()
    monkeypatch.setattr(documents, "MOST_BYTES", len(paper()))
    assert clean("a.pdf", paper())
    refused(paper() + b"\n% what is not kept of it", "document_too_big")  # also what would be little afterwards
    # What is kept may be longer than what was sent.
    monkeypatch.setattr(documents, "MOST_BYTES", 100)
    assert clean("a.txt", ("é" * 50).encode("cp1252"))
    refused(("é" * 50 + "e").encode("cp1252"), "document_too_big")


# --- PDF --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["JS", "JavaScript", "XFA", "EmbeddedFiles", "EmbeddedFile", "EF", "RichMedia", "AA"])
def test_each_key_that_runs_or_hides_something(key: str) -> None:
    refused(paper(catalogue(**{key: D})), "document_runs")


@pytest.mark.parametrize("action", [
    "JavaScript", "Launch", "SubmitForm", "ImportData", "GoToR", "GoToE", "Rendition", "RichMediaExecute", "Movie",
    "Sound", "GoTo3DView",
])  # fmt: skip
def test_each_action_that_does_more_than_turn_a_page(action: str) -> None:
    refused(paper(noted(A=D(S=pikepdf.Name(f"/{action}")))), "document_runs")


@pytest.mark.parametrize("type", ["EmbeddedFile", "Filespec"])
def test_each_type_that_is_a_file(type: str) -> None:
    refused(paper(catalogue(X=lambda: D(Type=pikepdf.Name(f"/{type}")))), "document_runs")


@pytest.mark.parametrize("subtype", ["FileAttachment", "RichMedia", "Screen", "Movie", "Sound", "3D"])
def test_each_note_that_plays_something(subtype: str) -> None:
    refused(paper(noted(Subtype=pikepdf.Name(f"/{subtype}"))), "document_runs")


@pytest.mark.parametrize("key", ["Metadata", "PieceInfo", "LastModified", "SpiderInfo", "Thumb"])
def test_each_thing_that_programs_leave_behind(key: str) -> None:
    with kept(Kept=D({f"/{key}": pikepdf.String("inside")})) as pdf:
        assert f"/{key}" not in pdf.Root.Kept
        assert "/Info" not in pdf.trailer


@pytest.mark.parametrize("start", [pikepdf.Array([0, N.Fit]), D(S=N.GoTo, D=pikepdf.Array([0]))])
def test_opening_at_a_page_is_taken_out(start: Any) -> None:
    with kept(OpenAction=start) as pdf:
        assert "/OpenAction" not in pdf.Root


def test_opening_with_anything_else_is_refused() -> None:
    for start in (D(), pikepdf.String("x"), D(S=N.URI), D(S=N.GoTo, Next=D(S=N.URI)), script()):
        refused(paper(catalogue(OpenAction=lambda start=start: start)), "document_runs")
    refused(paper(catalogue(X=lambda: D(OpenAction=pikepdf.Array([0])))), "document_runs")  # not where one opens


def test_the_same_paper_gives_the_same_file() -> None:
    assert clean("a.pdf", paper()).content == clean("a.pdf", paper()).content
    with kept() as pdf:  # no number that says when, or on which machine, it was written
        assert bytes(pdf.trailer.ID[1]).hex() == "31415926535897932384626433832795"


def test_what_a_page_does_not_draw_is_gone() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Resources = D(XObject=D(Unused=pdf.make_stream(WHERE, Type=N.XObject, Subtype=N.Form)))
        pdf.pages[0].Contents = pdf.make_stream(b"q Q")

    with pikepdf.open(io.BytesIO(clean("a.pdf", paper(change)).content)) as pdf:
        streams = [thing.read_bytes() for thing in pdf.objects if isinstance(thing, pikepdf.Stream)]
    assert streams and not any(WHERE in each for each in streams)


class Fault(Warning):
    """A warning that somebody turned into an error."""


@pytest.mark.parametrize(
    ("held", "opens", "fault", "because"),
    [
        *[(photo(), (documents.Image, "open"), fault, "document_broken") for fault in (OSError, ValueError, SyntaxError, Fault)],
        (photo(), (documents.Image, "open"), Image.DecompressionBombError, "document_too_big"),
        (photo(), (documents.Image, "open"), Image.DecompressionBombWarning, "document_too_big"),
        *[(paper(), (documents.pikepdf, "open"), fault, "document_broken")
          for fault in (pikepdf.PdfError, RuntimeError, ValueError, TypeError, RecursionError)],
        (paper(), (documents.pikepdf, "open"), pikepdf.PasswordError, "document_locked"),
    ],
)  # fmt: skip
def test_whatever_a_library_stumbles_over_is_a_kind_no(
    monkeypatch: pytest.MonkeyPatch, held: bytes, opens: tuple[Any, str], fault: type[Exception], because: str
) -> None:
    def stumbles(*_given: Any, **_how: Any) -> None:
        raise fault

    monkeypatch.setattr(*opens, stumbles)
    refused(held, because)


@pytest.mark.parametrize(
    "wrap", [lambda inner: pikepdf.Array([inner]), lambda inner: D(X=inner)], ids=["list", "dictionary"]
)
def test_what_stands_deep_inside_is_found_and_too_deep_is_broken(wrap: Any) -> None:
    def deep(levels: int, inner: Any) -> bytes:
        for _ in range(levels):
            inner = wrap(inner)
        return paper(catalogue(X=lambda: inner))

    assert clean("a.pdf", deep(48, D(S=N.URI))).media_type == PDF
    refused(deep(48, script()), "document_runs")
    refused(deep(49, D(S=N.URI)), "document_broken")


@pytest.mark.parametrize("filters", [N.DCTDecode, pikepdf.Array([N.DCTDecode])], ids=["one", "list of one"])
def test_a_photo_in_a_pdf_however_it_is_named(filters: Any) -> None:
    assert b"shelter" not in _inside(filters, N.Image, photo())


def test_what_is_no_photo_in_a_pdf_stays_as_it_is() -> None:
    assert _inside(N.DCTDecode, N.Form, photo()) == photo()  # no picture that is drawn
    twice = pikepdf.Array([N.ASCIIHexDecode, N.DCTDecode])
    assert _inside(twice, N.Image, photo().hex().encode() + b">") == photo().hex().encode() + b">"
    assert _inside(None, N.Image, photo()) == photo()


def _inside(filters: Any, subtype: Any, held: bytes) -> bytes:
    """What is kept of a stream in a PDF, as it stands in the file."""

    def change(pdf: pikepdf.Pdf) -> None:
        stream = pdf.make_stream(b"")
        stream.write(held, filter=filters)
        if filters is not None:
            stream.Filter = filters  # a list of one as well
        stream.Type, stream.Subtype = N.XObject, subtype
        pdf.pages[0].Resources = D(XObject=D(Im0=stream))
        pdf.pages[0].Contents = pdf.make_stream(b"/Im0 Do")

    made = paper(change, compress_streams=False)
    with pikepdf.open(io.BytesIO(clean("a.pdf", made).content)) as pdf:
        stream = pdf.pages[0].Resources.XObject.Im0
        return stream.read_raw_bytes() if filters is not None else stream.read_bytes()


# --- pictures ---------------------------------------------------------------------------------------------------------


def part(marker: int, words: bytes) -> bytes:
    return bytes([0xFF, marker]) + (len(words) + 2).to_bytes(2, "big") + words


@pytest.mark.parametrize("marker", [0xE1, 0xE2, 0xED, 0xEF, 0xFE])
def test_each_note_of_a_photo_is_taken_out(marker: int) -> None:
    before, after, rest = part(0xE0, b"JFIF"), part(0xDB, b"q" * 300), b"\xff\xda\x00\x02drawn\xff\xd9"
    held = b"\xff\xd8" + before + part(marker, WHERE * 9) + after + rest
    assert without_extras(held) == b"\xff\xd8" + before + after + rest


def test_a_long_note_is_taken_out_whole() -> None:
    assert (
        without_extras(b"\xff\xd8" + part(0xE1, WHERE * 90) + b"\xff\xda\x00\x02drawn")
        == b"\xff\xd8\xff\xda\x00\x02drawn"
    )


@pytest.mark.parametrize("begins", [b"\xff\xda\x00\x02", b"\x00\xe0\x00\x02"], ids=["the picture", "no part"])
def test_what_is_drawn_stays_also_where_it_looks_like_a_note(begins: bytes) -> None:
    held = b"\xff\xd8" + part(0xE0, b"JFIF") + begins + part(0xE1, b"no note: drawn")
    assert without_extras(held) == held


@pytest.mark.parametrize("marker", [0xE0, 0xEE, 0xDB, 0xC0, 0xF0, 0xFD])
def test_what_the_picture_needs_stays(marker: int) -> None:
    held = b"\xff\xd8" + part(marker, b"x" * 20) + b"\xff\xda\x00\x02drawn" + part(0xE1, b"no note: drawn")
    assert without_extras(held) == held


def test_a_photo_that_ends_early_or_is_none_stays_as_it_is() -> None:
    for held in (b"\xff\xd8", b"\xff\xd8\xff\xe1\x00", b"\xff\xd8words\xff\xe1\x00\x04xx"):
        assert without_extras(held) == held
    assert without_extras(b"\xff\xd8\xff\xe1\x00\x02") == b"\xff\xd8"


@pytest.mark.parametrize(
    ("mode", "drawn"),
    [("L", "L"), ("1", "L"), ("I;16", "L"), ("I", "L"), ("F", "L"), ("RGBA", "RGBA"), ("LA", "RGBA"), ("PA", "RGBA"),
     ("P", "RGBA"), ("La", "RGBA"), ("RGBa", "RGBA"), ("RGB", "RGB"), ("CMYK", "RGB")],
)  # fmt: skip
def test_how_each_kind_of_colours_is_drawn(mode: str, drawn: str) -> None:
    assert documents._colours(mode) == drawn


@pytest.mark.parametrize("mode", ["RGBA", "L", "P"])
def test_a_png_keeps_its_colours(mode: str) -> None:
    with (
        Image.open(io.BytesIO(clean("a.png", photo("PNG", mode=mode)).content)) as after,
        Image.open(io.BytesIO(photo("PNG", mode=mode))) as before,
    ):
        assert after.mode == documents._colours(mode)
        assert after.tobytes() == before.convert(after.mode).tobytes()


def test_a_jpeg_is_drawn_as_finely_as_we_say_and_in_colours() -> None:
    fine, out = clean("a.jpg", photo(mode="L")), io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "JPEG", quality=88)
    with Image.open(io.BytesIO(fine.content)) as picture, Image.open(out) as usual:
        assert (picture.mode, picture.quantization) == ("RGB", usual.quantization)


def test_only_what_begins_as_a_whole_picture_or_paper_is_one() -> None:
    assert clean("a", b"\xff\xd8 words").media_type == "text/plain"
    refused(b"\x89PNG\r\n words\x1a", "document_kind")
    assert clean("a", b"%PDF is a word here").media_type == "text/plain"
    assert clean("a", photo()).media_type == JPEG
    refused(photo()[:200], "document_broken")
    refused(photo("PNG")[:60], "document_broken")
    refused(paper()[:60], "document_broken")


# --- text -------------------------------------------------------------------------------------------------------------


def test_each_sign_that_no_text_has() -> None:
    for code in range(32):
        if chr(code) in "\t\n\x0c\r":
            assert clean("a", b"a" + bytes([code]) + b"b")
        else:
            refused(b"a" + bytes([code]) + b"b", "document_kind")
    refused(b"a\x7fb", "document_kind")
    assert clean("a", b"a~b")


@pytest.mark.parametrize("word", [
    "!doctype", "html", "head", "body", "script", "svg", "iframe", "object", "embed", "meta", "link", "form", "?xml",
])  # fmt: skip
def test_each_word_that_a_browser_would_take_up(word: str) -> None:
    for written in (f"a <{word}>", f"<{word.upper()} x=1>", f"< \n{word}/"):
        refused(written.encode(), "document_runs")
    assert clean("a", f"a <{word}s> b".encode())


def test_text_in_each_way_of_writing() -> None:
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        assert clean("a", mark + "Ève".encode(encoding)).content.decode() == "Ève"
        refused(mark + "E\x01e".encode(encoding), "document_kind")
        refused(mark + "Ève".encode(encoding) + b"x", "document_kind")  # half a sign
    refused(b"\x81", "document_kind")  # no sign in any of them
    refused(b"  #!/bin/sh", "document_runs")
    assert clean("a", b"words #!/bin/sh").content == b"words #!/bin/sh"

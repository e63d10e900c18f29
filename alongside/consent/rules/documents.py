"""What somebody outside may send: PDF, JPEG, PNG or text, known by what it holds and not by its name.

``clean`` gives back what is kept. Pictures are drawn anew, so that nothing but the picture goes along: no place, no
camera, no earlier version, nothing hidden behind it. Of a PDF the whole inside is looked at: what could run, open or
send something is refused; who wrote it with what, and what stood in it before, is taken out. Nothing here reads a file,
a clock or the network.
"""

from __future__ import annotations

import codecs
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
from PIL import Image, ImageOps

MOST_BYTES = 5_000_000
MOST_PIXELS = 50_000_000
MOST_PAGES = 300
MOST_OBJECTS = 100_000  # inside one PDF
LONGEST_NAME = 100

PDF, JPEG, PNG, TEXT = "application/pdf", "image/jpeg", "image/png", "text/plain"
ENDINGS = {PDF: ".pdf", JPEG: ".jpg", PNG: ".png", TEXT: ".txt"}


class NotTaken(ValueError):
    """A document that is not kept; ``because`` is a code of ``consent.terms.NotSent``."""

    def __init__(self, because: str) -> None:
        super().__init__(because)
        self.because = because


@dataclass(frozen=True)
class Cleaned:
    """What is kept of a document."""

    name: str
    media_type: str
    content: bytes


def clean(name: str, held: bytes) -> Cleaned:
    """What is kept of a document called ``name`` that holds ``held``.

    Raises NotTaken: ``document_empty``, ``document_too_big``, ``document_kind`` (neither PDF, JPEG, PNG nor text),
    ``document_runs`` (something in it could run, open or send something), ``document_locked`` (a password),
    ``document_broken``.
    """
    if not held.strip():
        raise NotTaken("document_empty")
    if len(held) > MOST_BYTES:
        raise NotTaken("document_too_big")
    media_type = kind_of(held)
    content = _CLEANERS[media_type](held)
    if len(content) > MOST_BYTES:
        raise NotTaken("document_too_big")
    return Cleaned(named(name, media_type), media_type, content)


def kind_of(held: bytes) -> str:
    """PDF, JPEG, PNG or text, by its first bytes. Raises NotTaken (``document_kind``) for anything else."""
    if held.startswith(b"%PDF-"):
        return PDF
    if held.startswith(b"\xff\xd8\xff"):
        return JPEG
    if held.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    return TEXT


def named(name: str, media_type: str) -> str:
    """A name that is safe to show and to save under: no folders, no hidden or turning signs, the ending of its kind."""
    last = re.split(r"[/\\]", name)[-1]
    shown = "".join(sign for sign in unicodedata.normalize("NFC", last) if unicodedata.category(sign)[0] != "C")
    stem = re.sub(r"\s+", " ", re.sub(r"\.[A-Za-z0-9]{1,5}$", "", shown)).strip(" .")
    return f"{stem[:LONGEST_NAME].strip() or 'document'}{ENDINGS[media_type]}"


# --- text -------------------------------------------------------------------------------------------------------------

# Text that a browser or a system would take for something that runs.
_MARKUP = re.compile(r"<\s*(!doctype|html|head|body|script|svg|iframe|object|embed|meta|link|form|\?xml)\b", re.I)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def _clean_text(held: bytes) -> bytes:
    marks = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    for encoding in ("utf-16",) if held[:2] in marks else ("utf-8-sig", "cp1252"):
        try:
            text = held.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _CONTROLS.search(text):
            break
        if not text.strip():  # nothing but a mark of how it is written
            raise NotTaken("document_empty")
        if text.lstrip().startswith("#!") or _MARKUP.search(text):
            raise NotTaken("document_runs")
        return text.encode()
    raise NotTaken("document_kind")


# --- pictures ---------------------------------------------------------------------------------------------------------


def _clean_picture(held: bytes, kind: str) -> bytes:
    try:
        with Image.open(io.BytesIO(held), formats=[kind]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise NotTaken("document_too_big")
            upright = ImageOps.exif_transpose(picture)
            drawn = upright.convert("RGB" if kind == "JPEG" else _colours(upright.mode))
        fresh = Image.frombytes(drawn.mode, drawn.size, drawn.tobytes())  # the picture alone, without what it carried
        out = io.BytesIO()
        fresh.save(out, kind, **({"quality": 88} if kind == "JPEG" else {"optimize": True}))
    except NotTaken:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as problem:
        raise NotTaken("document_too_big") from problem
    except (OSError, ValueError, SyntaxError, Warning) as problem:
        raise NotTaken("document_broken") from problem
    return out.getvalue()


def _colours(mode: str) -> str:
    if mode in ("L", "1", "I;16", "I", "F"):
        return "L"
    return "RGBA" if mode in ("RGBA", "LA", "PA", "P", "La", "RGBa") else "RGB"


# --- PDF --------------------------------------------------------------------------------------------------------------

# Keys and kinds of action that run something, open something else, send something, or hide a file.
_RUNS = frozenset({
    "/JS", "/JavaScript", "/XFA", "/EmbeddedFiles", "/EmbeddedFile", "/EF", "/RichMedia", "/AA", "/OpenAction",
})  # fmt: skip
_ACTIONS = frozenset({
    "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition", "/RichMediaExecute",
    "/Movie", "/Sound", "/GoTo3DView",
})  # fmt: skip
_TYPES = frozenset({"/EmbeddedFile", "/Filespec"})
_SUBTYPES = frozenset({"/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"})
# Who made it with what, and what programs leave behind.
_LEFT_BEHIND = ("/Metadata", "/PieceInfo", "/LastModified", "/SpiderInfo", "/Thumb")


def _clean_pdf(held: bytes) -> bytes:
    try:
        with pikepdf.open(io.BytesIO(held)) as pdf:
            if len(pdf.pages) > MOST_PAGES or len(pdf.objects) > MOST_OBJECTS:
                raise NotTaken("document_too_big")
            _harmless_start(pdf)
            for thing in pdf.objects:
                _look_at(thing)
                _take_out(thing)
            if "/Info" in pdf.trailer:
                del pdf.trailer["/Info"]
            pdf.remove_unreferenced_resources()
            out = io.BytesIO()
            # Written anew: what stood in earlier versions of the file, and what nothing points at, is left out.
            pdf.save(out, static_id=True)
    except NotTaken:
        raise
    except pikepdf.PasswordError as problem:
        raise NotTaken("document_locked") from problem
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, RecursionError) as problem:
        raise NotTaken("document_broken") from problem
    return out.getvalue()


def _harmless_start(pdf: pikepdf.Pdf) -> None:
    """Opening at a page is harmless and usual; that alone is taken out instead of being refused."""
    start = pdf.Root.get("/OpenAction")
    opens_at_a_page = isinstance(start, pikepdf.Array) or (
        isinstance(start, pikepdf.Dictionary) and str(start.get("/S", "")) == "/GoTo" and "/Next" not in start
    )
    if opens_at_a_page:
        del pdf.Root["/OpenAction"]


def _look_at(thing: Any) -> None:
    """Raises NotTaken (``document_runs``) when something in it could run, open or send something."""
    for found in _dictionaries(thing):
        keys = {str(key) for key in found.keys()}  # noqa: SIM118 - pikepdf's own, with its names
        if keys & _RUNS:
            raise NotTaken("document_runs")
        said = {name: str(found.get(name, "")) for name in ("/S", "/Type", "/Subtype")}
        if said["/S"] in _ACTIONS or said["/Type"] in _TYPES or said["/Subtype"] in _SUBTYPES:
            raise NotTaken("document_runs")


def _take_out(thing: Any) -> None:
    for found in _dictionaries(thing):
        for name in _LEFT_BEHIND:
            if name in found:
                del found[name]
    if isinstance(thing, pikepdf.Stream) and str(thing.get("/Subtype", "")) == "/Image":
        filters = thing.get("/Filter")
        names = [str(each) for each in filters] if isinstance(filters, pikepdf.Array) else [str(filters)]
        if names == ["/DCTDecode"]:
            thing.write(without_extras(thing.read_raw_bytes()), filter=pikepdf.Name.DCTDecode)


def _dictionaries(thing: Any, depth: int = 0) -> Iterator[Any]:
    """This dictionary and those that stand directly in it; what it only points at comes by itself."""
    if depth > 50:
        raise NotTaken("document_broken")
    if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        yield thing
        inner = [thing[key] for key in thing.keys()]  # noqa: SIM118
    elif isinstance(thing, pikepdf.Array):
        inner = list(thing)
    else:
        return
    for each in inner:
        if isinstance(each, pikepdf.Object) and not each.is_indirect:
            yield from _dictionaries(each, depth + 1)


def without_extras(picture: bytes) -> bytes:
    """A JPEG without its notes: place, camera, comments, small pictures of itself. What is drawn stays as it was."""
    kept, at = bytearray(picture[:2]), 2
    while at + 4 <= len(picture) and picture[at] == 0xFF:
        marker = picture[at + 1]
        if marker == 0xDA:  # from here on it is the picture itself
            break
        size = 2 + int.from_bytes(picture[at + 2 : at + 4], "big")
        extra = marker == 0xFE or (0xE1 <= marker <= 0xEF and marker != 0xEE)  # 0xEE says how colours are kept
        if not extra:
            kept += picture[at : at + size]
        at += size
    return bytes(kept + picture[at:])


_CLEANERS = {
    PDF: _clean_pdf,
    JPEG: lambda held: _clean_picture(held, "JPEG"),
    PNG: lambda held: _clean_picture(held, "PNG"),
    TEXT: _clean_text,
}

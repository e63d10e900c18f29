"""Pictures and papers as somebody outside might send them, with what they carry along; and how a no is looked for."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from PIL import Image, PngImagePlugin

from alongside.consent.rules.documents import NotTaken, clean

D, N = pikepdf.Dictionary, pikepdf.Name
WHERE = b"43 deg 39 min north"


def photo(kind: str = "JPEG", size: tuple[int, int] = (80, 60), *, turned: bool = False, mode: str = "RGB") -> bytes:
    """A picture with a place, a camera and a comment in it."""
    picture = Image.new("RGB", size)
    picture.putdata([(x * 3 % 256, y * 5 % 256, 90) for y in range(size[1]) for x in range(size[0])])
    picture = Image.new("I;16", size, 40_000) if mode == "I;16" else picture.convert(mode)
    out = io.BytesIO()
    if kind == "PNG":
        notes = PngImagePlugin.PngInfo()
        notes.add_text("Comment", WHERE.decode())
        notes.add_itxt("XML:com.adobe.xmp", f"<x>{WHERE.decode()}</x>")
        picture.save(out, "PNG", pnginfo=notes)
        return out.getvalue()
    exif = Image.Exif()
    exif[0x010F] = "camera of the shelter"
    exif.get_ifd(0x8825)[29] = WHERE.decode()
    if turned:
        exif[0x0112] = 6
    picture.save(out, "JPEG", exif=exif, comment=WHERE, xmp=b"<x>" + WHERE + b"</x>")
    return out.getvalue()


def paper(change: Callable[[pikepdf.Pdf], Any] = lambda pdf: None, *, pages: int = 1, **how: Any) -> bytes:
    """A PDF of so many pages, changed by ``change``, with somebody's name in it."""
    pdf = pikepdf.new()
    for _ in range(pages):
        pdf.add_blank_page()
    page = pdf.pages[0]
    page.Contents = pdf.make_stream(b"BT /F1 12 Tf (Seen on Tuesday) Tj ET")
    with pdf.open_metadata() as said:
        said["dc:creator"] = [WHERE.decode()]
    pdf.docinfo["/Author"] = WHERE.decode()
    change(pdf)
    out = io.BytesIO()
    pdf.save(out, **how)
    return out.getvalue()


def refused(held: bytes, because: str, name: str = "paper.pdf") -> None:
    with pytest.raises(NotTaken) as no:
        clean(name, held)
    assert no.value.because == str(no.value) == because


def catalogue(**entries: Callable[[], Any]) -> Callable[[pikepdf.Pdf], None]:
    """A PDF whose first dictionary has these entries."""

    def change(pdf: pikepdf.Pdf) -> None:
        for key, make in entries.items():
            pdf.Root[f"/{key}"] = make()

    return change


def noted(**entries: Any) -> Callable[[pikepdf.Pdf], None]:
    """A PDF with a note on its first page that has these entries."""

    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0]["/Annots"] = pikepdf.Array([D(Type=N.Annot, **{"Subtype": N.Link, **entries})])

    return change


def script() -> pikepdf.Dictionary:
    return D(S=N.JavaScript, JS=pikepdf.String("app.alert(1)"))

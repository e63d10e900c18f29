"""A document of headings, paragraphs and tables as a PDF file: plain Python, the fonts that every reader has.

A report of a few pages needs no layout engine. What it needs is that somebody who listens to it finds headings,
paragraphs and the heads of each table's rows and columns: so the file is tagged (PDF 1.7, ISO 32000-1, 14.7 and 14.8),
says its language and its title. Letters outside of Windows-1252 have no sign in these fonts and are shown as their
nearest plain letter, else as a question mark; the CSV file has them all. The same document gives the same bytes.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, MARGIN = 595.0, 842.0, 56.0  # A4, in points of 1/72 inch
ROOM = WIDTH - 2 * MARGIN
# Widths of Helvetica in thousandths of the size, " " to "~" (Adobe Core 14 AFM); letters with accents are as wide.
_PLAIN = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
)  # fmt: skip
_BOLDER = 1.07  # Helvetica-Bold is at most so much wider; a little room too much does no harm


@dataclass(frozen=True)
class Heading:
    """A heading of the first or second order."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Paragraph:
    """A paragraph."""

    text: str


@dataclass(frozen=True)
class Grid:
    """A table: its caption, the heads of its columns, rows whose first cell names them."""

    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


Block = Heading | Paragraph | Grid


def document(title: str, language: str, blocks: Sequence[Block]) -> bytes:
    """The file. ``language`` such as "fr-CA"."""
    page = _Pages()
    for block in blocks:
        if isinstance(block, Grid):
            page.grid(block)
        elif isinstance(block, Heading):
            tag, size = ("H1", 18) if block.level == 1 else ("H2", 13)
            page.lines(tag, block.text, size, bold=True, above=14)
        else:
            page.lines("P", block.text, 10, above=5)
    return page.file(title, language)


def fitting(text: str) -> str:
    """``text`` in letters that the fonts have."""
    text = text.translate({0x2265: ">=", 0x2264: "<=", 0x2212: "-", 0x202F: " ", 0x2011: "-"})
    found = []
    for letter in text:
        try:
            letter.encode("cp1252")
            found.append(letter)
        except UnicodeEncodeError:
            plain = unicodedata.normalize("NFKD", letter).encode("ascii", "ignore").decode()
            found.append(plain or "?")
    return "".join(found)


def _wide(text: str, size: float, bold: bool) -> float:
    total = 0
    for letter in text:
        plain = unicodedata.normalize("NFD", letter)[0]
        total += _PLAIN[ord(plain) - 32] if " " <= plain <= "~" else 1000 if plain in "—…‰Œ" else 556
    return total * size / 1000 * (_BOLDER if bold else 1)


def wrapped(text: str, room: float, size: float, bold: bool = False) -> list[str]:
    """``text`` in lines no wider than ``room``; a word that is wider alone is broken."""
    lines, line = [], ""
    for word in fitting(text).replace("\n", " ").split(" "):
        whole = f"{line} {word}" if line else word
        if _wide(whole, size, bold) <= room:
            line = whole
            continue
        if line:
            lines.append(line)
        while _wide(word, size, bold) > room:
            cut = next(n for n in range(len(word), 0, -1) if n == 1 or _wide(word[:n], size, bold) <= room)
            lines.append(word[:cut])
            word = word[cut:]
        line = word
    return [*lines, line]


class _Pages:
    """Writes from above to below, and keeps for each piece of text where it stands in the structure."""

    def __init__(self) -> None:
        self.content: list[list[str]] = []
        self.marked: list[list[int]] = []  # for each page, which element each of its pieces belongs to
        # tag, parent, (page, piece), scope; the first one holds all others
        self.elements: list[tuple[str, int, list[tuple[int, int]], str]] = [("Document", -1, [], "")]
        self.y = 0.0
        self._turn()

    def _turn(self) -> None:
        self.content.append([])
        self.marked.append([])
        self.y = HEIGHT - MARGIN

    def _need(self, high: float) -> None:
        if self.y - high < MARGIN:
            self._turn()

    def _element(self, tag: str, parent: int = 0, scope: str = "") -> int:
        self.elements.append((tag, parent, [], scope))
        return len(self.elements) - 1

    def _write(self, element: int, x: float, y: float, lines: Sequence[str], size: float, bold: bool) -> None:
        page = len(self.content) - 1
        piece = len(self.marked[page])
        self.marked[page].append(element)
        self.elements[element][2].append((page, piece))
        said = " T* ".join(f"({_escaped(line)} ) Tj" for line in lines)
        tag, font = self.elements[element][0], "B" if bold else "R"
        self.content[page].append(
            f"/{tag} <</MCID {piece}>> BDC BT /{font} {size:g} Tf {size * 1.3:g} TL {x:.1f} {y:.1f} Td {said} ET EMC"
        )

    def lines(self, tag: str, text: str, size: float, *, bold: bool = False, above: float = 0) -> None:
        """A heading or a paragraph; one that is longer than a page goes on on the next."""
        element, left = self._element(tag), wrapped(text, ROOM, size, bold)
        self._need(above + size * 1.3 * (min(len(left), 3) + (4 if bold else 0)))
        self.y -= above
        while left:
            fits = max(1, int((self.y - MARGIN) / (size * 1.3)))
            now, left = left[:fits], left[fits:]
            self._write(element, MARGIN, self.y - size, now, size, bold)
            self.y -= size * 1.3 * len(now)
            if left:
                self._turn()

    def grid(self, block: Grid) -> None:
        """A table, row by row; no row is cut by the end of a page."""
        self.lines("P", block.caption, 10, bold=True, above=8)
        across = _columns(block)
        table = self._element("Table")
        self._row(table, block.columns, across, head=True)
        for row in block.rows:
            self._row(table, row, across)
        self.y -= 4

    def _row(self, table: int, cells: Sequence[str], across: Sequence[float], head: bool = False) -> None:
        size = 9.0
        made = [wrapped(cell, wide - 6, size, head) for cell, wide in zip(cells, across, strict=True)]
        high = max(len(lines) for lines in made) * size * 1.3 + 5
        self._need(high)
        row, x = self._element("TR", table), MARGIN
        for n, (lines, wide) in enumerate(zip(made, across, strict=True)):
            heads = head or n == 0
            cell = self._element("TH" if heads else "TD", row, ("Column" if head else "Row") if heads else "")
            self._write(cell, x, self.y - size - 2, lines, size, head)
            x += wide
        self.y -= high
        self.content[-1].append(f"/Artifact BMC 0.6 G 0.5 w {MARGIN:g} {self.y:.1f} m {x:.1f} {self.y:.1f} l S EMC")

    def file(self, title: str, language: str) -> bytes:
        """All objects, with the structure tree that says what is a heading and what a cell."""
        pages = len(self.content)
        first_page, first_element = 6, 6 + 2 * pages
        root, tree = first_element - 1 + len(self.elements) + 1, first_element + len(self.elements) + 1
        out: list[str | bytes] = [
            f"<</Type/Catalog/Pages 2 0 R/Lang ({language})/MarkInfo<</Marked true>>/StructTreeRoot {root} 0 R"
            "/ViewerPreferences<</DisplayDocTitle true>>>>",
            f"<</Type/Pages/Count {pages}/Kids[{' '.join(f'{first_page + 2 * n} 0 R' for n in range(pages))}]>>",
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>",
            f"<</Title <feff{title.encode('utf-16-be').hex()}>>>",
        ]
        for n, lines in enumerate(self.content):
            stream = "\n".join(lines).encode("cp1252")
            out.append(
                f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDTH:g} {HEIGHT:g}]/Resources<</Font<</R 3 0 R/B 4 0 R>>>>"
                f"/Contents {first_page + 2 * n + 1} 0 R/StructParents {n}/Tabs/S>>"
            )
            out.append(b"<</Length %d>>stream\n%b\nendstream" % (len(stream), stream))
        children: dict[int, list[int]] = {}
        for n, (_tag, parent, _places, _scope) in enumerate(self.elements):
            children.setdefault(parent, []).append(n)
        for n, (tag, parent, places, scope) in enumerate(self.elements):
            kids = [f"{first_element + child} 0 R" for child in children.get(n, [])]
            kids += [f"<</Type/MCR/Pg {first_page + 2 * page} 0 R/MCID {piece}>>" for page, piece in places]
            above = root if parent < 0 else first_element + parent
            said = f"/A<</O/Table/Scope/{scope}>>" if scope else ""
            out.append(f"<</Type/StructElem/S/{tag}/P {above} 0 R{said}/K[{' '.join(kids)}]>>")
        top = " ".join(f"{first_element + n} 0 R" for n in children.get(-1, []))
        out.append(f"<</Type/StructTreeRoot/K[{top}]/ParentTree {tree} 0 R/ParentTreeNextKey {pages}>>")
        nums = " ".join(
            f"{n} [{' '.join(f'{first_element + each} 0 R' for each in held)}]" for n, held in enumerate(self.marked)
        )
        out.append(f"<</Nums[{nums}]>>")
        return _joined(out)


def _columns(block: Grid) -> list[float]:
    """Widths by what stands in them: each at least its longest word, the rest by their text."""
    wanted = []
    for n, head in enumerate(block.columns):
        cells = [fitting(head), *(fitting(row[n]) for row in block.rows)]
        word = max((_wide(part, 9, True) for cell in cells for part in cell.split(" ")), default=0) + 8
        wanted.append((word, max(max(_wide(cell, 9, True) for cell in cells) + 8, word)))
    least = sum(word for word, _whole in wanted)
    if least >= ROOM:
        return [ROOM * word / least for word, _whole in wanted]
    more = sum(whole - word for word, whole in wanted)
    share = min(1.0, (ROOM - least) / more) if more else 0.0
    return [word + (whole - word) * share for word, whole in wanted]


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _joined(objects: Sequence[str | bytes]) -> bytes:
    """The objects from number 1 on, where each begins, and the end."""
    whole, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", []
    for n, held in enumerate(objects, 1):
        places.append(len(whole))
        body = held if isinstance(held, bytes) else held.encode("cp1252")
        whole += b"%d 0 obj\n%b\nendobj\n" % (n, body)
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    return whole + (
        f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<</Size {size}/Root 1 0 R/Info 5 0 R>>\n"
        f"startxref\n{len(whole)}\n%%EOF\n"
    ).encode("ascii")

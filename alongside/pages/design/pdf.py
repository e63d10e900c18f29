"""A document of headings, paragraphs and tables as a PDF file, set by Typst (https://typst.app/docs/reference/pdf/).

Typst tags what it sets, so that whoever listens to the file finds headings, paragraphs and the heads of columns; and it
brings its fonts along: the same document gives the same bytes on every machine. What is written goes in as data, and
never is a command.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

LAYOUT = """
#let told = json(bytes(sys.inputs.told))
#set document(title: told.title, date: none)
#set page(paper: "us-letter", margin: 20mm, numbering: "1 / 1")
#set text(lang: told.language, region: told.region, size: 10pt, hyphenate: false)
#set table(stroke: (x, y) => (bottom: 0.5pt + luma(150)), inset: (x: 4pt, y: 5pt), align: left)
#show heading: set block(above: 1.4em, below: 0.7em)
#show figure: set block(breakable: true)
#show figure: set align(left)
#show figure.caption: it => align(left, strong(it.body))
#set figure.caption(position: top)
#for block in told.blocks {
  if block.kind == "heading" { heading(level: block.level, block.text) }
  else if block.kind == "paragraph" { par(block.text) }
  else {
    figure(
      kind: table, supplement: none, numbering: none, caption: block.caption,
      table(
        columns: (2fr,) + (1fr,) * (block.columns.len() - 1),
        table.header(..block.columns.map(each => strong(each))),
        ..block.rows.map(row => (strong(row.first()), ..row.slice(1))).flatten(),
      ),
    )
  }
}
"""


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
    import typst  # 80 MB that no other page needs

    spoken, _dash, region = language.partition("-")
    told = {"title": title, "language": spoken, "region": region or None, "blocks": [_told(block) for block in blocks]}
    return typst.compile(
        LAYOUT.encode(), format="pdf", ignore_system_fonts=True, timestamp=0, sys_inputs={"told": json.dumps(told)}
    )


def _told(block: Block) -> dict[str, object]:
    match block:
        case Heading():
            return {"kind": "heading", "level": block.level, "text": block.text}
        case Paragraph():
            return {"kind": "paragraph", "text": block.text}
        case Grid():
            rows = [list(row) for row in block.rows]
            return {"kind": "grid", "caption": block.caption, "columns": list(block.columns), "rows": rows}

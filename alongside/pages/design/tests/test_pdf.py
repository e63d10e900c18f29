"""A report as a PDF file: tagged, in its language, the same each time, and its words are never commands."""

from __future__ import annotations

import io
from collections import Counter

import pikepdf

from alongside.pages.design import pdf
from tests.tagged import elements

TITLE = "Ce qu’il en est (2026)"
BLOCKS = [
    pdf.Heading("What came of it", 1),
    pdf.Paragraph("Nobody is named (nor found) in it. " * 120),
    pdf.Heading("PHQ-9"),
    pdf.Grid("Scores", ["When", "Mean at ≥ 10"], [[f"after {n} months", f"1{n % 10},3 (4)"] for n in range(70)]),
]


def test_it_says_its_language_its_title_its_headings_and_its_heads_and_is_the_same_each_time() -> None:
    made = pdf.document(TITLE, "fr-CA", BLOCKS)
    assert made == pdf.document(TITLE, "fr-CA", BLOCKS)
    with pikepdf.open(io.BytesIO(made)) as file:
        assert file.Root.Lang == "fr-CA" and file.docinfo.Title == TITLE
        assert len(file.pages) >= 3
    found = list(elements(made))
    tags = Counter(tag for tag, _title in found)
    assert [title for _tag, title in found if title] == ["What came of it", "PHQ-9"]
    assert tags["H1"] == tags["H2"] == tags["Table"] == tags["Caption"] == 1
    assert tags["TR"] == 71 and tags["TH"] == 2 and tags["TD"] == 140


def test_words_are_words_whatever_they_look_like_and_strange_letters_stop_nothing() -> None:
    odd = r'#panic("no") $x$ *bold* _thin_ @nobody <label> \ " // = heading ᐃ Đ ş 中'
    made = pdf.document(odd, "en", [pdf.Heading(odd, 1), pdf.Paragraph(odd), pdf.Grid(odd, [odd, odd], [[odd, odd]])])
    found = list(elements(made))
    assert [title for tag, title in found if tag == "H1"] == [odd]
    with pikepdf.open(io.BytesIO(made)) as file:
        assert file.docinfo.Title == odd

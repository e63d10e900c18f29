"""A report as a PDF file: whole, tagged, readable for eyes and ears, and the same each time."""

from __future__ import annotations

import re

from alongside.pages.design import pdf

BLOCKS = [
    pdf.Heading("What came of it", 1),
    pdf.Paragraph("Nobody is named (nor found) in it. " * 120),
    pdf.Heading("PHQ-9"),
    pdf.Grid("Scores", ["When", "Mean at ≥ 10"], [[f"after {n} months", f"1{n % 10},3 (4)"] for n in range(70)]),
]


def test_every_object_stands_where_the_table_says_and_long_tables_turn_the_page() -> None:
    made = pdf.document("Ce qu’il en est (2026)", "fr-CA", BLOCKS)
    assert made == pdf.document("Ce qu’il en est (2026)", "fr-CA", BLOCKS)
    start = int(re.search(rb"startxref\n(\d+)\n%%EOF\n$", made)[1])  # type: ignore[index]
    places = [int(place) for place in re.findall(rb"(\d{10}) 00000 n ", made[start:])]
    for number, place in enumerate(places, 1):
        assert made[place:].startswith(b"%d 0 obj\n" % number)
    named = {int(number) for number in re.findall(rb"(\d+) 0 R", made)}
    assert named <= set(range(1, len(places) + 1))
    pages = made.count(b"/Type/Page/")
    assert pages >= 3 and b"/Count %d/" % pages in made
    assert b"/Lang (fr-CA)" in made and b"/Marked true" in made
    assert "Ce qu’il en est (2026)".encode("utf-16-be").hex().encode() in made
    for number, length in re.findall(rb"(\d+) 0 obj\n<</Length (\d+)>>stream\n", made):
        begins = made.index(b"stream\n", places[int(number) - 1]) + 7
        assert made[begins + int(length) :].startswith(b"\nendstream")


def test_each_piece_of_text_belongs_to_one_element_and_heads_are_heads() -> None:
    made = pdf.document("A report", "en", BLOCKS)
    streams = [stream for _n, stream in re.findall(rb"/Length (\d+)>>stream\n(.*?)\nendstream", made, re.S)]
    pieces = [len(re.findall(rb"/MCID \d+>> BDC", stream)) for stream in streams]
    told = [len(row.split(b"0 R")) - 1 for row in re.findall(rb"\d+ \[([^\]]*)\]", made[made.index(b"/Nums[") :])]
    assert told == pieces and min(pieces) > 0
    assert made.count(b"/S/TR/") == 71 and made.count(b"/Scope/Column") == 2 and made.count(b"/Scope/Row") == 70
    assert (
        made.count(b"/S/H1/") == made.count(b"/S/H2/") == made.count(b"/S/Table/") == made.count(b"/S/Document/") == 1
    )


def test_lines_fit_and_no_letter_is_lost_without_a_sign() -> None:
    words = "Nobody " * 90 + "x" * 400
    lines = pdf.wrapped(words, 300, 10)
    assert "".join(lines).replace(" ", "") == words.replace(" ", "")
    assert max(pdf._wide(line, 10, False) for line in lines) <= 300
    assert pdf.fitting("Œuvre à “Mère” ≥ 10 – ᐃ Đ ş") == "Œuvre à “Mère” >= 10 – ? ? s"
    # Marks of the format inside a text stay text.
    made = pdf.document("T", "en", [pdf.Paragraph(r"a (b) \ c")])
    assert rb"(a \(b\) \\ c ) Tj" in made

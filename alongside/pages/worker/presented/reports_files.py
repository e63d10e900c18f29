"""A report as files: a PDF to read, a CSV to count with. Both hold what the page holds, and nothing it keeps back."""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from alongside.evaluation.rules.reporting import CLASSES, Report
from alongside.pages.design import pdf
from alongside.pages.worker.presented.reports import Section

Parts = Sequence[tuple[str, Sequence[Section]]]
HEAD = ("part", "place", "measure", "scale", "when", "figure", "value")


def as_pdf(title: str, language: str, lead: str, sections: Parts, limits: Sequence[str]) -> bytes:
    """``sections``: parts of the report with their headings; what it cannot show stands before the figures."""
    blocks: list[pdf.Block] = [pdf.Heading(title, 1), pdf.Paragraph(lead), pdf.Heading(_("How to read it"))]
    blocks += [pdf.Paragraph(f"• {limit}") for limit in limits]
    for heading, held in sections:
        blocks.append(pdf.Heading(heading, 1))
        for section in held:
            blocks += [pdf.Heading(section.heading), pdf.Paragraph(section.about)]
            blocks += [pdf.Grid(table.caption, table.columns, table.rows) for table in section.tables]
    return pdf.document(title, language, blocks)


def as_csv(report: Report, titles: Mapping[str, str], limits: Sequence[str]) -> bytes:
    """One figure on each line, names of columns and figures in English in every language; nothing: not told."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEAD)
    for row in _figures(report):
        writer.writerow([_harmless(cell) for cell in row])
    for (instrument, scale), said in sorted(report.scales.items()):
        if (instrument, scale) in report.measures:
            told = {
                "title": titles.get(instrument, instrument), "construct": said.construct, "better": said.better,
                "cut_off": said.cut, "s_diff": said.s_diff, "points": said.points, "r": said.r, "r_type": said.r_type,
                "sd": said.sd, "source": said.source,
            }  # fmt: skip
            for figure, value in told.items():
                cells = ("definition", "", instrument, scale, "", figure, _plain(value))
                writer.writerow([_harmless(cell) for cell in cells])
    for limit in limits:
        writer.writerow(["limit", "", "", "", "", "", _harmless(limit)])
    return ("﻿" + out.getvalue()).encode("utf-8")


def _figures(report: Report) -> list[tuple[str, ...]]:
    def place(agency: uuid.UUID | None) -> str:
        return report.places.get(agency, "") if agency is not None else "all"

    rows: list[tuple[str, ...]] = []
    for score in report.scores:
        of = ("scores", place(score.agency), score.instrument, score.scale, score.wave)
        values = ("families", "n", "mean", "sd", "with_cut", "above")
        # As the page shows them: exact means of two months and their n would give the score of whoever came between.
        rows += [(*of, name, _plain(_rounded(getattr(score, name)))) for name in values]
    for change in report.changes:
        of = ("change", place(change.agency), change.instrument, change.scale, change.until or "latest")
        rows += [(*of, name, _plain(getattr(change, name))) for name in ("families", "n", *CLASSES)]
    for dose in report.dose:
        of = ("meetings", place(dose.agency), "", "", dose.since.isoformat())
        rows += [(*of, name, _plain(getattr(dose, name))) for name in ("families", "meetings", "minutes", "months")]
    for stay in report.staying:
        of = ("staying", place(stay.agency), "", "", f"{stay.months} months")
        rows += [(*of, name, _plain(getattr(stay, name))) for name in ("began", "there")]
    return rows


def _rounded(value: float | None) -> float | None:
    return round(value, 1) if isinstance(value, float) else value


def _plain(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.4f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def _harmless(cell: str) -> str:
    """A spreadsheet takes a cell that begins so for a formula; an apostrophe keeps it a word. Numbers stay numbers."""
    begins = cell[:1] in ("=", "@", "\t", "\r") or (cell[:1] in ("+", "-") and not cell[1:2].isdigit())
    return f"'{cell}" if begins else cell

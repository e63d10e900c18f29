"""Days are written in one way on every page: through ``pages/design/days.py``, which knows the French *1er*."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils import translation

from alongside.pages.design.days import date_format

PAGES = Path(__file__).resolve().parents[2] / "alongside" / "pages"
FIRST, SECOND = date(2026, 3, 1), date(2026, 3, 2)


@pytest.mark.parametrize(
    ("language", "day", "format", "words"),
    [
        ("fr-ca", FIRST, "DATE_FORMAT", "1er mars 2026"),
        ("fr-ca", SECOND, "DATE_FORMAT", "2 mars 2026"),
        ("fr-ca", date(2026, 3, 11), "DATE_FORMAT", "11 mars 2026"),
        ("fr-ca", FIRST, "l j F", "dimanche 1er mars"),
        ("fr-ca", FIRST, r"\j j", "j 1er"),
        ("fr-ca", FIRST, "F Y", "mars 2026"),
        ("en", FIRST, "DATE_FORMAT", "1 March 2026"),
    ],
)
def test_the_first_of_a_month(language: str, day: date, format: str, words: str) -> None:
    with translation.override(language):
        assert date_format(day, format) == words
        shown = Template("{% load design %}{{ day|date:format }}").render(Context({"day": day, "format": format}))
        assert shown == words


def test_an_instant_is_the_day_it_is_where_the_programme_is() -> None:
    """Three in the morning of the first in Greenwich is still the last of February here."""
    template = Template("{% load design %}{{ at|date:'DATE_FORMAT' }}|{{ none|date:'DATE_FORMAT' }}")
    with translation.override("fr-ca"):
        shown = template.render(Context({"at": datetime(2026, 3, 1, 3, tzinfo=UTC), "none": None}))
    assert shown == "28 février 2026|"


def test_no_page_writes_a_day_in_another_way() -> None:
    for path in PAGES.rglob("*.py"):
        if path.name != "days.py" or path.parent.name != "design":
            assert not re.search(r"from django\.utils\.formats import .*date_format", path.read_text()), path
    for path in PAGES.rglob("*.html"):
        text = path.read_text()
        if re.search(r"\|date\b", text):
            assert re.search(r"{% load [^%]*\bdesign\b", text), path

"""Days are written in one way on every page: through ``pages/design/days.py``, which knows the French *1er*."""

from __future__ import annotations

import ast
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


# Where a day may be taken of an instant as it is, and why.
OF_AN_INSTANT = {
    "families/actions/insisting.py": "asks first whether it has a time zone",
    "pages/design/fields.py": "asks first whether it has a time zone",
    "families/rules/contact.py": "is given the time where she is",
    "stewardship/demonstration/__init__.py": "the machine's own day; the loader gives the programme's",
}


def takes_a_day_as_it_is(call: ast.Call) -> bool:
    """``at.date()``, ``row.recorded_at.date()``, ``who["at"].date()``, ``now().date()``, ``date.today()``: in Greenwich."""
    if not isinstance(call.func, ast.Attribute) or call.args:
        return False
    of = call.func.value
    if call.func.attr == "today":
        return isinstance(of, ast.Name) and of.id in ("date", "datetime")
    if call.func.attr != "date":
        return False
    if isinstance(of, ast.Call):
        return isinstance(of.func, ast.Attribute) and of.func.attr in ("now", "utcnow")
    if isinstance(of, ast.Subscript):
        of = of.slice
    name = {ast.Name: "id", ast.Attribute: "attr", ast.Constant: "value"}.get(type(of), "")
    return bool(re.fullmatch(r"(\w+_)?(at|now)|value|when|instant", str(getattr(of, name, ""))))


def test_the_day_of_an_instant_is_the_day_it_is_where_the_programme_is() -> None:
    """At eight in the evening in Toronto it is tomorrow in Greenwich: ``timezone.localdate(at)`` knows."""
    found = []
    for path in PAGES.parent.rglob("*.py"):
        where = path.relative_to(PAGES.parent).as_posix()
        if "tests" not in path.parts and where not in OF_AN_INSTANT:
            tree = ast.walk(ast.parse(path.read_text()))
            found += [
                (where, each.lineno) for each in tree if isinstance(each, ast.Call) and takes_a_day_as_it_is(each)
            ]
    assert found == []
    assert all((PAGES.parent / where).is_file() for where in OF_AN_INSTANT)

"""Numbers to call: from the programme's own file, with where they were read; none that nobody checked."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.test import Client, override_settings

from alongside.project import help_lines
from tests.pages.her_page.steps import inside

FILE = """
[[line]]
name = "Line for women"
name_fr = "Ligne pour les femmes"
number = "555 0100"
says = "Free. <b>Day</b> and night."
source = "https://example.org/call-us"
checked_on = 2026-11-20

[[line]]
name = "Our own line"
number = "+1 (416) 555-0123"
source = "our own telephone"
checked_on = 2026-11-21
"""


def written(folder: Path, text: str = FILE) -> str:
    path = folder / "numbers.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_file_says_each_with_where_and_when_it_was_read(tmp_path: Path) -> None:
    first, second = help_lines.read(written(tmp_path))
    assert (first.dial, first.source, first.checked_on) == (
        "tel:5550100",
        "https://example.org/call-us",
        date(2026, 11, 20),
    )
    assert (first.name_in("fr-ca"), first.says_in("fr-ca")) == ("Ligne pour les femmes", "Free. <b>Day</b> and night.")
    assert (second.dial, second.name_in("fr-ca"), second.says_in("en")) == ("tel:+14165550123", "Our own line", "")
    assert help_lines.read("") == ()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('source = "https://example.org/call-us"', 'source = " "', "source is missing"),
        ("checked_on = 2026-11-20", "", "checked_on is missing"),
        ("checked_on = 2026-11-20", 'checked_on = "last year"', "checked_on is missing"),
        ('"555 0100"', '"ask us"', "no number"),
        ('name = "Line for women"', "", "name is missing"),
        ("[[line]]", "[[line", "numbers.toml"),
    ],
)
def test_one_that_nobody_checked_is_not_shown(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in FILE
    with pytest.raises(help_lines.BadHelpLines, match=told):
        help_lines.read(written(tmp_path, FILE.replace(old, new, 1)))


@pytest.mark.usefixtures("committing", "no_tries_before")
def test_what_stays_private_and_safe_here_name_them_and_none_by_itself(tmp_path: Path, called: str) -> None:
    assert "tel:" not in Client().get("/my/private/").text
    with override_settings(HELP_LINES=help_lines.read(written(tmp_path))):
        page = Client().get("/my/private/").text
        assert '<a href="tel:5550100">555 0100</a>' in page and "Line for women" in page and "If it cannot wait" in page
        assert "&lt;b&gt;Day" in page and "example.org" not in page
        french = Client(headers={"accept-language": "fr-ca"}).get("/my/private/").text
        assert "Ligne pour les femmes" in french and "Si cela ne peut pas attendre" in french
        assert "tel:5550100" in inside(called).get("/my/safe/").text
    assert "tel:" not in inside(called).get("/my/safe/").text

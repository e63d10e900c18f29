"""The French catalogue holds every string that people read, says it in French, and is compiled."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from pathlib import Path

import polib
import pytest
from django.utils import translation

from alongside.project.commands import messages
from tests.databases import ROOT

NAME = "fr_CA"
# Texts of three words or more that are truly the same in both languages. None so far.
SAME_IN_FRENCH: frozenset[str] = frozenset()
# Patterns for days, in letters of Django's ``date``.
PATTERNS = frozenset({"M Y", "j M Y", "j M Y, H:i:s", "l, j F Y"})
WORD = re.compile(r"[A-Za-zÀ-ÿ’'-]{2,}")
PLACE = re.compile(r"%\(\w+\)[sd]|%[sd]|</?\w+>|\|")
# What French never has: a plain space before ; : ? ! or inside « ».
LOOSE = re.compile(r" [;:?!»]|« |\w[?!;](?=\s|$)")


def said(entry: polib.POEntry) -> list[str]:
    """The French of an entry: one text, or the singular and the plural."""
    return [entry.msgstr, *entry.msgstr_plural.values()] if not entry.msgid_plural else [*entry.msgstr_plural.values()]


def entries() -> list[polib.POEntry]:
    return [entry for entry in polib.pofile(str(messages.catalogue(NAME))) if not entry.obsolete]


def left_in_english(entry: polib.POEntry) -> bool:
    """A text of three words or more that says the same in both languages."""
    plain = PLACE.sub(" ", entry.msgid)
    return len(WORD.findall(plain)) >= 3 and entry.msgid not in SAME_IN_FRENCH and entry.msgid in said(entry)


def places_differ(entry: polib.POEntry) -> bool:
    """A place to fill, a tag or a divider is missing or new; in a plural pair either English form may be followed."""
    wanted = {tuple(sorted(PLACE.findall(english))) for english in (entry.msgid, entry.msgid_plural or entry.msgid)}
    return any(tuple(sorted(PLACE.findall(french))) not in wanted for french in said(entry))


def edges_differ(entry: polib.POEntry) -> bool:
    """Spaces at the beginning or end hold sentences together; they stay. The one before a colon is French alone."""

    def edges(text: str) -> tuple[str, str]:
        inside = text.strip(" \n")
        return text[: text.index(inside)], text[text.index(inside) + len(inside) :]

    return any(edges(french) != edges(entry.msgid) for french in said(entry))


def first_letter(text: str) -> str:
    """The letter with which a text begins; "" when it begins with a place to fill or a number."""
    first = text.lstrip("“«( \xa0")[:1]
    return first if first.isalpha() else ""


def raised(entry: polib.POEntry) -> bool:
    """A label that stands in the middle of sentences begins with a capital, or the other way round."""
    english = first_letter(entry.msgid)
    if not english or entry.msgid in PATTERNS:
        return False
    return any(first and first.islower() != english.islower() for first in map(first_letter, said(entry)))


def loose(entry: polib.POEntry) -> bool:
    return any(LOOSE.search(french) or "'" in french for french in said(entry))


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the catalogue that a test may spoil."""
    copy = tmp_path / "django.po"
    for kind in (".po", ".mo"):
        copy.with_suffix(kind).write_bytes(messages.catalogue(NAME).with_suffix(kind).read_bytes())
    monkeypatch.setattr(messages, "catalogue", lambda name: copy)
    return copy


def test_every_string_has_its_french_and_is_compiled() -> None:
    assert messages._check(NAME, messages.collect()) == []


def test_a_new_string_is_noticed(copied: Path) -> None:
    found = messages.collect() | {messages.Message("A string that nobody has translated"): ["somewhere.html"]}
    assert [p for p in messages._check(NAME, found) if "nobody has translated" in p]


def _emptied(po: polib.POFile) -> None:
    next(entry for entry in po if entry.msgid == "Her team").msgstr = ""


def _taken_out(po: polib.POFile) -> None:
    po.remove(next(entry for entry in po if entry.msgid == "Her team"))


@pytest.mark.parametrize("spoil", [_emptied, _taken_out])
def test_a_string_without_french_is_noticed(copied: Path, spoil: Callable[[polib.POFile], None]) -> None:
    po = polib.pofile(str(copied))
    spoil(po)
    po.save(str(copied))
    assert [p for p in messages._check(NAME, messages.collect()) if "'Her team'" in p]


def test_no_words_to_translate_stand_within_a_string_where_nobody_collects_them() -> None:
    """The collector of words reads no call inside an f-string: its English would stand on every French page."""
    calls = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}
    found = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in sorted((ROOT / "alongside").rglob("*.py"))
        for text in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in calls
    ]
    assert found == []


def test_a_catalogue_that_was_not_compiled_is_noticed(copied: Path) -> None:
    po = polib.pofile(str(copied))
    next(entry for entry in po if entry.msgid == "Her team").msgstr = "Son équipe à elle"
    po.save(str(copied))
    assert [p for p in messages._check(NAME, messages.collect()) if "not compiled" in p]


@pytest.mark.parametrize("fault", [left_in_english, places_differ, edges_differ, raised, loose])
def test_french_reads_as_french(fault: Callable[[polib.POEntry], bool]) -> None:
    assert [entry.msgid for entry in entries() if fault(entry)] == []


@pytest.mark.parametrize(
    ("fault", "english", "french"),
    [
        (left_in_english, "Nothing is written down.", "Nothing is written down."),
        (places_differ, "since %(day)s", "depuis"),
        (places_differ, "Notes: <bdi>%(name)s</bdi>", "Notes : %(name)s"),
        (places_differ, "When|Who", "Quand, qui"),
        (edges_differ, " and ", "et"),
        (raised, "with us", "Avec nous"),
        (raised, "Her team", "son équipe"),
        (loose, "Why?", "Pourquoi ?"),
        (loose, "Why?", "Pourquoi?"),
        (loose, "the year", "l'année"),
    ],
)
def test_a_fault_is_noticed(fault: Callable[[polib.POEntry], bool], english: str, french: str) -> None:
    assert fault(polib.POEntry(msgid=english, msgstr=french))


@pytest.mark.parametrize(
    "english",
    ["This field is required.", "This password is too common.", "Sign In", "Incorrect code.", "Recovery Codes"],
)
def test_what_django_and_the_sign_in_say_is_french_too(english: str) -> None:
    with translation.override("fr-ca"):
        assert translation.gettext(english) != english

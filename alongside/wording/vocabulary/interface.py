"""The words of our own screens before the council: which are shown, and which were sent back. Plain Python.

`council.toml` says where our own texts stand with a council; `alongside wording --project` refuses to ship one that was
sent back. A programme's own council reviews texts on the page; when such a text is one of ours, the page says so.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent.parent
COUNCIL = HERE / "council.toml"
CATALOGUE = HERE.parent / "locale" / "fr_CA" / "LC_MESSAGES" / "django.po"
STATUSES = ("waiting", "agreed", "sent_back")
ENOUGH_WORDS = 3  # a line of fewer words ("Sign in") is not known again inside a longer text

_ENTRY = re.compile(r'^(?P<key>msgid|msgid_plural|msgstr(?:\[\d\])?) (?P<text>(?:"(?:[^"\\]|\\.)*"\n?)+)', re.MULTILINE)
_PIECE = re.compile(r'"((?:[^"\\]|\\.)*)"')


class CouncilFileError(Exception):
    """`council.toml` cannot be understood; the message names the entry and says why."""


@dataclass(frozen=True, slots=True)
class OwnText:
    """One of our texts as the council saw it. `on`: the day it was looked at; `said`: the council's words."""

    text: str
    language: str
    status: str
    on: date | None
    said: str


def entries(source: str) -> Iterator[tuple[str, str, int, int]]:
    """(key, message, begin, end) of every string in a catalogue (.po), in order; positions are those of the entry."""
    for entry in _ENTRY.finditer(source):
        said = "".join(ast.literal_eval(f'"{piece}"') for piece in _PIECE.findall(entry["text"]))
        yield entry["key"], said, entry.start(), entry.end()


@cache
def shown(catalogue: Path = CATALOGUE) -> dict[str, frozenset[str]]:
    """Every text of our screens, by language: the catalogue holds each English one beside its French."""
    found: dict[str, set[str]] = {"en": set(), "fr": set()}
    for key, said, _, _ in entries(catalogue.read_text(encoding="utf-8")):
        found["fr" if key.startswith("msgstr") else "en"].add(_plain(said))
    return {language: frozenset(texts - {""}) for language, texts in found.items()}


def shown_lines(body: str, language: str, of: dict[str, frozenset[str]] | None = None) -> list[str]:
    """The lines of a council's text that stand on our screens, word for word (spaces apart)."""
    texts = (of or shown()).get(language[:2], frozenset())
    if _plain(body) in texts:
        return [_plain(body)]
    lines = [_plain(line) for line in body.splitlines()]
    return [line for line in lines if line in texts and len(line.split()) >= ENOUGH_WORDS]


def own_texts(file: Path = COUNCIL) -> list[OwnText]:
    """Our texts and where each stands. Raises CouncilFileError."""
    return [_own_text(number, entry) for number, entry in enumerate(_read(file), 1)]


def cannot_ship(texts: list[OwnText], of: dict[str, frozenset[str]]) -> list[str]:
    """Why our texts cannot go out as they are, a sentence each: sent back and still shown, or changed since."""
    problems = []
    for one in texts:
        still = _plain(one.text) in of.get(one.language, frozenset())
        if one.status == "sent_back" and still:
            problems.append(f"“{one.text}” was sent back by the council and is still shown. They said: {one.said}")
        if one.status != "sent_back" and not still:
            problems.append(f"“{one.text}” is not shown any more. Put the text that took its place to the council.")
    return problems


def _plain(text: str) -> str:
    return " ".join(text.split())


def _read(file: Path) -> list[dict[str, object]]:
    try:
        found: list[dict[str, object]] = tomllib.loads(file.read_text(encoding="utf-8")).get("text", [])
    except tomllib.TOMLDecodeError as problem:
        raise CouncilFileError(f"{file.name}: {problem}") from problem
    return found


def _own_text(number: int, entry: dict[str, object]) -> OwnText:
    where = f"{COUNCIL.name}, text {number}"
    text, language, status = (str(entry.get(key, "")) for key in ("text", "language", "status"))
    on, said = entry.get("on"), str(entry.get("said", ""))
    if not text.strip() or language not in ("en", "fr") or status not in STATUSES:
        raise CouncilFileError(f"{where}: needs text, language (en or fr) and status ({', '.join(STATUSES)})")
    if status != "waiting" and not isinstance(on, date):
        raise CouncilFileError(f"{where}: on which day did the council look at it?")
    if status == "sent_back" and not said.strip():
        raise CouncilFileError(f"{where}: what did the council say?")
    return OwnText(text, language, status, on if isinstance(on, date) else None, said)

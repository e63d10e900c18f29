"""Whom a woman can call when it cannot wait: numbers that the programme itself keeps, each with where it was read.

No number comes with Alongside: numbers change, and a wrong one is worse than none. The file that
``ALONGSIDE_HELP_LINES`` names is TOML, one ``[[line]]`` for each::

    [[line]]
    name = "Line for women, day and night"
    name_fr = "Ligne pour les femmes, jour et nuit"     # may be missing: then the other one is shown
    number = "555-0100"
    says = "Free. You need not say your name."          # may be missing
    says_fr = "Gratuite. Pas besoin de dire votre nom."
    source = "https://example.org/call-us"              # where the number was read
    checked_on = 2026-11-20                             # on which day
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

_NUMBER = re.compile(r"\+?[0-9][0-9 ()./-]*")
_TEXTS = ("name", "number", "source")


class BadHelpLines(ValueError):
    """The file does not say what it must say; the text names the place."""


@dataclass(frozen=True)
class HelpLine:
    """One number to call. ``names`` and ``says``: language ("en", "fr") -> words; ``source``: where it was read."""

    names: dict[str, str]
    number: str
    says: dict[str, str]
    source: str
    checked_on: date

    @property
    def dial(self) -> str:
        """What a telephone dials."""
        return "tel:" + re.sub(r"[^0-9+]", "", self.number)

    def name_in(self, language: str) -> str:
        """Its name for whoever reads this language ("fr-ca")."""
        return self.names.get(language[:2], self.names["en"])

    def says_in(self, language: str) -> str:
        """What is good to know of it."""
        return self.says.get(language[:2], self.says.get("en", ""))


def read(path: str) -> tuple[HelpLine, ...]:
    """The numbers of this file, in its order; none where no file is named. Raises BadHelpLines, OSError."""
    if not path:
        return ()
    try:
        data = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise BadHelpLines(f"{path}: {wrong}") from wrong
    return tuple(_line(f"{path}, line {n}", each) for n, each in enumerate(data.get("line", ()), start=1))


def _line(place: str, given: dict[str, Any]) -> HelpLine:
    missing = [name for name in _TEXTS if not str(given.get(name, "")).strip()]
    if missing or not isinstance(given.get("checked_on"), date):
        raise BadHelpLines(f"{place}: {', '.join(missing) or 'checked_on'} is missing")
    number = str(given["number"]).strip()
    if not _NUMBER.fullmatch(number):
        raise BadHelpLines(f"{place}: {number!r} is no number that can be called")
    return HelpLine(_words(given, "name"), number, _words(given, "says"), str(given["source"]), given["checked_on"])


def _words(given: dict[str, Any], name: str) -> dict[str, str]:
    found = {"en": given.get(name, ""), "fr": given.get(f"{name}_fr", "")}
    return {language: str(words).strip() for language, words in found.items() if str(words).strip()}

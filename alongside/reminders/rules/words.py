"""What a message may say, and words that none may hold. Plain Python."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from functools import cache, lru_cache

from alongside.families.terms import ContentLevel
from alongside.recordkeeping.rules import fold
from alongside.reminders.catalogue import loaded
from alongside.reminders.terms import Kind, Language
from alongside.wording.rules import check

LEVELS = tuple(int(level) for level in ContentLevel)
LANGUAGES = tuple(str(language) for language in Language)
# One part of a text message, in the alphabet of telephones (GSM 03.38) and in any other.
ONE_PART, ONE_PART_OTHERWISE = 160, 70
GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
TWICE = frozenset("^{}\\[~]|€")  # these take two places


def template(kind: str, language: str, level: int) -> str:
    """The words of a kind in a language at a level. Raises KeyError where there are none: tests walk through all."""
    return str(loaded("templates")[Kind(kind).value][Language(language).value][str(int(level))])


def when(language: str, at: datetime, whole_day: bool, day: bool = True) -> str:
    """A day of the week and a time as she reads it, in her local time; without ``day`` the time alone.

    >>> when("fr", datetime(2026, 3, 5, 10, 30), False), when("en", datetime(2026, 3, 5), True)
    ('jeudi 10 h 30', 'Thursday')
    """
    words = loaded("templates")["days"][language]
    name = words["names"][at.weekday()]
    if whole_day:
        return str(name)
    clock = words["time"].format(hour=at.hour, minute=f"{at.minute:02}")
    return str(words["when"].format(day=name, time=clock)) if day else str(clock)


def title(language: str) -> str:
    """The subject of an e-mail, which is read by whoever looks at the screen: a greeting and nothing else."""
    return str(loaded("templates")["days"][language]["title"])


def render(
    kind: str, language: str, level: int, *, at: datetime | None = None, whole_day: bool = False, name: str = "",
    words: str = "", hard: str = "", we_are_called: str = "",
) -> str:  # fmt: skip
    """The message as it would go. What is not known at a level (her name, her own words) is left to the level below.

    ``at`` is in her local time. Level 0 is signed by nobody.
    """
    level = max(LEVELS[0], min(int(level), LEVELS[-1]))
    if level == ContentLevel.HER_WORDS and not words.strip():
        level = ContentLevel.FIRST_NAME_AND_TIME
    if level == ContentLevel.FIRST_NAME_AND_TIME and not name.strip():
        level = ContentLevel.TIME_ONLY
    said = template(kind, language, level)
    if at is not None:
        said = said.replace("{when}", when(language, at, whole_day, day=whole_day or kind != Kind.TODAY))
    for hole, value in (("name", name), ("words", words), ("hard", hard)):
        said = said.replace("{" + hole + "}", value.strip())
    said = " ".join(said.split())
    if level and we_are_called.strip() and said and kind != Kind.HARD:
        said = f"{said} {we_are_called.strip()}"
    return said[:1].upper() + said[1:]


def parts(text: str) -> int:
    """How many parts a text message has. Source: GSM 03.38, 3GPP TS 23.040: 160 and 153 signs, or 70 and 67.

    >>> parts("x" * 160), parts("x" * 161), parts("ê" * 71)
    (1, 2, 2)
    """
    if set(text) <= GSM | TWICE:
        length, one, more = sum(1 + (sign in TWICE) for sign in text), ONE_PART, 153
    else:
        length, one, more = len(text.encode("utf-16-be")) // 2, ONE_PART_OTHERWISE, 67
    return 1 if length <= one else -(-length // more)


def telling(text: str, names: Iterable[str] = ()) -> list[str]:
    """Words in ``text`` that would tell too much: of the list, of what the house advises against, and ``names``.

    ``names``: of agencies and places, of children, surnames of colleagues. A name of one letter is not looked for.

    >>> telling("See you at the Clinic"), telling("Thursday 10:30"), telling("avec ton bebe, au CENTRE")
    (['clinic'], [], ['bebe', 'centre'])
    """
    flat = fold(text)
    found = _pattern().findall(flat) + [hit.text for hit in check(text)]
    return found + _of_names(tuple(names)).findall(flat)


@lru_cache(maxsize=256)
def _of_names(names: tuple[str, ...]) -> re.Pattern[str]:
    """Any of these names, as a whole; nothing at all when there are none."""
    folded = {wanted for name in names if len(wanted := fold(name)) > 1}
    return _any(sorted(folded, key=len, reverse=True), r"(?!\w)")


@cache
def _pattern() -> re.Pattern[str]:
    """The list as one pattern: at the beginning of a word, "=" the whole word, "." anywhere."""
    listed = [word for language in LANGUAGES for word in loaded("sensitive")[language]]
    begins = [re.escape(fold(word)) for word in listed if word[0] not in "=."]
    whole = [rf"{re.escape(fold(word[1:]))}(?!\w)" for word in listed if word[0] == "="]
    anywhere = [rf"{re.escape(word)}(?!\w)" for word in listed if word[0] == "."]
    return re.compile(rf"(?<!\w)(?:{'|'.join(begins + whole)})|{'|'.join(anywhere)}")


def _any(words: list[str], after: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))}){after}" if words else r"(?!)")

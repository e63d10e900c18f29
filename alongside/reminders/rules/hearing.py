"""How what somebody writes back is read. Plain Python; a machine says only what is plain, a person reads the rest."""

from __future__ import annotations

import re
from functools import cache

from alongside.recordkeeping.rules import fold
from alongside.reminders.catalogue import loaded
from alongside.reminders.terms import Meaning

LONGEST = 1_600  # signs kept of one message: ten parts


def meanings(words: str, stop_word: str = "") -> tuple[Meaning, ...]:
    """What the words mean, the weightiest first; ``stop_word`` is one she chose herself.

    Stop and hard words hold together: something hard in which she also says stop does both. Only an answer that is
    nothing else is a yes or a wish for another time.

    >>> [str(m) for m in meanings("ARRÊT!")], [str(m) for m in meanings("1")], [str(m) for m in meanings("who is this")]
    (['stop'], ['yes'], ['not_clear'])
    """
    flat = " ".join(re.sub(r"[^\w\s'-]", " ", fold(words)).split())
    found = []
    if _anywhere(Meaning.HARD, flat) or _anywhere(Meaning.HARD, fold(words)):
        found.append(Meaning.HARD)
    own = fold(stop_word)
    if _says(Meaning.STOP, flat) or (own and re.search(rf"(?<!\w){re.escape(own)}(?!\w)", flat)):
        found.append(Meaning.STOP)
    if not found:
        if _says(Meaning.OTHER_TIME, flat):
            found.append(Meaning.OTHER_TIME)
        elif _says(Meaning.YES, flat):
            found.append(Meaning.YES)
    return tuple(found) or (Meaning.NOT_CLEAR,)


def _says(meaning: Meaning, flat: str) -> bool:
    alone = {fold(word) for word in loaded("hearing")[meaning.value].get("alone", ())}
    return flat in alone or _anywhere(meaning, flat)


def _anywhere(meaning: Meaning, flat: str) -> bool:
    pattern = _pattern(meaning)
    return pattern is not None and pattern.search(flat) is not None


@cache
def _pattern(meaning: Meaning) -> re.Pattern[str] | None:
    """Whole words for what stops or answers; the beginning of a word for what is hard."""
    words = loaded("hearing")[meaning.value].get("anywhere", ())
    if not words:
        return None
    end = "" if meaning == Meaning.HARD else r"(?!\w)"
    return re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(fold(word)) for word in words)}){end}")

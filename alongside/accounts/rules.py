"""Rules of accounts: what she may choose to sign in with, how codes look and are read back. Plain Python."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise

from alongside.accounts.terms import No
from alongside.recordkeeping.rules import Decision, fold

SHORTEST_WORDS, SHORTEST_NAME, LONGEST = 8, 3, 200
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that is taken for another when it is read out
HALF = 6  # letters of each half of a colleague's code: both halves are one of 31**12, about 2**59
MOST_WRONG = 5  # then a colleague's code is over


def plain_code(text: str) -> str:
    """A code as it was meant: typed with or without spaces and dashes, small or large, o for nought."""
    code = re.sub(r"[\s.–—-]+", "", text).upper()
    return code.replace("O", "0") if re.fullmatch(r"[0-9O]+", code) else code


def new_half(choose: Callable[[Sequence[str]], str]) -> str:
    """Half of a colleague's code. ``choose`` picks one of a sequence (``secrets.choice``)."""
    return "".join(choose(LETTERS) for _ in range(HALF))


def read_halves(text: str) -> tuple[str, str] | None:
    """Both halves of a colleague's code as it was meant; ``None`` for anything that is none.

    >>> read_halves("abcdef - ghjkmn")
    ('ABCDEF', 'GHJKMN')
    """
    letters = plain_code(text)
    if len(letters) != 2 * HALF or any(letter not in LETTERS for letter in letters):
        return None
    return letters[:HALF], letters[HALF:]


def check_name(called: str) -> Decision:
    """A name to sign in with: three signs or more. It need not be hers, and nobody else sees it."""
    if len(fold(called)) < SHORTEST_NAME:
        return Decision(False, No.NAME_SHORT)
    return Decision(len(called) <= LONGEST, "" if len(called) <= LONGEST else No.NAME_LONG)


def check_words(words: str, *, called: str) -> Decision:
    """Words or figures that only she knows: long enough, not her name for signing in, not one sign again and again.

    Not a day either: a birthday is what somebody close to her knows.
    """
    kept = fold(words)
    if len(kept.replace(" ", "")) < SHORTEST_WORDS:
        return Decision(False, No.WORDS_SHORT)
    if len(words) > LONGEST:
        return Decision(False, No.WORDS_LONG)
    if called and (fold(called) in kept or kept in fold(called)):
        return Decision(False, No.WORDS_ARE_NAME)
    if _is_a_day(kept) or len(set(kept.replace(" ", ""))) < 4 or _in_a_row(kept):
        return Decision(False, No.WORDS_EASY)
    return Decision(True)


def _is_a_day(text: str) -> bool:
    """Figures that can be read as a day of the last hundred years, in any order, with anything between them."""
    figures = re.sub(r"[\s./,-]+", "", text)
    if not re.fullmatch(r"\d{6}|\d{8}", figures):
        return False
    cuts = [(4, 2, 2), (2, 2, 4)] if len(figures) == 8 else [(2, 2, 2)]
    for first, second, _third in cuts:
        parts = figures[:first], figures[first : first + second], figures[first + second :]
        for year, month, day in (parts, (parts[2], parts[1], parts[0]), (parts[2], parts[0], parts[1])):
            if _day(year, month, day):
                return True
    return False


def _day(year: str, month: str, day: str) -> bool:
    full = [int(year)] if len(year) == 4 else [1900 + int(year), 2000 + int(year)]
    for each in full:
        try:
            date(each, int(month), int(day))
        except ValueError:
            continue
        if 1920 <= each <= 2060:
            return True
    return False


def _in_a_row(text: str) -> bool:
    """12345678, abcdefgh, 87654321."""
    steps = {ord(b) - ord(a) for a, b in pairwise(text)}
    return len(steps) == 1 and steps <= {0, 1, -1}

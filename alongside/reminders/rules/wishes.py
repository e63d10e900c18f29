"""What she says about messages, as it is entered. Plain Python."""

from __future__ import annotations

from collections.abc import Collection

from alongside.families.rules import one_number
from alongside.recordkeeping.rules import Decision
from alongside.reminders.rules.words import telling
from alongside.reminders.terms import CHOSEN, By, Language, Others

LONGEST_WORDS = 40  # signs of her own words for a meeting: it has to fit into one message in any case
LONGEST_HARD = 120  # signs of what is answered when what she wrote sounds hard
LONGEST_STOP = 20


def check_wish(
    *, by: str, wanted: bool, value: str, others: str, language: str, kinds: Collection[str], her_words: str,
    hard_words: str, stop_word: str, names: Collection[str] = (),
) -> tuple[Decision, str]:  # fmt: skip
    """(may it be kept, which field it is about). A no to messages is always kept, whatever else stands there.

    Words that would tell too much are refused here, where she can choose others, and again when a message goes.
    ``value`` is already one number (``families.rules.one_number``) or nothing.
    """
    if not wanted:
        return Decision(True), ""
    wrong = [
        (by not in By.values, "unknown_choice", "by"),
        (not value or one_number(by, value) != value, "value_odd", "value"),
        (language not in Language.values, "unknown_choice", "language"),
        (others == Others.NOT_ASKED or others not in Others.values, "who_else", "others"),
        (by == By.CALL and others == Others.TRUSTED, "not_by_voice", "others"),
        (not set(kinds) <= set(CHOSEN), "unknown_choice", "kinds"),
        (len(her_words) > LONGEST_WORDS, "message_too_long", "her_words"),
        (len(hard_words) > LONGEST_HARD, "message_too_long", "hard_words"),
        (len(stop_word) > LONGEST_STOP, "message_too_long", "stop_word"),
        (bool(telling(her_words, names)), "wording", "her_words"),
        (bool(telling(hard_words, names)), "wording", "hard_words"),
    ]
    for no, because, field in wrong:
        if no:
            return Decision(False, because), field
    return Decision(True), ""

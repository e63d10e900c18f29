"""Whether something may leave, and whether a worry may be written down as reported: every way through the rules."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from alongside.consent.rules.leaving import Told, is_whole, may_be_handed_over, may_leave, may_report, may_step

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
LONGEST = timedelta(days=31)


@pytest.mark.parametrize(
    ("told", "because"),
    [
        (Told(""), "told_needed"),
        (Told("somehow"), "told_needed"),
        (Told("with_her"), ""),
        (Told("told"), ""),
        (Told("not_yet"), "why_not_needed"),
        (Told("not_yet", why_not="law"), ""),
        (Told("agreed"), "told_needed"),  # of a look alone
        (Told("not_yet", why_not="in_her_care"), "why_not_needed"),  # of a look that rests on no signature
        (Told("not_yet", why_not="not_safe", hidden_until=LATER, hidden_why="x"), ""),
        (Told("not_yet", why_not="not_safe", hidden_until=LATER, hidden_why=" "), "until_needed"),
        (Told("not_yet", why_not="law", hidden_until=LATER, hidden_why="x"), "hiding_is_for_safety"),
        (Told("told", why_not="not_safe", hidden_until=LATER, hidden_why="x"), "hiding_is_for_safety"),
        (Told("not_yet", why_not="not_safe", hidden_until=NOW, hidden_why="x"), "hiding_too_long"),
        (Told("not_yet", why_not="not_safe", hidden_until=NOW + LONGEST, hidden_why="x"), ""),
        (
            Told("not_yet", why_not="not_safe", hidden_until=NOW + LONGEST + timedelta(seconds=1), hidden_why="x"),
            "hiding_too_long",
        ),
    ],
)  # fmt: skip
def test_may_leave(told: Told, because: str) -> None:
    decision = may_leave(told, NOW)
    assert (bool(decision), decision.because) == (not because, because)


@pytest.mark.parametrize("why", ["not_safe", "not_reached", "law", "no_time"])
def test_each_reason_why_she_was_not_told_is_one(why: str) -> None:
    assert may_leave(Told("not_yet", why_not=why), NOW)


def test_of_a_look_it_is_enough_that_it_was_agreed_to() -> None:
    assert may_leave(Told("agreed"), NOW, look=True)
    assert may_leave(Told(""), NOW, look=True).because == "told_needed"


@pytest.mark.parametrize("before", ["with_her", "told", "not_yet", ""])
def test_what_goes_into_her_own_hands_is_read_with_her(before: str) -> None:
    decision = may_be_handed_over(Told(before))
    assert (bool(decision), decision.because) == ((True, "") if before == "with_her" else (False, "read_it_with_her"))


@pytest.mark.parametrize(
    ("steps", "because"),
    [
        ((), "say_if_told"),
        (("concern", "consulted"), "say_if_told"),
        (("concern", "told_her"), ""),
        (("concern", "not_told"), ""),
        (("concern", "told_her", "reported"), "reported_already"),
        (("reported",), "reported_already"),
    ],
)
def test_nothing_holds_up_a_report_but_whether_she_was_told(steps: tuple[str, ...], because: str) -> None:
    decision = may_report(steps)
    assert (bool(decision), decision.because) == (not because, because)


@pytest.mark.parametrize(
    ("step", "steps", "words", "why_not", "again", "because"),
    [
        ("concern", (), "x", "", False, ""),
        ("concern", (), "  ", "", False, "words_missing"),
        ("consulted", ("concern",), "x", "", False, ""),
        ("supported", ("reported",), "", "", False, "words_missing"),
        ("not_told", (), "", "", True, "why_not_needed"),
        ("not_told", (), "", "not_safe", False, "again_needed"),
        ("not_told", (), "", "not_safe", True, ""),
        ("reported", ("concern",), "x", "", False, ""),
        ("reported", ("reported",), "x", "", False, "reported_already"),
    ],
)  # fmt: skip
def test_may_step(step: str, steps: tuple[str, ...], words: str, why_not: str, again: bool, because: str) -> None:
    decision = may_step(step, steps, words, why_not, again)
    assert (bool(decision), decision.because) == (not because, because)


@pytest.mark.parametrize(
    ("parts", "because"),
    [
        ([], "nothing_said"),
        ([(" ", "", "")], "nothing_said"),
        ([("good", "", "")], ""),
        ([("", "", "hers")], ""),
        ([("", "hard", "")], "letter_strengths_first"),
        ([("", "hard", "hers")], "letter_strengths_first"),
        ([("", "hard", ""), ("", "", "hers")], "letter_strengths_first"),
        ([("", "hard", ""), ("good", "", "")], ""),
    ],
)
def test_strengths_before_concerns(parts: list[tuple[str, str, str]], because: str) -> None:
    first, loose = is_whole(parts, strengths_first=True), is_whole(parts, strengths_first=False)
    assert (bool(first), first.because) == (not because, because)
    anyway = "nothing_said" if because == "nothing_said" else ""
    assert (bool(loose), loose.because) == (not anyway, anyway)

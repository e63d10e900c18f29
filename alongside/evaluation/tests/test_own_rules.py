"""What is said once of our own programme as an arm: measures, months, columns; and what of a table never leaves."""

from __future__ import annotations

from alongside.evaluation.rules.framing import assemble
from alongside.evaluation.rules.own import Answers, Window, check_own, read_answers, read_windows
from alongside.evaluation.rules.registering import Shape
from alongside.evaluation.terms import No

SHAPE = Shape(("usual", "here"), ("start", "year"), ("mood", "closeness"))


def test_measures_and_months_are_read_line_by_line_or_not_at_all() -> None:
    assert read_answers("mood = PHQ-9\n closeness=CPRS  warm ", SHAPE) == (
        Answers("mood", "PHQ-9"), Answers("closeness", "CPRS", "warm"),
    )  # fmt: skip
    for text in ("", "mood", "mood =", "sleep = PHQ-9", "mood = PHQ-9 total more", "mood = A\nmood = B", "= PHQ-9"):
        assert read_answers(text, SHAPE) is None, text
    assert read_windows("start = 0-3\nyear=10 – 14", SHAPE) == (Window("start", 0, 3), Window("year", 10, 14))
    for text in ("", "start", "start = 3-3", "start = 5-2", "start = 0-601", "start = -1-2", "later = 0-3",
                 "start = 0-3\nstart = 1-2", "start = a-b"):  # fmt: skip
        assert read_windows(text, SHAPE) is None, text


def test_what_is_missing_is_named_with_its_field() -> None:
    fits = {
        "arm": "here", "unit": "woman", "shape": SHAPE, "answers": (Answers("mood", "PHQ-9"),),
        "windows": (Window("start", 0, 3),), "columns": ["contacts"], "known": {"PHQ-9"},
    }  # fmt: skip
    assert check_own(**fits)[0]  # type: ignore[arg-type]
    for change, because, field in (
        ({"arm": "x"}, No.ARM_UNKNOWN, "arm"), ({"answers": None}, No.MEASURE_UNKNOWN, "measures"),
        ({"known": set()}, No.INSTRUMENT_UNKNOWN, "measures"), ({"windows": None}, No.WINDOW_UNREADABLE, "waves"),
        ({"columns": ["ending_custody"]}, No.OF_EACH_CHILD, "columns"),
    ):  # fmt: skip
        decision, where = check_own(**{**fits, **change})  # type: ignore[arg-type]
        assert (decision.because, where) == (because, field)
    assert check_own(**{**fits, "unit": "child", "columns": ["ending_custody"]})[0]  # type: ignore[arg-type]


def test_who_has_no_answer_yet_stands_in_the_table_all_the_same() -> None:
    rows = [("a", "W-1", "here", "mood", "start", 4.0, ""), ("b", "W-2", "here", None, None, None, ""),
            ("a", "W-1", "here", "age_band", "", None, "20-24")]  # fmt: skip
    frame = assemble(SHAPE, ["age_band"], rows)
    assert frame.names == ("code", "arm", "age_band", "mood.start")
    assert frame.rows == (("W-1", "here", "20-24", 4.0), ("W-2", "here", None, None))

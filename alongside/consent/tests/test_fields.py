"""Taking values out of an object: what is read, and exactly what is said of what cannot be read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from alongside.consent.rules.fields import Fields, NotUnderstood, word
from alongside.consent.rules.vocabulary import CATEGORIES
from alongside.safekeeping.terms import EVERYTHING

TORONTO = ZoneInfo("America/Toronto")
LETTERS = "abcdefghijklmnopqrstuvwxyz"
Take = Callable[[Fields], Any]


def of(**data: Any) -> Fields:
    return Fields(data, "here", TORONTO)


def test_a_word_may_be_written_with_hyphens_spaces_and_capitals() -> None:
    assert [word(given) for given in ("step_up", "Step-up", "STEP UP", " step_up ", "in-one go")] == [
        *["step_up"] * 4, "in_one_go",
    ]  # fmt: skip


FOUND: dict[str, tuple[Any, Take, Any]] = {
    "an id": ("ANA", lambda f: f.who("a"), "ANA"),
    "an id that is a number": (7, lambda f: f.who("a"), 7),
    "nobody": (None, lambda f: f.who("a"), None),
    "an empty id": ("", lambda f: f.who("a"), None),
    "ids": (["ANA", "", 7, None, "ANA"], lambda f: f.whos("a", "b"), ("ANA", 7)),
    "one id of several": ("ANA", lambda f: f.whos("b", "a"), ("ANA",)),
    "no ids": (None, lambda f: f.whos("a"), ()),
    "text": ("words", lambda f: f.text("a"), "words"),
    "no text": (None, lambda f: f.text("a"), ""),
    "yes": (True, lambda f: f.yes("a"), True),
    "no": (False, lambda f: f.yes("a", True), False),
    "neither": (None, lambda f: f.yes("a"), False),
    "neither, as usual": (None, lambda f: f.yes("a", None), None),
    "a word": ("Step-Up", lambda f: f.word_of("a", {"step_up"}), "step_up"),
    "no word": (None, lambda f: f.word_of("a", {"step_up"}), ""),
    "no word, as usual": ("", lambda f: f.word_of("a", {"step_up"}, "none"), "none"),
    "words": (["Step-Up", "none"], lambda f: f.words("b", "a", known={"step_up", "none"}), {"step_up", "none"}),
    "a single word": ("Step-Up", lambda f: f.words("a"), {"step_up"}),
    "no words": (None, lambda f: f.words("a"), set()),
    "categories": (["contact", "sud"], lambda f: f.mask("a", 0), 1 << CATEGORIES["contact"] | 1 << CATEGORIES["sud"]),
    "all categories": ("all", lambda f: f.mask("a", 0), EVERYTHING),
    "no categories": ([], lambda f: f.mask("a", 5), 0),
    "no categories, as usual": (None, lambda f: f.mask("a", 5), 5),
    "a time": ("2026-03-02T10:00:00-05:00", lambda f: f.moment("a"), datetime(2026, 3, 2, 15, tzinfo=UTC)),
    "a day": ("2026-03-02", lambda f: f.moment("a"), datetime(2026, 3, 2, 5, tzinfo=UTC)),
    "a whole day": ("2026-03-02", lambda f: f.moment("a", day_counts=True), datetime(2026, 3, 3, 5, tzinfo=UTC)),
    "the last day": ("9999-12-31", lambda f: f.moment("a", day_counts=True), None),
    "the last day begins": ("9999-12-31", lambda f: f.moment("a"), datetime(9999, 12, 31, 5, tzinfo=UTC)),
    "no time": (None, lambda f: f.moment("a"), None),
    "a time on a clock": ("2026-03-02T10:00:00Z", lambda f: f.clock("a"), datetime(2026, 3, 2, 10, tzinfo=UTC)),
    "no time on a clock": (None, lambda f: f.clock("a"), None),
    "a day of a calendar": ("2026-03-02", lambda f: f.day("a"), date(2026, 3, 2)),
    "no day": (None, lambda f: f.day("a"), None),
    "rows": ([{"x": 1}, {"x": 2}], lambda f: [row.raw("x") for row in f.rows("b", "a")], [1, 2]),
    "no rows": (None, lambda f: list(f.rows("a")), []),
    "entries": ({"x": 1, "7": 2, "07": 3, "x7": 4, "٧": 5}, lambda f: list(f.entries("a")),
                [("x", 1), ("7", 2), (7, 2), ("07", 3), ("x7", 4), ("٧", 5)]),
    "entries as a list": ([{"id": "x", "y": 1}, {"id": 7}], lambda f: list(f.entries("a")), [("x", {"y": 1}), (7, {})]),
    "no entries": (None, lambda f: list(f.entries("a")), []),
    "an object inside": ({"x": 1}, lambda f: f.inside("a", f.raw("a")).raw("x"), 1),
}  # fmt: skip


@pytest.mark.parametrize(("given", "take", "expected"), FOUND.values(), ids=FOUND)
def test_what_is_read_and_that_it_is_taken(given: Any, take: Take, expected: Any) -> None:
    f = of(a=given)
    assert take(f) == expected
    f.done()


OBJECT = "an object with fields is needed, not "
NOT_A_DAY = "is not a day (2026-03-02) or a time (2026-03-02T10:00:00Z)"
UNREAD: dict[str, tuple[Any, Take, str]] = {
    "yes for an id": (True, lambda f: f.who("a"), ".a: an id is text or a whole number, not yes or no"),
    "half a number for an id": (1.5, lambda f: f.who("a"), ".a: an id is text or a whole number, not a number"),
    "an object for an id": ({}, lambda f: f.whos("a"), ".a: an id is text or a whole number, not an object"),
    "no text": (3, lambda f: f.text("a"), ".a: text is needed, not a number"),
    "neither yes nor no": ("no", lambda f: f.yes("a"), ".a: true or false is needed, not text"),
    "not a word": (["x"], lambda f: f.word_of("a", {"y"}), ".a: text is needed, not a list"),
    "another word": ("x", lambda f: f.word_of("a", {"z", "y"}), ".a: “x” is not known. Known are: y, z"),
    "another of sixteen words": (
        "1", lambda f: f.words("a", known=LETTERS[:16]), f".a: “1” is not known. Known are: {', '.join(LETTERS[:16])}",
    ),
    "another of seventeen words": (
        "1", lambda f: f.words("a", known=LETTERS[:17]), ".a: “1” is not known. Known are: a, b, c, d, e, f, g, h …",
    ),
    "not words": ([3], lambda f: f.words("a"), ".a: a list of words is needed, not a number"),
    "not categories": ({}, lambda f: f.mask("a", 0), ".a: a list of words is needed, not an object"),
    "not a time": (12, lambda f: f.moment("a"), ".a: a day (2026-03-02) or a time with its offset is needed, not a number"),
    "some time": ("soon", lambda f: f.moment("a"), f".a: “soon” {NOT_A_DAY}"),
    "no such day": ("2026-02-30", lambda f: f.moment("a"), f".a: “2026-02-30” {NOT_A_DAY}"),
    "no offset": (
        "2026-03-02T10:00", lambda f: f.moment("a"),
        ".a: “2026-03-02T10:00” does not say its offset; write 2026-03-02T10:00:00Z or …-05:00",
    ),
    "a day for a clock": (
        "2026-03-02", lambda f: f.clock("a"), ".a: “2026-03-02” is a day; a time with its offset is needed: 2026-03-02T10:00:00Z",
    ),
    "a list for a clock": ([*"2026-03-02"], lambda f: f.clock("a"), ".a: a day (2026-03-02) or a time with its offset is needed, not a list"),
    "no day": ("2026-02-30", lambda f: f.day("a"), ".a: “2026-02-30” is not a day (2026-03-02)"),
    "a number for a day": (3, lambda f: f.day("a"), ".a: “3” is not a day (2026-03-02)"),
    "no rows": ({}, lambda f: list(f.rows("a")), ".a: a list is needed, not an object"),
    "no objects in rows": ([{}, 3], lambda f: list(f.rows("a")), f".a[1]: {OBJECT}a number"),
    "no entries": ("x", lambda f: list(f.entries("a")), ".a: an object is needed, not text"),
    "no objects in entries": ([3], lambda f: list(f.entries("a")), ".a: in a list, objects with an id are needed, not a number"),
    "no id in entries": ([{"x": 1}], lambda f: list(f.entries("a")), ".a: in a list, each object needs its id"),
    "nothing inside": (None, lambda f: f.inside("a", None), f".a: {OBJECT}nothing"),
    "a field nobody knows": (1, lambda f: (f.who("c"), f.who("b"), f.done()), ": “a” is not a field here. Fields are: b, c"),
}  # fmt: skip


@pytest.mark.parametrize(("given", "take", "said"), UNREAD.values(), ids=UNREAD)
def test_what_cannot_be_read_is_said_with_its_place(given: Any, take: Take, said: str) -> None:
    with pytest.raises(NotUnderstood) as told:
        take(of(a=given))
    assert str(told.value) == f"here{said}"


def test_only_an_object_has_fields() -> None:
    with pytest.raises(NotUnderstood, match=r"^here: an object with fields is needed"):
        Fields("a", "here", TORONTO)

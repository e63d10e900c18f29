"""Names in every script, days that cannot be, her own word, short forms of names."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.families import nicknames, rules
from alongside.families.rules import NewPerson
from alongside.families.terms import Because
from alongside.recordkeeping.rules import fold

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("", ""),
        ("X", "x"),
        ("😀", "😀"),
        ("مريم", "مريم"),
        ("  Zoé   LÉGARÉ ", "zoe legare"),
        ("Ève-Marie", "eve-marie"),
        ("O’Neil", "o'neil"),
        ("李小龍", "李小龍"),
    ],
)
def test_every_name_is_a_name(name: str, key: str) -> None:
    assert rules.check_person(NewPerson(name=name), TODAY)
    assert rules.sort_key(name) == key
    assert rules.name_keys(name) == ([key] if key else [])


def test_each_name_is_found_by_once() -> None:
    assert rules.name_keys("Zoé", "ZOE", ["Zozo", "", "zoé"]) == ["zoe", "zozo"]


@given(st.text())
def test_cleaned_text_is_text_the_database_can_hold(text: str) -> None:
    cleaned = rules.clean(text)
    assert "\x00" not in cleaned and cleaned == rules.clean(cleaned)
    cleaned.encode("utf-8")


@pytest.mark.parametrize(
    ("person", "because", "field"),
    [
        (NewPerson(), "", ""),
        (NewPerson(born_on=TODAY), "", ""),
        (NewPerson(born_on=date(2026, 3, 3)), Because.NOT_YET, "born_on"),
        (NewPerson(died_on=date(2026, 3, 3)), Because.NOT_YET, "died_on"),
        (NewPerson(born_on=date(2020, 1, 2), died_on=date(2020, 1, 1)), Because.DIED_BEFORE_BORN, "died_on"),
        (NewPerson(born_on=date(2020, 1, 1), died_on=date(2020, 1, 1)), "", ""),
        (NewPerson(born_on=date(199, 1, 1)), Because.UNLIKELY_YEAR, "born_on"),
        (NewPerson(name="n" * 300), "", ""),
        (NewPerson(other_names=("n" * 301,)), Because.TOO_LONG, "other_names"),
    ],
)
def test_what_cannot_be(person: NewPerson, because: str, field: str) -> None:
    answer = rules.check_person(person, TODAY)
    assert (answer.because, answer.field) == (because, field)


@pytest.mark.parametrize(
    ("before", "after", "she_said", "fine"),
    [
        (None, "unknown", False, True),
        (None, "unsafe", False, False),
        (None, "unsafe", True, True),
        (None, "safe", False, False),
        ("unsafe", "unsafe", False, True),  # other days, the same word
        ("unsafe", "unknown", False, False),  # nobody takes her word away
        ("unsafe", "safe", False, False),
        ("unsafe", "safe", True, True),
    ],
)
def test_only_her_word_says_who_is_safe(before: str | None, after: str, she_said: bool, fine: bool) -> None:
    assert bool(rules.her_word(before, after, she_said)) is fine


@pytest.mark.parametrize(
    ("a", "b", "near"),
    [
        (date(1995, 5, 4), date(1995, 5, 4), 1.0),
        (date(1995, 5, 4), date(1995, 4, 5), 0.5),  # day and month exchanged
        (date(1995, 5, 4), date(1985, 5, 4), 0.5),  # one digit
        (date(1995, 5, 4), date(1995, 5, 30), 0.5),
        (date(1995, 5, 4), date(1988, 11, 20), 0.0),
        (date(1995, 5, 4), None, 0.25),
    ],
)
def test_how_near_two_days_of_birth_are(a: date | None, b: date | None, near: float) -> None:
    assert rules.days_alike(a, b) == rules.days_alike(b, a) == near


def test_short_forms_go_both_ways_and_never_name_themselves() -> None:
    assert "elizabeth" in nicknames.called("Liz") and "liz" in nicknames.called("ELIZABETH")
    assert "veronique" in nicknames.called("Véro")
    assert nicknames.called("Qzx") == frozenset()
    for group in nicknames.groups():
        assert len(group) > 1, group
        for form in group:
            assert form == fold(form) and form not in nicknames.called(form)


def test_a_whole_name_in_its_forms() -> None:
    assert nicknames.variants("Liz Roy")[0] == "liz roy" and "elizabeth roy" in nicknames.variants("Liz Roy")
    assert nicknames.variants("") == [] and nicknames.variants("😀") == ["😀"]

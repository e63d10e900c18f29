"""Rules of endings and after: which words belong to which question, what is written again, when giving back begins."""

from __future__ import annotations

from alongside.afterwards import rules
from alongside.afterwards.rules import Said
from alongside.afterwards.terms import Level, Matter, Stage

# What nobody here says of an ending.
UNKIND = ("success", "fail", "good outcome", "poor", "drop", "graduat", "complet", "clean", "relapse", "discharge")


def test_every_question_can_be_left_to_her() -> None:
    for matter in Matter:
        assert set(rules.NOBODY_SAID) <= set(rules.LEVELS[matter]) and len(rules.LEVELS[matter]) >= 5
        assert matter in rules.CATEGORY
    assert {level for levels in rules.LEVELS.values() for level in levels} == set(Level)


def test_no_word_of_an_ending_judges() -> None:
    said = " ".join(str(each.label).lower() for kind in (Matter, Level, Stage) for each in kind)
    assert not [word for word in UNKIND if word in said.replace("drop-in", "")]


def test_a_word_of_another_question_is_refused_and_a_child_is_named_where_it_is_of_one() -> None:
    child = rules.UUID(int=1)
    for matter in Matter:
        for level in Level:
            said = Said(matter, level, "", child if matter in rules.OF_A_CHILD else None)
            assert bool(rules.check_said(said)) is (level in rules.LEVELS[matter])
        assert rules.check_said(Said(matter, "", "", None if matter in rules.OF_A_CHILD else child)).because
    assert rules.check_said(Said(Matter.HOW, "", "x" * (rules.LONGEST_TEXT + 1))).because == "too_long"


def test_what_stands_as_it_stood_is_not_written_again() -> None:
    stands = {(Matter.GOALS, None): ("some", "her words")}
    same = Said(Matter.GOALS, "some", "her words")
    assert rules.changed([same, Said(Matter.HOW)], stands) == []
    put_away = Said(Matter.GOALS, "", "")
    assert rules.changed([put_away], stands) == [put_away]


def test_giving_back_begins_with_her_yes_as_the_last_thing_she_said() -> None:
    assert [bool(rules.may_begin(each)) for each in ("", *Stage)] == [False, False, True, False, False]

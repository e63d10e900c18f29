"""Who may fetch, how many carers, which words are asked about."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.childcare.rules import Band, Facts, carers_needed, filled_up, may_fetch, overlaps, room_with, speaks_of
from alongside.childcare.terms import FetchAnswer, FetchWhy

NAMES = ("home", "decides", "mother", "elsewhere", "listed", "held", "barred", "today")
EVERY = [Facts(*each) for each in itertools.product((False, True), repeat=len(NAMES))]


def test_a_bar_goes_before_everything_and_nothing_lifts_it() -> None:
    for facts in EVERY:
        answer = may_fetch(facts)
        assert (answer.why == FetchWhy.BARRED) == facts.barred
        if facts.barred:
            assert answer.answer == FetchAnswer.NO and not answer


def test_whoever_is_asked_about_has_one_sentence_whatever_lies_behind_it() -> None:
    asked = [may_fetch(facts) for facts in EVERY if may_fetch(facts).answer == FetchAnswer.ASK]
    assert {answer.why for answer in asked} == {FetchWhy.ASK}
    assert len(asked) > 20
    assert not any(may_fetch(facts) for facts in EVERY if facts.held and not facts.today)


@pytest.mark.parametrize(
    "facts, answer",
    [
        (Facts(), "no"),
        (Facts(home=True), "yes"),  # a foster mother, a grandmother
        (Facts(home=True, mother=True, decides=True), "yes"),
        (Facts(mother=True), "ask"),  # the child lives elsewhere today
        (Facts(mother=True, decides=True, elsewhere=True), "ask"),
        (Facts(home=True, mother=True, elsewhere=True), "ask"),  # two papers say different things
        (Facts(listed=True), "yes"),
        (Facts(listed=True, held=True), "ask"),
        (Facts(held=True, today=True), "yes"),
        (Facts(today=True), "yes"),
    ],
)
def test_who_may_fetch(facts: Facts, answer: str) -> None:
    assert may_fetch(facts).answer.value == answer


def test_nothing_is_guessed_where_a_law_or_a_word_stands_against_it() -> None:
    """No yes without a home, a list or a supervisor's word."""
    for facts in EVERY:
        if may_fetch(facts):
            assert facts.home or facts.listed or facts.today


def test_carers_are_shares_added_up_and_rounded_up() -> None:
    bands = [Band(0, 18, 3), Band(18, 30, 5, most_children=15), Band(30, None, 8)]
    assert carers_needed([], []) == 0
    assert carers_needed([5], []) == 0  # nothing is said: nothing is made up
    assert carers_needed([5, 6, 7], bands) == 1
    assert carers_needed([5, 6, 7, 20], bands) == 2
    assert carers_needed([None], bands) == 1
    assert carers_needed([None, None, None, None], bands) == 2  # an age that nobody knows: the most careful number
    # One of whose age nothing is said asks for nobody; the others do all the same.
    assert carers_needed([40, 5, 6, 7, 8, 9, 10], [Band(0, 30, 5)]) == 2
    assert carers_needed([None], [Band(0, 30, 5)]) == 1


def test_where_a_room_says_nothing_of_an_age_the_general_number_holds() -> None:
    own, general = [Band(12, 18, 3, 9)], [Band(0, 24, 4), Band(24, None, 8)]
    assert filled_up(own, general) == [Band(0, 12, 4), Band(12, 18, 3, 9), Band(18, 24, 4), Band(24, None, 8)]
    assert filled_up([Band(0, None, 3)], general) == [Band(0, None, 3)]
    assert filled_up([Band(18, 36, 5)], general) == [Band(0, 18, 4), Band(18, 36, 5), Band(36, None, 8)]
    assert filled_up([], general) == general and filled_up(own, []) == own


def test_a_room_says_who_is_missing_and_never_that_somebody_is_too_much() -> None:
    bands = [Band(0, None, 3, most_children=4)]
    assert room_with([5, 6, 7], 1, bands).fits
    one_more = room_with([5, 6, 7], 1, bands, more=[9])
    assert (one_more.missing, one_more.fits, one_more.too_many) == (1, False, False)
    assert room_with([5] * 4, 2, bands, more=[9]).too_many
    silent = room_with([5] * 9, 1, [])
    assert (silent.missing, silent.unsaid, silent.fits) == (0, True, True)
    part = room_with([5, 6, 7, 8, 90], 1, [Band(0, 72, 3)])
    assert (part.needed, part.missing, part.unsaid, part.fits) == (2, 1, True, False)
    assert not one_more.unsaid


@given(st.lists(st.integers(0, 71), max_size=20), st.integers(1, 9), st.integers(1, 9))
def test_one_more_child_never_asks_for_fewer_carers(ages: list[int], young: int, old: int) -> None:
    bands = [Band(0, 24, young), Band(24, 72, old)]
    now, then = carers_needed(ages, bands), carers_needed([*ages, 12], bands)
    assert now <= then <= now + 1


def test_an_age_has_one_number() -> None:
    held = [Band(0, 18, 3), Band(30, None, 8)]
    assert not overlaps(Band(18, 30, 5), held)
    assert overlaps(Band(17, 20, 5), held) and overlaps(Band(29, 31, 5), held) and overlaps(Band(40, 41, 5), held)
    assert overlaps(Band(10, None, 5), held)


@pytest.mark.parametrize(
    "text, found",
    [
        ("Her mother was tired.", "mother"),
        ("Maman est arrivée tard.", "Maman"),
        ("Il a cherché sa mère.", "mère"),
        ("Played with Ève for an hour", "Ève"),
        ("Stacked blocks as high as the shelf", ""),
        ("Smothered in paint, and happy", ""),
        ("Every song twice", ""),
    ],
)
def test_words_that_seem_to_speak_of_somebody_else(text: str, found: str) -> None:
    assert speaks_of(text, ["Ève Birch", ""]) == found
